"""Tells channels now and then how far their logs have come: the layer can lose what it carries.

A head is told once, so quiet sockets stay quiet. That is enough: each later loss moves the
head, and whoever subscribes later reads the log after that. Only our own app has logs.
"""

import asyncio
import time
from contextlib import suppress
from typing import TYPE_CHECKING

import redis
import structlog

from realtime.applications import own
from realtime.lines import AskingLine
from realtime.server.cluster import in_parts
from realtime.server.topics import Topic

if TYPE_CHECKING:
    from realtime.server.hub import Hub

log = structlog.get_logger(__name__)

PAUSE_SECONDS = 1.0
AT_ONCE = 200  # channels that are told before other work has its turn


class Beacon:
    def __init__(self, hub: "Hub") -> None:
        self.hub = hub
        self._shining = asyncio.create_task(self._shine())

    async def _shine(self) -> None:
        while True:
            await asyncio.sleep(PAUSE_SECONDS)
            try:
                await self._tell_due()
            except Exception:
                log.exception("heads_not_told")

    async def _tell_due(self) -> None:
        due = self._due()
        for line, channels in self.hub.cluster.by_line(own(), due).items():
            with suppress(redis.RedisError):  # they stay due, and other hosts may answer
                await self._tell(line, [due[channel] for channel in channels])

    async def _tell(self, line: AskingLine, topics: list[Topic]) -> None:
        for part in in_parts(topics, AT_ONCE):
            heads = await self.hub.cluster.heads(own(), line, [topic.channel for topic in part])
            for topic, head in zip(part, heads, strict=True):
                topic.tell_head(head)

    def _due(self) -> dict[str, Topic]:
        app_id, now = own().id, time.monotonic()
        return {
            topic.channel: topic
            for topic in self.hub.topics.values()
            if topic.head_due_at <= now and topic.listeners and topic.app.id == app_id
        }
