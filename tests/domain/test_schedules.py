"""When a rule falls due."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.schedules import (
    Closed,
    DayOfMonth,
    EveryDay,
    NthWeekday,
    Rule,
    Weekday,
    Weekly,
    due_times,
    each_working_day,
    slots,
)
from domain.school_calendar import WEEKDAYS, SchoolCalendar

CHICAGO = ZoneInfo("America/Chicago")
NEVER_CLOSED = SchoolCalendar(weekend=frozenset())
DAY = timedelta(days=1)
EIGHT = (time(8),)
US = ("New_York", "Chicago", "Denver", "Phoenix", "Anchorage")
ZONES = [*(f"America/{city}" for city in US), "Pacific/Honolulu"]
#: Both changes of two years: the second Sunday of March, the first of November.
CHANGES = [date(2027, 3, 14), date(2027, 11, 7), date(2028, 3, 12), date(2028, 11, 5)]
HALF_HOURS = [time(half // 2, 30 * (half % 2)) for half in range(48)]

DIGEST = Rule(days=Weekly(on=Weekday.MONDAY), at=EIGHT, closed=Closed.AFTER)
AGENDA = Rule(days=NthWeekday(nth=2, on=Weekday.TUESDAY), at=EIGHT, closed=Closed.AFTER)
PREVIEW = Rule(days=NthWeekday(nth=2, on=Weekday.TUESDAY), at=EIGHT, closed=Closed.AFTER, before=7)


def calendar(*closed: str) -> SchoolCalendar:
    return SchoolCalendar(closed=frozenset(date.fromisoformat(day) for day in closed))


def falls(rule: Rule, first: str, last: str, known: SchoolCalendar = WEEKDAYS, zone: ZoneInfo = CHICAGO) -> list[str]:
    """When it falls due from the beginning of one day to the end of another, on the wall clock."""
    start = datetime.fromisoformat(first).replace(tzinfo=zone)
    end = datetime.fromisoformat(last).replace(tzinfo=zone) + DAY
    found = due_times(rule, start - timedelta(seconds=1), end, zone=zone, calendar=known)
    return [f"{at.astimezone(zone):%a %m-%d %H:%M}" for at in found]


def test_r26_every_half_hour_of_every_day_comes_once_at_its_wall_time() -> None:
    """Three days around each change, in six zones: 3,456 slots, none left out and none twice."""
    seen = 0
    for zone in map(ZoneInfo, ZONES):
        for change in CHANGES:
            days = [change - DAY, change, change + DAY]
            start, end = (datetime.combine(day, time(), tzinfo=zone) for day in (days[0], change + 2 * DAY))
            for at in HALF_HOURS:
                rule = Rule(days=EveryDay(), at=(at,))
                found = due_times(rule, start - timedelta(seconds=1), end - DAY / 86400, zone=zone, calendar=WEEKDAYS)
                local = [due.astimezone(zone) for due in found]

                assert [due.date() for due in local] == days
                assert [due.time() for due in local] == [_on(day, at, zone) for day in days]
                assert [due.fold for due in local] == [0, 0, 0]
                seen += len(local)
    assert seen == 3 * 48 * len(CHANGES) * len(ZONES)


def _on(day: date, at: time, zone: ZoneInfo) -> time:
    """What a clock on the wall shows; in spring one hour after two does not exist, and is an hour later."""
    springs = day.month == 3 and day in CHANGES and zone.key not in ("America/Phoenix", "Pacific/Honolulu")
    return at.replace(hour=3) if springs and at.hour == 2 else at


def test_r26_a_rule_with_all_half_hours_comes_as_often_as_the_day_has_them() -> None:
    rule = Rule(days=EveryDay(), at=tuple(HALF_HOURS))

    assert [len(falls(rule, day, day)) for day in ("2027-03-13", "2027-03-14", "2027-11-07")] == [49, 47, 49]
    named = [due.slot for due in slots(rule, CHANGES[0], CHANGES[0], zone=CHICAGO, calendar=WEEKDAYS)]
    assert named == sorted(set(named))
    assert len(named) == 46


def test_r26_a_time_that_a_day_lacks_keeps_its_place_among_the_others() -> None:
    rule = Rule(days=EveryDay(), at=(time(2, 30), time(3)))

    assert falls(rule, "2027-03-14", "2027-03-14") == ["Sun 03-14 03:00", "Sun 03-14 03:30"]
    named = [due.slot for due in slots(rule, CHANGES[0], CHANGES[0], zone=CHICAGO, calendar=WEEKDAYS)]
    assert named == ["2027-03-14 03:00", "2027-03-14 03:30"]  # in the order in which they are done


def test_the_digest_comes_on_monday_and_after_a_holiday_on_the_next_working_day() -> None:
    closed = calendar("2027-01-18")

    assert falls(DIGEST, "2027-01-10", "2027-01-27", closed) == [
        "Mon 01-11 08:00",
        "Tue 01-19 08:00",
        "Mon 01-25 08:00",
    ]


def test_the_agenda_comes_on_the_second_tuesday_and_its_preview_seven_days_before() -> None:
    assert falls(AGENDA, "2027-06-01", "2027-09-30") == [
        "Tue 06-08 08:00",
        "Tue 07-13 08:00",
        "Tue 08-10 08:00",
        "Tue 09-14 08:00",
    ]
    assert falls(PREVIEW, "2027-06-01", "2027-07-31") == ["Tue 06-01 08:00", "Tue 07-06 08:00"]


def test_the_preview_comes_seven_days_before_the_day_to_which_the_agenda_has_moved() -> None:
    closed = calendar("2027-06-08")

    assert falls(AGENDA, "2027-06-01", "2027-06-30", closed) == ["Wed 06-09 08:00"]
    assert falls(PREVIEW, "2027-05-20", "2027-06-30", closed) == ["Wed 06-02 08:00"]


def test_r31_the_last_day_of_the_month_is_last_and_not_a_number() -> None:
    rule = Rule(days=DayOfMonth(day="last"), at=EIGHT)

    assert falls(rule, "2028-01-01", "2028-06-30") == [
        "Mon 01-31 08:00",
        "Tue 02-29 08:00",
        "Fri 03-31 08:00",
        "Sun 04-30 08:00",
        "Wed 05-31 08:00",
        "Fri 06-30 08:00",
    ]
    assert len(falls(rule, "2027-01-01", "2027-12-31")) == 12
    for day in (0, 29, 31):
        with pytest.raises(ValueError, match="use 1 to 28, or last"):
            DayOfMonth(day=day)


def test_r31_weekdays_are_named() -> None:
    week = ["2027-03-01", "2027-03-07"]

    for day in Weekday:
        (found,) = falls(Rule(days=Weekly(on=day), at=EIGHT), *week)
        assert found.lower().startswith(day[:3])


def test_r31_the_last_friday_of_a_month_may_be_its_fourth_or_fifth() -> None:
    rule = Rule(days=NthWeekday(nth="last", on=Weekday.FRIDAY), at=EIGHT)

    assert falls(rule, "2027-01-01", "2027-03-31") == ["Fri 01-29 08:00", "Fri 02-26 08:00", "Fri 03-26 08:00"]
    for nth in (0, 5):
        with pytest.raises(ValueError, match="use 1 to 4, or last"):
            NthWeekday(nth=nth, on=Weekday.FRIDAY)


def test_each_working_day_leaves_out_weekends_and_days_without_school() -> None:
    found = falls(each_working_day(time(8)), "2027-03-04", "2027-03-10", calendar("2027-03-09"))

    assert found == ["Thu 03-04 08:00", "Fri 03-05 08:00", "Mon 03-08 08:00", "Wed 03-10 08:00"]


@pytest.mark.parametrize(("closed", "day"), [(Closed.BEFORE, "Fri 05-28"), (Closed.AFTER, "Mon 08-09")])
def test_the_mondays_of_a_long_break_are_one(closed: Closed, day: str) -> None:
    summer = SchoolCalendar(closed=frozenset(date(2027, 5, 29) + n * DAY for n in range(72)))
    rule = Rule(days=Weekly(on=Weekday.MONDAY), at=EIGHT, closed=closed)

    found = falls(rule, "2027-05-25", "2027-08-09", summer)

    assert found.count(f"{day} 08:00") == 1
    assert len(found) == (1 if closed is Closed.AFTER else 2)


def test_a_rule_needs_times_in_order() -> None:
    for at in ((), (time(9), time(8)), (time(8), time(8))):
        with pytest.raises(ValueError, match="times in order"):
            Rule(days=EveryDay(), at=at)


rules = st.builds(
    Rule,
    days=st.one_of(
        st.just(EveryDay()),
        st.builds(Weekly, on=st.sampled_from(Weekday)),
        st.builds(NthWeekday, nth=st.sampled_from([1, 2, 3, 4, "last"]), on=st.sampled_from(Weekday)),
        st.builds(DayOfMonth, day=st.sampled_from([1, 15, 28, "last"])),
    ),
    at=st.sampled_from([EIGHT, (time(2, 30),), (time(8), time(12))]),
    closed=st.sampled_from(Closed),
    before=st.integers(0, 10),
)
days = st.dates(date(2027, 1, 1), date(2027, 12, 31))
calendars = st.builds(SchoolCalendar, closed=st.frozensets(days, max_size=60))


@given(rule=rules, known=calendars, start=days, length=st.integers(0, 60), zone=st.sampled_from(ZONES))
def test_a_span_has_what_the_days_in_it_have_each_asked_alone(
    rule: Rule, known: SchoolCalendar, start: date, length: int, zone: str
) -> None:
    """However the time is cut into ticks, nothing is lost between two of them, and nothing is named twice."""
    where: Any = {"zone": ZoneInfo(zone), "calendar": known}
    cuts = [datetime.combine(start + n * DAY, time(7, 59), tzinfo=UTC) for n in range(length + 1)]
    whole = due_times(rule, cuts[0], cuts[-1], **where)

    assert whole == [at for after, until in pairwise(cuts) for at in due_times(rule, after, until, **where)]
    assert len(whole) == len(set(whole))


@given(rule=rules, known=calendars, zone=st.sampled_from(ZONES))
def test_what_falls_due_later_is_named_later(rule: Rule, known: SchoolCalendar, zone: str) -> None:
    found = slots(rule, date(2027, 1, 1), date(2027, 12, 31), zone=ZoneInfo(zone), calendar=known)

    assert [due.slot for due in found] == sorted({due.slot for due in found})
    if rule.closed is not Closed.STAYS and not rule.before:
        assert all(known.is_open(due.at.astimezone(ZoneInfo(zone)).date()) for due in found)
