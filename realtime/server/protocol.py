"""The Pusher protocol, version 7: frames in, frames out. No sockets, no Django."""

import json
import re
from dataclasses import dataclass
from typing import Any

ACTIVITY_TIMEOUT = 30
SOCKET_ID = re.compile(r"\A[0-9]{1,20}\.[0-9]{1,20}\Z")
CHANNEL_NAME = re.compile(r"\A[A-Za-z0-9_\-=@,.;]{1,164}\Z")


class ProtocolError(Exception):
    """Something the client did wrong. Sent as a message; it closes the socket only where said."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code

    def frame(self) -> str:
        return encode("pusher:error", {"code": self.code, "message": str(self)})


@dataclass(frozen=True)
class Frame:
    event: str
    data: dict[str, Any]

    @property
    def channel(self) -> str:
        """The channel it is about; strict, since the name goes into signatures and group names."""
        name = self.data.get("channel")
        if not isinstance(name, str) or not CHANNEL_NAME.match(name):
            raise ProtocolError(4300, "This is not the name of a channel.")
        return name

    def text(self, field: str) -> str:
        value = self.data.get(field)
        return value if isinstance(value, str) else ""


def parse(text: str) -> Frame:
    """Read what a client sent; real clients send `data` as an object or as JSON in a string."""
    try:
        raw = json.loads(text)
        data = raw.get("data") or {}
        if isinstance(data, str):
            data = json.loads(data)
        event = raw["event"]
    except (ValueError, KeyError, AttributeError, RecursionError):
        raise ProtocolError(4300, "This is not a frame of the Pusher protocol.") from None
    if not isinstance(event, str) or not isinstance(data, dict):
        raise ProtocolError(4300, "A frame needs the name of an event and an object as data.")
    return Frame(event, data)


def encode(event: str, data: dict[str, Any] | None = None, channel: str = "") -> str:
    frame: dict[str, Any] = {"event": event, "data": json.dumps(data or {})}
    if channel:
        frame["channel"] = channel
    return json.dumps(frame)
