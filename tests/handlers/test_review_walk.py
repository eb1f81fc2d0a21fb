"""A management review from its agenda to the first section of the next one."""

from datetime import UTC, date, datetime
from typing import Any

from domain.agendas import AgendaItem
from domain.exports import Export, Kind
from domain.meetings import Phase
from domain.people import Role
from handlers.exports import DRAWINGS, Tally
from handlers.routing import Draw, Reply
from storage.agendas import Agendas
from storage.db import Tx
from storage.meetings import Meetings
from storage.verify import verify
from tests.conftest import MR, NOW, OTHER, District
from tests.minuting import meeting_of, noted
from tests.reviewing import MEMBER, TEAM, TUESDAY, published, read, with_team
from tests.story import ask, owed, seat
from views.fallback import in_words

DAY, NEXT = date(2026, 3, 10), datetime(2026, 4, 14, 13, 0, tzinfo=UTC)
APRIL = date(2026, 4, 14)


def section(district: District, number: str, nth: int, now: datetime) -> str:
    """What stands in a section of an agenda, as everybody in its conversation reads it: in the post or its thread."""
    shown = district.do(lambda tx: Agendas(tx).shown(number, district.call(tx, MR).settings), now=now)
    assert shown
    return "\n".join(line.text for line in shown.sections[nth].lines)


def test_what_a_review_decides_is_posted_and_begins_the_next_one(district: District) -> None:
    team = with_team(district)
    for who in (MR, OTHER):
        seat(team, Role.MRT_MEMBER, who)
    ask(team, MEMBER, "agenda.add", {"subject": "Gates of East", "section": 4, "about": ""})

    def act(route: str, form: dict[str, Any] | None = None, **more: Any) -> Reply:
        return ask(team, MR, route, form, today=DAY, **more)

    number = published(team).meeting
    (item,) = team.do(lambda tx: Agendas(tx).items(number))
    _start_with_all(team, number)
    place = f"{number} 4 {item.id}"
    votes = {"mover": team.person(MEMBER), "votes_for": "3"}
    act(
        "minutes.decision", {"text": "Check all gates in August.", "output": "improvement", **votes}, about=f"{place} 0"
    )
    given = {"text": "Ask for a price", "owner": team.person(OTHER), "due": "2026-04-30"}
    act("minutes.step", given, about=f"{place} 1")
    assert act("meeting.close", about=number) == Draw("minutes.card", number)

    assert ("minutes.post", f"conversation:{TEAM}") in owed(team)
    assert ("meeting.step_yours", OTHER) in owed(team)
    posted = in_words(read(team, number, "minutes.post"))
    assert "Decision: Check all gates in August." in posted
    assert "3 for, 0 against, 0 abstained" in posted
    following = published(team, NEXT).meeting
    first = section(team, following, 1, NEXT)
    assert "Check all gates in August." in first
    assert "Ask for a price" in first
    assert [one.done for one in _items(team, number)] == [True]
    assert _items(team, following) == []  # it was talked about
    _approved_in(team, number, following)
    assert team.do(verify).broken == []


def _items(district: District, number: str) -> list[AgendaItem]:
    found: list[AgendaItem] = district.do(lambda tx: Agendas(tx).items(number))
    return found


def _start_with_all(district: District, number: str, day: date = DAY) -> None:
    """Started, and everybody came."""
    ask(district, MR, "meeting.start", about=number, today=day)
    there = district.do(lambda tx: Meetings(tx).attendees(number))
    came = [str(one.nth) for one in there]
    ask(district, MR, "meeting.came", {"came": came, "late": [], "excused": []}, about=f"{number} 0", today=day)


def _approved_in(district: District, number: str, following: str) -> None:
    _start_with_all(district, following, APRIL)
    ask(district, MR, "minutes.approve", about=f"{number} {following}", today=APRIL)

    assert (meeting_of(district, number).phase, meeting_of(district, number).approved_in) == (Phase.APPROVED, following)


def test_the_agenda_is_on_paper_what_it_is_in_chat(district: District) -> None:
    team = with_team(district)
    ask(team, MEMBER, "agenda.add", {"subject": "Gates of East", "section": 4, "about": ""})
    kept = published(team)

    def work(tx: Tx) -> list[str]:
        call = team.call(tx, MR)
        asked = Export(number="EXP-2026-001", kind=Kind.MEETING_PDF, filters=kept.meeting, by=call.me, asked_at=NOW)
        return list(DRAWINGS[Kind.MEETING_PDF].lines(call, asked, Tally()))

    (drawn,) = team.do(work, now=TUESDAY)
    assert "Gates of East" in drawn
    assert "Revision 1" in drawn
    assert kept.head in drawn.replace("\u200b", "")
    for line in section(team, kept.meeting, 4, TUESDAY).splitlines():
        assert line.split(" · ")[0].split(":")[0][:24] in drawn
    assert noted(team, kept.meeting) == []
