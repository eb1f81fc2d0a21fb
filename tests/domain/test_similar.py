"""Reports that read alike."""

from dataclasses import replace

import pytest

from domain.cars import REDACTED, State
from domain.errors import RefusedError
from domain.offices import Office
from domain.similar import alike, is_offered, most_alike, recurs, stem, stems
from tests.domain.story import ANN, BOB, CAR, DEB, MIA

CLOSED = replace(CAR, number="CAR-2026-003", state=State.CLOSED)


@pytest.mark.parametrize(
    "words",
    [
        ("door", "doors"),
        ("leak", "leaks", "leaking", "leaked"),
        ("broke", "broken"),
        ("stop", "stops", "stopped", "stopping"),
        ("battery", "batteries"),
        ("heat", "heats", "heating", "heater"),
        ("bus", "buses"),
        ("glass",),
        ("late", "lately"),
    ],
)
def test_a_word_is_the_same_in_all_its_forms(words: tuple[str, ...]) -> None:
    assert len({stem(word) for word in words}) == 1


def test_words_that_say_nothing_are_left_out() -> None:
    assert stems("The door of the gym was broken again, and it is open") == stems("Doors gym broke OPEN!")
    assert stems("It is on at it") == frozenset()


def test_the_likest_is_offered_first_and_others_are_not() -> None:
    new = stems("The latch of the playground gate is broken")
    others = {
        "CAR-2026-001": stems("Broken latch, playground gate"),
        "CAR-2026-002": stems("The gate latch at the bus loop is broken"),
        "CAR-2026-003": stems("The milk was warm at lunch"),
        "CAR-2026-004": stems("Playground gates with broken latches"),
    }

    assert most_alike(new, others) == ["CAR-2026-004", "CAR-2026-001"]
    assert alike(new, frozenset()) == 0
    assert alike(new, new) == pytest.approx(1)


@pytest.mark.parametrize(
    "kept_back",
    [
        {"sealed": True},
        {"hide_name": True},
        {"handed_to": Office.TITLE_IX},
        {"what": f"The {REDACTED} gate"},
        {"state": State.ACCEPTED},
    ],
)
def test_nothing_that_is_kept_from_anybody_is_offered(kept_back: dict[str, object]) -> None:
    assert is_offered(CLOSED)
    assert not is_offered(replace(CLOSED, **kept_back))  # type: ignore[arg-type]


def test_its_requester_and_the_office_say_that_it_came_back() -> None:
    for who in (ANN, MIA, DEB):
        assert recurs(CAR, CLOSED, by=who).recurrence_of == CLOSED.number
    with pytest.raises(RefusedError, match="Only the person who reported it or the management representative"):
        recurs(CAR, CLOSED, by=BOB)
    with pytest.raises(RefusedError, match="is not closed"):
        recurs(CAR, CAR, by=ANN)
