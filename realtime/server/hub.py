"""Hop 6, hub: who in this process listens to what.

Everything about sockets happens in the loop of the process, so nothing here is locked. What
concerns other processes goes through `cluster`, what is told through the layer.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import Any
from weakref import WeakKeyDictionary

import redis
import structlog

from realtime.applications import Application, all_applications
from realtime.layer import CONTROL, group_of, layer
from realtime.server import protocol
from realtime.server.beacon import Beacon
from realtime.server.cluster import Cluster, change
from realtime.server.counts import Counts
from realtime.server.metrics import counters
from realtime.server.owners import Owners
from realtime.server.presence import Presence
from realtime.server.protocol import Goodbye, Member
from realtime.server.socket import Socket
from realtime.server.topics import Topic
from realtime.server.upkeep import Upkeep
from realtime.server.users import Users

log = structlog.get_logger(__name__)

Place = tuple[str, str]  # an app's id and a channel


class Hub:
    def __init__(self) -> None:
        self.layer = layer().here()
        self.layer.restored = self.restored
        self.cluster = Cluster(self.layer)
        self.sockets: dict[str, Socket] = {}
        self.addresses: Counter[str] = Counter()
        self.apps: Counter[str] = Counter()  # sockets of each app
        self.elsewhere: Counter[str] = Counter()  # the same, in all other processes
        self.topics: dict[Place, Topic] = {}
        self.is_closing = False
        self.owners = Owners(self.cluster, self.end_rights)
        self.counts = Counts(self.cluster, self.layer, self.owners)
        self.users = Users(self)
        self.listens_to_control = asyncio.ensure_future(self.layer.listen(CONTROL, self.obey))
        self.upkeep = Upkeep(self)
        self.beacon = Beacon(self)

    # Sockets come and go

    def welcome(self, socket: Socket) -> None:
        self.sockets[socket.id] = socket
        self.addresses[socket.address] += 1
        self.apps[socket.app.id] += 1

    def forget(self, socket: Socket) -> None:
        """The socket has gone, or is about to be closed: nothing is written to it from here on."""
        socket.is_open = False
        if self.sockets.pop(socket.id, None) is None:
            return
        self._uncount(self.addresses, socket.address)
        self._uncount(self.apps, socket.app.id)
        for channel in list(socket.topics):
            self.unsubscribe(socket, channel)
        for topic in socket.overheard:
            topic.remove(socket)
            self._drop_if_idle(topic)
        self.users.sign_out(socket)
        self.owners.forget(socket)
        self.counts.flush_soon()

    def close(self, socket: Socket, goodbye: Goodbye) -> None:
        if socket.is_open:
            self.forget(socket)
            socket.tell(goodbye.frame())
            socket.wire.close(goodbye.code, str(goodbye))

    # Subscriptions

    async def subscribe(self, socket: Socket, channel: str, member: Member | None = None) -> None:
        """Once this has answered, nothing that is told on the channel passes the socket by."""
        async with self._arriving(socket, channel) as topic:
            presence = self._presence(topic) if member is not None else None
            try:
                if member is not None and presence is not None:
                    await presence.join(member, socket.id)
                cached = await self._cached(topic) if protocol.is_cache(channel) else None
            except BaseException:  # also when the socket has gone and the server gave up on it
                if member is not None and presence is not None:
                    presence.leave(member, socket.id)
                raise
            if socket.is_open:
                self._admit(socket, topic, member, cached)
            elif member is not None and presence is not None:
                presence.leave(member, socket.id)

    def repeat(self, socket: Socket, channel: str) -> None:
        """A client that asks again is answered again."""
        topic, member = socket.topics[channel], socket.members.get(channel)
        socket.tell(self._succeeded(topic, member))

    async def listen(self, socket: Socket, channel: str) -> None:
        """To one of the server's own channels: nothing is answered."""
        async with self._arriving(socket, channel) as topic:
            if socket.is_open:
                topic.add(socket)
                socket.overheard.add(topic)

    def unsubscribe(self, socket: Socket, channel: str) -> None:
        topic = socket.topics.pop(channel, None)
        if topic is None:
            return
        topic.remove(socket)
        member = socket.members.pop(channel, None)
        if member is not None and topic.presence is not None:
            topic.presence.leave(member, socket.id)
        self.counts.set(topic.app, channel, len(topic.listeners))
        self._drop_if_idle(topic)

    @asynccontextmanager
    async def _arriving(self, socket: Socket, channel: str) -> AsyncIterator[Topic]:
        """The channel's topic, joined, and kept until the socket has come or given up."""
        place = (socket.app.id, channel)
        if place not in self.topics:
            self.topics[place] = Topic(socket.app, channel, self.layer)
        topic = self.topics[place]
        topic.arriving += 1
        try:
            if not topic.joined.done():
                await asyncio.shield(topic.joined)
            if not self.upkeep.leased.done():
                await asyncio.shield(self.upkeep.leased)
            yield topic
        finally:
            topic.arriving -= 1
            self._drop_if_idle(topic)

    def _drop_if_idle(self, topic: Topic) -> None:
        place = (topic.app.id, topic.channel)
        if topic.is_idle() and self.topics.get(place) is topic:
            del self.topics[place]
            self.layer.leave(topic.group)

    # Events

    async def publish(
        self,
        app: Application,
        channels: list[str],
        event: str,
        data: str,
        except_socket: str = "",
    ) -> None:
        await self.publish_many(
            app, [(channel, event, data, except_socket) for channel in channels]
        )

    async def publish_many(self, app: Application, events: list[tuple[str, str, str, str]]) -> None:
        """Each is (channel, event, data, socket that is left out); in one round trip."""
        messages, remembered = [], {}
        for channel, event, data, except_socket in events:
            frame = protocol.encode_event(event, data, channel)
            message = {"type": "event", "frame": frame}
            if except_socket:
                message["except"] = except_socket
            messages.append((group_of(app.id, channel), message))
            if protocol.is_cache(channel):
                remembered[channel] = frame
        await self.cluster.remember(app, remembered)
        await self.layer.publish(messages)

    async def pass_on(self, socket: Socket, channel: str, event: str, data: Any) -> None:
        """A client event: to all others on the channel, and never remembered."""
        member = socket.members.get(channel)
        user_id = member.id if member else ""
        text = data if isinstance(data, str) else protocol.dump(data)
        frame = protocol.encode_event(event, text, channel, user_id)
        message = {"type": "event", "frame": frame, "except": socket.id, "is_fleeting": True}
        await self.layer.publish([(group_of(socket.app.id, channel), message)])
        told = {"event": event, "data": text, "socket_id": socket.id}
        if member:
            told["user_id"] = protocol.load(member.id)
        self.counts.report(change("client_event", socket.app, channel, **told))

    # What other processes ask of all

    async def terminate(self, app: Application, user_id: str) -> None:
        """Written down as well: a hub whose line is broken must not miss it."""
        at = await self.cluster.now()
        message = {"type": "terminate", "app": app.id, "user_id": user_id, "at": at}
        await self.cluster.write_down(message)
        await self.layer.publish([(CONTROL, message)])

    def obey(self, message: dict[str, Any]) -> None:
        match message["type"]:
            case "terminate":
                self.users.terminate(message)
            case "disconnect":
                self.owners.revoke(message, self.sockets)

    def restored(self) -> None:
        """The layer was away: what it would have brought is lost."""
        for topic in self.topics.values():
            topic.look()
        self.upkeep.rewrite_soon()

    def connections(self, app: Application) -> int:
        """Everywhere; elsewhere as of the others' last beat."""
        return self.apps[app.id] + self.elsewhere[app.id]

    # What is told of this process

    def presences(self) -> list[Presence]:
        return [topic.presence for topic in self.topics.values() if topic.presence is not None]

    def told_counters(self) -> dict[str, int | str]:
        now = {"sockets": len(self.sockets), "channels": len(self.counts.listening)}
        # Noughts as well: what is in Redis stays until it is written over.
        apps = {f"sockets:{app.id}": self.apps[app.id] for app in all_applications()}
        return counters.as_dict() | {"process": self.cluster.process} | now | apps

    def end_rights(self, socket: Socket, message: dict[str, Any]) -> None:
        if message["is_ban"]:
            self.close(socket, Goodbye(protocol.UNAUTHORISED, "You may not be here any more."))
        else:
            self.close(socket, Goodbye(protocol.COME_BACK, "Your rights have changed."))

    def _admit(
        self, socket: Socket, topic: Topic, member: Member | None, cached: str | None
    ) -> None:
        """All in one step, so that the answer comes before the first event and none is missed."""
        channel = topic.channel
        answers = [self._succeeded(topic, member)]
        if member is not None:
            socket.members[channel] = member
        if cached is not None:
            answers.append(cached or protocol.encode("pusher:cache_miss", channel=channel))
        topic.flush()
        socket.tell(*answers)
        topic.add(socket)
        socket.topics[channel] = topic
        self.counts.set(topic.app, channel, len(topic.listeners))
        if cached == "":
            self.counts.report(change("cache_miss", socket.app, channel))

    def _succeeded(self, topic: Topic, member: Member | None) -> str:
        data = "{}"
        if member is not None and topic.presence is not None:
            data = topic.presence.roster(member)
        return protocol.encode_event("pusher_internal:subscription_succeeded", data, topic.channel)

    def _presence(self, topic: Topic) -> Presence:
        if topic.presence is None:
            emptied = partial(self._drop_if_idle, topic)
            topic.presence = Presence(topic.app, topic.channel, self.cluster, topic.tell, emptied)
        return topic.presence

    @staticmethod
    def _uncount(counted: Counter[str], name: str) -> None:
        counted[name] -= 1
        if not counted[name]:
            del counted[name]

    async def _cached(self, topic: Topic) -> str:
        try:
            found = await self.cluster.cached(topic.app, topic.channel)
        except redis.RedisError:
            found = None
        # What was heard since this process listens is newer than what was read.
        return topic.last_event() or (found[0] if found else "")


_hubs: WeakKeyDictionary[asyncio.AbstractEventLoop, Hub] = WeakKeyDictionary()


def hubs() -> list[Hub]:
    """Those of this process, for whoever asks from another thread."""
    return list(_hubs.values())


def hub() -> Hub:
    """The hub of the running loop: one a process in production, one a test."""
    loop = asyncio.get_running_loop()
    if loop not in _hubs:
        _hubs[loop] = Hub()
    return _hubs[loop]
