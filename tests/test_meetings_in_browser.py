"""A review in a browser, in Slack and in Teams: started, decided, closed, its minutes read, the next agenda posted."""

from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.demo import DISTRICT, PLATFORM
from domain.meetings import Attendee, Meeting, MeetingKind, Phase, Presence
from storage.conversations import Conversations
from storage.db import Database, Tx
from storage.meetings import Meetings
from storage.people import People
from storage.settings import DistrictSettings
from tests.conftest import DEMO
from tests.desk import Desk, desk_at, talking
from tests.teams_desk import TeamsDesk, teams_desk_at
from tests.walk import OFFICE

pytestmark = pytest.mark.browser

TODAY: date = datetime.now(ZoneInfo("America/Chicago")).date()
TEAM = "C04MRT"
DECIDED = "Check all gates in August."


@pytest.fixture
def database(founded: Database) -> Database:
    founded.do(DISTRICT, planned, now=datetime.now(UTC), door="test")
    return founded


def planned(tx: Tx) -> None:
    """A review of today, whose agenda is out; the quality office is there and votes."""
    office, book = People(tx).meet(PLATFORM, DEMO["workspace"], "U06QUALITY").person, Meetings(tx)
    one = Meeting(
        number=book.next_number(TODAY.year),
        kind=MeetingKind.MRT,
        phase=Phase.PUBLISHED,
        title="Monthly review",
        day=TODAY,
        start=time(9),
        host=office,
    )
    book.open(one, [Attendee(person=office, presence=Presence.PRESENT, votes=True)], by=office)
    Conversations(tx).seen(PLATFORM, DEMO["workspace"], TEAM, label="management-review")
    DistrictSettings(tx).set("mrt_channel", TEAM, by="system")


@pytest.mark.parametrize("page", [desk_at, teams_desk_at], ids=["slack", "teams"])
def test_a_decision_is_written_down_in_the_meeting_and_stands_on_the_next_agenda(
    page: Any, browser: Any, database: Database
) -> None:
    with talking(database, teams=page is teams_desk_at) as client, page(browser, client.url) as desk:
        teams = isinstance(desk, TeamsDesk)
        if teams:
            desk.moves_in(OFFICE)
        desk.become(OFFICE)
        if not teams:
            desk.kaizen("Messages")
        desk.type("kaizen minutes 1" if teams else "/kaizen minutes 1")
        desk.press("Start")
        desk.sees("1 of 1 who votes is here: there is a quorum.")
        desk.picture(f"review-running-{page.__name__}")

        if teams:
            desk.find_in_card("Which section?", "4 · The log of reports")
        else:
            desk.pick_in_card("Which section?", "4 · The log of reports")
        desk.press("Open the section")
        desk.press("Outcome of the section")
        desk.press("Decision")
        desk.fill("What is decided?", DECIDED)
        desk.form.get_by_role("button", name="Write it down", exact=True).click()
        desk.sees(DECIDED)
        desk.picture(f"review-section-{page.__name__}")

        if teams:
            desk.close()
        desk.type("kaizen minutes 1" if teams else "/kaizen minutes 1")
        desk.sees("1 outcome")
        desk.press_and_agree("Close the meeting")
        desk.sees("Not approved yet: the next meeting does that.")
        desk.sees(f"Decision: {DECIDED}")
        desk.picture(f"review-minutes-{page.__name__}")
        next_agenda(desk)
        desk.picture(f"review-next-agenda-{page.__name__}")


def next_agenda(desk: Desk) -> None:
    """Its first part tells what the review before it decided: where it is looked at, and where it is posted.

    The team of the playground's Teams holds a guest, so nothing is posted there.
    """
    if isinstance(desk, TeamsDesk):
        desk.type("kaizen agenda")
        desk.card("Only you see this; nothing was posted.").get_by_text(DECIDED).wait_for()
        return
    desk.type("/kaizen agenda")
    desk.press("When and where")
    desk.press_and_agree("Post it now")
    desk.channel("management-review")
    agenda = desk.page.get_by_role("article").filter(has_text="What earlier reviews decided").last
    agenda.get_by_text(DECIDED).wait_for()
