"""The forms in which a plan is started, written, sent back, changed, carried on and closed."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from domain.improvement import (
    GOAL_MAX,
    HEADER_MAX,
    KINDS,
    MEASURE_MAX,
    REASON_MAX,
    TITLE_MAX,
    DistrictPlan,
    Goal,
    Kind,
    Strategy,
    year_words,
)
from domain.measures import NOTE_MAX, Measured
from domain.places import Place
from domain.texts import joined, say
from views.dates import day
from views.elements import Ask, Form, Note, Option, Part, Quote, Text
from views.names import NO_NAMES
from views.plans import typed

LISTED = 100  # options that every platform shows
EVERY_STEP = "all"
TICKS = 10


def start_form(
    places: Sequence[Place], kinds: Sequence[Kind], years: Sequence[int], me: str, *, templates: Sequence[Option] = ()
) -> Form:
    """`kinds` are those that whoever asks may start, the likeliest first."""
    options = [Option(value=str(kind), label=KINDS[kind]) for kind in kinds]
    asks = [
        Ask(name="kind", label=say("What kind of plan?"), kind="choice", options=options, value=str(kinds[0])),
        Ask(
            name="template",
            label=say("Begin with"),
            kind="choice",
            optional=True,
            options=templates,
            hint=say("Leave it empty for an empty plan."),
        ),
        Ask(name="title", label=say("What is it called?"), optional=True, most=TITLE_MAX),
        _place(places, None if len(places) > 1 else places[0].id if places else None),
        _year(years),
        Ask(name="lead", label=say("Who leads it?"), kind="person", value=me),
    ]
    return Form(
        title=say("New plan"),
        does="plan.start",
        submit=say("Start it"),
        parts=[ask for ask in asks if ask.options or ask.kind != "choice"],
    )


def _place(places: Sequence[Place], value: str | None) -> Ask:
    return Ask(
        name="place",
        label=say("Which school or department is it for?"),
        kind="choice",
        optional=True,
        hint=say("Leave it empty for the whole district."),
        options=[Option(value=place.id, label=place.name) for place in places],
        search="places.any",
        value=value,
    )


def _year(years: Sequence[int]) -> Ask:
    options = [Option(value=str(year), label=year_words(year)) for year in years]
    return Ask(name="year", label=say("For which school year?"), kind="choice", options=options, value=str(years[0]))


def _words(name: str, label: str, value: str | None, *, most: int, **more: Any) -> Ask:
    return Ask(name=name, label=label, kind="paragraph", value=value, most=most, **more)


def header_form(plan: DistrictPlan) -> Form:
    return Form(
        title=say("Header of the plan"),
        does="plan.header",
        about=plan.number,
        submit=say("Save"),
        parts=[
            Ask(name="title", label=say("What is it called?"), value=plan.title, most=TITLE_MAX),
            Ask(name="lead", label=say("Who leads it?"), kind="person", value=plan.lead),
            _words("mission", say("Mission"), plan.mission, most=HEADER_MAX, optional=True),
            _words("vision", say("Vision"), plan.vision, most=HEADER_MAX, optional=True),
            _words("policy", say("Quality policy"), plan.policy, most=HEADER_MAX, optional=True),
        ],
    )


def goal_form(plan: DistrictPlan, goal: Goal | None, supports: Sequence[Option], by_when: date) -> Form:
    """A new goal, or one that is changed; it asks for students first, since goals are about them."""
    known = goal or Goal(nth=0, statement="", by_when=by_when)
    above = f"{known.supports} {known.supports_goal}" if known.supports else None
    return Form(
        title=say("Goal {n}", n=goal.nth) if goal else say("New goal"),
        does="plan.goal_save",
        about=f"{plan.number} {known.nth}",
        submit=say("Save"),
        parts=[
            _words(
                "statement",
                say("What will students reach?"),
                known.statement or None,
                most=GOAL_MAX,
                example=say("Every student reads at grade level by the end of grade 3."),
                hint=NO_NAMES,
            ),
            Ask(
                name="measure",
                label=say("What is measured?"),
                hint=say("Leave it empty while it is still to be set."),
                example=say("Share of students at grade level"),
                optional=True,
                value=known.measure,
                most=MEASURE_MAX,
            ),
            Ask(name="baseline", label=say("How is it today?"), optional=True, value=known.baseline, most=MEASURE_MAX),
            Ask(name="target", label=say("What is the target?"), optional=True, value=known.target, most=MEASURE_MAX),
            Ask(name="by_when", label=say("By when?"), kind="date", optional=True, value=known.by_when),
            *([_supports(supports, above)] if supports else []),
        ],
    )


def _supports(options: Sequence[Option], value: str | None) -> Ask:
    return Ask(
        name="supports",
        label=say("Which goal does it support?"),
        kind="choice",
        optional=True,
        hint=say("A goal of another plan, such as the district's."),
        options=options,
        search="plan.goals",
        value=value,
    )


def strategy_form(plan: DistrictPlan, goal: Goal, strategy: Strategy | None) -> Form:
    """If we do this, then adults will, and students will."""
    words: dict[str, Any] = asdict(strategy) if strategy else {}
    measure = say("What shows it?")
    return Form(
        title=say("Strategy {n}", n=strategy.nth) if strategy else say("New strategy"),
        does="plan.strategy_save",
        about=f"{plan.number} {goal.nth} {strategy.nth if strategy else 0}",
        submit=say("Save"),
        parts=[
            Quote(typed(goal.statement)),
            _words("does", say("If we do what?"), words.get("does"), most=GOAL_MAX, hint=NO_NAMES),
            _words("adults", say("Then adults will do what?"), words.get("adults"), most=GOAL_MAX, optional=True),
            _measure("adults_measure", measure, words),
            _words("students", say("And students will do what?"), words.get("students"), most=GOAL_MAX, optional=True),
            _measure("students_measure", measure, words),
        ],
    )


def _measure(name: str, label: str, words: Mapping[str, Any]) -> Ask:
    return Ask(name=name, label=label, optional=True, value=words.get(name), most=MEASURE_MAX)


def _why(plan: DistrictPlan, does: str, title: str, submit: str, label: str, note: str = "") -> Form:
    name = "why" if does == "plan.change" else "reason"
    asked = _words(name, label, None, most=REASON_MAX, hint=NO_NAMES)
    parts: list[Part | Ask] = [Text(joined(" · ", [plan.number, plan.title])), *([Note(note)] if note else []), asked]
    return Form(title=title, does=does, about=plan.number, submit=submit, parts=parts)


def return_form(plan: DistrictPlan) -> Form:
    note = say("Whoever leads the plan reads this.")
    label = say("What does the plan still need?")
    return _why(plan, "plan.return", say("Send the plan back"), say("Send back"), label, note)


def change_form(plan: DistrictPlan) -> Form:
    note = say("A new version begins. What is in force holds until both have approved the new one.")
    label = say("Why does the plan change?")
    return _why(plan, "plan.change", say("Change the plan"), say("Begin"), label, note)


def close_form(plan: DistrictPlan) -> Form:
    note = say("Its open steps leave the lists of those who do them.")
    return _why(plan, "plan.close", say("Close the plan"), say("Close it"), say("Why does the plan end?"), note)


def reader_form(plan: DistrictPlan) -> Form:
    note = say("They can read this plan before it is in force, and change nothing.")
    return Form(
        title=say("Let somebody read it"),
        does="plan.reader",
        about=plan.number,
        submit=say("Let them in"),
        parts=[Note(note), Ask(name="person", label=say("Who?"), kind="person")],
    )


def roll_form(plan: DistrictPlan, today: date) -> Form:
    """Goals and strategies go on; of the steps those that are ticked."""
    open_ = [step for step in plan.steps if not step.is_over]
    every = [Option(value=EVERY_STEP, label=say("All {n} open steps", n=len(open_)))] if len(open_) > 1 else []
    options = every + [
        Option(
            value=str(step.number),
            label=joined(" · ", [say("Step {n}", n=step.number), typed(step.what)]),
            detail=say("due {day}", day=day(step.due, today)),
        )
        for step in open_[: TICKS - len(every)]
    ]
    asked: list[Part | Ask] = [
        Ask(
            name="which",
            label=say("Which open steps go on?"),
            kind="ticks",
            optional=True,
            options=options,
            value=[option.value for option in options[:1]],
        )
    ]
    year = year_words(plan.year + 1)
    note = say(
        "A draft for {year} with the same goals and strategies. Days move by a year. "
        "This plan ends when that one is approved.",
        year=year,
    )
    return Form(
        title=say("Go on next year"),
        does="plan.roll",
        about=plan.number,
        submit=say("Start it"),
        parts=[Text(joined(" · ", [plan.number, plan.title])), Note(note), *(asked if options else [])],
    )


def value_form(plan: DistrictPlan, goal: Goal, today: date) -> Form:
    """A dated value of one of the measures of a goal and its strategies."""
    options = measured(goal)
    return Form(
        title=say("Write down a value"),
        does="plan.value",
        about=f"{plan.number} {goal.nth}",
        submit=say("Save"),
        parts=[
            Ask(name="of", label=say("Which measure?"), kind="choice", options=options, value=options[0].value),
            Ask(name="value", label=say("What is the value?"), example=say("72.5")),
            Ask(name="day", label=say("Of which day?"), kind="date", value=today),
            Ask(name="note", label=say("Where is it from?"), optional=True, most=NOTE_MAX, hint=NO_NAMES),
        ],
    )


def measured(goal: Goal) -> list[Option]:
    """The measures of a goal: its own, and of each strategy what adults and what students do."""
    own = Option(value=f"0 {Measured.GOAL}", label=goal.measure or say("The goal"))
    theirs = [
        Option(value=f"{one.nth} {of}", label=measure)
        for one in goal.strategies
        for of, measure in ((Measured.ADULTS, one.adults_measure), (Measured.STUDENTS, one.students_measure))
        if measure
    ]
    return [own, *theirs]
