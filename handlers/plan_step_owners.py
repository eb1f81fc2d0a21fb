"""A step of a plan for somebody else, who agrees: they are asked, and do it once they say yes."""

from domain.improvement import DistrictPlan, PlanStep
from domain.improvement_rights import leads_plan
from domain.people import PersonId
from domain.plan_step_owners import ask_for_step, decline_step, is_asked, may_hand, take_step
from domain.texts import say
from handlers.improvement import gone, look
from handlers.my_steps import card_of, drawn, step_of
from handlers.routing import Answers, Call, Open, Reply, Routes
from storage.colleagues import must_be_colleague
from storage.daily import draw_again
from storage.outbox import Outbox
from storage.people import People
from storage.plan_steps import PlanSteps
from views.elements import Card
from views.plan_step_forms import hand_form

routes = Routes()


class HandForm(Answers):
    owner: str


@routes.button("steps.hand_form")
def open_(call: Call) -> Reply:
    plan, step = step_of(call, call.about)
    if not may_hand(plan, step, call.viewer):
        ask_for_step(plan, step, PersonId(""), by=call.viewer)  # says who can
    return Open(hand_form(step))


@routes.submit("steps.ask_owner", HandForm)
def ask(call: Call, form: HandForm) -> Reply:
    plan, step = step_of(call, call.about)
    must_be_colleague(call.tx, form.owner, field="owner")
    to = People(call.tx).canonical(form.owner)
    now = ask_for_step(plan, step, to, by=call.viewer)
    PlanSteps(call.tx).save(now, did="step.asked", by=call.me)
    Outbox(call.tx).owe("steps.asked", str(step.number), to=to, key=f"steps.asked:{step.number}:{step.version}")
    return _kept(call, now)


@routes.button("steps.take", writes=True)
def take(call: Call) -> Reply:
    plan, step = step_of(call, call.about)
    nth = len(PlanSteps(call.tx).updates(step.number)) + 1
    now, line = take_step(plan, step, nth=nth, by=call.viewer, today=call.today)
    PlanSteps(call.tx).tell(now, line, did="step.taken")
    _tell(call, plan, step)
    return _kept(call, now)


@routes.button("steps.decline", writes=True)
def decline(call: Call) -> Reply:
    plan, step = step_of(call, call.about)
    now = decline_step(plan, step, by=call.viewer)
    PlanSteps(call.tx).save(now, did="step.declined", by=call.me)
    _tell(call, plan, step)
    return _kept(call, now)


def _tell(call: Call, plan: DistrictPlan, was: PlanStep) -> None:
    """Whoever did it and whoever leads the plan hear what was said."""
    for person in sorted({was.owner, plan.lead} - {call.me}):
        Outbox(call.tx).owe(
            "steps.answered", str(was.number), to=person, key=f"steps.answered:{was.number}:{was.version}"
        )


def _kept(call: Call, step: PlanStep) -> Reply:
    draw_again(call.tx, step.of)
    return drawn(call, step)


@routes.notice("steps.asked")
def asked(call: Call) -> Card:
    plan, step = step_of(call, call.about)
    if not is_asked(plan, step, call.viewer):
        return gone(call.about)
    return card_of(call, call.about, lead=say("You are asked to do this step. Do you take it?"))


@routes.notice("steps.answered")
def answered(call: Call) -> Card:
    plan, step = step_of(call, call.about)
    if not (leads_plan(plan, call.viewer) or call.me in (step.owner, *_before(call, step))):
        return gone(call.about)
    who = look(call, [plan], [step]).person(step.owner)
    return card_of(call, call.about, lead=say("Whoever was asked has answered. Now it is done by: {who}", who=who))


def _before(call: Call, step: PlanStep) -> list[PersonId]:
    return [line.owner_was for line in PlanSteps(call.tx).updates(step.number) if line.owner_was]
