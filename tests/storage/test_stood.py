"""What was counted on a day is counted again of that day, whatever became of the reports since."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from domain.cars import TERMINAL, Car, Severity, Source, State
from domain.figures import Check, Report
from domain.log import Rows
from domain.people import PersonId
from domain.periods import EVERYTHING, Filters, Period
from domain.rules import Rules
from domain.sought import Sought, Status
from storage.cars import CarLog
from storage.db import Tx
from storage.figures import Base, Figures
from storage.history import changes
from storage.log_then import LogThen
from storage.stood import stood
from tests.conftest import MR, OTHER, PRINCIPAL, TEACHER, District
from tests.storage.made import noon
from tests.storage.test_statements import heard
from tests.story import filed

FIRST, DAYS = date(2026, 1, 5), 12
MOVES = 3 / 4  # how often one moves, along the lifecycle or not
STATES = [*State, State.MONITORING, State.MONITORING, State.CLOSED, State.CLOSED]  # checks are few among so many
ZONE = ZoneInfo("UTC")
SCHOOLS, CAUSES = ("east", "west"), (None, "communication", "documentation")
DATES = ("plan_due", "implementation_due", "original_implementation_due", "effectiveness_due")
Counted = dict[Base, list[Report]]


def period(day: date) -> Period:
    return Period(first=day - timedelta(days=6), last=day)


def choices(district: District) -> list[Filters]:
    """Everything, and what each report may hold today and not tomorrow."""
    owner = PersonId(district.person(OTHER))
    one_by_one = ({"school": "east"}, {"department": "transport"}, {"owner": owner}, {"source": Source.SURVEY})
    return [EVERYTHING, Filters(severity=Severity.MAJOR), *(Filters(**one) for one in one_by_one)]  # type: ignore[arg-type]


def counted(district: District, day: date, by: Filters, at: datetime) -> tuple[Counted, list[Check], dict[Base, int]]:
    """All that figures are counted from, as asked for at a moment, and how many sealed ones a principal hears of."""

    def work(tx: Tx) -> tuple[Counted, list[Check], dict[Base, int]]:
        mine, others = (Figures(tx, district.call(tx, who).viewer, ZONE) for who in (MR, PRINCIPAL))
        rows = {base: sorted(mine.reports(base, period(day), by), key=lambda one: one.number) for base in Base}
        checks = sorted(mine.checks(period(day), by), key=lambda one: (one.number, one.on))
        return rows, checks, {base: others.hidden(base, period(day)) for base in Base}

    found: tuple[Counted, list[Check], dict[Base, int]] = district.do(work, now=at)
    return found


def changed(dice: random.Random, was: Car, owners: list[PersonId], day: date) -> Car:
    """A report that moved, or of which something else is known, or both. The dates of one that is over stay."""
    car = replace(was, state=dice.choice(STATES)) if dice.random() < MOVES else was
    known: dict[str, Any] = {
        "school": dice.choice(SCHOOLS),
        "department": dice.choice((None, "transport")),
        "severity": dice.choice(list(Severity)),
        "source": dice.choice([Source.SURVEY, Source.COMPLAINT]),
        "owner": dice.choice(owners),
        "checker": dice.choice([None, *owners]),
        "cause_category": dice.choice(CAUSES),
        "inconclusive": dice.random() < 1 / 2,
        "on_hold_since": dice.choice([None, day]),
        "approved_on": dice.choice([None, day]),
        **{name: dice.choice([None, FIRST + timedelta(days=dice.randrange(DAYS))]) for name in DATES},
    }
    open_to = sorted(set(known) - (set(DATES) if car.state is was.state in TERMINAL else set()))
    return replace(car, **{name: known[name] for name in dice.sample(open_to, 4)})


def lives(district: District, seed: int) -> Iterator[date]:
    """Day after day some reports are filed and some change."""
    dice, numbers = random.Random(seed), list[str]()  # noqa: S311 - no secret
    owners = [PersonId(district.person(who)) for who in (OTHER, TEACHER)]

    def work(tx: Tx) -> None:
        log = CarLog(tx, district.call(tx, MR).viewer)
        made = Car(
            number=log.next_number(2026),
            what="The gate is broken",
            requester=owners[1],
            filed_at=tx.now,
            filed_on=tx.now.date(),
            happened_on=tx.now.date(),
            sealed=dice.random() < 1 / 4,
        )
        log.add(made)
        numbers.append(made.number)
        for number in dice.sample(numbers, min(4, len(numbers))):
            was = log.get(number)
            log.save(changed(dice, was, owners, tx.now.date()), was=was, did="test")

    for nth in range(DAYS):
        for hours in (0, 1):
            district.do(work, now=noon(FIRST + timedelta(days=nth)) + timedelta(hours=hours))
        yield FIRST + timedelta(days=nth)


def test_figures_as_of_each_day_are_those_that_were_counted_on_it(district: District) -> None:
    everything, *filters = choices(district)
    on_the_day = [
        (day, by, counted(district, day, by, noon(day) + timedelta(hours=2)))
        for nth, day in enumerate(lives(district, seed=1))
        for by in (everything, filters[nth % len(filters)])
    ]
    long_after = noon(FIRST + timedelta(days=400))

    for day, by, then in on_the_day:
        assert counted(district, day, by, long_after) == then, (day, by)
    assert [base for base in Base if not any(rows[base] for _, _, (rows, _, _) in on_the_day)] == []
    assert any(checks and not by.none for _, by, (_, checks, _) in on_the_day)
    assert any(sum(hidden.values()) for _, _, (_, _, hidden) in on_the_day)


Told = list[tuple[Any, ...]]


def exported(district: District, day: date, sought: Sought, at: datetime) -> Told:
    """What the log of a day says of each report, as its export reads it."""

    def work(tx: Tx) -> Told:
        rows = Rows(sought=sought, as_of=day)
        then = LogThen(tx, district.call(tx, MR).viewer, rows, Rules(), ZONE)
        cars = [car for some in then.stream() for car in some]

        assert then.counted() == (len(cars), 0)
        return sorted(
            (car.number, car.state, *(getattr(car, name) for name in ALIKE), car.cause_category) for car in cars
        )

    found: Told = district.do(work, now=at)
    return found


ALIKE = ("source", "school", "department", "on_hold_since", "approved_on", *DATES)


def test_the_log_of_an_earlier_day_has_the_numbers_of_its_figures(district: District) -> None:
    days, filters, seen = list(lives(district, seed=2)), choices(district), 0
    long_after = noon(FIRST + timedelta(days=400))

    for nth, day in enumerate(days):
        by = filters[nth % len(filters)]
        rows, _, _ = counted(district, day, by, long_after)
        open_then = Sought(status=Status.OPEN, filters=by)
        filed_then = Sought(status=Status.ALL, filters=by, filed=period(day))
        for base, sought in ((Base.OPEN, open_then), (Base.FILED, filed_then)):
            told = [(o.number, o.state, *(getattr(o, name) for name in ALIKE), o.cause) for o in rows[base]]
            seen += len(told)

            assert exported(district, day, sought, long_after) == told, (day, sought)
    assert seen > 2 * DAYS


YEAR_LATER, DAY_OF = noon(date(2027, 3, 9)), Period(first=date(2026, 3, 1), last=date(2026, 3, 10))


def moved_later(district: District) -> str:
    """A report that changed twice, long after the day that is asked for."""
    number = filed(district).number
    for nth, school in enumerate(SCHOOLS):
        district.do(lambda tx, to=school: save(district, tx, number, school=to), now=YEAR_LATER + timedelta(days=nth))
    return number


def save(district: District, tx: Tx, number: str, **held: Any) -> None:
    log = CarLog(tx, district.call(tx, MR).viewer)
    was = log.get(number)
    log.save(replace(was, **held), was=was, did="test")


def as_of(district: District, by: Filters = EVERYTHING) -> list[Report]:
    """Those of a day that is long over."""

    def work(tx: Tx) -> list[Report]:
        return Figures(tx, district.call(tx, MR).viewer, ZONE).reports(Base.OPEN, DAY_OF, by)

    found: list[Report] = district.do(work, now=YEAR_LATER + timedelta(days=9))
    return found


def test_what_was_not_on_record_yet_counts_as_when_the_record_began_and_says_so(district: District) -> None:
    moved_later(district)
    school = district.school()
    assert [(one.school, one.begun_later) for one in as_of(district)] == [(school, False)]

    district.do(lambda tx: tx.remove(changes, changes.c.was.contains(school)))

    assert [(one.school, one.begun_later) for one in as_of(district)] == [(SCHOOLS[0], True)]
    assert as_of(district, Filters(school=school)) == []


def test_a_report_that_was_handed_over_tells_nothing_of_what_it_held(district: District) -> None:
    number = moved_later(district)
    then = district.do(lambda tx: stood(tx, [number], noon(DAY_OF.last)))

    assert then.back({"number": number, "school": None, "handed_to": "hr"})["school"] is None
    assert then.back({"number": number, "school": None, "handed_to": None}) == {
        "number": number,
        "school": district.school(),
        "handed_to": None,
    }


def test_an_earlier_day_takes_one_statement_more_however_many_reports_there_are(district: District) -> None:
    for _ in range(3):
        moved_later(district)
    with heard(district.database) as told:
        found = as_of(district)

    assert len(found) == 3
    assert sum("passages" in one for one in told) == 1
    assert sum("changes" in one for one in told) == 1
