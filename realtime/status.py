"""How realtime is, for the operators' page, the command and whoever else asks.

The census tells what Redis has of the socket processes, this adds what Postgres knows.
"""

import time
from dataclasses import asdict, dataclass, fields
from functools import cached_property
from typing import Any

import redis
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from realtime import census
from realtime.applications import Application, all_applications
from realtime.census import COUNTED, MOST_SHOWN, Channels, Process, Question, Subscriptions
from realtime.health import complaints_of
from realtime.hosted.troubles import trouble as trouble_with_pusher
from realtime.models import Webhook, WebhookDelivery
from realtime.outbox import Backlog, backlogs

Seen = tuple[list[Process], Subscriptions, Channels]

KEY_LENGTH = 4
COMPUTED = ("totals", "per_second", "complaints")
PER_SECOND = ("events", "deliveries", "frames_in")
REDIS_IS_AWAY = "Redis does not answer: sockets, channels and processes cannot be seen."
NEVER_SHOWN = {"id", "key", "secret"}
WAITING, FAILED = WebhookDelivery.Status.WAITING, WebhookDelivery.Status.FAILED


@dataclass(frozen=True)
class AppStatus:
    id: str
    key: str
    is_enabled: bool
    sockets: int | None  # None: nobody knows without Redis
    max_connections: int
    channels: int | None
    options: dict[str, str]  # what differs from the default


@dataclass(frozen=True)
class WebhookStatus:
    """Never its address: people put secrets into these."""

    id: int
    app: str
    is_active: bool
    waiting: int
    failed: int
    last_status: str
    last_code: int | None
    last_at: float | None


@dataclass(frozen=True)
class Status:
    at: int
    is_redis_away: bool
    processes: list[Process]
    apps: list[AppStatus]
    channels: Channels
    outbox: list[Backlog]  # of each broadcaster
    trouble_with_pusher: str
    webhooks: list[WebhookStatus]

    @cached_property
    def totals(self) -> dict[str, int]:
        """Of the processes that live."""
        counted = {name: sum(each.counters[name] for each in self.processes) for name in COUNTED}
        return {"sockets": sum(each.sockets for each in self.processes)} | counted

    @cached_property
    def per_second(self) -> dict[str, float]:
        """On average since the processes started."""
        return {
            name: round(sum(each.per_second(name) for each in self.processes), 2)
            for name in PER_SECOND
        }

    @cached_property
    def complaints(self) -> list[str]:
        found = [REDIS_IS_AWAY] if self.is_redis_away else []
        found += [self.trouble_with_pusher] if self.trouble_with_pusher else []
        return found + [words for backlog in self.outbox for words in complaints_of(backlog)]

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {name: getattr(self, name) for name in COMPUTED}


def status(question: Question | None = None) -> Status:
    """Without Redis it tells what Postgres knows. Raises when Postgres is away."""
    try:
        seen, trouble = _look(question or Question()), trouble_with_pusher()
    except redis.RedisError:
        seen, trouble = None, ""
    processes, _, channels = seen or ([], None, Channels())
    return Status(
        at=int(time.time()),
        is_redis_away=seen is None,
        processes=processes,
        apps=[_app(app, seen) for app in all_applications()],
        channels=channels,
        outbox=backlogs(),
        trouble_with_pusher=trouble,
        webhooks=[_webhook(webhook) for webhook in _webhooks()],
    )


def _look(question: Question) -> Seen:
    subscribed = census.subscriptions()
    return census.processes(), subscribed, census.channels(question, subscribed)


def deliveries_left() -> dict[str, int]:
    """How many deliveries to webhooks wait, and how many were given up in the last days."""
    return {
        status.value: WebhookDelivery.objects.filter(status=status).count()
        for status in (WAITING, FAILED)
    }


def _app(app: Application, seen: Seen | None) -> AppStatus:
    sockets = channels = None
    if seen is not None:
        processes, subscribed, _ = seen
        sockets = sum(process.sockets_by_app.get(app.id, 0) for process in processes)
        channels = sum(app_id == app.id for app_id, _ in subscribed)
    return AppStatus(
        id=app.id,
        key=app.key[:KEY_LENGTH] + "…" if app.key else "",
        is_enabled=app.enabled,
        sockets=sockets,
        max_connections=app.max_connections,
        channels=channels,
        options=_options(app),
    )


def _options(app: Application) -> dict[str, str]:
    values = {
        option.name: getattr(app, option.name)
        for option in fields(app)
        if option.name not in NEVER_SHOWN and getattr(app, option.name) != option.default
    }
    return {name: _in_words(name, value) for name, value in values.items()}


def _in_words(name: str, value: Any) -> str:
    match value:
        case bool():
            return "on" if value else "off"
        case tuple():
            return ", ".join(value)
        case _:
            return "set" if name == "encryption_master_key" else str(value)


def _webhooks() -> QuerySet[Webhook, Any]:
    last = WebhookDelivery.objects.filter(webhook=OuterRef("pk")).order_by("-pk")
    listed = Webhook.objects.annotate(
        waiting=_deliveries(WAITING),
        failed=_deliveries(FAILED),
        last_status=Subquery(last.values("status")[:1]),
        last_code=Subquery(last.values("answer_code")[:1]),
        last_at=Subquery(last.values("created_at")[:1]),
    )
    return listed[:MOST_SHOWN]


def _deliveries(status: str) -> Coalesce:
    """A webhook's own of this status; each has an index, so those that went well cost nothing."""
    own = WebhookDelivery.objects.filter(webhook=OuterRef("pk"), status=status).order_by()
    return Coalesce(Subquery(own.values("webhook").annotate(n=Count("pk")).values("n")), 0)


def _webhook(webhook: Any) -> WebhookStatus:
    return WebhookStatus(
        id=webhook.pk,
        app=webhook.app_id,
        is_active=webhook.is_active,
        waiting=webhook.waiting,
        failed=webhook.failed,
        last_status=webhook.last_status or "",
        last_code=webhook.last_code,
        last_at=webhook.last_at.timestamp() if webhook.last_at else None,
    )
