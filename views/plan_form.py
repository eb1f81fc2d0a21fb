"""The form in which a plan is written."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from domain.cars import CAUSES, Car, State
from domain.cases import Case
from domain.frozen import dataclass
from domain.plans import CAUSES_MAX, PLAN_MAX, STEP_MAX, Method, Plan, cause_max, is_over
from domain.steps import STEPS_MAX
from domain.texts import joined, say
from views.elements import Ask, Button, Buttons, Form, Heading, Note, Option, Part, Quote, Text
from views.evidence import files_ask
from views.names import NO_NAMES, kept_ask
from views.plans import METHODS

CAUSE_QUESTIONS = ("causes", "how_found", "category", "whys", "how_verified")


def written(case: Case) -> dict[str, Any]:
    """The plan as it stands in the form; of an earlier cycle nothing stands there any more."""
    plan = case.plan
    if plan is None or is_over(plan):
        return {}
    return _causes(plan) | _steps(plan) | _rest(plan)


def _causes(plan: Plan) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for nth, cause in enumerate((one for one in plan.causes if not one.not_confirmed), 1):
        found |= {
            step_name("causes", nth): cause.statement,
            step_name("how_found", nth): str(cause.method),
            step_name("category", nth): cause.category,
            step_name("whys", nth): "\n".join(cause.whys),
            step_name("how_verified", nth): cause.how_verified,
        }
    return found


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
    """What a question about a step or a cause is called; those of the first one have no number."""
    return question if nth == 1 else f"{question}_{nth}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Room:
    """For how many steps and causes a form asks."""

    steps: int = 1
    causes: int = 1

    @property
    def fits(self) -> bool:
        """Teams takes a form of so many letters: another cause takes the room of two steps."""
        return self.causes <= CAUSES_MAX and self.steps + 2 * (self.causes - 1) <= STEPS_MAX

    @property
    def written(self) -> str:
        return f"{self.steps} {self.causes}"


def read_room(text: str) -> Room:
    """What a button names: how many steps, and how many causes. Whatever else it says is one of each."""
    steps, causes = ([int(one) for one in text.split() if one.isdecimal() and len(one) == 1] + [1, 1])[:2]
    wanted = Room(steps=max(steps, 1), causes=max(causes, 1))
    return wanted if wanted.fits else Room()


def room_for(typed: Mapping[str, Any]) -> Room:
    """For all that stands in a form."""
    return Room(steps=_last(typed, "steps", STEPS_MAX), causes=_last(typed, "causes", CAUSES_MAX))


def _last(typed: Mapping[str, Any], question: str, most: int) -> int:
    return max((nth for nth in range(1, most + 1) if typed.get(step_name(question, nth))), default=1)


def plan_form(case: Case, typed: Mapping[str, Any], room: Room, causes: Mapping[str, str] = CAUSES) -> Form:
    """The questions of a plan with so many steps and causes; `typed` stands in it."""
    car = case.car
    return Form(
        title=say("Change the plan") if car.state is State.IMPLEMENTING else say("Write the plan"),
        does="car.plan",
        about=car.number,
        submit=say("Send the plan"),
        parts=[
            *_head(car),
            _words(
                typed,
                "correction",
                say("What was done at once?"),
                hint=joined(" ", [say('Or "none needed, because …".'), NO_NAMES]),
            ),
            *(part for nth in range(1, room.causes + 1) for part in _why_asks(typed, nth, causes)),
            *_more(car, say("Add another cause"), replace(room, causes=room.causes + 1)),
            _words(typed, "elsewhere", say("Could it exist elsewhere too?")),
            *(part for nth in range(1, room.steps + 1) for part in _step_asks(typed, nth)),
            *_more(car, say("Add a step"), replace(room, steps=room.steps + 1)),
            *_proof_asks(typed),
            *_files_asks(typed),
        ],
    )


def _files_asks(typed: Mapping[str, Any]) -> list[Part | Ask]:
    """The box for files, and those that came before the form was drawn again with room for more."""
    kept = [*(typed.get("kept") or ()), *(typed.get("files") or ())]
    return [*([kept_ask(kept)] if kept else []), replace(files_ask(), hint=say("No faces, no names."))]


def _more(car: Car, label: str, room: Room) -> list[Part | Ask]:
    """The button for one more, while there is room."""
    if not room.fits:
        return []
    return [Buttons([Button(label=label, does="car.plan_more", about=f"{car.number} {room.written}")])]


def _head(car: Car) -> list[Part | Ask]:
    asked: list[Part | Ask] = [Note(say("What was said last:")), Quote(car.reason)] if car.reason else []
    return [Text(joined(" · ", [car.number, car.title])), *asked]


def _words(typed: Mapping[str, Any], name: str, label: str, *, most: int = PLAN_MAX, **more: Any) -> Ask:
    return Ask(name=name, label=label, kind="paragraph", value=typed.get(name), most=most, **more)


def _why_asks(typed: Mapping[str, Any], nth: int, causes: Mapping[str, str]) -> list[Part | Ask]:
    """One cause. The first one is needed, each other one only once it is named."""
    named = {question: step_name(question, nth) for question in CAUSE_QUESTIONS}
    rest, most = nth > 1, cause_max(nth)
    return [
        *([Heading(say("Cause {n}", n=nth))] if rest else []),
        _words(
            typed,
            named["causes"],
            say("Why did it happen?"),
            hint=say("Empty: no cause.") if rest else say("What is behind it, not who."),
            optional=rest,
            most=most,
        ),
        Ask(
            name=named["how_found"],
            label=say("How did you find that out?"),
            kind="choice",
            options=[Option(value=str(one), label=said) for one, said in METHODS.items()],
            value=typed.get(named["how_found"]) or Method.FIVE_WHYS,
            optional=rest,
        ),
        Ask(
            name=named["category"],
            label=say("What kind of cause is that?"),
            kind="choice",
            options=[Option(value=key, label=said) for key, said in causes.items()],
            value=typed.get(named["category"]),
            optional=rest,
        ),
        _words(
            typed,
            named["whys"],
            say("Why, and why that?"),
            hint="" if rest else say("One a line, up to five."),
            optional=True,
            most=most,
        ),
        _words(typed, named["how_verified"], say("How do you know that this is the cause?"), optional=True, most=most),
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
            hint=say("Empty: no step.") if rest else "",
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
            hint=say("The Review Team decides."),
            optional=True,
        ),
    ]
