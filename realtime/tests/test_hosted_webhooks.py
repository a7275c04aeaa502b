"""What hosted Pusher tells us of its sockets counts as what our own server tells."""

import json
import time

import pytest

from realtime import changes, reading, status
from realtime.channels import Channel
from realtime.hosted import members
from realtime.layer import redis_clients
from realtime.models import LastSeen, OccupiedChannel
from realtime.presence import occupied, who_is_on
from realtime.server import keys
from realtime.tests import hubs, pushers

pytestmark = pytest.mark.django_db
HALL = "presence-hosted-lobby"
lobby = Channel(HALL)
lobby.authorize(lambda actor: {"name": actor.username})


@pytest.fixture(autouse=True)
def chosen(settings):
    pushers.choose(settings)
    members.renew(0)


@pytest.fixture
def told(client):
    """Pusher's call; answers with which status it was taken."""
    return lambda *events, **more: pushers.webhook(client, *events, **more).status_code


@pytest.fixture
def heard():
    """What Django's signals tell."""
    found = []
    names = {signal: name for name, signal in changes.SIGNALS.items()}

    def hear(signal, channel, user_id=None, **_):
        found.append((names[signal], channel, user_id))

    for signal in names:
        signal.connect(hear)
    yield found
    for signal in names:
        signal.disconnect(hear)


def came(user, channel=HALL):
    return {"name": "member_added", "channel": channel, "user_id": str(user.pk)}


def went(user, channel=HALL):
    return came(user, channel) | {"name": "member_removed"}


def has(name, channel="private-a", **more):
    return {"name": name, "channel": channel, **more}


def test_who_comes_at_pusher_is_there_with_what_the_rule_says(told, alice):
    assert told(came(alice)) == 200

    assert who_is_on(HALL) == {str(alice.pk): {"name": "alice"}}


def test_comings_and_goings_move_last_seen_and_signals(told, alice, heard):
    told(came(alice))
    reading.read()
    was_online = LastSeen.objects.get(user=alice).is_online
    told(went(alice))
    reading.read()

    assert (was_online, LastSeen.objects.get(user=alice).is_online) == (True, False)
    assert heard == [
        ("member_added", HALL, str(alice.pk)),
        ("channel_occupied", HALL, None),
        ("member_removed", HALL, str(alice.pk)),
    ]
    assert OccupiedChannel.objects.get().vacancy_due_at


def test_whoever_is_on_both_has_left_only_when_both_say_so(told, alice, heard):
    hubs.attend(HALL, **{str(alice.pk): "alice"})
    told(came(alice))
    told(went(alice))
    reading.read()

    assert who_is_on(HALL).keys() == {str(alice.pk)}
    assert heard == []


def test_told_twice_it_is_news_once(told, alice, heard):
    for _ in range(2):
        told(came(alice))
    reading.read()

    assert [name for name, *_ in heard] == ["member_added", "channel_occupied"]


def test_what_comes_late_does_not_undo_what_happened_after_it(told, alice):
    now = time.time()
    told(came(alice), at=now)
    told(went(alice), at=now - 5)

    assert str(alice.pk) in who_is_on(HALL)


def test_within_one_call_the_order_counts(told, alice):
    told(came(alice), went(alice), came(alice))

    assert str(alice.pk) in who_is_on(HALL)


def test_somebody_who_is_no_user_of_ours_has_no_name(told):
    told(has("member_added", HALL, user_id="visitor-5"), has("member_added", HALL, user_id="77"))

    assert who_is_on(HALL) == {"visitor-5": {}, "77": {}}


def test_channels_are_occupied_and_left(told, heard):
    told(has("channel_occupied"))
    was_there = {channel for _, channel in occupied()}
    told(has("channel_vacated"))
    reading.read()

    assert was_there == {"private-a"}
    assert occupied() == set()
    assert heard == [("channel_occupied", "private-a", None)]


def test_on_presence_channels_it_is_the_members_who_count(told, alice):
    told(came(alice), has("channel_vacated", HALL))

    assert HALL in {channel for _, channel in occupied()}


def test_what_else_happens_reaches_signals(told, heard):
    sent = {"event": "client-x", "data": "{}", "socket_id": "1.1", "user_id": "5"}
    told(
        has("client_event", HALL, **sent),
        has("cache_miss", "private-cache-a"),
        has("subscription_count", subscription_count=3),
    )
    reading.read()

    assert ("client_event", HALL, "5") in heard
    assert {name for name, *_ in heard} == {
        "client_event",
        "cache_miss",
        "subscription_count",
        "channel_occupied",
    }


def test_an_old_count_is_not_told(told, heard):
    now = time.time()
    told(has("subscription_count", subscription_count=3), at=now)
    told(has("subscription_count", subscription_count=2), at=now - 5)
    reading.read()

    assert [name for name, *_ in heard].count("subscription_count") == 1


@pytest.mark.parametrize(
    "event",
    [
        {"name": "member_added", "channel": HALL},
        {"name": "member_added", "channel": HALL, "user_id": {"a": 1}},
        {"name": "member_added", "channel": "#server-to-user-1", "user_id": "1"},
        {"name": "subscription_count", "channel": "a", "subscription_count": "many"},
        {"name": "subscription_count", "channel": "a", "subscription_count": -1},
        {"name": "client_event", "channel": "a"},
        {"name": "something_new", "channel": "a"},
        {"name": 5},
        "text",
    ],
)
def test_an_event_that_makes_no_sense_is_passed_over(told, alice, event):
    assert told(event, came(alice)) == 200

    assert who_is_on(HALL).keys() == {str(alice.pk)}


@pytest.mark.parametrize("forged", [{"secret": "guessed"}, {"secret": ""}, {"key": "test-key"}])
def test_only_pusher_can_tell_us(told, alice, forged):
    # Attack: somebody calls in Pusher's name and makes people come and go.
    assert told(came(alice), **forged) == 401

    assert who_is_on(HALL) == {}


def test_an_overheard_call_is_worth_nothing_after_a_while(told, alice):
    # Attack: a call that was really Pusher's is repeated.
    assert told(came(alice), at=time.time() - 601) == 401


def test_where_pusher_is_not_chosen_nobody_can_tell_us(told, alice, settings):
    pushers.choose(settings, broadcasters=["reverb"])

    assert told(came(alice)) == 401


@pytest.mark.parametrize(
    "body",
    ["", "{", "[]", "{}", '{"time_ms": "now", "events": []}', '{"time_ms": 1, "events": {}}', "\0"],
)
def test_what_is_signed_and_no_webhook_is_refused(client, body):
    assert pushers.call(client, body).status_code == 422


def test_without_redis_pusher_is_asked_to_call_again(client, alice, monkeypatch):
    dead = redis_clients()[0].from_url("redis://127.0.0.1:1")
    monkeypatch.setattr(members, "redis_of", lambda group: dead)

    answer = pushers.webhook(client, came(alice))

    assert answer.status_code == 503
    assert int(answer["Retry-After"]) > 0


def test_a_number_of_any_length_is_no_time(client):
    body = json.dumps({"time_ms": 10**400, "events": []})

    assert pushers.call(client, body).status_code == 401


def test_pusher_is_not_shown_as_a_process_of_ours(told, alice):
    told(came(alice))

    seen = status.status()

    assert seen.processes == []
    assert [channel.name for channel in seen.channels.listed] == [HALL]


def test_what_nobody_looks_after_any_more_does_not_count(told, alice):
    told(came(alice))

    redis_clients()[0].zadd(keys.PROCESSES, {members.PROCESS: 1})

    assert who_is_on(HALL) == {}
