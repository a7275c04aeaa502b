"""A committed outbox row wakes the worker."""

from typing import Any

import structlog
from django.db import connection, transaction
from django.db.models.signals import post_save
from django.dispatch import receiver
from kombu.exceptions import OperationalError

from realtime.models import OutboxEvent
from realtime.tasks import drain_outbox

log = structlog.get_logger(__name__)


@receiver(post_save, sender=OutboxEvent)
def wake_worker_once(**_: Any) -> None:
    """One wake-up a transaction, however many events it records."""
    if wake_worker not in {call for _, call, *_ in connection.run_on_commit}:
        transaction.on_commit(wake_worker)


def wake_worker() -> None:
    try:
        drain_outbox.apply_async(retry=False)
    except OperationalError:
        # The row is safe, and the timetable's sweep takes it when Redis is back.
        log.warning("worker_not_woken")
