import re

import pytest
from django.template.loader import render_to_string

from tests.e2e.pages import API_DOCS, MEMBERS, OPEN

INLINE = re.compile(r"<style|\sstyle=|\son\w+=|<script(?![^>]*(\bsrc=|application/json))")


@pytest.mark.parametrize("path", [*OPEN, *API_DOCS])
def test_everybody_may_see_the_first_pages(client, db, path):
    assert client.get(path).status_code == 200


@pytest.mark.parametrize("path", MEMBERS)
def test_members_pages_are_for_members(client, alice, path):
    assert client.get(path).status_code == 302

    client.force_login(alice)
    assert client.get(path).status_code == 200


@pytest.mark.parametrize("path", [*OPEN, *MEMBERS])
def test_no_page_of_ours_needs_anything_inline(client, alice, path):
    client.force_login(alice)

    page = client.get(path, follow=True).content.decode()

    assert not INLINE.search(page)
    assert page.count("<h1") == 1


def test_the_first_page_shows_the_doors_that_open(client, alice, olga):
    client.force_login(alice)
    assert "/admin/" not in client.get("/").content.decode()

    client.force_login(olga)
    assert "/admin/" in client.get("/").content.decode()


def test_an_error_page_needs_no_database_and_no_request():
    # Without the `db` mark, pytest-django refuses every query.
    context = {"status": 503, "title": "Back in a moment", "message": "The database is away."}

    assert "Back in a moment" in render_to_string("errors/page.html", context)
