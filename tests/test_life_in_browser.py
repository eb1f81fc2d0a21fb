"""The whole life of reports in a browser: a small one, and one whose first fix did not hold, in Slack and in Teams."""

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.demo import DISTRICT, PLATFORM
from domain.cars import Outcome, State
from domain.cases import Case
from storage.cases import Cases
from storage.db import Database, Tx
from storage.people import People
from storage.verify import verify
from tests.conftest import DEMO
from tests.desk import Desk, desk_at, talking
from tests.teams_desk import TeamsDesk, teams_desk_at
from tests.walk import CHECKER, FIRST, OFFICE, OWNER, SECOND, Walk

pytestmark = pytest.mark.browser

ROUND = ("Write the plan", "Send the plan", "Approve", "Update", "Send", "The work is done", "Done, now watch it")
HELD_ROUND = (*ROUND, "Sign off", "It held", "Close it")


@pytest.fixture
def database(founded: Database) -> Database:
    return founded


def kept(database: Database, number: str) -> Case:
    """A report of this year as the quality office sees it."""

    def work(tx: Tx) -> Case:
        viewer = People(tx).viewer(People(tx).meet(PLATFORM, DEMO["workspace"], "U06QUALITY"))
        return Cases(tx, viewer).get(number)

    found: Case = database.do(DISTRICT, work, now=datetime.now(UTC), door="test", write=False)
    return found


def moved_in(desk: Desk) -> Desk:
    """Those whom Kaizen writes to are where the page is."""
    if isinstance(desk, TeamsDesk):
        for who in (OFFICE, OWNER, CHECKER):
            desk.moves_in(who)
    return desk


@pytest.mark.parametrize("page", [desk_at, teams_desk_at], ids=["slack", "teams"])
def test_four_people_put_a_small_thing_right_and_a_larger_one_in_two_rounds(
    page: Any, browser: Any, database: Database
) -> None:
    """One sentence reports; three more presses close a small thing, and no form."""
    with talking(database, teams=page is teams_desk_at) as client, page(browser, client.url) as desk:
        small, larger = Walk(moved_in(desk)), Walk(desk)
        small.quick()
        larger.came_back(database)
        again = kept(database, number := larger.number)
        larger.held(database)

    assert small.pressed == ["Submit", "Accept", "Mark done", "It is fixed"]
    assert larger.pressed == ["Submit", "Accept and change …", "Accept", *ROUND, "It came back", "Send", *HELD_ROUND]
    assert (again.car.state, again.car.cycle, again.approved_plan) == (State.ACCEPTED, 2, None)
    closed = kept(database, number)
    assert (closed.car.state, closed.car.outcome) == (State.CLOSED, Outcome.EFFECTIVE)
    assert closed.plan
    assert [(cause.statement, cause.not_confirmed) for cause in closed.plan.causes] == [(FIRST, True), (SECOND, False)]
    assert len({closed.car.requester, closed.car.signed_off_by, closed.car.owner, closed.car.checker}) == 4
    fixed = kept(database, number.replace("004", "003")).car
    assert (fixed.outcome, fixed.done, fixed.cause) == (Outcome.CHECKED, "It was replaced.", "Technical failure")
    assert database.do(DISTRICT, verify, now=datetime.now(UTC), door="test", write=False).broken == []
