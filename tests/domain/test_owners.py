"""A report whose owner left gets another one."""

from dataclasses import replace

import pytest

from domain.cars import Car, Concern, Severity, State
from domain.errors import RefusedError
from domain.offices import Office
from domain.owners import Candidate, reassign, why_not_at_once
from domain.people import PersonId, Viewer
from tests.domain.story import CAR, MIA, OLE, SUE, case_at

NEW = PersonId("new")
OWNED = replace(case_at(State.MONITORING, Severity.MAJOR).car, checker=PersonId("che"), signed_off_by=PersonId("mia"))


def test_only_the_owner_changes() -> None:
    assert reassign(OWNED, NEW, by=MIA, concerned=()) == replace(OWNED, owner=NEW)


@pytest.mark.parametrize(
    ("owner", "why"),
    [
        (OWNED.owner, "They own CAR"),
        ("che", "nobody checks their own work"),
        ("mia", "nobody signs off their own work"),
        ("sue", "is about them"),
    ],
)
def test_who_checks_signs_off_or_is_concerned_does_not_own_it(owner: str, why: str) -> None:
    with pytest.raises(RefusedError, match=why) as refused:
        reassign(OWNED, PersonId(owner), by=MIA, concerned={PersonId("sue")})

    assert refused.value.field == "owner"


@pytest.mark.parametrize(
    ("car", "by", "why"),
    [
        (OWNED, OLE, "Only the management representative can"),
        (OWNED, SUE, "Only the management representative can"),
        (replace(OWNED, concerns=Concern.OFFICE), MIA, "Only the superintendent can"),
        (replace(OWNED, state=State.CLOSED), MIA, "nobody has to own it"),
        (CAR, MIA, "nobody has to own it"),
        (replace(CAR, handed_to=Office.TITLE_IX), MIA, "Only that office"),
    ],
)
def test_who_decides_about_an_open_one_gives_it(car: Car, by: Viewer, why: str) -> None:
    with pytest.raises(RefusedError, match=why):
        reassign(car, NEW, by=by, concerned=())


def test_there_is_no_way_back_to_before_it_was_accepted() -> None:
    accepted = replace(OWNED, state=State.ACCEPTED, before="{}")

    assert reassign(accepted, NEW, by=MIA, concerned=()).before is None


@pytest.mark.parametrize(
    ("principal", "why"),
    [
        (Candidate(), None),
        (None, "Nobody is on file as principal"),
        (Candidate(concerned=True), "is about the principal"),
        (Candidate(away=True), "is away"),
        (Candidate(reached=False), "is not reached here just now"),
    ],
)
def test_one_press_gives_it_to_a_principal_who_can_take_it_now(principal: Candidate | None, why: str | None) -> None:
    said = why_not_at_once(principal)

    assert said is None if why is None else why in str(said)
