"""What a schedule does when the bot was down, late, or somebody changed it."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from domain.catching_up import CatchUp, Plan, begun, turn
from domain.schedules import Closed, Due, EveryDay, NthWeekday, Rule, Weekday, Weekly, due_times
from domain.school_calendar import WEEKDAYS, SchoolCalendar

CHICAGO = ZoneInfo("America/Chicago")
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
MORNING = Rule(days=EveryDay(), at=(time(8),))
MONDAYS = Rule(days=Weekly(on=Weekday.MONDAY), at=(time(8),), closed=Closed.AFTER)
NOTHING: tuple[list[Due], None] = ([], None)


def plan(rule: Rule = MORNING, catch_up: CatchUp = CatchUp.LATEST, grace: timedelta = timedelta(0)) -> Plan:
    return Plan(rule=rule, zone="America/Chicago", catch_up=catch_up, grace=grace)


def at(local: str) -> datetime:
    return datetime.fromisoformat(local).replace(tzinfo=CHICAGO).astimezone(UTC)


def done(known: Plan, last: str, now: str, calendar: SchoolCalendar = WEEKDAYS) -> tuple[list[str], str | None]:
    """What is passed over, and what is run."""
    found = turn(known, last, at(now), calendar)
    return [due.slot for due in found.missed], found.run.slot if found.run else None


def test_a_slot_comes_at_its_minute_and_once() -> None:
    assert done(plan(), "2027-03-08", "2027-03-09T07:59") == NOTHING
    assert done(plan(), "2027-03-08", "2027-03-09T08:00") == ([], "2027-03-09")
    assert done(plan(), "2027-03-09", "2027-03-09T08:01") == NOTHING


@pytest.mark.parametrize(
    ("catch_up", "grace", "passed", "run"),
    [
        (CatchUp.ALL, 0, [], "2027-03-09"),
        (CatchUp.LATEST, 0, ["2027-03-09", "2027-03-10"], "2027-03-11"),
        (CatchUp.SKIP, 2, ["2027-03-09", "2027-03-10"], "2027-03-11"),
        (CatchUp.SKIP, 1, ["2027-03-09", "2027-03-10", "2027-03-11"], None),
    ],
)
def test_r30_after_three_days_down_each_job_catches_up_by_its_own_rule(
    catch_up: CatchUp, grace: int, passed: list[str], run: str | None
) -> None:
    known = plan(catch_up=catch_up, grace=grace * HOUR)

    assert done(known, "2027-03-08", "2027-03-11T10:00") == (passed, run)


def test_r29_a_late_tick_does_not_shift_the_next_one() -> None:
    late = turn(plan(), "2027-03-08", at("2027-03-09T11:47"), WEEKDAYS)
    assert late.newest == Due(slot="2027-03-09", at=at("2027-03-09T08:00"))

    assert done(plan(), "2027-03-09", "2027-03-10T07:59") == NOTHING
    assert done(plan(), "2027-03-09", "2027-03-10T08:00") == ([], "2027-03-10")


@pytest.mark.parametrize("time_of_day", [time(7), time(9), time(20)])
def test_r29_another_time_of_day_neither_doubles_nor_loses_a_day(time_of_day: time) -> None:
    changed = plan(replace(MORNING, at=(time_of_day,)))
    now = f"2027-03-09T{time_of_day:%H}:30"

    assert done(changed, "2027-03-09", now) == NOTHING  # done at eight, before the change
    assert done(changed, "2027-03-08", now) == ([], "2027-03-09")  # not done before the change


def test_r29_another_zone_neither_doubles_nor_loses_a_day() -> None:
    for zone in ("America/New_York", "America/Denver", "Pacific/Honolulu"):
        moved = replace(plan(), zone=zone)

        assert done(moved, "2027-03-09", "2027-03-09T23:00") == NOTHING
        assert done(moved, "2027-03-09", "2027-03-10T23:00") == ([], "2027-03-10")


def test_r29_a_snow_day_pressed_after_it_ran_does_not_run_it_again() -> None:
    snow = SchoolCalendar(closed=frozenset({date(2027, 3, 8)}))

    assert done(plan(MONDAYS), "2027-03-08", "2027-03-09T08:00", snow) == NOTHING
    assert done(plan(MONDAYS), "2027-03-01", "2027-03-08T08:00", snow) == NOTHING
    assert done(plan(MONDAYS), "2027-03-01", "2027-03-09T08:00", snow) == ([], "2027-03-08")


def test_a_new_schedule_begins_today_and_makes_up_for_nothing_before() -> None:
    for rule in (MORNING, MONDAYS, replace(MONDAYS, before=3), Rule(days=EveryDay(), at=(time(8), time(12)))):
        since = begun(plan(rule), at("2027-03-10T13:00"), WEEKDAYS)

        passed, run = done(plan(rule), since, "2027-03-10T13:00")
        assert all(slot.startswith("2027-03-10") for slot in [*passed, *([run] if run else [])])
        assert (run is None) == (rule.days != EveryDay())


def test_what_a_holiday_moved_to_today_comes_in_a_new_schedule_too() -> None:
    holiday = SchoolCalendar(closed=frozenset({date(2027, 3, 8)}))
    since = begun(plan(MONDAYS), at("2027-03-09T07:00"), holiday)

    assert done(plan(MONDAYS), since, "2027-03-09T08:00", holiday) == ([], "2027-03-08")


@pytest.mark.parametrize("catch_up", [CatchUp.ALL, CatchUp.LATEST])
@pytest.mark.parametrize("rule", [MONDAYS, Rule(days=NthWeekday(nth=2, on=Weekday.TUESDAY), at=(time(8),))])
def test_a_year_of_ticks_with_forty_hours_down_runs_each_slot_once(rule: Rule, catch_up: CatchUp) -> None:
    """Every half hour, but for a Sunday and a Monday and some hours; each at its wall time or right after."""
    known, start = plan(rule, catch_up), at("2027-01-01T00:00")
    holidays = SchoolCalendar(closed=frozenset({date(2027, 1, 18), date(2027, 7, 5), date(2027, 9, 6)}))
    down = (at("2027-10-10T20:00"), at("2027-10-12T12:00"))
    last, ran = begun(known, start, holidays), {}
    for tick in (start + n * 30 * MINUTE for n in range(365 * 48)):
        if not down[0] <= tick < down[1] and (come := turn(known, last, tick, holidays)).run:
            assert come.run.slot not in ran
            last, ran[come.run.slot] = come.run.slot, tick

    wanted = due_times(rule, start, start + 365 * DAY, zone=CHICAGO, calendar=holidays)
    assert list(ran.values()) == [down[1] if down[0] <= due < down[1] else due for due in wanted]
    assert len(ran) == (52 if rule is MONDAYS else 12)
    assert down[1] in ran.values()
