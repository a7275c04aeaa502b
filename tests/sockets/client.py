"""A WebSocket client with bare hands: it can say anything, right or wrong, in any pieces."""

import base64
import socket
import struct
import time
from dataclasses import dataclass

CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG = 0, 1, 2, 8, 9, 10
KEY = base64.b64encode(b"sixteen bytes ok").decode()


@dataclass(frozen=True)
class Frame:
    opcode: int
    payload: bytes = b""

    @property
    def text(self):
        return self.payload.decode()

    @property
    def code(self):
        return int.from_bytes(self.payload[:2]) if self.payload else None

    @property
    def reason(self):
        return self.payload[2:].decode()


class Closed(Exception):
    """The other side has closed the connection."""


def handshake(path="/echo", host="127.0.0.1", without=(), lines=(), **other):
    headers = {
        "Host": host,
        "Upgrade": "websocket",
        "Connection": "Upgrade",
        "Sec-WebSocket-Key": KEY,
        "Sec-WebSocket-Version": "13",
    }
    headers |= {name.replace("_", "-"): value for name, value in other.items()}
    told = [f"{name}: {value}" for name, value in headers.items() if name not in without]
    return "\r\n".join([f"GET {path} HTTP/1.1", *told, *lines, "", ""]).encode()


def frame(opcode, payload=b"", *, fin=True, rsv=0, mask=b"\x37\xfa\x21\x3d", size=None):
    """A client's frame; `size` forces an encoding of the length, `mask=None` forgets to mask."""
    payload = payload.encode() if isinstance(payload, str) else payload
    first = fin << 7 | rsv << 4 | opcode
    is_masked = (mask is not None) << 7
    if size == 8 or (size is None and len(payload) > 65535):
        head = struct.pack("!BBQ", first, is_masked | 127, len(payload))
    elif size == 2 or (size is None and len(payload) > 125):
        head = struct.pack("!BBH", first, is_masked | 126, len(payload))
    else:
        head = struct.pack("!BB", first, is_masked | len(payload))
    return head + (payload if mask is None else mask + masked(payload, mask))


def masked(payload, mask):
    size = len(payload)
    pad = (mask * (size // 4 + 1))[:size]
    return (int.from_bytes(payload) ^ int.from_bytes(pad)).to_bytes(size)


def close_frame(code=None, reason=b""):
    return frame(CLOSE, b"" if code is None else code.to_bytes(2) + reason)


class Client:
    def __init__(self, port, path="/echo", *, behind=b"", buffer=None, timeout=5):
        self.socket = socket.socket()
        if buffer:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
        self.socket.settimeout(timeout)
        self.socket.connect(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.unread = b""
        if path:
            self.send(handshake(path) + behind)
            self.head = self.read_head()
            assert self.head.startswith("HTTP/1.1 101 "), self.head

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def send(self, data, chop=0):
        for start in range(0, len(data), chop or len(data) or 1):
            self.socket.sendall(data[start : start + (chop or len(data))])

    def say(self, text):
        self.send(frame(TEXT, text))

    def read_head(self):
        while b"\r\n\r\n" not in self.unread:
            self._more()
        head, _, self.unread = self.unread.partition(b"\r\n\r\n")
        return head.decode()

    def read(self):
        """One frame of the server's, which must be whole, unmasked and short in its length."""
        first, second = self._take(2)
        assert first & 0x70 == 0, "It used a reserved bit."
        assert first & 0x80, "It sent a fragment."
        assert second < 128, "It masked its frame."
        size = second
        if second > 125:
            size = int.from_bytes(self._take(2 if second == 126 else 8))
        return Frame(first & 0x0F, self._take(size))

    def hear(self):
        """The next text."""
        heard = self.read()
        assert heard.opcode == TEXT, heard
        return heard.text

    def is_cut_off(self):
        """Whether the server ends the connection, now or soon."""
        try:
            while True:
                self._more()
        except Closed:
            return True
        except TimeoutError:
            return False

    def _take(self, size):
        while len(self.unread) < size:
            self._more()
        taken, self.unread = self.unread[:size], self.unread[size:]
        return taken

    def _more(self):
        try:
            data = self.socket.recv(1 << 18)
        except ConnectionResetError:
            data = b""
        if not data:
            raise Closed
        self.unread += data


def wait_for(holds, seconds=5):
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "It did not happen in time."
        time.sleep(0.02)
