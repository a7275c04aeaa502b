"""Redis is waited for once: after it has not answered, nobody asks it for a moment.

For what goes on without it. A request that asks for several such things waits for the first
alone, and during an outage only one request now and then waits at all.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import redis
import structlog

from chatsite.ground.outages import REDIS_AWAY

log = structlog.get_logger(__name__)

REST_SECONDS = 2.0


class Resting(redis.ConnectionError):
    """It did not answer a moment ago, so it was not asked."""


class Rest:
    """One a process: all that is spared here is asked of the same Redis."""

    ends_at = 0.0


rest = Rest()


@contextmanager
def sparing_redis() -> Iterator[None]:
    """Raises what Redis raises, or `Resting`; the caller knows what to do without an answer."""
    if time.monotonic() < rest.ends_at:
        raise Resting
    try:
        yield
    except REDIS_AWAY as error:
        rest.ends_at = time.monotonic() + REST_SECONDS
        log.warning("redis_spared", error=type(error).__name__, seconds=REST_SECONDS)
        raise
