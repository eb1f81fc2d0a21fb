"""Who decides about a report about somebody in charge; sealing, handing over and taking back."""

from dataclasses import replace
from datetime import UTC, datetime
from itertools import product

import pytest

from domain.cars import Concern, State
from domain.cases import Case
from domain.deadlines import due_of
from domain.errors import RefusedError
from domain.lifecycle import EDGES, edges_for, may, move, waits_for
from domain.offices import OFFICES, Office
from domain.people import Role, Seat, Viewer
from domain.privacy import hand_over, may_hand_over, may_seal, may_unseal, seal, unseal
from domain.who import leads
from tests.domain.story import (
    ACCEPT,
    ANN,
    BOB,
    BRINGS,
    CAR,
    DEB,
    EVERYBODY,
    MIA,
    PAT,
    PRINCIPALS_TRIAGE,
    SUE,
    TODAY,
    case_for,
    viewer,
)

IDA = viewer("ida", Role.BOARD_CHAIR)
NOW = datetime(2026, 3, 4, 15, tzinfo=UTC)
ABOUT_OFFICE = replace(CAR, concerns=Concern.OFFICE, sealed=True)
ABOUT_CHIEF = replace(CAR, concerns=Concern.SUPERINTENDENT, sealed=True)
HANDED = replace(CAR, handed_to=Office.TITLE_IX, handed_at=NOW, sealed=True)


def with_seat(who: Viewer, role: Role) -> Viewer:
    return replace(who, seats=who.seats | {Seat(role=role, person=who.person)})


@pytest.mark.parametrize(("car", "leader"), [(CAR, {"mia", "deb"}), (ABOUT_OFFICE, {"sue"}), (ABOUT_CHIEF, {"ida"})])
def test_who_leads_depends_on_whom_it_is_about(car: object, leader: set[str]) -> None:
    assert {who.person for who in (*EVERYBODY, IDA) if leads(car, who)} == leader  # type: ignore[arg-type]


@pytest.mark.parametrize("car", [ABOUT_OFFICE, ABOUT_CHIEF])
@pytest.mark.parametrize("role", [Role.SUPERINTENDENT, Role.BOARD_CHAIR])
def test_who_it_is_about_does_not_lead_with_another_seat_either(car: object, role: Role) -> None:
    assert not leads(car, with_seat(MIA, role))  # type: ignore[arg-type]


def test_those_it_is_about_take_no_edge_at_all() -> None:
    for edge in EDGES:
        case = case_for(edge)
        about = replace(case, car=replace(case.car, concerns=Concern.SUPERINTENDENT, sealed=True))
        assert not [who.person for who in (MIA, DEB, SUE) if may(about, edge, who)], edge


def test_a_refusal_names_who_stands_in() -> None:
    with pytest.raises(RefusedError, match="Only the superintendent can accept a report"):
        move(Case(car=ABOUT_OFFICE), ACCEPT, by=ANN, today=TODAY)


def test_a_principal_never_accepts_a_report_about_somebody_in_charge() -> None:
    assert edges_for(Case(car=ABOUT_OFFICE), PAT, PRINCIPALS_TRIAGE) == []


@pytest.mark.parametrize(
    ("car", "who"),
    [(CAR, "management representative"), (ABOUT_OFFICE, "superintendent"), (ABOUT_CHIEF, "chair of the board")],
)
def test_who_is_waited_for_is_who_decides(car: object, who: str) -> None:
    assert str(waits_for(Case(car=car))) == f"the {who}"  # type: ignore[arg-type]


def test_sealing_is_for_whoever_decides_and_can_be_done_twice() -> None:
    assert {who.person for who in EVERYBODY if may_seal(CAR, who)} == {"mia", "deb"}
    assert seal(seal(CAR, by=MIA), by=MIA).sealed
    assert not unseal(replace(CAR, sealed=True), by=DEB).sealed
    assert not may_unseal(ABOUT_OFFICE, SUE)


def test_a_report_that_was_handed_over_moves_nowhere() -> None:
    for edge, who in product(EDGES, (*EVERYBODY, IDA)):
        case = case_for(edge)
        assert not may(replace(case, car=replace(case.car, handed_to=Office.GRIEVANCE)), edge, who)
    with pytest.raises(RefusedError, match=r"was handed to the Title IX office\. Only that office goes on with it"):
        move(Case(car=HANDED), BRINGS[type(ACCEPT)], by=MIA, today=TODAY)


def test_nobody_is_waited_for_and_nothing_is_due_after_that() -> None:
    assert (waits_for(Case(car=HANDED)), due_of(HANDED), HANDED.seen) == (None, None, "Handed over")


@pytest.mark.parametrize("act", [seal, unseal])
def test_its_seal_does_not_change(act: object) -> None:
    with pytest.raises(RefusedError, match="Only that office goes on with it"):
        act(HANDED, by=MIA)  # type: ignore[operator]


@pytest.mark.parametrize("state", State)
def test_only_a_report_that_waits_is_handed_over(state: State) -> None:
    case = Case(car=replace(CAR, state=state))

    assert may_hand_over(case, MIA) is (state is State.SUBMITTED)
    assert not may_hand_over(case, BOB)


def test_handing_over_seals() -> None:
    car = hand_over(Case(car=CAR), Office.SECTION_504, by=MIA, now=NOW, note="Call first")

    assert (car.sealed, car.handed_to, car.handed_note, car.state) == (
        True,
        Office.SECTION_504,
        "Call first",
        State.SUBMITTED,
    )


def test_every_office_has_a_name() -> None:
    assert set(OFFICES) == set(Office)
