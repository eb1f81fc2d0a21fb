"""The routine of a plan: its card, the form for its rhythm, and what was decided about a strategy."""

from collections.abc import Sequence
from datetime import date

from domain.improvement import REASON_MAX, DistrictPlan, PlanStep
from domain.improvement_rights import leads_plan
from domain.routines import DECISIONS, WEEKS, Agenda, Decided, Decision, Rhythm
from domain.texts import day_text, joined, say, say_many
from views.dates import day, due
from views.elements import Ask, Button, Card, Form, Heading, Item, Items, Note, Option, Part, Quote, Text
from views.look import Look
from views.names import NO_NAMES
from views.plan_steps import status_words
from views.plans import typed

SHOWN, SAID = 10, 6  # steps of a kind, and decisions


def rhythm_words(weeks: int) -> str:
    return say("every week") if weeks == 1 else say("every {n} weeks", n=weeks)


def routine_card(plan: DistrictPlan, rhythm: Rhythm, seen: Agenda, decided: Sequence[Decided], look: Look) -> Card:
    """What the next routine looks at, problems first, and what was decided about each strategy last."""
    leads = leads_plan(plan, look.viewer)
    decide = Button(label=say("Stay or adjust"), does="routine.decide_form", about=plan.number, primary=True)
    rare = (
        Button(label=say("Change the rhythm"), does="routine.form", about=plan.number),
        Button(label=say("Hold none any more"), does="routine.stop", about=plan.number),
    )
    return Card(
        title=say("For the routine on {day}", day=day_text(seen.on, year=True)),
        state=joined(" · ", [plan.number, rhythm_words(rhythm.weeks)]),
        parts=[
            Text(typed(plan.title)),
            *_steps(say("Late ({n})", n=len(seen.late)), seen.late, look),
            *_steps(say("At risk or off track ({n})", n=len(seen.at_risk)), seen.at_risk, look),
            *_measures(plan, seen, leads=leads),
            *([] if seen.late or seen.at_risk or seen.measures else [Text(say("Nothing is late or at risk."))]),
            *_decided(decided, look),
            Note(HOW),
        ],
        buttons=[*([decide] if leads else []), _show(plan)],
        more=rare if leads else (),
    )


HOW = say("It is for those who work on the plan: what helps, what comes next. Nobody's supervisor is told.")


def _show(plan: DistrictPlan) -> Button:
    return Button(label=say("Show the plan"), does="plan.show_pressed", about=plan.number)


def _steps(title: str, steps: Sequence[PlanStep], look: Look) -> list[Part]:
    if not steps:
        return []
    left = len(steps) - SHOWN
    rest = [Note(say("and {n} more.", n=left))] if left > 0 else []
    return [Heading(title), Items([_step(step, look) for step in steps[:SHOWN]]), *rest]


def _step(step: PlanStep, look: Look) -> Item:
    when = say("due {due}", due=due(step.due, look.today))
    detail = [status_words(step.status, step.percent), look.person(step.owner), when]
    return Item(
        name=joined(" · ", [say("Step {n}", n=step.number), typed(step.what)]),
        detail=joined(" · ", detail),
        button=Button(label=say("Show"), does="steps.show", about=str(step.number)),
    )


def _measures(plan: DistrictPlan, seen: Agenda, *, leads: bool) -> list[Part]:
    """Measures that were not taken for long; whoever leads the plan writes a value down."""
    if not seen.measures:
        return []
    does, label = ("plan.value_form", say("Write it down")) if leads else ("plan.goal", say("Show"))
    items = [
        Item(
            name=joined(" · ", [say("Goal {n}", n=goal.nth), typed(goal.measure or "")]),
            detail=typed(goal.statement),
            button=Button(label=label, does=does, about=f"{plan.number} {goal.nth}"),
        )
        for goal in seen.measures
    ]
    return [Heading(say("To be measured ({n})", n=len(items))), Items(items)]


def _decided(decided: Sequence[Decided], look: Look) -> list[Part]:
    if not decided:
        return []
    left = len(decided) - SAID
    rest = [Note(say_many("and {n} earlier line", "and {n} earlier lines", left))] if left > 0 else []
    return [Heading(say("What was decided")), *(Text(_line(one, look)) for one in decided[:SAID]), *rest]


def _line(one: Decided, look: Look) -> str:
    which = say("strategy {goal}.{n}", goal=one.goal, n=one.strategy)
    said = [day(one.on, look.today), which, DECISIONS[one.decision], typed(one.because), look.person(one.by)]
    return joined(" · ", said)


def no_routine_card(plan: DistrictPlan, look: Look) -> Card:
    begin = Button(label=say("Choose its rhythm"), does="routine.form", about=plan.number, primary=True)
    return Card(
        title=joined(" · ", [plan.number, typed(plan.title)]),
        parts=[Text(say("This plan has no routine yet.")), Note(HOW)],
        buttons=[*([begin] if leads_plan(plan, look.viewer) else []), _show(plan)],
    )


WHEN = say(
    "On a day without school it is on the next school day. A week before, those who do steps are asked how they go."
)


def rhythm_form(plan: DistrictPlan, known: Rhythm | None, today: date) -> Form:
    weeks = [Option(value=str(n), label=rhythm_words(n)) for n in WEEKS]
    first = known.first if known and known.first >= today else None
    return Form(
        title=say("Routine of the plan"),
        does="routine.set",
        about=plan.number,
        submit=say("Save"),
        parts=[
            Quote(typed(plan.title)),
            Ask(name="first", label=say("When is the next one?"), kind="date", value=first),
            Ask(
                name="weeks",
                label=say("How often?"),
                kind="choice",
                options=weeks,
                value=str(known.weeks if known else 2),
            ),
            Note(WHEN),
        ],
    )


def decide_form(plan: DistrictPlan, where: Sequence[Option]) -> Form:
    kinds = [Option(value=str(one), label=said) for one, said in DECISIONS.items()]
    return Form(
        title=say("Stay or adjust"),
        does="routine.decide",
        about=plan.number,
        submit=say("Save"),
        parts=[
            Ask(
                name="about",
                label=say("Which strategy?"),
                kind="choice",
                options=where,
                search="routine.strategies",
                value=where[0].value if where else None,
            ),
            Ask(
                name="decision",
                label=say("Do we stay with it?"),
                kind="choice",
                options=kinds,
                value=str(Decision.STAY),
            ),
            Ask(name="because", label=say("Why?"), kind="paragraph", hint=NO_NAMES, most=REASON_MAX),
        ],
    )
