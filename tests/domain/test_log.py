"""What is typed behind `/car log`, and the line that a button carries."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.cars import Car, Kind, Severity, Source, State
from domain.errors import RefusedError
from domain.log import Rows, check_earlier, read_rows, stood_in
from domain.log_words import Read, period_of, read_words
from domain.offices import Office
from domain.people import PersonId
from domain.periods import EVERYTHING, Filters, Period
from domain.places import Place, PlaceKind
from domain.rules import Rules
from domain.sought import Sought, Status, Whose

TODAY = date(2026, 3, 9)
PLACES = [
    Place(id="east", kind=PlaceKind.SCHOOL, name="East School"),
    Place(id="north", kind=PlaceKind.SCHOOL, name="North Elementary"),
    Place(id="northwest", kind=PlaceKind.SCHOOL, name="North West"),
    Place(id="hr", kind=PlaceKind.DEPARTMENT, name="Human Resources"),
    Place(id="late", kind=PlaceKind.DEPARTMENT, name="Late Buses"),
]
YEAR = Period(first=date(2026, 1, 1), last=date(2026, 12, 31))


def rows(text: str = "", **more: object) -> Rows:
    own = {name: more.pop(name) for name in ("state", "kind", "by_due", "as_of") if name in more}
    places = {name: more.pop(name) for name in ("school", "department", "severity", "source") if name in more}
    return Rows(sought=Sought(**{"status": Status.ALL, "filters": Filters(**places), **more}), text=text, **own)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("", rows()),
        ("overdue", rows(overdue=True)),
        ("East 2026", rows(school="east", filed=YEAR)),
        ("east school, overdue", rows(school="east", overdue=True)),
        ("human resources open", rows(department="hr", status=Status.OPEN)),
        ("North", rows("North")),  # two schools begin with it
        ("north elementary", rows(school="north")),
        ("late", rows(overdue=True)),  # a word goes before the first word of a place
        ("late buses", rows(department="late")),
        ("gate latch", rows("gate latch")),
        ("gate latch East closed", rows("gate latch", school="east", status=Status.CLOSED)),
        ('"all late buses"', rows("all late buses")),  # in quotation marks nothing is a filter
        ("being fixed", rows(state=State.IMPLEMENTING)),
        ("looking into it", rows(state=State.ACCEPTED)),
        ("plan review", rows(state=State.PLAN_REVIEW)),
        ("state:monitoring", rows(state=State.MONITORING)),
        ("status:closed", rows(status=Status.CLOSED)),
        ("major", rows(severity=Severity.MAJOR)),
        ("severity:minor source:complaint", rows(severity=Severity.MINOR, source=Source.COMPLAINT)),
        ("severity:complaint", rows("severity complaint")),  # there is no such severity
        ("internal audit", rows(source=Source.INTERNAL_AUDIT)),
        ("preventive", rows(kind=Kind.PREVENTIVE)),
        ("mine urgent", rows(whose=Whose.MINE, urgent=True)),
        ("school:hr", rows("school hr")),
        ('school:"East School"', rows(school="east")),
        ("dept:human", rows(department="hr")),
        ("2026-02", rows(filed=Period(first=date(2026, 2, 1), last=date(2026, 2, 28)))),
        ("february", rows(filed=Period(first=date(2026, 2, 1), last=date(2026, 2, 28)))),
        ("december", rows(filed=Period(first=date(2025, 12, 1), last=date(2025, 12, 31)))),
        ("2026-13", rows("2026-13")),
        ("2026-02-30", rows("2026-02-30")),
        ("since:2026-03-01", rows(filed=Period(first=date(2026, 3, 1), last=date(2027, 12, 31)))),
        ("since:2026-01 until:2026-02", rows(filed=Period(first=date(2026, 1, 1), last=date(2026, 2, 28)))),
        (
            "since:2026-02 until:2026-01",
            rows("until 2026-01", filed=Period(first=date(2026, 2, 1), last=date(2027, 12, 31))),
        ),
        ("due:2026-03", rows(due=Period(first=date(2026, 3, 1), last=date(2026, 3, 31)))),
        ("closed:2026", rows(closed=YEAR)),
        ("asof:2026-02-28 open", rows(status=Status.OPEN, as_of=date(2026, 2, 28))),
        ("asof:february", rows("asof february")),  # which day of it?
        ("open by due date", rows(status=Status.OPEN, by_due=True)),
        ("requester:ann", rows("requester ann")),  # nobody looks for who reported
    ],
)
def test_what_is_a_filter_is_read_as_one_and_all_else_is_looked_for(typed: str, read: Rows) -> None:
    assert read_words(typed, PLACES, TODAY) == Read(rows=read)


@pytest.mark.parametrize("typed", ["owner:ann", "owner:@ann", 'owner:"ann"', "owner:@Ann overdue"])
def test_an_owner_is_a_name_until_somebody_looks_it_up(typed: str) -> None:
    read = read_words(typed, PLACES, TODAY)

    assert read.owner.casefold() == "ann"
    assert read.rows.sought.filters == EVERYTHING


@given(st.text(max_size=300))
def test_whatever_is_typed_is_read_and_carried_by_a_line(typed: str) -> None:
    read = read_words(typed, PLACES, TODAY).rows

    assert read_rows(read.line) == read
    assert len(read.line) < 1000


FULL = Rows(
    sought=Sought(
        status=Status.OPEN,
        whose=Whose.OWNED,
        overdue=True,
        urgent=True,
        filed=YEAR,
        due=YEAR,
        closed=YEAR,
        filters=Filters(school="e", department="h", severity=Severity.MAJOR, source=Source.SURVEY, owner=PersonId("o")),
    ),
    state=State.VERIFYING,
    kind=Kind.PREVENTIVE,
    text="by=due state=closed text=x",
    by_due=True,
)


@pytest.mark.parametrize("full", [FULL, Rows(), Rows(text="latch"), Rows(by_due=True), Rows(as_of=TODAY)])
def test_a_line_says_all_of_it_and_what_was_typed_stands_last(full: Rows) -> None:
    assert read_rows(full.line) == full
    assert full.line.startswith(full.wordless)
    assert "text=" not in full.wordless


def test_a_line_that_is_old_or_broken_shows_what_can_be_read_of_it() -> None:
    assert read_rows("") == Rows()
    assert read_rows("all state=lost kind=x filed=2026 severity=huge") == Rows()


def test_less_than_the_whole_log_is_chosen() -> None:
    assert not Rows().chosen
    assert not Rows(by_due=True).chosen
    assert Rows(text="x").chosen
    assert Rows(state=State.CLOSED).chosen


def test_a_month_by_its_name_is_the_last_one_that_began() -> None:
    assert period_of("march", TODAY) == Period(first=date(2026, 3, 1), last=date(2026, 3, 31))
    assert period_of("april", TODAY) == Period(first=date(2025, 4, 1), last=date(2025, 4, 30))
    assert period_of("may", TODAY) is None


LATE = Car(
    number="CAR-2026-014",
    what="The gate latch is broken",
    requester=PersonId("ann"),
    filed_at=datetime(2026, 1, 7, 15, tzinfo=UTC),
    filed_on=date(2026, 1, 7),
    happened_on=date(2026, 1, 7),
    state=State.ACCEPTED,
    school="e",
    department="h",
    severity=Severity.MAJOR,
    source=Source.SURVEY,
    kind=Kind.PREVENTIVE,
    owner=PersonId("o"),
    urgent=True,
    plan_due=date(2026, 2, 1),
)
THEN = Rows(
    sought=replace(FULL.sought, whose=None, closed=None), state=State.ACCEPTED, kind=Kind.PREVENTIVE, as_of=TODAY
)


def test_a_report_stands_in_the_log_of_a_day_if_all_that_is_asked_holds_of_it() -> None:
    assert stood_in(LATE, THEN, Rules())
    assert stood_in(LATE, Rows(as_of=TODAY), Rules())


@pytest.mark.parametrize(
    "held",
    [
        {"state": State.PLAN_REVIEW},
        {"state": State.CLOSED},
        {"school": None},
        {"department": "x"},
        {"severity": None},
        {"source": Source.PARTNER},
        {"kind": Kind.CORRECTIVE},
        {"owner": None},
        {"urgent": False},
        {"filed_on": date(2025, 12, 31)},
        {"plan_due": TODAY},  # which is late from the next day on
        {"plan_due": None},
        {"plan_due": date(2025, 12, 31)},
        {"handed_to": Office.TITLE_IX},
    ],
)
def test_it_does_not_if_any_of_it_does_not_hold(held: dict[str, object]) -> None:
    assert not stood_in(replace(LATE, **held), THEN, Rules())  # type: ignore[arg-type]


def test_one_that_was_closed_is_found_by_the_day_on_which_it_was() -> None:
    closed = replace(LATE, state=State.CLOSED, closed_on=date(2026, 3, 2))
    march, april = (Period(first=date(2026, month, 1), last=date(2026, month, 28)) for month in (3, 4))

    assert stood_in(closed, Rows(sought=Sought(status=Status.CLOSED, closed=march), as_of=TODAY), Rules())
    assert not stood_in(closed, Rows(sought=Sought(status=Status.ALL, closed=april), as_of=TODAY), Rules())
    assert not stood_in(closed, Rows(sought=Sought(status=Status.OPEN), as_of=TODAY), Rules())


def test_one_that_was_handed_over_is_found_by_the_day_of_its_filing_alone() -> None:
    gone = replace(LATE, handed_to=Office.TITLE_IX)

    assert stood_in(gone, Rows(sought=Sought(status=Status.CLOSED, filed=YEAR), as_of=TODAY), Rules())
    assert not stood_in(gone, Rows(state=State.ACCEPTED, as_of=TODAY), Rules())
    assert not stood_in(gone, rows(school="e", as_of=TODAY), Rules())


@pytest.mark.parametrize("asked", [rows(whose=Whose.MINE), Rows(by_due=True), Rows(as_of=TODAY)])
def test_the_log_of_an_earlier_day_is_everybodys_the_newest_first_and_of_a_day_that_is_over(asked: Rows) -> None:
    with pytest.raises(RefusedError) as refused:
        check_earlier(replace(asked, as_of=asked.as_of or date(2026, 3, 8)), TODAY)

    assert refused.value.field == "as_of"
    check_earlier(rows(school="e", as_of=date(2026, 3, 8)), TODAY)
    check_earlier(replace(asked, as_of=None), TODAY)
