"""The way from hop 5 to hop 6: the Redis channel layer, imported from nowhere else.

It is channels-redis' pub/sub layer with other connections, which come back by themselves
when Redis does, and then say so, because what was sent in between is lost. It is a hint
anyway: the truth is in Postgres, and clients read on from there. Groups are spread over
the hosts, and what is kept in Redis of a channel is where its group is.
"""

import asyncio
import hashlib
import zlib
from collections import defaultdict
from collections.abc import Callable
from functools import cache
from typing import Any

import redis
import structlog
from channels.layers import get_channel_layer
from channels_redis.pubsub import RedisPubSubChannelLayer, RedisPubSubLoopLayer
from channels_redis.utils import _wrap_close
from django.conf import settings
from redis.client import Pipeline

from realtime.hosts import Host
from realtime.lines import AskingLine, ListeningLine

log = structlog.get_logger(__name__)

Message = dict[str, Any]
Heard = Callable[[Message], None]

PREFIX = "smartlink"
CONTROL = "control"  # every process listens to this group


def group_of(app_id: str, channel: str) -> str:
    """The layer's name for a channel: it allows fewer characters than Pusher, and fewer of them."""
    return f"{app_id}.{hashlib.sha256(channel.encode()).hexdigest()[:40]}"


def wire_name(group: str) -> bytes:
    return f"{PREFIX}__group__{group}".encode()


def shard_of(name: bytes, shards: int) -> int:
    return zlib.crc32(name) % shards


def send_to_group(group: str, message: Message) -> None:
    """Publish from synchronous code."""
    put(redis_of(group), group, message)


def put(client: redis.Redis, group: str, message: Message) -> None:
    """In the layer's own wire format; the client, or pipeline, is that of the group's host."""
    client.publish(wire_name(group), layer().serialize(message))


def layer() -> "SteadyLayer":
    found = get_channel_layer()
    assert isinstance(found, SteadyLayer)
    return found


@cache
def redis_client() -> redis.Redis:
    """For synchronous code, one a process; nobody waits long for it."""
    return redis.Redis.from_url(settings.REDIS_URL, **settings.REDIS_TIMEOUT)


@cache
def redis_clients() -> list[redis.Redis]:
    """The hosts of the layer."""
    return [Host(url).client(**settings.REDIS_TIMEOUT) for url in settings.REALTIME["REDIS_URLS"]]


def redis_of(group: str) -> redis.Redis:
    """The host that this group is on."""
    clients = redis_clients()
    return clients[shard_of(wire_name(group), len(clients))]


class Pipelines:
    """Commands for several groups: one round trip to each host, in order for each group."""

    def __init__(self) -> None:
        self._pipelines: dict[redis.Redis, Pipeline] = {}

    def of(self, group: str) -> Pipeline:
        host = redis_of(group)
        if host not in self._pipelines:
            self._pipelines[host] = host.pipeline(transaction=False)
        return self._pipelines[host]

    def execute(self) -> None:
        for pipeline in self._pipelines.values():
            pipeline.execute()


class SteadyLayer(RedisPubSubChannelLayer):
    def _get_layer(self) -> "SteadyLoopLayer":
        loop = asyncio.get_running_loop()
        if loop not in self._layers:
            self._layers[loop] = SteadyLoopLayer(self._kwargs["hosts"], self)
            _wrap_close(self, loop)
        made: SteadyLoopLayer = self._layers[loop]
        return made

    def here(self) -> "SteadyLoopLayer":
        """The layer of the running loop."""
        return self._get_layer()


class SteadyLoopLayer(RedisPubSubLoopLayer):
    def __init__(self, hosts: list[str], channel_layer: SteadyLayer) -> None:
        super().__init__([], prefix=PREFIX, channel_layer=channel_layer)
        self.heard: dict[bytes, Heard] = {}
        self.restored: Callable[[], None] | None = None
        self._shards = [Shard(Host(url), self) for url in hosts]
        self._is_taking = False
        self._at_end: list[Callable[[], None]] = []

    async def listen(self, group: str, heard: Heard) -> None:
        """Like a group with one channel, but what is heard is passed on at once."""
        name = wire_name(group)
        self.heard[name] = heard
        await self._get_shard(name).subscribe(name)

    def leave(self, group: str) -> None:
        name = wire_name(group)
        if self.heard.pop(name, None):
            self._get_shard(name).listening.unsubscribe(name)

    def line(self, group: str) -> AskingLine:
        """For asking the host that this group is on."""
        return self._get_shard(wire_name(group)).asking

    def lines(self) -> list[AskingLine]:
        return [shard.asking for shard in self._shards]

    async def publish(self, messages: list[tuple[str, Message]]) -> None:
        """One round trip to each host, in order for each group."""
        commands = defaultdict(list)
        for group, message in messages:
            command = ("PUBLISH", wire_name(group), self.channel_layer.serialize(message))
            commands[self.line(group)].append(command)
        for line, asked in commands.items():
            await line.ask_all(asked)

    def soon(self, call: Callable[[], None]) -> None:
        """When all is taken that came from Redis at once: the loop's next turn costs more."""
        if self._is_taking:
            self._at_end.append(call)
        else:
            asyncio.get_running_loop().call_soon(call)

    def take(self, name: bytes, data: bytes) -> None:
        self._is_taking = True
        heard = self.heard.get(name)
        try:
            if heard is not None:
                heard(self.channel_layer.deserialize(data))
            else:
                self._queue(name.decode(), data)
        except Exception:
            # One message's trouble must not deafen the process.
            log.exception("layer_message_not_taken")

    def ended(self) -> None:
        self._is_taking = False
        calls, self._at_end = self._at_end, []
        for call in calls:
            try:
                call()
            except Exception:
                log.exception("layer_message_not_taken")

    def tell_restored(self) -> None:
        for shard in self._shards:
            shard.asking.hurry()
        if self.restored is not None:
            self.restored()

    def _queue(self, name: str, data: bytes) -> None:
        for channel in self.groups.get(name, [name]):
            if channel in self.channels:
                self.channels[channel].put_nowait(data)

    def _get_shard(self, name: str | bytes) -> "Shard":
        return self._shards[shard_of(_as_bytes(name), len(self._shards))]


class Shard:
    """One host, as channels-redis asks for it."""

    def __init__(self, host: Host, loop_layer: SteadyLoopLayer) -> None:
        self.host = host
        self.listening = ListeningLine(host, loop_layer)
        self.asking = AskingLine(host)

    async def publish(self, name: str, data: bytes) -> None:
        await self.asking.ask("PUBLISH", name, data)

    async def subscribe(self, name: str | bytes) -> None:
        await self.listening.subscribe(_as_bytes(name))

    async def unsubscribe(self, name: str | bytes) -> None:
        self.listening.unsubscribe(_as_bytes(name))

    async def flush(self) -> None:
        await self.listening.close()
        await self.asking.close()
        await self.host.close()
        await asyncio.sleep(0)  # closed connections say good-bye in the loop's next turn


def _as_bytes(name: str | bytes) -> bytes:
    return name.encode() if isinstance(name, str) else name
