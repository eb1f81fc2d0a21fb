"""The form in which a plan is written."""

from collections.abc import Mapping
from typing import Any

from domain.cars import CAUSES, Car, State
from domain.cases import Case
from domain.plans import PLAN_MAX, STEP_MAX, Method, Plan, is_over
from domain.steps import STEPS_MAX
from domain.texts import joined, say
from views.elements import Ask, Button, Buttons, Form, Heading, Note, Option, Part, Quote, Text
from views.names import NO_NAMES
from views.plans import METHODS


def written(case: Case) -> dict[str, Any]:
    """The plan as it stands in the form; of an earlier cycle nothing stands there any more."""
    plan = case.plan
    if plan is None or is_over(plan):
        return {}
    return _cause(plan) | _steps(plan) | _rest(plan)


def _cause(plan: Plan) -> dict[str, Any]:
    cause = next(cause for cause in plan.causes if not cause.not_confirmed)
    return {
        "causes": cause.statement,
        "how_found": str(cause.method),
        "category": cause.category,
        "whys": "\n".join(cause.whys),
        "how_verified": cause.how_verified,
    }


def _steps(plan: Plan) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for nth, step in enumerate(plan.steps, 1):
        found |= {
            step_name("steps", nth): step.what,
            step_name("who", nth): step.owner,
            step_name("due", nth): step.due,
        }
    return found


def _rest(plan: Plan) -> dict[str, Any]:
    effect = plan.effectiveness
    return {
        "correction": plan.correction,
        "elsewhere": plan.elsewhere,
        "criterion": effect.criterion,
        "baseline": effect.baseline,
        "method": effect.method,
        "on": effect.on,
        "checker": effect.checker,
        "resources": plan.resources_asked,
    }


def step_name(question: str, nth: int) -> str:
    """What a question about a step is called; those of the first one have no number."""
    return question if nth == 1 else f"{question}_{nth}"


def steps_in(typed: Mapping[str, Any]) -> int:
    """How many steps stand in a form."""
    named = [nth for nth in range(1, STEPS_MAX + 1) if typed.get(step_name("steps", nth))]
    return max(named, default=1)


def plan_form(case: Case, typed: Mapping[str, Any], steps: int, causes: Mapping[str, str] = CAUSES) -> Form:
    """The questions of a plan with so many steps; `typed` stands in it."""
    car, more = case.car, steps < STEPS_MAX
    add = Button(label=say("Add a step"), does="car.plan_more", about=f"{car.number} {steps + 1}")
    return Form(
        title=say("Change the plan") if car.state is State.IMPLEMENTING else say("Write the plan"),
        does="car.plan",
        about=car.number,
        submit=say("Send the plan"),
        parts=[
            *_head(car),
            *_why_asks(typed, causes),
            *(part for nth in range(1, steps + 1) for part in _step_asks(typed, nth)),
            *([Buttons([add])] if more else []),
            *_proof_asks(typed),
        ],
    )


def _head(car: Car) -> list[Part | Ask]:
    asked: list[Part | Ask] = [Note(say("What was said last:")), Quote(car.reason)] if car.reason else []
    return [Text(joined(" · ", [car.number, car.title])), *asked]


def _words(typed: Mapping[str, Any], name: str, label: str, *, most: int = PLAN_MAX, **more: Any) -> Ask:
    return Ask(name=name, label=label, kind="paragraph", value=typed.get(name), most=most, **more)


def _why_asks(typed: Mapping[str, Any], causes: Mapping[str, str]) -> list[Part | Ask]:
    return [
        _words(
            typed,
            "correction",
            say("What was done at once?"),
            hint=joined(" ", [say('Or "none needed, because …".'), NO_NAMES]),
        ),
        _words(typed, "causes", say("Why did it happen?"), hint=say("What is behind it, not who.")),
        Ask(
            name="how_found",
            label=say("How did you find that out?"),
            kind="choice",
            options=[Option(value=str(one), label=said) for one, said in METHODS.items()],
            value=typed.get("how_found") or Method.FIVE_WHYS,
        ),
        Ask(
            name="category",
            label=say("What kind of cause is that?"),
            kind="choice",
            options=[Option(value=key, label=said) for key, said in causes.items()],
            value=typed.get("category"),
        ),
        _words(typed, "whys", say("Why, and why that?"), hint=say("One a line, up to five."), optional=True),
        _words(typed, "how_verified", say("How do you know that this is the cause?"), optional=True),
        _words(typed, "elsewhere", say("Could it exist elsewhere too?"), hint=say("Where did you look?")),
    ]


def _step_asks(typed: Mapping[str, Any], nth: int) -> list[Part | Ask]:
    named = {question: step_name(question, nth) for question in ("steps", "who", "due")}
    rest = nth > 1
    return [
        Heading(say("Step {n}", n=nth)),
        Ask(
            name=named["steps"],
            label=say("What is done?"),
            kind="paragraph",
            hint=say("Leave it empty to go without this step.") if rest else "",
            optional=rest,
            value=typed.get(named["steps"]),
            most=STEP_MAX,
        ),
        Ask(name=named["who"], label=say("Who does it?"), kind="person", optional=rest, value=typed.get(named["who"])),
        Ask(name=named["due"], label=say("By when?"), kind="date", optional=rest, value=typed.get(named["due"])),
    ]


def _proof_asks(typed: Mapping[str, Any]) -> list[Part | Ask]:
    return [
        Heading(say("How you will know that it worked")),
        _words(typed, "criterion", say("What will show it?"), example=say("No open gate in 60 days.")),
        _words(typed, "baseline", say("How is it today?"), example=say("Three open gates in the last 60 days.")),
        _words(typed, "method", say("How is it looked at?"), example=say("The log of the evening round.")),
        Ask(
            name="on",
            label=say("When is it looked at?"),
            kind="date",
            value=typed.get("on"),
            hint=say("After the last step is due."),
        ),
        Ask(
            name="checker",
            label=say("Who looks at it?"),
            kind="person",
            value=typed.get("checker"),
            hint=say("Somebody who does none of the work."),
        ),
        _words(
            typed,
            "resources",
            say("Money, people or time that you ask for"),
            hint=say("The Management Review Team decides about it."),
            optional=True,
        ),
    ]
