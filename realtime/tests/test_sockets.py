"""Whose socket is whose, how many one may have, and what closes them."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
import redis
from django.db import connection, transaction
from django.test import Client

from chatsite.ground.fingerprints import digest
from chatsite.ground.tokens import issue
from realtime import layer, outbox, revocations, sockets
from realtime.actors import mark_of
from realtime.channels import Channel
from realtime.layer import CONTROL, redis_clients, wire_name
from realtime.models import OutboxEvent
from realtime.server import keys

open_to_all = Channel("private-test-open")
open_to_all.authorize(lambda actor: True)

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(client):
    def ask(socket_id, user=None, asking=client):
        if user:
            asking.force_login(user)
        told = {"socket_id": socket_id, "channel_name": "private-test-open"}
        return asking.post("/broadcasting/auth", told)

    return ask


def entry(socket_id):
    found = redis_clients()[0].get(keys.socket(socket_id))
    return found and json.loads(found)


def test_a_signature_gives_the_socket_its_owner(ask, alice, client):
    ask("1.1", alice)

    session = mark_of(digest(client.session.session_key))
    assert entry("1.1") == {"actor": f"user:{alice.pk}", "session": session}
    assert 0 < redis_clients()[0].ttl(keys.socket("1.1")) <= 60
    assert redis_clients()[0].zrange(keys.sockets(f"user:{alice.pk}"), 0, -1) == [b"1.1"]


def test_signing_in_gives_it_its_owner_as_well(client, alice):
    client.force_login(alice)

    client.post("/broadcasting/user-auth", {"socket_id": "1.1"})

    assert entry("1.1")["actor"] == f"user:{alice.pk}"


def test_the_mark_of_a_token_is_found_by_what_we_keep_of_it(client, alice):
    token, secret = issue(user=alice, name="laptop")
    told = {"socket_id": "1.1", "channel_name": "private-test-open"}

    client.post("/broadcasting/auth", told, headers={"Authorization": f"Bearer {secret}"})

    assert entry("1.1")["session"] == mark_of(token.digest)
    assert secret not in str(entry("1.1"))


def test_a_visitors_socket_is_a_visitors(as_visitor, vera):
    told = {"socket_id": "1.1", "channel_name": "private-test-open"}

    as_visitor(vera).post("/broadcasting/auth", told)

    mark = mark_of(vera.tokens.get().digest)
    assert entry("1.1") == {"actor": f"visitor:{vera.pk}", "session": mark}


def test_what_is_refused_makes_nobody_an_owner(client, alice):
    client.force_login(alice)

    client.post("/broadcasting/auth", {"socket_id": "1.1", "channel_name": "private-closed"})

    assert entry("1.1") is None


def test_nobody_gets_a_signature_for_somebody_elses_socket(ask, alice, mallory):
    # Attack: Mallory has seen Alice's socket id and wants channels of hers on it, or hers closed.
    ask("1.1", alice)

    answer = ask("1.1", mallory, Client())

    assert (answer.status_code, answer.json()["code"]) == (403, "foreign_socket")
    assert entry("1.1")["actor"] == f"user:{alice.pk}"


def test_a_visitor_who_signs_in_needs_a_new_socket(ask, as_visitor, vera, alice):
    # What was signed for the visitor would otherwise outlive the visitor's own disconnection.
    ask("1.1", asking=as_visitor(vera))

    assert ask("1.1", alice).status_code == 403
    assert ask("1.2", alice).status_code == 200


def test_the_newest_session_of_the_owner_counts(ask, alice):
    first, second = Client(), Client()
    ask("1.1", alice, first)

    ask("1.1", alice, second)

    assert entry("1.1")["session"] == mark_of(digest(second.session.session_key))


@pytest.mark.parametrize("is_limited", [True, False])
def test_a_user_has_twenty_sockets_unless_limits_are_off(ask, alice, settings, is_limited):
    settings.RATE_LIMITS = is_limited
    for number in range(20):
        assert ask(f"1.{number}", alice).status_code == 200

    answer = ask("1.99")

    assert answer.status_code == (429 if is_limited else 200)
    if is_limited:
        assert answer.json()["code"] == "too_many_sockets"
        assert int(answer["Retry-After"]) > 0
        assert ask("1.7").status_code == 200  # one that is known counts once


def test_a_visitor_has_ten(ask, as_visitor, vera):
    widget = as_visitor(vera)
    answers = [ask(f"1.{number}", asking=widget).status_code for number in range(11)]

    assert answers == [200] * 10 + [429]


def test_sockets_that_nobody_renewed_do_not_count(ask, alice):
    for number in range(20):
        ask(f"1.{number}", alice)
    redis_clients()[0].zadd(keys.sockets(f"user:{alice.pk}"), {"1.0": 1, "1.1": 1})

    assert [ask(f"2.{number}").status_code for number in range(3)] == [200, 200, 429]


def test_many_at_once_do_not_slip_past_the_limit(rf, vera, alice):
    # Attack: forty tabs ask in the same moment.
    def register(number):
        return sockets._register(f"1.{number}", alice, "")

    with ThreadPoolExecutor(8) as threads:
        verdicts = list(threads.map(register, range(40)))

    assert (verdicts.count("ours"), verdicts.count("many")) == (20, 20)


@pytest.mark.parametrize("is_limited", [True, False])
def test_one_socket_asks_two_hundred_times_a_minute(ask, alice, settings, monkeypatch, is_limited):
    # Attack: a script that asks for every number there is.
    settings.RATE_LIMITS = is_limited
    monkeypatch.setattr(sockets, "SIGNATURES_PER_MINUTE", 3)

    answers = [ask("1.1", alice).status_code for _ in range(4)]

    assert answers == [200, 200, 200, 429 if is_limited else 200]


@pytest.mark.parametrize(
    "trouble", [redis.ConnectionError, redis.TimeoutError, redis.ReadOnlyError]
)
def test_while_redis_is_away_nothing_is_signed(ask, alice, monkeypatch, trouble):
    def away():
        raise trouble

    monkeypatch.setattr(sockets, "redis_clients", away)

    answer = ask("1.1", alice)

    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    assert int(answer["Retry-After"]) > 0


@pytest.fixture
def heard():
    """What socket processes are told to do: everything on the control group."""
    listener = redis_clients()[0].pubsub(ignore_subscribe_messages=True)
    listener.subscribe(wire_name(CONTROL))
    listener.get_message(timeout=1)

    def hear():
        message = listener.get_message(timeout=1)
        told = message and layer.layer().deserialize(message["data"])
        return told and {name: told[name] for name in told if name != "at"}

    yield hear
    listener.close()


@pytest.mark.django_db(transaction=True)
def test_a_disconnection_reaches_every_socket_process(heard, sent, alice, vera):
    outbox.disconnect(alice, session="mark")
    outbox.disconnect(vera, is_ban=True)

    assert heard() == {
        "type": "disconnect",
        "sockets": [],
        "actor": f"user:{alice.pk}",
        "user_id": str(alice.pk),
        "session": "mark",
        "is_ban": False,
    }
    assert heard() == {
        "type": "disconnect",
        "sockets": [],
        "actor": f"visitor:{vera.pk}",
        "user_id": f"visitor-{vera.pk}",
        "session": "",
        "is_ban": True,
    }
    assert sent == []
    assert not OutboxEvent.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_disconnection_that_is_rolled_back_is_never_told(heard, sent, alice):
    with pytest.raises(ZeroDivisionError):
        disconnect_and_fail(alice)

    assert heard() is None


@transaction.atomic
def disconnect_and_fail(actor):
    outbox.disconnect(actor)
    raise ZeroDivisionError


@pytest.mark.django_db(transaction=True)
def test_a_disconnection_waits_for_redis(heard, sent, alice, monkeypatch):
    def away(*_):
        raise redis.ConnectionError

    with monkeypatch.context() as outage:
        outage.setattr(revocations, "send_to_group", away)
        outbox.disconnect(alice)
    assert heard() is None
    connection.close()

    outbox.drain("reverb")

    assert heard()["actor"] == f"user:{alice.pk}"
