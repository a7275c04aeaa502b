"""What requests ask of the workers: nobody waits for it, and nobody fails.

It is only about speed. The events are safe in the outbox, and the timetable's sweep takes
them when Redis is back. A thread of its own asks, one after the other: Celery takes longer
to send a task than a request takes to store what the task is about.
"""

import os
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
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
# After a failure, so that an outage is not asked about again and again.
REST_SECONDS = 1.0


class Asking:
    """The thread, what it has yet to do, and whether it rests. One a process."""

    def __init__(self) -> None:
        self.thread = ThreadPoolExecutor(1, thread_name_prefix="asks-workers")
        self.waiting: set[str] = set()
        self.rests_until = 0.0


asking = Asking()


def _begin_anew() -> None:
    """Threads stay behind when a process forks, as Celery's do."""
    global asking
    asking = Asking()


os.register_at_fork(after_in_child=_begin_anew)


def wake_workers() -> None:
    """Have the drain of each broadcaster asked for, unless it is already on its way."""
    for name in broadcasters():
        if name not in asking.waiting:
            asking.waiting.add(name)
            _submit(_wake, name)


def ask_later(task: str, *told: Any, expires: float) -> None:
    _submit(partial(ask, expires=expires), task, *told)


def ask_for_drain(name: str) -> None:
    ask("realtime.tasks.drain_outbox", name, once=woken(name), expires=DRAIN_EXPIRES_SECONDS)


def woken(name: str) -> str:
    """The key that stands in Redis while a drain of this broadcaster comes or is there."""
    return f"smartlink:outbox-woken:{name}"


def stays_awake(name: str) -> None:
    """Whoever commits within the next second need not wake anybody: this drain looks again."""
    with suppress(redis.RedisError):
        redis_client().set(woken(name), 1, px=WOKEN_MILLISECONDS)


def needs_waking(name: str) -> None:
    """By whoever commits from now on; what was committed before is still to be looked for."""
    with suppress(redis.RedisError):
        redis_client().delete(woken(name))


def ask(task: str, *told: Any, once: str = "", expires: float | None = None) -> None:
    """`once` is a key in Redis: while it stands, the same has been asked for already."""
    if time.monotonic() < asking.rests_until:
        return
    try:
        if not once or redis_client().set(once, 1, nx=True, px=WOKEN_MILLISECONDS):
            current_app.send_task(task, told, expires=expires, retry=False)
    except (redis.RedisError, BrokerError):
        asking.rests_until = time.monotonic() + REST_SECONDS
        log.warning("worker_not_asked", task=task)


def _submit(call: Callable[..., None], *told: Any) -> None:
    def try_it() -> None:
        try:
            call(*told)
        except Exception:
            log.exception("worker_not_asked")  # nobody else would hear of it

    asking.thread.submit(try_it)


def _wake(name: str) -> None:
    asking.waiting.discard(name)  # first: whoever commits from now on has it asked for again
    ask_for_drain(name)
