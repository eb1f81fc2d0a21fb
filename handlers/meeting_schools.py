"""Each school visited this term: which was, which will be, and planning a visit to one that was not."""

from domain.exports import Kind
from domain.meeting_rights import check_may_plan
from domain.meetings import KINDS, MeetingKind
from handlers.exports import paper_of
from handlers.improvement import number_in
from handlers.meeting_planning import form_of
from handlers.routing import Call, Open, Reply, Routes, Show
from handlers.school_papers import schools_of
from views.elements import Card
from views.languages import texts_in
from views.meeting_schools import schools_card

routes = Routes()


@routes.command("meetings schools")
def typed(call: Call) -> Reply:
    return Show(_card(call, 0))


@routes.button("meeting.schools")
def page(call: Call) -> Reply:
    return Show(_card(call, number_in(call.about)), beside=not number_in(call.about))


def _card(call: Call, offset: int) -> Card:
    at = schools_of(call)
    return schools_card(at.seen, at.term, at.look, offset=offset)


@routes.button("meeting.schools_file", writes=True)
def file(call: Call) -> Reply:
    return paper_of(call, Kind.SCHOOLS_CSV, "")


@routes.button("meeting.visit")
def visit(call: Call) -> Reply:
    """The form of a visit to the school that `call.about` names."""
    check_may_plan(call.viewer, MeetingKind.VISIT, call.about)
    (title,) = texts_in([KINDS[MeetingKind.VISIT]], call.language)
    return Open(form_of(call, MeetingKind.VISIT, {"title": title, "host": call.me, "school": call.about}))
