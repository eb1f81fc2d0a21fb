"""A step of a report for somebody else, who agrees: they are asked, and do it once they say yes."""

from collections.abc import Collection
from typing import Any

from domain.cases import Case
from domain.errors import RefusedError
from domain.people import PersonId
from domain.step_owners import ask_for_step, asked_for, decline_step, handable, take_step
from domain.steps import step_of
from domain.texts import joined, say
from handlers.moving import ASKING, card_if_seen, owner_of, seen_case, tell
from handlers.routing import Answers, Call, Draw, Open, Reply, Routes
from handlers.work import of_step
from storage.cars import CarLog
from storage.cases import Cases
from storage.colleagues import must_be_colleague
from storage.daily import draw_again
from storage.deciders import concerned
from storage.outbox import Outbox
from views.elements import Card
from views.plans import typed
from views.work_forms import hand_step_form

routes = Routes()


class HandForm(Answers):
    step: str
    owner: str


@routes.button("step.hand_form")
def open_(call: Call) -> Reply:
    case = seen_case(call)
    steps = handable(case, call.viewer)
    if not steps:
        raise RefusedError("{number} has no open step for which you can ask somebody else.", number=case.car.number)
    return Open(hand_step_form(case.car, steps))


@routes.submit("step.ask", HandForm)
def ask(call: Call, form: HandForm) -> Reply:
    was = seen_case(call)
    must_be_colleague(call.tx, form.owner, field="owner")
    number, to = int(form.step) if form.step.isdecimal() else 0, PersonId(form.owner)
    barred = concerned(call.tx, was.car.concerns)
    case = ask_for_step(was, number, to, by=call.viewer, concerned=barred)
    return _keep(call, case, was, number, did="step.asked", notice="step.asked", whom=[to])


@routes.button("step.take", writes=True)
def take(call: Call) -> Reply:
    was, number = of_step(call)
    case = take_step(was, number, by=call.viewer)
    return _keep(call, case, was, number, did="step.taken", **_answers(was, number))


@routes.button("step.decline", writes=True)
def decline(call: Call) -> Reply:
    """After it a sealed report is a number to them, as before."""
    was, number = of_step(call)
    case = decline_step(was, number, by=call.viewer)
    return _keep(call, case, was, number, did="step.declined", **_answers(was, number))


def _answers(was: Case, number: int) -> dict[str, Any]:
    """Whoever did it and whoever owns the report hear what was said."""
    return {"notice": "step.answered", "whom": {step_of(was, number).owner, *owner_of(was.car)}}


def _keep(
    call: Call, case: Case, was: Case, number: int, *, did: str, notice: str, whom: Collection[PersonId]
) -> Reply:
    """The report stays as it is; whoever looks at it reads who does its steps now."""
    about = was.car.number
    Cases(call.tx, call.viewer).save_steps(case, was=was, did=did)
    tell(call, notice, about, whom, key=f"{notice}:{number}:{step_of(was, number).version}")
    Outbox(call.tx).refresh(about, *ASKING)
    draw_again(call.tx, about)
    return Draw("car.card", about)


@routes.notice("step.asked")
def asked(call: Call) -> Card:
    """Of all steps of a report that somebody is asked to do."""
    car = CarLog(call.tx, call.viewer).find(call.about)
    steps = asked_for(Cases(call.tx, call.viewer).of(car), call.viewer) if car else []
    gone = say("You are not asked any more. There is nothing for you to do.")
    if not steps:
        return card_if_seen(call, gone)
    which = joined(", ", [joined(" · ", [say("step {n}", n=step.number), typed(step.what)]) for step in steps])
    return card_if_seen(call, gone, lead=say("You are asked to do this: {which}. Do you take it?", which=which))


@routes.notice("step.answered")
def answered(call: Call) -> Card:
    lead = say("Whoever was asked to do a step has answered. Who does it now stands with the step.")
    return card_if_seen(call, say("You have no part in this any more. There is nothing for you to do."), lead=lead)
