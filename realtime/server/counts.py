"""What of this process is written to Redis a moment later, many things in one go.

How many listen to a channel, and what happened: nobody waits for it. What could not be written
is written when Redis is back.
"""

import asyncio
from collections import defaultdict

import redis

from realtime.applications import Application, by_id
from realtime.layer import SteadyLoopLayer, group_of
from realtime.server import protocol
from realtime.server.cluster import Cluster, change
from realtime.server.owners import Owners

PAUSE_SECONDS = 0.05
MOST_CHANGES = 10_000
BUSY = 100  # from this many subscriptions on, counts are told
BUSY_SECONDS = 5.0  # apart, at least

Place = tuple[str, str]


class Counts:
    def __init__(self, cluster: Cluster, layer: SteadyLoopLayer, owners: Owners) -> None:
        self.cluster = cluster
        self.layer = layer
        self.owners = owners
        self.listening: dict[Place, int] = {}  # what is true here
        self._changed: set[Place] = set()
        self._changes: list[str] = []
        self._lock = asyncio.Lock()  # or an older count could be written over a newer
        self._told_lately: dict[Place, bool] = {}  # and whether it has changed since
        self._flushing: asyncio.Task[None] | None = None

    def set(self, app: Application, channel: str, count: int) -> None:
        place = (app.id, channel)
        if count:
            self.listening[place] = count
        else:
            self.listening.pop(place, None)
        self._changed.add(place)
        self.flush_soon()

    def report(self, told: str) -> None:
        if len(self._changes) < MOST_CHANGES:
            self._changes.append(told)
        self.flush_soon()

    async def flush(self) -> None:
        async with self._lock:
            try:
                await self.owners.flush()
                await self._write_counts()
                await self._write_changes()
            except redis.RedisError:
                self.cluster.is_behind = True

    async def rewrite(self) -> None:
        """All of it: Redis may have lost what it had, or missed what changed."""
        async with self._lock:
            self._changed |= self.listening.keys() | await self.cluster.written_channels()
            await self._write_counts()

    def flush_soon(self) -> None:
        if self._flushing is None or self._flushing.done():
            self._flushing = asyncio.create_task(self._flush_later())

    async def _flush_later(self) -> None:
        while self._changed or self._changes or self.owners.is_behind():
            await asyncio.sleep(PAUSE_SECONDS)
            await self.flush()
            if self.cluster.is_behind:
                return

    async def _write_counts(self) -> None:
        changed, self._changed = self._changed, set()
        # Should Redis go away now: `rewrite` takes all of it anew.
        by_app: dict[str, dict[str, int]] = defaultdict(dict)
        for app_id, channel in changed:
            by_app[app_id][channel] = self.listening.get((app_id, channel), 0)
        for app_id, counts in by_app.items():
            if app := by_id(app_id):
                totals = await self.cluster.tally_channels(app, counts)
                if app.subscription_count:
                    await self._tell_counts(app, totals)

    async def _tell_counts(self, app: Application, totals: dict[str, int]) -> None:
        told = {
            channel: total
            for channel, total in totals.items()
            if not protocol.is_presence(channel) and self._is_time(app, channel, total)
        }
        data = {channel: {"subscription_count": total} for channel, total in told.items()}
        event = "pusher_internal:subscription_count"
        await self.layer.publish(
            [
                (
                    group_of(app.id, channel),
                    {
                        "type": "event",
                        "frame": protocol.encode(event, count, channel),
                        "is_fleeting": True,
                    },
                )
                for channel, count in data.items()
            ]
        )
        for channel, count in data.items():
            self.report(change("subscription_count", app, channel, **count))

    def _is_time(self, app: Application, channel: str, total: int) -> bool:
        """A busy channel's count would be told again and again; every few seconds is enough."""
        place = (app.id, channel)
        if total <= BUSY:
            return True
        if place in self._told_lately:
            self._told_lately[place] = True
            return False
        self._told_lately[place] = False
        asyncio.get_running_loop().call_later(BUSY_SECONDS, self._tell_again, place)
        return True

    def _tell_again(self, place: Place) -> None:
        if self._told_lately.pop(place):
            self._changed.add(place)
            self.flush_soon()

    async def _write_changes(self) -> None:
        changes, self._changes = self._changes, []
        if changes:
            try:
                await self.cluster.report(changes)
            except redis.RedisError:
                self._changes = changes + self._changes
                raise
