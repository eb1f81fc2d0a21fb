"""Words of a plan that can be removed for good: of which kind they are, and of which goal and step."""

from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum

from domain.errors import RefusedError
from domain.frozen import dataclass
from domain.people import Viewer
from domain.texts import say

EVERYTHING = "everything"


class Part(StrEnum):
    HEADER = "header"
    GOALS = "goals"
    STRATEGIES = "strategies"
    STEPS = "steps"
    TOLD = "told"
    VALUES = "values"
    ANSWERS = "answers"
    FILES = "files"
    REASONS = "reasons"


PARTS: Mapping[Part, str] = {
    Part.HEADER: say("What stands at its head, from title to policy"),
    Part.GOALS: say("Goals, their measures, and promises"),
    Part.STRATEGIES: say("Strategies"),
    Part.STEPS: say("Steps: what is done, the team, who measures"),
    Part.TOLD: say("What was told of steps and promises"),
    Part.VALUES: say("Notes beside values of measures"),
    Part.ANSWERS: say("Answers of a roadmap"),
    Part.FILES: say("Files and links that show something"),
    Part.REASONS: say("Why the plan was changed, sent back or closed"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Words:
    """A column of a record, in every version of it, with the goal and the step that it is of, if it is of one."""

    record: str
    field: str
    part: Part
    goal: int | None = None
    step: int | None = None


def chosen(known: Iterable[Words], parts: Collection[str], only: str) -> list[Words]:
    """Of all words those of some kinds; `only`: of one goal ("goal 2") or of one step ("step 41"), or empty."""
    kind, _, number = only.partition(" ")
    return [
        one
        for one in known
        if (EVERYTHING in parts or one.part in parts)
        and (not only or str({"goal": one.goal, "step": one.step}.get(kind)) == number)
    ]


def check_may_remove(viewer: Viewer) -> None:
    if not viewer.is_mr:
        raise RefusedError("Only the management representative or a deputy can remove words from a plan.")
