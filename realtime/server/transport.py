"""The last step: the bytes of one socket, under whichever server holds it.

Daphne's and uvicorn's own roads from a message to the network cost more than the network.
Where their objects can be reached and look as expected, a ready frame goes straight to the
kernel; everywhere else it goes the ASGI way, through a queue that has an end.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from functools import partial
from socket import SO_SNDBUF, SOL_SOCKET
from typing import Any, Protocol

import structlog

from realtime.server.metrics import counters

log = structlog.get_logger(__name__)

Message = dict[str, Any]
Send = Callable[[Message], Awaitable[None]]

MOST_WAITING = 1024 * 1024
STUCK_SECONDS = 8.0
# The kernel doubles it. Its own choice grows to megabytes before a reader that stopped is noticed.
KERNEL_BUFFER = 256 * 1024
PING = b"\x89\x00"  # WebSocket's own, without a word in it
LONGEST_REASON = 123  # what a Close frame has room for
OPEN = 3  # Autobahn's STATE_OPEN


class Batch:
    """One or several messages, encoded once, to be written to any number of sockets."""

    __slots__ = ("_payloads", "frames")

    def __init__(self, texts: Iterable[str], control: bytes = b"") -> None:
        """`control` are frames that only the network sees; ASGI has no words for them."""
        # Half a surrogate pair can be said in JSON, but not in UTF-8.
        self._payloads = [text.encode(errors="replace") for text in texts]
        self.frames = b"".join(map(text_frame, self._payloads)) + control

    @property
    def texts(self) -> list[str]:
        """The same for servers that take no frames."""
        return [payload.decode() for payload in self._payloads]

    def __len__(self) -> int:
        return len(self._payloads)


def text_frame(payload: bytes) -> bytes:
    size = len(payload)
    if size < 126:
        return bytes((0x81, size)) + payload
    if size < 65536:
        return b"\x81\x7e" + size.to_bytes(2) + payload
    return b"\x81\x7f" + size.to_bytes(8) + payload


class Wire(Protocol):
    def heard_at(self) -> float:
        """When anything came in, by the monotonic clock; 0 where the server does not tell."""

    def write(self, batch: Batch) -> None:
        """Never blocks, never raises, keeps the order; does nothing once the wire is closed."""

    def close(self, code: int, reason: str = "") -> None: ...

    def is_stuck(self, now: float) -> bool:
        """Whether what waits has not moved for STUCK_SECONDS; to be asked about once a second."""

    def abort(self) -> None:
        """Cut the reader off, without good-bye."""


def wire_of(send: Send) -> Wire:
    """The best wire there is under the server that gave this `send`."""
    return DaphneWire.under(send) or UvicornWire.under(send) or AsgiWire(send)


def protocol_behind(send: Send) -> Any:
    """Daphne's `send` has the socket's protocol as first argument, uvicorn's is its method."""
    if isinstance(send, partial) and send.args:
        return send.args[0]
    return getattr(send, "__self__", None)


class DaphneWire:
    """Straight into the kernel while Twisted holds nothing back for this socket."""

    __slots__ = ("_moved_at", "_protocol", "_seen", "_send", "_transport")

    @classmethod
    def under(cls, send: Send) -> "DaphneWire | None":
        protocol = protocol_behind(send)
        transport = getattr(protocol, "transport", None)
        if getattr(protocol, "STATE_OPEN", None) != OPEN or not is_plain(transport):
            return None
        return cls(protocol, transport)

    def __init__(self, protocol: Any, transport: Any) -> None:
        self._protocol = protocol
        self._transport = transport
        # The one socket object there is: closed with the connection, so that it can never
        # write to a stranger who was given the same descriptor later.
        self._send = transport.socket.send
        self._seen: tuple[bytes, int] | None = None
        self._moved_at = 0.0
        transport.socket.setsockopt(SOL_SOCKET, SO_SNDBUF, KERNEL_BUFFER)

    def heard_at(self) -> float:
        # Not there where Daphne could not be guarded.
        return getattr(self._protocol, "heard_at", 0.0)

    def write(self, batch: Batch) -> None:
        transport = self._transport
        frames = batch.frames
        if transport.dataBuffer or transport._tempDataBuffer or self._protocol.state != OPEN:
            self._write_later(frames)
            return
        try:
            sent = self._send(frames)
        except OSError:
            # Full, or broken: Twisted will find out which.
            sent = 0
        if sent != len(frames):
            self._write_later(frames[sent:])

    def _write_later(self, frames: bytes) -> None:
        """Twisted has the order from here on, until it has written all it holds."""
        if self._protocol.state == OPEN:
            self._transport.write(frames)
            if waiting_in(self._transport) > MOST_WAITING:
                counters.evictions += 1
                self.abort()

    def close(self, code: int, reason: str = "") -> None:
        if self._protocol.state == OPEN:
            self._protocol.sendCloseFrame(code, cut(reason).encode())

    def is_stuck(self, now: float) -> bool:
        transport = self._transport
        if not transport.dataBuffer and not transport._tempDataBuffer:
            self._seen = None
            return False
        seen = self._seen
        # Each write leaves another buffer or another place in it.
        if not seen or seen[0] is not transport.dataBuffer or seen[1] != transport.offset:
            self._seen = (transport.dataBuffer, transport.offset)
            self._moved_at = now
        return now - self._moved_at >= STUCK_SECONDS

    def abort(self) -> None:
        self._transport.abortConnection()


def is_plain(transport: Any) -> bool:
    """A TCP connection of Twisted's without TLS, with the private parts that we know."""
    parts = getattr(transport, "__dict__", {})
    return (
        {"socket", "_tempDataBuffer", "_tempDataLen"} <= parts.keys()
        and not getattr(transport, "TLS", True)
        and all(hasattr(transport, name) for name in ("dataBuffer", "offset", "abortConnection"))
    )


def waiting_in(transport: Any) -> int:
    waiting: int = len(transport.dataBuffer) - transport.offset + transport._tempDataLen
    return waiting


def cut(reason: str) -> str:
    return reason.encode()[:LONGEST_REASON].decode(errors="ignore")


class Progress:
    """Notices when what waits has stopped moving."""

    def __init__(self) -> None:
        self.made = 0
        self._seen = -1
        self._moved_at = 0.0

    def is_stuck(self, now: float, *, is_waiting: bool) -> bool:
        if not is_waiting or self.made > self._seen:
            self._seen = self.made
            self._moved_at = now
        return now - self._moved_at >= STUCK_SECONDS


class AsgiWire:
    """By ASGI messages, from a task of its own: whoever does not read makes nobody else wait."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._queue: deque[tuple[Message, int]] = deque()
        self._size = 0
        self._writer: asyncio.Task[None] | None = None
        self._is_closed = False
        self._progress = Progress()

    def heard_at(self) -> float:
        return 0.0

    def write(self, batch: Batch) -> None:
        for text in batch.texts:
            self._put({"type": "websocket.send", "text": text}, len(text))

    def close(self, code: int, reason: str = "") -> None:
        self._put({"type": "websocket.close", "code": code, "reason": cut(reason)}, 0)
        self._is_closed = True

    def _put(self, message: Message, size: int) -> None:
        if self._is_closed:
            return
        self._queue.append((message, size))
        self._size += size
        if self._size > MOST_WAITING:
            counters.evictions += 1
            self.abort()
        elif self._writer is None:
            self._writer = asyncio.ensure_future(self._write())

    async def _write(self) -> None:
        try:
            while self._queue:
                message, size = self._queue.popleft()
                await self._send(message)
                self._size -= size
                self._progress.made += 1
        except Exception as error:  # noqa: BLE001 - each server has its own for a lost connection
            log.debug("socket_lost", error=type(error).__name__)
            self._is_closed = True
            self._queue.clear()
        finally:
            self._writer = None

    def is_stuck(self, now: float) -> bool:
        return self._progress.is_stuck(now, is_waiting=self._writer is not None)

    def abort(self) -> None:
        """ASGI has no word for it: the server's own way is taken where there is one."""
        self._queue.clear()
        self._size = 0
        self.close(4100, "Too slow.")
        transport = getattr(protocol_behind(self._send), "transport", None)
        cut_off = getattr(transport, "abortConnection", getattr(transport, "abort", None))
        if cut_off is not None:
            cut_off()


class UvicornWire(AsgiWire):
    """uvicorn's transport writes at once by itself; to close, ASGI's way is as good."""

    @classmethod
    def under(cls, send: Send) -> "UvicornWire | None":
        protocol = protocol_behind(send)
        transport: Any = getattr(protocol, "transport", None)
        parts = ("write", "is_closing", "abort", "get_write_buffer_size", "get_extra_info")
        is_known = hasattr(protocol, "close_sent") and all(hasattr(transport, p) for p in parts)
        if not is_known or transport.is_closing():
            return None
        return cls(send, protocol, transport)

    def __init__(self, send: Send, protocol: Any, transport: Any) -> None:
        super().__init__(send)
        self._protocol = protocol
        self._transport = transport
        self._written = 0
        transport.get_extra_info("socket").setsockopt(SOL_SOCKET, SO_SNDBUF, KERNEL_BUFFER)

    def write(self, batch: Batch) -> None:
        transport = self._transport
        if self._is_closed or self._protocol.close_sent or transport.is_closing():
            return
        transport.write(batch.frames)
        self._written += len(batch.frames)
        if transport.get_write_buffer_size() > MOST_WAITING:
            counters.evictions += 1
            self.abort()

    def is_stuck(self, now: float) -> bool:
        waiting = self._transport.get_write_buffer_size()
        self._progress.made = self._written - waiting
        return self._progress.is_stuck(now, is_waiting=waiting > 0)
