"""Meetings as they stand in the tables, for tests that need some."""

from dataclasses import replace
from datetime import date, time
from typing import Any

from domain.meetings import Attendee, Meeting, MeetingKind
from domain.people import PersonId
from storage.db import Tx
from storage.meetings import Meetings
from tests.conftest import MR, PRINCIPAL, District

HOST = PRINCIPAL
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
