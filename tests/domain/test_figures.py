"""What reports add up to: each figure with its numbers, and the mistakes of other systems."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.cars import Concern, State
from domain.figures import (
    By,
    Check,
    Late,
    Report,
    Share,
    counted,
    counts_by,
    effectiveness,
    filed_by_month,
    late_by_month,
    nearest_rank,
    on_time,
    recurrence,
    to_fixed,
    to_proven,
    told_of_sealed,
    waiting,
    waits,
)
from domain.lifecycle import Party
from domain.open_days import OpenDays
from domain.periods import Period, last_months, whole_months
from domain.rules import Rules
from domain.school_calendar import SchoolCalendar

CUT_OFF = date(2026, 11, 25)
YEAR = last_months(CUT_OFF, 12)
RULES = Rules()
DAYS = st.dates(date(2025, 1, 1), CUT_OFF)


def report(state: State = State.CLOSED, filed: date = date(2026, 3, 2), **more: Any) -> Report:
    return Report(number="CAR-2026-001", filed_on=filed, state=state, **more)


def late_by(days: int) -> Report:
    return report(State.IMPLEMENTING, implementation_due=CUT_OFF - timedelta(days=days), approved_on=date(2026, 3, 3))


@st.composite
def reports(draw: st.DrawFn) -> list[Report]:
    return draw(
        st.lists(
            st.builds(
                report,
                filed=DAYS,
                state=st.sampled_from(State),
                school=st.sampled_from([None, "east", "west"]),
                cause=st.sampled_from([None, "communication", "documentation", "other"]),
                done_on=st.none() | DAYS,
                implementation_due=st.none() | DAYS,
                original_implementation_due=st.none() | DAYS,
                plan_due=st.none() | DAYS,
                closed_on=st.none() | DAYS,
            ),
            max_size=30,
        )
    )


# Waiting


@pytest.mark.parametrize(
    ("days", "late"),
    [
        (-3, Late.NOT_YET),
        (0, Late.NOT_YET),  # the day itself is not late
        (1, Late.WEEK),
        (7, Late.WEEK),
        (8, Late.FORTNIGHT),
        (14, Late.FORTNIGHT),
        (15, Late.MONTH),
        (30, Late.MONTH),
        (31, Late.LONGER),
    ],
)
def test_open_reports_are_sorted_by_days_past_their_date(days: int, late: Late) -> None:
    found = waiting([late_by(days)], CUT_OFF, RULES)

    assert {bucket.late: len(bucket.reports) for bucket in found.buckets if bucket.reports} == {late: 1}
    assert found.overdue == (days > 0)


def test_the_age_since_filing_stands_beside_the_days_past_the_date() -> None:
    found = waiting(
        [late_by(3)._replace(filed_on=CUT_OFF - timedelta(days=age)) for age in (10, 20, 90)], CUT_OFF, RULES
    )

    assert next(bucket.age for bucket in found.buckets if bucket.late is Late.WEEK) == 20


@pytest.mark.parametrize(
    ("waited", "party"),
    [
        (report(State.SUBMITTED), Party.MR),
        (report(State.SUBMITTED, concerns=Concern.OFFICE), Party.SUPERINTENDENT),
        (report(State.RETURNED), Party.REQUESTER),
        (report(State.IMPLEMENTING), Party.OWNER),
        (report(State.VERIFYING, has_checker=True), Party.CHECKER),
        (report(State.VERIFYING), Party.MR),
        (report(State.CLOSED), None),
        (report(State.CANCELLED), None),
    ],
)
def test_whom_a_report_waits_for(waited: Report, party: Party | None) -> None:
    assert waits(waited) is party


def test_one_that_was_stopped_or_closed_waits_for_nobody_however_late_its_date_was() -> None:
    ended = [late_by(40)._replace(state=state) for state in (State.CLOSED, State.CANCELLED, State.WITHDRAWN)]

    assert waiting(ended, CUT_OFF, RULES).n == 0


@given(reports())
def test_buckets_and_parties_each_add_up_to_all_that_wait(found: list[Report]) -> None:
    drawn = waiting(found, CUT_OFF, RULES)

    assert sum(len(bucket.reports) for bucket in drawn.buckets) == drawn.n == sum(drawn.parties.values())


# Cycle time


def test_days_to_close_are_counted_from_filing_to_closing_and_never_negative() -> None:
    closed = [report(fixed_on=date(2026, 3, 6), closed_on=date(2026, 3, 16))]
    fixed, proven = to_fixed(closed, YEAR, RULES), to_proven(closed, YEAR, RULES)

    assert fixed
    assert proven
    assert (fixed.days, fixed.working) == (4, 4)
    assert (proven.days, proven.working) == (14, 10)


def test_the_middle_of_an_even_number_lies_between_two_and_nine_of_ten_is_one_that_occurred() -> None:
    took = [report(closed_on=date(2026, 3, 2) + timedelta(days=days)) for days in (1, 2, 3, 4, 5, 6, 7, 8, 9, 100)]
    found = to_proven(took, YEAR, RULES)

    assert found
    assert (found.n, found.days, found.days_most) == (10, 5.5, 9)


@pytest.mark.parametrize(("percent", "value"), [(90, 4), (50, 2), (25, 1), (100, 4)])
def test_a_percentile_is_the_nearest_rank(percent: int, value: int) -> None:
    assert nearest_rank([4, 2, 1, 3], percent) == value


def test_working_days_leave_out_the_days_without_school_of_the_reports_own_school() -> None:
    rules = Rules(calendars={"east": SchoolCalendar(closed=frozenset({date(2026, 3, 3)}))})
    found = to_fixed([report(fixed_on=date(2026, 3, 4), school="east")], YEAR, rules)

    assert found
    assert found.working == 1


def test_what_is_not_fixed_at_the_cut_off_takes_no_time_yet() -> None:
    assert to_fixed([report(State.IMPLEMENTING)], YEAR, RULES) is None
    assert to_fixed([report(fixed_on=date(2026, 11, 26))], YEAR, RULES) is None


@given(st.lists(DAYS, max_size=30), st.lists(st.integers(0, 6), max_size=6), DAYS, DAYS)
def test_working_days_are_counted_as_the_calendar_counts_them(
    closed: list[date], weekend: list[int], start: date, end: date
) -> None:
    calendar = SchoolCalendar(closed=frozenset(closed), weekend=frozenset(weekend))

    assert OpenDays(calendar).between(start, end) == calendar.business_days_between(start, end)


# On time


def test_on_time_is_measured_against_the_first_date_with_the_latest_beside_it() -> None:
    first, later, done = date(2026, 4, 1), date(2026, 5, 1), date(2026, 4, 20)
    moved = report(done_on=done, original_implementation_due=first, implementation_due=later)
    found = on_time([moved], YEAR)

    assert found.original == Share(part=0, whole=1)
    assert found.current == Share(part=1, whole=1)


def test_done_on_the_day_is_on_time_and_one_whose_day_is_not_over_counts_only_once_it_is_done() -> None:
    due = report(State.IMPLEMENTING, original_implementation_due=CUT_OFF)

    assert on_time([due], YEAR).original == Share(part=0, whole=0)
    assert on_time([due._replace(state=State.VERIFYING, done_on=CUT_OFF)], YEAR).original == Share(part=1, whole=1)


def test_what_was_stopped_or_turned_down_is_neither_on_time_nor_late() -> None:
    due = date(2026, 4, 1)
    gone = [report(state, original_implementation_due=due) for state in (State.CANCELLED, State.REJECTED)]

    assert on_time(gone, YEAR).original == Share(part=0, whole=0)


@given(reports(), st.randoms())
def test_no_figure_depends_on_the_order_of_the_reports(found: list[Report], random: Any) -> None:
    mixed = random.sample(found, len(found))

    assert on_time(mixed, YEAR) == on_time(found, YEAR)
    assert to_proven(mixed, YEAR, RULES) == to_proven(found, YEAR, RULES)
    assert waiting(mixed, CUT_OFF, RULES).parties == waiting(found, CUT_OFF, RULES).parties
    assert list(waiting(mixed, CUT_OFF, RULES).parties) == list(waiting(found, CUT_OFF, RULES).parties)
    assert recurrence(mixed, YEAR).back == recurrence(found, YEAR).back
    assert filed_by_month(mixed, YEAR) == filed_by_month(found, YEAR)
    assert late_by_month(mixed, YEAR) == late_by_month(found, YEAR)


@given(reports())
def test_a_part_is_never_more_than_the_whole(found: list[Report]) -> None:
    for share in (on_time(found, YEAR).original, on_time(found, YEAR).current, recurrence(found, YEAR).back):
        assert 0 <= share.part <= share.whole


def test_none_of_none_is_no_share() -> None:
    assert Share(part=0, whole=0).percent is None
    assert Share(part=1, whole=4).percent == 25


# Whether it held, and whether it came back


def test_an_inconclusive_check_is_neither_held_nor_not_and_stands_apart() -> None:
    checks = [Check(number=str(n), on=date(2026, 5, 1), effective=n > 0) for n in range(4)]
    found = effectiveness(checks, [report(State.MONITORING, put_off=True), report(State.MONITORING)], YEAR)

    assert found.held == Share(part=3, whole=4)
    assert found.inconclusive == 1


def test_a_check_outside_the_period_does_not_count() -> None:
    before = Check(number="1", on=YEAR.first - timedelta(days=1), effective=True)

    assert effectiveness([before], [], YEAR).held.whole == 0


def closed_east(closed: date, cause: str = "communication", **more: Any) -> Report:
    return report(filed=closed - timedelta(days=10), closed_on=closed, school="east", cause=cause, **more)


@pytest.mark.parametrize(("days", "back"), [(0, 0), (1, 1), (180, 1), (181, 0)])
def test_what_returns_within_180_days_came_back(days: int, back: int) -> None:
    closed = date(2026, 1, 10)
    again = report(State.IMPLEMENTING, closed + timedelta(days=days), school="east", cause="communication")
    found = recurrence([closed_east(closed), again], YEAR)

    assert found.back == Share(part=back, whole=1)


@pytest.mark.parametrize(
    "other",
    [
        {"school": "west", "cause": "communication"},
        {"school": "east", "cause": "documentation"},
        {"school": "east", "cause": "communication", "department": "transport"},
        {"school": "east", "cause": "communication", "state": State.WITHDRAWN},
        {"school": "east", "cause": "communication", "state": State.SUBMITTED},  # its cause is not known yet
    ],
)
def test_another_place_or_cause_is_no_return(other: dict[str, Any]) -> None:
    again = report(**{"state": State.CLOSED, "filed": date(2026, 2, 1), **other})

    assert recurrence([closed_east(date(2026, 1, 10)), again], YEAR).back == Share(part=0, whole=1)


def test_who_has_not_been_followed_for_180_days_counts_nowhere() -> None:
    assert recurrence([closed_east(CUT_OFF - timedelta(days=179))], YEAR).back.whole == 0
    assert recurrence([closed_east(CUT_OFF - timedelta(days=180))], YEAR).back.whole == 1


# By kind and by month


def test_what_was_turned_down_or_taken_back_was_no_problem() -> None:
    found = [report(state) for state in (State.CLOSED, State.REJECTED, State.WITHDRAWN, State.SUBMITTED)]

    assert [one.state for one in counted(found, YEAR)] == [State.CLOSED, State.SUBMITTED]


def test_a_cause_that_was_not_confirmed_counts_no_more() -> None:
    found = [report(cause="communication"), report(State.ACCEPTED, cause="communication"), report(State.SUBMITTED)]
    counts, unknown = counts_by(found, By.CAUSE)

    assert (counts, unknown) == ({"communication": 1}, 2)


@given(reports(), st.sampled_from(By))
def test_known_and_unknown_kinds_are_all_of_them(found: list[Report], by: By) -> None:
    counts, unknown = counts_by(found, by)

    assert counts.total() + unknown == len(found)


def test_months_without_a_report_are_points_and_the_month_that_has_begun_is_none() -> None:
    found = filed_by_month([report(), report(), report(State.WITHDRAWN), report(filed=CUT_OFF)], YEAR)

    assert [month.first.month for month, _ in found] == [11, 12, *range(1, 11)]
    assert [number for _, number in found] == [0, 0, 0, 0, 2, *[0] * 7]


def test_a_month_that_ends_on_the_cut_off_is_whole() -> None:
    months = list(whole_months(Period(first=date(2026, 9, 2), last=date(2026, 11, 30))))

    assert [(month.first, month.last) for month in months] == [
        (date(2026, 10, 1), date(2026, 10, 31)),
        (date(2026, 11, 1), date(2026, 11, 30)),
    ]


def test_a_period_that_ends_before_it_begins_is_none() -> None:
    with pytest.raises(ValueError, match="before"):
        Period(first=CUT_OFF, last=YEAR.first)


@given(reports())
def test_late_by_month_adds_up_to_what_was_not_on_time(found: list[Report]) -> None:
    whole = Period(first=date(2025, 1, 1), last=date(2026, 10, 31))
    months, share = late_by_month(found, whole), on_time(found, whole).original

    assert sum(sample.n for _, sample in months) == share.whole
    assert sum(sample.d for _, sample in months) == share.whole - share.part


# Sealed ones


@pytest.mark.parametrize(("hidden", "told"), [(0, 0), (1, 0), (4, 0), (5, 5), (9, 5), (10, 10)])
def test_sealed_reports_are_told_of_in_fives_and_never_of_a_part(hidden: int, told: int) -> None:
    assert told_of_sealed(hidden, filtered=False) == told
    assert told_of_sealed(hidden, filtered=True) == 0
