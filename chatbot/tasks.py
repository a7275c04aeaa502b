"""What workers do for chat. Each task is harmless when run twice."""

import time

import structlog
from celery import shared_task

from chatbot import files, services, webhooks
from chatsite.ground.errors import Unavailable
from realtime.workers import ask_later

log = structlog.get_logger(__name__)

# Of forgetting at a time: less than after which Celery ends a task.
TURN_SECONDS = 200


@shared_task
def deliver_webhooks() -> None:
    """The timetable repeats this every few seconds; it may wait for slow servers."""
    webhooks.courier.deliver()


@shared_task
def forget_old_deliveries() -> None:
    webhooks.courier.forget_old()


@shared_task
def examine_file(attachment_id: int) -> None:
    """A message with files asks for this."""
    try:
        services.examine(attachment_id)
    except (OSError, Unavailable) as error:
        log.warning("file_waits", reason=type(error).__name__)


@shared_task
def sweep_files() -> None:
    """The timetable repeats this: what a lost wake-up or an absent storage has left."""
    services.ask_for_late_files()


@shared_task
def answer_first(conversation_id: int) -> None:
    """What a visitor has said asks for this."""
    services.answer_first(conversation_id=conversation_id)


@shared_task
def sweep_bot() -> None:
    """The timetable repeats this every few seconds, so a lost wake-up costs little."""
    for conversation_id in services.waiting_for_bot():
        try:
            services.answer_first(conversation_id=conversation_id)
        except Exception:  # the others must not wait for this one
            log.exception("bot_failed", conversation=conversation_id)


@shared_task
def delete_files() -> None:
    """The timetable repeats this; it may wait for a slow storage."""
    files.empty_the_bin()


@shared_task
def wake_snoozed() -> None:
    """The timetable repeats this."""
    services.wake_snoozed()


@shared_task
def send_transcripts() -> None:
    """The timetable repeats this every few seconds; it may wait for a slow mail server."""
    services.send_transcripts()


@shared_task
def forget_transcripts() -> None:
    services.forget_transcripts()


@shared_task
def forget_what_is_old() -> None:
    """For all sites; what takes longer than one turn is asked for again."""
    end = time.monotonic() + TURN_SECONDS
    for _ in services.forget_expired():
        if time.monotonic() > end:
            ask_later("chatbot.tasks.forget_what_is_old", expires=TURN_SECONDS)
            return
