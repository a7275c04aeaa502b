"""End-to-end encrypted channels: the server passes on what it cannot read."""

import base64
import json

import pytest
import websockets.sync.client as websocket

from tests.clients.clients import signed
from tests.clients.conftest import ANA


@pytest.fixture(scope="session", params=["pusher-js", "pusher-js-in-chromium"])
def client(request, start_forever):
    return start_forever(request.param)


@pytest.mark.parametrize("kind", ["private-encrypted-", "private-encrypted-cache-"])
def test_who_has_the_key_reads_what_an_app_encrypted(client, sdk, room, kind):
    client.subscribe(kind + room)

    sdk.trigger(kind + room, "Greeted", {"text": "for your eyes only"})

    assert client.hears("Greeted", kind + room) == {"text": "for your eyes only"}


def test_an_encrypted_cache_channel_shows_the_last_event(client, sdk, room):
    channel = f"private-encrypted-cache-{room}"
    sdk.trigger(channel, "Greeted", {"n": 1})

    client.subscribe(channel)

    assert client.hears("Greeted", channel) == {"n": 1}


def test_what_crosses_the_wire_is_a_nonce_and_a_ciphertext(server, sdk, room):
    channel = f"private-encrypted-{room}"
    with websocket.connect(server.address(), compression=None) as wire:
        socket_id = json.loads(json.loads(wire.recv())["data"])["socket_id"]
        asked = {"socketId": socket_id, "channelName": channel}
        told = {"channel": channel, "auth": signed(asked, ANA)["auth"]}
        wire.send(json.dumps({"event": "pusher:subscribe", "data": told}))
        wire.recv()

        sdk.trigger(channel, "Greeted", {"text": "for your eyes only"})
        told = json.loads(wire.recv())

    data = json.loads(told["data"])
    assert (told["event"], data.keys()) == ("Greeted", {"nonce", "ciphertext"})
    assert len(base64.b64decode(data["nonce"])) == 24
    assert b"eyes" not in base64.b64decode(data["ciphertext"])
