"""Hop 4, worker: Celery empties the outbox, woken by a commit or by the timetable.

The other way round it hears what hubs tell of sockets, and tells other people's servers.
"""

import time

import redis
import structlog
from celery import shared_task
from django.db import InterfaceError, OperationalError
from kombu.exceptions import OperationalError as BrokerError

from realtime import outbox, reading, webhooks
from realtime.layer import redis_client

log = structlog.get_logger(__name__)

WOKEN = "smartlink:outbox-woken"
WOKEN_MILLISECONDS = 1000
CALLED = "smartlink:webhooks-called"
CALLED_MILLISECONDS = 30_000
READING_SECONDS = 5  # then others have their turn; the timetable comes again every second


def wake_worker() -> None:
    """Ask for a drain, unless one is already on its way. Never waits long, never fails."""
    try:
        if redis_client().set(WOKEN, 1, nx=True, px=WOKEN_MILLISECONDS):
            drain_outbox.apply_async(retry=False)
    except (redis.RedisError, BrokerError):
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


@shared_task
def read_changes() -> None:
    """The timetable repeats this every second."""
    end = time.monotonic() + READING_SECONDS
    try:
        while reading.read() and time.monotonic() < end:
            pass
        if webhooks.due() and redis_client().set(CALLED, 1, nx=True, px=CALLED_MILLISECONDS):
            deliver_webhooks.apply_async(retry=False)
    except (redis.RedisError, BrokerError, OperationalError, InterfaceError) as error:
        log.warning("changes_wait", error=type(error).__name__)


@shared_task
def take_stock() -> None:
    """The timetable repeats this every half minute."""
    try:
        reading.take_stock()
    except (redis.RedisError, OperationalError, InterfaceError) as error:
        log.warning("changes_wait", error=type(error).__name__)


@shared_task
def deliver_webhooks() -> None:
    """`read_changes` asks for this when something is due; it may wait for slow servers."""
    try:
        redis_client().delete(CALLED)  # first: what becomes due from now on calls us again
    except redis.RedisError:
        log.warning("webhooks_may_start_late")
    webhooks.deliver()


@shared_task
def forget_old_deliveries() -> None:
    webhooks.forget_old()
