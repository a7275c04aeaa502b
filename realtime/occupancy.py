"""Which channels were told to be occupied, so that each coming and going is told once.

A channel is told to be vacant three seconds after it was left, if it really is: a page that
is loaded again is no news.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime, timedelta

from django.utils import timezone

from realtime import presence
from realtime.applications import by_id
from realtime.changes import Change
from realtime.models import OccupiedChannel
from realtime.presence import Place

GRACE = timedelta(seconds=3)
# After Redis has lost everything, hubs need a heartbeat to write down again what they have.
RECOVERY = timedelta(seconds=30)


def settle(changes: list[Change]) -> list[Change]:
    """The changes that are to be told now: without comings that are known and goings too young."""
    now = timezone.now()
    rows = _rows({change.place for change in changes if change.name.startswith("channel_")})
    told = [change for change in changes if _is_to_be_told(change, rows, now)]
    _save(rows.values())
    return told + list(_vacated(now))


def take_stock() -> list[Change]:
    """Compare with what is true, for what the stream has lost; the comings to be told."""
    now = timezone.now()
    occupied = presence.occupied()
    rows = {(row.app_id, row.channel): row for row in OccupiedChannel.objects.all()}
    mended = [row for place, row in rows.items() if (place in occupied) is _seems_empty(row)]
    for row in mended:
        row.vacancy_due_at = None if row.vacancy_due_at else now + RECOVERY
    missed = list(_comings(occupied - rows.keys(), now))
    _save([*mended, *map(_row, missed)])
    return missed


def _is_to_be_told(change: Change, rows: dict[Place, OccupiedChannel], now: datetime) -> bool:
    row = rows.get(change.place)
    if change.name == "channel_vacated":
        if row is not None:
            row.vacancy_due_at = min(change.at, now) + GRACE
        return False
    if change.name != "channel_occupied":
        return True
    if row is None:
        rows[change.place] = _row(change)
        return True
    row.vacancy_due_at = None
    return False


def _vacated(now: datetime) -> Iterator[Change]:
    due = list(OccupiedChannel.objects.filter(vacancy_due_at__lte=now).order_by("pk"))
    occupied = presence.still_occupied({(row.app_id, row.channel) for row in due}) if due else set()
    gone = [row for row in due if (row.app_id, row.channel) not in occupied]
    kept = [row.pk for row in due if row not in gone]
    OccupiedChannel.objects.filter(pk__in=kept).update(vacancy_due_at=now + GRACE)
    OccupiedChannel.objects.filter(pk__in=[row.pk for row in gone]).delete()
    for row in gone:
        if app := by_id(row.app_id):
            yield Change(app, "channel_vacated", row.channel, now)


def _comings(places: Iterable[Place], now: datetime) -> Iterator[Change]:
    for app_id, channel in sorted(places):
        if app := by_id(app_id):
            yield Change(app, "channel_occupied", channel, now)


def _rows(places: set[Place]) -> dict[Place, OccupiedChannel]:
    if not places:
        return {}
    # More than was asked for where apps share names, which does no harm.
    app_ids, channels = zip(*places, strict=True)
    found = OccupiedChannel.objects.filter(app_id__in=set(app_ids), channel__in=set(channels))
    return {(row.app_id, row.channel): row for row in found}


def _row(change: Change) -> OccupiedChannel:
    return OccupiedChannel(app_id=change.app.id, channel=change.channel)


def _save(rows: Collection[OccupiedChannel]) -> None:
    known = [row for row in rows if not row._state.adding]
    OccupiedChannel.objects.bulk_create([row for row in rows if row._state.adding])
    OccupiedChannel.objects.bulk_update(known, ["vacancy_due_at"], batch_size=1000)


def _seems_empty(row: OccupiedChannel) -> bool:
    return row.vacancy_due_at is not None
