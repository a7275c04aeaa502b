"""So many at once, and so many a minute after that: a bucket for each person and thing.

Of a bucket one number is kept: when it will be full again. It is in Redis, so that all
processes take from the same one; while Redis is away, each takes from its own, which holds half.
"""

import time
from collections import OrderedDict
from dataclasses import dataclass
from functools import cache
from threading import Lock
from typing import Any

import redis
from django.conf import settings

from chatsite.ground.errors import Unavailable
from chatsite.ground.sparing import sparing_redis

# A process forgets those not used for longest: strangers must not fill its memory.
MOST_OWN = 10_000

# In one piece, so that of two requests at once none slips past; by Redis' clock, by which all
# agree. Answers the milliseconds until there is one again, 0 if this one was there.
TAKE = """
local interval, burst = tonumber(ARGV[1]), tonumber(ARGV[2])
local seconds, microseconds = unpack(redis.call('TIME'))
local now = seconds * 1000 + math.floor(microseconds / 1000)
local full_at = math.max(tonumber(redis.call('GET', KEYS[1]) or now), now) + interval
local wait = full_at - now - interval * burst
if wait > 0 then return wait end
redis.call('SET', KEYS[1], full_at, 'PX', full_at - now)
return 0
"""


@dataclass(frozen=True)
class Rate:
    burst: int
    per_minute: float
    fails_closed: bool = False  # without Redis: nothing at all, rather than by each process

    @property
    def interval(self) -> int:
        """Milliseconds until there is one more."""
        return round(60_000 / self.per_minute)

    def halved(self) -> "Rate":
        return Rate(max(1, self.burst // 2), self.per_minute / 2)


class OwnBuckets:
    """Those of this process."""

    def __init__(self) -> None:
        self._full_at: OrderedDict[str, int] = OrderedDict()
        self._lock = Lock()

    def take(self, name: str, rate: Rate) -> int:
        with self._lock:
            now = time.monotonic_ns() // 1_000_000
            full_at = max(self._full_at.get(name, now), now) + rate.interval
            wait = full_at - now - rate.interval * rate.burst
            if wait > 0:
                return wait
            self._keep(name, full_at)
            return 0

    def forget(self) -> None:
        self._full_at.clear()

    def _keep(self, name: str, full_at: int) -> None:
        self._full_at[name] = full_at
        self._full_at.move_to_end(name)
        if len(self._full_at) > MOST_OWN:
            self._full_at.popitem(last=False)


own_buckets = OwnBuckets()


def take(name: str, rate: Rate) -> int:
    """One out of the bucket; 0, or the milliseconds until there is one again."""
    try:
        with sparing_redis():
            return _take_from_redis(name, rate)
    except redis.RedisError:
        if rate.fails_closed:
            raise Unavailable from None
        return own_buckets.take(name, rate.halved())


def _take_from_redis(name: str, rate: Rate) -> int:
    wait: Any = _client().eval(TAKE, 1, f"smartlink:bucket:{name}", rate.interval, rate.burst)
    return int(wait)


@cache
def _client() -> redis.Redis:
    return redis.Redis.from_url(settings.REDIS_URL, **settings.REDIS_TIMEOUT)
