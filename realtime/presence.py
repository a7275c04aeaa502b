"""Who is there, as HTTP code and workers see it, read from Redis: each process keeps its part.

True is the union over the processes whose lease lives; what a dead one left does not count.
Several hosts may share the channels among them: what is known of one is where its group is.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from redis import Redis

from realtime.applications import own
from realtime.channels import Member
from realtime.layer import group_of, redis_clients, redis_of
from realtime.server import keys
from realtime.server.protocol import is_presence
from realtime.server.scripts import GATHER, LIVE

Place = tuple[str, str]  # an app's id and a channel

IS_OCCUPIED = (
    LIVE
    + """
local occupied = {}
for i, field in ipairs(ARGV) do
  occupied[i] = 0
  for _, p in ipairs(live) do
    if redis.call('HEXISTS', 'smartlink:channels:' .. p, field) == 1 then occupied[i] = 1 end
  end
end
return occupied
"""
)


def who_is_on(channel: str) -> dict[str, Member]:
    """User ids, such as "5" or "visitor-5", and what the presence rule said of each."""
    return _members([channel])[channel]


def attendance() -> dict[str, set[str]]:
    """Everybody on presence channels of our own app, and on which of them."""
    ours = {channel for app_id, channel in occupied() if app_id == own().id}
    found = defaultdict(set)
    for channel, members in _members(filter(is_presence, ours)).items():
        for user_id in members:
            found[user_id].add(channel)
    return found


def occupied() -> set[Place]:
    """All channels of all apps that anybody listens to."""
    hashes = (each for client in redis_clients() for each in _gathered(client, "channels", ""))
    return {keys.app_and_name(field) for each in hashes for field, _ in keys.pairs(each)}


def still_occupied(places: Iterable[Place]) -> set[Place]:
    """Those of these channels that anybody listens to."""
    by_client = defaultdict(list)
    for place in places:
        by_client[redis_of(group_of(*place))].append(place)
    return {place for client, asked in by_client.items() for place in _occupied_on(client, asked)}


def _occupied_on(client: Redis, places: list[Place]) -> Iterator[Place]:
    answers: Any = client.eval(IS_OCCUPIED, 0, *(keys.place(*place) for place in places))
    return (place for place, answer in zip(places, answers, strict=True) if answer)


def _members(channels: Iterable[str]) -> dict[str, dict[str, Member]]:
    app_id = own().id
    found = {}
    for channel in channels:
        client = redis_of(group_of(app_id, channel))
        hashes = _gathered(client, "members", f"{app_id}:{channel}")
        pairs = (pair for each in hashes for pair in keys.pairs(each))
        # Ids keep their JSON type in Redis; those that we sign are texts.
        found[channel] = {str(json.loads(id_)): json.loads(info) for id_, info in pairs}
    return found


def _gathered(client: Redis, kind: str, place: str) -> list[list[bytes]]:
    hashes: Any = client.eval(GATHER, 0, kind, place)
    return list(hashes)
