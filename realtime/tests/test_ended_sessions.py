"""Sessions and personal tokens that end, each with its own sockets and no others.

The attack is always the same: a socket that outlives the door it came in by.
"""

from datetime import timedelta

import pytest
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core import serializers
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from chatsite.ground.tokens import issue
from realtime.actors import mark_of, name_of
from realtime.testing.endings import all_of, ended, session_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def laptop(alice):
    return signed_in(alice)


@pytest.fixture
def phone(alice):
    return signed_in(alice)


@pytest.fixture
def token(alice):
    return issue(user=alice, name="nightly")[0]


def signed_in(user):
    browser = Client()
    browser.force_login(user)
    browser.get("/app/")  # the list of sessions has those that were seen
    return browser


def row_of(browser):
    return Session.objects.get(session_key=browser.session.session_key)


def of_token(token):
    return {(name_of(token.user), mark_of(token.digest))}


def test_signing_in_closes_nothing(laptop, phone):
    assert ended() == set()


def test_logging_out_ends_that_session_and_no_other(alice, laptop, phone):
    that = session_of(alice, laptop)

    laptop.post(reverse("account_logout"))

    assert ended() == that


def test_the_list_of_sessions_ends_the_others(alice, laptop, phone):
    others = session_of(alice, phone)

    laptop.post(reverse("usersessions_list"))

    assert ended() == others


@pytest.mark.parametrize(
    "end",
    [
        lambda session: session.delete(),
        lambda session: Session.objects.filter(pk=session.pk).delete(),
        lambda session: Session.objects.only("pk").filter(pk=session.pk).delete(),
        lambda session: SessionStore(session.session_key).flush(),
    ],
)
def test_a_session_that_is_deleted_in_the_shell_ends(alice, laptop, phone, end):
    end(row_of(phone))

    assert ended() == session_of(alice, phone)


def test_whoever_signs_in_as_somebody_else_has_left(alice, bob, laptop, phone):
    hers = session_of(alice, laptop)

    laptop.force_login(bob)

    assert ended() == hers


def test_sessions_of_nobody_end_quietly(client):
    session = SessionStore()
    session["basket"] = ["tea"]
    session.create()

    session.flush()

    assert ended() == set()


@pytest.mark.parametrize(("days", "is_told"), [(0, True), (2, False)])
def test_sessions_that_expired_long_ago_have_no_sockets_left(alice, days, is_told):
    session = SessionStore()
    session[SESSION_KEY] = str(alice.pk)
    session.create()
    expired_at = timezone.now() - timedelta(days=days, minutes=1)
    Session.objects.update(expire_date=expired_at)

    call_command("clearsessions")

    assert not Session.objects.exists()
    assert bool(ended()) is is_told


def test_a_password_that_is_changed_on_ones_own_page_asks_all_anew(alice, laptop, phone):
    new, hers = "another horse 7", session_of(alice, laptop)
    told = {"oldpassword": "correct horse", "password1": new, "password2": new}

    laptop.post(reverse("account_change_password"), told)

    alice.refresh_from_db()
    assert alice.check_password(new)
    assert ended() == all_of(alice) | hers


def test_a_revoked_token_ends_with_its_sockets_alone(laptop, token, alice):
    issue(user=alice, name="another")

    laptop.post(reverse("dashboard:token-revoke", args=[token.pk]))

    assert ended() == of_token(token)


def expire(token):
    token.expires_at = timezone.now() - timedelta(seconds=1)
    token.save()


@pytest.mark.parametrize(
    "end",
    [
        expire,
        lambda token: token.revoke(),
        lambda token: token.delete(),
        lambda token: token.user.personal_tokens.all().delete(),
    ],
)
def test_a_token_ends_wherever_that_is_done(token, end):
    its = of_token(token)

    end(token)

    assert ended() == its


def test_a_token_in_use_closes_nothing(token):
    token.name = "weekly"
    token.save()
    token.note_use()
    issue(user=token.user, name="another")

    assert ended() == set()


def test_a_fixture_with_an_ended_token_closes_nothing(token):
    token.revoked_at = timezone.now()
    fixture = serializers.serialize("json", [token])

    for row in serializers.deserialize("json", fixture):
        row.save()

    token.refresh_from_db()
    assert not token.is_usable
    assert ended() == set()
