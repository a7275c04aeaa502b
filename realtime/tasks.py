"""Hop 4, worker: Celery empties the outbox, woken by a commit or by the timetable."""

import redis
import structlog
from celery import shared_task
from kombu.exceptions import OperationalError

from realtime import outbox
from realtime.layer import redis_client

log = structlog.get_logger(__name__)

WOKEN = "smartlink:outbox-woken"
WOKEN_MILLISECONDS = 1000


def wake_worker() -> None:
    """Ask for a drain, unless one is already on its way. Never waits long, never fails."""
    try:
        if redis_client().set(WOKEN, 1, nx=True, px=WOKEN_MILLISECONDS):
            drain_outbox.apply_async(retry=False)
    except (redis.RedisError, OperationalError):
        # The row is safe, and the timetable's sweep takes it when Redis is back.
        log.warning("worker_not_woken")


@shared_task
def drain_outbox() -> None:
    """The timetable repeats this every few seconds, so a lost wake-up costs little."""
    try:
        redis_client().delete(WOKEN)  # first: whoever commits from now on wakes us again
    except redis.RedisError:
        return
    while outbox.drain():
        pass
