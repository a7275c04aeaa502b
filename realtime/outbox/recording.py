"""Into the outbox: what is to be told is stored with what caused it, or not at all."""

from collections.abc import Iterable
from dataclasses import asdict, replace
from typing import Any

import structlog
from django.db import connection, transaction

from realtime.actors import name_of, wire_id
from realtime.broadcasters import Away, Broadcaster, Telling, broadcasters, outlets
from realtime.events import JSON, Event
from realtime.revocations import DISCONNECT
from realtime.server.protocol import dump, size
from realtime.workers import ask_later, wake_workers

log = structlog.get_logger(__name__)

LARGEST = 8192  # bytes of JSON: Pusher takes no more than 10 KB
# What is left of an event that is larger: enough to know where to read on.
LEFT = ("id", "conversation_id", "seq", "changed_seq")
FLEETING_SECONDS = 5.0
# However many rows there are, it is one text and one plan: Django's own way took longer to put
# them together than Postgres to store them.
RECORD = """
INSERT INTO realtime_outboxevent
    (broadcaster, name, channels, payload, heads, created_at, attempts, error)
SELECT broadcaster, name, channels, payload, heads, clock_timestamp(), 0, ''
FROM jsonb_to_recordset(%s::jsonb)
    AS told(broadcaster text, name text, channels jsonb, payload jsonb, heads jsonb)
"""


def publish(*events: Event, except_socket: str = "") -> None:
    """Tell each event's channels, once and only if the current transaction commits.

    A fleeting event spares the socket that caused it, such as that of whoever is typing.
    """
    lasting = [telling for event in events if event.durable for telling in audiences(event)]
    fleeting = [telling for event in events if not event.durable for telling in audiences(event)]
    assert not (lasting and except_socket), "What is stored is told to everybody."
    _record(broadcasters(), lasting)
    _tell_at_commit([replace(telling, except_socket=except_socket) for telling in fleeting])


def disconnect(*actors: Any, session: str = "", is_ban: bool = False) -> None:
    """Close the actors' sockets, if the current transaction commits: all, or one session's.

    Whoever takes a right away calls this, because a signature cannot be taken back. Clients
    come back at once with a new socket and are asked anew; those of the banned stay away.
    `session` is what `realtime.actors.mark_of` makes of a session's or token's digest.
    """
    more = {"session": session, "is_ban": is_ban}
    whose = [{"actor": name_of(actor), "user_id": wire_id(actor), **more} for actor in actors]
    _record(outlets(), [Telling(DISCONNECT, [], payload) for payload in whose])


def audiences(event: Event) -> list[Telling]:
    """The event's channels, grouped by what they are told."""
    channels: dict[str, list[str]] = {}
    payloads: dict[str, JSON] = {}
    for channel in event.channels():
        payload = event.payload(channel)
        text = dump(payload)
        channels.setdefault(text, []).append(channel)
        payloads[text] = payload if size(text) <= LARGEST else _shortened(payload)
    return [
        Telling(event.name, heard_on, payloads[text], _heads(event, heard_on))
        for text, heard_on in channels.items()
    ]


def _shortened(payload: JSON) -> JSON:
    return {name: payload[name] for name in LEFT if name in payload} | {"truncated": True}


def _heads(event: Event, channels: list[str]) -> dict[str, JSON]:
    return {channel: head for channel in channels if (head := event.head(channel)) is not None}


def _record(names: Iterable[str], tellings: list[Telling]) -> None:
    """In one statement, and the workers are woken once a transaction."""
    rows = [vars(telling) | {"broadcaster": name} for telling in tellings for name in names]
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.execute(RECORD, [dump(rows)])
    if not any(call is wake_workers for _, call, *_ in connection.run_on_commit):
        transaction.on_commit(wake_workers, robust=True)


def _tell_at_commit(tellings: list[Telling]) -> None:
    if not tellings:
        return

    def tell() -> None:  # not a partial: Django asks a hook that has failed for its name
        for name, broadcaster in broadcasters().items():
            _tell(name, broadcaster, tellings)

    transaction.on_commit(tell, robust=True)


def _tell(name: str, broadcaster: Broadcaster, tellings: list[Telling]) -> None:
    if not broadcaster.is_near:
        told = [asdict(telling) for telling in tellings]
        ask_later("realtime.tasks.tell_fleeting", name, told, expires=FLEETING_SECONDS)
        return
    try:
        broadcaster.send(tellings)
    except Away as reason:
        log.warning("fleeting_event_lost", broadcaster=name, reason=str(reason))
