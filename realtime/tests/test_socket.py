import json

import pytest
from channels.routing import URLRouter
from channels.testing import WebsocketCommunicator

from realtime.urls import sockets

application = URLRouter(sockets)


@pytest.fixture
async def socket(settings):
    settings.REALTIME = {**settings.REALTIME, "KEY": "our-key"}
    wire = WebsocketCommunicator(application, "/app/our-key?protocol=7")
    await wire.connect()
    yield wire
    await wire.disconnect()


async def read(wire):
    frame = json.loads(await wire.receive_from())
    return frame["event"], json.loads(frame["data"])


async def test_a_socket_is_greeted_with_its_id(socket):
    event, hello = await read(socket)

    assert event == "pusher:connection_established"
    assert hello["activity_timeout"] > 0
    assert hello["socket_id"].replace(".", "").isdigit()


async def test_pings_are_answered_and_nonsense_costs_an_error_only(socket):
    await read(socket)

    for nonsense in ("{", "[]", '{"event": 1}', '{"event": "x", "data": "y"}', "[" * 9000):
        await socket.send_to(text_data=nonsense)
        event, _ = await read(socket)
        assert event == "pusher:error"
    await socket.send_to(text_data='{"event": "pusher:ping", "data": ""}')

    assert await read(socket) == ("pusher:pong", {})


@pytest.mark.parametrize("key", ["", "another-key"])
async def test_an_unknown_app_is_told_so_and_closed(settings, key):
    settings.REALTIME = {**settings.REALTIME, "KEY": key}
    wire = WebsocketCommunicator(application, "/app/guessed")
    await wire.connect()

    _, error = await read(wire)
    closed = await wire.receive_output()

    assert error["code"] == closed["code"] == 4001
