"""Which socket processes live, what they have counted, and who listens to what, from Redis.

A process tells its counters at each of its beats, so they are some seconds old; channels are
true within a moment. What a process left behind that no longer lives does not count.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field, fields
from heapq import nsmallest
from typing import Any

from redis import Redis

from realtime.layer import group_of, redis_clients, redis_of
from realtime.server import keys
from realtime.server.leases import LEASE_SECONDS
from realtime.server.metrics import Counters
from realtime.server.protocol import is_presence

MOST_SHOWN = 100
COUNTED = [each.name for each in fields(Counters) if each.name != "started_at"]

Place = tuple[str, str]  # an app's id and a channel
Subscriptions = Counter[Place]


@dataclass(frozen=True)
class Process:
    id: str
    started_at: int
    told_at: int
    lease_ends_at: int
    sockets: int
    channels: int
    counters: dict[str, int]
    sockets_by_app: dict[str, int]

    def per_second(self, name: str) -> float:
        """On average since it started."""
        return self.counters[name] / max(1, self.told_at - self.started_at)


@dataclass(frozen=True)
class Question:
    """Which channels to list, and in which order: the busiest first, or by name."""

    app: str = ""
    prefix: str = ""
    is_by_name: bool = False

    def fits(self, place: Place) -> bool:
        app, name = place
        return self.app in ("", app) and name.startswith(self.prefix)


@dataclass(frozen=True)
class Channel:
    app: str
    name: str
    subscriptions: int
    users: int | None  # presence channels have them


@dataclass(frozen=True)
class Channels:
    total: int = 0
    found: int = 0
    more: int = 0  # found, and not listed
    listed: list[Channel] = field(default_factory=list)


def processes() -> list[Process]:
    """Those that live, the oldest first."""
    home = redis_clients()[0]
    leases = _leases(home)
    leases.pop(keys.HOSTED, None)  # it only counts like a process, and has nothing to tell
    hashes = _hashes(home, [keys.process(process) for process in leases])
    found = [_process(id_, leases[id_], told) for id_, told in zip(leases, hashes, strict=True)]
    return sorted(found, key=lambda process: process.started_at)


def subscriptions() -> Subscriptions:
    found: Subscriptions = Counter()
    for client in redis_clients():
        for told in _hashes(client, [keys.channels(process) for process in _leases(client)]):
            for place, count in told.items():
                found[keys.app_and_name(place)] += int(count)
    return found


def channels(question: Question, subscribed: Subscriptions) -> Channels:
    def order(place: Place) -> Any:
        app, name = place
        return (name, app) if question.is_by_name else (-subscribed[place], name, app)

    fitting = [place for place in subscribed if question.fits(place)]
    listed = nsmallest(MOST_SHOWN, fitting, key=order)
    users = _users([place for place in listed if is_presence(place[1])])
    return Channels(
        total=len(subscribed),
        found=len(fitting),
        more=len(fitting) - len(listed),
        listed=[Channel(*place, subscribed[place], users.get(place)) for place in listed],
    )


def _leases(client: Redis) -> dict[str, int]:
    """The processes that live, and when their leases end, by this host's clock."""
    now: Any = client.time()
    living: Any = client.zrangebyscore(keys.PROCESSES, now[0], "+inf", withscores=True)
    return {process.decode(): int(end) for process, end in living}


def _process(id_: str, lease_ends_at: int, told: dict[str, str]) -> Process:
    counted = {name: int(value) for name, value in told.items() if value.isdigit()}
    told_at = lease_ends_at - LEASE_SECONDS  # each beat renews the lease
    return Process(
        id=id_,
        started_at=counted.get("started_at", told_at),
        told_at=told_at,
        lease_ends_at=lease_ends_at,
        sockets=counted.get("sockets", 0),
        channels=counted.get("channels", 0),
        counters={name: counted.get(name, 0) for name in COUNTED},
        sockets_by_app={
            name.removeprefix("sockets:"): count
            for name, count in counted.items()
            if name.startswith("sockets:")
        },
    )


def _users(places: list[Place]) -> dict[Place, int]:
    """How many are on each presence channel; whoever is in two processes counts once."""
    by_client = defaultdict(list)
    for place in places:
        by_client[redis_of(group_of(*place))].append(place)
    return {
        place: count
        for client, asked in by_client.items()
        for place, count in _users_on(client, asked)
    }


def _users_on(client: Redis, places: list[Place]) -> list[tuple[Place, int]]:
    living = list(_leases(client))
    with client.pipeline(transaction=False) as pipeline:
        for place in places:
            for process in living:
                pipeline.hkeys(keys.members(process, *place))
        answers = iter(pipeline.execute())
    return [(place, len({id_ for _ in living for id_ in next(answers)})) for place in places]


def _hashes(client: Redis, names: list[str]) -> list[dict[str, str]]:
    """All of these, in one round trip."""
    with client.pipeline(transaction=False) as pipeline:
        for name in names:
            pipeline.hgetall(name)
        answers = pipeline.execute()
    return [{name.decode(): value.decode() for name, value in each.items()} for each in answers]
