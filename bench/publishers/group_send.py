"""The textbook's way, but on one loop and one connection that live on."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from channels_redis.core import RedisChannelLayer

from bench.events import frame_of
from bench.publishers import Publish

CAPACITY = 100_000  # the default of 100 would lose most of a flood


@dataclass(frozen=True)
class GroupSend:
    redis_url: str

    def open(self) -> Publish:
        runner = asyncio.Runner()
        layer = RedisChannelLayer(hosts=[self.redis_url], capacity=CAPACITY)

        def publish(events: Sequence[tuple[str, str]]) -> None:
            for topic, text in events:
                message = {"type": "news", "text": frame_of(topic, text)}
                runner.run(layer.group_send(topic, message))

        return publish
