"""Whether an exception means that Postgres or Redis is away, rather than that we are wrong."""

from collections.abc import Iterator

import psycopg
import redis

RETRY_SECONDS = 5

# The classes of SQLSTATE that speak about the server, not about the statement:
# connection exception, insufficient resources, shut down or still starting, cut off for
# having stood still, given up so that others get on.
AWAY_STATES = ("08", "53", "57P0", "25P03", "40")
REDIS_AWAY = (redis.exceptions.ConnectionError, redis.exceptions.TimeoutError)


def part_away(error: BaseException) -> str | None:
    """`database`, `redis`, or None when the error tells of neither."""
    for cause in _with_causes(error):
        if _is_database_away(cause):
            return "database"
        if isinstance(cause, REDIS_AWAY):
            return "redis"
    return None


def _is_database_away(error: BaseException) -> bool:
    # PoolTimeout is one of these too. Django's own errors carry psycopg's as their cause.
    if not isinstance(error, psycopg.OperationalError | psycopg.InternalError):
        return False
    # Without a state the server had no chance to answer.
    return error.sqlstate is None or error.sqlstate.startswith(AWAY_STATES)


def _with_causes(error: BaseException) -> Iterator[BaseException]:
    seen: BaseException | None = error
    while seen is not None:
        yield seen
        seen = seen.__cause__
