"""What Daphne does not do by itself, added to it from outside.

Empty messages, frames that come in the handshake's segment, a bound on what waits for the
application, limits on sizes, strict handshakes. All of it hangs on other people's private
parts: where they look different from what is known here, Daphne is left as it is.
"""
# ruff: noqa: N802 - the names of methods are Twisted's and Autobahn's

import asyncio
import gc
import time
from functools import partial
from typing import Any

import structlog
from daphne import http_protocol, server
from daphne.http_protocol import HTTPFactory
from daphne.ws_protocol import WebSocketFactory, WebSocketProtocol
from twisted.internet import reactor
from twisted.internet.tcp import Port
from twisted.protocols.basic import LineReceiver

from realtime.server.limits import Bucket
from realtime.server.transport import MOST_WAITING, OPEN, cut, waiting_in
from realtime.server.upgrade import Request

log = structlog.get_logger(__name__)

LARGEST_MESSAGE = 64 * 1024
LAST_DATA_OPCODE = 7
IDLE_FRAMES_PER_SECOND = 200
IDLE_FRAMES_AT_ONCE = 5000
MOST_UNREAD = 64
FEW_UNREAD = 16
STEPS_IN_ONE_GO = 256  # two for each frame
BACKLOG = 4096
OPTIONS = {
    "versions": [13],
    "webStatus": False,
    "maxFramePayloadSize": LARGEST_MESSAGE,
    "maxMessagePayloadSize": LARGEST_MESSAGE,
    "failByDrop": False,  # say why, before the line is cut
    "echoCloseCodeReason": True,
    "closeHandshakeTimeout": 5,
    "autoPingInterval": 0,
    "perMessageCompressionAccept": lambda _: None,
}


class SocketProtocol(WebSocketProtocol):
    idle_frames: Bucket | None = None
    heard_at = 0.0  # when anything came at all, control frames included
    is_introduced = False  # the handshake has been read, the application has been asked
    is_held = False  # nothing is read until the application has taken some of what waits
    is_leaving = False  # closed, and seen so by the clock; what was still to be written may go

    def onConnect(self, request: Any) -> Any:
        self.is_introduced = True
        return super().onConnect(request)

    def applicationCreateWorked(self, application_queue: asyncio.Queue[Any]) -> None:
        # asyncio made this method to be replaced. Daphne gives no other sign of life.
        application_queue._get = partial(self._taken_from, application_queue)  # type: ignore[method-assign]
        super().applicationCreateWorked(application_queue)

    def _taken_from(self, queue: asyncio.Queue[Any]) -> Any:
        message = asyncio.Queue._get(queue)
        if self.is_held and queue.qsize() <= FEW_UNREAD:
            asyncio.get_running_loop().call_soon(self.release)
        return message

    def hold(self) -> None:
        self.is_held = True
        self.transport.pauseProducing()

    def release(self) -> None:
        if self.is_held:
            self.is_held = False
            self.transport.resumeProducing()
            self.consumeData()

    # What arrives

    def onFrameBegin(self) -> None:
        super().onFrameBegin()
        frame = self.current_frame
        if frame.opcode > LAST_DATA_OPCODE or not frame.length:
            self.bear_with_idle_frame()

    def bear_with_idle_frame(self) -> None:
        """Pings and empty frames never reach the application, so they are counted here."""
        if self.idle_frames is None:
            self.idle_frames = Bucket(IDLE_FRAMES_PER_SECOND, IDLE_FRAMES_AT_ONCE)
        if not self.idle_frames.take() and self.state == OPEN:
            self.sendCloseFrame(4100, b"Too many frames that say nothing.")
            self.hold()

    def dataReceived(self, data: bytes) -> None:
        self.heard_at = time.monotonic()
        self.data += data
        self.consumeData()

    def consumeData(self) -> None:
        if self.state in (OPEN, self.STATE_CLOSING):
            self._consume_some()
        elif self.state != self.STATE_CONNECTING or not self.is_introduced:
            super().consumeData()
        elif len(self.data) > LARGEST_MESSAGE:
            # Frames wait for the answer; Autobahn would read them as another handshake.
            self.hold()

    def _consume_some(self) -> None:
        for _ in range(STEPS_IN_ONE_GO):
            if self.is_held or not self.processData() or self.state == self.STATE_CLOSED:
                return
        self.hold()
        asyncio.get_running_loop().call_soon(self.release)

    def processData(self) -> bool:
        if self.state == OPEN and self.application_queue.qsize() >= MOST_UNREAD:
            self.hold()
            return False
        return bool(super().processData())

    def onMessageBegin(self, isBinary: bool) -> None:  # noqa: N803 - as above
        super().onMessageBegin(isBinary)
        # A list would hold a client's empty fragments without end.
        self.message_data = bytearray()

    def onMessageFrameData(self, payload: bytes) -> None:
        if not self.failedByMe:
            self.message_data += payload

    def onMessageFrameEnd(self) -> None:
        """All of the frame is in the message already."""

    def onMessageEnd(self) -> None:
        if not self.failedByMe and self.state == OPEN and not self.muted:
            payload = bytes(self.message_data)
            what = {"bytes": payload} if self.message_is_binary else {"text": payload.decode()}
            self.application_queue.put_nowait({"type": "websocket.receive", **what})
        del self.message_data

    # What leaves

    def serverAccept(self, subprotocol: str | None = None) -> None:
        super().serverAccept(subprotocol)
        self.release()

    def handle_reply(self, message: dict[str, Any]) -> None:
        if self.state == self.STATE_CONNECTING:
            super().handle_reply(message)
        elif self.state != OPEN:
            pass  # whoever is still speaking will be told by `websocket.disconnect`
        elif message["type"] == "websocket.send":
            self._send(message.get("text"), message.get("bytes"))
        elif message["type"] == "websocket.close":
            reason = cut(message.get("reason") or "")
            self.sendCloseFrame(message.get("code") or 1000, reason.encode())

    def _send(self, text: str | None, data: bytes | None) -> None:
        if text is not None:
            self.sendMessage(text.encode(errors="replace"), False)
        elif data is not None:
            self.sendMessage(data, True)

    def sendData(self, data: bytes, sync: bool = False, chopsize: int | None = None) -> None:
        self.transport.write(data)
        if waiting_in(self.transport) > MOST_WAITING:
            self.transport.abortConnection()

    def sendCloseFrame(self, *args: Any, **options: Any) -> None:
        super().sendCloseFrame(*args, **options)
        # The answer stands behind whatever the application will not take any more.
        self.release()

    def _closeConnection(self, abort: bool = False) -> None:
        # A Close that answers a wrong Close would be thrown away with the connection.
        super()._closeConnection(abort and not self.wasClean)

    def check_timeouts(self) -> None:
        """No age limit and no pings: the hub pings, and it does so in Pusher's own way."""
        if self.state == self.STATE_CONNECTING:
            super().check_timeouts()
        elif self.state == OPEN and "application_instance" not in self.server.connections[self]:
            self.sendCloseFrame(1000)
        elif self.is_leaving:
            self.transport.abortConnection()
        else:
            self.is_leaving = self.state == self.STATE_CLOSED


class SocketFactory(WebSocketFactory):
    protocol = SocketProtocol

    def setProtocolOptions(self, **options: Any) -> None:
        super().setProtocolOptions(**options | OPTIONS)
        # Autobahn copies them to each connection, and prints them for a log that nobody keeps:
        # half the cost of a connect. The class can hold them for all.
        for name in WebSocketProtocol.CONFIG_ATTRS:
            value = getattr(self, name)
            setattr(SocketProtocol, name, staticmethod(value) if callable(value) else value)
        SocketProtocol.CONFIG_ATTRS = ()


class QuietFactory(HTTPFactory):
    def log(self, request: Any) -> None:
        """Django logs requests. Twisted makes a line of each for a log that nobody keeps."""


KNOWN: dict[Any, str] = {
    asyncio.Queue: "_get",
    LineReceiver: "_buffer",
    server: "WebSocketFactory HTTPFactory",
    http_protocol: "WebRequest",
    http_protocol.WebRequest: "process setResponseCode write finish",
    HTTPFactory: "log",
    WebSocketFactory: "setProtocolOptions",
    WebSocketProtocol: "CONFIG_ATTRS STATE_CONNECTING STATE_CLOSING STATE_CLOSED muted "
    "applicationCreateWorked serverAccept handle_reply check_timeouts dataReceived consumeData "
    "processData onFrameBegin onMessageBegin onMessageFrameData onMessageFrameEnd onMessageEnd "
    "sendMessage sendCloseFrame sendData _closeConnection",
}


def guard_daphne() -> None:
    """To be called before Daphne makes its server, so from the module that it is told to load."""
    names = ((owner, name) for owner, known in KNOWN.items() for name in known.split())
    missing = [f"{owner.__name__}.{name}" for owner, name in names if not hasattr(owner, name)]
    if missing or WebSocketProtocol.STATE_OPEN != OPEN:
        log.warning("daphne_is_another", missing=missing)
        return
    server.WebSocketFactory = SocketFactory
    server.HTTPFactory = QuietFactory
    http_protocol.WebRequest = Request
    reactor.callWhenRunning(settle)


def settle() -> None:
    """When all is loaded and the doors are open, under Daphne only."""
    running: Any = reactor
    for reader in running.getReaders():
        if isinstance(reader, Port):
            # Twisted lets 50 wait at the door; the others of a storm would try again in a second.
            reader.socket.listen(BACKLOG)
    # Each connection is a hundred objects that live long: look for garbage less often.
    gc.set_threshold(10_000, 20, 20)
    gc.collect()
    gc.freeze()
