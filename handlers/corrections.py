"""Mending what stands in minutes until they are approved, and changing a plan because a meeting decided it."""

from dataclasses import replace

from domain.errors import RefusedError
from domain.improvement import PlanState
from domain.improvement_rights import leads_plan
from domain.meeting_rights import check_may_run
from domain.minutes import Outcome, OutcomeKind, check_corrects, check_outcome, corrected, strike
from handlers.improvement import named, number_in, plan_of
from handlers.improvement_life import open_change
from handlers.minutes import found_of, held_of
from handlers.names import asked
from handlers.outcomes import AmountForm, DecisionForm, amounts_of, counted, voters
from handlers.routing import Call, Draw, Open, Reply, Routes, Typed
from handlers.work import prefilled
from storage.meetings import Meetings
from storage.minutes import MinutesBook
from storage.outbox import Outbox
from views.corrections import change_card, gone_card
from views.elements import Card
from views.minutes import Held, subject_of
from views.minutes_forms import correct_form

routes = Routes()


class CorrectForm(AmountForm, DecisionForm):
    """What of it stands in the form depends on what it is; the rest stays."""

    LOOKED_AT = (*AmountForm.LOOKED_AT, "why")
    why: Typed | None = None


@routes.button("minutes.correct_form")
def open_correct(call: Call) -> Reply:
    was, held = _mendable(call)
    return Open(correct_form(was, subject_of(held, was), voters(call, held)))


def _mendable(call: Call) -> tuple[Outcome, Held]:
    """An outcome for whoever runs its meeting, until its minutes are approved; behind its id may stand a version."""
    was = MinutesBook(call.tx).get(named(call.about, 1)[0])
    meeting = found_of(call, was.meeting)
    check_may_run(meeting, call.viewer)
    held = held_of(call, meeting)
    check_corrects(was, approved=not held.writes)
    if was.car in held.guarded:
        raise RefusedError("Not everybody may read {car} any more, so its outcome stands as it is.", car=was.car)
    return was, held


@routes.submit("minutes.correct", CorrectForm)
def correct(call: Call, form: CorrectForm) -> Reply:
    """What was read is what is mended: of two who do at once, the second is told."""
    was, held = _mendable(call)
    read = replace(was, version=number_in(named(call.about, 2)[1]))
    if again := asked(form, correct_form(was, subject_of(held, was), voters(call, held))):
        return again
    if form.why:
        now, did = strike(read, form.why, by=call.me, at=call.tx.now), "outcome.struck"
    else:
        mended = check_outcome(_mended(read, form), held.room, min(call.today, was.due or call.today))
        now, did = corrected(read, mended, by=call.me, at=call.tx.now), "outcome.corrected"
    MinutesBook(call.tx).correct(now, did=did, by=call.me)
    Outbox(call.tx).refresh(was.meeting)
    return Draw("minutes.card", was.meeting)


def _mended(was: Outcome, form: CorrectForm) -> Outcome:
    text = was.text if was.kind is OutcomeKind.STEP else form.text
    now = replace(was, text=text, output=form.output)
    match was.kind:
        case OutcomeKind.DECISION:
            return replace(now, **counted(form))
        case OutcomeKind.RESOURCE:
            return replace(now, **amounts_of(form))
        case _:
            return now


@routes.notice("minutes.change")
def change(call: Call) -> Card:
    """To whoever leads a plan that a meeting decided to change."""
    found = _asking(call)
    meeting = Meetings(call.tx).get(found.meeting)
    if found.struck:
        return gone_card(found.plan)
    plan = plan_of(call, found.plan)
    return change_card(meeting, found, leads=leads_plan(plan, call.viewer) and plan.state is PlanState.IN_FORCE)


@routes.button("minutes.change_form")
def open_change_(call: Call) -> Reply:
    """The new version says where it comes from."""
    found = _asking(call)
    why = f"{found.meeting}: {found.text}"
    return prefilled(open_change(replace(call, about=found.plan)), {"why": why})


def _asking(call: Call) -> Outcome:
    """A decision about a plan, for whoever may change that."""
    found = MinutesBook(call.tx).get(call.about)
    if not found.plan or not leads_plan(plan_of(call, found.plan), call.viewer):
        raise RefusedError("Only whoever leads the plan can change it.")
    return found
