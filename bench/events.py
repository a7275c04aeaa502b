"""What is told in a measurement: an event that carries its number and the time it was sent.

Both have a fixed width, so that frames of one topic differ in these digits only.
"""

import json
from dataclasses import dataclass

NUMBER, STAMP = 8, 17
FILLING = (
    "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt "
    "ut labore et dolore magna aliqua. Ut enim ad minim veniam"
)
NO_STAMP = 0.0

Plan = list[tuple[str, int]]  # topics and the number of the event in its topic, in order


def text_of(number: int, stamp: float) -> str:
    """About 250 bytes once it is in a Pusher frame."""
    return json.dumps({"author": "Vera", "body": f"#{number:08d}@{stamp:017.6f}# {FILLING}"})


def frame_of(topic: str, text: str) -> str:
    return json.dumps({"event": "bench", "data": text, "channel": topic}, separators=(",", ":"))


def find(payload: bytes) -> tuple[int, bytes] | None:
    """The number and the stamp, as digits; None when this is no event of ours."""
    at = payload.find(b"#") + 1
    if not at:
        return None
    stamp = at + NUMBER + 1
    return int(payload[at : at + NUMBER]), payload[stamp : stamp + STAMP]


@dataclass(frozen=True)
class Script:
    """The whole stream that one topic's socket should read, byte for byte.

    Comparing with it proves that nothing is lost and all is in order, for a fraction of what
    parsing costs: a client that parses every frame is slower than the servers it measures.
    """

    first: int
    size: int  # of one frame
    stream: bytes

    @classmethod
    def after(cls, frame: bytes, first: int, count: int) -> "Script":
        """Made after a frame that has come, as each server frames in its own way."""
        at = frame.index(b"#") + 1
        unstamped = f"@{NO_STAMP:017.6f}".encode()
        head, tail = frame[:at], unstamped + frame[at + NUMBER + len(unstamped) :]
        numbers = range(first, first + count)
        return cls(first, len(frame), b"".join(head + b"%08d" % n + tail for n in numbers))

    def goes_on_with(self, data: bytes, number: int, partial: int) -> bool:
        """Whether these bytes follow, that much of the frame with this number being read."""
        at = (number - self.first) * self.size + partial
        return at >= 0 and self.stream.startswith(data, at)

    def beginning(self, number: int, partial: int) -> bytes:
        at = (number - self.first) * self.size
        return self.stream[at : at + partial]
