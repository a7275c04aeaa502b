"""Whose socket is whose, as `/broadcasting/auth` wrote it in Redis when it signed.

Entries live as long as their sockets: this process renews and drops them. When somebody's
rights end, sockets are closed that were opened before that moment; whoever comes back has been
asked anew.
"""

import json
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from realtime.server import keys
from realtime.server.cluster import Cluster
from realtime.server.socket import Socket

AT_ONCE = 500

JSON = dict[str, Any]


@dataclass(frozen=True)
class Owner:
    actor: str
    session: str
    entry: str  # as it stands in Redis

    @classmethod
    def parse(cls, entry: bytes) -> "Owner":
        told = json.loads(entry)
        return cls(told["actor"], told["session"], entry.decode())


class Owners:
    def __init__(self, cluster: Cluster, end_rights: Callable[[Socket, JSON], None]) -> None:
        self.cluster = cluster
        self.end_rights = end_rights
        self.of: dict[Socket, Owner] = {}
        self._owned: dict[str, set[Socket]] = defaultdict(set)  # by their actor
        self._unread: set[Socket] = set()
        self._gone: dict[Socket, Owner] = {}
        self._revocations: dict[str, list[JSON]] = {}  # by their actor

    def look_up(self, socket: Socket) -> None:
        """A signature was shown, so the entry is there; perhaps it names a newer session."""
        self._unread.add(socket)

    def forget(self, socket: Socket) -> None:
        self._unread.discard(socket)
        if owner := self._disown(socket):
            self._gone[socket] = owner

    def is_behind(self) -> bool:
        return bool(self._unread or self._gone)

    async def flush(self) -> None:
        await self._read()
        await self._drop()

    async def renew(self, sockets: Iterable[Socket]) -> None:
        """Also for those whose signature has not been shown yet: it may be, much later."""
        self._unread.update(socket for socket in sockets if socket not in self.of)
        await self._read()
        self._forget_old_revocations()
        commands: list[Any] = []
        for socket, owner in self.of.items():
            entry, mine = keys.socket(socket.id), keys.sockets(owner.actor)
            commands += [
                ("SET", entry, owner.entry, "EX", keys.ENTRY_SECONDS, "NX"),  # if it was lost
                ("EXPIRE", entry, keys.ENTRY_SECONDS),
                ("ZADD", mine, time.time() + keys.ENTRY_SECONDS, socket.id),
                ("EXPIRE", mine, 2 * keys.ENTRY_SECONDS),
            ]
        for start in range(0, len(commands), AT_ONCE):
            await self.cluster.home.ask_all(commands[start : start + AT_ONCE])

    def revoke(self, message: JSON, sockets: Mapping[str, Socket]) -> None:
        """Now, and for as long as an owner may still become known."""
        self._revocations.setdefault(message["actor"], []).append(message)
        owned = self._owned.get(message["actor"], ())
        ended = [socket for socket in owned if self._concerns(message, socket)]
        named = [sockets[id_] for id_ in message["sockets"] if id_ in sockets]
        for socket in {*named, *ended}:
            self.end_rights(socket, message)

    def _forget_old_revocations(self) -> None:
        since = self.cluster.redis_time(time.monotonic()) - keys.ENTRY_SECONDS
        for actor, messages in list(self._revocations.items()):
            self._revocations[actor] = [each for each in messages if each["at"] > since]
            if not self._revocations[actor]:
                del self._revocations[actor]

    def _concerns(self, message: JSON, socket: Socket) -> bool:
        owner = self.of.get(socket)
        return (
            owner is not None
            and owner.actor == message["actor"]
            and message["session"] in {"", owner.session}
            and self.cluster.redis_time(socket.opened_at) < message["at"]
        )

    async def _read(self) -> None:
        sockets = list(self._unread)
        for start in range(0, len(sockets), AT_ONCE):
            part = sockets[start : start + AT_ONCE]
            ids = [keys.socket(socket.id) for socket in part]
            entries = await self.cluster.home.ask("MGET", *ids)
            self._unread.difference_update(part)
            for socket, entry in zip(part, entries, strict=True):
                if entry and socket.is_open:
                    self._learn(socket, Owner.parse(entry))

    def _learn(self, socket: Socket, owner: Owner) -> None:
        self._disown(socket)
        self.of[socket] = owner
        self._owned[owner.actor].add(socket)
        for message in self._revocations.get(owner.actor, []):
            if self._concerns(message, socket):
                self.end_rights(socket, message)
                return

    def _disown(self, socket: Socket) -> Owner | None:
        owner = self.of.pop(socket, None)
        if owner is not None:
            self._owned[owner.actor].discard(socket)
            if not self._owned[owner.actor]:
                del self._owned[owner.actor]
        return owner

    async def _drop(self) -> None:
        gone = list(self._gone.items())
        for start in range(0, len(gone), AT_ONCE):
            part = gone[start : start + AT_ONCE]
            commands: list[Any] = []
            for socket, owner in part:
                commands.append(("DEL", keys.socket(socket.id)))
                commands.append(("ZREM", keys.sockets(owner.actor), socket.id))
            await self.cluster.home.ask_all(commands)
            for socket, _ in part:
                self._gone.pop(socket, None)
