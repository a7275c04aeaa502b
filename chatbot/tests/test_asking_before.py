"""What a site asks before the chat, and what its operators learn from the answers."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from chatbot.models import Visitor
from chatbot.testing import site_form, token_of


@pytest.fixture
def init(client, site):
    def post(token="", **body):
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        told = {"site": site.public_key} | body
        url = reverse("chatbot:init")
        return client.post(url, told, content_type="application/json", headers=headers)

    return post


@pytest.fixture
def manager(client, olga):
    rights = ["view_site", "change_site", "view_visitor"]
    olga.user_permissions.add(*Permission.objects.filter(codename__in=rights))
    client.force_login(olga)
    return client


def test_a_site_asks_nothing_unless_it_wants_to(init):
    form = init().json()["site"]["form"]

    assert {form[name] for name in ("name", "email", "question")} == {"no"}


def test_the_widget_is_told_what_to_ask_in_the_visitors_language(init, site):
    site.asks_name, site.asks_email, site.asks_question = "required", "optional", "required"
    site.texts = {"en": {"question": "Which order?"}, "de": {"question": "Welche Bestellung?"}}
    site.save()

    assert init(locale="de-AT").json()["site"]["form"] == {
        "name": "required",
        "email": "optional",
        "question": "required",
        "question_text": "Welche Bestellung?",
    }


def test_a_site_without_a_question_of_its_own_asks_ours(init, site):
    site.asks_question = "optional"
    site.save()

    assert init().json()["site"]["form"]["question_text"] == "What is it about?"


def test_operators_see_the_answers(init, manager, site, vera):
    asked = {"question": "Which order?", "answer": "4711"}

    answer = init(token_of(vera), name="Vera V.", email="vera@example.com", attributes=asked)

    assert answer.json()["visitor"]["name"] == "Vera V."
    page = manager.get(reverse("admin:chatbot_visitor_change", args=[vera.pk])).content.decode()
    assert "Vera V." in page
    assert "vera@example.com" in page
    assert "4711" in page


def test_what_is_typed_makes_nobody_somebody_else(init, vera):
    # Attack: Mallory types Vera's address to read what Vera wrote.
    vera.email = "vera@example.com"
    vera.save()

    answer = init(name="Vera", email="vera@example.com")

    assert answer.json()["visitor"]["id"] != vera.pk
    assert answer.json()["visitor"]["identity"] is None


def test_the_widget_asks_and_the_api_does_not_insist(init, site):
    # Nobody has seen the question before the first answer of `init`.
    site.asks_name = "required"
    site.save()

    assert init().status_code == 201


def test_what_is_asked_is_chosen_at_the_site(manager, site, client):
    url = reverse("admin:chatbot_site_change", args=[site.pk])

    answer = manager.post(url, site_form(site, asks_name="required", asks_question="optional"))

    assert answer.status_code == 302
    site.refresh_from_db()
    asked = (site.asks_name, site.asks_email, site.asks_question)
    assert asked == ("required", "no", "optional")
    assert Visitor.objects.count() == 0
