"""Meetings of the Management Review Team as they are held, for tests that need one that goes on or is over."""

from dataclasses import replace
from datetime import date, time
from typing import Any

from domain.agendas import AgendaItem
from domain.meetings import Attendee, Meeting, MeetingKind, Phase, Presence, move
from domain.minutes import Outcome
from domain.people import PersonId, Role
from handlers.routing import Draw, Reply
from storage.agendas import Agendas
from storage.db import Tx
from storage.meetings import Meetings
from storage.minutes import MinutesBook
from tests.conftest import DEPUTY, MR, NOW, OTHER, PRINCIPAL, District
from tests.meeting import meeting
from tests.story import ask, seat

CHAIR, MEMBER, THIRD, RECORDER = MR, PRINCIPAL, OTHER, DEPUTY
TODAY = NOW.date()


def members(district: District) -> None:
    """Three who vote, and a recorder."""
    for who in (CHAIR, MEMBER, THIRD):
        seat(district, Role.MRT_MEMBER, who)
    seat(district, Role.RECORDER, RECORDER)


def planned(district: District, *, kind: MeetingKind = MeetingKind.MRT, day: date = TODAY, **more: Any) -> str:
    said = {"title": "March review", "start": time(9), "place": "Board room", "purpose": "", **more}
    return meeting(district, CHAIR, MEMBER, THIRD, host=CHAIR, kind=kind, day=day, **said)


def running(district: District, *came: str, item: str = "", **more: Any) -> str:
    """One that has begun, with those who came, and perhaps an item in section 4."""
    number = planned(district, **more)

    def work(tx: Tx) -> None:
        book, me = Meetings(tx), district.account(tx, CHAIR).person
        here = {district.account(tx, who).person for who in came or (CHAIR, MEMBER, THIRD)}
        there = [_there(one, here) for one in book.attendees(number)]
        recorder = Attendee(person=district.account(tx, RECORDER).person, title="Recorder", presence=Presence.PRESENT)
        book.set_attendees(number, [*there, recorder], by=me)
        book.save(move(book.get(number), Phase.RUNNING, now=tx.now), did="meeting.planned", by=me)
        if item:
            Agendas(tx).add(AgendaItem(id="", meeting=number, section=4, subject=item, by=me))

    district.do(work)
    return number


def _there(one: Attendee, here: set[PersonId]) -> Attendee:
    return replace(one, presence=Presence.PRESENT if one.person in here else Presence.ABSENT)


def target(district: District, number: str) -> str:
    """The one item of a meeting, as a form names it while nothing came of it."""
    items: list[AgendaItem] = district.do(lambda tx: Agendas(tx).items(number))
    return f"{number} {items[0].section} {items[0].id} 0" if items else f"{number} 4 - 0"


def written(district: District, number: str, kind: str, who: str = RECORDER, about: str = "", **form: Any) -> Reply:
    return ask(district, who, f"minutes.{kind}", form, about=about or target(district, number))


def noted(district: District, number: str) -> list[Outcome]:
    found: list[Outcome] = district.do(lambda tx: MinutesBook(tx).of(number))
    return found


def closed(district: District, number: str) -> None:
    assert ask(district, CHAIR, "meeting.close", about=number) == Draw("minutes.card", number)


def meeting_of(district: District, number: str) -> Meeting:
    found: Meeting = district.do(lambda tx: Meetings(tx).get(number))
    return found


def minutes_made(district: District, recorder: str, member: str, plan: str) -> dict[str, str]:
    """A review that goes on, one before it that is over, and what was decided in the first about a plan."""
    today, titles = {"host": MR, "kind": MeetingKind.MRT}, ("February review", "March review")
    over, now = (meeting(district, member, title=title, day=TODAY, **today) for title in titles)
    for number in (over, now):
        district.do(lambda tx, number=number: _begun(tx, district, number))
    written(district, now, "decision", recorder, f"{now} 4 - 0", text="Read more", plan=plan)
    ask(district, MR, "meeting.close", about=over)
    return {"now": now, "before": over, "outcome": noted(district, now)[0].id}


def _begun(tx: Tx, district: District, number: str) -> None:
    book, me = Meetings(tx), district.account(tx, MR).person
    book.set_attendees(number, [replace(one, presence=Presence.PRESENT) for one in book.attendees(number)], by=me)
    book.save(move(book.get(number), Phase.RUNNING, now=tx.now), did="meeting.planned", by=me)
