"""What becomes of a step that a meeting decided; handlers/work.py finds it by its number."""

from domain.errors import RefusedError
from domain.ideas import reopen, report
from domain.meetings import Meeting
from domain.plans import Step
from domain.texts import say
from handlers.ideas import StepWords
from handlers.improvement import gone, number_in
from handlers.meetings import look_on
from handlers.names import asked
from handlers.routing import Call, Draw, Open, Reply, Routes
from storage.daily import draw_again
from storage.meeting_sight import SeenMeetings
from storage.meeting_steps import MeetingSteps
from storage.meetings import Meetings
from storage.outbox import Outbox
from storage.steps import Steps
from views.elements import Card
from views.meeting_forms import report_form
from views.meetings import step_card
from views.work_forms import NOT_NEEDED

routes = Routes()


def open_step(call: Call, number: int, about: str) -> Reply:
    meeting, step = _of_step(call, number, about)
    return Open(report_form(meeting, step))


def report_step(call: Call, number: int, about: str, form: StepWords) -> Reply:
    meeting, was = _of_step(call, number, about)
    if again := asked(form, report_form(meeting, was)):
        return again
    needed = form.as_ != NOT_NEEDED
    step = report(was, form.said, needed=needed, by=call.viewer, today=call.today)
    return _keep(call, meeting, step, did="step.done" if needed else "step.cancelled")


def undo_step(call: Call, number: int, about: str) -> Reply:
    meeting, was = _of_step(call, number, about)
    return _keep(call, meeting, reopen(was, by=call.viewer), did="step.opened")


def _of_step(call: Call, number: int, about: str) -> tuple[Meeting, Step]:
    """For whoever does it, and whoever may see the meeting."""
    meeting = Meetings(call.tx).find(about)
    step = next((one for one in MeetingSteps(call.tx).of(about) if one.number == number), None)
    if meeting is None or step is None or not (step.owner in call.viewer.ids or _sees(call, about)):
        raise RefusedError("There is no step {number} that you can see.", number=number)
    return meeting, step


def _sees(call: Call, about: str) -> bool:
    return SeenMeetings(call.tx, call.viewer).find(about) is not None


def _keep(call: Call, meeting: Meeting, step: Step, *, did: str) -> Reply:
    MeetingSteps(call.tx).save(meeting.number, step, did=did, by=call.me)
    Outbox(call.tx).refresh(meeting.number)
    Outbox(call.tx).refresh(str(step.number))
    draw_again(call.tx, meeting.number)
    return Draw("meeting.step_card", str(step.number))


def draw_step(call: Call, number: int, *, lead: str = "") -> Card:
    meeting, step = _of_step(call, number, Steps(call.tx).of_whom(number) or "")
    look = look_on(call, [meeting], (), [step])
    return step_card(meeting, step, look, sees=_sees(call, meeting.number), lead=lead)


@routes.notice("meeting.step_card")
def card(call: Call) -> Card:
    return draw_step(call, number_in(call.about))


@routes.notice("meeting.step_yours")
def yours(call: Call) -> Card:
    """To whoever does it."""
    number = number_in(call.about)
    if Steps(call.tx).owner_of_open(number) != call.me:
        return gone(call.about)
    return draw_step(call, number, lead=say("This step is yours."))
