"""When a site answers: through midnight, summer time and days that differ."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from chatbot.hours import WHOLE_DAY, Interval, Timetable, moment, overlap
from chatbot.models import SpecialHours, WeeklyHours

BERLIN = ZoneInfo("Europe/Berlin")
ZONES = ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Cairo", "UTC"]
MONDAY, SATURDAY, SUNDAY = 0, 5, 6


def hours(opens, closes):
    return Interval(time.fromisoformat(opens), time.fromisoformat(closes))


def at(text, zone=BERLIN):
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def berlin(week, special=None):
    return Timetable(BERLIN, week, special or {})


OFFICE = berlin({day: [hours("09:00", "12:00"), hours("13:00", "17:00")] for day in range(5)})


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("2026-06-01T08:59:59", False),
        ("2026-06-01T09:00", True),
        ("2026-06-01T12:00", False),
        ("2026-06-01T13:00", True),
        ("2026-06-01T17:00", False),
        ("2026-06-06T10:00", False),
    ],
)
def test_a_site_is_open_from_the_opening_until_the_closing(moment, is_open):
    assert OFFICE.is_open(at(moment)) is is_open


def test_what_counts_is_the_clock_of_the_site():
    assert OFFICE.is_open(datetime(2026, 6, 1, 7, tzinfo=UTC))
    assert not OFFICE.is_open(datetime(2026, 6, 1, 15, tzinfo=UTC))
    assert OFFICE.is_open(datetime(2026, 1, 5, 15, tzinfo=UTC))


@pytest.mark.parametrize(
    ("moment", "opening"),
    [
        ("2026-06-01T08:00", "2026-06-01T09:00"),
        ("2026-06-01T12:30", "2026-06-01T13:00"),
        ("2026-06-05T17:00", "2026-06-08T09:00"),
        ("2026-06-01T10:00", None),
    ],
)
def test_who_comes_too_late_is_told_when_it_opens_again(moment, opening):
    assert OFFICE.next_opening(at(moment)) == (opening and at(opening))


def test_a_site_without_hours_is_always_open():
    always = berlin({})

    assert always.is_open(at("2026-06-01T03:00"))
    assert always.next_opening(at("2026-06-01T03:00")) is None


def test_a_site_that_is_only_ever_closed_promises_nothing():
    assert berlin({MONDAY: []}).next_opening(at("2026-06-01T03:00")) is None


def test_a_special_day_replaces_its_weekday():
    special = {date(2026, 12, 24): [hours("09:00", "10:00")], date(2026, 12, 25): []}
    office = berlin(OFFICE.week, special)

    assert office.is_open(at("2026-12-24T09:30"))
    assert office.next_opening(at("2026-12-24T10:00")) == at("2026-12-28T09:00")


def test_a_closed_day_closes_a_site_that_is_always_open():
    always = berlin({}, {date(2026, 12, 25): []})

    assert not always.is_open(at("2026-12-25T12:00"))
    assert always.next_opening(at("2026-12-25T12:00")) == at("2026-12-26T00:00")


def test_a_night_goes_on_behind_midnight():
    bar = berlin({SATURDAY: [hours("20:00", "00:00")], SUNDAY: [hours("00:00", "03:00")]})

    assert bar.is_open(at("2026-06-06T23:59:59"))
    assert bar.is_open(at("2026-06-07T00:00"))
    assert not bar.is_open(at("2026-06-07T03:00"))
    assert bar.next_opening(at("2026-06-07T03:00")) == at("2026-06-13T20:00")


# In Berlin the clock is put from 2 to 3 on 29 March 2026, and from 3 to 2 on 25 October.


def test_what_opens_in_the_hour_that_is_left_out_opens_when_it_is():
    early = berlin({SUNDAY: [hours("02:30", "05:00")]})
    put_forward = datetime(2026, 3, 29, 1, tzinfo=UTC)

    assert early.next_opening(put_forward - timedelta(hours=3)) == put_forward
    assert early.is_open(put_forward)


def test_what_lies_in_the_hour_that_is_left_out_does_not_open():
    short = berlin({SUNDAY: [hours("02:00", "03:00")]})

    assert not short.is_open(datetime(2026, 3, 29, 1, tzinfo=UTC))
    assert short.next_opening(at("2026-03-29T00:00")) == at("2026-04-05T02:00")


def test_what_opened_in_the_hour_that_comes_twice_stays_open():
    early = berlin({SUNDAY: [hours("02:30", "05:00")]})
    first, second = (datetime(2026, 10, 25, hour, 30, tzinfo=UTC) for hour in (0, 1))

    assert early.next_opening(first - timedelta(hours=3)) == first
    assert early.is_open(first + timedelta(minutes=45))  # the clock shows 2:15 again
    assert early.is_open(second)


def test_hours_that_meet_leave_no_gap_in_the_hour_that_comes_twice():
    night = berlin({SUNDAY: [hours("00:00", "02:30"), hours("02:30", "05:00")]})
    begin = at("2026-10-25T00:00").astimezone(UTC)

    assert all(night.is_open(begin + timedelta(minutes=15 * n)) for n in range(24))
    assert not night.is_open(begin + timedelta(hours=6))


@given(
    zone=st.sampled_from(ZONES).map(ZoneInfo),
    day=st.dates(date(2020, 1, 1), date(2030, 12, 31)),
    clocks=st.lists(st.times(), min_size=2, max_size=2).map(sorted),
)
def test_a_later_time_of_a_day_is_never_an_earlier_moment(zone, day, clocks):
    earlier, later = (moment(day, clock.replace(microsecond=0), zone) for clock in clocks)
    end = moment(day + timedelta(days=1), time(0), zone)

    assert moment(day, time(0), zone) <= earlier <= later <= end


@given(
    zone=st.sampled_from(ZONES).map(ZoneInfo), day=st.dates(date(2020, 1, 1), date(2030, 12, 31))
)
def test_an_opening_that_is_promised_is_one(zone, day):
    office = Timetable(zone, {n: [hours("01:30", "02:15")] for n in range(7)}, {})
    start = moment(day, time(0), zone)

    opening = office.next_opening(start)

    assert opening is not None
    assert office.is_open(opening)
    assert not office.is_open(opening - timedelta(seconds=1))


@pytest.mark.parametrize(
    ("two", "is_so"),
    [
        ([hours("09:00", "12:00"), hours("12:00", "15:00")], False),
        ([hours("12:00", "15:00"), hours("09:00", "12:01")], True),
        ([hours("20:00", "00:00"), hours("23:00", "23:30")], True),
        ([WHOLE_DAY, WHOLE_DAY], True),
        ([hours("09:00", "12:00")], False),
    ],
)
def test_hours_overlap_when_they_share_a_moment(two, is_so):
    assert overlap(two) is is_so


def test_the_rows_of_a_site_are_its_timetable(site):
    site.time_zone = "Europe/Berlin"
    for opens, closes in ((time(13), time(17)), (time(9), time(12))):
        site.weekly_hours.create(weekday=MONDAY, opens=opens, closes=closes)
    site.special_hours.create(date=date(2026, 6, 8))

    timetable = site.timetable()

    assert timetable.is_open(at("2026-06-01T09:00"))
    assert timetable.next_opening(at("2026-06-01T17:00")) == at("2026-06-15T09:00")


def store(rows):
    """As a commit would."""
    for row in rows:
        row.save()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


NINE_TO_FIVE = {"opens": time(9), "closes": time(17)}
CHRISTMAS = date(2026, 12, 25)


@pytest.mark.parametrize(
    ("rule", "rows"),
    [
        ("weeklyhours_weekday", [WeeklyHours(weekday=7, **NINE_TO_FIVE)]),
        ("weeklyhours_close", [WeeklyHours(weekday=0, opens=time(9), closes=time(9))]),
        ("specialhours_close", [SpecialHours(date=CHRISTMAS, opens=time(9), closes=time(8))]),
        ("specialhours_close", [SpecialHours(date=CHRISTMAS, opens=time(9))]),
        (
            "weeklyhours_do_not_overlap",
            [
                WeeklyHours(weekday=6, opens=time(20), closes=time(0)),
                WeeklyHours(weekday=6, opens=time(23), closes=time(23, 30)),
            ],
        ),
        (
            "specialhours_do_not_overlap",
            [SpecialHours(date=CHRISTMAS), SpecialHours(date=CHRISTMAS, **NINE_TO_FIVE)],
        ),
    ],
)
def test_the_database_refuses_hours_that_make_no_sense(site, rule, rows):
    for row in rows:
        row.pk, row.site = None, site

    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        store(rows)


def test_the_database_takes_hours_that_only_meet(site, other_site):
    for each in (site, other_site):
        meeting = [(0, 9, 12), (0, 12, 0), (1, 0, 9), (6, 0, 0)]
        week = [
            WeeklyHours(site=each, weekday=weekday, opens=time(opens), closes=time(closes))
            for weekday, opens, closes in meeting
        ]
        closed, day_after = CHRISTMAS, CHRISTMAS + timedelta(days=1)
        store([*week, SpecialHours(site=each, date=closed)])
        store([SpecialHours(site=each, date=day_after, **NINE_TO_FIVE)])

    assert site.weekly_hours.count() == other_site.weekly_hours.count() == 4
