"""Hop 5, broadcaster: the last step out of Django, to whatever holds the sockets."""

from typing import Protocol

from realtime.events import JSON
from realtime.layer import group_of, send_to_group
from realtime.server import protocol


class Broadcaster(Protocol):
    def send(self, channels: list[str], name: str, payload: JSON) -> None: ...


class ChannelLayerBroadcaster:
    """To our own socket processes, through Redis; each channel is a group of the layer."""

    def send(self, channels: list[str], name: str, payload: JSON) -> None:
        for channel in channels:
            frame = protocol.encode(name, payload, channel)
            event = {"type": "event", "channel": channel, "frame": frame}
            send_to_group(group_of(channel), event)


def broadcaster() -> Broadcaster:
    return ChannelLayerBroadcaster()
