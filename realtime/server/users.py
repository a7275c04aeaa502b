"""Sockets that have signed in: events for a user, wherever he is, and who watches whom."""

import asyncio
from collections import defaultdict
from typing import TYPE_CHECKING, Any

import redis

from realtime.applications import by_id
from realtime.server import protocol
from realtime.server.cluster import watch_frame, watchers_of
from realtime.server.protocol import Goodbye, ProtocolError, User
from realtime.server.socket import Socket

if TYPE_CHECKING:
    from realtime.server.hub import Hub

GRACE_SECONDS = 3.0

Who = tuple[str, str]  # an app's id and a user's


class Users:
    def __init__(self, hub: "Hub") -> None:
        self.hub = hub
        self.sockets: dict[Who, set[Socket]] = defaultdict(set)
        self._tallies: set[asyncio.Task[None]] = set()

    async def sign_in(self, socket: Socket, user: User) -> None:
        if socket.user is not None and socket.user.id != user.id:
            raise ProtocolError(
                protocol.UNAUTHORISED, "Somebody else is signed in here. Connect again."
            )
        socket.user = user
        who = (socket.app.id, user.id)
        self.sockets[who].add(socket)
        await self._tally(who)
        await self.hub.listen(socket, channel_of(user.id))
        for watched in user.watchlist:
            await self.hub.listen(socket, watchers_of(watched))

    async def watched(self, socket: Socket) -> list[str]:
        """The frame that says who of the watched is there already."""
        if socket.user is None or not socket.user.watchlist:
            return []
        try:
            there = await self.hub.cluster.online(socket.app, socket.user.watchlist)
        except redis.RedisError:
            return []
        return [watch_frame("online", there)] if there else []

    def sign_out(self, socket: Socket) -> None:
        if socket.user is None:
            return
        who = (socket.app.id, socket.user.id)
        self.sockets[who].discard(socket)
        if not self.sockets[who]:
            # A reload is not a farewell.
            asyncio.get_running_loop().call_later(GRACE_SECONDS, self._tally_soon, who)

    def terminate(self, message: dict[str, Any]) -> None:
        """Close what belonged to the user then: signed-in sockets and those of his presence."""
        goodbye = Goodbye(protocol.UNAUTHORISED, "The app has closed this.")
        for socket in list(self.hub.sockets.values()):
            is_older = self.hub.cluster.redis_time(socket.opened_at) < message["at"]
            is_meant = socket.app.id == message["app"] and message["user_id"] in names_of(socket)
            if is_older and is_meant:
                self.hub.close(socket, goodbye)

    async def rewrite(self) -> None:
        written = await self.hub.cluster.written_users()
        for who in self.sockets.keys() | written:
            await self._tally(who)

    def _tally_soon(self, who: Who) -> None:
        tally = asyncio.ensure_future(self._tally(who))
        self._tallies.add(tally)
        tally.add_done_callback(self._tallies.discard)

    async def _tally(self, who: Who) -> None:
        app_id, user_id = who
        count = len(self.sockets.get(who, ()))
        if not count:
            self.sockets.pop(who, None)
        try:
            if app := by_id(app_id):
                await self.hub.cluster.tally_user(app, user_id, count)
        except redis.RedisError:
            self.hub.cluster.is_behind = True


def channel_of(user_id: str) -> str:
    return f"#server-to-user-{user_id}"


def names_of(socket: Socket) -> set[str]:
    """Every id that this socket goes by."""
    names = {str(protocol.load(member.id)) for member in socket.members.values()}
    return names | ({socket.user.id} if socket.user else set())


def may_hear(socket: Socket, channel: str) -> bool:
    """pusher-js asks for its user's own channel after it has signed in."""
    return socket.user is not None and channel == channel_of(socket.user.id)
