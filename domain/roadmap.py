"""The roadmap of continuous improvement: five phases, and to each the same five questions, answered again and again.

What is answered is no promise that two people sign: it says how far things are. So answers stand beside the revisions
of a plan, each with its day, and are added and never changed (docs/decisions/0043-roadmap.md).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import Any

from domain.asks import fit
from domain.errors import RefusedError
from domain.frozen import dataclass
from domain.groups import GROUPS, Group
from domain.improvement import ENDED, DistrictPlan, Goal, Kind
from domain.improvement_rights import check_leads
from domain.people import PersonId, Viewer
from domain.texts import joined, noted, say

ANSWER_MAX = 1500  # letters


class Phase(StrEnum):
    VISION = "vision"
    NEEDS = "needs"
    PLAN = "plan"
    IMPLEMENT = "implement"
    MONITOR = "monitor"


#: What each is called; the goals of a plan that was begun with the model of a roadmap begin with the same words.
CALLED: Mapping[Phase, str] = {
    Phase.VISION: noted("Set the Vision"),
    Phase.NEEDS: noted("Assess Needs"),
    Phase.PLAN: noted("Create Strategic Plan"),
    Phase.IMPLEMENT: noted("Implement Plan"),
    Phase.MONITOR: noted("Monitor and Adjust"),
}
PHASES: Mapping[Phase, str] = {phase: say(called) for phase, called in CALLED.items()}
#: What it is for, in short.
PURPOSE: Mapping[Phase, str] = {
    Phase.VISION: say("Know where you are and where you want to go. What is our purpose?"),
    Phase.NEEDS: say("Find what is needed most, from data on students, what people say, and how the system works."),
    Phase.PLAN: say("Write goals that stretch and can be reached, and why each strategy should help."),
    Phase.IMPLEMENT: say("Name the teams, set the days, and say how data are collected."),
    Phase.MONITOR: say("Meet on fixed days, look at what the data say, and stay on course or change it."),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Answers:
    """What was answered about a phase on one day. Boxes that were left alone hold what was answered before."""

    plan: str
    phase: Phase
    nth: int  # those of a phase are counted
    done: str | None = None
    groups: tuple[Group, ...] = ()  # that were heard,
    heard: str | None = None  # how,
    unheard: str | None = None  # whose voices are seldom heard, and how they were,
    nations: str | None = None  # and how sovereign nations were consulted, government to government
    to_do: str | None = None
    by_when: date | None = None
    who: PersonId | None = None
    by: PersonId
    day: date
    version: int = 1


#: What is asked of each phase, in order: the fields of `Answers`, in the words of chat.
ASKED: Mapping[str, str] = {
    "done": say("What have we done?"),
    "groups": say("Who was heard?"),
    "heard": say("How were they heard?"),
    "unheard": say("Whose voices are seldom heard, and how did we hear them?"),
    "nations": say("How did we meet with sovereign nations, government to government?"),
    "to_do": say("What do we still need to do?"),
    "by_when": say("By when?"),
    "who": say("Who is responsible?"),
}
WORDS = ("done", "heard", "unheard", "nations", "to_do")


def is_roadmap(plan: DistrictPlan) -> bool:
    return plan.kind is Kind.ROADMAP


def check_roadmap(plan: DistrictPlan) -> None:
    if not is_roadmap(plan):
        raise RefusedError("{number} is no roadmap, so it has no phases.", number=plan.number)


def check_may_answer(plan: DistrictPlan, viewer: Viewer) -> None:
    check_roadmap(plan)
    check_leads(plan, viewer)
    if plan.state in ENDED:
        raise RefusedError("{number} is not in force any more.", number=plan.number)


def answered(plan: DistrictPlan, was: Answers | None, now: Answers, *, by: Viewer, today: date) -> Answers:
    """What is kept, with its number and day; refused where it says the same as before."""
    check_may_answer(plan, by)
    for name in WORDS:
        fit(getattr(now, name), field=name, at_most=ANSWER_MAX)
    kept = replace(
        now, plan=plan.number, nth=(was.nth if was and was.plan == plan.number else 0) + 1, by=by.person, day=today
    )
    if not changed_in(was, kept):
        raise RefusedError("Nothing is different from what was answered before.", field="done")
    return kept


def changed_in(was: Answers | None, now: Answers) -> list[str]:
    """The questions to which another answer was given."""
    blank = Answers(plan=now.plan, phase=now.phase, nth=0, by=now.by, day=now.day)
    before = was or blank
    return [name for name in ASKED if getattr(before, name) != getattr(now, name)]


def merged(base: Answers | None, newest: Answers | None, now: Answers) -> Answers:
    """What was typed; of boxes that were left as they were when the form opened, what was answered since."""
    if newest is None or newest == base:
        return now
    blank = Answers(plan=now.plan, phase=now.phase, nth=0, by=now.by, day=now.day)
    kept: dict[str, Any] = {
        name: getattr(newest, name) for name in ASKED if getattr(now, name) == getattr(base or blank, name)
    }
    return replace(now, **kept)


def days_of(lines: Sequence[Answers]) -> Mapping[str, Answers]:
    """Of each question, the line with which its answer came. `lines` are those of a phase, in order."""
    found: dict[str, Answers] = {}
    was: Answers | None = None
    for line in lines:
        found |= dict.fromkeys(changed_in(was, line), line)
        was = line
    return found


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """What was answered about a phase since a day."""

    phase: Phase
    was: Answers | None
    now: Answers
    asked: tuple[str, ...]  # to which of the questions


def changes(lines: Iterable[Answers], since: date) -> list[Change]:
    """What is different from how it stood at the end of a day, in the order of the phases."""
    known = list(lines)
    found = []
    for phase in Phase:
        mine = [line for line in known if line.phase is phase]
        before = [line for line in mine if line.day <= since]
        if not mine or mine[-1].day <= since:
            continue
        was = before[-1] if before else None
        asked = changed_in(was, mine[-1])
        found += [Change(phase=phase, was=was, now=mine[-1], asked=tuple(asked))] if asked else []
    return found


def a_month_before(day: date) -> date:
    """The same day of the last month, or its last one."""
    year, month = (day.year, day.month - 1) if day.month > 1 else (day.year - 1, 12)
    last = (date(year + month // 12, month % 12 + 1, 1) - date.resolution).day
    return date(year, month, min(day.day, last))


def goal_of(plan: DistrictPlan, phase: Phase) -> Goal | None:
    """The goal that stands for a phase, in a plan that was begun with the model of a roadmap."""
    called = CALLED[phase].casefold()
    return next((goal for goal in plan.goals if goal.statement.casefold().startswith(called)), None)


def from_goal(plan: DistrictPlan, phase: Phase) -> Answers | None:
    """What a plan says of a phase that nobody answered yet: as such plans were written before there were answers."""
    goal = goal_of(plan, phase)
    if goal is None:
        return None
    open_ = sorted((s for s in plan.steps if s.goal == goal.nth and not s.is_over), key=lambda step: step.due)
    to_do = "\n".join(step.what for step in open_) or None
    heard = goal.strategies[0].does if goal.strategies else None
    first = open_[0] if open_ else None
    return Answers(
        plan=plan.number,
        phase=phase,
        nth=0,
        done=goal.baseline,
        heard=heard,
        to_do=to_do,
        by_when=open_[-1].due if open_ else goal.by_when,
        who=first.owner if first else plan.lead,
        by=plan.lead,
        day=date.min,
    )


def heard_words(found: Answers) -> str:
    """Who was heard, how, and whose voices were looked for: one answer, as a table has it."""
    groups = joined(", ", [said for group, said in GROUPS.items() if group in found.groups])
    return joined("\n", [groups, found.heard or "", found.unheard or "", found.nations or ""])
