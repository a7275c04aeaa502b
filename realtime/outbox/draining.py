"""Out of the outbox: oldest first, one drain at a time for each broadcaster.

A row is forgotten in the transaction in which it was sent, so a crash in between sends it
again; clients drop what they have by its number. No row is skipped because of its id: ids
are given before commits, and show up in any order.
"""

import time
from datetime import timedelta
from enum import Enum, auto
from itertools import groupby

import structlog
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from chatsite.ground.locks import try_lock
from realtime.broadcasters import Away, Broadcaster, Refused, Telling, notice, outlets
from realtime.models import OutboxEvent
from realtime.revocations import DISCONNECT
from realtime.workers import stays_awake

log = structlog.get_logger(__name__)

TURN_SECONDS = 20.0  # then the worker may stop, or somebody else go on
MOMENT_SECONDS = 0.005  # about as long as a wake-up takes to come
# Of sending within one transaction: far less than after which Postgres ends one that is silent.
SENDING_SECONDS = 10.0
TRIES = 8  # over four minutes: whoever has released a mistake has time to notice


class End(Enum):
    EMPTY = auto()
    CUT_OFF = auto()  # somebody else drains, or the provider is away
    OUT_OF_TIME = auto()  # somebody has to go on at once


def drain_all(name: str) -> End:
    """Until nothing has come for a moment: in a rush nobody has to wake us again and again.

    Whoever ends has looked after its last lock: so what was committed while another wake-up
    found the lock taken is not left lying.
    """
    end = time.monotonic() + TURN_SECONDS
    while drain(name) is not None:
        if not waits(name):
            time.sleep(MOMENT_SECONDS)
            if not waits(name):
                return End.EMPTY
            stays_awake(name)
        if time.monotonic() > end:
            return End.OUT_OF_TIME
    return End.CUT_OFF


def drain(name: str) -> int | None:
    """Send what has waited longest for this broadcaster; returns how many rows were taken.

    None while somebody else drains, or while the provider is away: then what was not sent stays.
    """
    outlet = outlets().get(name)  # workers of another release may choose others
    with transaction.atomic():
        if outlet is None or not try_lock(f"realtime.outbox.{name}"):
            return None
        sending = Sending(outlet, list(_due(name)[: outlet.at_once]))
        try:
            sending.send(sending.rows)
        except Away as reason:
            log.warning("outbox_waits", broadcaster=name, reason=str(reason))
            sending.is_cut_off = True
        OutboxEvent.objects.filter(pk__in=sending.sent).delete()
    return None if sending.is_cut_off else len(sending.rows)


def waits(name: str) -> bool:
    """Whether there is anything to do at the moment."""
    return _due(name).exists()


def _due(name: str) -> QuerySet[OutboxEvent]:
    waiting = OutboxEvent.objects.filter(broadcaster=name, parked_at=None)
    return waiting.filter(Q(next_try_at=None) | Q(next_try_at__lte=timezone.now()))


class Sending:
    """Some rows on their way, and which of them have left."""

    def __init__(self, outlet: Broadcaster, rows: list[OutboxEvent]) -> None:
        self.outlet = outlet
        self.rows = rows
        self.sent: set[int] = set()
        self.is_cut_off = False
        self._end = time.monotonic() + SENDING_SECONDS

    def send(self, rows: list[OutboxEvent]) -> None:
        """All of these; if that fails, each half, until the guilty one is alone."""
        try:
            self._send_in_order(rows)
        except Away:
            raise
        except Exception as error:
            left = [row for row in rows if row.pk not in self.sent]
            if len(left) > 1:
                self.send(left[: len(left) // 2])
                self.send(left[len(left) // 2 :])
                return
            log.exception("event_not_told", outbox_event=left[0].pk, event_name=left[0].name)
            self._put_off(left[0], error)

    def _send_in_order(self, rows: list[OutboxEvent]) -> None:
        # One after the other when rights end: that is done once for each.
        for _, run in groupby(rows, key=lambda row: row.pk if row.name == DISCONNECT else None):
            self._send_run(list(run))
            if time.monotonic() > self._end:
                return  # the others have their turn in the next transaction

    def _send_run(self, run: list[OutboxEvent]) -> None:
        if run[0].name == DISCONNECT:
            self.outlet.end_rights(run[0].payload)
        else:
            self.outlet.send([_telling(row) for row in run])
        self.sent.update(row.pk for row in run)

    def _put_off(self, row: OutboxEvent, error: Exception) -> None:
        """It is tried again later and later; the others go on without it."""
        if not row.attempts:
            self._tell_heads(row)
        row.attempts += 1
        # Words of others may hold what was said, and this is shown in the admin.
        row.error = str(error) if isinstance(error, Refused) else type(error).__name__
        if row.attempts < TRIES:
            row.next_try_at = timezone.now() + timedelta(seconds=2**row.attempts)
        else:
            row.parked_at = timezone.now()
            log.error("event_parked", outbox_event=row.pk)
        row.save(update_fields=["attempts", "error", "next_try_at", "parked_at"])

    def _tell_heads(self, row: OutboxEvent) -> None:
        """What cannot be told can be read: who should have heard it learns that there is more."""
        try:
            self.outlet.send([notice(channel, head) for channel, head in row.heads.items()])
        except Away:
            raise
        except Exception:
            log.exception("heads_not_told", outbox_event=row.pk)


def _telling(row: OutboxEvent) -> Telling:
    return Telling(row.name, row.channels, row.payload, row.heads)
