"""A plan that was kept in a table: its columns, and each of its rows as a step under a goal and a strategy.

Only what stands there is taken over. Where goal, if, then or and are empty, those of the row above go on, as in a table
whose cells were merged. What the plan has already, by the same words, is left as it is: so a second run adds nothing.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from domain.errors import RefusedError
from domain.exports import as_typed
from domain.frozen import dataclass
from domain.improvement import (
    GOAL_MAX,
    GOALS_MAX,
    REASON_MAX,
    STEP_MAX,
    STEPS_MAX,
    STRATEGIES_MAX,
    DistrictPlan,
    Goal,
    PlanStep,
    Strategy,
    last_day,
)
from domain.log_cells import Cell, Choices, Fault, Row, plain, text_of
from domain.people import PersonId
from domain.plans import StepStatus
from domain.step_updates import COMMENT, WHOLE
from domain.texts import say

#: Every column, in the order of the template: the other names that it goes by.
COLUMNS: Mapping[str, Sequence[str]] = {
    "goal": ("goals", "objective"),
    "if": ("if we", "strategy"),
    "then": ("then adults",),
    "and": ("and students",),
    "step": ("action step", "action", "what"),
    "owner_email": ("owner", "who", "responsible", "owner e mail"),
    "due": ("due date", "by when", "due on"),
    "status": ("state", "progress"),
    "percent": ("%", "percent done", "percent complete"),
    "note": ("notes", "comment", "comments"),
}
NEEDED = ("goal", "step", "due")
NAMES: Mapping[str, str] = {
    **{plain(other): name for name, others in COLUMNS.items() for other in others},
    **{plain(name): name for name in COLUMNS},
}
HEADER_WITHIN = 20  # rows: above the names of the columns may stand a title
CARRIED = ("goal", "if", "then", "and")
STATUSES = Choices(
    {
        **{str(status).replace("_", " "): status for status in StepStatus},
        "not needed": StepStatus.CANCELLED,
        "canceled": StepStatus.CANCELLED,
        "in progress": StepStatus.ON_TRACK,
        "completed": StepStatus.DONE,
        "complete": StepStatus.DONE,
    }
)


@dataclass(frozen=True, slots=True)
class Header:
    row: int  # from 0
    columns: Mapping[int, str]
    unread: Sequence[str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """A row that fits. Without a step it brings only its goal and strategy."""

    line: int
    goal: str
    does: str | None
    adults: str | None
    students: str | None
    step: str | None
    owner: PersonId
    due: date
    status: StepStatus
    percent: int | None
    note: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Brought:
    """What the rows come to: the plan with its new goals and strategies, its new steps, and how many were there."""

    plan: DistrictPlan
    steps: Sequence[tuple[Line, PlanStep]]
    again: int


def find_header(rows: Sequence[Sequence[Cell]]) -> Header:
    """The row that names the columns, in any order and among others."""
    for nth, row in enumerate(rows[:HEADER_WITHIN]):
        named = {place: NAMES.get(plain(text_of(cell)), "") for place, cell in enumerate(row)}
        known = {place: name for place, name in named.items() if name}
        if set(NEEDED) <= set(known.values()):
            unread = [text_of(cell) for place, cell in enumerate(row) if text_of(cell) and place not in known]
            return Header(nth, known, unread)
    raise RefusedError("No row names the columns. Needed are: {needed}.", needed=", ".join(NEEDED))


def rows_of(table: Sequence[Sequence[Cell]], header: Header) -> list[Row]:
    """The rows below the header in which something stands, each with what it leaves out of the row above."""
    found: list[Row] = []
    above: dict[str, Cell] = {}
    for line, cells in enumerate(table[header.row + 1 :], header.row + 2):
        named = {name: _typed(cells[place]) for place, name in header.columns.items() if place < len(cells)}
        if not any(text_of(cell) for cell in named.values()):
            continue
        above = _carried(named, above)
        found.append(Row(line, named | above))
    return found


def _typed(cell: Cell) -> Cell:
    """An export of ours guards what a spreadsheet would take for a formula."""
    return as_typed(cell) if isinstance(cell, str) else cell


def _carried(named: Mapping[str, Cell], above: Mapping[str, Cell]) -> dict[str, Cell]:
    """What holds for a row: a new goal begins without a strategy, a new "if" without "then" and "and"."""
    fresh = next((name for name in CARRIED[:2] if text_of(named.get(name))), None)
    kept = {} if fresh == "goal" else {"goal": above.get("goal")} if fresh else dict(above)
    return kept | {name: named[name] for name in CARRIED if text_of(named.get(name))}


def read_rows(
    rows: Iterable[Row], plan: DistrictPlan, owners: Mapping[str, PersonId]
) -> tuple[list[Line], list[Fault]]:
    """The lines that fit, and what does not. `owners` are the people of the district by their e-mails."""
    lines, faults = [], []
    for row in rows:
        line = _line(row, plan, owners)
        faults += row.faults
        if not row.faults:
            lines.append(line)
    return lines, faults


def _line(row: Row, plan: DistrictPlan, owners: Mapping[str, PersonId]) -> Line:
    step = row.text("step", STEP_MAX)
    status = row.choice("status", STATUSES) or StepStatus.NOT_STARTED
    line = Line(
        line=row.line,
        goal=row.text("goal", GOAL_MAX) or "",
        does=row.text("if", GOAL_MAX),
        adults=row.text("then", GOAL_MAX),
        students=row.text("and", GOAL_MAX),
        step=step,
        owner=_owner(row, plan, owners),
        due=row.day("due") or last_day(plan.year),
        status=status,
        percent=_percent(row),
        note=row.text("note", REASON_MAX),
    )
    _check(row, line)
    return line


def _owner(row: Row, plan: DistrictPlan, owners: Mapping[str, PersonId]) -> PersonId:
    """Where nobody is named, whoever leads the plan."""
    said = text_of(row.cells.get("owner_email")).casefold()
    if said and said not in owners:
        row.fault(
            "owner_email", say("Nobody of this district has this e-mail. Import people first, or leave it empty.")
        )
    return owners.get(said, plan.lead)


def _percent(row: Row) -> int | None:
    """As "50", "50 %", or the share that a spreadsheet keeps of it: 0.5."""
    cell = row.cells.get("percent")
    said = text_of(cell).removesuffix("%").strip()
    if not said:
        return None
    try:
        value = float(said)
    except ValueError:
        value = -1.0
    share = isinstance(cell, float) and 0 <= value <= 1
    found = round(value * WHOLE) if share else round(value)
    if not 0 <= found <= WHOLE:
        row.fault("percent", say("Write a percent from 0 to 100."))
        return None
    return found


def _check(row: Row, line: Line) -> None:
    if not line.goal:
        row.fault("goal", say("Write the goal; the rows below it may leave it empty."))
    if (line.adults or line.students) and not line.does:
        row.fault("if", say("Write what is done, since “then” or “and” follow from it."))
    if line.step is None:
        return
    if not text_of(row.cells.get("due")):
        row.fault("due", say("Write the day by which the step is done."))
    if line.status in COMMENT and not line.note:
        row.fault("note", say(COMMENT[line.status]))


def bring(plan: DistrictPlan, lines: Sequence[Line]) -> Brought:
    """Put the lines into a plan: what it has already by the same words stays as it is."""
    steps: list[tuple[Line, PlanStep]] = []
    known = {(step.goal, step.strategy, plain(step.what)) for step in plan.steps}
    again = 0
    for line in lines:
        plan, goal, strategy = _placed(plan, line)
        if line.step is None:
            continue
        key = (goal, strategy, plain(line.step))
        if key in known:
            again += 1
            continue
        known.add(key)
        steps.append((line, _step(plan, line, goal, strategy)))
    _check_size(plan, len(plan.steps) + len(steps))
    return Brought(plan=plan, steps=steps, again=again)


def _placed(plan: DistrictPlan, line: Line) -> tuple[DistrictPlan, int, int | None]:
    """The plan with the goal and strategy of a line, and their numbers."""
    goal = next((one for one in plan.goals if plain(one.statement) == plain(line.goal)), None)
    if goal is None:
        nth = max([plan.used, *(one.nth for one in plan.goals)], default=0) + 1
        goal = Goal(nth=nth, statement=line.goal, by_when=last_day(plan.year))
        plan = replace(plan, goals=(*plan.goals, goal), used=nth)
    if line.does is None:
        return plan, goal.nth, None
    strategy = next((one for one in goal.strategies if plain(one.does) == plain(line.does)), None)
    if strategy is None:
        nth = max([goal.used, *(one.nth for one in goal.strategies)], default=0) + 1
        strategy = Strategy(nth=nth, does=line.does, adults=line.adults, students=line.students)
        now = replace(goal, strategies=(*goal.strategies, strategy), used=nth)
        plan = replace(plan, goals=tuple(now if one.nth == goal.nth else one for one in plan.goals))
    return plan, goal.nth, strategy.nth


def _step(plan: DistrictPlan, line: Line, goal: int, strategy: int | None) -> PlanStep:
    what, cycle = line.step or "", plan.revision
    return PlanStep(
        number=0, of=plan.number, what=what, owner=line.owner, due=line.due, goal=goal, strategy=strategy, cycle=cycle
    )


def _check_size(plan: DistrictPlan, steps: int) -> None:
    for found, most, what in _sizes(plan, steps):
        if found > most:
            raise RefusedError("This makes {n} {what}; a plan has {most} at most.", n=found, what=what, most=most)


def _sizes(plan: DistrictPlan, steps: int) -> Iterator[tuple[int, int, str]]:
    yield len(plan.goals), GOALS_MAX, say("goals")
    yield steps, STEPS_MAX, say("steps")
    for goal in plan.goals:
        yield len(goal.strategies), STRATEGIES_MAX, say("strategies of one goal")
