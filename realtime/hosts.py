"""Where Redis is: one address, or several that share the channels among them.

`redis://`, `rediss://` (TLS) and `sentinel://:password@host:26379,host:26379/name/db`, where
the watchers say which of the servers they watch under that name is the master now.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import unquote, urlsplit

import redis
from redis import asyncio as aioredis
from redis.asyncio.retry import Retry as AsyncRetry
from redis.asyncio.sentinel import Sentinel as AsyncSentinel
from redis.backoff import NoBackoff
from redis.sentinel import Sentinel

SENTINEL_PORT = 26379


@dataclass(frozen=True)
class Host:
    url: str

    def client(self, **options: Any) -> redis.Redis:
        """For synchronous code."""
        if not self.is_watched:
            return redis.Redis.from_url(self.url, **options)
        made: redis.Redis = self._master(Sentinel, **options)
        return made

    def connection(self) -> aioredis.Connection:
        """One for the running loop, not open yet; whoever uses it has a patience of his own."""
        made: aioredis.Connection = self._pool.make_connection()
        return made

    async def close(self) -> None:
        if self.is_watched and "_pool" in self.__dict__:
            for watcher in self._pool.sentinel_manager.sentinels:
                await watcher.aclose()

    @cached_property
    def _pool(self) -> Any:
        # A watched connection asks its pool for the master, and does not keep it alive.
        options = {"socket_connect_timeout": 1, "retry": AsyncRetry(NoBackoff(), 0)}
        if self.is_watched:
            return self._master(AsyncSentinel, **options).connection_pool
        return aioredis.ConnectionPool.from_url(self.url, **options)

    @property
    def is_watched(self) -> bool:
        return self.url.startswith("sentinel://")

    def _master(self, sentinel: Callable[..., Any], **options: Any) -> Any:
        watchers, name, database, password = self._told
        watch = {"socket_timeout": 0.5, "retry": options["retry"]}
        found = sentinel(watchers, sentinel_kwargs=watch)
        return found.master_for(name, password=password, db=database, **options)

    @cached_property
    def _told(self) -> tuple[list[tuple[str, int]], str, int, str | None]:
        parts = urlsplit(self.url)
        _, _, places = parts.netloc.rpartition("@")
        name, _, database = parts.path.strip("/").partition("/")
        # urlsplit knows one host only, so the password is found by hand as well.
        password = unquote(parts.netloc.rpartition("@")[0].partition(":")[2]) or None
        return [_watcher(place) for place in places.split(",")], name, int(database or 0), password


def _watcher(place: str) -> tuple[str, int]:
    host, _, port = place.partition(":")
    return host, int(port or SENTINEL_PORT)
