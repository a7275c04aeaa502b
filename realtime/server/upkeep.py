"""What a socket process does without being asked: look after its sockets and its lease."""

import asyncio
import random
import time
from contextlib import suppress
from typing import TYPE_CHECKING

import redis
import structlog

from realtime.server import keys, leases, protocol
from realtime.server.metrics import counters
from realtime.server.protocol import Goodbye
from realtime.server.socket import Socket

if TYPE_CHECKING:
    from realtime.server.hub import Hub

log = structlog.get_logger(__name__)

LOOK_SECONDS = 1.0
TELL_SECONDS = 5.0
BEAT_SECONDS = 20.0
BURY_SECONDS = 5.0
COMPARE_SECONDS = 60.0
# After Redis was lost every process writes its part anew, at its next beat at the latest.
SETTLED_SECONDS = BEAT_SECONDS + 5.0
STALL_SECONDS = 1.0


class Upkeep:
    def __init__(self, hub: "Hub") -> None:
        self.hub = hub
        self.tell_at = self.beat_at = self.bury_at = 0.0
        self.compare_at = time.monotonic() + COMPARE_SECONDS
        self._is_restored = False
        self.leased = asyncio.ensure_future(self._first_beat())
        self._looking = asyncio.create_task(self._look())
        self._living = asyncio.create_task(self._live())

    def rewrite_soon(self) -> None:
        self._is_restored = True

    async def close_all(self, seconds: float) -> None:
        """Send everybody elsewhere, in no order, so that they do not come back all at once."""
        self.hub.is_closing = True
        sockets = list(self.hub.sockets.values())
        random.shuffle(sockets)
        for socket in sockets:
            self.hub.close(socket, Goodbye(protocol.OVER_CAPACITY, "This server is restarting."))
            await asyncio.sleep(seconds / len(sockets))
        await asyncio.shield(self.leased)
        self._living.cancel()  # or the lease could be renewed once more
        with suppress(redis.RedisError):
            await leases.end(self.hub.cluster)

    async def _first_beat(self) -> None:
        """Whoever waits for it must go on, whatever happens."""
        try:
            # What was revoked before we could hear of it is read with the first beat.
            await asyncio.shield(self.hub.listens_to_control)
            await self._beat()
        except redis.RedisError:
            self.hub.cluster.is_behind = True
        except Exception:
            log.exception("upkeep_failed")

    async def _look(self) -> None:
        now = time.monotonic()
        while True:
            due = now + LOOK_SECONDS
            await asyncio.sleep(LOOK_SECONDS)
            now = time.monotonic()
            self._notice_delay(now - due)
            for socket in list(self.hub.sockets.values()):
                try:
                    self._look_at(socket, now)
                except Exception:
                    # One socket's trouble must not leave the others without a watch.
                    log.exception("socket_not_looked_after")

    def _notice_delay(self, seconds: float) -> None:
        """Something held the loop, and all sockets with it."""
        if seconds > STALL_SECONDS:
            counters.stalls += 1
            log.warning("loop_stalled", seconds=round(seconds, 1))

    def _look_at(self, socket: Socket, now: float) -> None:
        if socket.wire.is_stuck(now):
            counters.evictions += 1
            self.hub.forget(socket)
            socket.wire.abort()
        elif goodbye := self._time_to_go(socket, now):
            counters.pruned += 1
            self.hub.close(socket, goodbye)
        elif self._is_to_be_asked(socket, now):
            socket.ping()

    def _is_to_be_asked(self, socket: Socket, now: float) -> bool:
        is_asked = socket.pinged_at > socket.silent_since()
        return not is_asked and now - socket.silent_since() > socket.app.activity_timeout

    def _time_to_go(self, socket: Socket, now: float) -> Goodbye | None:
        app, age = socket.app, now - socket.opened_at
        # From the ping on: a process that stood still has not asked anybody yet.
        if 0 < socket.silent_since() < socket.pinged_at < now - app.ping_interval:
            return Goodbye(protocol.NO_PONG, "There was no answer to our ping.")
        if 0 < app.require_auth_within < age and not socket.is_authorised:
            return Goodbye(protocol.UNAUTHORISED, "Nobody has signed in here in time.")
        if age > keys.OLDEST_SOCKET_SECONDS:
            return Goodbye(protocol.TOO_OLD, "This connection is a day old. Connect again.")
        return None

    async def _live(self) -> None:
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            try:
                await self._keep_up()
            except redis.RedisError:
                self.hub.cluster.is_behind = True
            except Exception:
                log.exception("upkeep_failed")

    async def _keep_up(self) -> None:
        now = time.monotonic()
        if self._is_restored:
            self._is_restored = False
            self.hub.cluster.is_behind = True
            self.compare_at = now + SETTLED_SECONDS
        if now >= self.beat_at or self.hub.cluster.is_behind:
            await self._beat()
        elif now >= self.tell_at:
            await self._tell()
        if now >= self.bury_at:
            self.bury_at = now + BURY_SECONDS
            await leases.bury_the_dead(self.hub.cluster)
        if now >= self.compare_at:
            await self._tell()  # Redis may have lost everything and never have been away
        if now >= self.compare_at:
            self.compare_at = now + COMPARE_SECONDS
            await self._compare(only_additions=False)

    async def _tell(self) -> None:
        """Live on, and tell what was counted. If Redis does not know us, it has lost the rest."""
        self.tell_at = time.monotonic() + TELL_SECONDS
        is_known = await leases.renew(self.hub.cluster, self.hub.told_counters())
        if not is_known:
            self.hub.cluster.is_behind = True
            # Others will write their part again as well: until then absences mean nothing.
            self.compare_at = time.monotonic() + SETTLED_SECONDS

    async def _beat(self) -> None:
        self.beat_at = time.monotonic() + BEAT_SECONDS
        await self._tell()
        self.hub.elsewhere = await self.hub.cluster.sockets_elsewhere()
        await self.hub.cluster.set_clock()
        await self.hub.owners.renew(self.hub.sockets.values())
        if self.hub.cluster.is_behind:
            await self._rewrite()

    async def _rewrite(self) -> None:
        self.hub.cluster.is_behind = False
        async for message in self.hub.cluster.revocations(self._oldest_opening()):
            self.hub.obey(message)
        await self.hub.counts.rewrite()
        await self.hub.counts.flush()
        await self.hub.users.rewrite()
        for presence in self.hub.presences():
            await presence.rewrite()
        await self._compare(only_additions=True)

    def _oldest_opening(self) -> float:
        """What was revoked before that concerns nobody here, nor whose owner is still unknown."""
        opened = [socket.opened_at for socket in self.hub.sockets.values()]
        return self.hub.cluster.redis_time(min([*opened, time.monotonic() - keys.ENTRY_SECONDS]))

    async def _compare(self, *, only_additions: bool) -> None:
        for presence in self.hub.presences():
            await presence.compare(only_additions=only_additions)
