"""What is wrong between Pusher and us, from the worker that finds out to whoever looks after it."""

from contextlib import suppress

import redis

from realtime.layer import redis_client

KEY = "smartlink:hosted:trouble"
KEPT_SECONDS = 120  # while something waits to be told, every few seconds somebody tries


def note(words: str) -> None:
    with suppress(redis.RedisError):
        redis_client().set(KEY, words, ex=KEPT_SECONDS)


def end() -> None:
    with suppress(redis.RedisError):
        redis_client().delete(KEY)


def trouble() -> str:
    """In a sentence, or empty. Raises when Redis is away."""
    words = redis_client().get(KEY)
    return words.decode() if isinstance(words, bytes) else ""
