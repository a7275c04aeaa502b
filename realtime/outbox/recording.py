"""Into the outbox: what is to be told is stored with what caused it, or not at all."""

from dataclasses import asdict, replace
from functools import partial
from itertools import groupby
from typing import Any

import structlog
from django.db import transaction

from realtime.actors import name_of, wire_id
from realtime.broadcasters import Away, Telling, broadcasters
from realtime.events import JSON, Event
from realtime.models import OutboxEvent
from realtime.revocations import DISCONNECT
from realtime.server.protocol import dump, size
from realtime.workers import ask

log = structlog.get_logger(__name__)

LARGEST = 8192  # bytes of JSON: Pusher takes no more than 10 KB
# What is left of an event that is larger: enough to know where to read on.
LEFT = ("id", "conversation_id", "seq", "changed_seq")
FLEETING_SECONDS = 5.0


def publish(event: Event, *, except_socket: str = "") -> None:
    """Tell the event's channels, once and only if the current transaction commits.

    A fleeting event spares the socket that caused it, such as that of whoever is typing.
    """
    for told in audiences(event):
        if event.durable:
            _record(told)
        else:
            telling = replace(told, except_socket=except_socket)
            transaction.on_commit(partial(_tell_now, telling), robust=True)


def disconnect(actor: Any, session: str = "", *, is_ban: bool = False) -> None:
    """Close the actor's sockets, if the current transaction commits: all, or one session's.

    Whoever takes a right away calls this, because a signature cannot be taken back. Clients
    come back at once with a new socket and are asked anew; those of the banned stay away.
    `session` is what `realtime.actors.mark_of` makes of a session's or token's digest.
    """
    whose = {"actor": name_of(actor), "user_id": wire_id(actor), "session": session}
    _record(Telling(DISCONNECT, [], whose | {"is_ban": is_ban}))


def audiences(event: Event) -> list[Telling]:
    """The event's channels, grouped by what they are told."""
    told = [(event.payload(channel), channel) for channel in event.channels()]
    return [
        _telling(event, payload, [channel for _, channel in pairs])
        for payload, pairs in groupby(told, key=lambda pair: pair[0])
    ]


def _telling(event: Event, payload: JSON, channels: list[str]) -> Telling:
    heads = {channel: head for channel in channels if (head := event.head(channel)) is not None}
    return Telling(event.name, channels, _at_most(LARGEST, payload), heads)


def _at_most(largest: int, payload: JSON) -> JSON:
    if size(dump(payload)) <= largest:
        return payload
    return {name: payload[name] for name in LEFT if name in payload} | {"truncated": True}


def _record(told: Telling) -> None:
    for broadcaster in broadcasters():
        OutboxEvent.objects.create(
            broadcaster=broadcaster,
            name=told.name,
            channels=told.channels,
            payload=told.payload,
            heads=told.heads,
        )


def _tell_now(telling: Telling) -> None:
    for name, broadcaster in broadcasters().items():
        if not broadcaster.is_near:
            ask("realtime.tasks.tell_fleeting", name, asdict(telling), expires=FLEETING_SECONDS)
            continue
        try:
            broadcaster.send([telling])
        except Away:
            log.warning("fleeting_event_lost", broadcaster=name)
