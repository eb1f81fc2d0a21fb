"""What a district may set, which place somebody means, and how a number is typed."""

from datetime import date

import pytest

from domain.errors import RefusedError
from domain.numbers import car_number
from domain.places import Place, PlaceKind, place_in
from domain.settings import KEYS, Settings, checked

SCHOOLS = [
    Place(id=name[0], kind=PlaceKind.SCHOOL, name=name)
    for name in ("East School", "West School", "The Heights", "Eastgate")
]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("gate latch broken at East", "E"),
        ("the boiler in West School smells", "W"),
        ("the latch is broken", None),
        ("east school and west school are cold", None),
        ("bus from West is late", "W"),
        ("", None),
    ],
)
def test_a_school_is_taken_from_what_was_said_only_without_doubt(said: str, expected: str | None) -> None:
    found = place_in(said, SCHOOLS[:3])

    assert (found.id if found else None) == expected


@pytest.mark.parametrize("typed", ["14", "#14", "2026-14", "CAR-2026-014", "car 2026-14", " 014 "])
def test_one_report_has_many_spellings(typed: str) -> None:
    assert car_number(typed, 2026) == "CAR-2026-014"


@pytest.mark.parametrize("typed", ["", "gate", "14 gates", "2026-", "CAR-"])
def test_other_words_name_no_report(typed: str) -> None:
    assert car_number(typed, 2026) is None


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("timezone", "America/Chicaga", "Did you mean America/Chicago"),
        ("preset", "tiny", "use standard or small"),
        ("staff", "teachers", "use everyone, named"),
        ("numbring", "school", "Did you mean numbering"),
        ("name", "x" * 201, "under 200 characters"),
    ],
)
def test_what_does_not_fit_is_refused_with_what_does(key: str, value: str, said: str) -> None:
    with pytest.raises(RefusedError, match=said):
        checked(key, value)


def test_every_default_fits_its_own_rule() -> None:
    for key, one in KEYS.items():
        assert checked(key, one.default) == one.default


@pytest.mark.parametrize(
    ("day", "year"), [(date(2026, 6, 30), 2025), (date(2026, 7, 1), 2026), (date(2027, 1, 1), 2026)]
)
def test_a_school_year_is_named_by_the_year_in_which_it_starts(day: date, year: int) -> None:
    assert Settings({"numbering": "school"}).number_year(day) == year
    assert Settings({}).number_year(day) == day.year


def test_in_a_small_district_principals_take_minor_reports() -> None:
    assert Settings({"preset": "small"}).rules.principals_triage
    assert not Settings({}).rules.principals_triage
