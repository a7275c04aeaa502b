import json

import pytest

from realtime.applications import own
from realtime.server.hub import hub
from realtime.testing import TestSocket


@pytest.fixture
async def socket():
    socket = await TestSocket().open()
    yield socket
    await socket.close()


async def tell(channel, name, payload):
    await hub().publish(own(), [channel], name, json.dumps(payload))


async def test_a_signed_subscription_hears_what_is_told(socket):
    answer, _ = await socket.subscribe("private-x")
    assert answer == "pusher_internal:subscription_succeeded"

    await tell("private-y", "Happened", {"n": 1})
    await tell("private-x", "Happened", {"n": 2})

    assert await socket.read() == ("Happened", {"n": 2})


async def test_two_sockets_hear_the_same_and_one_that_left_hears_nothing(socket):
    other = await TestSocket().open()
    for each in (socket, other):
        await each.subscribe("private-x")
    await socket.tell("pusher:unsubscribe", {"channel": "private-x"})

    await tell("private-x", "Happened", {"n": 1})

    assert await other.read() == ("Happened", {"n": 1})
    assert await socket.say("pusher:ping") == ("pusher:pong", {})
    await other.close()


async def test_a_forged_signature_is_refused_and_the_socket_stays(socket):
    answer, error = await socket.subscribe("private-x", secret="guessed")
    _, again = await socket.read()

    assert (answer, error["status"], again["code"]) == ("pusher:subscription_error", 401, 4009)
    assert await socket.say("pusher:ping") == ("pusher:pong", {})


async def test_a_signature_for_one_channel_opens_no_other(socket):
    # Attack: the signature of a channel I may hear, shown for one that I may not.
    mine = socket.signed("private-mine")

    _, error = await socket.say("pusher:subscribe", {"channel": "private-yours", "auth": mine})

    assert error["status"] == 401


@pytest.mark.parametrize(
    "nonsense",
    [
        "{",
        "[]",
        "7",
        "[" * 9000,
        '{"event": 1}',
        '{"event": "x", "data": "y"}',
        '{"event": "x", "data": "[]"}',
        '{"event": "pusher:subscribe", "data": {"channel": "private-x:y"}}',
        '{"event": "pusher:subscribe", "data": {"channel": ["private-x"]}}',
        '{"event": "pusher:subscribe", "data": {"channel": "private-x", "auth": {}}}',
        '{"event": "pusher:subscribe", "data": {"channel": "private-x", "auth": "\\ud800"}}',
        '{"event": "client-shout", "channel": "private-x", "data": {}}',
    ],
)
async def test_nonsense_costs_an_error_only(socket, nonsense):
    event, _ = await socket.say_raw(nonsense)
    assert event in {"pusher:error", "pusher:subscription_error"}

    await socket.tell("pusher:ping")
    assert await socket.read_until("pusher:pong") == {}


@pytest.mark.parametrize("key", ["", "another-key"])
async def test_an_unknown_app_is_told_so_and_closed(settings, key):
    settings.REALTIME = {**settings.REALTIME, "KEY": key}
    stranger = TestSocket("/app/guessed?protocol=7")
    await stranger.wire.connect()

    _, error = await stranger.read()
    closed = await stranger.wire.receive_output()

    assert error["code"] == closed["code"] == 4001


async def test_any_other_address_is_closed_before_it_opens():
    stranger = TestSocket("/elsewhere")

    is_open, _ = await stranger.wire.connect()

    assert not is_open
