"""Reports that somebody works on, for the table of rights: brought there by those who may, in chat."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from domain.people import PersonId
from storage.cars import CarLog
from storage.cases import Cases
from storage.db import Tx
from tests.conftest import OTHER, District
from tests.story import ask
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
