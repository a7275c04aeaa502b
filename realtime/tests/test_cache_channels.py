import asyncio
import json

import pytest

from realtime.applications import own
from realtime.layer import redis_clients
from realtime.server import keys
from realtime.server.hub import hub
from realtime.testing import TestSocket

KINDS = ["cache-x", "private-cache-x", "presence-cache-x", "private-encrypted-cache-x"]


async def subscribed(channel):
    socket = await TestSocket().open()
    member = {"user_id": "1"} if channel.startswith("presence-") else None
    assert (await socket.subscribe(channel, member=member))[0].endswith("succeeded")
    return socket


async def tell(channel, n):
    await hub().publish(own(), [channel], "Happened", json.dumps({"n": n}))


@pytest.mark.parametrize("channel", KINDS)
async def test_whoever_comes_late_is_told_the_last_event(channel):
    await tell(channel, 1)
    await tell(channel, 2)

    late = await subscribed(channel)

    assert await late.read() == ("Happened", {"n": 2})


async def test_the_first_is_told_that_there_is_nothing():
    first = await subscribed("cache-x")

    assert await first.frame() == {"event": "pusher:cache_miss", "channel": "cache-x", "data": "{}"}


async def test_an_expired_event_is_a_miss():
    await tell("cache-x", 1)
    redis_clients()[0].delete(keys.cache(own().id, "cache-x"))

    assert (await (await subscribed("cache-x")).read())[0] == "pusher:cache_miss"


async def test_client_events_and_comings_are_never_kept():
    first = await subscribed("presence-cache-x")
    await tell("presence-cache-x", 1)
    await first.read_until("Happened")
    await first.wire.send_json_to(
        {"event": "client-shout", "channel": "presence-cache-x", "data": "x"}
    )
    await asyncio.sleep(0.2)

    late = await subscribed("presence-cache-x")

    assert await late.read() == ("Happened", {"n": 1})


async def test_a_channel_that_only_looks_like_one_keeps_nothing():
    await tell("private-x-cache-y", 1)

    late = await subscribed("private-x-cache-y")

    assert await late.hears_nothing()


async def test_what_was_told_while_the_line_was_broken_is_what_the_next_one_sees():
    first = await subscribed("cache-x")
    await first.read_until("pusher:cache_miss")
    await tell("cache-x", 1)
    await first.read_until("Happened")
    newer = '{"event":"Happened","data":"{\\"n\\":2}","channel":"cache-x"}'
    redis_clients()[0].set(keys.cache(own().id, "cache-x"), newer)

    hub().restored()

    late = await subscribed("cache-x")
    assert await late.read() == ("Happened", {"n": 2})
