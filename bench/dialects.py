"""How a client greets each kind of server, joins a topic and answers pings. No sockets here."""

from dataclasses import dataclass
from urllib.parse import quote

# RFC 6455's own example, so that the C floor can answer without computing anything.
HANDSHAKE = (
    "GET {path} HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
)
TEXT, CLOSE, PING, PONG = 0x81, 0x88, 0x89, 0x8A


@dataclass(frozen=True)
class Dialect:
    """`{topic}` stands for the topic's name in the path and in what is said."""

    path: str
    greeting: tuple[tuple[bytes, str], ...] = ()  # when a frame with this comes, say that
    pings: tuple[tuple[bytes, str], ...] = ()  # the same, at any time

    def handshake(self, host: str, topic: str) -> bytes:
        path = self.path.replace("{topic}", quote(topic))
        return HANDSHAKE.format(path=path, host=host).encode()

    def reply(self, step: int, payload: bytes, topic: str) -> str | None:
        """What to say at this step of the greeting; None while its frame has not come."""
        sign, answer = self.greeting[step]
        return answer.replace("{topic}", topic) if sign in payload else None

    def pong(self, payload: bytes) -> str:
        return next((answer for sign, answer in self.pings if sign in payload), "")


def pusher(key: str) -> Dialect:
    subscribe = '{"event":"pusher:subscribe","data":{"channel":"{topic}"}}'
    return Dialect(
        path=f"/app/{key}?protocol=7&client=bench&version=1",
        greeting=((b"connection_established", subscribe), (b"subscription_succeeded", "")),
        pings=((b"pusher:ping", '{"event":"pusher:pong","data":{}}'),),
    )


SOCKET_IO = Dialect(
    path="/socket.io/?EIO=4&transport=websocket",
    greeting=((b"0{", "40"), (b"40{", '420["join","{topic}"]'), (b"430[", "")),
    pings=((b"2", "3"),),
)
BARE = Dialect("/{topic}")  # the path says it all, and the handshake's answer means "joined"


def masked(opcode: int, payload: bytes) -> bytes:
    """A client's frame; with a mask of zeros, which the RFC allows, the payload stays as it is."""
    size = len(payload)
    head = bytes([0x80 | size]) if size < 126 else b"\xfe" + size.to_bytes(2)
    return bytes([opcode]) + head + bytes(4) + payload
