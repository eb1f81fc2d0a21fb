"""The forms in which the work on a report is told: what was done, what a check found, and why something ends."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from domain.cars import CAUSE_MAX, CAUSES, REASON_MAX, Car
from domain.cases import Case
from domain.plans import Resources, Step, StepStatus
from domain.remedies import REMEDIES
from domain.step_updates import STATUSES
from domain.steps import ON_THE_WAY
from domain.texts import joined, say
from views.dates import day
from views.elements import Ask, Choices, Form, Note, Option, Part, Quote, Text
from views.evidence import files_ask
from views.names import NO_NAMES
from views.plans import GIVEN, typed

YES, NO = "yes", "no"
YES_NO = (Option(value=YES, label=say("Yes")), Option(value=NO, label=say("No")))
DONE, NOT_NEEDED = "done", "not_needed"
ENDS = (Option(value=DONE, label=say("It is done")), Option(value=NOT_NEEDED, label=say("It is not needed any more")))

STANDS = (*(Option(value=str(one), label=STATUSES[one]) for one in ON_THE_WAY), *ENDS)


def _head(car: Car) -> Text:
    return Text(joined(" · ", [car.number, car.title]))


def _words(name: str, label: str, *, hint: str = "", example: str = "", most: int = REASON_MAX, **more: Any) -> Ask:
    said = joined(" ", [hint, NO_NAMES])
    return Ask(name=name, label=label, kind="paragraph", hint=said, example=example, most=most, **more)


def _why(car: Car, does: str, title: str, submit: str, label: str, *, note: str = "", hint: str = "") -> Form:
    """One box."""
    parts: list[Part | Ask] = [_head(car), *([Note(note)] if note else []), _words("reason", label, hint=hint)]
    return Form(title=title, does=does, about=car.number, submit=submit, parts=parts)


def _with_files(form: Form) -> Form:
    return replace(form, parts=[*form.parts, files_ask()])


def fix_choices(causes: Mapping[str, str]) -> Choices:
    """What an owner tells of a quick fix, chosen in the card itself: one press marks it done."""
    return Choices(
        [
            Ask(name="remedy", label=say("What was done?"), kind="choice", options=options_of(REMEDIES)),
            Ask(name="category", label=say("Why did it happen?"), kind="choice", options=options_of(causes)),
            _elsewhere(),
        ]
    )


def options_of(words: Mapping[str, str]) -> list[Option]:
    return [Option(value=key, label=said) for key, said in words.items()]


def _elsewhere() -> Ask:
    return Ask(name="elsewhere", label=say("Could it happen elsewhere too?"), kind="choice", options=YES_NO, value=NO)


def quick_form(car: Car, causes: Mapping[str, str] = CAUSES) -> Form:
    return Form(
        title=say("Mark done"),
        does="car.quick",
        about=car.number,
        submit=say("Mark done"),
        parts=[
            _head(car),
            _words("done", say("What was done?"), example=say("A new latch, and the hinge is oiled.")),
            Ask(
                name="cause",
                label=say("Why did it happen, in one sentence?"),
                most=CAUSE_MAX,
                example=say("The latch was worn out."),
            ),
            Ask(name="category", label=say("What kind of cause is that?"), kind="choice", options=options_of(causes)),
            _elsewhere(),
            files_ask(),
        ],
    )


def finish_form(car: Car) -> Form:
    """After a check that was not passed, where nothing was planned."""
    missing: list[Part | Ask] = [Quote(car.reason)] if car.reason else []
    done = _words("done", say("What was done now?"))
    return Form(
        title=say("Mark done"),
        does="car.finish_with",
        about=car.number,
        submit=say("Mark done"),
        parts=[_head(car), *missing, done, files_ask()],
    )


def refuse_form(car: Car) -> Form:
    label = say("What does the plan still need?")
    return _why(
        car, "car.refuse", say("Send the plan back"), say("Send back"), label, hint=say("The owner reads this.")
    )


def not_yet_form(car: Car) -> Form:
    label = say("What is still missing?")
    form = _why(car, "car.not_yet", say("Not yet"), say("Send back"), label, hint=say("The owner reads this."))
    return _with_files(form)


def came_back_form(car: Car) -> Form:
    note = say("The cause was another one, then. The owner looks again and writes a new plan.")
    form = _why(car, "car.came_back", say("It came back"), say("Send"), say("What did the check show?"), note=note)
    return _with_files(form)


def cancel_form(car: Car) -> Form:
    note = say("Nobody works on it any more. The next Management Review Team reads that it was stopped.")
    return _why(car, "car.cancel", say("Stop it"), say("Stop it"), say("Why does this stop?"), note=note)


def reopen_form(case: Case) -> Form:
    """One that was closed before anybody owned it needs an owner now."""
    car = case.car
    owner = Ask(name="owner", label=say("Who owns it?"), kind="person")
    note = say("Its dates begin anew today.")
    form = _why(car, "car.reopen", say("Open it again"), say("Open it"), say("Why is it opened again?"), note=note)
    if car.owner is not None:
        return form
    return Form(title=form.title, does=form.does, about=form.about, submit=form.submit, parts=[*form.parts, owner])


def later_form(car: Car, today: date) -> Form:
    due = car.effectiveness_due
    until = [Note(say("The check was planned for {day}. It can be put off once.", day=day(due, today)))] if due else []
    return Form(
        title=say("Too early to say"),
        does="car.later",
        about=car.number,
        submit=say("Put it off"),
        parts=[_head(car), *until, Ask(name="until", label=say("When do you look again?"), kind="date")],
    )


def held_form(case: Case, *, early: bool) -> Form:
    car, proof = case.car, case.plan.effectiveness.criterion if case.plan else ""
    looked: list[Part | Ask] = [Note(say("It worked if:")), Quote(proof)] if proof else []
    why = [_words("early_because", say("Why do you close it before its date?"))] if early else []
    return Form(
        title=say("It held"),
        does="car.held",
        about=car.number,
        submit=say("Close it"),
        parts=[
            _head(car),
            *looked,
            _words("result", say("What did the check show?")),
            _words("documents", say("Which papers or training were changed?"), hint=say('Or "none, because …".')),
            _words("lesson", say("What can others learn from it?")),
            *why,
            files_ask(),
        ],
    )


def resources_form(case: Case) -> Form:
    asked: list[Part | Ask] = [Quote(case.plan.resources_asked)] if case.plan and case.plan.resources_asked else []
    options = [Option(value=str(one), label=said) for one, said in GIVEN.items()]
    return Form(
        title=say("Resources"),
        does="car.resources",
        about=case.car.number,
        submit=say("Keep it"),
        parts=[
            _head(case.car),
            *asked,
            Ask(
                name="as_",
                label=say("What did the Management Review Team decide?"),
                kind="choice",
                options=options,
                value=Resources.ALLOCATED,
            ),
            _words("what", say("How much, which people, paid by what?")),
        ],
    )


def step_form(car: Car, step: Step) -> Form:
    """How a step stands: as it was told last, else as most do."""
    now = step.status if step.status in ON_THE_WAY else StepStatus.ON_TRACK
    return Form(
        title=say("Step {n}", n=step.number),
        does="step.report",
        about=str(step.number),
        submit=say("Send"),
        parts=[
            _head(car),
            Quote(step.what),
            Ask(name="as_", label=say("How does it stand?"), kind="choice", options=STANDS, value=str(now)),
            _words(
                "said",
                say("What is there to say?"),
                hint=say("What shows that it is done, why it is not needed, or what holds it up."),
                example=say("The list hangs at the gate."),
                optional=True,
            ),
            files_ask(),
        ],
    )


def owner_form(car: Car) -> Form:
    note = say("They are asked, and own it once they say yes. Until then it stays as it is.")
    return Form(
        title=say("A new owner"),
        does="owner.ask",
        about=car.number,
        submit=say("Ask"),
        parts=[_head(car), Note(note), Ask(name="owner", label=say("Who do you ask?"), kind="person")],
    )


def hand_step_form(car: Car, steps: Sequence[Step]) -> Form:
    """`steps` are those for which somebody else can be asked."""
    note = say("They are asked, and do it once they say yes. Until then it stays with whoever has it.")
    options = [Option(value=str(step.number), label=_named(step)) for step in steps]
    return Form(
        title=say("A step for somebody else"),
        does="step.ask",
        about=car.number,
        submit=say("Ask"),
        parts=[
            _head(car),
            Note(note),
            Ask(name="step", label=say("Which step?"), kind="choice", options=options, value=options[0].value),
            Ask(name="owner", label=say("Who do you ask?"), kind="person"),
        ],
    )


def _named(step: Step) -> str:
    return joined(" · ", [say("Step {n}", n=step.number), typed(step.what)])
