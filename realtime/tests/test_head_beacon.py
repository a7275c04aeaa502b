"""Events that the layer has lost without a sign: who listens learns that the log has gone on."""

import asyncio

import pytest

from realtime import heads
from realtime.applications import by_id, own
from realtime.broadcasters import Telling
from realtime.broadcasters.own import OwnServer
from realtime.layer import group_of, redis_clients, redis_of, wire_name
from realtime.server import beacon, keys, topics
from realtime.server.hub import hub
from realtime.testing import TestSocket

CHANNEL, INBOX = "private-chat.conversation.1", "presence-inbox.1"
OLGA = {"user_id": "3", "user_info": {"name": "Olga"}}


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(beacon, "PAUSE_SECONDS", 0.02)
    monkeypatch.setattr(topics, "HEAD_SECONDS", 0.1)


async def listener(channel=CHANNEL, member=None):
    socket = await TestSocket().open()
    await socket.subscribe(channel, member=member)
    return socket


def tell(head, channel=CHANNEL):
    OwnServer().send([Telling("ChatMessageReceived", [channel], head, {channel: head})])


def be_deaf(channel=CHANNEL):
    """What Redis publishes there passes this process by from now on."""
    group = wire_name(group_of(own().id, channel))
    hub().layer._get_shard(group).listening.unsubscribe(group)


def write(head, *, app_id=None):
    app_id = app_id or own().id
    heads.write(redis_of(group_of(app_id, CHANNEL)), app_id, CHANNEL, head)


async def test_whoever_has_lost_an_event_is_told_how_far_the_log_has_come():
    vera = await listener()
    be_deaf()

    tell({"seq": 6})

    assert await vera.read() == ("smartlink:head", {"channel": CHANNEL, "seq": 6})


async def test_quiet_sockets_stay_quiet():
    numbered, plain = await listener(), await listener("private-user.5")
    tell({"seq": 6})

    heard = [await numbered.read() for _ in range(2)]

    assert [name for name, _ in heard] == ["ChatMessageReceived", "smartlink:head"]
    assert await numbered.hears_nothing()
    assert await plain.hears_nothing()


async def test_each_loss_is_told_to_whoever_listens_by_then():
    vera = await listener()
    be_deaf()
    tell({"seq": 6})
    await vera.read_until("smartlink:head")
    olga = await listener()

    tell({"seq": 7})

    for socket in (vera, olga):
        assert await socket.read() == ("smartlink:head", {"channel": CHANNEL, "seq": 7})


async def test_the_head_of_an_inbox_is_its_last_row():
    olga = await listener(INBOX, OLGA)
    be_deaf(INBOX)
    row = {"id": 9, "last_seq": 4, "staff_seq": 2}

    tell(row, INBOX)

    assert await olga.read() == ("smartlink:head", {"channel": INBOX, **row})


async def test_a_channel_of_the_same_name_of_another_app_is_another_channel(other):
    # Attack: whoever has an app of their own here would learn how busy our conversations are.
    mallory = await TestSocket(app=by_id(other.app_id)).open()
    await mallory.subscribe(CHANNEL)
    await mallory.read_until("pusher_internal:subscription_count")

    write({"seq": 6})
    write({"seq": 7}, app_id=other.app_id)

    assert await mallory.hears_nothing()


async def test_when_redis_has_forgotten_a_head_all_are_to_look_once():
    vera = await listener()
    write({"seq": 6})
    await vera.read_until("smartlink:head")

    redis_clients()[0].flushdb()

    assert await vera.read() == ("smartlink:head", {"channel": CHANNEL})
    assert await vera.hears_nothing()


async def test_after_trouble_all_are_to_look_at_once_and_soon_told_the_number_again():
    vera = await listener()
    write({"seq": 6})
    await vera.read_until("smartlink:head")

    hub().restored()

    told = [await vera.read_until("smartlink:head") for _ in range(2)]
    assert told == [{"channel": CHANNEL}, {"channel": CHANNEL, "seq": 6}]


async def test_channels_that_are_due_together_are_told_together(monkeypatch):
    monkeypatch.setattr(beacon, "PAUSE_SECONDS", 1)
    monkeypatch.setattr(beacon, "AT_ONCE", 2)
    vera = await TestSocket().open()
    channels = [f"private-chat.conversation.{number}" for number in range(5)]
    for channel in channels:
        await vera.subscribe(channel)
        be_deaf(channel)
        tell({"seq": 1}, channel)

    first = await vera.frame()
    others = [await vera.frame(0.3) for _ in channels[1:]]

    assert sorted(frame["channel"] for frame in (first, *others)) == channels


async def test_a_beacon_in_trouble_goes_on_shining(monkeypatch):
    vera = await listener()
    redis_clients()[0].set(keys.head(own().id, CHANNEL), "no JSON")
    await asyncio.sleep(0.3)

    redis_clients()[0].delete(keys.head(own().id, CHANNEL))
    write({"seq": 6})

    assert await vera.read() == ("smartlink:head", {"channel": CHANNEL, "seq": 6})


@pytest.mark.parametrize(
    ("before", "now", "left"),
    [
        ({"seq": 7}, {"seq": 6}, b'{"seq":7}'),
        ({"seq": 9}, {"seq": 10}, b'{"seq":10}'),
        # An inbox has no order of its own: the row that was told last counts.
        ({"id": 2, "last_seq": 7}, {"id": 1, "last_seq": 3}, b'{"id":1,"last_seq":3}'),
    ],
)
def test_only_a_numbered_log_never_goes_back(before, now, left):
    for head in (before, now):
        write(head)

    assert redis_clients()[0].get(keys.head(own().id, CHANNEL)) == left
