"""floor.c in Python, for machines without a compiler: a send of the ready frame to each socket."""

import selectors
import socket
import sys
from collections.abc import Callable
from functools import partial

# Right for the key of RFC 6455's example, which is the one that our client sends.
GREETING = (
    b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n"
)
CHUNK = 1 << 16

Hear = Callable[[socket.socket], None]

poller = selectors.DefaultSelector()
listeners: set[socket.socket] = set()
lines: dict[socket.socket, bytes] = {}


def main(port: int, door: int) -> None:
    for number, hear in ((port, hear_listener), (door, hear_publisher)):
        server = socket.create_server(("127.0.0.1", number), backlog=1024)
        poller.register(server, selectors.EVENT_READ, partial(take, server, hear))
    while True:
        for key, _ in poller.select():
            key.data()


def take(server: socket.socket, hear: Hear) -> None:
    wire, _ = server.accept()
    wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    poller.register(wire, selectors.EVENT_READ, partial(hear, wire))


def hear_listener(wire: socket.socket) -> None:
    """The request comes whole or not at all: the client is ours."""
    if read(wire) and wire not in listeners:
        wire.send(GREETING)
        listeners.add(wire)


def hear_publisher(wire: socket.socket) -> None:
    *whole, lines[wire] = (lines.get(wire, b"") + read(wire)).split(b"\n")
    for line in whole:
        frame = framed(line.partition(b"\t")[2])
        for listener in listeners:
            listener.send(frame)


def read(wire: socket.socket) -> bytes:
    try:
        data = wire.recv(CHUNK)
    except OSError:
        data = b""
    if not data:
        poller.unregister(wire)
        listeners.discard(wire)
        lines.pop(wire, None)
        wire.close()
    return data


def framed(text: bytes) -> bytes:
    size = len(text)
    return b"\x81" + (bytes([size]) if size < 126 else b"\x7e" + size.to_bytes(2)) + text


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
