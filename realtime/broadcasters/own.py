"""To our own socket processes, through Redis; each channel is a group of the layer."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import redis
from redis import Redis

from realtime import applications, heads
from realtime.broadcasters.base import Away, Broadcaster, Telling
from realtime.events import JSON
from realtime.layer import Message, Pipelines, group_of, put, redis_of
from realtime.revocations import revoke
from realtime.server import keys, protocol
from realtime.server.cluster import CACHE_SECONDS


class OwnServer(Broadcaster):
    def send(self, tellings: Sequence[Telling]) -> None:
        app_id, pipelines = applications.own().id, Pipelines()
        for telling in tellings:
            data = protocol.dump(telling.payload)
            for channel in telling.channels:
                client = pipelines.of(group_of(app_id, channel))
                frame = protocol.encode_event(telling.name, data, channel)
                _tell(client, app_id, channel, frame, telling.except_socket)
                if channel in telling.heads:
                    heads.write(client, app_id, channel, telling.heads[channel])
        with _or_away():
            pipelines.execute()

    def end_rights(self, told: JSON) -> None:
        with _or_away():
            revoke(told)


def tell(app_id: str, channel: str, frame: str) -> None:
    """Everybody who listens to this channel of this app, in any process."""
    _tell(redis_of(group_of(app_id, channel)), app_id, channel, frame)


def _tell(client: Redis, app_id: str, channel: str, frame: str, except_socket: str = "") -> None:
    if protocol.is_cache(channel):
        client.set(keys.cache(app_id, channel), frame, ex=CACHE_SECONDS)
    message: Message = {"type": "event", "frame": frame}
    if except_socket:
        message["except"] = except_socket
    put(client, group_of(app_id, channel), message)


@contextmanager
def _or_away() -> Iterator[None]:
    try:
        yield
    except redis.RedisError as error:
        raise Away(type(error).__name__) from error
