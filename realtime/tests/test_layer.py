"""The layer against a Valkey of its own, killed under it."""

import asyncio
import signal
import time
from dataclasses import dataclass, field

import pytest
import redis

from chatsite import embedded
from chatsite.supervisor import Supervisor
from realtime import layer as layer_module
from realtime import lines
from realtime.layer import group_of, layer, send_to_group


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
            "default": {"BACKEND": "realtime.layer.SteadyLayer", "CONFIG": {"hosts": [server.url]}}
        }
        client = redis.Redis.from_url(server.url, **settings.REDIS_TIMEOUT)
        monkeypatch.setattr(layer_module, "redis_clients", lambda: [client])
        yield supervisor.children[0]
        client.close()


@dataclass
class Ear:
    """What one group's listener has heard, and how often the layer came back."""

    heard: asyncio.Queue = field(default_factory=asyncio.Queue)
    restored: asyncio.Event = field(default_factory=asyncio.Event)

    async def numbers(self, count):
        async with asyncio.timeout(3):
            return [(await self.heard.get())["n"] for _ in range(count)]


async def joined(group="g"):
    ear = Ear()
    await layer().listen(group, ear.heard.put_nowait)
    layer().here().restored = ear.restored.set
    return ear


async def test_what_is_sent_once_joined_arrives_in_order(valkey):
    ear = await joined()

    for n in range(100):
        send_to_group("g", {"type": "event", "n": n})

    assert await ear.numbers(100) == list(range(100))


async def test_after_a_restart_groups_come_back_and_the_listener_is_told(valkey):
    ear = await joined()
    valkey.process.send_signal(signal.SIGKILL)
    valkey.process.wait()

    late = await joined("late")  # joins while Redis is away: answers all the same
    valkey.start()

    async with asyncio.timeout(10):
        await late.restored.wait()
    await layer().publish([("g", {"type": "event", "n": 1}), ("late", {"type": "event", "n": 2})])
    assert await ear.numbers(1) == [1]
    assert await late.numbers(1) == [2]


async def test_a_redis_that_falls_silent_is_left_and_found_again(valkey, monkeypatch):
    monkeypatch.setattr(lines, "PING_SECONDS", 0.1)
    monkeypatch.setattr(lines, "SILENCE_SECONDS", 0.5)
    ear = await joined()

    valkey.process.send_signal(signal.SIGSTOP)  # like a cut cable: nobody says good-bye
    await asyncio.sleep(1.5)
    valkey.process.send_signal(signal.SIGCONT)

    async with asyncio.timeout(10):
        await ear.restored.wait()
    await layer().publish([("g", {"type": "event", "n": 1})])
    assert await ear.numbers(1) == [1]


async def test_a_group_that_was_left_is_silent(valkey):
    left, other = await joined(), await joined("other")
    layer().leave("g")

    await layer().publish([("g", {"type": "event", "n": 1}), ("other", {"type": "event", "n": 2})])

    assert await other.numbers(1) == [2]
    assert left.heard.empty()


async def test_a_listener_in_trouble_does_not_deafen_the_others(valkey):
    await layer().listen("broken", raise_error)
    ear = await joined()

    await layer().publish([("broken", {"type": "event"}), ("g", {"type": "event", "n": 1})])

    assert await ear.numbers(1) == [1]


def raise_error(message):
    raise RuntimeError("This listener is broken.")


async def test_the_textbook_way_of_channels_works_on_it(valkey):
    address = await layer().new_channel()
    await layer().group_add("g", address)

    await layer().group_send("g", {"type": "event", "n": 1})
    await layer().send(address, {"type": "event", "n": 2})

    async with asyncio.timeout(3):
        assert [(await layer().receive(address))["n"] for _ in range(2)] == [1, 2]


async def test_without_redis_a_question_fails_soon_and_later_works_again(valkey):
    await layer().publish([("g", {"type": "event"})])
    valkey.process.send_signal(signal.SIGKILL)
    valkey.process.wait()

    started_at = time.monotonic()
    with pytest.raises(redis.RedisError):
        await layer().publish([("g", {"type": "event"})])
    assert time.monotonic() - started_at < 3

    valkey.start()
    await asyncio.sleep(3)
    await layer().publish([("g", {"type": "event"})])


def test_groups_of_different_channels_never_meet():
    # Attack: a name that only differs in what the layer cannot spell.
    names = ["private-a,b", "private-a;b", "private-a=b", "private-a@b", "private-a.b"]

    groups = {group_of(app_id, name) for name in names for app_id in ("1", "2")}

    assert len(groups) == 2 * len(names)
    assert all(len(group) < 100 for group in groups)


async def test_a_redis_that_says_nothing_from_the_start_is_tried_again(valkey, monkeypatch):
    monkeypatch.setattr(lines, "OPENING_SECONDS", 0.3)
    valkey.process.send_signal(signal.SIGSTOP)  # the kernel still opens connections for it
    with pytest.raises(redis.RedisError):
        await layer().publish([("g", {"type": "event"})])
    await asyncio.sleep(0.5)

    valkey.process.send_signal(signal.SIGCONT)

    ear = await joined()
    await asyncio.sleep(1)
    await layer().publish([("g", {"type": "event", "n": 1})])
    assert await ear.numbers(1) == [1]
