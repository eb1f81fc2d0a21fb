"""A roadmap as cards: its five phases, one phase with its questions, earlier answers, and what changed."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from domain.groups import GROUPS, group_words, not_heard
from domain.improvement import DistrictPlan
from domain.roadmap import (
    ANSWER_MAX,
    ASKED,
    PHASES,
    PURPOSE,
    WORDS,
    Answers,
    Change,
    Phase,
    changed_in,
    days_of,
)
from domain.texts import joined, say
from views.dates import day, due
from views.elements import Ask, Button, Card, Form, Heading, Item, Items, Note, Option, Part, Text
from views.improvement import heading
from views.look import Look
from views.names import NO_NAMES
from views.plans import typed

LINES = 5  # earlier answers on a card
NOT_YET = say("Nothing was answered yet.")
AS_PLANNED = say("This is what the plan itself says. Nobody has answered the questions yet.")
ORDER = list(Phase)


def phase_name(phase: Phase) -> str:
    return joined(" · ", [str(ORDER.index(phase) + 1), PHASES[phase]])


def roadmap_card(plan: DistrictPlan, found: Mapping[Phase, Answers], look: Look) -> Card:
    """A row for each phase: what is still to be done, by when, and who does it."""
    heard = {group for answers in found.values() for group in answers.groups}
    silent = joined(", ", [GROUPS[group] for group in not_heard(heard)])
    items = [_item(plan, phase, found.get(phase), look) for phase in Phase]
    note = [Note(say("Not heard yet in any phase: {groups}", groups=silent))] if silent else []
    return Card(
        title=heading(plan),
        state=say("Roadmap"),
        parts=[Items(items), *note],
        buttons=[
            Button(label=say("What changed"), does="roadmap.changed", about=plan.number),
            Button(label=say("PDF"), does="roadmap.file", about=plan.number),
            Button(label=say("The whole plan"), does="plan.show_pressed", about=plan.number),
        ],
    )


def _item(plan: DistrictPlan, phase: Phase, found: Answers | None, look: Look) -> Item:
    show = Button(label=say("Show"), does="roadmap.phase", about=f"{plan.number} {phase}")
    return Item(name=phase_name(phase), detail=_row(found, look) if found else NOT_YET, button=show)


def _row(found: Answers, look: Look) -> str:
    return joined(
        " · ",
        [
            say("still to do: {what}", what=typed(found.to_do)) if found.to_do else say("nothing left to do is named"),
            say("by {day}", day=due(found.by_when, look.today)) if found.by_when else "",
            look.person(found.who) if found.who else "",
            say("answered {day}", day=day(found.day, look.today)) if found.nth else say("not answered yet"),
        ],
    )


def phase_card(
    plan: DistrictPlan, phase: Phase, found: Answers | None, lines: Sequence[Answers], look: Look, *, writes: bool
) -> Card:
    """A phase with what was answered last to each of its questions, and when. `lines` are all answers, in order."""
    at = f"{plan.number} {phase}"
    answer = Button(label=say("Answer"), does="roadmap.form", about=at, primary=True)
    earlier = Button(label=say("Earlier answers"), does="roadmap.earlier", about=f"{at} 0")
    after = ORDER[(ORDER.index(phase) + 1) % len(ORDER)]
    lead = [Note(AS_PLANNED)] if found and not found.nth else []
    return Card(
        title=joined(" · ", [plan.number, PHASES[phase]]),
        state=say("answered {day}", day=day(found.day, look.today)) if found and found.nth else say("not answered yet"),
        parts=[Note(PURPOSE[phase]), *lead, *(_answers(found, lines, look) if found else [Text(NOT_YET)])],
        buttons=[
            *([answer] if writes else []),
            Button(label=say("Next phase"), does="roadmap.phase", about=f"{plan.number} {after}"),
            Button(label=say("All phases"), does="roadmap.show", about=plan.number),
        ],
        more=[earlier] if len(lines) > 1 else [],
    )


def _answers(found: Answers, lines: Sequence[Answers], look: Look) -> list[Part]:
    since = days_of(lines)
    parts: list[Part] = []
    for name, question in ASKED.items():
        said = answer_words(found, name, look)
        line = since.get(name) if said else None
        if name in MAIN or said:
            parts += [Heading(question), Text(said or say("Nothing yet."))]
        if line:
            parts.append(Note(joined(", ", [day(line.day, look.today), look.person(line.by)])))
    return parts


#: The five questions; what is asked beside them is shown once it was answered.
MAIN = ("done", "groups", "to_do", "by_when", "who")


def answer_words(found: Answers, name: str, look: Look) -> str:
    """What was answered to one of `ASKED`; empty where nothing was."""
    match name:
        case "groups":
            return group_words(found.groups)
        case "by_when":
            return due(found.by_when, look.today) if found.by_when else ""
        case "who":
            return look.person(found.who) if found.who else ""
        case words:
            return typed(getattr(found, words) or "")


def earlier_card(plan: DistrictPlan, phase: Phase, lines: Sequence[Answers], look: Look, *, offset: int) -> Card:
    """What was answered before, the newest first, each with what it changed."""
    known = [(line, lines[nth - 1] if nth else None) for nth, line in enumerate(lines)]
    newest = list(reversed(known))[offset : offset + LINES]
    at = f"{plan.number} {phase}"
    more = Button(label=say("Older"), does="roadmap.earlier", about=f"{at} {offset + LINES}")
    return Card(
        title=joined(" · ", [plan.number, PHASES[phase]]),
        state=say("Earlier answers"),
        parts=[part for line, was in newest for part in _line(line, was, look)],
        buttons=[
            *([more] if offset + LINES < len(lines) else []),
            Button(label=say("Show the phase"), does="roadmap.phase", about=at),
        ],
    )


def _line(line: Answers, was: Answers | None, look: Look) -> list[Part]:
    head = Heading(joined(", ", [day(line.day, look.today), look.person(line.by)]))
    said = [(ASKED[name], answer_words(line, name, look)) for name in changed_in(was, line)]
    return [head, *(Text(joined(" ", [question, words or say("Nothing any more.")])) for question, words in said)]


def changed_card(plan: DistrictPlan, found: Sequence[Change], since: date, look: Look) -> Card:
    """What is different from how it stood a month ago."""
    none = Text(say("Nothing was answered since {day}.", day=day(since, look.today)))
    return Card(
        title=joined(" · ", [plan.number, say("What changed since {day}", day=day(since, look.today))]),
        parts=[part for one in found for part in _change(one, look)] or [none],
        buttons=[Button(label=say("All phases"), does="roadmap.show", about=plan.number)],
    )


def _change(one: Change, look: Look) -> list[Part]:
    parts: list[Part] = [
        Heading(joined(" · ", [PHASES[one.phase], day(one.now.day, look.today), look.person(one.now.by)]))
    ]
    for name in one.asked:
        before = answer_words(one.was, name, look) if one.was else ""
        now = answer_words(one.now, name, look) or say("Nothing any more.")
        parts += [Text(joined(" ", [ASKED[name], now]))]
        parts += [Note(say("Before: {what}", what=before))] if before else []
    return parts


def list_card(plans: Sequence[DistrictPlan], look: Look) -> Card:
    """Roadmaps to choose from."""
    items = [
        Item(
            name=heading(plan),
            detail=look.names.place(plan.place) if plan.place else say("the district"),
            button=Button(label=say("Show"), does="roadmap.show", about=plan.number),
        )
        for plan in plans
    ]
    none = Text(say("There is no roadmap yet. A plan of the kind Roadmap is one."))
    return Card(title=say("Roadmaps"), parts=[Items(items) if items else none])


def answer_form(plan: DistrictPlan, phase: Phase, found: Answers | None) -> Form:
    """The questions of a phase, with what was answered last in them; `about` says which answers those were."""
    return Form(
        title=PHASES[phase],
        does="roadmap.answer",
        about=f"{plan.number} {phase} {found.nth if found and found.plan == plan.number else 0}",
        submit=say("Save"),
        parts=[Note(PURPOSE[phase]), *(_ask(name, found) for name in ASKED)],
    )


HINTS: Mapping[str, str] = {
    "done": NO_NAMES,
    "unheard": say("Name groups, never one person."),
    "nations": say("Leave it empty where there is none nearby."),
}


def _ask(name: str, found: Answers | None) -> Ask:
    value: Any = getattr(found, name) if found else None
    more: dict[str, Any] = {"label": ASKED[name], "name": name, "optional": True, "hint": HINTS.get(name, "")}
    match name:
        case "groups":
            options = [Option(value=str(group), label=said) for group, said in GROUPS.items()]
            return Ask(kind="ticks", options=options, value=[str(group) for group in value or ()], **more)
        case "by_when":
            return Ask(kind="date", value=value, **more)
        case "who":
            return Ask(kind="person", value=value, **more)
        case _:
            assert name in WORDS  # noqa: S101 - every other question is answered in words
            return Ask(kind="paragraph", value=value, most=ANSWER_MAX, **more)
