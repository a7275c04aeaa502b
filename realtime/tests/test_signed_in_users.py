import json

import pytest

from realtime.applications import own
from realtime.layer import CONTROL, wire_name
from realtime.server import users
from realtime.server.hub import hub
from realtime.testing import TestSocket

WATCH = "pusher_internal:watchlist_events"


@pytest.fixture(autouse=True)
def short_grace(monkeypatch):
    monkeypatch.setattr(users, "GRACE_SECONDS", 0.2)


async def signed_in(user_id, **user):
    socket = await TestSocket().open()
    assert (await socket.sign_in({"id": user_id, **user}))[0] == "pusher:signin_success"
    return socket


async def tell_user(user_id, n):
    await hub().publish(own(), [f"#server-to-user-{user_id}"], "Happened", json.dumps({"n": n}))


async def test_events_for_a_user_reach_each_of_his_sockets_and_nobody_else():
    first, second, other = await signed_in("5"), await signed_in("5"), await signed_in("6")

    await tell_user("5", 1)

    assert (await first.frame())["channel"] == "#server-to-user-5"
    assert await second.read() == ("Happened", {"n": 1})
    assert await other.hears_nothing()


async def test_a_user_is_whom_we_signed_for():
    # Attack: to sign in with a signature that I made up.
    mallory = await TestSocket().open()

    event, error = await mallory.sign_in({"id": "5"}, secret="guessed")

    assert (event, error["code"]) == ("pusher:error", 4009)
    await tell_user("5", 1)
    assert await mallory.hears_nothing()


async def test_a_users_channel_is_no_channel_to_subscribe_to():
    # Attack: to hear what is meant for somebody else.
    mallory = await signed_in("6")

    for name in ("#server-to-user-5", "#watchers-of-5"):
        told = {"channel": name, "auth": mallory.signed(name)}
        assert (await mallory.say("pusher:subscribe", told))[0] == "pusher:error"

    # pusher-js asks for its own after signing in.
    answer, _ = await mallory.say("pusher:subscribe", {"channel": "#server-to-user-6"})
    assert answer == "pusher_internal:subscription_succeeded"


async def test_nobody_becomes_somebody_else_on_the_same_socket():
    socket = await signed_in("5")

    assert (await socket.sign_in({"id": "6"}))[0] == "pusher:error"
    assert (await socket.sign_in({"id": "5"}))[0] == "pusher:signin_success"


async def test_watchers_are_told_who_is_there_who_comes_and_who_goes():
    there = await signed_in("1")
    watcher = await signed_in("9", watchlist=["1", "2"])
    assert await watcher.read() == (WATCH, {"events": [{"name": "online", "user_ids": ["1"]}]})

    first, second = await signed_in("2"), await signed_in("2")
    assert await watcher.read() == (WATCH, {"events": [{"name": "online", "user_ids": ["2"]}]})

    await first.close()
    await there.close()
    assert await watcher.read() == (WATCH, {"events": [{"name": "offline", "user_ids": ["1"]}]})
    await second.close()
    assert await watcher.read() == (WATCH, {"events": [{"name": "offline", "user_ids": ["2"]}]})


async def test_a_reload_is_no_farewell_to_watchers():
    watcher, first = await signed_in("9", watchlist=["1"]), await signed_in("1")
    await watcher.read_until(WATCH)

    await first.close()
    again = await signed_in("1")

    assert await watcher.wire.receive_nothing(timeout=0.6)
    await again.close()


async def test_of_a_long_watchlist_the_first_hundred_are_watched():
    socket = await signed_in("9", watchlist=[str(n) for n in range(100, 250)])

    assert (await socket.read())[1]["code"] == 4302
    unwatched = await signed_in("250")
    assert await socket.hears_nothing()
    watched = await signed_in("100")
    assert (await socket.read())[0] == WATCH
    for each in (watched, unwatched):
        await each.close()


async def test_terminating_closes_all_that_is_his():
    signed, other = await signed_in("5"), await signed_in("6")
    present = await TestSocket().open()
    await present.subscribe("presence-x", member={"user_id": 5})

    await hub().terminate(own(), "5")

    assert (await signed.closed())[0] == (await present.closed())[0] == 4009
    assert await other.say("pusher:ping") == ("pusher:pong", {})


async def test_who_has_signed_in_needs_no_channel_data_to_be_present():
    socket = await signed_in("5", user_info={"name": "Alice"})

    _, told = await socket.subscribe("presence-x")

    assert told["presence"]["hash"] == {"5": {"name": "Alice"}}


@pytest.mark.parametrize(
    "user", [{}, {"id": ""}, {"id": None}, {"id": "\ud800"}, {"id": "5", "watchlist": "all"}]
)
async def test_a_user_without_an_id_is_an_error(user):
    socket = await TestSocket().open()

    assert (await socket.sign_in(user))[0] == "pusher:error"


async def test_half_a_character_on_a_watchlist_is_watched_by_nobody():
    socket = await signed_in("5", watchlist=["\ud800", "6"])

    await signed_in("6")

    assert (await socket.read())[0] == WATCH


async def test_signing_in_again_and_again_keeps_nothing_twice():
    socket = await signed_in("5", watchlist=["1", "2"])

    for _ in range(3):
        await socket.sign_in({"id": "5", "watchlist": ["1", "2"]})

    assert len(hub().sockets[socket.id].overheard) == 3


async def test_a_termination_is_made_good_where_the_line_was_broken():
    socket = await signed_in("5")
    hub().layer._shards[0].listening.unsubscribe(wire_name(CONTROL))
    await hub().terminate(own(), "5")
    assert await socket.say("pusher:ping") == ("pusher:pong", {})

    hub().restored()

    assert (await socket.closed())[0] == 4009
