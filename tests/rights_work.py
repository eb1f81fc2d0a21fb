"""Reports that somebody works on, for the table of rights: brought there by those who may, in chat."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from domain.people import PersonId
from domain.plans import StepStatus
from storage.cars import CarLog
from storage.cases import Cases
from storage.db import Tx
from storage.improvement import PlanBook
from tests.conftest import MR, OTHER, District
from tests.story import CHIEF, ask
from tests.working import QUICK as DONE
from tests.working import plan_answers

OWNER, CHECKER, STEPPER = "U13", "U14", "U24"


def accept(district: District, lead: str, number: str, owner: str, school: str, severity: str = "minor") -> None:
    form = {"kind": "corrective", "source": "employee", "severity": severity, "owner": district.person(owner)}
    ask(district, lead, "car.accept_with", {**form, "school": district.school(school)}, about=number)

    def check(tx: Tx) -> None:  # acceptance names no checker
        log = CarLog(tx, district.call(tx, lead).viewer)
        car = log.get(number)
        log.save(replace(car, checker=PersonId(district.account(tx, CHECKER).person)), was=car, did="test")

    district.do(check)


def work_on(district: District, lead: str, number: str, state: str, school: str, word: str) -> None:
    """Bring a report that was filed to a state of the work; `word` stands in all that is planned."""
    if state in ("quick fix", "closed", "offered"):
        accept(district, lead, number, OWNER, school)
        _quickly(district, number, state)
        return
    accept(district, lead, number, OWNER, school, severity="major")
    if state != "needs a plan":
        ask(district, OWNER, "car.plan", answers(district, word), about=number)
        _planned(district, lead, number, state)


def _quickly(district: District, number: str, state: str) -> None:
    if state == "offered":
        ask(district, OWNER, "owner.ask", {"owner": district.person(OTHER)}, about=number)
        return
    ask(district, OWNER, "car.quick", DONE, about=number)
    if state == "closed":
        ask(district, CHECKER, "car.checked", about=number)


def answers(district: District, said: str) -> dict[str, Any]:
    who, more = district.person(STEPPER), {"steps_2": "", "who_2": None, "due_2": None, "resources": "A gate"}
    words = dict.fromkeys(("correction", "causes", "elsewhere", "criterion", "steps"), f"{said} is looked at")
    return plan_answers(district, **words, who=who, checker=district.person(CHECKER), **more)


def _planned(district: District, lead: str, number: str, state: str) -> None:
    if state == "plan_review":
        return
    tail, step = plan_of(district, lead, number)
    ask(district, lead, "car.approve_pending" if state == "on hold" else "car.approve", about=f"{number} {tail}")
    if state == "on hold":
        ask(district, OWNER, "time.ask", {"new": "2026-09-01", "reason": "Parts"}, about=number)
        return
    ask(district, STEPPER, "step.report", {"as_": "done", "said": "A photo"}, about=step)
    for name, who, route in (("verifying", OWNER, "car.finish"), ("monitoring", CHECKER, "car.watch")):
        if state == name or (state == "monitoring" and name == "verifying"):
            ask(district, who, route, about=number)


def plan_of(district: District, who: str, number: str) -> tuple[str, str]:
    """The version and digest of a plan, and its first step."""
    plan = district.do(lambda tx: Cases(tx, district.call(tx, who).viewer).get(number).plan)
    return (f"{plan.version} {plan.digest}", str(plan.steps[0].number)) if plan else ("", "")


def plans_of(district: District, numbers: Mapping[Any, str]) -> tuple[dict[str, str], dict[str, str]]:
    found = {number: plan_of(district, OWNER, number) for (_, state), number in numbers.items() if state in PLANS}
    return {n: tail for n, (tail, _) in found.items()}, {n: step for n, (_, step) in found.items()}


PLANS = ("plan_review", "on hold", "implementing", "verifying", "monitoring")


#: A step of the first of the plans below.
STEP = {"what": "Buy oil", "under": "PLAN-2026-001 1", "owner": OTHER, "due": "2026-09-01"}
DISTRICT_PLANS = ("plan", "draft", "review", "signed", "changing", "closed", "roadmap")

NEED = {"statement": "Mine", "side": "gap", "priority": "1", "evidence": "student"}


TERM = {"partner": "Ours", "starts": "2025-07-01", "ends": "2028-06-30", "renewal_by": "2028-01-31"}
PROMISE = {"side": "partner", "what": "A room", "a_year": "2"}


def plans_made(district: District) -> dict[str, str]:
    """Numbers of plans by where they are, their steps, and what the button that approves one names."""
    made = {name: _plan(district, "roadmap" if name == "roadmap" else "school") for name in DISTRICT_PLANS}
    for name in ("plan", "review", "signed", "changing", "closed", "roadmap"):
        ask(district, OWNER, "plan.send", about=made[name])
    tails = {name: _tail(district, made[name]) for name in DISTRICT_PLANS}
    ask(district, MR, "plan.approve", about=tails["signed"])
    for name in ("plan", "changing", "closed", "roadmap"):
        for who in (MR, CHIEF):
            ask(district, who, "plan.approve", about=tails[name])
    ask(district, OWNER, "routine.set", {"first": "2026-05-05", "weeks": "2"}, about=made["plan"])
    ask(district, OWNER, "plan.change", {"why": "So"}, about=made["changing"])
    ask(district, OWNER, "plan.close", {"reason": "So"}, about=made["closed"])
    ask(district, STEPPER, "steps.tell", {"status": str(StepStatus.ON_TRACK)}, about="1")
    need = {**NEED, "place": district.school()}
    noted = ask(district, MR, "needs.save", need).about  # type: ignore[union-attr]
    more = {"need": str(noted), "partnership": _partnership(district)}
    return {**made, "approves": tails["review"], "step": "1", "draft step": "2", **more}


def _partnership(district: District) -> str:
    """One that is in force and has a promise, of which something was told."""
    form = {"kind": "partnership", "year": "2026", "place": district.school(), "lead": district.person(OWNER)}
    number = ask(district, MR, "plan.start", form).about  # type: ignore[union-attr]
    ask(district, OWNER, "plan.goal_save", {"statement": "All read"}, about=f"{number} 0")
    ask(district, OWNER, "plan.send", about=number)
    for who in (MR, CHIEF):
        ask(district, who, "plan.approve", about=_tail(district, number))
    ask(district, OWNER, "partnership.term", TERM, about=number)
    ask(district, OWNER, "partnership.promise", PROMISE, about=number)
    ask(district, OWNER, "partnership.happened", {"day": "2026-03-02", "said": "So"}, about=f"{number} 1")
    return str(number)


def _plan(district: District, kind: str) -> str:
    form = {"kind": kind, "year": "2026", "place": district.school(), "lead": district.person(OWNER)}
    number = ask(district, MR, "plan.start", form).about  # type: ignore[union-attr]
    ask(district, OWNER, "plan.goal_save", {"statement": "All read"}, about=f"{number} 0")
    step = {**STEP, "under": f"{number} 1", "owner": district.person(STEPPER)}
    ask(district, OWNER, "steps.add", step, about=number)
    return str(number)


def _tail(district: District, number: str) -> str:
    plan = district.do(lambda tx: PlanBook(tx, district.call(tx, MR).viewer).get(number))
    return f"{number} {plan.revision} {plan.digest}"
