"""One client of this process."""

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from realtime.applications import Application
from realtime.server import limits, protocol
from realtime.server.limits import Bucket
from realtime.server.metrics import counters
from realtime.server.protocol import Goodbye, Member, ProtocolError, User
from realtime.server.transport import PING, Batch, Wire

if TYPE_CHECKING:
    from realtime.server.topics import Topic


@dataclass(eq=False, slots=True)
class Socket:
    id: str
    app: Application
    wire: Wire
    address: str
    opened_at: float = field(default_factory=time.monotonic)
    heard_at: float = field(default_factory=time.monotonic)
    pinged_at: float = 0.0  # unless it has been heard since
    floods: int = 0
    is_open: bool = True
    is_authorised: bool = False
    user: User | None = None
    topics: dict[str, "Topic"] = field(default_factory=dict)
    # Of the server's own channels, which nobody asks for by name.
    overheard: set["Topic"] = field(default_factory=set)
    members: dict[str, Member] = field(default_factory=dict)
    frames: Bucket = field(
        default_factory=lambda: Bucket(limits.FRAMES_PER_SECOND, limits.FRAMES_AT_ONCE)
    )
    client_events: Bucket = field(
        default_factory=lambda: Bucket(
            limits.CLIENT_EVENTS_PER_SECOND, limits.CLIENT_EVENTS_PER_SECOND
        )
    )

    def heard(self) -> None:
        """Something came in. Who sends more than anybody should is told so, and then shown out."""
        self.heard_at = time.monotonic()
        if self.frames.take():
            return
        self.floods += 1
        counters.limits_hit += 1
        if self.floods > limits.FRAMES_TOO_MANY:
            raise Goodbye(protocol.OVER_CAPACITY, "Far too many messages came from here.")
        raise ProtocolError(protocol.NOT_ALLOWED, "Messages come too fast.")

    def silent_since(self) -> float:
        return max(self.heard_at, self.wire.heard_at())

    def ping(self) -> None:
        """In Pusher's words and in WebSocket's: some clients know only one of the two."""
        self.pinged_at = time.monotonic()
        self.wire.write(Batch([protocol.encode("pusher:ping")], PING))

    def tell(self, *texts: str) -> None:
        self.wire.write(Batch(texts))
