"""Channels that are occupied and vacated: each is told once, and only what lasts."""

import pytest

from realtime import changes, occupancy, reading
from realtime.models import OccupiedChannel
from realtime.tests import hubs

pytestmark = pytest.mark.django_db


@pytest.fixture
def told():
    """What receivers hear of comings and goings."""
    heard = []

    def came(channel, **_):
        heard.append(("channel_occupied", channel))

    def went(channel, **_):
        heard.append(("channel_vacated", channel))

    changes.channel_occupied.connect(came)
    changes.channel_vacated.connect(went)
    yield heard
    changes.channel_occupied.disconnect(came)
    changes.channel_vacated.disconnect(went)


@pytest.fixture
def no_grace(monkeypatch):
    monkeypatch.setattr(occupancy, "GRACE", occupancy.GRACE * 0)
    monkeypatch.setattr(occupancy, "RECOVERY", occupancy.RECOVERY * 0)


def names(told):
    return [name for name, _ in told]


def test_a_channel_that_is_left_and_found_again_was_never_vacant(told, time_machine):
    # A page that is loaded anew leaves and comes back within a second.
    time_machine.move_to("2026-03-01 12:00:00+00:00", tick=False)
    hubs.tell("channel_occupied", "private-x")
    reading.read()
    for _ in range(3):
        hubs.tell("channel_vacated", "private-x")
        reading.read()
        hubs.tell("channel_occupied", "private-x")
        reading.read()
    time_machine.shift(10)
    reading.read()

    assert names(told) == ["channel_occupied"]


def test_a_channel_that_stays_empty_is_told_after_three_seconds(told, time_machine):
    time_machine.move_to("2026-03-01 12:00:00+00:00", tick=False)
    hubs.tell("channel_occupied", "private-x")
    hubs.tell("channel_vacated", "private-x")
    reading.read()

    time_machine.shift(2.9)
    reading.read()
    assert names(told) == ["channel_occupied"]
    time_machine.shift(0.2)
    reading.read()
    reading.read()

    assert names(told) == ["channel_occupied", "channel_vacated"]


def test_a_hub_whose_clock_is_ahead_delays_nothing(told, time_machine):
    time_machine.move_to("2026-03-01 12:00:00+00:00", tick=False)
    tomorrow = 1_800_000_000_000
    hubs.tell("channel_occupied", "private-x", at=tomorrow)
    hubs.tell("channel_vacated", "private-x", at=tomorrow)
    reading.read()

    time_machine.shift(4)
    reading.read()

    assert names(told) == ["channel_occupied", "channel_vacated"]


def test_a_channel_that_is_not_empty_after_all_is_not_told(told, no_grace):
    # Two processes at once: one saw its last listener go while another had its first.
    hubs.listen("private-x")
    hubs.tell("channel_occupied", "private-x")
    hubs.tell("channel_vacated", "private-x")
    reading.read()
    assert names(told) == ["channel_occupied"]

    hubs.listen("private-x", 0)
    reading.read()

    assert names(told) == ["channel_occupied", "channel_vacated"]


def test_what_was_never_told_to_be_occupied_is_not_told_to_be_vacant(told, no_grace):
    hubs.tell("channel_vacated", "private-x")
    reading.read()
    reading.read()

    assert told == []


def test_comings_and_goings_that_the_stream_lost_are_found(told, no_grace):
    # A crash of all processes, an emptied Redis: nobody tells what is not so any more.
    hubs.listen("private-come")
    hubs.tell("channel_occupied", "private-gone")
    reading.read()

    reading.take_stock()
    reading.read()

    assert told == [
        ("channel_occupied", "private-gone"),
        ("channel_occupied", "private-come"),
        ("channel_vacated", "private-gone"),
    ]


def test_an_emptied_redis_that_fills_up_again_is_no_news(told):
    hubs.listen("private-x")
    hubs.tell("channel_occupied", "private-x")
    reading.read()

    hubs.listen("private-x", 0)
    reading.take_stock()
    hubs.listen("private-x")
    reading.take_stock()

    assert names(told) == ["channel_occupied"]
    assert OccupiedChannel.objects.get().vacancy_due_at is None
