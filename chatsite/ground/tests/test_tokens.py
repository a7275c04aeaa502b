import hashlib
from datetime import timedelta

import pytest
from django.utils import timezone

from chatsite.ground.models import PersonalToken
from chatsite.ground.tokens import issue

pytestmark = [pytest.mark.urls("chatsite.ground.tests.urls"), pytest.mark.django_db]


@pytest.fixture
def ask(client):
    def me(authorization):
        return client.get("/api/me", headers={"Authorization": authorization})

    return me


def test_a_token_says_who_its_user_is(ask, alice, alices_secret):
    answer = ask(f"Bearer {alices_secret}")

    assert answer.json() == {
        "success": True,
        "user": {"id": alice.pk, "username": "alice", "name": "alice", "is_staff": False},
    }


def test_a_session_says_who_its_user_is(client, olga):
    olga.first_name, olga.last_name = "Olga", "Orlova"
    olga.save()
    client.force_login(olga)

    answer = client.get("/api/me")

    assert answer.json()["user"]["name"] == "Olga Orlova"


def test_the_database_knows_only_a_digest(alices_secret):
    # Attack: somebody reads a backup.
    row = PersonalToken.objects.values().get()

    assert alices_secret not in str(row)
    assert row["digest"] == hashlib.sha256(alices_secret.encode()).hexdigest()
    assert row["prefix"] == alices_secret[:8]


def test_secrets_are_256_random_bits_each(alice):
    secrets = {issue(user=alice, name="x")[1] for _ in range(20)}

    assert len(secrets) == 20
    assert all(secret.startswith("slp_") and len(secret) == 4 + 43 for secret in secrets)


def test_nobody_learns_from_the_answer_which_token_was_once_real(ask, alice, bob):
    # Attack: trying secrets, and telling unknown ones from revoked, expired or locked ones.
    yesterday = timezone.now() - timedelta(days=1)
    revoked, revoked_secret = issue(user=alice, name="revoked")
    revoked.revoke()
    _, expired_secret = issue(user=alice, name="expired", expires_at=yesterday)
    _, locked_secret = issue(user=bob, name="locked")
    bob.is_active = False
    bob.save()

    tried = [revoked_secret, expired_secret, locked_secret, "slp_unknown", "slp_", "slp_\xff"]
    answers = [ask(f"Bearer {secret}") for secret in tried]

    assert {answer.status_code for answer in answers} == {401}
    assert len({answer.content for answer in answers}) == 1
    assert all("WWW-Authenticate" in answer for answer in answers)


@pytest.mark.parametrize("header", ["Bearer slv_visitor", "Basic c2xwXw==", "Bearer", "slp_x", ""])
def test_other_credentials_are_left_to_others(ask, header):
    answer = ask(header)

    assert (answer.status_code, answer.json()["code"]) == (401, "not_authenticated")


def test_a_token_needs_no_csrf_and_no_cookie(client, alices_secret):
    client.handler.enforce_csrf_checks = True

    answer = client.post(
        "/api/echo",
        {"name": "x"},
        "application/json",
        headers={"Authorization": f"bearer {alices_secret}"},
    )

    assert answer.status_code == 200
    assert not answer.cookies


def test_use_is_noted_at_most_once_a_minute(
    ask, alices_secret, time_machine, django_assert_num_queries
):
    time_machine.move_to("2026-03-01 12:00:00+00:00", tick=False)
    ask(f"Bearer {alices_secret}")

    time_machine.shift(59)
    with django_assert_num_queries(1):
        ask(f"Bearer {alices_secret}")
    soon = PersonalToken.objects.get().last_used_at
    time_machine.shift(1)
    ask(f"Bearer {alices_secret}")
    later = PersonalToken.objects.get().last_used_at

    assert later - soon == timedelta(minutes=1)


def test_revoking_again_keeps_the_first_moment(alice, time_machine):
    time_machine.move_to("2026-03-01 12:00:00+00:00")
    token, _ = issue(user=alice, name="x")
    token.revoke()
    first = token.revoked_at

    time_machine.shift(60)
    token.revoke()

    assert token.revoked_at == first
