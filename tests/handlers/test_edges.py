"""Every edge of the lifecycle, taken in chat: whoever may gets there, nobody else moves anything, in both presets."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import product
from typing import Any

import pytest

from domain.cars import State
from domain.errors import RefusedError
from domain.lifecycle import EDGES, By, Edge
from handlers.routing import FormError, answer
from storage.car_table import cars
from tests.rights import (
    ACCEPTED,
    CASES,
    CHECKING,
    ENDED,
    MAJOR,
    NO,
    OUTSIDERS,
    OWNER,
    QUICK,
    REJECTED,
    RETURNED,
    REVIEW,
    ROLES,
    SUBMITTED,
    WATCHING,
    WORKING,
    Case,
    Prepared,
)
from tests.rights_life import PLAN, WHY
from tests.rights_table import PLAIN, chief, leaders, principal, reads
from tests.story import ROUTES
from tests.working import HELD
from tests.working import QUICK as DONE

S = State


@dataclass(frozen=True, kw_only=True)
class Way:
    """How an edge is taken: from which prepared report, by which route, with what."""

    state: str
    route: str
    form: Mapping[str, Any] | None = None
    signed: bool = False  # its sign-off came before
    today: date | None = None


CANCEL = {"route": "car.cancel", "form": WHY}
WAYS: Mapping[tuple[State, State], Way] = {
    (S.SUBMITTED, S.ACCEPTED): Way(state=SUBMITTED, route="car.accept_with", form={**PLAIN, "owner": OWNER}),
    (S.SUBMITTED, S.RETURNED): Way(state=SUBMITTED, route="car.return", form=WHY),
    (S.SUBMITTED, S.REJECTED): Way(state=SUBMITTED, route="car.reject", form=NO),
    (S.ACCEPTED, S.REJECTED): Way(state=ACCEPTED, route="car.reject", form=NO),
    (S.SUBMITTED, S.CLOSED): Way(state=SUBMITTED, route="car.fixed", form={**WHY, "category": "communication"}),
    (S.SUBMITTED, S.WITHDRAWN): Way(state=SUBMITTED, route="car.withdraw"),
    (S.RETURNED, S.WITHDRAWN): Way(state=RETURNED, route="car.withdraw"),
    (S.RETURNED, S.SUBMITTED): Way(state=RETURNED, route="car.answer", form={"text": "The south one"}),
    (S.REJECTED, S.SUBMITTED): Way(state=REJECTED, route="car.appeal", form={"why": "It opens again"}),
    (S.ACCEPTED, S.VERIFYING): Way(state=ACCEPTED, route="car.quick", form=DONE),
    (S.ACCEPTED, S.PLAN_REVIEW): Way(state=MAJOR, route="car.plan", form=PLAN),
    (S.PLAN_REVIEW, S.IMPLEMENTING): Way(state=REVIEW, route="car.approve"),
    (S.PLAN_REVIEW, S.ACCEPTED): Way(state=REVIEW, route="car.refuse", form=WHY),
    (S.IMPLEMENTING, S.PLAN_REVIEW): Way(state=WORKING, route="car.plan", form=PLAN),
    (S.IMPLEMENTING, S.VERIFYING): Way(state=WORKING, route="car.finish"),
    (S.VERIFYING, S.IMPLEMENTING): Way(state=CHECKING, route="car.not_yet", form=WHY),
    (S.VERIFYING, S.CLOSED): Way(state=QUICK, route="car.checked"),
    (S.VERIFYING, S.MONITORING): Way(state=CHECKING, route="car.watch"),
    (S.MONITORING, S.MONITORING): Way(state=WATCHING, route="car.later", form={"until": "2026-09-01"}),
    (S.MONITORING, S.CLOSED): Way(
        state=WATCHING, route="car.held", form=HELD, signed=True, today=date.fromisoformat(PLAN["on"])
    ),
    (S.MONITORING, S.ACCEPTED): Way(state=WATCHING, route="car.came_back", form=WHY),
    (S.CLOSED, S.ACCEPTED): Way(state=ENDED, route="car.reopen", form=WHY),
    (S.ACCEPTED, S.CANCELLED): Way(state=ACCEPTED, **CANCEL),
    (S.PLAN_REVIEW, S.CANCELLED): Way(state=REVIEW, **CANCEL),
    (S.IMPLEMENTING, S.CANCELLED): Way(state=WORKING, **CANCEL),
    (S.VERIFYING, S.CANCELLED): Way(state=CHECKING, **CANCEL),
    (S.MONITORING, S.CANCELLED): Way(state=WATCHING, **CANCEL),
}


def allowed(edge: Edge, case: Case, *, small: bool) -> set[str]:
    """Who takes it, as the manual says."""
    lead = set(leaders(case))
    may = {
        By.ACCEPTING: lead | (set(principal(case)) if small else set()),
        By.TRIAGE: lead,
        By.MR: lead,
        By.REQUESTER: {"requester"},
        By.OWNER: {"owner"},
        By.OWNER_OR_MR: lead | {"owner"},
        By.APPROVER: lead | set(chief(case)),
        By.CHECKER: {"checker"},
        By.CHECKER_OR_MR: {"checker"},  # on its day
    }
    return may[edge.by] & set(reads(case, WAYS[edge.source, edge.target].state))


def test_every_edge_is_walked() -> None:
    assert set(WAYS) == {(edge.source, edge.target) for edge in EDGES}


@pytest.mark.parametrize("edge", EDGES, ids=lambda edge: f"{edge.source}-{edge.target}")
def test_an_edge_is_taken_by_whoever_may_and_by_nobody_else(world: Prepared, edge: Edge) -> None:
    """On PostgreSQL by those who may and one who may not; what Python refuses it refuses on either database."""
    wrong, whole = {}, world.connection.dialect.name == "sqlite"
    ordinary = [case for case in CASES if case.school == "East School" and case.concerns == "nobody"]
    for case, preset in product(ordinary, ("small", "standard")):
        may = allowed(edge, case, small=preset == "small")
        for role in ROLES if whole else sorted(may | {"member"}):
            got = _taken(world, edge, role, case, preset)
            if got is not (edge.target if role in may else edge.source):
                wrong[role, str(case), preset] = str(got)

    assert wrong == {}
    assert set(ROLES) > OUTSIDERS


def _taken(world: Prepared, edge: Edge, role: str, case: Case, preset: str) -> State:
    """Where a report is after somebody tried; nothing of it lasts."""
    way = WAYS[edge.source, edge.target]
    number = world.numbers[case, way.state]
    call = world.call(role, preset=preset, about=number)
    tail = f" {world.tails[number]}" if way.route == "car.approve" else ""
    call = replace(call, about=f"{number}{tail}", **({"today": way.today} if way.today else {}))
    with world._undone(writes=True):
        if way.signed:
            answer(ROUTES["car.sign_off"], world.call("representative", about=number))
        try:
            answer(ROUTES[way.route], call, _filled(world, way.form, case))
        except (RefusedError, FormError):
            assert call.tx.rows(cars, cars.c.number == number)[0]["state"] == edge.source
        return State(call.tx.rows(cars, cars.c.number == number)[0]["state"])


def _filled(world: Prepared, form: Mapping[str, Any] | None, case: Case) -> dict[str, Any] | None:
    if form is None:
        return None
    known = {**world.things, "school": world.things[case.school]}
    return {
        "school": known["school"],
        **{name: known.get(one, one) if isinstance(one, str) else one for name, one in form.items()},
    }
