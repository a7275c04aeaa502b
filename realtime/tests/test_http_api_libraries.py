"""Requests as Pusher's own library and documentation build them."""

import json
from urllib.parse import urlencode

import pusher
import pytest
import time_machine

from realtime.tests.callers import send

OTHER = {"id": "77", "key": "other-key", "secret": "other-secret"}


async def send_from(request):
    path, _, query = request.signed_path.partition("?")
    return await send(request.method, path, query.encode(), (request.body,))


@pytest.fixture
def sdk(settings):
    settings.REALTIME = {**settings.REALTIME, "APPS": [OTHER]}
    return pusher.Pusher(
        app_id="77", key="other-key", secret="other-secret", host="localhost", ssl=False
    )._pusher_client


async def test_pushers_library_for_python_publishes(sdk):
    one = sdk.trigger.make_request(["news", "private-x"], "Happened", {"n": "é"}, "1.2")
    batch = sdk.trigger_batch.make_request([{"channel": "news", "name": "Happened", "data": "7"}])
    to_user = sdk.trigger.make_request(["#server-to-user-5"], "Happened", {})

    assert [(await send_from(request)).json() for request in (one, batch, to_user)] == [{}, {}, {}]


async def test_pushers_library_for_python_signs_a_digest_of_nothing_when_it_asks(sdk):
    channels = sdk.channels_info.make_request("presence-", ["user_count"])
    channel = sdk.channel_info.make_request("presence-a=b@c,d.e;f", ["user_count"])
    users = sdk.users_info.make_request("presence-x")

    assert b"body_md5=" in channels.signed_path.encode()
    assert [(await send_from(request)).json() for request in (channels, channel, users)] == [
        {"channels": {}},
        {"occupied": False, "user_count": 0},
        {"users": []},
    ]


async def test_pushers_library_for_python_ends_connections_without_saying_of_which_app(sdk):
    request = sdk.terminate_user_connections.make_request("5")

    assert "/apps/" not in request.path
    assert (await send_from(request)).json() == {}


async def test_the_example_of_pushers_documentation_is_verified(settings):
    app = {"id": "3", "key": "278d425bdf160c739803", "secret": "7ad3773142a6692b25b8"}
    settings.REALTIME = {**settings.REALTIME, "APPS": [app]}
    body = json.dumps(
        {"name": "foo", "channels": ["project-3"], "data": '{"some":"data"}'},
        separators=(",", ":"),
    ).encode()
    query = urlencode(
        {
            "auth_key": app["key"],
            "auth_timestamp": "1353088179",
            "auth_version": "1.0",
            "body_md5": "ec365a775a4cd0599faeb73354201b6f",
            "auth_signature": "da454824c97ba181a32ccc17a72625ba02771f50b50e1e7430e47a1f3f457e6c",
        }
    ).encode()

    with time_machine.travel(1353088179, tick=False):
        answer = await send("POST", "/apps/3/events", query, (body,))

    assert answer.json() == {}
