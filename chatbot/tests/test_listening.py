"""Who may follow a conversation live."""

import pytest
from django.contrib.auth.models import AnonymousUser, User

from realtime.channels import authorize


@pytest.fixture
def channel(support):
    return f"private-chat.conversation.{support.pk}"


@pytest.fixture
def ask(as_visitor):
    def post(visitor, channel, **headers):
        body = {"socket_id": "1.2", "channel_name": channel}
        return as_visitor(visitor).post("/broadcasting/auth", body, headers=headers)

    return post


def test_a_visitors_token_opens_the_visitors_channel(ask, channel, vera, stranger, settings):
    assert ask(vera, channel).json()["auth"].startswith(settings.REALTIME["KEY"])
    assert ask(stranger, channel).status_code == 403


def test_another_sites_page_is_signed_nothing(ask, channel, vera):
    answer = ask(vera, channel, Origin="https://evil.example")

    assert (answer.status_code, answer.json()["code"]) == (403, "origin_not_allowed")


def test_the_visitor_and_the_sites_operators_may_listen(channel, vera, olga):
    assert authorize(vera, channel)
    assert authorize(olga, channel)
    assert authorize(User(is_staff=True, is_superuser=True), channel)


def test_nobody_else_may(channel, stranger, alice, mallory, other_site):
    otto = other_site.operators.get()
    mallory.is_superuser = True  # without being staff, that opens nothing here

    for actor in (stranger, alice, mallory, otto, AnonymousUser()):
        assert not authorize(actor, channel)


def test_a_user_with_the_visitors_number_is_not_the_visitor(channel, vera):
    namesake = User.objects.create(pk=vera.pk + 1000, username="namesake")
    vera.pk = namesake.pk

    assert not authorize(namesake, channel)


def test_an_operator_who_was_let_go_may_not(channel, olga, site):
    site.operators.remove(olga)

    assert not authorize(olga, channel)


def test_there_is_no_channel_of_a_conversation_that_is_not(channel, olga):
    assert not authorize(olga, f"{channel}0000")
