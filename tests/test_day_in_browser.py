"""The message of the day in a browser: its lines, all the rest beside it, and a step that is told of from it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.answering import call_of
from bot.capabilities import routes
from bot.demo import DISTRICT, PLATFORM
from domain.places import PlaceKind
from domain.school_calendar import WEEKDAYS
from handlers.routing import Draw, answer
from storage.cases import Cases
from storage.db import Database, Tx
from storage.items import items_for
from storage.outbox import Outbox, outbox
from storage.people import Account, People
from storage.places import Places
from storage.reminded import Reminded
from tests.conftest import DEMO
from tests.desk import Desk, desk_at, talking
from tests.teams_desk import TeamsDesk, teams_desk_at
from tests.walk import OWNER, Walk

pytestmark = pytest.mark.browser

OFFICE_ID, OWNER_ID, CHECKER_ID = "U06QUALITY", "U02PRINEAST", "U03PRINWEST"
FIXES = 22  # small reports, beside one with a step that is due today
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 860}


@pytest.fixture
def database(founded: Database) -> Database:
    for work in (busy, lambda tx: tx.remove(outbox)):  # what they were told of each is read already
        founded.do(DISTRICT, work, now=datetime.now(UTC), door="test")
    return founded


def account(tx: Tx, who: str) -> Account:
    found = People(tx).account(PLATFORM, DEMO["workspace"], who)
    assert found
    return found


def sends(tx: Tx, who: str, name: str, form: Mapping[str, Any] | None = None, *, about: str = "") -> str:
    """Somebody presses or sends something; the record that it is about."""
    reply = answer(routes()[name], replace(call_of(tx, account(tx, who)), about=about), form)
    assert isinstance(reply, Draw)
    return reply.about


def busy(tx: Tx) -> None:
    """One person owns many small reports, and a larger one whose step is theirs as well and due today."""
    today = call_of(tx, account(tx, OWNER_ID)).today
    school = next(one.id for one in Places(tx).all(PlaceKind.SCHOOL) if one.name == "East School")
    owner = account(tx, OWNER_ID).person
    accept = {"owner": owner, "school": school, "kind": "corrective", "source": "employee", "severity": "minor"}
    for nth in range(FIXES):
        number = sends(tx, OFFICE_ID, "car.file", {"what": f"Gate {nth + 1} does not close", "happened_on": today})
        sends(tx, OFFICE_ID, "car.accept_with", accept, about=number)
    larger = sends(tx, OFFICE_ID, "car.file", {"what": "Pupils leave by the gate", "happened_on": today})
    sends(tx, OFFICE_ID, "car.accept_with", {**accept, "severity": "major"}, about=larger)
    sends(tx, OWNER_ID, "car.plan", plan(tx, owner, today), about=larger)
    planned = Cases(tx, People(tx).viewer(account(tx, OFFICE_ID))).get(larger).plan
    assert planned
    sends(tx, OFFICE_ID, "car.approve", about=f"{larger} {planned.version} {planned.digest}")


def plan(tx: Tx, owner: str, today: date) -> dict[str, Any]:
    return {
        "correction": "Tied shut",
        "causes": "Nobody looks at it",
        "how_found": "five_whys",
        "category": "communication",
        "elsewhere": "At no other gate",
        "steps": "Hang a list at the gate",
        "who": owner,
        "due": today.isoformat(),
        "criterion": "No open gate",
        "baseline": "Three",
        "method": "The evening round",
        "on": (today + timedelta(days=60)).isoformat(),
        "checker": account(tx, CHECKER_ID).person,
    }


def morning(tx: Tx) -> None:
    """Their message of the week, whatever day it is."""
    call = call_of(tx, account(tx, OWNER_ID))
    items = items_for(tx, [call.me])[call.me]
    Reminded(tx).note(call.me, call.today, items, WEEKDAYS)
    Outbox(tx).owe("reminders.day", f"{call.today} week", to=call.me, key="morning")


@pytest.mark.parametrize("page", [desk_at, teams_desk_at], ids=["slack", "teams"])
def test_a_long_day_is_read_by_pages_and_a_step_is_told_of_where_it_stands(
    page: Any, browser: Any, database: Database
) -> None:
    with talking(database, teams=page is teams_desk_at) as client, page(browser, client.url) as desk:
        if isinstance(desk, TeamsDesk):
            desk.moves_in(OWNER)
        database.do(DISTRICT, morning, now=datetime.now(UTC), door="test")
        walk = Walk(desk)
        walk.turn(OWNER, "Your week: 24 due", "and 14 more.")
        looked_at(desk, "day")

        step(desk, walk)
        rest(desk, walk)


def looked_at(desk: Desk, name: str) -> None:
    """Pictures of it on a phone, by day and by night."""
    desk.page.set_viewport_size(PHONE)
    for light in ("light", "dark"):
        desk.page.emulate_media(color_scheme=light)
        desk.picture(f"{name}-{type(desk).__name__}-{light}")
    desk.page.emulate_media(color_scheme="light")
    desk.page.set_viewport_size(DESK)


def step(desk: Desk, walk: Walk) -> None:
    """The first line is the step that is due today."""
    walk.press("Update")
    desk.pick("How does it stand?", "Off track")
    walk.fill(**{"What is there to say?": "The printer is broken."})
    walk.send("Send")
    desk.sees("Off track · due")
    desk.buttons("Done").first.click()
    walk.fill(**{"What is there to say?": "A photo of the list."})
    walk.send("Send")
    desk.sees("does not wait for you any more")
    walk.press("Undo")
    desk.page.get_by_text("does not wait for you any more").wait_for(state="hidden")
    desk.sees("Off track · due")


def rest(desk: Desk, walk: Walk) -> None:
    walk.press("See all (24)")
    desk.sees("All that waits for you (11–20 of 24)")
    looked_at(desk, "day-rest")
    walk.press("Go on")
    desk.sees("All that waits for you (21–24 of 24)")
    walk.press("Earlier")
    desk.sees("All that waits for you (11–20 of 24)")
