"""Meetings as they stand in the tables, for tests that need some."""

from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

from domain.groups import Group
from domain.meetings import Attendee, Meeting, MeetingKind
from domain.people import PersonId
from handlers.routing import Draw
from storage.db import Tx
from storage.meeting_steps import MeetingSteps
from storage.meetings import Meetings
from tests.conftest import MR, NOW, OTHER, PRINCIPAL, District
from tests.story import ask

HOST = PRINCIPAL
STEP = {"what": "Ask", "owner": OTHER, "due": "2026-04-01"}
COMING = Meeting(
    number="",
    kind=MeetingKind.FORUM,
    title="Families of East",
    day=date(2026, 3, 20),
    start=time(18),
    place="Library",
    host=PersonId(""),
    purpose="What families need",
)


def meeting(district: District, *invited: str, guests: tuple[str, ...] = (), host: str = HOST, **more: Any) -> str:
    """A meeting that is kept, with these people; its number."""
    hosts = PersonId(district.person(host))
    expected = [Attendee(person=PersonId(district.person(who)), votes=True) for who in invited]
    expected += [Attendee(guest=name) for name in guests]

    def work(tx: Tx) -> str:
        book = Meetings(tx)
        one = replace(COMING, number=book.next_number(2026), host=hosts, **more)
        return book.open(one, expected, by=hosts).number

    number: str = district.do(work)
    return number


def kept(district: District, number: str) -> Meeting:
    found: Meeting = district.do(lambda tx: Meetings(tx).get(number))
    return found


def saved(district: District, now: Meeting, *, did: str = "test", who: str = MR) -> Meeting:
    by = PersonId(district.person(who))
    found: Meeting = district.do(lambda tx: Meetings(tx).save(now, did=did, by=by))
    return found


def there(district: District, number: str) -> list[Attendee]:
    found: list[Attendee] = district.do(lambda tx: Meetings(tx).attendees(number))
    return found


def _asked_about(district: District, where: dict[str, Any]) -> str:
    """A meeting that all staff may see, with a survey whose results were not shared."""
    number = meeting(district, **where)
    asked = ask(district, MR, "meeting.ask_how", about=number)
    assert isinstance(asked, Draw)
    for act in ("launch", "close"):
        ask(district, MR, f"wave.{act}", about=asked.about)
    return number


def meetings_made(district: District, host: str, invited: str) -> dict[str, str]:
    """Numbers of meetings by where they are, and the step that one decided."""
    today = NOW.date()
    east: dict[str, Any] = {"school": district.school(), "host": host, "kind": MeetingKind.FORUM}
    made = {
        "meeting": meeting(district, invited, day=today, **east),
        "running": meeting(district, invited, day=today, **east),
        "past meeting": meeting(district, invited, day=today - timedelta(days=7), **east),
        "for all": meeting(district, day=today, for_all=True, **east),
    }
    ask(district, host, "meeting.start", about=made["running"])
    step = {**STEP, "owner": district.person(OTHER)}
    ask(district, host, "meeting.step", step, about=made["running"])
    ask(district, host, "meeting.heard", {"said": "Lunch is cold", "sure": ["sure"]}, about=made["running"])
    ask(district, host, "meeting.did", {"did": "It is warm"}, about=f"{made['running']} 1")
    (number,) = district.do(lambda tx: [one.number for one in MeetingSteps(tx).of(made["running"])])
    made["asked about"] = _asked_about(district, {**east, "day": today, "for_all": True, "groups": (Group.STAFF,)})
    return {**made, "meeting step": str(number)}
