"""Every role, every way to ask for something about a report, sealed or not, of one's own school or another's."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

import pytest

from bot.capabilities import routes
from domain.cars import State
from domain.errors import RefusedError
from domain.people import Role
from handlers.routing import FormError
from storage.settings import DistrictSettings
from tests.conftest import ADMIN, DEPUTY, MR, OTHER, PRINCIPAL, TEACHER, District
from tests.story import CHAIR, CHIEF, OFFICER, ask, filed, finds, seat, with_seats

OWNER, WEST = "U10", "U11"  # who puts it right; the principal of the other school
#: Everybody who may look at a report, by what they are.
ROLES: Mapping[str, str] = {
    "requester": TEACHER,
    "member": OTHER,
    "administrator": ADMIN,
    "principal of the school": PRINCIPAL,
    "principal of another school": WEST,
    "owner": OWNER,
    "representative": MR,
    "deputy": DEPUTY,
    "superintendent": CHIEF,
    "chair of the board": CHAIR,
    "officer": OFFICER,
}
OFFICE = {"representative", "deputy"}
CHANGES = {"kind": "corrective", "source": "employee", "severity": "minor"}
NO = {"as_": "not_a_nonconformity", "reason": "As built"}


@dataclass(frozen=True, kw_only=True)
class Act:
    """Something that is asked of a report in a state: who may, beside the answers of its form."""

    route: str
    state: State
    may: frozenset[str]
    form: Mapping[str, Any] | None = None


def act(route: str, state: State, *may: str, **form: Any) -> Act:
    return Act(route=route, state=state, may=frozenset(may), form=form or None)


_S, _O = State, tuple(OFFICE)
ACTS = (
    act("car.accept", _S.SUBMITTED, *_O, "principal of the school"),
    act("car.accept_with", _S.SUBMITTED, *_O, "principal of the school", **CHANGES),
    act("car.return", _S.SUBMITTED, *_O, reason="Which gate?"),
    act("car.reject", _S.SUBMITTED, *_O, **NO),
    act("car.reject", _S.ACCEPTED, *_O, **NO),
    act("car.fixed", _S.SUBMITTED, *_O, reason="A new latch", category="communication"),
    act("car.hand_over", _S.SUBMITTED, *_O, office="title_ix"),
    act("car.unseal", _S.SUBMITTED, *_O),
    act("car.undo", _S.ACCEPTED, *_O),
    act("car.withdraw", _S.SUBMITTED, "requester"),
    act("car.withdraw", _S.RETURNED, "requester"),
    act("car.answer", _S.RETURNED, "requester", text="The south one"),
    act("car.appeal", _S.REJECTED, "requester", why="Two children ran out"),
)
#: Routes that only show, or open a form whose answer is in the table: everybody who finds the report may.
LOOKS = ("car.show", "car.show_all", "car.change", "car.return_form", "car.reject_form", "car.fixed_form")
MORE_LOOKS = ("car.answer_form", "car.appeal_form", "car.hand_over_form")
#: Routes about no report that is there, about an own one, or about what a test of their own covers.
ELSEWHERE = {"car", "car.report", "car.more", "car.file", "car list", "car.page", "car show", "car help", "car.seal"}
#: Who finds a sealed report that nobody owns yet.
LET_IN = {"requester", "representative", "deputy", "superintendent"}


def here(district: District, *, at_east: bool) -> str:
    return district.school("East School" if at_east else "West School")


def set_up(district: District) -> None:
    """A small district, in which principals accept, with somebody in every seat."""
    with_seats(district)
    district.do(lambda tx: DistrictSettings(tx).set("preset", "small", by="system"))
    seat(district, Role.PRINCIPAL, WEST, place=district.school("West School"))
    district.person(OWNER)


def report(district: District, state: State, *, sealed: bool, at_east: bool = True) -> str:
    """The number of a report in a state."""
    number = filed(district, school=here(district, at_east=at_east), marks=["sealed"] if sealed else []).number
    match state:
        case State.RETURNED:
            ask(district, MR, "car.return", {"reason": "Which?"}, about=number)
        case State.REJECTED:
            ask(district, MR, "car.reject", NO, about=number)
        case State.ACCEPTED:
            form = {**CHANGES, "owner": district.person(OWNER), "school": here(district, at_east=at_east)}
            ask(district, MR, "car.accept_with", form, about=number)
        case _:
            pass
    return number


def done(district: District, who: str, what: Act, number: str, *, at_east: bool) -> bool:
    """Whether it was done; else it was refused in a sentence that says who may, or that there is no such report."""
    form = dict(what.form or {})
    if what.route == "car.accept_with":
        form |= {"owner": district.person(OWNER), "school": here(district, at_east=at_east)}
    try:
        ask(district, who, what.route, form or None, about=number)
    except FormError as error:
        pytest.fail(str(error.faults))
    except RefusedError as error:
        return not error.sentence.startswith(("Only ", "There is no report "))
    return True


def opens(district: District, who: str, route: str, number: str) -> bool:
    try:
        ask(district, who, route, about=number)
    except RefusedError as error:
        return not error.sentence.startswith("There is no report ")
    return True


def sees(role: str, *, sealed: bool, owned: bool) -> bool:
    return not sealed or role in LET_IN or (owned and role == "owner")


def name(what: Act) -> str:
    return f"{what.route} {what.state}"


@pytest.mark.parametrize(("sealed", "at_east"), list(product((False, True), (False, True))), ids=str)
@pytest.mark.parametrize("what", ACTS, ids=name)
def test_who_may_do_what(district: District, what: Act, sealed: bool, at_east: bool) -> None:  # noqa: FBT001 - a table
    set_up(district)
    may = {role.replace("of the school", "of another school") if not at_east else role for role in what.may}
    if sealed:  # a sealed report is never a principal's
        may = {role for role in may if not role.startswith("principal")}
    if what.route == "car.unseal" and not sealed:
        may = set(OFFICE)  # there is nothing to do, and it is done

    allowed, number = set(), ""
    for role, who in ROLES.items():
        number = number or report(district, what.state, sealed=sealed, at_east=at_east)
        if done(district, who, what, number, at_east=at_east):
            allowed.add(role)
            number = ""  # the next one gets a report of their own

    assert allowed == may


@pytest.mark.parametrize("sealed", [False, True])
@pytest.mark.parametrize("state", [State.SUBMITTED, State.RETURNED, State.REJECTED, State.ACCEPTED])
def test_who_finds_what(district: District, state: State, sealed: bool) -> None:  # noqa: FBT001 - a table
    set_up(district)
    number = report(district, state, sealed=sealed)
    found = {role for role, who in ROLES.items() if finds(district, number, who)}

    assert found == {role for role in ROLES if sees(role, sealed=sealed, owned=state is State.ACCEPTED)}


@pytest.mark.parametrize("sealed", [False, True])
@pytest.mark.parametrize("route", [*LOOKS, *MORE_LOOKS])
def test_what_only_shows_is_for_whoever_finds_the_report(district: District, route: str, sealed: bool) -> None:  # noqa: FBT001
    set_up(district)
    number = report(district, State.SUBMITTED, sealed=sealed)
    shown = {role for role, who in ROLES.items() if opens(district, who, route, number)}

    assert shown == {role for role in ROLES if sees(role, sealed=sealed, owned=False)}


def test_every_route_about_a_report_stands_in_a_table() -> None:
    named = {what.route for what in ACTS} | {*LOOKS, *MORE_LOOKS} | ELSEWHERE
    notices = {"car.card", "car.filed", "car.received", "car.triage", "car.owned", "car.decided"}
    known = {route for route in routes() if route.partition(" ")[0].partition(".")[0] == "car"}

    assert known == named | notices | {"car.handed", "car.handed_to_you"}
