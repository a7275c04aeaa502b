"""One socket: greets, answers pings, and never touches the database."""

import secrets

from channels.generic.websocket import AsyncWebsocketConsumer
from django.conf import settings

from realtime.server import protocol
from realtime.server.protocol import Frame, ProtocolError


class SocketConsumer(AsyncWebsocketConsumer):
    # A hub will read the layer for all sockets; a channel for each of them is a waste.
    channel_layer_alias = None  # type: ignore[assignment]  # Channels allows it, its stubs do not

    async def connect(self) -> None:
        await self.accept()
        if self.scope["url_route"]["kwargs"]["key"] != settings.REALTIME["KEY"]:
            await self.refuse(ProtocolError(4001, "There is no app with this key."))
            return
        socket_id = f"{secrets.randbelow(10**9)}.{secrets.randbelow(10**9)}"
        await self.say(
            "pusher:connection_established",
            {"socket_id": socket_id, "activity_timeout": protocol.ACTIVITY_TIMEOUT},
        )

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        try:
            await self.answer(protocol.parse(text_data or ""))
        except ProtocolError as error:
            await self.send(text_data=error.frame())

    async def answer(self, frame: Frame) -> None:
        if frame.event != "pusher:ping":
            raise ProtocolError(4301, f"{frame.event!r} is not offered here.")
        await self.say("pusher:pong")

    async def refuse(self, error: ProtocolError) -> None:
        await self.send(text_data=error.frame())
        await self.close(error.code)

    async def say(self, event: str, data: dict[str, object] | None = None) -> None:
        await self.send(text_data=protocol.encode(event, data))
