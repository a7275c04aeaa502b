"""Who is on one presence channel: one roster over all processes.

Sockets here are told what `told` says, no more and no less, so whatever the layer repeats or
forgets is put right by comparing it with Redis, and nobody hears of the same coming twice.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import redis

from realtime.applications import Application
from realtime.server import protocol
from realtime.server.cluster import Cluster, Members
from realtime.server.metrics import counters
from realtime.server.protocol import Member, SubscriptionError

GRACE_SECONDS = 3.0

Tell = Callable[[str, str], None]  # a frame, and the socket that must not get it


@dataclass
class Here:
    """A member with sockets in this process; without any he is about to leave."""

    member: Member
    sockets: set[str] = field(default_factory=set)
    leaving: asyncio.TimerHandle | None = None


class Presence:
    def __init__(
        self,
        app: Application,
        channel: str,
        cluster: Cluster,
        tell: Tell,
        emptied: Callable[[], None],
    ) -> None:
        self.app = app
        self.channel = channel
        self.cluster = cluster
        self.tell = tell
        self.emptied = emptied  # nobody of this process is a member any more
        self.told: Members | None = None
        self.here: dict[str, Here] = {}
        self._is_owed = False  # Redis has not heard of somebody's going
        self._early: list[dict[str, Any]] = []
        self._lock = asyncio.Lock()  # comings and goings of this process, one at a time
        self._leaves: set[asyncio.Task[None]] = set()

    async def join(self, member: Member, socket_id: str) -> None:
        async with self._lock:
            if not member.is_hidden:
                await self._enter(member, socket_id)
            if self.told is None:
                await self._load()

    def roster(self, member: Member) -> str:
        """What the joining socket is told; its own coming may still be on its way to us."""
        own = {} if member.is_hidden else {member.id: member.info}
        return protocol.roster((self.told or {}) | own)

    def leave(self, member: Member, socket_id: str) -> None:
        here = self.here.get(member.id)
        if here is None or socket_id not in here.sockets:
            return
        here.sockets.remove(socket_id)
        if not here.sockets:
            # Whoever reloads the page or changes the network has not left.
            loop = asyncio.get_running_loop()
            here.leaving = loop.call_later(GRACE_SECONDS, self._start_leaving, here)

    def heard(self, message: dict[str, Any]) -> None:
        """Somebody came or went, in any process."""
        if self.told is None:
            self._early.append(message)
        elif message["is_added"]:
            self._add(message["id"], message["info"], message["except"])
        else:
            self._remove(message["id"])

    async def rewrite(self) -> None:
        """Make Redis have what is here, after it may have missed or lost something."""
        async with self._lock:
            written = await self.cluster.written_members(self.app, self.channel)
            for id_ in written.keys() - self.here.keys():
                await self.cluster.leave(self.app, self.channel, Member(id_, written[id_]))
            for id_ in list(self.here.keys() - written.keys()):
                await self.cluster.join(self.app, self.channel, self.here[id_].member, "")
        self._is_owed = False
        if self.is_empty():
            self.emptied()

    async def compare(self, *, only_additions: bool) -> None:
        """Tell what the layer did not. After a loss, absences mean little at first."""
        if self.told is None:
            return
        now = await self.cluster.members(self.app, self.channel)
        for id_ in now.keys() - self.told.keys():
            self._add(id_, now[id_])
        for id_ in [] if only_additions else self.told.keys() - now.keys():
            self._remove(id_)

    def is_empty(self) -> bool:
        """Nobody is here, and Redis has been told so."""
        return not self.here and not self._is_owed

    async def _enter(self, member: Member, socket_id: str) -> None:
        is_new = member.id not in self.here
        here = self.here.setdefault(member.id, Here(member))
        here.sockets.add(socket_id)  # first: should we be given up on meanwhile, `leave` finds it
        if here.leaving is not None:
            here.leaving.cancel()
            here.leaving = None
        if is_new and not await self._is_let_in(member, socket_id):
            del self.here[member.id]
            raise self._full()

    async def _is_let_in(self, member: Member, socket_id: str) -> bool:
        try:
            return await self.cluster.join(self.app, self.channel, member, socket_id) >= 0
        except redis.RedisError:
            self.cluster.is_behind = True
            return True

    async def _load(self) -> None:
        try:
            self.told = await self.cluster.members(self.app, self.channel)
        except redis.RedisError:
            self.told = {}
            self.cluster.is_behind = True
        for message in self._early:
            self.heard(message)
        self._early.clear()

    def _start_leaving(self, here: Here) -> None:
        leave = asyncio.ensure_future(self._leave(here))
        self._leaves.add(leave)
        leave.add_done_callback(self._leaves.discard)

    async def _leave(self, here: Here) -> None:
        async with self._lock:
            if here.sockets or self.here.get(here.member.id) is not here:
                return
            del self.here[here.member.id]
            try:
                await self.cluster.leave(self.app, self.channel, here.member)
            except redis.RedisError:
                self.cluster.is_behind = self._is_owed = True
        if self.is_empty():
            self.emptied()

    def _add(self, id_: str, info: str, except_socket: str = "") -> None:
        assert self.told is not None
        if id_ not in self.told:
            self.told[id_] = info
            data = protocol.membership(id_, info)
            self._tell("pusher_internal:member_added", data, except_socket)

    def _remove(self, id_: str) -> None:
        assert self.told is not None
        if id_ in self.here:
            # We know better: he was given up while we could not say that he is here.
            self.cluster.is_behind = True
        elif self.told.pop(id_, None) is not None:
            self._tell("pusher_internal:member_removed", protocol.membership(id_), "")

    def _tell(self, event: str, data: str, except_socket: str) -> None:
        self.tell(protocol.encode_event(event, data, self.channel), except_socket)

    def _full(self) -> SubscriptionError:
        counters.limits_hit += 1
        most = self.app.presence_max_members
        return SubscriptionError(
            self.channel,
            protocol.OVER_QUOTA,
            f"{self.channel} has {most} members, which is its limit.",
            kind="LimitReached",
            status=403,
        )
