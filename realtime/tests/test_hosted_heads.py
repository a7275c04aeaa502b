"""What says through hosted Pusher how far a log has come."""

from datetime import timedelta

import pytest

from realtime import tasks
from realtime.broadcasters import Telling, broadcasters
from realtime.hosted import heads
from realtime.layer import redis_client

CHANNEL = "private-a"


@pytest.fixture
def clock(time_machine):
    time_machine.move_to("2026-03-01 12:00Z", tick=False)
    return time_machine


def say(seq, channel=CHANNEL):
    telling = Telling("Said", [channel], {"seq": seq}, {channel: {"seq": seq}})
    broadcasters()["pusher"].send([telling])


def told(pusher):
    return [(channel, data) for name, channel, data in pusher.events() if name == "smartlink:head"]


def test_once_a_channel_is_quiet_its_head_is_told_and_once_is_enough(pusher, clock):
    say(1)
    say(2)

    clock.shift(timedelta(seconds=21))
    tasks.tell_hosted_heads()
    before = told(pusher)
    clock.shift(timedelta(seconds=1))
    for _ in range(2):
        tasks.tell_hosted_heads()

    assert before == []
    assert told(pusher) == [(CHANNEL, {"channel": CHANNEL, "seq": 2})]


def test_an_old_event_that_is_sent_again_does_not_set_the_head_back(pusher, clock):
    say(2)
    say(1)

    clock.shift(timedelta(seconds=25))
    tasks.tell_hosted_heads()

    assert told(pusher) == [(CHANNEL, {"channel": CHANNEL, "seq": 2})]


def test_all_the_heads_of_many_channels_are_told(pusher, clock):
    channels = [f"private-{n}" for n in range(25)]
    for channel in channels:
        say(1, channel)

    clock.shift(timedelta(seconds=25))
    tasks.tell_hosted_heads()

    assert {channel for channel, _ in told(pusher)} == set(channels)
    assert redis_client().zcard(heads.DUE) == 0


def test_a_head_that_pusher_did_not_take_is_told_later(pusher, clock):
    say(1)
    clock.shift(timedelta(seconds=25))
    pusher.codes = [500]
    tasks.tell_hosted_heads()
    pusher.calls.clear()

    clock.shift(timedelta(seconds=10))
    tasks.tell_hosted_heads()

    assert told(pusher) == [(CHANNEL, {"channel": CHANNEL, "seq": 1})]


def test_heads_that_pusher_will_never_take_are_not_offered_for_ever(pusher, clock):
    say(1)
    clock.shift(timedelta(seconds=25))
    pusher.codes = [400]

    tasks.tell_hosted_heads()

    assert redis_client().zcard(heads.DUE) == 0


def test_while_one_worker_tells_a_head_no_other_does(pusher, clock, monkeypatch):
    say(1)
    clock.shift(timedelta(seconds=25))
    tell, told_twice = heads.calls.tell, []

    def tell_meanwhile(items):
        monkeypatch.setattr(heads.calls, "tell", told_twice.append)
        heads.tell_due()
        tell(items)

    monkeypatch.setattr(heads.calls, "tell", tell_meanwhile)
    heads.tell_due()

    assert told_twice == []
    assert len(told(pusher)) == 1


def test_what_is_said_while_its_head_is_told_makes_it_due_again(pusher, clock, monkeypatch):
    say(1)
    clock.shift(timedelta(seconds=25))
    tell = heads.calls.tell

    def say_meanwhile(items):
        monkeypatch.setattr(heads.calls, "tell", tell)
        say(2)
        tell(items)

    monkeypatch.setattr(heads.calls, "tell", say_meanwhile)
    heads.tell_due()
    clock.shift(timedelta(seconds=25))
    heads.tell_due()

    assert [data["seq"] for _, data in told(pusher)] == [1, 2]


def test_where_pusher_is_not_chosen_there_is_nothing_to_do():
    tasks.tell_hosted_heads()
    tasks.follow_hosted_members()

    assert not redis_client().exists(heads.DUE)
