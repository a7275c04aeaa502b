"""The worker app and its timetable."""

import os
from typing import Any

import structlog
from celery import Celery
from celery.schedules import crontab
from celery.signals import setup_logging
from django.dispatch import receiver
from django_structlog.celery.signals import bind_extra_task_metadata
from django_structlog.celery.steps import DjangoStructLogInitStep

from chatsite.ground.heartbeat import BEAT_SECONDS, QUEUES

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chatsite.settings")

app = Celery("chatsite", amqp="chatsite.broker:SteadyAMQP")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.steps["worker"].add(DjangoStructLogInitStep)  # request ids travel with the tasks


def every(seconds: float, task: str, *told: str, **options: Any) -> dict[str, Any]:
    """What a worker was too late for is not made good: the next one comes soon."""
    expiring = {"expires": seconds} | options
    return {"task": task, "schedule": seconds, "args": told, "options": expiring}


def each_night(hour: int, minute: int, task: str) -> dict[str, Any]:
    return {"task": task, "schedule": crontab(hour=hour, minute=minute)}


app.conf.beat_schedule = {
    f"the {queue} worker proves it is alive": every(
        BEAT_SECONDS, "chatsite.ground.tasks.prove_alive", queue, queue=queue
    )
    for queue in QUEUES
} | {
    "sweep the outbox": every(3, "realtime.tasks.sweep_outbox"),
    "read what hubs tell": every(1, "realtime.tasks.read_changes"),
    "compare with who is there": every(30, "realtime.tasks.take_stock"),
    "tell Pusher's channels how far they are": every(5, "realtime.tasks.tell_hosted_heads"),
    "compare with who is at Pusher": every(20, "realtime.tasks.follow_hosted_members"),
    "look at files that are late": every(30, "chatbot.tasks.sweep_files"),
    "call the sites' own servers": every(2, "chatbot.tasks.deliver_webhooks"),
    "wake what is snoozed": every(20, "chatbot.tasks.wake_snoozed"),
    "send transcripts": every(10, "chatbot.tasks.send_transcripts"),
    "delete files that nothing names any more": every(30, "chatbot.tasks.delete_files"),
    "have bots answer what they overlooked": every(3, "chatbot.tasks.sweep_bot"),
    "forget what has expired": each_night(3, 17, "chatsite.ground.tasks.forget_expired"),
    "forget old events": each_night(3, 27, "realtime.tasks.forget_old_events"),
    "forget old deliveries": each_night(3, 37, "realtime.tasks.forget_old_deliveries"),
    "forget old calls": each_night(3, 47, "chatbot.tasks.forget_old_deliveries"),
    "forget old transcripts": each_night(3, 57, "chatbot.tasks.forget_transcripts"),
    "forget what sites do not keep": each_night(4, 7, "chatbot.tasks.forget_what_is_old"),
}


@setup_logging.connect
def keep_our_logs(**_: Any) -> None:
    """Being connected is enough: Celery leaves logging as Django's settings have it."""


@receiver(bind_extra_task_metadata)
def name_the_task(task: Any, **_: Any) -> None:
    structlog.contextvars.bind_contextvars(task=task.name)
