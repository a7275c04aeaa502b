from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest
import redis
from django.db import connection, transaction

from realtime import outbox
from realtime.events import Event
from realtime.models import OutboxEvent


@dataclass(frozen=True)
class Happened(Event):
    n: int

    def channels(self):
        return ["private-a", "private-b"]

    def payload(self, channel):
        return {"n": self.n}


@dataclass(frozen=True)
class Blinked(Happened):
    durable = False


@dataclass(frozen=True)
class ToldApart(Happened):
    def payload(self, channel):
        return {"n": self.n, "is_staff": channel == "private-b"}


def numbers(sent):
    return [payload["n"] for channel, _, payload in sent if channel == "private-a"]


@pytest.mark.django_db(transaction=True)
def test_a_committed_event_reaches_each_of_its_channels_once(sent):
    outbox.publish(Happened(1))

    assert sent == [("private-a", "Happened", {"n": 1}), ("private-b", "Happened", {"n": 1})]
    assert not OutboxEvent.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_is_never_told(sent):
    for event in (Happened(1), Blinked(2)):
        with pytest.raises(ZeroDivisionError):
            publish_and_fail(event)

    assert sent == []


@transaction.atomic
def publish_and_fail(event):
    outbox.publish(event)
    raise ZeroDivisionError


@pytest.mark.django_db(transaction=True)
def test_events_of_one_transaction_wake_the_worker_once(sent, monkeypatch):
    woken = []
    monkeypatch.setattr("realtime.signals.wake_worker", lambda: woken.append(1))

    with transaction.atomic():
        outbox.publish(Happened(1))
        outbox.publish(Happened(2))

    assert woken == [1]


@pytest.mark.django_db(transaction=True)
def test_a_fleeting_event_is_told_without_being_stored(sent):
    outbox.publish(Blinked(1))

    assert numbers(sent) == [1]


@pytest.mark.django_db
def test_audiences_are_told_each_their_own():
    told = outbox.audiences(ToldApart(1))

    assert told == [
        (["private-a"], {"n": 1, "is_staff": False}),
        (["private-b"], {"n": 1, "is_staff": True}),
    ]


@pytest.mark.django_db(transaction=True)
def test_while_redis_is_away_events_wait_in_order(monkeypatch, sent):
    monkeypatch.setattr("realtime.signals.wake_worker", lambda: None)
    recorder = outbox.broadcaster
    monkeypatch.setattr("realtime.outbox.broadcaster", Unreachable)
    for n in (1, 2, 3):
        outbox.publish(Happened(n))

    assert outbox.drain() == 0
    assert OutboxEvent.objects.count() == 3
    assert outbox.age_seconds() > 0
    monkeypatch.setattr("realtime.outbox.broadcaster", recorder)
    assert outbox.drain() == 3

    assert numbers(sent) == [1, 2, 3]


class Unreachable:
    def send(self, channels, name, payload):
        raise redis.ConnectionError("Redis is away")


@pytest.mark.django_db(transaction=True)
def test_workers_that_race_tell_each_event_once_and_in_order(monkeypatch, sent):
    monkeypatch.setattr("realtime.signals.wake_worker", lambda: None)
    for n in range(60):
        outbox.publish(Happened(n))

    def work(_):
        try:
            while outbox.drain(limit=7):
                pass
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as workers:
        list(workers.map(work, range(4)))

    assert numbers(sent) == list(range(60))
