"""Hop 3, outbox: events wait here from the commit that caused them until the worker sends them."""

from functools import partial
from itertools import groupby
from typing import Any

import redis
import structlog
from django.db import transaction
from django.utils import timezone

from realtime.actors import name_of
from realtime.broadcasters import Broadcaster, broadcaster
from realtime.events import JSON, Event
from realtime.models import OutboxEvent
from realtime.revocations import DISCONNECT, revoke

log = structlog.get_logger(__name__)


def publish(event: Event) -> None:
    """Tell the event's channels, once and only if the current transaction commits."""
    for channels, payload in audiences(event):
        if event.durable:
            OutboxEvent.objects.create(name=event.name, channels=channels, payload=payload)
        else:
            send = partial(broadcaster().send, channels, event.name, payload)
            transaction.on_commit(send, robust=True)


def disconnect(actor: Any, session: str = "", *, is_ban: bool = False) -> None:
    """Close the actor's sockets, if the current transaction commits: all, or one session's.

    Whoever takes a right away calls this, because a signature cannot be taken back. Clients
    come back at once with a new socket and are asked anew; those of the banned stay away.
    `session` is what `realtime.actors.mark_of` makes of a session's or token's digest.
    """
    told = {"actor": name_of(actor), "session": session, "is_ban": is_ban}
    OutboxEvent.objects.create(name=DISCONNECT, channels=[], payload=told)


def audiences(event: Event) -> list[tuple[list[str], JSON]]:
    """The event's channels, grouped by what they are told."""
    told = [(event.payload(channel), channel) for channel in event.channels()]
    grouped = groupby(told, key=lambda pair: pair[0])
    return [([channel for _, channel in pairs], payload) for payload, pairs in grouped]


def drain(limit: int = 100) -> int:
    """Send the oldest waiting events and forget them; returns how many.

    The row locks make a second worker wait rather than overtake, so events leave in the
    order they were recorded. While Redis is away they stay and the next call tries again.
    """
    try:
        with transaction.atomic():
            return _drain(limit)
    except redis.RedisError as error:
        log.warning("outbox_waits", error=type(error).__name__)
        return 0


def _drain(limit: int) -> int:
    waiting = list(OutboxEvent.objects.select_for_update()[:limit])
    outlet = broadcaster()
    for event in waiting:
        _send(event, outlet)
    OutboxEvent.objects.filter(pk__in=[event.pk for event in waiting]).delete()
    return len(waiting)


def _send(event: OutboxEvent, outlet: Broadcaster) -> None:
    if event.name == DISCONNECT:
        revoke(event.payload)
    else:
        outlet.send(event.channels, event.name, event.payload)


def age_seconds() -> float:
    """How long the oldest event has been waiting."""
    oldest = OutboxEvent.objects.values_list("created_at", flat=True).first()
    return (timezone.now() - oldest).total_seconds() if oldest else 0.0
