"""The way from hop 3 to hop 4: a committed outbox row wakes the workers."""

from typing import Any

from django.db import connection, transaction
from django.db.models.signals import post_save
from django.dispatch import receiver

from realtime.models import OutboxEvent
from realtime.workers import wake_workers


@receiver(post_save, sender=OutboxEvent)
def wake_workers_once(**_: Any) -> None:
    """One wake-up a transaction, however many events it records."""
    if wake_workers not in {call for _, call, *_ in connection.run_on_commit}:
        transaction.on_commit(wake_workers, robust=True)
