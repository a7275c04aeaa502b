"""Who is alive: workers and timetable leave the time of their last work in Redis.

A worker proves itself by doing a task, not by being there: one that is alive
but no longer takes work looks just as dead as it is.
"""

import time

from django.core.cache import cache

QUEUES = ("broadcasts", "default")
TIMETABLE = "timetable"
BEAT_SECONDS = 10
LATE_SECONDS = 35


def beat(name: str) -> None:
    cache.set(f"alive:{name}", time.time(), timeout=None)


def seconds_since(name: str) -> float | None:
    """None: never seen."""
    beaten_at = cache.get(f"alive:{name}")
    return None if beaten_at is None else max(0.0, time.time() - beaten_at)
