"""Hop 4: the worker empties the outbox."""

from celery import shared_task

from realtime import outbox


@shared_task(queue="broadcasts")
def drain_outbox() -> None:
    """The timetable repeats this every few seconds, so a lost wake-up costs little."""
    while outbox.drain():
        pass
