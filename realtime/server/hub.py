"""Hop 6, hub: who in this process listens to what.

One group of the layer per channel, joined for the first listener and left after the
last, so Redis delivers each event to a process once, however many sockets it holds.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from weakref import WeakKeyDictionary

import structlog

from realtime.layer import group_of, layer
from realtime.server import protocol

log = structlog.get_logger(__name__)

Send = Callable[[str], Awaitable[None]]


class Hub:
    def __init__(self) -> None:
        self.listeners: dict[str, dict[str, Send]] = {}
        self.layer = layer()
        self.address: asyncio.Future[str] | None = None
        self.pump: asyncio.Task[None] | None = None

    async def subscribe(self, channel: str, socket_id: str, send: Send) -> None:
        """Once this returns, nothing that is told on the channel passes the socket by."""
        self.listeners.setdefault(channel, {})[socket_id] = send
        await self.layer.group_add(group_of(channel), await self._address())

    async def unsubscribe(self, channel: str, socket_id: str) -> None:
        listening = self.listeners.get(channel, {})
        listening.pop(socket_id, None)
        if not listening and self.listeners.pop(channel, None) is not None:
            await self.layer.group_discard(group_of(channel), await self._address())

    async def deliver(self, channel: str, frame: str) -> None:
        for send in list(self.listeners.get(channel, {}).values()):
            await send(frame)

    async def ask_all_to_look(self) -> None:
        """Something may have been missed: every client reads on from its cursor."""
        for channel in list(self.listeners):
            head = protocol.encode("smartlink:head", {"channel": channel}, channel)
            await self.deliver(channel, head)

    async def _address(self) -> str:
        if self.address is None:
            self.address = asyncio.ensure_future(self.layer.new_channel())
            self.pump = asyncio.create_task(self._pump(await self.address))
        return await self.address

    async def _pump(self, address: str) -> None:
        while True:
            message = await self.layer.receive(address)
            try:
                await self._pass_on(message)
            except Exception:
                # One socket's trouble must not deafen all the others.
                log.exception("event_not_delivered", channel=message.get("channel"))

    async def _pass_on(self, message: dict[str, Any]) -> None:
        if message["type"] == "event":
            await self.deliver(message["channel"], message["frame"])
        else:
            await self.ask_all_to_look()


_hubs: WeakKeyDictionary[asyncio.AbstractEventLoop, Hub] = WeakKeyDictionary()


def hub() -> Hub:
    """The hub of the running loop: one a process in production, one a test."""
    loop = asyncio.get_running_loop()
    if loop not in _hubs:
        _hubs[loop] = Hub()
    return _hubs[loop]
