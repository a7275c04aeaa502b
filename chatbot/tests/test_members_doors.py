"""Who may talk at all: members, by a session and its CSRF token or by a token of their own."""

import pytest
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from chatbot.models import Conversation, Message
from chatsite.ground.models import PersonalToken

pytestmark = pytest.mark.django_db

MESSAGES = reverse("chatbot:talk-messages")
DOORS = [
    ("get", MESSAGES),
    ("post", MESSAGES),
    ("post", reverse("chatbot:talk-private")),
    ("patch", reverse("chatbot:talk-message", args=[1])),
    ("delete", reverse("chatbot:talk-message", args=[1])),
    ("post", reverse("chatbot:talk-read", args=[1])),
    ("post", reverse("chatbot:talk-typing")),
    ("get", reverse("chatbot:talks")),
    ("get", reverse("chatbot:online")),
]


@pytest.mark.parametrize(("method", "url"), DOORS)
def test_nobody_and_visitors_stay_outside(as_visitor, vera, method, url):
    # Attack: a visitor's token is tried at the members' door.
    for browser in (APIClient(), as_visitor(vera)):
        answer = getattr(browser, method)(url)
        assert (answer.status_code, answer.json()["success"]) == (401, False)
    assert not Conversation.objects.exists()


@pytest.mark.parametrize(("method", "url"), DOORS)
def test_whoever_was_deactivated_stays_outside(as_member, as_program, alice, method, url):
    # Attack: whoever was dismissed goes on with yesterday's session and token.
    doors = [as_member(alice), as_program(alice)]
    alice.is_active = False
    alice.save()

    for door in doors:
        assert getattr(door, method)(url).status_code == 401


def test_a_foreign_page_does_not_talk_in_a_members_name(alice):
    # Attack: a page that Alice looks at posts with her cookie.
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(alice)

    answer = browser.post(MESSAGES, {"message": "Hello!"}, content_type="application/json")

    assert (answer.status_code, answer.json()["code"]) == (403, "csrf_failed")
    assert not Message.objects.exists()


def test_a_members_program_talks_until_its_token_ends(as_program, alice):
    program = as_program(alice)
    assert program.post(MESSAGES, {"message": "Hello!"}).status_code == 201

    PersonalToken.objects.get().revoke()

    assert program.post(MESSAGES, {"message": "Hello?"}).status_code == 401
