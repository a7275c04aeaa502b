"""When users were last seen: on presence channels of our own app."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from realtime import reading
from realtime.models import LastSeen
from realtime.tests import hubs

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to(NOON, tick=False)
    return time_machine


def come(user, channel="presence-x", **more):
    hubs.tell("member_added", channel, user_id=str(user.pk), user_info={"name": "A"}, **more)


def go(user, channel="presence-x", **more):
    hubs.tell("member_removed", channel, user_id=str(user.pk), user_info={"name": "A"}, **more)


def seen(user):
    row = LastSeen.objects.get(user=user)
    return row.is_online, row.last_seen


def test_whoever_comes_is_online_and_whoever_goes_was_seen_then(alice, clock):
    come(alice)
    reading.read()
    assert seen(alice) == (True, NOON)

    clock.shift(90)
    go(alice)
    reading.read()

    assert seen(alice) == (False, NOON + timedelta(seconds=90))


def test_who_leaves_one_of_two_channels_is_still_there(alice):
    come(alice, "presence-x")
    come(alice, "presence-y")
    go(alice, "presence-x")
    reading.read()
    assert seen(alice)[0]

    go(alice, "presence-y")
    reading.read()

    assert not seen(alice)[0]


def test_coming_twice_and_going_once_is_gone(alice):
    # At least once: the same change may be told again.
    for told in (come, come, go, go):
        told(alice)
    reading.read()

    assert not seen(alice)[0]


@pytest.mark.parametrize(
    "id_", ["visitor-1", "0", "01", "-1", "1.0", "٣", "9" * 18, "9" * 30, 1, "alice", ""]
)
def test_only_users_of_ours_have_a_row(id_, alice):
    # Attack: who holds the app's secret may sign any id; a visitor's number is no user's.
    hubs.tell("member_added", "presence-x", user_id=id_, user_info={})
    come(alice)

    reading.read()

    assert [row.user for row in LastSeen.objects.all()] == [alice]


def test_other_apps_know_other_people(alice, settings):
    # Attack: another program on this server signs "1" for a person of its own.
    other = {"id": "other", "key": "k", "secret": "s"}
    settings.REALTIME = {**settings.REALTIME, "APPS": [other]}

    come(alice, app="other")
    reading.read()

    assert not LastSeen.objects.exists()


def test_people_who_stay_are_seen_again_and_again(alice, clock):
    hubs.attend("presence-x", str(alice.pk))
    come(alice)
    reading.read()

    clock.shift(30)
    hubs.live()
    reading.take_stock()

    assert seen(alice) == (True, NOON + timedelta(seconds=30))


def test_a_crash_that_nobody_tells_of_is_noticed(alice, bob, clock):
    # Every socket process is killed: no hub is left to tell that Alice has gone.
    come(alice)
    come(bob)
    reading.read()

    clock.shift(59)
    reading.take_stock()
    assert seen(alice)[0]
    clock.shift(2)
    hubs.attend("presence-x", str(bob.pk))
    reading.take_stock()

    assert seen(alice) == (False, NOON)
    assert seen(bob)[0]


def test_somebody_whose_coming_was_lost_is_found(alice):
    hubs.attend("presence-y", str(alice.pk), "visitor-7", "99999999")

    reading.take_stock()

    assert seen(alice) == (True, NOON)
    assert LastSeen.objects.get().channels == ["presence-y"]


def test_a_hub_whose_clock_is_ahead_sees_nobody_in_the_future(alice):
    come(alice, at=1_900_000_000_000)

    reading.read()

    assert seen(alice) == (True, NOON)


def test_a_user_who_was_deleted_meanwhile_stops_nothing(alice, bob):
    come(alice)
    come(bob)
    alice.delete()

    reading.read()

    assert LastSeen.objects.get().user == bob


def test_the_database_refuses_an_online_that_is_nowhere(alice):
    with pytest.raises(IntegrityError, match="lastseen_is_online_iff"), transaction.atomic():
        LastSeen.objects.create(user=alice, last_seen=NOON, is_online=True)
