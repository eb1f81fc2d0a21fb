"""How a plan comes into force, is changed, goes on into the next school year, and ends."""

from collections.abc import Sequence

from domain.improvement import DistrictPlan, PlanState
from domain.improvement_moves import (
    approve,
    change,
    check_rolls,
    close,
    give_back,
    give_up_change,
    recall,
    reopen,
    rolled,
    send,
    steps_on,
    take_back_approval,
)
from domain.improvement_rights import APPROVE, approves_as, check_leads
from domain.people import PersonId
from domain.step_updates import is_live
from domain.texts import say, say_many
from handlers.improvement import draw, gone, named, number_in, numbered, plan_of
from handlers.improvement_writing import save
from handlers.names import Named, asked
from handlers.routing import Answers, Call, Draw, Open, Reply, Routes, Typed
from storage.improvement import PlanBook
from storage.outbox import Outbox
from storage.plan_steps import PlanSteps
from views.elements import Card, Form
from views.improvement_forms import EVERY_STEP, change_form, close_form, return_form, roll_form

routes = Routes()


class ReasonForm(Named):
    LOOKED_AT = ("reason",)
    reason: Typed = ""


class WhyForm(Named):
    LOOKED_AT = ("why",)
    why: Typed = ""


class RollForm(Answers):
    which: Sequence[str] = ()


def _kept(call: Call, now: DistrictPlan, was: DistrictPlan, *, did: str) -> Reply:
    save(call, now, was, did=did)
    return Draw("plan.card", now.number)


@routes.button("plan.send", writes=True)
def send_(call: Call) -> Reply:
    """Both who approve it are told; where a seat is empty, it is kept for whoever takes it."""
    was = plan_of(call, call.about)
    now = send(was, by=call.viewer)
    for role in APPROVE:
        key = f"plan.asked:{now.number}:{now.revision}:{was.version}"
        Outbox(call.tx).owe_seat(role, "plan.asked", now.number, key=key)
    return _kept(call, now, was, did="plan.sent")


@routes.button("plan.approve", writes=True)
def approve_(call: Call) -> Reply:
    """What was read: the button names the revision and the digest of what it stood under."""
    number, revision, digest = named(call.about, 3)
    was = plan_of(call, number)
    now = approve(was, number_in(revision), digest, by=call.viewer, today=call.today)
    if now.state is not PlanState.IN_FORCE:
        return _kept(call, now, was, did="plan.approved")
    if now.rolled_from:
        PlanBook(call.tx, call.viewer).replaced(now.rolled_from)
        Outbox(call.tx).refresh(now.rolled_from)
    _tell_all(call, now)
    return _kept(call, now, was, did="plan.in_force")


def _tell_all(call: Call, plan: DistrictPlan) -> None:
    """Its lead, and each who does new steps of it, get one message."""
    version = f"{plan.number}:{plan.revision}"
    _tell(call, "plan.decided", plan, [plan.lead], key=f"plan.decided:{version}:in_force")
    doing = {step.owner for step in plan.steps if not step.is_over and step.cycle == plan.revision}
    _tell(call, "plan.steps", plan, doing - {plan.lead}, key=f"plan.steps:{version}")


def _tell(call: Call, what: str, plan: DistrictPlan, whom: Sequence[PersonId] | set[PersonId], *, key: str) -> None:
    for person in sorted(set(whom) - {call.me}):
        Outbox(call.tx).owe(what, plan.number, to=person, key=key)


@routes.button("plan.unsign", writes=True)
def unsign(call: Call) -> Reply:
    was = plan_of(call, call.about)
    return _kept(call, take_back_approval(was, by=call.viewer), was, did="plan.unsigned")


@routes.button("plan.return_form")
def open_return(call: Call) -> Reply:
    return Open(return_form(plan_of(call, call.about)))


@routes.submit("plan.return", ReasonForm)
def return_(call: Call, form: ReasonForm) -> Reply:
    was = plan_of(call, call.about)
    if again := asked(form, return_form(was)):
        return again
    now = give_back(was, form.reason, by=call.viewer)
    _tell(call, "plan.decided", now, [now.lead], key=f"plan.decided:{now.number}:{was.version}")
    return _kept(call, now, was, did="plan.returned")


@routes.button("plan.recall", writes=True)
def recall_(call: Call) -> Reply:
    was = plan_of(call, call.about)
    return _kept(call, recall(was, by=call.viewer), was, did="plan.recalled")


@routes.button("plan.change_form")
def open_change(call: Call) -> Reply:
    plan = plan_of(call, call.about)
    check_leads(plan, call.viewer)
    return Open(change_form(plan))


@routes.submit("plan.change", WhyForm)
def change_(call: Call, form: WhyForm) -> Reply:
    was = plan_of(call, call.about)
    if again := asked(form, change_form(was)):
        return again
    return _kept(call, change(was, form.why, by=call.viewer), was, did="plan.changed")


@routes.button("plan.give_up", writes=True)
def give_up(call: Call) -> Reply:
    """The steps that came with the change go with it."""
    was = plan_of(call, call.about)
    now = give_up_change(was, by=call.viewer)
    for step in was.steps:
        if not is_live(was, step):
            PlanSteps(call.tx).drop(step, by=call.me)
    return _kept(call, now, was, did="plan.given_up")


@routes.button("plan.close_form")
def open_close(call: Call) -> Reply:
    plan = plan_of(call, call.about)
    check_leads(plan, call.viewer)
    return Open(close_form(plan))


@routes.submit("plan.close", ReasonForm)
def close_(call: Call, form: ReasonForm) -> Reply:
    was = plan_of(call, call.about)
    if again := asked(form, close_form(was)):
        return again
    return _kept(call, close(was, form.reason, by=call.viewer), was, did="plan.closed")


@routes.button("plan.reopen", writes=True)
def reopen_(call: Call) -> Reply:
    was = plan_of(call, call.about)
    return _kept(call, reopen(was, by=call.viewer), was, did="plan.reopened")


@routes.command("plan roll-over")
def roll_typed(call: Call) -> Reply:
    """By its number; without one, the plan that whoever asks leads, where that is only one."""
    return Open(_roll_form(call, numbered(call)))


@routes.button("plan.roll_form")
def open_roll(call: Call) -> Reply:
    return Open(_roll_form(call, call.about))


def _roll_form(call: Call, number: str) -> Form:
    plan = plan_of(call, number)
    check_rolls(plan, by=call.viewer)
    return roll_form(plan, call.today)


@routes.submit("plan.roll", RollForm)
def roll(call: Call, form: RollForm) -> Reply:
    was, book = plan_of(call, call.about), PlanBook(call.tx, call.viewer)
    check_rolls(was, by=call.viewer)
    now = rolled(was, book.next_number(call.settings.number_year(call.today)), by=call.viewer)
    book.add(now)
    every = EVERY_STEP in form.which
    chosen = {step.number for step in was.steps if every or str(step.number) in form.which}
    for step in steps_on(was, chosen, now.number):
        PlanSteps(call.tx).add(step, by=call.me)
    return Draw("plan.card", now.number)


@routes.notice("plan.asked")
def asked_(call: Call) -> Card:
    """To those who approve."""
    plan = _found(call)
    if plan is None:
        return gone(call.about)
    return draw(call, plan.number, lead=say("A plan for you to approve.") if approves_as(plan, call.viewer) else "")


@routes.notice("plan.decided")
def decided(call: Call) -> Card:
    plan = _found(call)
    if plan is None:
        return gone(call.about)
    leads = {
        PlanState.IN_FORCE: say("Your plan is in force. Both have approved it."),
        PlanState.DRAFT: say("Your plan came back. Please look at what was said."),
    }
    return draw(call, plan.number, lead=leads.get(plan.state, ""))


@routes.notice("plan.steps")
def yours(call: Call) -> Card:
    """To whoever does steps of a plan that came into force, of them all at once."""
    plan = _found(call)
    mine = [s for s in plan.steps if s.owner == call.me and is_live(plan, s) and not s.is_over] if plan else []
    if plan is None or not mine:
        return gone(call.about)
    lead = say_many("You do {n} step of this plan.", "You do {n} steps of this plan.", len(mine))
    return draw(call, plan.number, lead=lead)


@routes.notice("plan.to_read")
def to_read(call: Call) -> Card:
    plan = _found(call)
    return draw(call, plan.number, lead=say("You were let in to read this plan.")) if plan else gone(call.about)


def _found(call: Call) -> DistrictPlan | None:
    return PlanBook(call.tx, call.viewer).find(call.about)
