"""One socket: speaks the protocol on one side and to the hub on the other.

It never touches the database. Whether a client may subscribe was decided by
`POST /broadcasting/auth`, and the signature that the client shows is the proof.
"""

import secrets

from channels.generic.websocket import AsyncWebsocketConsumer
from django.conf import settings

from realtime.channels import is_guarded
from realtime.server import protocol
from realtime.server.hub import hub
from realtime.server.protocol import Frame, ProtocolError
from realtime.signing import is_signed

UNAUTHORISED = {"type": "AuthError", "error": "The signature is wrong.", "status": 401}


class SocketConsumer(AsyncWebsocketConsumer):
    # The hub reads the layer for all sockets; a channel for each of them is a waste.
    channel_layer_alias = None  # type: ignore[assignment]  # Channels allows it, its stubs do not

    async def connect(self) -> None:
        self.socket_id = f"{secrets.randbelow(10**9)}.{secrets.randbelow(10**9)}"
        self.subscribed: set[str] = set()
        await self.accept()
        if self.scope["url_route"]["kwargs"]["key"] != settings.REALTIME["KEY"]:
            await self.refuse(ProtocolError(4001, "There is no app with this key."))
            return
        await self.say(
            "pusher:connection_established",
            {"socket_id": self.socket_id, "activity_timeout": protocol.ACTIVITY_TIMEOUT},
        )

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        try:
            await self.answer(protocol.parse(text_data or ""))
        except ProtocolError as error:
            await self.send(text_data=error.frame())

    async def answer(self, frame: Frame) -> None:
        match frame.event:
            case "pusher:ping":
                await self.say("pusher:pong")
            case "pusher:subscribe":
                await self.subscribe(frame)
            case "pusher:unsubscribe":
                await self.unsubscribe(frame.channel)
            case _:
                raise ProtocolError(4301, f"{frame.event[:40]!r} is not offered here.")

    async def subscribe(self, frame: Frame) -> None:
        channel = frame.channel
        if channel.startswith("presence-"):
            raise ProtocolError(4302, "Presence channels are not offered yet.")
        if is_guarded(channel) and not self.is_allowed(frame):
            await self.say("pusher:subscription_error", UNAUTHORISED, channel)
            raise ProtocolError(4009, f"No subscription to {channel}: the signature is wrong.")
        self.subscribed.add(channel)
        await hub().subscribe(channel, self.socket_id, self.deliver)
        await self.say("pusher_internal:subscription_succeeded", channel=channel)

    def is_allowed(self, frame: Frame) -> bool:
        ours = settings.REALTIME
        shown = frame.text("auth")
        return is_signed(shown, ours["KEY"], ours["SECRET"], self.socket_id, frame.channel)

    async def unsubscribe(self, channel: str) -> None:
        if channel in self.subscribed:
            self.subscribed.remove(channel)
            await hub().unsubscribe(channel, self.socket_id)

    async def disconnect(self, code: int) -> None:
        for channel in list(self.subscribed):
            await self.unsubscribe(channel)

    async def refuse(self, error: ProtocolError) -> None:
        await self.send(text_data=error.frame())
        await self.close(error.code)

    async def deliver(self, frame: str) -> None:
        await self.send(text_data=frame)

    async def say(
        self, event: str, data: dict[str, object] | None = None, channel: str = ""
    ) -> None:
        await self.send(text_data=protocol.encode(event, data, channel))


class Nowhere(AsyncWebsocketConsumer):
    """Every other address: closed before it opens, and nothing in the logs for scanners to fill."""

    channel_layer_alias = None  # type: ignore[assignment]  # as above

    async def connect(self) -> None:
        await self.close()
