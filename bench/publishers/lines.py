"""One TCP connection into the server's process, a line for an event: next to nothing."""

import socket
from collections.abc import Sequence
from dataclasses import dataclass

from bench.events import frame_of
from bench.publishers import Publish


@dataclass(frozen=True)
class Lines:
    port: int
    is_framed: bool = False  # the text goes out as it is, so it comes as a Pusher frame

    def open(self) -> Publish:
        wire = socket.create_connection(("127.0.0.1", self.port))
        wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

        def publish(events: Sequence[tuple[str, str]]) -> None:
            wire.sendall("".join(self.line(*event) for event in events).encode())

        return publish

    def line(self, topic: str, text: str) -> str:
        return f"{topic}\t{frame_of(topic, text) if self.is_framed else text}\n"
