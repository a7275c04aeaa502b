"""The way from hop 5 to hop 6: the Redis channel layer, imported from nowhere else.

It is channels-redis' pub/sub layer with another reader: one connection a process, which
comes back by itself when Redis does, and then says so, because what was sent in between
is lost. It is a hint anyway: the truth is in Postgres, and clients read on from there.
"""

import asyncio
import hashlib
import random
import time
from contextlib import suppress
from functools import cache
from typing import Any

import redis
import structlog
from channels.layers import get_channel_layer
from channels_redis.pubsub import (
    RedisPubSubChannelLayer,
    RedisPubSubLoopLayer,
    RedisSingleShardConnection,
)
from channels_redis.utils import _wrap_close
from django.conf import settings
from redis import asyncio as aioredis
from redis.asyncio.client import PubSub
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

log = structlog.get_logger(__name__)

RESTORED = {"type": "layer.restored"}
CONFIRM_SECONDS = 2.0
LONGEST_PAUSE_SECONDS = 2.0
PING_SECONDS = 5
SILENCE_SECONDS = 14.0
ONE_TRY = Retry(NoBackoff(), 0)  # the line has a patience of its own


def group_of(channel: str) -> str:
    """The layer's name for a channel: it allows fewer characters than Pusher, and fewer of them."""
    return f"{settings.REALTIME['APP_ID']}.{hashlib.sha256(channel.encode()).hexdigest()[:40]}"


def send_to_group(group: str, message: dict[str, Any]) -> None:
    """Publish from synchronous code, in the layer's own wire format."""
    found = layer()
    name = f"{found.prefix}__group__{group}"
    redis_client().publish(name, found.serialize(message))


def layer() -> "SteadyLayer":
    found = get_channel_layer()
    assert isinstance(found, SteadyLayer)
    return found


@cache
def redis_client() -> redis.Redis:
    """For synchronous code, one a process; nobody waits long for it."""
    return redis.Redis.from_url(settings.REDIS_URL, **settings.REDIS_TIMEOUT)


class SteadyLayer(RedisPubSubChannelLayer):
    prefix = "smartlink"

    def _get_layer(self) -> RedisPubSubLoopLayer:
        loop = asyncio.get_running_loop()
        if loop not in self._layers:
            made = RedisPubSubLoopLayer([], prefix=self.prefix, channel_layer=self)
            made._shards = [Line(self._kwargs["url"], made)]
            self._layers[loop] = made
            _wrap_close(self, loop)
        return self._layers[loop]


class Line(RedisSingleShardConnection):
    """The process' one connection for reading, for all its groups."""

    def __init__(self, url: str, loop_layer: RedisPubSubLoopLayer) -> None:
        super().__init__({"address": url}, loop_layer)
        self._redis: aioredis.Redis | None = None
        self._pubsub: PubSub | None = None
        self.url = url
        self._confirmations: dict[str, asyncio.Event] = {}
        self._was_broken = False

    async def subscribe(self, channel: str) -> None:
        """Returns when Redis has confirmed: whatever is published from now on arrives.

        While Redis is away it returns unconfirmed after a moment. The line subscribes when
        it is back, and then says that it was broken.
        """
        is_first = channel not in self._confirmations
        confirmation = self._confirmations.setdefault(channel, asyncio.Event())
        self._ensure_receiver()
        with suppress(TimeoutError, redis.RedisError):
            async with asyncio.timeout(CONFIRM_SECONDS):
                if is_first and self._pubsub is not None:
                    await self._pubsub.subscribe(channel)
                await confirmation.wait()

    async def unsubscribe(self, channel: str) -> None:
        if self._confirmations.pop(channel, None) and self._pubsub is not None:
            with suppress(redis.RedisError):
                await self._pubsub.unsubscribe(channel)

    async def _do_receiving(self) -> None:
        pause = 0.1
        while True:
            try:
                await self._connect()
                pause = 0.1
                await self._read()
            except (redis.RedisError, OSError) as error:
                log.warning("layer_broken", error=type(error).__name__)
                await self._disconnect()
                await asyncio.sleep(random.uniform(pause / 2, pause))  # noqa: S311 - no secret
                pause = min(LONGEST_PAUSE_SECONDS, pause * 2)

    async def _connect(self) -> None:
        self._redis = aioredis.Redis.from_url(self.url, socket_connect_timeout=1, retry=ONE_TRY)
        pubsub = self._redis.pubsub()
        await pubsub.connect()  # type: ignore[no-untyped-call]  # redis-py's
        for confirmation in self._confirmations.values():
            confirmation.clear()
        if self._confirmations:
            await pubsub.subscribe(*self._confirmations)
        self._pubsub = pubsub

    async def _read(self) -> None:
        """Until the connection breaks; one that says nothing, not even to our pings, is broken."""
        heard_at = time.monotonic()
        while self._pubsub is not None:
            message = await self._pubsub.get_message(timeout=PING_SECONDS)
            if message:
                heard_at = time.monotonic()
            elif time.monotonic() - heard_at > SILENCE_SECONDS and self._confirmations:
                raise redis.ConnectionError("Redis has fallen silent.")
            else:
                await self._pubsub.ping()
            if message and message["type"] == "subscribe":
                self._confirm(message["channel"].decode())
            elif message and message["type"] == "message":
                self._receive_message(message)

    def _confirm(self, channel: str) -> None:
        if channel in self._confirmations:
            self._confirmations[channel].set()
        if self._was_broken and all(each.is_set() for each in self._confirmations.values()):
            self._was_broken = False
            self._tell_restored()

    def _tell_restored(self) -> None:
        restored = self.channel_layer.channel_layer.serialize(RESTORED)
        for queue in self.channel_layer.channels.values():
            queue.put_nowait(restored)

    async def _disconnect(self) -> None:
        self._was_broken = True
        broken = self._redis
        self._redis = self._pubsub = None
        if broken is not None:
            with suppress(redis.RedisError, OSError):
                await broken.aclose()
