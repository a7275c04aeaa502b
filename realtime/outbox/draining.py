"""Out of the outbox: oldest first, one drain at a time for each broadcaster.

A row is forgotten in the transaction in which it was sent, so a crash in between sends it
again; clients drop what they have by its number. No row is skipped because of its id: ids
are given before commits, and show up in any order.
"""

import time
from collections.abc import Sequence
from datetime import timedelta
from itertools import groupby

import structlog
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from chatsite.ground.locks import try_lock
from realtime.broadcasters import Away, Broadcaster, Telling, broadcasters, notice
from realtime.models import OutboxEvent
from realtime.revocations import DISCONNECT

log = structlog.get_logger(__name__)

TURN_SECONDS = 20.0  # then the worker may stop, or somebody else go on
TRIES = 5
ERROR_LENGTH = 500

Rows = Sequence[OutboxEvent]


def drain_all(name: str) -> bool:
    """Until nothing waits for this broadcaster; whether the time was long enough.

    Whoever ends has looked after its last lock: so what was committed while another wake-up
    found the lock taken is not left lying.
    """
    end = time.monotonic() + TURN_SECONDS
    while drain(name) is not None and _due(name).exists():
        if time.monotonic() > end:
            return False
    return True


def drain(name: str) -> int | None:
    """Send what has waited longest for this broadcaster; returns how many rows were taken.

    None while somebody else drains, or while the provider is away: then all of it stays.
    """
    outlet = broadcasters()[name]
    try:
        with transaction.atomic():
            if not try_lock(f"realtime.outbox.{name}"):
                return None
            rows = list(_due(name)[: outlet.at_once])
            sent = [row.pk for row in _send(outlet, rows)]
            OutboxEvent.objects.filter(pk__in=sent).delete()
            return len(rows)
    except Away as reason:
        log.warning("outbox_waits", broadcaster=name, reason=str(reason))
        return None


def _due(name: str) -> QuerySet[OutboxEvent]:
    waiting = OutboxEvent.objects.filter(broadcaster=name, parked_at=None)
    return waiting.filter(Q(next_try_at=None) | Q(next_try_at__lte=timezone.now()))


def _send(outlet: Broadcaster, rows: Rows) -> Rows:
    """All of these; if that fails, each half, until the guilty one is alone. Returns who left."""
    try:
        _send_in_order(outlet, rows)
    except Away:
        raise
    except Exception as error:
        if len(rows) > 1:
            half = len(rows) // 2
            return [*_send(outlet, rows[:half]), *_send(outlet, rows[half:])]
        log.exception("event_not_told", outbox_event=rows[0].pk, event_name=rows[0].name)
        if not rows[0].attempts:
            _tell_heads(outlet, rows[0])
        _put_off(rows[0], error)
        return []
    return rows


def _send_in_order(outlet: Broadcaster, rows: Rows) -> None:
    for name, told in groupby(rows, key=lambda row: row.name):
        if name == DISCONNECT:
            for row in told:
                outlet.end_rights(row.payload)
        else:
            outlet.send([Telling(row.name, row.channels, row.payload, row.heads) for row in told])


def _tell_heads(outlet: Broadcaster, row: OutboxEvent) -> None:
    """What cannot be told can be read: those who should have heard it learn that there is more."""
    try:
        outlet.send([notice(channel, head) for channel, head in row.heads.items()])
    except Away:
        raise
    except Exception:
        log.exception("heads_not_told", outbox_event=row.pk)


def _put_off(row: OutboxEvent, error: Exception) -> None:
    """It is tried again later and later; the others go on without it."""
    row.attempts += 1
    row.error = repr(error)[:ERROR_LENGTH]
    if row.attempts < TRIES:
        row.next_try_at = timezone.now() + timedelta(seconds=2**row.attempts)
    else:
        row.parked_at = timezone.now()
        log.error("event_parked", outbox_event=row.pk)
    # Not `save`, which is news: nobody needs to be woken for what has to wait.
    OutboxEvent.objects.filter(pk=row.pk).update(
        attempts=row.attempts,
        error=row.error,
        next_try_at=row.next_try_at,
        parked_at=row.parked_at,
    )
