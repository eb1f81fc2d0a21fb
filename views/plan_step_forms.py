"""The forms about a step: what is told of it, a new one, and changing one."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from domain.improvement import REASON_MAX, STAGES, STEP_MAX, TEAM_MAX, DistrictPlan, PlanStep
from domain.plans import StepStatus
from domain.step_updates import STATUSES, is_live
from domain.texts import joined, say
from views.elements import Ask, Form, Note, Option, Quote, Text
from views.evidence import files_ask
from views.names import NO_NAMES
from views.plans import typed


def update_form(step: PlanStep, typed_: Mapping[str, Any]) -> Form:
    """`typed_` stands in it: what somebody typed behind the command."""
    options = [Option(value=str(one), label=said) for one, said in STATUSES.items()]
    status = typed_.get("status") or (step.status if step.status is not StepStatus.NOT_STARTED else StepStatus.ON_TRACK)
    return Form(
        title=say("Step {n}", n=step.number),
        does="steps.tell",
        about=str(step.number),
        submit=say("Save"),
        parts=[
            Quote(typed(step.what)),
            Ask(name="status", label=say("How is it going?"), kind="choice", options=options, value=str(status)),
            Ask(
                name="percent",
                label=say("How much of it is done, in percent?"),
                optional=True,
                value=typed_.get("percent") or (str(step.percent) if step.percent else None),
                example=say("50"),
                most=4,
            ),
            Ask(
                name="comment",
                label=say("What is there to say?"),
                kind="paragraph",
                optional=True,
                hint=joined(" ", [say("Needed where it is at risk, off track, done or not needed."), NO_NAMES]),
                value=typed_.get("comment"),
                most=REASON_MAX,
            ),
            files_ask(),
        ],
    )


def add_form(where: Sequence[Option], value: str, typed_: Mapping[str, Any], *, about: str = "") -> Form:
    """A new step; `where` are the goals and strategies that it can belong to."""
    return Form(
        title=say("New step"),
        does="steps.add",
        about=about,
        submit=say("Add it"),
        parts=[
            Ask(
                name="what",
                label=say("What is done?"),
                kind="paragraph",
                value=typed_.get("what"),
                hint=NO_NAMES,
                most=STEP_MAX,
            ),
            Ask(
                name="under",
                label=say("What is it for?"),
                kind="choice",
                options=where,
                search="steps.goals",
                value=value,
            ),
            *_who_and_when(typed_.get("owner"), None),
            *_more(None),
        ],
    )


def _who_and_when(owner: str | None, due: date | None) -> list[Ask]:
    return [
        Ask(name="owner", label=say("Who does it?"), kind="person", value=owner),
        Ask(name="due", label=say("By when?"), kind="date", value=due),
    ]


def _more(step: PlanStep | None) -> list[Ask]:
    stages = [Option(value=str(one), label=said) for one, said in STAGES.items()]
    return [
        Ask(
            name="team",
            label=say("Who else is in the team, and for what?"),
            optional=True,
            value=step.team if step else None,
            most=TEAM_MAX,
        ),
        Ask(
            name="stage",
            label=say("How far is it in use?"),
            kind="choice",
            optional=True,
            options=stages,
            value=str(step.stage) if step and step.stage else None,
        ),
        Ask(
            name="collects",
            label=say("Who measures what, and when?"),
            optional=True,
            value=step.collects if step else None,
            most=TEAM_MAX,
        ),
    ]


TOLD = say("Whoever does it from now on is told, not asked. To ask first, use: Ask somebody else to do it.")


def hand_form(step: PlanStep) -> Form:
    """Somebody else is asked to do it."""
    return Form(
        title=say("A step for somebody else"),
        does="steps.ask_owner",
        about=str(step.number),
        submit=say("Ask"),
        parts=[
            Quote(typed(step.what)),
            Note(say("They are asked, and do it once they say yes. Until then it stays with whoever has it.")),
            Ask(name="owner", label=say("Who do you ask?"), kind="person"),
        ],
    )


def change_form(plan: DistrictPlan, step: PlanStep, where: Sequence[Option]) -> Form:
    under = f"{plan.number} {step.goal}" + (f" {step.strategy}" if step.strategy else "")
    live = is_live(plan, step)
    why = Ask(
        name="why",
        label=say("Why does it change?"),
        hint=say("Needed where what is done, who does it or the day changes. It stays on record."),
        optional=True,
        kind="paragraph",
        most=REASON_MAX,
    )
    return Form(
        title=say("Change step {n}", n=step.number),
        does="steps.change",
        about=str(step.number),
        submit=say("Save"),
        parts=[
            Text(joined(" · ", [plan.number, typed(plan.title)])),
            Ask(
                name="what", label=say("What is done?"), kind="paragraph", value=step.what, most=STEP_MAX, hint=NO_NAMES
            ),
            Ask(
                name="under",
                label=say("What is it for?"),
                kind="choice",
                options=where,
                search="steps.goals",
                value=under,
            ),
            *_who_and_when(step.owner, step.due),
            *_more(step),
            *([why, Note(TOLD)] if live else [Note(say("The plan is not in force yet, so nobody is told."))]),
        ],
    )
