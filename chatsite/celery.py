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

app.conf.beat_schedule = {
    f"the {queue} worker proves it is alive": {
        "task": "chatsite.ground.tasks.prove_alive",
        "schedule": BEAT_SECONDS,
        "args": [queue],
        "options": {"queue": queue, "expires": BEAT_SECONDS},
    }
    for queue in QUEUES
} | {
    "sweep the outbox": {
        "task": "realtime.tasks.sweep_outbox",
        "schedule": 3,
        "options": {"expires": 3},
    },
    "read what hubs tell": {
        "task": "realtime.tasks.read_changes",
        "schedule": 1,
        "options": {"expires": 1},
    },
    "compare with who is there": {
        "task": "realtime.tasks.take_stock",
        "schedule": 30,
        "options": {"expires": 30},
    },
    "tell Pusher's channels how far they are": {
        "task": "realtime.tasks.tell_hosted_heads",
        "schedule": 5,
        "options": {"expires": 5},
    },
    "compare with who is at Pusher": {
        "task": "realtime.tasks.follow_hosted_members",
        "schedule": 20,
        "options": {"expires": 20},
    },
    "forget old events": {
        "task": "realtime.tasks.forget_old_events",
        "schedule": crontab(hour=3, minute=27),
    },
    "forget old deliveries": {
        "task": "realtime.tasks.forget_old_deliveries",
        "schedule": crontab(hour=3, minute=37),
    },
    "forget what has expired": {
        "task": "chatsite.ground.tasks.forget_expired",
        "schedule": crontab(hour=3, minute=17),
    },
}


@setup_logging.connect
def keep_our_logs(**_: Any) -> None:
    """Being connected is enough: Celery leaves logging as Django's settings have it."""


@receiver(bind_extra_task_metadata)
def name_the_task(task: Any, **_: Any) -> None:
    structlog.contextvars.bind_contextvars(task=task.name)
