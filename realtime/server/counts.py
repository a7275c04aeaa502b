"""What of this process is written to Redis a moment later, many things in one go.

How many listen to a channel, whose socket is whose, and what happened: nobody waits for it.
What could not be written is written when Redis is back.
"""

import asyncio
import json
import time
from collections import defaultdict
from collections.abc import Callable
from typing import Any

import redis

from realtime.applications import Application, by_id
from realtime.layer import SteadyLoopLayer, group_of
from realtime.server import keys, protocol
from realtime.server.cluster import Cluster, change
from realtime.server.socket import Socket

PAUSE_SECONDS = 0.05
MOST_CHANGES = 10_000
OWNER_SECONDS = 60  # how long an entry lives that nobody renews
RECENT_SECONDS = 1.0  # longer than it takes to read an owner
BUSY = 100  # from this many subscriptions on, counts are told
BUSY_SECONDS = 5.0  # apart, at least

Place = tuple[str, str]
JSON = dict[str, Any]


class Counts:
    def __init__(
        self, cluster: Cluster, layer: SteadyLoopLayer, close: Callable[[Socket, JSON], None]
    ) -> None:
        self.cluster = cluster
        self.layer = layer
        self.close = close  # a socket whose owner has lost his rights
        self.listening: dict[Place, int] = {}  # what is true here
        self._changed: set[Place] = set()
        self._changes: list[str] = []
        self._unread: set[Socket] = set()
        self._gone: set[Socket] = set()
        self._revoked: list[tuple[float, JSON]] = []
        self._quiet_until: dict[Place, float] = {}
        self._flushing: asyncio.Task[None] | None = None

    def set(self, app: Application, channel: str, count: int) -> None:
        place = (app.id, channel)
        if count:
            self.listening[place] = count
        else:
            self.listening.pop(place, None)
        self._changed.add(place)
        self._flush_soon()

    def report(self, told: str) -> None:
        if len(self._changes) < MOST_CHANGES:
            self._changes.append(told)
        self._flush_soon()

    def find_owner(self, socket: Socket) -> None:
        """`/broadcasting/auth` has written whose socket this is, perhaps of a newer session."""
        self._unread.add(socket)
        self._flush_soon()

    def forget_owner(self, socket: Socket) -> None:
        self._unread.discard(socket)
        if socket.owner:
            self._gone.add(socket)
            self._flush_soon()

    async def flush(self) -> None:
        try:
            await self._read_owners()
            await self._drop_owners()
            await self._write_counts()
            await self._write_changes()
        except redis.RedisError:
            self.cluster.is_behind = True

    async def rewrite(self) -> None:
        """All of it: Redis may have lost what it had, or missed what changed."""
        self._changed |= self.listening.keys() | await self.cluster.written_channels()
        await self._write_counts()

    async def renew_owners(self, sockets: list[Socket]) -> None:
        """An entry must not expire while its socket lives, be its signature shown yet or not."""
        self._unread.update(socket for socket in sockets if not socket.owner)
        await self._read_owners()
        home, until = self.cluster.home, time.time() + OWNER_SECONDS
        for socket in [socket for socket in sockets if socket.owner]:
            entry, mine = keys.socket(socket.id), keys.sockets(owner_of(socket)["actor"])
            await home.ask_all(
                [
                    ("SET", entry, socket.owner, "EX", OWNER_SECONDS, "NX"),  # if it was lost
                    ("EXPIRE", entry, OWNER_SECONDS),
                    ("ZADD", mine, until, socket.id),
                    ("EXPIRE", mine, 2 * OWNER_SECONDS),
                ]
            )

    def revoke(self, message: JSON) -> None:
        """Somebody's rights have ended. It may concern a socket whose owner is just being read."""
        now = time.monotonic()
        self._revoked = [(at, told) for at, told in self._revoked if now - at < RECENT_SECONDS]
        self._revoked.append((now, message))

    def _flush_soon(self) -> None:
        if self._flushing is None or self._flushing.done():
            self._flushing = asyncio.create_task(self._flush_later())

    async def _flush_later(self) -> None:
        while self._changed or self._changes or self._unread or self._gone:
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
        place, now = (app.id, channel), time.monotonic()
        if total <= BUSY:
            return True
        wait = self._quiet_until.get(place, 0) - now
        if wait <= 0:
            self._quiet_until[place] = now + BUSY_SECONDS
            return True
        asyncio.get_running_loop().call_later(wait, self._tell_again, place)
        return False

    def _tell_again(self, place: Place) -> None:
        self._changed.add(place)
        self._flush_soon()

    async def _write_changes(self) -> None:
        changes = self._changes
        if changes:
            await self.cluster.report(changes)
            self._changes = self._changes[len(changes) :]

    async def _read_owners(self) -> None:
        sockets = list(self._unread)
        if not sockets:
            return
        found = await self.cluster.home.ask("MGET", *(keys.socket(socket.id) for socket in sockets))
        self._unread.difference_update(sockets)
        for socket, owner in zip(sockets, found, strict=True):
            if owner and socket.is_open:
                socket.owner = owner.decode()
                self._close_if_revoked(socket)

    def _close_if_revoked(self, socket: Socket) -> None:
        for at, message in self._revoked:
            is_recent = time.monotonic() - at < RECENT_SECONDS
            if is_recent and is_owned(socket, message["actor"], message["session"]):
                self.close(socket, message)

    async def _drop_owners(self) -> None:
        for socket in list(self._gone):
            mine = keys.sockets(owner_of(socket)["actor"])
            await self.cluster.home.ask_all(
                [("DEL", keys.socket(socket.id)), ("ZREM", mine, socket.id)]
            )
            self._gone.discard(socket)


def owner_of(socket: Socket) -> dict[str, str]:
    owner: dict[str, str] = json.loads(socket.owner) if socket.owner else {}
    return owner


def is_owned(socket: Socket, actor: str, session: str) -> bool:
    """By this actor, and where a session is named, by that session of theirs."""
    owner = owner_of(socket)
    return owner.get("actor") == actor and session in {"", owner.get("session")}
