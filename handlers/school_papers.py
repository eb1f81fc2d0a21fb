"""Each school this term, for whoever leads: as a card shows it and as a file holds it."""

from collections.abc import Sequence

from domain.frozen import dataclass
from domain.improvement_rights import in_charge
from domain.meetings import MeetingKind
from domain.places import PlaceKind
from domain.terms import term_of
from domain.visits import SchoolSeen, check_sees_schools, schools_seen
from handlers.moving import look_at
from handlers.papers import stamp_of
from handlers.plan_papers import Lines
from handlers.routing import Call
from storage.meetings import Meetings
from storage.places import Places
from views.look import Look
from views.meeting_schools import Term
from views.school_sheet import schools_book
from views.sheets import csv_lines


@dataclass(frozen=True, kw_only=True, slots=True)
class Schools:
    seen: Sequence[SchoolSeen]
    term: Term
    look: Look


def who_leads(call: Call) -> None:
    check_sees_schools(call.viewer)


def schools_of(call: Call) -> Schools:
    """Counts and days alone, so it is shown as well to those who see no single visit."""
    check_sees_schools(call.viewer)
    first, last = term_of(call.settings["terms"], call.today)
    schools = [place.id for place in Places(call.tx).all(PlaceKind.SCHOOL)]
    kinds = (MeetingKind.VISIT, MeetingKind.COFFEE)
    seen = schools_seen(schools, Meetings(call.tx).between(first, last, kinds), call.today)
    term = Term(
        first=first,
        last=last,
        schools=len(seen),
        unvisited=sum(not one.visits.done for one in seen),
        plans=in_charge(call.viewer),
    )
    return Schools(seen=seen, term=term, look=look_at(call, [], there=schools))


def schools_sheet_of(call: Call, number: str) -> Lines:
    """It tells of no report, so it holds no numbers of any."""
    at = schools_of(call)
    book = schools_book(at.seen, at.term, at.look, stamp_of(call.tx, call.settings), number)
    return Lines(lines=csv_lines(book, call.language), numbers=[])
