"""What requests ask of the workers: nobody waits long for the answer, and nobody fails.

It is only about speed. The events are safe in the outbox, and the timetable's sweep takes
them when Redis is back.
"""

import time
from typing import Any

import redis
import structlog
from celery import current_app
from kombu.exceptions import OperationalError as BrokerError

from realtime.broadcasters import broadcasters
from realtime.layer import redis_client

log = structlog.get_logger(__name__)

WOKEN_MILLISECONDS = 1000
# While no worker takes them, they must not pile up.
DRAIN_EXPIRES_SECONDS = 60.0
# After a failure, so that not every request of an outage waits for it.
REST_SECONDS = 1.0

_rests_until = 0.0


def wake_workers() -> None:
    """Ask for the drain of each broadcaster, unless it is already on its way."""
    for name in broadcasters():
        ask_for_drain(name)


def ask_for_drain(name: str) -> None:
    ask("realtime.tasks.drain_outbox", name, once=woken(name), expires=DRAIN_EXPIRES_SECONDS)


def woken(name: str) -> str:
    """The key that stands in Redis while a drain of this broadcaster is on its way."""
    return f"smartlink:outbox-woken:{name}"


def ask(task: str, *told: Any, once: str = "", expires: float | None = None) -> None:
    """`once` is a key in Redis: while it stands, the same has been asked for already."""
    global _rests_until
    if time.monotonic() < _rests_until:
        return
    try:
        if not once or redis_client().set(once, 1, nx=True, px=WOKEN_MILLISECONDS):
            current_app.send_task(task, told, expires=expires, retry=False)
    except (redis.RedisError, BrokerError):
        _rests_until = time.monotonic() + REST_SECONDS
        log.warning("worker_not_asked", task=task)
