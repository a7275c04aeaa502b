from datetime import timedelta

import pytest
import time_machine
from axes.models import AccessAttempt
from django.utils import timezone

WRONG = "not it"


@pytest.fixture
def locked(sign_in, verified, alice):
    verified(alice)
    return [sign_in("alice", WRONG) for _ in range(5)][-1]


def test_the_fifth_wrong_password_locks_the_name(locked):
    assert locked.status_code == 429
    assert locked["Retry-After"] == "900"
    assert "Too many wrong passwords" in locked.content.decode()


def test_a_locked_name_is_closed_for_the_right_password_too(locked, sign_in):
    assert sign_in("alice").status_code == 429


def test_another_spelling_is_the_same_name(locked, sign_in):
    # Names are compared without case, so "ALICE" would be five more guesses.
    assert sign_in(" ALICE ").status_code == 429


def test_another_address_is_not_locked_out(locked, client):
    # Else anybody could keep Alice out by guessing wrongly in her name.
    form = {"login": "alice", "password": "correct horse"}

    answer = client.post("/accounts/login/", form, REMOTE_ADDR="198.51.100.7")

    assert answer.status_code == 302


def test_another_name_is_not_locked_out(locked, sign_in, verified, bob):
    verified(bob)

    assert sign_in("bob").status_code == 302


def test_the_lock_opens_after_a_quarter_of_an_hour(locked, sign_in):
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        assert sign_in("alice").status_code == 302


def test_knocking_at_a_locked_door_does_not_keep_it_locked(locked, sign_in):
    with time_machine.travel(timezone.now() + timedelta(minutes=10)):
        sign_in("alice", WRONG)

    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        assert sign_in("alice").status_code == 302


def test_signing_in_forgets_the_earlier_mistakes(sign_in, verified, alice, client):
    verified(alice)
    for _ in range(2):
        for _ in range(4):
            sign_in("alice", WRONG)

        assert sign_in("alice").status_code == 302
        client.logout()


def test_what_was_typed_is_not_kept(locked):
    # Somebody types the password into the field for the name sooner or later.
    assert "login=alice" not in AccessAttempt.objects.get().post_data
