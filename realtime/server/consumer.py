"""One socket: speaks the protocol on one side and to the hub on the other.

It never touches the database. Whether a client may subscribe was decided by
`POST /broadcasting/auth`, and the signature that the client shows is the proof.
"""

import secrets
from typing import Any

import redis
from channels.consumer import AsyncConsumer

from realtime.server import admission, limits, protocol, users
from realtime.server.admission import Receive
from realtime.server.hub import Hub, hub
from realtime.server.metrics import counters
from realtime.server.protocol import (
    Frame,
    Goodbye,
    Member,
    ProtocolError,
    SubscriptionError,
)
from realtime.server.socket import Socket
from realtime.server.transport import Batch, wire_of
from realtime.signing import is_signed, is_user_signed


class SocketConsumer(AsyncConsumer):
    hub: Hub
    socket: Socket

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Without Channels' dispatch: that visits a thread for each message, and a layer's channel
        for each socket is what the hub is there to save."""
        await receive()
        await send({"type": "websocket.accept"})
        wire = wire_of(send)
        self.hub = hub()
        try:
            app = admission.admit(scope, self.hub)
        except Goodbye as goodbye:
            counters.refusals += 1
            wire.write(Batch([goodbye.frame()]))
            wire.close(goodbye.code, str(goodbye))
            return
        self.socket = Socket(new_id(), app, wire, admission.address_of(scope))
        self.hub.welcome(self.socket)
        self.greet()
        try:
            await self.converse(receive)
        finally:
            self.hub.forget(self.socket)

    def greet(self) -> None:
        counters.connects += 1
        hello = {"socket_id": self.socket.id, "activity_timeout": self.socket.app.activity_timeout}
        self.say("pusher:connection_established", hello)

    async def converse(self, receive: Receive) -> None:
        while (message := await receive())["type"] == "websocket.receive":
            if not self.socket.is_open:
                continue
            try:
                await self.hear(message.get("text") or "")
            except SubscriptionError as error:
                self.socket.tell(*error.frames())
            except Goodbye as goodbye:
                self.hub.close(self.socket, goodbye)
            except ProtocolError as error:
                self.socket.tell(error.frame())

    async def hear(self, text: str) -> None:
        counters.frames_in += 1
        self.socket.heard()
        await self.answer(protocol.parse(text))

    async def answer(self, frame: Frame) -> None:
        match frame.event:
            case "pusher:ping":
                self.say("pusher:pong")
            case "pusher:pong":
                pass
            case "pusher:subscribe":
                await self.subscribe(frame)
            case "pusher:unsubscribe":
                self.hub.unsubscribe(self.socket, frame.channel)
            case "pusher:signin":
                await self.sign_in(frame)
            case event if event.startswith("client-"):
                await self.pass_on(frame)
            case event:
                raise ProtocolError(protocol.BAD_FRAME, f"{event[:40]!r} is not offered here.")

    async def subscribe(self, frame: Frame) -> None:
        if users.may_hear(self.socket, frame.text("channel")):
            self.say("pusher_internal:subscription_succeeded", channel=frame.text("channel"))
            return
        channel = frame.channel
        if protocol.is_guarded(channel):
            self.check_signature(frame)
        if channel in self.socket.topics:
            self.hub.repeat(self.socket, channel)
            return
        if len(self.socket.topics) >= limits.CHANNELS_PER_SOCKET:
            raise too_many(channel)
        member = self.member(frame) if protocol.is_presence(channel) else None
        await self.hub.subscribe(self.socket, channel, member)

    def check_signature(self, frame: Frame) -> None:
        app, channel = self.socket.app, frame.channel
        told = frame.field("channel_data")
        data = told if isinstance(told, str) else None
        if not is_signed(frame.text("auth"), app.key, app.secret, self.socket.id, channel, data):
            raise unauthorised(channel)
        self.recognised()

    def recognised(self) -> None:
        """A signature was right. Somebody asked for it, and Redis knows who."""
        self.socket.is_authorised = True
        self.hub.owners.look_up(self.socket)
        self.hub.counts.flush_soon()

    def member(self, frame: Frame) -> Member:
        if told := frame.text("channel_data"):
            return protocol.member(told)
        if self.socket.user is None:
            raise ProtocolError(
                protocol.BAD_FRAME, "A presence channel needs channel_data with a user_id."
            )
        return Member(protocol.dump(self.socket.user.id), self.socket.user.info)

    async def sign_in(self, frame: Frame) -> None:
        app, shown, data = self.socket.app, frame.text("auth"), frame.text("user_data")
        if not is_user_signed(shown, app.key, app.secret, self.socket.id, data):
            raise ProtocolError(protocol.UNAUTHORISED, "The signature of user_data is wrong.")
        user = protocol.user(data)
        await self.hub.users.sign_in(self.socket, user)
        self.recognised()
        self.say("pusher:signin_success", {"user_data": data})
        self.socket.tell(*await self.hub.users.watched(self.socket))
        if user.is_watchlist_cut:
            most = protocol.WATCHLIST_LENGTH
            raise ProtocolError(
                protocol.WATCHLIST_TOO_LONG, f"Only the first {most} of the watchlist are watched."
            )

    async def pass_on(self, frame: Frame) -> None:
        channel = frame.channel
        if reason := self.reason_to_refuse(channel):
            raise ProtocolError(protocol.NOT_ALLOWED, reason)
        if protocol.size(protocol.dump(frame.data)) > protocol.CLIENT_EVENT_BYTES:
            raise ProtocolError(protocol.NOT_ALLOWED, "This client event is too large.")
        if not self.socket.client_events.take():
            counters.limits_hit += 1
            raise ProtocolError(protocol.NOT_ALLOWED, "Client events come too fast.")
        try:
            await self.hub.pass_on(self.socket, channel, frame.event, frame.data)
        except redis.RedisError:
            raise ProtocolError(protocol.NOT_ALLOWED, "Client events rest for a moment.") from None

    def reason_to_refuse(self, channel: str) -> str:
        if not self.socket.app.client_events:
            return "This app allows no client events."
        if not protocol.is_guarded(channel) or protocol.is_encrypted(channel):
            return "Client events need a private or presence channel that is not encrypted."
        if channel not in self.socket.topics:
            return f"Subscribe to {channel} first."
        return ""

    def say(self, event: str, data: dict[str, Any] | None = None, channel: str = "") -> None:
        self.socket.tell(protocol.encode(event, data, channel))


class Nowhere(AsyncConsumer):
    """Every other address: closed before it opens, and nothing in the logs for scanners to fill."""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "websocket.close"})


def new_id() -> str:
    return f"{secrets.randbelow(10**9)}.{secrets.randbelow(10**9)}"


def unauthorised(channel: str) -> SubscriptionError:
    return SubscriptionError(
        channel,
        protocol.UNAUTHORISED,
        f"No subscription to {channel}: the signature is wrong.",
        kind="AuthError",
        status=401,
    )


def too_many(channel: str) -> SubscriptionError:
    counters.limits_hit += 1
    most = limits.CHANNELS_PER_SOCKET
    return SubscriptionError(
        channel,
        protocol.OVER_QUOTA,
        f"A connection may have {most} channels, and this one has them.",
        kind="LimitReached",
        status=403,
    )
