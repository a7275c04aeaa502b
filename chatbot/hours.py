"""When a site answers: a week of hours, days that differ from it, and a clock on a wall. Pure.

A time of day stands for one moment: the first at which that wall's clock shows it. Where the
clock is put forward over a time, that is the moment of putting it forward; where it is put
back, the earlier of two. So hours that meet leave no gap and never overlap, on any day.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

MIDNIGHT = time(0)
ONE_DAY = timedelta(days=1)
DAYS_LOOKED_AHEAD = 400


class Interval(NamedTuple):
    opens: time
    closes: time  # midnight is the end of the day


WHOLE_DAY = Interval(MIDNIGHT, MIDNIGHT)


@dataclass(frozen=True)
class Timetable:
    """A site that names no hours at all is always there, but for its special days."""

    zone: ZoneInfo
    week: Mapping[int, Sequence[Interval]]  # by weekday; Monday is 0
    special: Mapping[date, Sequence[Interval]]  # a day without intervals is closed

    def is_open(self, at: datetime) -> bool:
        spans = self._spans(at.astimezone(self.zone).date())
        return any(opening <= at < closing for opening, closing in spans)

    def next_opening(self, at: datetime) -> datetime | None:
        """When it opens again; None while it is open, or when it will not for a year."""
        if self.is_open(at):
            return None
        today = at.astimezone(self.zone).date()
        days = (today + n * ONE_DAY for n in range(DAYS_LOOKED_AHEAD))
        openings = (opening for day in days for opening, _ in self._spans(day))
        return next((opening for opening in openings if opening > at), None)

    def _spans(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        for opens, closes in sorted(self._intervals(day)):
            last_day = day + ONE_DAY if closes == MIDNIGHT else day
            opening, closing = moment(day, opens, self.zone), moment(last_day, closes, self.zone)
            if opening < closing:  # all of it may be lost to summer time
                yield opening, closing

    def _intervals(self, day: date) -> Sequence[Interval]:
        if day in self.special:
            return self.special[day]
        return self.week.get(day.weekday(), []) if self.week else [WHOLE_DAY]


def moment(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """The first at which the clock shows this time of this day, or a later one."""
    shown = datetime.combine(day, clock)
    found = shown.replace(tzinfo=zone).astimezone(UTC)
    if _shown(found.timestamp(), zone) == shown:
        return found
    # Nobody ever reads this time. Python takes it by the offset before, or by the one after.
    before = shown.replace(tzinfo=zone, fold=1).astimezone(UTC)
    seconds = range(int(before.timestamp()), int(found.timestamp()))
    jump = bisect_left(seconds, shown, key=lambda second: _shown(second, zone))
    return datetime.fromtimestamp(seconds.start + jump, UTC)


def _shown(timestamp: float, zone: ZoneInfo) -> datetime:
    return datetime.fromtimestamp(timestamp, zone).replace(tzinfo=None)


def overlap(intervals: Iterable[Interval]) -> bool:
    """Whether two of them share a moment."""
    return any(
        earlier.closes == MIDNIGHT or later.opens < earlier.closes
        for earlier, later in pairwise(sorted(intervals))
    )
