"""One channel in this process: its listeners, and what waits to be written to them.

One group of the layer, joined for the first listener and left after the last, so Redis
delivers each event to a process once, however many sockets it holds. What comes in one turn
of the loop is encoded once and written to each socket at once.
"""

import asyncio
import random
import time
from collections.abc import Callable
from typing import Any

from realtime.applications import Application
from realtime.events import JSON
from realtime.layer import SteadyLoopLayer, group_of
from realtime.server import protocol
from realtime.server.cluster import CACHE_SECONDS
from realtime.server.metrics import counters
from realtime.server.presence import Presence
from realtime.server.socket import Socket
from realtime.server.transport import Batch

HEAD_SECONDS = 25.0  # whoever has lost an event shall have it 5 s after that at the latest

Write = Callable[[Batch], None]


class Topic:
    def __init__(self, app: Application, channel: str, layer: SteadyLoopLayer) -> None:
        self.app = app
        self._layer = layer
        self.channel = channel
        self.group = group_of(app.id, channel)
        self.listeners: dict[Socket, Write] = {}
        self.arriving = 0  # sockets that wait for something before they listen
        self.presence: Presence | None = None
        self.joined = asyncio.ensure_future(layer.listen(self.group, self.heard))
        self.head_due_at = _within(0, HEAD_SECONDS)
        self._head: JSON | None = None
        self._waiting: list[str] = []
        self._last: tuple[str, float] | None = None

    def add(self, socket: Socket) -> None:
        """From the next event on. What waits was told before, and is written without it."""
        self.flush()
        self.listeners[socket] = socket.wire.write

    def remove(self, socket: Socket) -> None:
        self.flush()
        self.listeners.pop(socket, None)

    def is_idle(self) -> bool:
        is_left = not self.listeners and not self.arriving
        return is_left and (self.presence is None or self.presence.is_empty())

    def heard(self, message: dict[str, Any]) -> None:
        """What the layer brings, from any process."""
        if message["type"] == "member":
            if self.presence is not None:
                self.presence.heard(message)
            return
        counters.events += 1
        frame = message["frame"]
        if protocol.is_cache(self.channel) and not message.get("is_fleeting"):
            self._last = (frame, time.monotonic())
        self.tell(frame, message.get("except", ""))

    def tell(self, frame: str, except_socket: str = "") -> None:
        if except_socket:
            self.flush()
            self._write(Batch([frame]), except_socket)
            return
        if not self._waiting:
            self._layer.soon(self.flush)
        self._waiting.append(frame)

    def flush(self) -> None:
        if self._waiting:
            waiting, self._waiting = self._waiting, []
            self._write(Batch(waiting))

    def last_event(self) -> str:
        """The last event of a cache channel, as far as this process has heard it."""
        if self._last is None or time.monotonic() - self._last[1] > CACHE_SECONDS:
            return ""
        return self._last[0]

    def look(self, head: JSON | None = None) -> None:
        """Something may have been missed: every client that is not as far reads on."""
        self._last = None
        self._head = head
        told = {"channel": self.channel, **(head or {})}
        self.tell(protocol.encode("smartlink:head", told, self.channel))

    def tell_head(self, head: JSON | None) -> None:
        """How far the log has come, or that Redis knows of none. What was told is not repeated.

        If Redis knew one before it has forgotten, and who knows what else: all are to look.
        """
        self.head_due_at = _within(0.8 * HEAD_SECONDS, HEAD_SECONDS)
        if head != self._head:
            self.look(head)

    def _write(self, batch: Batch, except_socket: str = "") -> None:
        # Copies: whoever is evicted meanwhile leaves. This is what each delivery costs.
        if not except_socket:
            for write in tuple(self.listeners.values()):
                write(batch)
        else:
            for socket, write in tuple(self.listeners.items()):
                if socket.id != except_socket:
                    write(batch)
        counters.deliveries += len(self.listeners) * len(batch)
        counters.bytes_out += len(self.listeners) * len(batch.frames)


def _within(least: float, most: float) -> float:
    """A time to come. Channels that came together, as after a restart, are not told together."""
    return time.monotonic() + random.uniform(least, most)  # noqa: S311 - no secret
