"""Steps: as lines of a plan, as a card with what was told, as somebody's own list, and before an update is saved."""

from collections.abc import Sequence

from domain.improvement import STAGES, DistrictPlan, PlanStep
from domain.improvement_rights import leads_plan
from domain.numbers import is_idea, is_meeting
from domain.plan_step_owners import is_asked, may_hand
from domain.plans import StepStatus
from domain.step_lines import StepLine
from domain.step_updates import STATUSES, StepUpdate, Told, is_live, may_tell, may_undo, newest
from domain.texts import command, joined, say, say_many
from views.dates import day, due
from views.elements import Button, Buttons, Card, Facts, Heading, Item, Items, Note, Part, Quote, Text
from views.look import Look
from views.pages import page_of
from views.plans import typed

LISTED, LINES, PAGE, NEXT = 12, 5, 8, 3  # of a strategy, of what was told, of a page of mine, on Home
EMPTY = "-"  # what stands in a button where nothing was said


def status_words(status: StepStatus, percent: int | None) -> str:
    told = percent if percent and status not in (StepStatus.DONE, StepStatus.CANCELLED) else None
    return joined(" ", [STATUSES[status], f"{told}%" if told else ""])


def step_items(plan: DistrictPlan, steps: Sequence[PlanStep], look: Look) -> list[Part]:
    """What is open first; each with one press."""
    shown = sorted(steps, key=lambda step: (step.is_over, step.due, step.number))
    if not shown:
        return []
    left = len(shown) - LISTED
    rest = [Text(say("and {left} more.", left=left))] if left > 0 else []
    return [Items([_item(plan, step, look) for step in shown[:LISTED]]), *rest]


def _item(plan: DistrictPlan, step: PlanStep, look: Look) -> Item:
    may = may_tell(plan, step, look.viewer) and not step.is_over
    button = (
        Button(label=say("Update"), does="steps.form", about=str(step.number))
        if may
        else Button(label=say("Show"), does="steps.show", about=str(step.number))
    )
    return Item(
        name=joined(" · ", [say("Step {n}", n=step.number), typed(step.what)]),
        detail=_detail(step, look),
        button=button,
    )


def _detail(step: PlanStep, look: Look) -> str:
    over = step.done_on or step.cancelled_on
    when = day(over, look.today) if over else say("due {due}", due=due(step.due, look.today))
    return joined(" · ", [status_words(step.status, step.percent), look.person(step.owner), when])


def step_card(
    plan: DistrictPlan,
    step: PlanStep,
    lines: Sequence[StepUpdate],
    look: Look,
    *,
    lead: str = "",
    shown: Sequence[Part] = (),
) -> Card:
    """A step with what was told of it, the newest first, and `shown`, the files that were added."""
    at, leads = str(step.number), leads_plan(plan, look.viewer)
    tells = may_tell(plan, step, look.viewer)
    last = newest(lines)
    draft = leads and not is_live(plan, step)
    asked = is_asked(plan, step, look.viewer)
    acts = (
        (Button(label=say("Yes, I take it"), does="steps.take", about=at, primary=True), asked),
        (Button(label=say("No, not me"), does="steps.decline", about=at), asked),
        (Button(label=say("Update"), does="steps.form", about=at, primary=not (step.is_over or asked)), tells),
        (
            Button(label=say("Undo"), does="steps.undo", about=f"{at} {last.nth if last else 0}"),
            may_undo(plan, step, lines, look.viewer),
        ),
        (Button(label=say("Show the goal"), does="plan.goal", about=f"{plan.number} {step.goal}"), True),
    )
    rare = (
        (
            Button(label=say("Ask somebody else to do it"), does="steps.hand_form", about=at),
            may_hand(plan, step, look.viewer),
        ),
        (Button(label=say("Change the step"), does="steps.change_form", about=at), leads),
        (
            Button(label=say("Take it out"), does="steps.drop", about=at, confirm=say("The step leaves the plan.")),
            draft,
        ),
    )
    return Card(
        title=joined(" · ", [say("Step {n}", n=step.number), typed(step.what)]),
        state=joined(" · ", [status_words(step.status, step.percent), say("late") if step.is_late(look.today) else ""]),
        parts=[*([Text(lead)] if lead else []), Facts(_facts(plan, step, look)), *_told(lines, look), *shown],
        buttons=[button for button, may in acts if may],
        more=[button for button, may in rare if may],
    )


def _facts(plan: DistrictPlan, step: PlanStep, look: Look) -> list[tuple[str, str]]:
    rows: list[tuple[str, str]] = [
        (say("Owner"), _owner(step, look)),
        (say("Due"), due(step.due, look.today)),
        (say("Plan"), joined(" · ", [plan.number, typed(plan.title), say("goal {n}", n=step.goal)])),
    ]
    rows += [(say("Team"), typed(step.team))] if step.team else []
    rows += [(say("How far it is in use"), STAGES[step.stage])] if step.stage else []
    rows += [(say("Who measures what"), typed(step.collects))] if step.collects else []
    rows += [(say("Goes on from"), say("step {n}", n=step.from_step))] if step.from_step else []
    return rows


def _owner(step: PlanStep, look: Look) -> str:
    asked = say("{who} is asked to do it", who=look.person(step.asked_owner)) if step.asked_owner else ""
    return joined(" · ", [look.person(step.owner), asked])


def _told(lines: Sequence[StepUpdate], look: Look) -> list[Part]:
    told = [line for line in reversed(lines) if not line.undone]
    if not told:
        return [Note(say("Nothing was told of it yet."))]
    left = len(told) - LINES
    rest = [Note(say_many("and {n} earlier line", "and {n} earlier lines", left))] if left > 0 else []
    return [Heading(say("What was told")), *(Text(_line(line, look)) for line in told[:LINES]), *rest]


def _line(line: StepUpdate, look: Look) -> str:
    changed = [
        say("was due {day}", day=day(line.due_was, look.today)) if line.due_was else "",
        say("was {who}'s", who=look.person(line.owner_was)) if line.owner_was else "",
        say("was: {what}", what=typed(line.what_was)) if line.what_was else "",
    ]
    said = [day(line.day, look.today), status_words(line.status, line.percent), *changed]
    return joined(" · ", [*said, typed(line.comment or ""), look.person(line.by)])


def mine_card(lines: Sequence[StepLine], look: Look, *, offset: int, total: int, late: int, lead: str = "") -> Card:
    """What somebody has still to do, whatever it comes from."""
    title = say("Your steps ({span})", span=page_of(offset, len(lines), total))
    pages = [
        *([Button(label=say("Back"), does="steps.list", about=str(max(0, offset - PAGE)))] if offset else []),
        *([Button(label=say("Next"), does="steps.list", about=str(offset + PAGE))] if offset + PAGE < total else []),
    ]
    listed: list[Part] = [mine_items(lines, look)] if lines else [Text(say("You have no steps to do now."))]
    late_ = [Text(say_many("{n} of them is late.", "{n} of them are late.", late))] if late else []
    return Card(title=title, parts=[*([Text(lead)] if lead else []), *late_, *listed, HOW], buttons=pages)


HOW = Note(
    joined(
        " · ",
        [
            say("{say} and what it waits for", say=command("step 41 at risk")),
            say("{say} and what shows it", say=command("step done 41")),
            command("step 41 50%"),
        ],
    )
)


def mine_items(lines: Sequence[StepLine], look: Look) -> Items:
    return Items([_mine(line, look) for line in lines])


def _mine(line: StepLine, look: Look) -> Item:
    """One of an idea or a meeting is done or not needed; of any other it is told in between as well how it stands."""
    act = Button(label=say("Update"), does="steps.form", about=str(line.number))
    done = Button(label=say("Mark done"), does="step.form", about=str(line.number))
    name = joined(" · ", [say("Step {n}", n=line.number), typed(line.what)])
    untold = line.goal is None and line.status is StepStatus.NOT_STARTED
    stands = "" if untold else status_words(line.status, line.percent)
    return Item(
        name=name,
        detail=joined(" · ", [say("due {due}", due=due(line.due, look.today)), stands, line.of]),
        button=done if is_idea(line.of) or is_meeting(line.of) else act,
    )


def home_parts(lines: Sequence[StepLine], look: Look, total: int) -> list[Part]:
    """The next ones, on somebody's own page."""
    if not lines:
        return []
    every = Button(label=say("All {total}", total=total), does="steps.list", about="0")
    more: list[Part] = [Buttons([every])] if total > len(lines) else []
    return [Heading(say("Your steps ({n})", n=total)), mine_items(lines, look), *more]


def confirm_card(number: int, what: str, said: Told, about: str) -> Card:
    """What was read of what somebody typed, before it is saved."""
    status = status_words(said.status, said.percent) if said.status else f"{said.percent}%"
    return Card(
        title=joined(" · ", [say("Step {n}", n=number), status, said.comment or ""]),
        parts=[Quote(typed(what)), Note(say("Is that what you mean? Nothing is saved yet."))],
        buttons=[
            Button(label=say("Save"), does="steps.save", about=about, primary=True),
            Button(label=say("Change"), does="steps.form", about=about),
        ],
    )
