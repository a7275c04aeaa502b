"""What apps ask the HTTP API: who listens where; and one who must go."""

import pytest

from realtime.applications import by_id
from realtime.testing import TestSocket
from realtime.tests.callers import eventually

ALICE = {"user_id": "1", "user_info": {"name": "Alice"}}
BOB = {"user_id": 2}


@pytest.fixture
async def join():
    """Open a socket that listens to these channels."""
    opened = []

    async def join(*channels, member=None, app=None):
        socket = await TestSocket(app=app).open()
        opened.append(socket)
        for channel in channels:
            is_presence = channel.startswith("presence-")
            await socket.subscribe(channel, member=member if is_presence else None)
        return socket

    yield join
    for socket in opened:
        await socket.close()


async def test_an_app_sees_which_channels_are_occupied(caller, other, join):
    leaver = await join("news", "private-x")
    await join("news")
    await join("elsewhere", app=by_id("77"))

    await eventually(lambda: caller.get("channels"), {"channels": {"news": {}, "private-x": {}}})
    await leaver.tell("pusher:unsubscribe", {"channel": "private-x"})

    await eventually(lambda: caller.get("channels"), {"channels": {"news": {}}})


async def test_channels_are_found_by_the_beginning_of_their_names(caller, join):
    await join("news", "presence-x", "presence-y", member=ALICE)
    await join("presence-x", "presence-xy", member=BOB)

    await eventually(
        lambda: caller.get("channels", filter_by_prefix="presence-x", info="user_count"),
        {"channels": {"presence-x": {"user_count": 2}, "presence-xy": {"user_count": 1}}},
    )
    assert (await caller.get("channels", filter_by_prefix="z")).json() == {"channels": {}}


async def test_ways_of_the_server_to_its_users_are_no_channels(caller, join):
    socket = await join("news")
    await socket.sign_in({"id": "5", "watchlist": ["6"]})
    await eventually(lambda: caller.get("channels"), {"channels": {"news": {}}})

    assert (await caller.get("channels", filter_by_prefix="#")).json() == {"channels": {}}


async def test_an_app_that_counts_subscriptions_sees_them(other, join):
    for _ in range(2):
        await join("news", "presence-x", member=ALICE, app=by_id("77"))

    await eventually(
        lambda: other.get("channels", info="subscription_count"),
        {"channels": {"news": {"subscription_count": 2}, "presence-x": {"subscription_count": 2}}},
    )
    both = {"occupied": True, "user_count": 1, "subscription_count": 2}
    await eventually(
        lambda: other.get("channels/presence-x", info="user_count,subscription_count"), both
    )


@pytest.mark.parametrize(
    ("place", "asked", "status"),
    [
        ("channels", {}, 200),
        ("channels", {"info": ""}, 200),
        ("channels", {"filter_by_prefix": "presence-", "info": "user_count"}, 200),
        ("channels", {"filter_by_prefix": "presence-cache-x", "info": "user_count"}, 200),
        ("channels", {"filter_by_prefix": "presence", "info": "user_count"}, 400),
        ("channels", {"filter_by_prefix": "private-", "info": "user_count"}, 400),
        ("channels", {"info": "user_count"}, 400),
        ("channels", {"info": "subscription_count"}, 400),  # our own app has not asked for it
        ("channels", {"info": "cache"}, 400),
        ("channels", {"info": "occupied"}, 400),
        ("channels/news", {}, 200),
        ("channels/news", {"info": "user_count"}, 400),
        ("channels/news", {"info": "cache"}, 400),
        ("channels/news", {"info": "subscription_count"}, 400),
        ("channels/news", {"info": "everything"}, 400),
        ("channels/presence-x", {"info": "user_count"}, 200),
        ("channels/presence-x", {"info": "user_count,cache"}, 400),
        ("channels/presence-cache-x", {"info": "user_count,cache"}, 200),
        ("channels/cache-x", {"info": "cache"}, 200),
        ("channels/private-encrypted-cache-x", {"info": "cache"}, 200),
        ("channels/privateer-cache-x", {"info": "cache"}, 400),
        ("channels/a_-=@,.;Z9", {}, 200),
        ("channels/" + "a" * 164, {}, 200),
        ("channels/" + "a" * 165, {}, 400),
        ("channels/", {}, 400),
        ("channels/a b", {}, 400),
        ("channels/private-x:y", {}, 400),
        ("channels/#server-to-user-5", {}, 400),
        ("channels/é", {}, 400),
        ("channels/presence-x/users", {}, 200),
        ("channels/presence-cache-x/users", {}, 200),
        ("channels/private-x/users", {}, 400),
        ("channels/news/users", {}, 400),
        ("channels/presence-é/users", {}, 400),
        ("connections", {}, 200),
    ],
)
async def test_the_rules_of_questions(caller, place, asked, status):
    answer = await caller.get(place, **asked)

    assert answer.status == status
    assert status == 200 or answer.error


async def test_an_empty_channel_is_not_occupied(caller):
    assert (await caller.get("channels/news")).json() == {"occupied": False}
    assert (await caller.get("channels/presence-x", info="user_count")).json() == {
        "occupied": False,
        "user_count": 0,
    }


async def test_a_cache_channel_shows_what_it_remembers(caller):
    empty = await caller.get("channels/cache-x", info="cache")
    await caller.publish(channel="cache-x", data='{"é": 1}')

    assert empty.json() == {"occupied": False, "cache": None}
    cache = (await caller.get("channels/cache-x", info="cache")).json()["cache"]
    assert cache["data"] == '{"é": 1}'
    assert 0 < cache["ttl"] <= 1800


async def test_an_app_sees_who_is_on_a_presence_channel(caller, join):
    await join("presence-x", member=ALICE)
    await join("presence-x", member=ALICE)
    await join("presence-x", member=BOB)

    users = (await caller.get("channels/presence-x/users")).json()["users"]

    # Ids come as they were given: a number stays a number.
    assert sorted(users, key=str) == [{"id": "1"}, {"id": 2}]


async def test_an_app_sees_how_many_are_connected_to_it(caller, other, join):
    for _ in range(3):
        await join()
    await join(app=by_id("77"))

    assert (await caller.get("connections")).json() == {"connections": 3}
    assert (await other.get("connections")).json() == {"connections": 1}


@pytest.mark.parametrize("user_id", ["5", "user:5", "Zoë & co", "a.b@c;d=e"])
async def test_a_users_connections_are_ended_and_nobody_elses(caller, join, user_id):
    gone, stays = await join(), await join()
    await gone.sign_in({"id": user_id})
    await stays.sign_in({"id": "6"})

    answer = await caller.post(f"users/{user_id}/terminate_connections", {})

    assert (answer.status, answer.json()) == (200, {})
    assert (await gone.closed())[0] == 4009
    assert await stays.say("pusher:ping") == ("pusher:pong", {})


@pytest.mark.parametrize("user_id", ["", "5" * 129, "5\n", "a/b"])
async def test_nobody_has_such_an_id(caller, user_id):
    answer = await caller.post(f"users/{user_id}/terminate_connections")

    assert answer.status in {400, 404}


async def test_whoever_ends_connections_need_not_send_a_body(caller):
    assert (await caller.post("users/5/terminate_connections")).status == 200
