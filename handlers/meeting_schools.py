"""Each school visited this term: which was, which will be, and planning a visit to one that was not."""

from domain.improvement_rights import in_charge
from domain.meeting_rights import check_may_plan
from domain.meetings import KINDS, MeetingKind
from domain.places import PlaceKind
from domain.terms import term_of
from domain.visits import check_sees_schools, schools_seen
from handlers.improvement import number_in
from handlers.meeting_planning import form_of
from handlers.moving import look_at
from handlers.routing import Call, Open, Reply, Routes, Show
from storage.meetings import Meetings
from storage.places import Places
from views.elements import Card
from views.languages import texts_in
from views.meeting_schools import Term, schools_card

routes = Routes()


@routes.command("meetings schools")
def typed(call: Call) -> Reply:
    return Show(_card(call, 0))


@routes.button("meeting.schools")
def page(call: Call) -> Reply:
    return Show(_card(call, number_in(call.about)), beside=not number_in(call.about))


def _card(call: Call, offset: int) -> Card:
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
    return schools_card(seen, term, look_at(call, [], there=schools), offset=offset)


@routes.button("meeting.visit")
def visit(call: Call) -> Reply:
    """The form of a visit to the school that `call.about` names."""
    check_may_plan(call.viewer, MeetingKind.VISIT, call.about)
    (title,) = texts_in([KINDS[MeetingKind.VISIT]], call.language)
    return Open(form_of(call, MeetingKind.VISIT, {"title": title, "host": call.me, "school": call.about}))
