"""Reading the hubs' stream in a worker: Django's signals, webhooks and `LastSeen` come of it.

One reader at a time, in order. What was read is stored in the transaction that holds the work,
and removed from the stream after it: a crash before the commit repeats all of it, one between
the two repeats nothing.
"""

from collections.abc import Callable
from typing import Any

import structlog
from django.db import transaction
from redis import Redis

from chatsite.ground.locks import lock, try_lock
from chatsite.ground.outages import part_away
from realtime import attendance, occupancy, webhooks
from realtime.changes import Change, NotAChange, parse
from realtime.layer import redis_clients
from realtime.models import ReadChanges
from realtime.server.keys import CHANGES

log = structlog.get_logger(__name__)

LOCK = "realtime.changes"
BATCH = 500


def read(limit: int = BATCH) -> int:
    """Do what comes of the oldest unread entries; returns how many there were.

    While somebody else reads, it does nothing.
    """
    return sum(_read(number, client, limit) for number, client in enumerate(redis_clients()))


@transaction.atomic
def take_stock() -> None:
    """Mend what the stream did not tell: it can be cut, and Redis can lose it."""
    lock(LOCK)
    attendance.take_stock()
    _tell(occupancy.take_stock())


def _read(number: int, client: Redis, limit: int) -> int:
    with transaction.atomic():
        if not try_lock(LOCK):
            return 0
        done, _ = ReadChanges.objects.get_or_create(host=number)
        entries: Any = client.xrange(CHANGES, count=limit)
        known = set(done.entries)
        fresh = [entry for id_, entry in entries if id_.decode() not in known]
        _survive(_work, [change for entry in fresh if (change := _parsed(entry))])
        if entries:
            done.entries = [id_.decode() for id_, _ in entries]
            done.save()
    if entries:
        client.xdel(CHANGES, *(id_ for id_, _ in entries))
    return len(entries)


def _parsed(entry: dict[bytes, bytes]) -> Change | None:
    try:
        return parse(entry)
    except NotAChange as error:
        log.warning("change_skipped", reason=str(error))
        return None


def _work(changes: list[Change]) -> None:
    attendance.note(changes)
    _tell(occupancy.settle(changes))


def _tell(changes: list[Change]) -> None:
    webhooks.enqueue(changes)
    for change in changes:
        if change.has_receivers:
            _survive(_send_signal, [change])


def _send_signal(changes: list[Change]) -> None:
    for change in changes:
        change.tell()


def _survive(work: Callable[[list[Change]], None], changes: list[Change]) -> None:
    """Do it for all; if that fails, for each half, until the one that it fails for is left out.

    An outage is nobody's fault: then all of it is done again later.
    """
    try:
        with transaction.atomic():
            work(changes)
    except Exception as error:
        if part_away(error):
            raise
        if len(changes) < 2:
            log.exception("change_skipped", change=[change.name for change in changes])
            return
        half = len(changes) // 2
        _survive(work, changes[:half])
        _survive(work, changes[half:])
