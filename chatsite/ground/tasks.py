"""What the timetable repeats for everybody."""

from typing import Any

from celery import shared_task
from celery.signals import beat_init, before_task_publish, worker_ready
from django.contrib.sessions.backends.db import SessionStore

from chatsite.ground import heartbeat, idempotency


@shared_task
def prove_alive(queue: str) -> None:
    heartbeat.beat(queue)


@shared_task
def forget_expired() -> None:
    """Drop sessions and idempotency keys that nobody can use any more."""
    SessionStore.clear_expired()
    idempotency.forget_expired()


@beat_init.connect
@before_task_publish.connect(sender=prove_alive.name)
def timetable_ticks(**_: Any) -> None:
    """Only the timetable publishes this task, so its publishing is the timetable's own proof."""
    heartbeat.beat(heartbeat.TIMETABLE)


@worker_ready.connect
def worker_starts(sender: Any, **_: Any) -> None:
    for queue in sender.task_consumer.queues:
        heartbeat.beat(queue.name)
