"""Apps publish through the HTTP API, and sockets hear it."""

import json

import pytest

from realtime.applications import by_id
from realtime.testing import TestSocket
from realtime.tests.callers import eventually, send


@pytest.fixture
async def socket():
    socket = await TestSocket().open()
    yield socket
    await socket.close()


async def hears(socket, *channels):
    for channel in channels:
        await socket.subscribe(channel)


async def test_a_socket_hears_what_an_app_publishes(caller, socket):
    await hears(socket, "private-x")

    answer = await caller.publish(channel="private-x", name="Sold", data='{"n": "é"}')

    assert (answer.status, answer.json()) == (200, {})
    assert await socket.read() == ("Sold", {"n": "é"})


async def test_several_channels_hear_the_same_and_each_of_them_once(caller, socket):
    await hears(socket, "a", "b", "c")

    await caller.publish(channels=["a", "b", "a"], data="1")
    await caller.publish(channel="c", data="2")

    assert [await socket.read() for _ in range(3)] == [("Happened", 1)] * 2 + [("Happened", 2)]


async def test_the_socket_that_is_named_hears_nothing(caller, socket):
    other = await TestSocket().open()
    await hears(socket, "a")
    await hears(other, "a")

    await caller.publish(channel="a", data="1", socket_id=socket.id)
    await caller.publish(channel="a", data="2")

    assert [await other.read(), await other.read()] == [("Happened", 1), ("Happened", 2)]
    assert await socket.read() == ("Happened", 2)
    await other.close()


async def test_a_batch_goes_out_in_each_channels_order(caller, socket):
    await hears(socket, "a", "b")
    batch = [{"channel": "ab"[n % 2], "name": f"N{n}", "data": str(n)} for n in range(10)]
    batch[4]["socket_id"] = socket.id

    answer = await caller.post("batch_events", {"batch": batch})

    assert answer.json() == {}
    heard = [await socket.read() for _ in range(9)]
    assert [n for _, n in heard if n % 2 == 0] == [0, 2, 6, 8]
    assert [n for _, n in heard if n % 2 == 1] == [1, 3, 5, 7, 9]


async def test_a_user_who_signed_in_hears_what_is_sent_to_the_user(caller, socket):
    await socket.sign_in({"id": "user:5"})

    answer = await caller.publish(channel="#server-to-user-user:5", data="1")

    assert answer.status == 200
    assert await socket.read() == ("Happened", 1)


async def test_apps_do_not_hear_each_other(caller, other, socket):
    await hears(socket, "a")
    stranger = await TestSocket(app=by_id("77")).open()
    await hears(stranger, "a")

    await other.publish(channel="a", data="1")
    await caller.publish(channel="a", data="2")

    assert await stranger.read() == ("Happened", 1)
    assert await socket.read() == ("Happened", 2)
    await stranger.close()


async def test_one_wrong_event_stops_a_whole_batch(caller, socket):
    await hears(socket, "a")
    event = {"channel": "a", "name": "Happened", "data": "1"}

    answer = await caller.post("batch_events", {"batch": [event, event | {"data": 2}]})
    await caller.publish(channel="a", data="3")

    assert answer.status == 400
    assert await socket.read() == ("Happened", 3)


async def test_a_body_without_end_is_not_read_to_its_end(caller):
    # Attack: no Content-Length, and piece after piece.
    read = []

    async def receive():
        read.append(1)
        return {"type": "http.request", "body": b" " * 65536, "more_body": True}

    query = caller.signed("POST", "/apps/smartlink/events", b"{}")
    answer = await send("POST", "/apps/smartlink/events", query, receive=receive)

    assert answer.status == 413
    assert len(read) == 17


async def test_a_strangers_body_is_not_read_at_all(caller):
    async def receive():
        raise AssertionError("It was read.")

    answer = await send("POST", "/apps/smartlink/events", b"auth_key=test-key", receive=receive)

    assert answer.status == 401


async def test_who_hangs_up_within_a_body_publishes_nothing(caller):
    query = caller.signed("POST", "/apps/smartlink/events", b"{}")

    answer = await send("POST", "/apps/smartlink/events", query, chunks=())

    assert answer.status == 400


async def test_an_event_may_come_in_pieces(caller, socket):
    await hears(socket, "a")
    body = json.dumps({"name": "Happened", "channel": "a", "data": "1"}).encode()
    query = caller.signed("POST", "/apps/smartlink/events", body)

    pieces = tuple(bytes([byte]) for byte in body)
    await send("POST", "/apps/smartlink/events", query, chunks=(*pieces, b""))

    assert await socket.read() == ("Happened", 1)


async def test_while_redis_is_away_an_app_is_asked_to_come_again(caller, settings):
    nobody = {"hosts": ["redis://127.0.0.1:1"]}
    settings.CHANNEL_LAYERS = {
        "default": {"BACKEND": "realtime.layer.SteadyLayer", "CONFIG": nobody}
    }

    for answer in (await caller.publish(channel="a"), await caller.get("channels")):
        assert answer.status == 503
        assert answer.headers["retry-after"] == "1"
        assert answer.error


async def test_an_app_learns_how_many_it_has_reached(other):
    stranger = await TestSocket(app=by_id("77")).open()
    await hears(stranger, "a", "b")
    counted = {
        "a": {"subscription_count": 1},
        "presence-x": {"user_count": 0, "subscription_count": 0},
    }

    async def published():
        return await other.publish(
            channels=["a", "presence-x", "a"], info="user_count,subscription_count"
        )

    await eventually(published, {"channels": counted})
    await stranger.close()


async def test_a_batch_is_answered_in_its_order(other):
    stranger = await TestSocket(app=by_id("77")).open()
    await hears(stranger, "a")
    event = {"name": "Happened", "data": "1"}
    batch = [
        event | {"channel": "presence-x", "info": "user_count"},
        event | {"channel": "a"},
        event | {"channel": "a", "info": "subscription_count"},
        event | {"channel": "a", "info": "user_count"},
    ]

    async def published():
        return await other.post("batch_events", {"batch": batch})

    await eventually(published, {"batch": [{"user_count": 0}, {}, {"subscription_count": 1}, {}]})
    await stranger.close()
