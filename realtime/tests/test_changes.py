"""What comes of the hubs' stream: signals, each once and in order, whatever breaks."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import redis
from django.contrib.auth.models import User
from django.db import connection, transaction

from realtime import changes, reading, tasks
from realtime.applications import own
from realtime.models import OccupiedChannel, ReadChanges
from realtime.tests import hubs

pytestmark = pytest.mark.django_db


@pytest.fixture
def told():
    """What receivers hear: name, channel, and what stands beside."""
    heard, kept = [], []
    for name, signal in changes.SIGNALS.items():

        def receive(signal, sender, app, channel, at, *, name=name, **more):
            heard.append((name, channel, more))

        signal.connect(receive)
        kept.append((signal, receive))
    yield heard
    for signal, receive in kept:
        signal.disconnect(receive)


def names(told):
    return [name for name, _, _ in told]


def test_receivers_hear_in_order_and_the_stream_is_emptied(told):
    who = {"user_id": "5", "user_info": {"name": "Alice"}}
    said = {"event": "client-x", "data": "{}", "socket_id": "1.1"}
    hubs.tell("channel_occupied", "presence-x")
    hubs.tell("member_added", "presence-x", **who)
    hubs.tell("client_event", "presence-x", **said)
    hubs.tell("cache_miss", "cache-x")
    hubs.tell("subscription_count", "public", subscription_count=7)
    hubs.tell("member_removed", "presence-x", **who)

    assert reading.read() == 6

    assert told == [
        ("channel_occupied", "presence-x", {}),
        ("member_added", "presence-x", who),
        ("client_event", "presence-x", said),
        ("cache_miss", "cache-x", {}),
        ("subscription_count", "public", {"subscription_count": 7}),
        ("member_removed", "presence-x", who),
    ]
    assert hubs.waiting() == 0
    assert reading.read() == 0


def test_a_receiver_learns_which_app_it_was(settings):
    settings.REALTIME = {
        **settings.REALTIME,
        "APPS": [{"id": "other", "key": "k", "secret": "s"}],
    }
    apps = []

    def receive(app, **_):
        apps.append(app.id)

    changes.cache_miss.connect(receive)
    for app in (own().id, "other", "nobody's"):
        hubs.tell("cache_miss", "cache-x", app)

    reading.read()

    changes.cache_miss.disconnect(receive)
    assert apps == [own().id, "other"]


@pytest.mark.parametrize(
    "entry",
    [
        {"other": "x"},
        {"change": "{"},
        {"change": "[]"},
        {"change": "null"},
        {"change": '{"name": "cache_miss"}'},
        {"change": '{"name": "x", "channel": "cache-x", "app": "smartlink", "at": 1}'},
        {"change": '{"name": ["x"], "channel": "cache-x", "app": "smartlink", "at": 1}'},
        {"change": '{"name": "cache_miss", "channel": "x:y", "app": "smartlink", "at": 1}'},
        {"change": '{"name": "cache_miss", "channel": 5, "app": "smartlink", "at": 1}'},
        {"change": '{"name": "cache_miss", "channel": "cache-x", "app": [], "at": 1}'},
        {"change": '{"name": "cache_miss", "channel": "x", "app": "smartlink", "at": "now"}'},
        {"change": '{"name": "cache_miss", "channel": "x", "app": "smartlink", "at": 1e300}'},
        {"change": b"\xff"},
        {
            "change": '{"name": "member_added", "channel": "presence-x", "app": "smartlink",'
            ' "at": 1, "user_id": {"x": 1}}'
        },
    ],
)
def test_an_entry_that_makes_no_sense_is_skipped(told, entry):
    # Attack: planted in Redis, or written by a version that is not out yet.
    hubs.tell_raw(entry)
    hubs.tell("cache_miss", "cache-x")

    reading.read()

    assert told == [("cache_miss", "cache-x", {})]
    assert hubs.waiting() == 0


def test_receivers_are_given_what_they_expect_and_nothing_else(told):
    # Attack: receivers are called with what stands in the entry, so it could name the sender.
    hubs.tell("cache_miss", "cache-x", sender="x", signal="y", user_id=5)

    reading.read()

    assert told == [("cache_miss", "cache-x", {})]


def test_a_receiver_that_fails_costs_nobody_else_their_news(told):
    def receive(channel, **_):
        User.objects.create(username=channel)
        User.objects.create(username=channel)

    changes.cache_miss.connect(receive)
    for name in ("cache-x", "cache-y"):
        hubs.tell("cache_miss", name)

    reading.read()

    changes.cache_miss.disconnect(receive)
    assert [channel for _, channel, _ in told] == ["cache-x", "cache-y"]
    assert not User.objects.filter(username__startswith="cache-").exists()
    assert hubs.waiting() == 0


def test_one_that_spoils_the_work_for_many_is_found_and_left_out(told, monkeypatch):
    def enqueue(several):
        assert "cache-3" not in {change.channel for change in several}

    monkeypatch.setattr(reading.webhooks, "enqueue", enqueue)
    for number in range(7):
        hubs.tell("cache_miss", f"cache-{number}")

    reading.read()

    assert [channel for _, channel, _ in told] == [f"cache-{n}" for n in (0, 1, 2, 4, 5, 6)]
    assert hubs.waiting() == 0


@pytest.mark.django_db(transaction=True)
def test_a_crash_before_the_commit_repeats_all(told, monkeypatch):
    reading.read()
    hubs.tell("channel_occupied", "private-x")
    with monkeypatch.context() as crash:
        crash.setattr(ReadChanges, "save", lambda _: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            reading.read()
    assert hubs.waiting() == 1
    assert not OccupiedChannel.objects.exists()

    reading.read()

    assert names(told) == ["channel_occupied", "channel_occupied"]
    assert hubs.waiting() == 0


@pytest.mark.django_db(transaction=True)
def test_a_crash_between_work_and_removal_repeats_nothing(told, monkeypatch):
    hubs.tell("cache_miss", "cache-x")
    with monkeypatch.context() as crash:
        crash.setattr(redis.Redis, "xdel", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            reading.read()
    assert hubs.waiting() == 1
    hubs.tell("cache_miss", "cache-y")

    reading.read()

    assert [channel for _, channel, _ in told] == ["cache-x", "cache-y"]
    assert hubs.waiting() == 0


@pytest.mark.django_db(transaction=True)
def test_an_outage_skips_nothing(told):
    def receive(**_):
        raise redis.ConnectionError

    changes.cache_miss.connect(receive)
    hubs.tell("cache_miss", "cache-x")

    tasks.read_changes()  # says so in the log, and comes again in a second
    assert hubs.waiting() == 1
    changes.cache_miss.disconnect(receive)
    told.clear()
    tasks.read_changes()

    assert told == [("cache_miss", "cache-x", {})]


@pytest.mark.django_db(transaction=True)
def test_readers_that_race_tell_each_change_once_and_in_order(told):
    for number in range(200):
        hubs.tell("cache_miss", f"cache-{number}")

    def read(_):
        try:
            while hubs.waiting():
                reading.read(limit=7)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(read, range(4)))

    assert [channel for _, channel, _ in told] == [f"cache-{number}" for number in range(200)]


@pytest.mark.django_db(transaction=True)
def test_what_a_receiver_does_is_done_together_with_the_reading(monkeypatch):
    def receive(channel, **_):
        User.objects.create(username=channel)
        transaction.on_commit(lambda: committed.append(channel))

    committed = []
    reading.read()
    changes.cache_miss.connect(receive)
    hubs.tell("cache_miss", "cache-x")
    with monkeypatch.context() as crash:
        crash.setattr(ReadChanges, "save", lambda _: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            reading.read()
    assert (User.objects.count(), committed) == (0, [])

    reading.read()

    changes.cache_miss.disconnect(receive)
    assert (User.objects.count(), committed) == (1, ["cache-x"])
