"""From an HTTP request to a WebSocket under Daphne: who may, and what must not get lost."""

import re
from typing import Any

from daphne.http_protocol import WebRequest
from daphne.ws_protocol import WebSocketProtocol
from twisted.web.http_headers import Headers

from chatsite.ground import health

KEY = re.compile(rb"[A-Za-z0-9+/]{21}[AQgw]==")  # 16 bytes in base64, and in no other spelling
MOST_PUBLISHED = 1 << 20
MOST_UPLOADED = 64 << 20  # five files of 10 MB, and what stands around them
TOO_LARGE = (
    b"HTTP/1.1 413 Content Too Large\r\nConnection: close\r\n"
    b"Content-Type: text/plain\r\nContent-Length: 23\r\n\r\nThis body is too large."
)


class Request(WebRequest):
    """An HTTP request, until it turns out to be a socket."""

    kept = 0
    is_too_large = False

    def __init__(self, *args: Any, **options: Any) -> None:
        # Django reads forms itself, so Twisted need not read them before.
        super().__init__(*args, **options, parsePOSTFormSubmission=False)

    def handleContentChunk(self, data: bytes) -> None:  # noqa: N802 - Twisted's name
        """Twisted keeps a whole body before anybody looks at it: in memory, then on the disk."""
        self.kept += len(data)
        is_published = getattr(self.channel, "_path", b"").startswith((b"/apps/", b"/users/"))
        if self.kept <= (MOST_PUBLISHED if is_published else MOST_UPLOADED):
            super().handleContentChunk(data)
        elif not self.is_too_large:
            self.is_too_large = True
            self.channel.transport.write(TOO_LARGE)
            self.channel.transport.loseConnection()

    def process(self) -> Any:
        upgrade = self.requestHeaders.getRawHeaders(b"Upgrade", [b""])[0]
        if upgrade.lower() != b"websocket":
            return super().process()
        refusal = self._refusal()
        return self._refuse(*refusal) if refusal else self._hand_over()

    def _refusal(self) -> tuple[int, bytes, bytes] | None:
        headers = self.requestHeaders
        if health.draining.is_set():
            return 503, b"Service Unavailable", b"This process is stopping."
        if self.method != b"GET" or self.clientproto != b"HTTP/1.1":
            return 400, b"Bad Request", b"A WebSocket begins with GET and HTTP/1.1."
        if headers.hasHeader(b"Transfer-Encoding") or has_length(headers):
            return 400, b"Bad Request", b"A handshake has no body."
        if headers.getRawHeaders(b"Sec-WebSocket-Version") != [b"13"]:
            return 426, b"Upgrade Required", b"Sec-WebSocket-Version must be 13."
        if not KEY.fullmatch(b",".join(headers.getRawHeaders(b"Sec-WebSocket-Key", []))):
            return 400, b"Bad Request", b"Sec-WebSocket-Key must be 16 bytes in base64."
        return None

    def _refuse(self, status: int, phrase: bytes, why: bytes) -> None:
        self.setResponseCode(status, phrase)
        self.setHeader(b"Content-Type", b"text/plain")
        self.setHeader(b"Content-Length", str(len(why)).encode())
        self.setHeader(b"Connection", b"close")
        self.setHeader(b"Sec-WebSocket-Version", b"13")
        self.channel.persistent = False
        self.write(why)
        self.finish()

    def _hand_over(self) -> None:
        channel, transport = self.channel, self.channel.transport
        super().process()
        protocol = getattr(transport, "wrappedProtocol", transport.protocol)
        if isinstance(protocol, WebSocketProtocol):
            # Daphne passes on the handshake and forgets what came right behind it.
            rest, channel._buffer = channel._buffer, b""
            # Nor does it let go of what has read the handshake.
            transport.unregisterProducer()
            channel.requests.clear()
            if rest:
                protocol.dataReceived(rest)


def has_length(headers: Headers) -> bool:
    return any(length != b"0" for length in headers.getRawHeaders(b"Content-Length", []))
