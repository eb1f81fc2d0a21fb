"""A meeting in Slack: the form that follows the choice of its kind, and what whoever is invited gets."""

import json

import pytest

from domain.meetings import MeetingKind
from storage.meetings import Meetings
from tests.bot.conftest import Workspace, until
from tests.conftest import MR, TEACHER

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_a_kind_opens_its_form_and_whoever_is_invited_gets_it_for_their_calendar(workspace: Workspace) -> None:
    workspace.command(MR, "/kaizen meetings new")
    until(lambda: workspace.slack.told("views.open"))
    assert json.loads(workspace.slack.told("views.open")[0]["view"])["callback_id"] == "meeting.kind"
    following = workspace.submit(MR, "meeting.kind", values={"kind": {"option": "visit"}}).json()
    assert following["response_action"] == "update"
    assert [block["block_id"] for block in following["view"]["blocks"] if "element" in block][-3:] == [
        "school",
        "purpose",
        "service",
    ]
    school = workspace.district.school()
    values = {"title": "Visit", "day": {"date": "2027-03-19"}, "start": {"option": "09:15"}, "length": {"option": "60"}}
    values |= {"host": {"user": MR}, "school": {"option": school}, "purpose": "Reading"}

    saved = workspace.submit(MR, "meeting.save", "V1", values, about="visit")
    assert saved.status_code == 200
    workspace.submit(MR, "meeting.invite", "V2", {"person1": {"user": TEACHER}}, about="MTG-2026-001")
    workspace.settled()

    (meeting,) = workspace.district.do(lambda tx: Meetings(tx).some())
    assert (meeting.kind, meeting.school, meeting.start.isoformat()) == (MeetingKind.VISIT, school, "09:15:00")
    told = [one for one in workspace.slack.told("chat.postMessage") if one["channel"] == TEACHER]
    assert "You are invited." in told[0]["text"]
    workspace.press(TEACHER, "meeting.calendar", meeting.number)
    until(lambda: [one for one in workspace.slack.told("chat.postMessage") if ".ics" in str(one)])
