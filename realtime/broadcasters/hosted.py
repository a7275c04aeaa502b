"""To hosted Pusher, or to any server that speaks its HTTP API."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import redis

from realtime.broadcasters.base import Away, Broadcaster, Refused, Telling
from realtime.events import JSON
from realtime.hosted import calls, heads, line
from realtime.hosted.calls import AT_ONCE, Item
from realtime.server.protocol import SOCKET_ID, dump


class HostedPusher(Broadcaster):
    at_once = AT_ONCE
    is_near = False

    def send(self, tellings: Sequence[Telling]) -> None:
        with _or_away():
            # Before they are sent: should we die in between, a head too many has been told.
            if told := {channel: head for each in tellings for channel, head in each.heads.items()}:
                heads.tell_later(told)
            calls.tell([item for telling in tellings for item in _items(telling)])

    def end_rights(self, told: JSON) -> None:
        """All of the user's sockets, whichever session has lost its rights.

        Pusher tells users apart, not sessions. Those that may stay come back at once.
        """
        with _or_away():
            calls.end_connections(told["user_id"])


def _items(telling: Telling) -> Iterator[Item]:
    data = dump(telling.payload)
    for channel in telling.channels:
        item: Item = {"name": telling.name, "channel": channel, "data": data}
        # Strict: it comes from the browser, and Pusher would refuse the others for its sake.
        if SOCKET_ID.match(telling.except_socket):
            item["socket_id"] = telling.except_socket
        yield item


@contextmanager
def _or_away() -> Iterator[None]:
    try:
        yield
    except line.Absent as reason:
        raise Away(str(reason)) from reason
    except line.Refused as reason:
        raise Refused(str(reason)) from reason
    except redis.RedisError as error:
        raise Away(type(error).__name__) from error
