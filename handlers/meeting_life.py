"""Hold a meeting: start it, say who came, write down what was decided as steps, and close it."""

from dataclasses import replace
from datetime import date

from domain.errors import RefusedError
from domain.ideas import check_step
from domain.meeting_rights import check_may_run
from domain.meetings import Attendee, Meeting, Phase, Presence, begin, check_attendees, move
from domain.partnerships import Happened
from domain.plans import Step
from domain.texts import joined
from handlers.improvement import named, number_in
from handlers.meeting_planning import guests_in
from handlers.meetings import counts, look_on, seen
from handlers.minutes import end
from handlers.names import Named, asked
from handlers.routing import Call, Draw, Open, Reply, Routes, Typed
from storage.colleagues import must_be_colleague
from storage.daily import draw_again
from storage.meeting_steps import MeetingSteps
from storage.meetings import Meetings
from storage.outbox import Outbox
from storage.partnerships import Partnerships
from storage.people import People
from views.elements import Form
from views.meeting_forms import THERE, came_form, step_form

routes = Routes()

HELD = frozenset({Phase.RUNNING, Phase.CLOSED})


class CameForm(Named):
    LOOKED_AT = ("guests",)
    came: tuple[str, ...] = ()
    late: tuple[str, ...] = ()
    excused: tuple[str, ...] = ()
    guests: Typed | None = None


class StepForm(Named):
    LOOKED_AT = ("what",)
    what: Typed = ""
    owner: str
    due: date


def _run(call: Call) -> Meeting:
    meeting = seen(call, named(call.about, 1)[0])
    check_may_run(meeting, call.viewer)
    return meeting


def _held(call: Call) -> Meeting:
    """One that goes on or is over, while its minutes are not approved."""
    meeting = _run(call)
    if meeting.phase not in HELD:
        raise RefusedError("{number} has not begun, or what was written of it is approved.", number=meeting.number)
    return meeting


@routes.button("meeting.start", writes=True)
def start(call: Call) -> Reply:
    meeting = Meetings(call.tx).save(
        begin(_run(call), today=call.today, now=call.tx.now), did="meeting.started", by=call.me
    )
    return _drawn(call, meeting)


@routes.button("meeting.held", writes=True)
def held(call: Call) -> Reply:
    """It took place on an earlier day, and nobody pressed anything then."""
    was = _run(call)
    if was.day >= call.today:
        raise RefusedError("It is not over yet. Start it on its day.")
    began = replace(begin(was, today=call.today, now=call.tx.now), started_at=was.starts_at(call.settings.zone))
    return _close(call, began)


@routes.button("meeting.close", writes=True)
def close(call: Call) -> Reply:
    return _close(call, _run(call))


def _close(call: Call, meeting: Meeting) -> Reply:
    """A board training is told of as kept to the partnership that it counts for."""
    over = move(meeting, Phase.CLOSED, now=call.tx.now)
    over = Meetings(call.tx).save(over, did="meeting.closed", by=call.me)
    book = Partnerships(call.tx)
    if over.commitment and counts(over, book.terms([over.plan]).get(over.plan)):
        said = joined(" · ", [over.number, over.title])
        kept = Happened(plan=over.plan, commitment=over.commitment, nth=0, day=over.day, said=said, by=call.me)
        book.tell(kept)
        draw_again(call.tx, over.plan)
    if over.has_agenda:
        end(call, over)
    return _drawn(call, over)


def _drawn(call: Call, meeting: Meeting) -> Reply:
    Outbox(call.tx).refresh(meeting.number)
    draw_again(call.tx, meeting.number)
    return Draw("minutes.card" if meeting.has_agenda else "meeting.card", meeting.number)


# Who came


@routes.button("meeting.came_form")
def open_came(call: Call) -> Reply:
    meeting = _held(call)
    return Open(_came_form(call, meeting, number_in(named(call.about, 2)[1])))


def _came_form(call: Call, meeting: Meeting, offset: int) -> Form:
    there = Meetings(call.tx).attendees(meeting.number)
    some = there[offset : offset + THERE]
    return came_form(meeting, some, look_on(call, [meeting], some), offset=offset, total=len(there))


@routes.submit("meeting.came", CameForm)
def came(call: Call, form: CameForm) -> Reply:
    """One page of those who were expected, and then the next; on the last one guests are added."""
    meeting, offset, book = _held(call), number_in(named(call.about, 2)[1]), Meetings(call.tx)
    if again := asked(form, _came_form(call, meeting, offset)):
        return again
    there = book.attendees(meeting.number)
    page = {one.nth for one in there[offset : offset + THERE]}
    now = [_told(one, form) if one.nth in page else one for one in there]
    now += [Attendee(guest=name, presence=Presence.PRESENT) for name in guests_in(form.guests)]
    check_attendees(now)
    book.set_attendees(meeting.number, now, by=call.me)
    if offset + THERE < len(there):
        return Open(_came_form(call, meeting, offset + THERE))
    return _drawn(call, meeting)


def _told(one: Attendee, form: CameForm) -> Attendee:
    """Late is who came late, ticked among those who came or not."""
    nth = str(one.nth)
    told = (
        (form.late, Presence.LATE),
        (form.came, Presence.PRESENT),
        (form.excused, Presence.EXCUSED),
    )
    return replace(one, presence=next((presence for ticked, presence in told if nth in ticked), Presence.ABSENT))


# What was decided


def _without_minutes(call: Call) -> Meeting:
    """A step of any other would be in no minutes."""
    meeting = _held(call)
    if meeting.has_agenda:
        raise RefusedError("Steps of this meeting are written down with its minutes. Open one of its sections.")
    return meeting


@routes.button("meeting.step_form")
def open_step(call: Call) -> Reply:
    meeting = _without_minutes(call)
    return Open(step_form(meeting, meeting.host, call.today))


@routes.submit("meeting.step", StepForm)
def step(call: Call, form: StepForm) -> Reply:
    """Whoever does it is told, and has it in their list."""
    meeting = _without_minutes(call)
    if again := asked(form, step_form(meeting, meeting.host, call.today)):
        return again
    must_be_colleague(call.tx, form.owner, field="owner")
    owner = People(call.tx).canonical(form.owner)
    check_step(Step(number=0, what=form.what, owner=owner, due=form.due), call.today)
    made = MeetingSteps(call.tx).add(meeting.number, what=form.what, owner=owner, due=form.due, by=call.me)
    if owner != call.me:
        key = f"meeting.step_yours:{made.number}"
        Outbox(call.tx).owe("meeting.step_yours", str(made.number), to=owner, key=key)
    return _drawn(call, meeting)
