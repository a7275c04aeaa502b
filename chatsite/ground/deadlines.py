"""One moment by which a whole exchange is over, however slowly the other side drips."""

import io
import socket
import time
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer as Buffer


class Deadline:
    def __init__(self, seconds: float) -> None:
        self._moment = time.monotonic() + seconds

    def left(self) -> float:
        left = self._moment - time.monotonic()
        if left <= 0:
            raise TimeoutError("The time is over.")
        return left


class HurriedSocket:
    """What http.client needs of a socket; every step gets only the time that is left.

    It never closes the socket: whoever opened it does.
    """

    def __init__(self, inner: socket.socket, deadline: Deadline) -> None:
        self._inner = inner
        self._deadline = deadline

    def sendall(self, data: bytes) -> None:
        while data:
            self._inner.settimeout(self._deadline.left())
            data = data[self._inner.send(data) :]

    def recv_into(self, buffer: "Buffer") -> int:
        self._inner.settimeout(self._deadline.left())
        return self._inner.recv_into(buffer)

    def makefile(self, mode: Literal["rb"]) -> io.BufferedReader:
        return io.BufferedReader(_Reader(self))

    def close(self) -> None: ...


class _Reader(io.RawIOBase):
    def __init__(self, source: HurriedSocket) -> None:
        self._source = source

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "Buffer") -> int:
        return self._source.recv_into(buffer)
