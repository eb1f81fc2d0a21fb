"""A step of a plan in a browser: its owner is reminded, says how it goes and takes that back, in Slack and in Teams."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.demo import DISTRICT, PLATFORM
from domain.improvement import PlanStep
from domain.people import PersonId
from domain.school_calendar import WEEKDAYS
from storage.db import Database, Tx
from storage.improvement import PlanBook
from storage.items import items_for
from storage.outbox import Outbox
from storage.people import People
from storage.plan_steps import PlanSteps
from storage.reminded import Reminded, day_key
from tests.conftest import DEMO
from tests.desk import Desk, desk_at, talking
from tests.domain.improving import GOALS, PLAN
from tests.many_steps import approved
from tests.teams_desk import TeamsDesk, teams_desk_at
from tests.walk import OWNER

pytestmark = pytest.mark.browser

STEP = "Meet the families"
TODAY: date = datetime.now(ZoneInfo("America/Chicago")).date()


@pytest.fixture
def database(founded: Database) -> Database:
    founded.do(DISTRICT, planned, now=datetime.now(UTC), door="test")
    return founded


def planned(tx: Tx) -> None:
    """A plan in force with one step of the principal's, due tomorrow."""
    office = People(tx).viewer(People(tx).meet(PLATFORM, DEMO["workspace"], "U06QUALITY"))
    owner, book = People(tx).meet(PLATFORM, DEMO["workspace"], "U02PRINEAST"), PlanBook(tx, office)
    made = replace(PLAN, number=book.next_number(TODAY.year), lead=office.person, place=None, goals=GOALS)
    book.add(made)
    due = TODAY + timedelta(days=1)
    PlanSteps(tx).add(PlanStep(number=0, of=made.number, what=STEP, owner=owner.person, due=due, goal=1), by="test")
    book.save(approved(book.get(made.number), office.person), book.get(made.number), did="test")


def reminded(database: Database) -> None:
    """The message of today, at whatever time of the day it is."""

    def owe(tx: Tx) -> None:
        owner = People(tx).meet(PLATFORM, DEMO["workspace"], "U02PRINEAST")
        person = PersonId(owner.person)
        Reminded(tx).note(person, TODAY, items_for(tx, [person])[person], WEEKDAYS)
        Outbox(tx).owe("reminders.day", f"{TODAY} week", to=owner.person, key=day_key(TODAY))

    database.do(DISTRICT, owe, now=datetime.now(UTC), door="test")


def reads(desk: Desk, what: str) -> None:
    """Somebody looks at a plan, or at their Home."""
    if isinstance(desk, TeamsDesk):
        desk.type(what)
    elif what == "home":
        desk.kaizen("Home")
    else:
        desk.type(f"/{what}")


@pytest.mark.parametrize("page", [desk_at, teams_desk_at], ids=["slack", "teams"])
def test_an_owner_says_how_a_step_goes_from_the_message_and_plan_and_home_show_it(
    page: Any, browser: Any, database: Database
) -> None:
    with talking(database, teams=page is teams_desk_at) as client, page(browser, client.url) as desk:
        if isinstance(desk, TeamsDesk):
            desk.moves_in(OWNER)
        desk.become(OWNER)
        reminded(database)
        if not isinstance(desk, TeamsDesk):
            desk.kaizen("Messages")
        desk.sees("Your week: 1 due")
        tell(desk, "At risk", "No room for them")
        desk.sees("Do your step · At risk")

        tell(desk, "Done", "Twenty families came")
        desk.sees("does not wait for you any more")
        desk.press("Undo")
        desk.sees("Do your step · At risk")
        reads(desk, "plan show 1")
        desk.sees("At risk · 0 of 1 step done")
        reads(desk, "home")
        desk.sees("Your steps (1)")


def tell(desk: Desk, status: str, said: str) -> None:
    desk.press("Update")
    desk.pick("How is it going?", status)
    desk.fill("What is there to say?", said)
    desk.submit("Save")
