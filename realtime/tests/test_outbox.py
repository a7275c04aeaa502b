import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from realtime import outbox
from realtime.broadcasters import Away, Telling, broadcasters
from realtime.events import Event
from realtime.layer import redis_client
from realtime.models import OutboxEvent
from realtime.outbox.draining import TRIES
from realtime.outbox.recording import LARGEST, audiences
from realtime.tasks import drain_outbox
from realtime.testing import drain_here
from realtime.workers import woken


@dataclass(frozen=True)
class Happened(Event):
    n: int

    def channels(self):
        return ["private-a", "private-b"]

    def payload(self, channel):
        return {"n": self.n}

    def head(self, channel):
        return {"seq": self.n} if channel == "private-a" else None


@dataclass(frozen=True)
class Blinked(Happened):
    durable = False


@dataclass(frozen=True)
class ToldApart(Happened):
    def payload(self, channel):
        return {"n": self.n, "is_staff": channel == "private-b"}


@dataclass(frozen=True)
class Alternating(Happened):
    def channels(self):
        return ["private-a", "private-b", "private-c"]

    def payload(self, channel):
        return {"n": True if channel == "private-b" else 1}


@dataclass(frozen=True)
class Long(Happened):
    def payload(self, channel):
        return {"id": 7, "seq": self.n, "message": "ß" * (LARGEST // 2)}


class Recorder:
    """A broadcaster in front of nobody; `spoiled` are the numbers that it cannot take."""

    at_once = 100
    is_near = True

    def __init__(self):
        self.numbers, self.heads = [], []
        self.ended = []
        self.is_away = False
        self.patience = None
        self.spoiled = set()

    def send(self, tellings):
        if self.patience is not None:
            self.patience -= 1
        if self.is_away or self.patience == 0:
            raise Away("It is away.")
        self.heads += [told.payload for told in tellings if told.name == "smartlink:head"]
        tellings = [told for told in tellings if told.name != "smartlink:head"]
        if spoiled := {told.payload["n"] for told in tellings} & self.spoiled:
            raise ValueError(f"What is this: {min(spoiled)}?")
        self.numbers += [told.payload["n"] for told in tellings]

    def end_rights(self, told):
        self.ended.append(told["actor"])


@pytest.fixture
def ours(monkeypatch):
    """What our own server was told; nothing is drained by itself."""
    recorder = Recorder()
    monkeypatch.setitem(broadcasters(), "reverb", recorder)
    monkeypatch.setattr("realtime.outbox.recording.wake_workers", lambda: None)
    return recorder


@pytest.fixture
def theirs(ours, monkeypatch):
    """A second broadcaster beside ours."""
    recorder = Recorder()
    monkeypatch.setitem(broadcasters(), "pusher", recorder)
    return recorder


def numbers(sent):
    return [payload["n"] for channel, _, payload in sent if channel == "private-a"]


def let_time_pass():
    """What is to be tried later may be tried now."""
    OutboxEvent.objects.update(next_try_at=timezone.now())


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
def test_events_of_one_transaction_wake_the_workers_once(monkeypatch):
    woken = []
    monkeypatch.setattr("realtime.outbox.recording.wake_workers", lambda: woken.append(1))

    with transaction.atomic():
        outbox.publish(Happened(1))
        outbox.publish(Happened(2))

    assert woken == [1]


@pytest.mark.django_db(transaction=True)
def test_a_fleeting_event_is_told_without_being_stored(ours):
    outbox.publish(Blinked(1))

    assert ours.numbers == [1]
    assert not OutboxEvent.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("trouble", ["away", "spoiled"])
def test_a_fleeting_event_that_cannot_be_told_harms_nothing_else(ours, monkeypatch, trouble):
    ours.is_away, ours.spoiled = trouble == "away", {1}
    woken = []
    monkeypatch.setattr("realtime.outbox.recording.wake_workers", lambda: woken.append(1))

    with transaction.atomic():
        outbox.publish(Blinked(1))
        outbox.publish(Happened(2))

    assert woken == [1]
    assert [event.name for event in OutboxEvent.objects.all()] == ["Happened"]


def test_audiences_are_told_each_their_own():
    told = audiences(ToldApart(1))

    assert told == [
        Telling("ToldApart", ["private-a"], {"n": 1, "is_staff": False}, {"private-a": {"seq": 1}}),
        Telling("ToldApart", ["private-b"], {"n": 1, "is_staff": True}),
    ]


def test_channels_that_are_told_the_same_are_one_audience_wherever_they_stand():
    told = audiences(Alternating(1))

    assert [each.channels for each in told] == [["private-a", "private-c"], ["private-b"]]


@pytest.mark.django_db(transaction=True)
def test_an_event_is_stored_in_one_piece(ours, theirs, django_assert_num_queries):
    with django_assert_num_queries(1):
        outbox.publish(ToldApart(1))

    assert OutboxEvent.objects.count() == 4  # two audiences, two broadcasters


def test_of_a_large_event_only_where_to_read_on_is_told():
    told = audiences(Long(3))

    assert [each.payload for each in told] == [{"id": 7, "seq": 3, "truncated": True}]


@pytest.mark.django_db(transaction=True)
def test_while_the_provider_is_away_events_wait_in_order(ours):
    ours.is_away = True
    for n in (1, 2, 3):
        outbox.publish(Happened(n))

    assert outbox.drain("reverb") is None
    (backlog,) = outbox.backlogs()
    assert (backlog.waiting, backlog.parked) == (3, 0)
    ours.is_away = False
    assert outbox.drain("reverb") == 3

    assert ours.numbers == [1, 2, 3]


@pytest.mark.django_db(transaction=True)
def test_one_broadcasters_outage_does_not_stop_the_other(ours, theirs):
    theirs.is_away = True
    for n in (1, 2):
        outbox.publish(Happened(n))

    drain_here()
    assert ours.numbers == [1, 2]
    assert {each.broadcaster: each.waiting for each in outbox.backlogs()} == {
        "reverb": 0,
        "pusher": 2,
    }
    theirs.is_away = False
    drain_here()

    assert theirs.numbers == [1, 2]
    assert ours.numbers == [1, 2]


@pytest.mark.django_db(transaction=True)
def test_a_spoiled_event_lets_the_others_go_and_is_parked_after_some_tries(ours, caplog):
    ours.spoiled = {2}
    for n in (1, 2, 3):
        outbox.publish(Happened(n))

    for _ in range(TRIES):
        drain_here()
        assert outbox.drain("reverb") == 0  # it has to wait before it is tried again
        let_time_pass()

    assert ours.numbers == [1, 3]
    assert ours.heads == [{"channel": "private-a", "seq": 2}]  # it can be read meanwhile
    parked = OutboxEvent.objects.get()
    assert (parked.attempts, parked.error) == (TRIES, "ValueError")  # its words may tell too much
    assert parked.parked_at is not None
    assert "event_parked" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_what_was_parked_can_be_sent_again(ours):
    ours.spoiled = {2}
    outbox.publish(Happened(2))
    for _ in range(TRIES):
        drain_here()
        let_time_pass()

    drain_here()
    assert ours.numbers == []
    ours.spoiled = set()
    outbox.send_again(OutboxEvent.objects.get())
    drain_here()

    assert ours.numbers == [2]


@pytest.mark.django_db(transaction=True)
def test_an_outage_is_not_held_against_the_events(ours):
    ours.is_away = True
    outbox.publish(Happened(1))

    for _ in range(TRIES + 1):
        outbox.drain("reverb")

    assert OutboxEvent.objects.get().attempts == 0


@pytest.mark.django_db(transaction=True)
def test_what_was_sent_before_an_outage_is_not_sent_again(ours, alice):
    ours.is_away = True
    outbox.disconnect(alice)
    outbox.publish(Happened(1))

    for _ in range(3):
        assert outbox.drain("reverb") is None

    assert ours.ended == [f"user:{alice.pk}"]
    assert [event.name for event in OutboxEvent.objects.all()] == ["Happened"]


@pytest.mark.django_db(transaction=True)
def test_a_spoiled_event_is_found_although_the_provider_goes_away_meanwhile(ours, monkeypatch):
    ours.spoiled = {3}
    for n in range(6):
        outbox.publish(Happened(n))

    for _ in range(TRIES):
        ours.patience = 4  # calls, then it asks us to slow down
        outbox.drain_all("reverb")
        let_time_pass()
    ours.patience = None
    drain_here()

    assert ours.numbers == [0, 1, 2, 4, 5]
    assert OutboxEvent.objects.get().attempts > 1


@pytest.mark.django_db(transaction=True)
def test_what_takes_long_is_sent_in_several_transactions(ours, alice, bob, monkeypatch):
    monkeypatch.setattr("realtime.outbox.draining.SENDING_SECONDS", 0.0)
    outbox.disconnect(alice, bob)

    outbox.drain("reverb")

    assert ours.ended == [f"user:{alice.pk}"]
    drain_here()
    assert ours.ended == [f"user:{alice.pk}", f"user:{bob.pk}"]


@pytest.mark.django_db(transaction=True)
def test_rights_end_at_our_own_server_also_where_no_events_go(settings, alice):
    # Attack: to keep a socket at our own server while events go through Pusher alone.
    settings.REALTIME = settings.REALTIME | {"BROADCASTERS": ["log"]}

    outbox.disconnect(alice)

    assert {event.broadcaster for event in OutboxEvent.objects.all()} == {"log", "reverb"}


@pytest.mark.django_db(transaction=True)
def test_what_waits_for_a_broadcaster_that_is_not_chosen_any_more_is_seen(ours):
    OutboxEvent.objects.create(broadcaster="pusher", name="Happened", channels=[], payload={})

    assert outbox.drain("pusher") is None
    assert {each.broadcaster: each.waiting for each in outbox.backlogs()} == {
        "reverb": 0,
        "pusher": 1,
    }


@pytest.mark.django_db(transaction=True)
def test_what_is_tried_again_later_is_not_late(ours):
    ours.spoiled = {1}
    outbox.publish(Happened(1))
    OutboxEvent.objects.update(created_at=timezone.now() - timedelta(hours=1))

    outbox.drain("reverb")

    (backlog,) = outbox.backlogs()
    assert (backlog.waiting, backlog.age_seconds) == (1, 0)


@pytest.mark.django_db(transaction=True)
def test_with_no_broadcaster_nothing_is_stored(settings, ours):
    settings.REALTIME = settings.REALTIME | {"BROADCASTERS": ["null"]}

    outbox.publish(Happened(1))
    outbox.publish(Blinked(2))

    assert not OutboxEvent.objects.exists()


@pytest.mark.django_db
def test_only_what_is_dead_is_forgotten_after_a_week(ours):
    old = timezone.now() - timedelta(days=8)
    for name in ("waiting", "parked", "of nobody", "fresh"):
        OutboxEvent.objects.create(broadcaster="reverb", name=name, channels=[], payload={})
    OutboxEvent.objects.exclude(name="fresh").update(created_at=old)
    OutboxEvent.objects.filter(name__in=["parked", "fresh"]).update(parked_at=old)
    OutboxEvent.objects.filter(name="of nobody").update(broadcaster="pusher")

    outbox.forget_old()

    assert [event.name for event in OutboxEvent.objects.all()] == ["waiting", "fresh"]


@pytest.mark.django_db(transaction=True)
def test_workers_that_race_tell_each_event_once_and_in_order(ours, monkeypatch):
    monkeypatch.setattr(Recorder, "at_once", 7)
    for n in range(60):
        outbox.publish(Happened(n))

    def work(_):
        try:
            return outbox.drain_all("reverb")
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as workers:
        ends = set(workers.map(work, range(4)))

    assert outbox.End.EMPTY in ends
    assert outbox.End.OUT_OF_TIME not in ends
    assert ours.numbers == list(range(60))
    assert not OutboxEvent.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_long_turn_ends_and_is_told(ours, monkeypatch):
    monkeypatch.setattr(Recorder, "at_once", 1)
    monkeypatch.setattr("realtime.outbox.draining.TURN_SECONDS", 0.0)
    for n in (1, 2, 3):
        outbox.publish(Happened(n))

    assert outbox.drain_all("reverb") is outbox.End.OUT_OF_TIME

    assert ours.numbers == [1]


@pytest.mark.django_db(transaction=True)
def test_in_a_rush_nobody_has_to_wake_the_worker_again(ours, monkeypatch):
    monkeypatch.setattr("realtime.outbox.draining.MOMENT_SECONDS", 0.5)
    redis_client().delete(woken("reverb"))
    outbox.publish(Happened(1))

    def work():
        try:
            return outbox.drain_all("reverb")
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as worker:
        drained = worker.submit(work)
        while ours.numbers != [1]:
            time.sleep(0.01)
        outbox.publish(Happened(2))
        assert drained.result() is outbox.End.EMPTY

    assert ours.numbers == [1, 2]
    assert redis_client().exists(woken("reverb"))  # while it was there, others were told so


@pytest.mark.django_db(transaction=True)
def test_what_is_committed_while_a_drain_ends_is_not_left_lying(ours, monkeypatch):
    late = [Happened(2)]

    def ends(name):
        if late:
            outbox.publish(late.pop())

    monkeypatch.setattr("realtime.tasks.needs_waking", ends)
    outbox.publish(Happened(1))

    drain_outbox("reverb")

    assert ours.numbers == [1, 2]


@pytest.mark.django_db(transaction=True)
def test_whoever_commits_after_a_drain_wakes_the_next_one():
    redis_client().set(woken("reverb"), 1)

    drain_outbox("reverb")

    assert not redis_client().exists(woken("reverb"))
