"""What is typed behind `/car log`, and the line that a button carries."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.cars import Kind, Severity, Source, State
from domain.log import Rows, read_rows
from domain.log_words import Read, period_of, read_words
from domain.people import PersonId
from domain.periods import EVERYTHING, Filters, Period
from domain.places import Place, PlaceKind
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
    own = {name: more.pop(name) for name in ("state", "kind", "by_due") if name in more}
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


@pytest.mark.parametrize("full", [FULL, Rows(), Rows(text="latch"), Rows(by_due=True)])
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
