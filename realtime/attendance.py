"""When each user was last seen: on any presence channel of our own app."""

from datetime import UTC, datetime, timedelta

from django.contrib.auth.models import User
from django.utils import timezone

from realtime import presence
from realtime.applications import own
from realtime.changes import USER_NUMBER, Change
from realtime.models import LastSeen

NEVER = datetime.fromtimestamp(0, UTC)
# As long as a lease: Redis may have lost everything, and hubs write it down again.
UNCONFIRMED = timedelta(seconds=60)


def note(changes: list[Change]) -> None:
    """Write down who came and went."""
    known = [(each, each.user_number) for each in changes if _is_about_attendance(each)]
    rows = _rows({number for _, number in known if number})
    for change, number in known:
        if row := rows.get(number or 0):
            _apply(change, row)
    _save(list(rows.values()))


def take_stock() -> None:
    """Compare with what is true: a process that died, or a lost stream, tells of nobody's going.

    Who is there is seen now, again and again; who has not been for a while has left.
    """
    now = timezone.now()
    there = {
        int(user_id): channels
        for user_id, channels in presence.attendance().items()
        if USER_NUMBER.fullmatch(user_id)
    }
    rows = _rows(set(there))
    for number, row in rows.items():
        row.channels, row.last_seen = sorted(there[number]), now
    _save(list(rows.values()))
    gone = LastSeen.objects.filter(is_online=True, last_seen__lt=now - UNCONFIRMED)
    gone.exclude(user_id__in=there).update(is_online=False, channels=[], updated_at=now)


def _is_about_attendance(change: Change) -> bool:
    return change.name.startswith("member_") and change.app == own()


def _apply(change: Change, row: LastSeen) -> None:
    there = {change.channel}
    is_coming = change.name == "member_added"
    row.channels = sorted(set(row.channels) | there if is_coming else set(row.channels) - there)
    row.last_seen = max(row.last_seen, min(change.at, timezone.now()))


def _rows(numbers: set[int]) -> dict[int, LastSeen]:
    """Of users that exist; what is signed for others, or by others, has no row."""
    rows = {row.user_id: row for row in LastSeen.objects.filter(user_id__in=numbers)}
    unknown = User.objects.filter(pk__in=numbers - rows.keys()).values_list("pk", flat=True)
    return rows | {pk: LastSeen(user_id=pk, last_seen=NEVER) for pk in unknown}


def _save(rows: list[LastSeen]) -> None:
    now = timezone.now()
    for row in rows:
        row.is_online, row.updated_at = bool(row.channels), now
    known = [row for row in rows if not row._state.adding]
    LastSeen.objects.bulk_create([row for row in rows if row._state.adding])
    fields = ["last_seen", "is_online", "channels", "updated_at"]
    LastSeen.objects.bulk_update(known, fields, batch_size=1000)
