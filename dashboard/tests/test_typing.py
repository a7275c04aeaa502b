"""Operators type: the visitor is told so, by whoever may."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from chatbot.typists import typists

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def types(support):
    def post(browser, pk=support.pk, **body):
        url = f"/admin/chatbot/{pk}/typing"
        return browser.post(url, body or {"is_typing": True}, content_type="application/json")

    return post


def test_the_visitor_is_told_who_types(as_olga, types, olga, support, sent):
    answer = types(as_olga)

    assert (answer.status_code, answer.json()) == (200, {"success": True})
    notice = {
        "conversation_id": support.pk,
        "sender_type": "admin",
        "sender_id": olga.pk,
        "sender_name": "olga",
        "is_typing": True,
        "expires_in": 6,
    }
    assert sent == [(f"private-chat.conversation.{support.pk}", "UserTyping", notice)]


def test_both_sides_are_told_the_same_when_they_poll(as_olga, types, as_visitor, vera, support):
    types(as_olga)
    as_visitor(vera).post(f"/api/chatbot/conversation/{support.pk}/typing", {"is_typing": True})

    operators = as_olga.get(f"/admin/chatbot/{support.pk}/messages").json()
    visitors = as_visitor(vera).get(f"/api/chatbot/conversation/{support.pk}").json()

    assert operators["typing"] == visitors["typing"]
    assert [typist["sender_name"] for typist in operators["typing"]] == ["olga", "Vera"]


def test_the_answer_ends_it(as_olga, types, support):
    types(as_olga)

    said = {"message": "Yes!", "client_message_id": "a"}
    as_olga.post(f"/admin/chatbot/{support.pk}/reply", said, content_type="application/json")

    assert typists(support) == []


def test_who_has_stopped_is_told_so(as_olga, types, support, sent):
    types(as_olga)
    types(as_olga, is_typing=False)

    assert [payload["is_typing"] for _, _, payload in sent] == [True, False]
    assert typists(support) == []


@pytest.mark.parametrize("name", ["otto", "alice"])
def test_to_everybody_else_the_conversation_does_not_exist(
    request, client, types, support, name, sent
):
    # Mallory would make believe that somebody answers, and learn which conversations there are.
    client.force_login(request.getfixturevalue(name))

    missing, foreign = types(client, pk=support.pk + 1000), types(client)

    assert foreign.status_code == missing.status_code == 404
    assert foreign.content == missing.content
    assert sent == []


def test_strangers_are_told_to_sign_in(client, types):
    assert types(client).status_code == 401


def test_another_site_may_not_make_an_operator_type(olga, support, sent):
    # A form on a stranger's page, sent by the operator's own browser with its cookie.
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(olga)

    answer = browser.post(f"/admin/chatbot/{support.pk}/typing", {"is_typing": True})

    assert (answer.status_code, answer.json()["code"]) == (403, "csrf_failed")
    assert sent == []


def test_an_operator_without_the_second_step_types_to_nobody(as_olga, types, settings, sent):
    settings.REQUIRE_STAFF_MFA = True

    assert types(as_olga).json()["code"] == "second_step_missing"
    assert sent == []


def test_what_is_neither_yes_nor_no_is_refused(as_olga, types, sent):
    assert types(as_olga, is_typing="perhaps").status_code == 422
    assert types(as_olga, typing=True).status_code == 422
    assert sent == []


def test_it_costs_one_query_besides_what_every_page_costs(as_olga, types):
    types(as_olga)
    with CaptureQueriesContext(connection) as page:
        as_olga.get("/api/me")

    with CaptureQueriesContext(connection) as asked:
        types(as_olga)

    assert len(asked) <= len(page) + 1
