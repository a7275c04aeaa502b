"""Hop 5, broadcaster: the last step out of Django, to whatever holds the sockets."""

from typing import Protocol

from realtime import applications
from realtime.events import JSON
from realtime.layer import group_of, redis_of, send_to_group
from realtime.server import keys, protocol
from realtime.server.cluster import CACHE_SECONDS


class Broadcaster(Protocol):
    def send(self, channels: list[str], name: str, payload: JSON) -> None: ...


class ChannelLayerBroadcaster:
    """To our own socket processes, through Redis; each channel is a group of the layer."""

    def send(self, channels: list[str], name: str, payload: JSON) -> None:
        app_id = applications.own().id
        for channel in channels:
            tell(app_id, channel, protocol.encode(name, payload, channel))


def tell(app_id: str, channel: str, frame: str) -> None:
    """Everybody who listens to this channel of this app, in any process."""
    group = group_of(app_id, channel)
    if protocol.is_cache(channel):
        redis_of(group).set(keys.cache(app_id, channel), frame, ex=CACHE_SECONDS)
    send_to_group(group, {"type": "event", "frame": frame})


def broadcaster() -> Broadcaster:
    return ChannelLayerBroadcaster()
