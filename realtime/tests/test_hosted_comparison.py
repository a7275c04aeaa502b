"""What a lost webhook left is mended by asking Pusher."""

import pytest

from realtime import tasks
from realtime.hosted import comparison, members
from realtime.layer import redis_client, redis_clients
from realtime.presence import occupied, who_is_on
from realtime.server import keys
from realtime.tests import pushers

pytestmark = pytest.mark.django_db
HALL = "presence-hosted-attic"


def let_time_pass():
    redis_client().delete(comparison.COMPARED)


def look():
    let_time_pass()
    tasks.follow_hosted_members()


def there(pusher, *ids, channels=(HALL,)):
    """Who is at Pusher now."""
    pusher.answers = {
        "channels": {"channels": {channel: {} for channel in channels}},
        f"channels/{HALL}/users": {"users": [{"id": id_} for id_ in ids]},
    }


def here():
    return set(who_is_on(HALL))


def test_who_came_unheard_is_found(pusher, alice):
    there(pusher, str(alice.pk), "visitor-5")

    look()

    assert here() == {str(alice.pk), "visitor-5"}
    assert {channel for _, channel in occupied()} == {HALL}


def test_who_left_unheard_is_gone_at_the_second_look(pusher):
    there(pusher, "1", "2")
    look()
    there(pusher, "2")

    look()
    after_one = here()
    look()

    # A page that is loaded again is away for a second, and Pusher tells nobody.
    assert after_one == {"1", "2"}
    assert here() == {"2"}


def test_a_channel_that_pusher_knows_no_more_is_left_by_everybody(pusher):
    there(pusher, "1", channels=[HALL, "private-a"])
    look()
    there(pusher, channels=[])

    for _ in range(2):
        look()

    assert here() == set()
    assert occupied() == set()


def test_what_a_webhook_has_just_told_is_newer_than_the_answer(pusher, client):
    members.renew(0)
    pushers.webhook(client, {"name": "member_added", "channel": HALL, "user_id": "1"})
    there(pusher)

    for _ in range(2):
        look()

    assert here() == {"1"}


def test_it_is_compared_every_few_minutes_and_at_once_when_redis_lost_it(pusher):
    there(pusher, "1")
    for _ in range(2):
        tasks.follow_hosted_members()
    first = len(pusher.calls)

    redis_clients()[0].flushdb()
    tasks.follow_hosted_members()

    assert first == 2  # the channels, and who is on the one
    assert here() == {"1"}


def test_while_pusher_is_away_nobody_leaves(pusher):
    there(pusher, "1")
    look()
    pusher.codes = [500, 500]

    for _ in range(2):
        look()

    assert here() == {"1"}


def test_of_more_rosters_than_we_ask_for_no_one_is_taken_for_empty(pusher, monkeypatch):
    monkeypatch.setattr(comparison, "MOST_ROSTERS", 1)
    rooms = [f"presence-room-{n}" for n in range(3)]
    pusher.answers = {"channels": {"channels": {room: {} for room in rooms}}} | {
        f"channels/{room}/users": {"users": [{"id": "1"}]} for room in rooms
    }

    for _ in range(40):  # chance decides whose turn it is
        look()

    assert {room: set(who_is_on(room)) for room in rooms} == {room: {"1"} for room in rooms}


def test_our_part_lives_on_while_it_is_looked_after(pusher):
    there(pusher)
    look()

    seconds, _ = redis_clients()[0].time()
    assert redis_clients()[0].zscore(keys.PROCESSES, members.PROCESS) > seconds + 300
