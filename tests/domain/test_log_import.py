"""A log of corrective actions that was kept elsewhere: what its rows bring, and what does not fit."""

from collections.abc import Mapping
from datetime import date, datetime

import pytest

from domain.cars import Outcome, Severity, State
from domain.errors import RefusedError
from domain.imported import EARLIER_LOG, car_of, stays_of
from domain.log_cells import Cell, Row, day_of
from domain.log_entries import Entry, Known
from domain.log_import import COLUMNS, entries_of, find_header
from domain.people import PersonId
from domain.places import Place, PlaceKind
from domain.rules import DEFAULT_RULES

TODAY = date(2026, 3, 9)
ANN = PersonId("ann")
KNOWN = Known(
    today=TODAY,
    places=[Place(id="east", kind=PlaceKind.SCHOOL, name="East School")],
    emails={"ann@x.example": ANN},
    names={"ann archer": ANN},
)
FILED = {"former number": "OLD-12", "filed on": "2024-09-03", "what": "The gate is open"}
CLOSED = FILED | {
    "state": "Closed",
    "accepted on": "9/4/2024",
    "implemented on": "2024-09-20",
    "closed on": "10/1/2024",
}
WORKED = FILED | {
    "state": "open",
    "severity": "minor",
    "accepted on": "2024-09-04",
    "school": "east school",
    "owner": "Ann@x.example",
}


def read(*rows: Mapping[str, Cell]) -> tuple[list[Entry], list[str]]:
    entries, faults = entries_of([Row(line, row) for line, row in enumerate(rows, 2)], KNOWN)
    return entries, [str(fault.sentence) for fault in faults]


def one(row: Mapping[str, Cell]) -> Entry:
    entries, faults = read(row)
    assert faults == []
    return entries[0]


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2024-03-09", date(2024, 3, 9)),
        ("2024-3-9T08:00:00", date(2024, 3, 9)),
        ("3/9/2024", date(2024, 3, 9)),
        ("03/09/2024 8:00 AM", date(2024, 3, 9)),
        (45360, date(2024, 3, 9)),
        (45360.75, date(2024, 3, 9)),
        ("45360", date(2024, 3, 9)),
        (date(2024, 3, 9), date(2024, 3, 9)),
        (datetime(2024, 3, 9, 23, 59), date(2024, 3, 9)),  # noqa: DTZ001 - a spreadsheet knows no zone
        ("13/9/2024", None),
        ("2024-02-30", None),
        ("3/9/24", None),
        ("1824-03-09", None),
        (12, None),
        ("in March", None),
    ],
)
def test_a_day_is_read_as_people_and_spreadsheets_write_it(cell: Cell, day: date | None) -> None:
    assert day_of(cell) == day


def test_columns_are_found_in_any_order_under_other_names_and_below_a_title() -> None:
    header = find_header([["Log of 2024"], [], ["Status", "CAR_Number", "Cost", "Date Filed", "WHAT "], ["x"]])

    assert header.row == 2
    assert header.columns == {0: "state", 1: "former number", 3: "filed on", 4: "what"}
    assert header.unread == ["Cost"]


@pytest.mark.parametrize("rows", [[], [["a", "b"]], [["what", "state", "owner", "filed on"]]])
def test_a_file_without_its_columns_is_refused(rows: list[list[Cell]]) -> None:
    with pytest.raises(RefusedError):
        find_header(rows)


def test_every_fault_of_every_row_is_named_with_its_value_and_what_to_do() -> None:
    entries, faults = read(
        FILED,
        FILED | {"former number": "OLD-13", "filed on": "3/9/24", "school": "Eastt School", "severity": "grave"},
        {"former number": "old-12", "filed on": "2027-01-01", "what": ""},
    )

    assert [entry.former for entry in entries] == ["OLD-12"]
    assert faults == [
        "line 3, filed on, “3/9/24”: Write a day as 2024-03-09 or 3/9/2024.",
        "line 3, school, “Eastt School”: Did you mean East School?",
        "line 3, severity, “grave”: There are: critical, major, minor, quick fix, needs a plan, urgent",
        "line 4, filed on, “2027-01-01”: This day has not come yet.",
        "line 4, what: Please fill this in.",
        "line 4, former number, “old-12”: Line 2 has this number already.",
    ]


@pytest.mark.parametrize(
    ("row", "column", "said"),
    [
        (CLOSED | {"closed on": "2024-09-01"}, "closed on", "This is before “implemented on”, 2024-09-20."),
        (FILED | {"state": "closed", "closed on": "2024-09-02"}, "closed on", "This is before “filed on”, 2024-09-03."),
        (FILED | {"state": "closed"}, "closed on", "It is over, so say on which day."),
        (WORKED | {"state": "accepted", "closed on": "2024-10-01"}, "closed on", "Its state says that it is open"),
        (CLOSED | {"result": "Not effective"}, "result", "The fix did not hold, so it is not over"),
        (CLOSED | {"result": "The fix didn't hold"}, "result", "The fix did not hold, so it is not over"),
        (FILED | {"former number": "OLD|12"}, "former number", "Use letters, digits"),
        (FILED | {"former number": "9" * 41}, "former number", "This has 41 letters; at most 40 fit."),
        (FILED | {"state": "returned", "requester": "Cho"}, "requester", "It waits for an answer"),
        (WORKED | {"state": "implementing"}, "state", "Write “accepted”"),
        (WORKED | {"state": "plan_review"}, "state", "Write “accepted”"),
        (WORKED | {"severity": ""}, "severity", "It is open, so say how serious it is"),
        (WORKED | {"owner": "bob@x.example"}, "owner", "It is open: give the e-mail of somebody whom Kaizen knows"),
        (WORKED | {"owner": "Ann Archer"}, "owner", "It is open: give the e-mail"),
        (WORKED | {"school": ""}, "school", "It is open, so it needs a school or a department."),
        (WORKED | {"state": "accepted", "accepted on": ""}, "accepted on", "It is open and accepted"),
        (WORKED | {"state": "verifying"}, "implemented on", "The fix is in place, so say since which day."),
        (WORKED | {"state": "monitoring", "implemented on": "2024-09-20"}, "state", "Minor ones are not watched"),
        (
            WORKED | {"state": "verifying", "severity": "major", "implemented on": "2024-09-20"},
            "state",
            "Write “accepted”, or “monitoring”",
        ),
        (FILED | {"category": "bad luck"}, "category", "There are: System or procedure"),
    ],
)
def test_what_does_not_fit_is_said_once_and_brings_no_report(row: Mapping[str, Cell], column: str, said: str) -> None:
    entries, faults = read(row)

    assert entries == []
    assert len(faults) == 1
    assert faults[0].startswith(f"line 2, {column}")
    assert said in faults[0]


def test_the_dates_tell_how_far_an_open_one_is() -> None:
    done = WORKED | {"implemented on": "2024-09-20"}

    assert one(FILED | {"state": "open"}).state is State.SUBMITTED
    assert one(FILED).state is State.SUBMITTED
    assert one(WORKED).state is State.ACCEPTED
    assert one(done).state is State.VERIFYING
    assert one(done | {"severity": "major"}).state is State.MONITORING
    assert one(FILED | {"closed on": "2024-10-01"}).state is State.CLOSED


def test_who_is_not_known_stands_in_words_and_has_no_rights() -> None:
    told = one(CLOSED | {"requester": "Cho Chow", "owner": "cho@gone.example"})
    mine = one(CLOSED | {"requester": "ann  ARCHER", "owner": "ann@x.example"})
    car = car_of(told, "CAR-2024-001", datetime.fromisoformat("2024-09-03T12:00Z"), DEFAULT_RULES)

    assert (told.requester, told.requester_said, told.owner, told.owner_said) == (
        None,
        "Cho Chow",
        None,
        "cho@gone.example",
    )
    assert (mine.requester, mine.owner) == (ANN, ANN)
    assert (car.requester, car.on_behalf_of, car.owner) == (EARLIER_LOG, "Cho Chow", None)


def test_its_stays_are_those_that_the_old_log_dates() -> None:
    filed, accepted, done, closed = (date(2024, 9, 3), date(2024, 9, 4), date(2024, 9, 20), date(2024, 10, 1))
    closes = [(State.SUBMITTED, filed), (State.ACCEPTED, accepted), (State.VERIFYING, done)]

    assert stays_of(one(CLOSED)) == [*closes, (State.CLOSED, closed)]
    assert stays_of(one(CLOSED | {"result": "No open gate in May"})) == [
        *closes,
        (State.MONITORING, done),
        (State.CLOSED, closed),
    ]
    assert stays_of(one(FILED | {"closed on": "10/1/2024"})) == [(State.SUBMITTED, filed), (State.CLOSED, closed)]
    assert stays_of(one(CLOSED | {"state": "void"})) == [*closes, (State.CANCELLED, closed)]
    assert stays_of(one(WORKED)) == closes[:2]
    assert stays_of(one(FILED | {"state": "returned", "requester": "ann@x.example"})) == [
        (State.SUBMITTED, filed),
        (State.RETURNED, filed),
    ]


def test_of_one_that_goes_on_what_the_log_lacks_is_the_districts_and_of_one_that_is_over_nothing_is_made_up() -> None:
    def made(row: Mapping[str, Cell]) -> tuple[date | None, ...]:
        car = car_of(one(row), "CAR-2024-001", datetime.fromisoformat("2024-09-03T12:00Z"), DEFAULT_RULES)
        assert car.original_implementation_due == car.implementation_due
        return car.plan_due, car.implementation_due, car.effectiveness_due

    major = WORKED | {"severity": "major"}

    assert made(WORKED) == (None, date(2024, 10, 4), None)
    assert made(major) == (date(2024, 10, 4), date(2024, 12, 3), date(2025, 2, 25))
    assert made(major | {"implementation due": "2024-09-30"})[:2] == (date(2024, 9, 30), date(2024, 9, 30))
    assert made(CLOSED) == (None, None, None)


@pytest.mark.parametrize(
    ("row", "outcome"),
    [
        (CLOSED, Outcome.CHECKED),
        (CLOSED | {"result": "It held"}, Outcome.EFFECTIVE),
        (FILED | {"closed on": "10/1/2024"}, Outcome.FIXED),
        (FILED | {"state": "rejected", "closed on": "10/1/2024"}, None),
    ],
)
def test_how_it_ended_is_what_the_old_log_tells(row: Mapping[str, Cell], outcome: Outcome | None) -> None:
    car = car_of(one(row), "CAR-2024-001", datetime.fromisoformat("2024-09-03T12:00Z"), DEFAULT_RULES)

    assert car.outcome is outcome


def test_words_that_seem_to_name_a_student_are_sealed() -> None:
    told = one(FILED | {"cause": "The student Ann Archer was alone"})
    car = car_of(told, "CAR-2024-001", datetime.fromisoformat("2024-09-03T12:00Z"), DEFAULT_RULES)

    assert told.names_student == ("initials or a name",)
    assert car.sealed


def test_severities_go_by_the_names_of_a_small_district_as_well() -> None:
    assert one(FILED | {"severity": "Quick fix"}).severity is Severity.MINOR
    assert len(COLUMNS) == 24
