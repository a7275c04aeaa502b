"""Hop 4, worker: Celery empties the outbox, woken by a commit or by the timetable.

The other way round it hears what hubs tell of sockets, and tells other people's servers.
"""

import time
from typing import Any

import redis
import structlog
from celery import shared_task
from django.db import InterfaceError, InternalError, OperationalError
from kombu.exceptions import OperationalError as BrokerError

from realtime import outbox, reading, webhooks
from realtime.broadcasters import Away, Telling, outlets
from realtime.hosted import comparison, heads
from realtime.hosted.account import account
from realtime.hosted.line import Absent, Refused
from realtime.layer import redis_client
from realtime.workers import ask_for_drain, needs_waking

log = structlog.get_logger(__name__)

CALLED = "smartlink:webhooks-called"
CALLED_MILLISECONDS = 30_000
POSTGRES_AWAY = (OperationalError, InterfaceError, InternalError)
READING_SECONDS = 5  # then others have their turn; the timetable comes again every second


@shared_task
def drain_outbox(name: str) -> None:
    """The timetable repeats this every few seconds, so a lost wake-up costs little."""
    try:
        while (end := _drain(name)) is outbox.End.EMPTY and outbox.waits(name):
            continue  # somebody has come since the last look
    except POSTGRES_AWAY as error:
        log.warning("outbox_waits", broadcaster=name, reason=type(error).__name__)
        return
    if end is outbox.End.OUT_OF_TIME:
        ask_for_drain(name)


def _drain(name: str) -> outbox.End:
    end = outbox.drain_all(name)
    needs_waking(name)
    return end


@shared_task
def sweep_outbox() -> None:
    """What a lost wake-up left, and what is to be tried again."""
    for name in outlets():
        ask_for_drain(name)


@shared_task
def forget_old_events() -> None:
    outbox.forget_old()


@shared_task
def tell_fleeting(name: str, told: list[dict[str, Any]]) -> None:
    """To a broadcaster that is too far away for a request."""
    try:
        outlets()[name].send([Telling(**telling) for telling in told])
    except Away as reason:
        log.warning("fleeting_event_lost", broadcaster=name, reason=str(reason))


@shared_task
def tell_hosted_heads() -> None:
    """The timetable repeats this every few seconds."""
    if account() is None:
        return
    try:
        heads.tell_due()
    except (Absent, redis.RedisError) as reason:
        log.warning("heads_wait", reason=str(reason))


@shared_task
def follow_hosted_members() -> None:
    """The timetable repeats this; it may wait for a slow Pusher."""
    if account() is None:
        return
    try:
        comparison.follow()
    except (Absent, Refused, redis.RedisError, *POSTGRES_AWAY) as reason:
        log.warning("hosted_members_not_compared", reason=str(reason))


@shared_task
def read_changes() -> None:
    """The timetable repeats this every second."""
    end = time.monotonic() + READING_SECONDS
    try:
        while reading.read() and time.monotonic() < end:
            pass
        is_due = bool(webhooks.courier.due())
        if is_due and redis_client().set(CALLED, 1, nx=True, px=CALLED_MILLISECONDS):
            deliver_webhooks.apply_async(retry=False)
    except (redis.RedisError, BrokerError, *POSTGRES_AWAY) as error:
        log.warning("changes_wait", error=type(error).__name__)


@shared_task
def take_stock() -> None:
    """The timetable repeats this every half minute."""
    try:
        reading.take_stock()
    except (redis.RedisError, *POSTGRES_AWAY) as error:
        log.warning("changes_wait", error=type(error).__name__)


@shared_task
def deliver_webhooks() -> None:
    """`read_changes` asks for this when something is due; it may wait for slow servers."""
    try:
        redis_client().delete(CALLED)  # first: what becomes due from now on calls us again
    except redis.RedisError:
        log.warning("webhooks_may_start_late")
    webhooks.courier.deliver()


@shared_task
def forget_old_deliveries() -> None:
    webhooks.courier.forget_old()
