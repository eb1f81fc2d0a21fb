"""The reports that figures are counted from: as of any day, by rights, and at a cost that old ones do not raise."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import event

from domain.cars import TERMINAL, Severity, Source, State
from domain.figures import FOLLOWED, Check, Report
from domain.people import PersonId
from domain.periods import Filters, Period
from storage.car_sight import Sight
from storage.cars import CarLog
from storage.db import OURS, Tx
from storage.figures import BASES, NEEDS, OURSELVES, Asked, Base, Figures, checks_of, reports_of
from tests.conftest import MR, NOW, OTHER, TEACHER, District
from tests.office import known
from tests.storage.made import Made, made, noon, put, wandering
from tests.story import ask, filed

FIRST, LAST = date(2025, 1, 1), date(2026, 11, 25)
PERIOD = Period(first=date(2026, 1, 1), last=date(2026, 6, 30))
FIX, DONE = (State.MONITORING, State.CLOSED), (State.VERIFYING, State.MONITORING, State.CLOSED)


def figures(district: District, who: str, tx: Tx) -> Figures:
    return Figures(tx, district.call(tx, who).viewer, ZoneInfo("UTC"))


def found(district: District, base: Base, period: Period = PERIOD, who: str = MR, **by: Any) -> list[Report]:
    now = max(NOW, noon(period.last) + timedelta(days=1))  # so that all of it is over, as in life
    rows: list[Report] = district.do(
        lambda tx: figures(district, who, tx).reports(base, period, Filters(**by)), now=now
    )
    return sorted(rows, key=lambda row: row.number)


# What there was, counted the slow way


def stood(one: Made, cut_off: date) -> Report | None:
    """A report as of a day, from the list of what happened to it."""
    stays = [(state, at.date()) for state, at in one.stays if at.date() <= cut_off]
    if not stays:
        return None
    state = stays[-1][0]
    fixed = next((n for n in range(len(stays), 0, -1) if stays[n - 1][0] not in FIX), 0)
    done = [day for at, day in stays if at is State.VERIFYING]
    row = one.row
    return Report(
        **{name: row[name] for name in ("number", "filed_on", "plan_due", "implementation_due", "effectiveness_due")},
        original_implementation_due=row["original_implementation_due"],
        cause=row["cause_category"],
        state=state,
        approved_on=row["approved_on"] if row["approved_on"] and row["approved_on"] <= cut_off else None,
        fixed_on=stays[fixed][1] if state in FIX else None,
        done_on=done[-1] if state in DONE and done else None,
        closed_on=stays[-1][1] if state is State.CLOSED else None,
    )


def entered(one: Made, period: Period, *states: State) -> bool:
    return any(state in states and at.date() in period for state, at in one.stays)


BEGINS: dict[Base, Callable[[Made, Report, Period], bool]] = {
    Base.OPEN: lambda _, now, __: now.state not in TERMINAL,
    Base.FILED: lambda _, now, period: now.filed_on in period,
    Base.ENDED: lambda one, _, period: entered(one, period, *FIX),
    Base.DUE: lambda _, now, period: now.implementation_due in period or now.original_implementation_due in period,
    Base.FOLLOWED: lambda one, now, period: (
        entered(one, period.earlier(FOLLOWED), State.CLOSED)
        or now.filed_on in replace(period, first=period.earlier(FOLLOWED).first)
    ),
    Base.CHECKED: lambda one, _, period: any(
        before is State.MONITORING and at.date() in period
        for (before, _), (_, at) in zip(one.stays, one.stays[1:], strict=False)
    ),
}


def asked_for(base: Base, now: Report) -> Report:
    """With those days alone that a figure of this base looks at."""
    days = {"fixed_on": "fixed_at", "closed_on": "closed_at", "done_on": "done_at"}
    return now._replace(**{day: None for day, moment in days.items() if moment not in NEEDS[base]})


AGAIN = (State.SUBMITTED, State.ACCEPTED, State.VERIFYING, State.MONITORING, State.ACCEPTED, State.VERIFYING)
MANY = [
    *(wandering(random.Random(n), f"CAR-2026-{n:03}", FIRST, LAST) for n in range(300)),  # noqa: S311 - no secret
    *(
        made(
            f"CAR-2026-{n}",
            [(state, noon(FIRST + timedelta(days=n - 300 + 30 * nth))) for nth, state in enumerate(AGAIN)],
        )
        for n in range(300, 330)
    ),
]


@pytest.mark.parametrize("base", Base)
def test_reports_are_as_they_stood_at_any_cut_off(district: District, base: Base) -> None:
    district.do(lambda tx: put(tx, MANY))

    for days in (0, 40, 200, 400, 690):
        period = Period(first=FIRST + timedelta(days=days // 2), last=FIRST + timedelta(days=days))
        then = [(one, now) for one in MANY if (now := stood(one, period.last))]
        expected = [asked_for(base, now) for one, now in then if BEGINS[base](one, now, period)]

        assert found(district, base, period) == expected
    assert expected


def test_checks_that_ended_in_the_period_held_or_did_not(district: District) -> None:
    district.do(lambda tx: put(tx, MANY))
    whole = Period(first=FIRST, last=LAST)
    ended = [
        Check(number=one.row["number"], on=at.date(), effective=state is State.CLOSED)
        for one in MANY
        for (before, _), (state, at) in zip(one.stays, one.stays[1:], strict=False)
        if before is State.MONITORING and at.date() in whole and state is not State.CANCELLED
    ]
    checks = district.do(lambda tx: figures(district, MR, tx).checks(whole))

    assert sorted(checks, key=lambda one: (one.number, one.on)) == ended
    assert {check.effective for check in ended} == {True, False}


def test_a_day_ends_where_the_district_is(district: District) -> None:
    late = noon(PERIOD.last) + timedelta(hours=9)  # three in the morning in UTC, ten in the evening in Chicago
    district.do(lambda tx: put(tx, [made("CAR-2026-001", [(State.SUBMITTED, late)])]))

    def seen(zone: str) -> int:
        viewer = district.do(lambda tx: district.call(tx, MR).viewer)
        rows = district.do(lambda tx: Figures(tx, viewer, ZoneInfo(zone)).reports(Base.OPEN, PERIOD), now=noon(LAST))
        return len(rows)

    assert (seen("UTC"), seen("America/Chicago")) == (0, 1)


def test_filters_are_kept_to_all_at_once(district: District) -> None:
    owner = district.person(OTHER)
    one = {"school": "east", "department": "transport", "severity": "major", "source": "complaint", "owner": owner}
    rows = [made("CAR-2026-001", [(State.ACCEPTED, noon(PERIOD.first))], **one)]
    rows += [
        made(f"CAR-2026-1{n}", [(State.ACCEPTED, noon(PERIOD.first))], **{**one, name: None if n != 3 else "other"})
        for n, name in enumerate(one)
    ]
    district.do(lambda tx: put(tx, rows))
    by = {"school": "east", "department": "transport", "severity": Severity.MAJOR, "source": Source.COMPLAINT}

    assert [row.number for row in found(district, Base.OPEN, **by, owner=PersonId(owner))] == ["CAR-2026-001"]
    assert len(found(district, Base.OPEN)) == 6


# Rights

NOW_ON = Period(first=date(2026, 3, 1), last=date(2026, 3, 9))  # when the tests file


def test_a_sealed_report_is_counted_by_those_who_read_it_and_is_a_number_to_others(district: District) -> None:
    filed(district)
    number = filed(district, marks=["sealed"]).number

    def seen(who: str) -> tuple[bool, int]:
        rows = found(district, Base.FILED, NOW_ON, who)
        hidden = district.do(lambda tx: figures(district, who, tx).hidden(Base.FILED, NOW_ON))
        return number in {row.number for row in rows}, hidden

    assert {who: seen(who) for who in (MR, TEACHER, OTHER)} == {MR: (True, 0), TEACHER: (True, 0), OTHER: (False, 1)}


def test_nobody_learns_by_a_number_of_a_report_about_somebody_in_charge(district: District) -> None:
    filed(district, concerns="quality_office", already_done="")

    for who in (MR, OTHER):
        assert found(district, Base.FILED, NOW_ON, who) == []
        assert district.do(lambda tx, who=who: figures(district, who, tx).hidden(Base.FILED, NOW_ON)) == 0


def test_what_was_handed_over_is_in_no_figure(district: District) -> None:
    number = filed(district).number
    known(district, OTHER)
    district.do(lambda tx: tx.connection.exec_driver_sql(f"UPDATE cars SET handed_to = 'hr' WHERE number = '{number}'"))  # noqa: S608

    assert [base for base in Base if found(district, base, NOW_ON)] == []


def test_reports_that_are_named_are_shown_by_rights_and_newest_first(district: District) -> None:
    numbers = [filed(district, marks=marks).number for marks in ((), ("sealed",), ())]

    def seen(who: str) -> list[str]:
        cars = district.do(lambda tx: CarLog(tx, district.call(tx, who).viewer).named(numbers))
        return [car.number for car in cars]

    assert seen(MR) == numbers[::-1]
    assert seen(OTHER) == [numbers[2], numbers[0]]
    assert ask(district, OTHER, "car list")


# What it costs


def query_of(name: str, dialect: str) -> Any:
    if name == "checks":
        return checks_of(Sight())
    base, _, then = name.partition(" ")
    return reports_of(Asked(base=Base(base), dialect=dialect, over=bool(then)), Sight(), frozenset())


INDEX = {
    "open": "ix_cars_",  # of the state, or of what is open
    "open then": "ix_passages_left",
    "filed": "ix_cars_filed",
    "ended": "ix_passages_entered",
    "due": "ix_cars_original_due",
    "due then": "ix_cars_original_due",
    "followed": "ix_passages_entered",
    "checks": "ix_passages_left",
}


def lines_of_plan(district: District, query: Any) -> str:
    """What the database says that it will do."""

    def work(tx: Tx) -> str:
        sqlite = tx.connection.dialect.name == "sqlite"
        put(tx, history(range(1990, 2027)))
        if not sqlite:
            tx.connection.exec_driver_sql("ANALYZE cars, passages")
            tx.connection.exec_driver_sql("SET LOCAL enable_seqscan = off")  # these are few enough to read them all

        def explain(_: Any, __: Any, statement: str, parameters: Any, *___: Any) -> tuple[str, Any]:
            return f"EXPLAIN {'QUERY PLAN ' if sqlite else ''}{statement}", parameters

        given = Figures(tx, district.call(tx, MR).viewer, ZoneInfo("UTC"))._bound(PERIOD)
        event.listen(tx.connection, "before_cursor_execute", explain, retval=True)
        try:
            rows = tx.connection.execute(query, {OURS.key: tx.district, **given}).cursor.fetchall()
        finally:
            event.remove(tx.connection, "before_cursor_execute", explain)
        return "\n".join(str(row[-1]) for row in rows)

    plan: str = district.do(work)
    return plan


@pytest.mark.parametrize("name", INDEX)
def test_an_index_finds_what_a_figure_begins_with(district: District, name: str) -> None:
    plan = lines_of_plan(district, query_of(name, district.database.writer.dialect.name))

    assert INDEX[name] in plan
    assert [line for line in plan.splitlines() if "Seq Scan" in line or line.startswith(("SCAN cars", "SCAN p"))] == []


def steps(district: District, base: Base) -> int:
    """How many hundred instructions of its machine SQLite runs for the reports of a period."""

    def work(tx: Tx) -> int:
        raw: Any = tx.connection.connection.driver_connection
        log, counted = figures(district, MR, tx), 0

        def tick() -> int:
            nonlocal counted
            counted += 1
            return 0

        log.reports(base, PERIOD)
        raw.set_progress_handler(tick, 100)
        log.reports(base, PERIOD)
        raw.set_progress_handler(None, 0)
        return counted

    return int(district.do(work))


OPEN_IN = 2026


def history(years: range) -> list[Made]:
    """A hundred a year that were closed in the year of their filing; of the last year a fifth is open."""
    life = (State.SUBMITTED, State.ACCEPTED, State.VERIFYING, State.CLOSED)
    return [
        made(
            f"CAR-{year}-{n:03}",
            [
                (state, noon(date(year, 1, 1) + timedelta(days=n * 3 + 5 * nth)))
                for nth, state in enumerate(life[: 2 if year == OPEN_IN and n % 5 == 0 else 4])
            ],
            implementation_due=date(year, 1, 1) + timedelta(days=n * 3 + 30),
            original_implementation_due=date(year, 1, 1) + timedelta(days=n * 3 + 30),
        )
        for year in years
        for n in range(100)
    ]


@pytest.mark.parametrize("base", Base)
def test_what_a_figure_costs_does_not_grow_with_the_history_before(district: District, base: Base) -> None:
    if district.database.writer.dialect.name != "sqlite":
        return  # which counts no instructions
    district.do(lambda tx: put(tx, history(range(2024, 2027))))
    few = steps(district, base)
    district.do(lambda tx: put(tx, history(range(1994, 2024))))

    assert steps(district, base) <= 1.1 * few + 5


def test_every_base_has_its_looks() -> None:
    assert {*BASES, *OURSELVES} == set(Base)
