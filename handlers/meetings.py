"""Meetings: what is coming and what was, one of them, and what those who are invited are told."""

from collections.abc import Iterable, Sequence
from typing import Any

from domain.errors import RefusedError
from domain.improvement_rights import HEADS, in_charge
from domain.meeting_rights import may_plan
from domain.meetings import ASKED, HEARS, Attendee, Meeting, MeetingKind
from domain.numbers import meeting_number
from domain.partnerships import Term
from domain.plans import Step
from domain.surveys import Phase
from domain.texts import joined, say
from handlers.improvement import gone, named, number_in
from handlers.moving import look_at
from handlers.routing import Call, Reply, Routes, Show
from storage.improvement import PlanBook
from storage.meeting_sight import SeenMeetings, of_kind, of_theirs
from storage.meeting_steps import MeetingSteps
from storage.meetings import Meetings
from storage.partnerships import Partnerships
from storage.waves import Waves, sees
from views.elements import Card
from views.look import Look
from views.meeting_pulse import NO_PULSE, Pulse
from views.meetings import ALL, NAMED, PAGE, SCOPES, Page, Shown, invited_lead, list_card, meeting_card
from views.surveys import When

routes = Routes()


@routes.command("meetings")
def typed(call: Call) -> Reply:
    """A number shows that one; "mine", "past" or a kind a list; nothing, what is coming."""
    if number := meeting_number(call.text, call.settings.number_year(call.today)):
        return Show(draw(call, seen(call, number)))
    words = call.text.lower().split()
    scope = next((word for word in words if word in SCOPES), "coming")
    return Show(_list(call, scope, next((word for word in words if word in [*MeetingKind]), ALL), 0))


@routes.button("meeting.page")
def page(call: Call) -> Reply:
    scope, kind, offset = named(call.about, 3)
    return Show(_list(call, scope, kind, number_in(offset)), beside=not number_in(offset))


@routes.button("meeting.filter")
def filter_(call: Call) -> Reply:
    """What was chosen in the card."""
    return Show(_list(call, call.about, str(call.typed.get("kind") or ALL), 0))


def _list(call: Call, scope: str, kind: str, offset: int) -> Card:
    if scope not in SCOPES or kind not in [ALL, *MeetingKind]:
        raise RefusedError("There is no such list of meetings.")
    where: list[Any] = [] if kind == ALL else [of_kind(MeetingKind(kind))]
    book = SeenMeetings(call.tx, call.viewer)
    lists = book.past if scope == "past" else book.coming
    mine = [of_theirs(call.viewer)] if scope == "mine" else []
    found, total = lists(call.today, *where, *mine, offset=offset, size=PAGE)
    shown = Page(scope=scope, kind=kind, offset=offset, total=total, meetings=found, plans=plans_any(call))
    return list_card(shown, look_on(call, found))


def plans_any(call: Call) -> bool:
    """Whether whoever asks may plan one somewhere."""
    return in_charge(call.viewer) or any(seat.role in HEADS for seat in call.viewer.seats)


def kinds_of(call: Call) -> list[MeetingKind]:
    """Those that whoever asks may plan, for the district or for a place of theirs."""
    places = [seat.place for seat in call.viewer.seats if seat.role in HEADS and seat.place]

    def may(kind: MeetingKind) -> bool:
        where = ["", *(places if "school" in ASKED[kind] else ())]
        return any(may_plan(call.viewer, kind, place) for place in where)

    return [kind for kind in MeetingKind if may(kind)]


@routes.button("meeting.show")
def show(call: Call) -> Reply:
    return Show(draw(call, seen(call, call.about)), beside=True)


@routes.notice("meeting.card")
def card(call: Call) -> Card:
    return draw(call, seen(call, call.about))


def seen(call: Call, number: str) -> Meeting:
    """A meeting that whoever asks finds."""
    return SeenMeetings(call.tx, call.viewer).get(number)


def draw(call: Call, meeting: Meeting, *, lead: str = "") -> Card:
    there, steps = Meetings(call.tx).attendees(meeting.number), MeetingSteps(call.tx).of(meeting.number)
    shown = Shown(
        meeting=meeting,
        there=there,
        steps=steps,
        supports=_supports(call, meeting),
        lead=lead,
        pulse=_pulse(call, meeting),
    )
    return meeting_card(shown, look_on(call, [meeting], there, steps))


def _pulse(call: Call, meeting: Meeting) -> Pulse:
    """How the survey after it stands. Who may see a meeting does not see its results by that."""
    wave = Waves(call.tx).after(meeting.number) if meeting.kind in HEARS else None
    if wave is None or (wave.phase is Phase.DRAFT and not call.viewer.is_mr):
        return NO_PULSE
    when = When(today=call.today, zone=call.settings.zone)
    return Pulse(wave=wave, when=when, sees=sees(call.tx, call.viewer, wave))


def look_on(
    call: Call, meetings: Iterable[Meeting], there: Sequence[Attendee] = (), steps: Sequence[Step] = ()
) -> Look:
    """How the people and places of meetings are called."""
    known = list(meetings)
    persons = [*(one.host for one in known), *(step.owner for step in steps)]
    first = [one.person for presence in _by_presence(there) for one in presence[:NAMED] if one.person]
    return look_at(call, [], also=[*persons, *first], there=[one.school for one in known])


def _by_presence(there: Sequence[Attendee]) -> list[list[Attendee]]:
    known = dict.fromkeys(one.presence for one in there)
    return [[one for one in there if one.presence is presence] for presence in known]


def _supports(call: Call, meeting: Meeting) -> str:
    """What it supports, as far as whoever looks finds that plan."""
    plan = PlanBook(call.tx, call.viewer).find(meeting.plan) if meeting.plan else None
    if plan is None:
        return ""
    goal = plan.goal(meeting.goal) if meeting.goal else None
    said = [plan.number, plan.title, goal.statement if goal else "", *_promised(call, meeting)]
    return joined(" · ", said)


def _promised(call: Call, meeting: Meeting) -> list[str]:
    if not meeting.commitment:
        return []
    book = Partnerships(call.tx)
    what = [one.what for one in book.commitments([meeting.plan])[meeting.plan] if one.nth == meeting.commitment]
    term = book.terms([meeting.plan]).get(meeting.plan)
    outside = say("the day is not in its term, so it does not count")
    return [*what, *([] if counts(meeting, term) else [outside])]


def counts(meeting: Meeting, term: Term | None) -> bool:
    return term is not None and term.starts <= meeting.day <= term.ends


# What people are told


@routes.notice("meeting.invited")
def invited(call: Call) -> Card:
    """To whoever was invited; as it is now. Who is not expected any more learns only that."""
    meeting = SeenMeetings(call.tx, call.viewer).find(call.about)
    if meeting is None:
        return gone(call.about)
    return draw(call, meeting, lead=invited_lead(meeting, call.viewer.ids))


@routes.notice("meeting.moved")
def moved(call: Call) -> Card:
    meeting = SeenMeetings(call.tx, call.viewer).find(call.about)
    if meeting is None:
        return gone(call.about)
    lead = say("This meeting was moved. It is now as it stands below.")
    return draw(call, meeting, lead=lead if meeting.is_ahead else invited_lead(meeting, call.viewer.ids))


@routes.notice("meeting.called_off")
def called_off(call: Call) -> Card:
    return invited(call)
