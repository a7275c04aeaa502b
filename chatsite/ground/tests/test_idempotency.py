from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.client import BOUNDARY, encode_multipart

from chatsite.ground.idempotency import forget_expired
from chatsite.ground.models import IdempotencyKey
from chatsite.ground.tokens import issue

pytestmark = [pytest.mark.urls("chatsite.ground.tests.urls"), pytest.mark.django_db]

JSON = "application/json"


def poster(user):
    """Posts as this user, with a key."""
    _, secret = issue(user=user, name="test")

    def post(body, key="one", path="/api/founding", kind=JSON):
        headers = {"Authorization": f"Bearer {secret}"} | ({"Idempotency-Key": key} if key else {})
        return Client().post(path, body, kind, headers=headers)

    return post


@pytest.fixture
def as_alice(alice):
    return poster(alice)


@pytest.fixture
def as_bob(bob):
    return poster(bob)


def test_the_same_request_again_gets_the_same_answer(as_alice):
    first, second = (as_alice({"name": "Crew"}) for _ in range(2))

    assert (first.status_code, second.status_code) == (201, 201)
    assert first.content == second.content
    assert "Idempotent-Replayed" not in first
    assert second["Idempotent-Replayed"] == "true"
    assert Group.objects.count() == 1


def test_the_order_of_fields_means_nothing(as_alice):
    as_alice({"name": "Crew", "seconds": 0})

    again = as_alice({"seconds": 0, "name": "Crew"})

    assert again["Idempotent-Replayed"] == "true"


def test_a_key_cannot_stand_for_another_request(as_alice):
    as_alice({"name": "Crew"})

    other = as_alice({"name": "Mutiny"})

    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    assert Group.objects.count() == 1


def test_a_file_is_part_of_what_was_asked(as_alice):
    def upload(content):
        file = SimpleUploadedFile("crew.txt", content)
        form = encode_multipart(BOUNDARY, {"name": "Crew", "file": file})
        return as_alice(form, kind=f"multipart/form-data; boundary={BOUNDARY}")

    first, same, other = upload(b"one"), upload(b"one"), upload(b"two")

    assert (first.status_code, same.status_code, other.status_code) == (201, 201, 422)
    assert first.content == same.content


def test_keys_of_others_mean_nothing(as_alice, as_bob):
    # Attack: Bob guesses the key of Alice to read her answer.
    as_alice({"name": "Crew"})

    bobs = as_bob({"name": "Other crew"})

    assert bobs.status_code == 201
    assert bobs.json()["name"] == "Other crew"


def test_the_same_key_elsewhere_means_nothing(as_alice):
    as_alice({"name": "Crew"})

    assert as_alice({"name": "Crew"}, path="/api/paying").json() == {"paid": True}


def test_without_a_key_everything_happens_each_time(as_alice):
    assert [as_alice({"name": name}, key=None).status_code for name in "ab"] == [201, 201]
    assert not IdempotencyKey.objects.exists()


@pytest.mark.parametrize("name", ["refused", "refused politely"])
def test_a_failed_request_leaves_nothing_and_may_be_tried_again(as_alice, name):
    failed = as_alice({"name": name})

    assert failed.status_code == 409
    assert not IdempotencyKey.objects.exists()
    assert not Group.objects.exists()
    assert as_alice({"name": "Crew"}).status_code == 201


def test_where_money_moves_a_key_is_required(as_alice):
    answer = as_alice({}, key=None, path="/api/paying")

    assert (answer.status_code, answer.json()["code"]) == (400, "idempotency_key_missing")


@pytest.mark.parametrize("key", ["x" * 129, "ключ", "a\tb", "a\x00b", "a\x7f"])
def test_a_key_that_is_none_is_refused(as_alice, key):
    answer = as_alice({"name": "Crew"}, key=key)

    assert (answer.status_code, answer.json()["code"]) == (400, "idempotency_key_invalid")


def test_a_stranger_owns_no_keys(client):
    answer = client.post(
        "/api/founding", {"name": "Crew"}, JSON, headers={"Idempotency-Key": "one"}
    )

    assert answer.status_code == 401
    assert not Group.objects.exists()


def test_after_a_day_a_key_is_forgotten(as_alice, time_machine):
    time_machine.move_to("2026-03-01 12:00:00+00:00")
    as_alice({"name": "Crew"})

    time_machine.shift(timedelta(hours=24, seconds=1))

    assert as_alice({"name": "Night crew"}).status_code == 201
    assert IdempotencyKey.objects.count() == 1


def test_old_answers_are_swept_away(as_alice, time_machine):
    time_machine.move_to("2026-03-01 12:00:00+00:00")
    as_alice({"name": "Crew"}, key="old")
    time_machine.shift(timedelta(hours=24, seconds=1))
    as_alice({"name": "Night crew"}, key="new")

    forget_expired()

    assert IdempotencyKey.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_at_the_same_moment_one_works_and_one_is_told_so(alice):
    # Attack: a double click, or a retry while the first try still runs.
    post = poster(alice)

    def attempt(_):
        try:
            return post({"name": "Crew", "seconds": 0.5})
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        answers = sorted(threads.map(attempt, range(2)), key=lambda answer: answer.status_code)

    assert [answer.status_code for answer in answers] == [201, 409]
    assert answers[1].json()["code"] == "request_running"
    assert answers[1]["Retry-After"] == "1"
    assert Group.objects.count() == 1
    assert post({"name": "Crew", "seconds": 0.5})["Idempotent-Replayed"] == "true"
