import json

import pytest

from realtime.layer import redis_clients
from realtime.server import keys, limits
from realtime.server.hub import hub
from realtime.server.limits import Bucket
from realtime.testing import TestSocket, until

SHOUT = {"event": "client-shout", "data": {"n": 1}}


async def opened(*channels, **member):
    socket = await TestSocket().open()
    for channel in channels:
        await socket.subscribe(channel, **member)
    return socket


async def shout(socket, channel, data=None, event="client-shout"):
    await socket.wire.send_json_to({"event": event, "channel": channel, "data": data or {"n": 1}})


async def test_the_others_hear_it_and_the_sender_does_not():
    sender, other = await opened("private-x"), await opened("private-x")

    await shout(sender, "private-x")

    assert await other.frame() == {
        "event": "client-shout",
        "channel": "private-x",
        "data": '{"n":1}',
    }
    assert await sender.hears_nothing()


async def test_on_a_presence_channel_it_says_who_sent_it():
    sender = await opened("presence-x", member={"user_id": 5})
    other = await opened("presence-x", member={"user_id": "6"})

    # Attack: to speak in somebody else's name.
    await sender.wire.send_json_to(
        {"event": "client-shout", "channel": "presence-x", "data": "hi", "user_id": "6"}
    )

    assert await other.frame() == {
        "event": "client-shout", "channel": "presence-x", "data": "hi", "user_id": 5,
    }  # fmt: skip


@pytest.mark.parametrize("channel", ["public", "private-not-mine", "private-encrypted-x"])
async def test_elsewhere_it_is_refused(channel):
    # Attack: to speak on a channel that I may not even hear.
    sender = await opened("public", "private-encrypted-x")

    await shout(sender, channel)

    event, error = await sender.read()
    assert (event, error["code"]) == ("pusher:error", 4301)


async def test_an_app_may_forbid_it(settings):
    options = settings.REALTIME["OPTIONS"] | {"client_events": False}
    settings.REALTIME = {**settings.REALTIME, "OPTIONS": options}
    sender, other = await opened("private-x"), await opened("private-x")

    await shout(sender, "private-x")

    assert (await sender.read())[1]["code"] == 4301
    assert await other.hears_nothing()


async def test_no_more_than_ten_a_second():
    sender, other = await opened("private-x"), await opened("private-x")

    for _ in range(limits.CLIENT_EVENTS_PER_SECOND + 2):
        await shout(sender, "private-x")

    assert (await sender.read())[1]["code"] == 4301
    for _ in range(limits.CLIENT_EVENTS_PER_SECOND):
        assert (await other.frame())["event"] == "client-shout"


async def test_a_large_one_is_refused():
    sender = await opened("private-x")

    await shout(sender, "private-x", {"n": "x" * 11_000})

    assert (await sender.read())[1]["code"] == 4301


async def test_the_servers_own_names_cannot_be_sent_by_clients():
    # Attack: to make others believe that somebody joined.
    sender, other = await opened("private-x"), await opened("private-x")

    for event in ("pusher_internal:member_added", "pusher:error", "MessageSent"):
        await shout(sender, "private-x", event=event)
        assert (await sender.read())[0] == "pusher:error"

    assert await other.hears_nothing()


async def test_whoever_floods_is_warned_and_then_shown_out(monkeypatch):
    monkeypatch.setattr(limits, "FRAMES_AT_ONCE", 5)
    monkeypatch.setattr(limits, "FRAMES_TOO_MANY", 10)
    sender = await opened()

    for _ in range(30):
        await sender.tell("pusher:ping")

    assert (await sender.read_until("pusher:error"))["code"] == 4301
    assert (await sender.closed())[0] == 4100


async def test_a_long_one_in_any_script_arrives_whole():
    sender, other = await opened("private-x"), await opened("private-x")

    await shout(sender, "private-x", {"text": "Д" * 4000})

    assert json.loads((await other.frame())["data"]) == {"text": "Д" * 4000}


async def test_each_of_many_is_told_to_the_workers():
    sender = await opened("private-x")
    hub().sockets[sender.id].client_events = Bucket(10_000, 10_000)
    for n in range(200):
        await shout(sender, "private-x", {"n": n})

    def told():
        entries = redis_clients()[0].xrange(keys.CHANGES)
        changes = [json.loads(entry[b"change"]) for _, entry in entries]
        return [json.loads(each["data"])["n"] for each in changes if each["name"] == "client_event"]

    await until(lambda: told() == list(range(200)))
