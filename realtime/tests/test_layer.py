"""The layer against a Valkey of its own, killed under it."""

import asyncio
import signal

import pytest
import redis

from chatsite import embedded
from chatsite.supervisor import Supervisor
from realtime import layer as layer_module
from realtime.layer import RESTORED, group_of, layer, send_to_group


@pytest.fixture
def valkey(tmp_path_factory, settings, monkeypatch):
    folder = tmp_path_factory.mktemp("valkey")
    place = embedded.Place(folder, {})
    server = embedded.Valkey(place, embedded.free_port(), "test", is_forgetful=True)
    server.prepare()
    with Supervisor(lambda *_: None).running() as supervisor:
        supervisor.start(server.program())
        supervisor.wait_until(server.answers, "valkey")
        settings.REDIS_URL = server.url
        settings.CHANNEL_LAYERS = {
            "default": {"BACKEND": "realtime.layer.SteadyLayer", "CONFIG": {"url": server.url}}
        }
        client = redis.Redis.from_url(server.url, **settings.REDIS_TIMEOUT)
        monkeypatch.setattr(layer_module, "redis_client", lambda: client)
        yield supervisor.children[0]
        client.close()


async def joined(group="g"):
    address = await layer().new_channel()
    await layer().group_add(group, address)
    return address


async def received(address, seconds=3.0):
    async with asyncio.timeout(seconds):
        return await layer().receive(address)


async def test_what_is_sent_once_joined_arrives_in_order(valkey):
    address = await joined()

    for n in range(100):
        send_to_group("g", {"type": "event", "n": n})

    assert [(await received(address))["n"] for _ in range(100)] == list(range(100))


async def test_after_a_restart_groups_come_back_and_listeners_are_told_to_look(valkey):
    address = await joined()
    valkey.process.send_signal(signal.SIGKILL)
    valkey.process.wait()

    late = await joined("late")  # joins while Redis is away: answers all the same
    valkey.start()

    assert await received(address, 10) == RESTORED
    assert await received(late, 10) == RESTORED
    send_to_group("g", {"type": "event", "n": 1})
    send_to_group("late", {"type": "event", "n": 2})
    assert (await received(address))["n"] == 1
    assert (await received(late))["n"] == 2


async def test_of_two_who_join_at_once_both_are_confirmed(valkey):
    first, second = await layer().new_channel(), await layer().new_channel()

    await asyncio.gather(layer().group_add("g", first), layer().group_add("g", second))

    send_to_group("g", {"type": "event", "n": 1})
    assert [(await received(address))["n"] for address in (first, second)] == [1, 1]


async def test_a_redis_that_falls_silent_is_left_and_found_again(valkey, monkeypatch):
    monkeypatch.setattr(layer_module, "PING_SECONDS", 0.1)
    monkeypatch.setattr(layer_module, "SILENCE_SECONDS", 0.5)
    address = await joined()

    valkey.process.send_signal(signal.SIGSTOP)  # like a cut cable: nobody says good-bye
    await asyncio.sleep(1.5)
    valkey.process.send_signal(signal.SIGCONT)

    assert await received(address, 10) == RESTORED
    send_to_group("g", {"type": "event", "n": 1})
    assert (await received(address))["n"] == 1


async def test_a_group_that_was_left_is_silent(valkey):
    address = await joined()
    await layer().group_add("other", address)
    await layer().group_discard("g", address)

    send_to_group("g", {"type": "event", "n": 1})
    send_to_group("other", {"type": "event", "n": 2})

    assert (await received(address))["n"] == 2


def test_groups_of_different_channels_never_meet():
    # Attack: a name that only differs in what the layer cannot spell.
    names = ["private-a,b", "private-a;b", "private-a=b", "private-a@b", "private-a.b"]

    assert len({group_of(name) for name in names}) == len(names)
    assert all(len(group_of("x" * 164)) < 100 for _ in names)
