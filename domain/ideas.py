"""Opportunities for improvement: an idea, how it is decided about, and the step that carries it out.

An idea is a record of its own and never a corrective action request; either may point to the other.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from domain.asks import need, not_before
from domain.cars import REASON_MAX, REDACTED, WHAT_MAX, Car, Concern, title_of
from domain.errors import RefusedError
from domain.frozen import dataclass
from domain.people import PersonId, Role, Viewer
from domain.plans import STEP_MAX, Step, StepStatus
from domain.texts import day_text, say
from domain.undo import MINUTES

STEP_DAYS = 30  # until the step of an idea is due, unless another day is chosen


class IdeaState(StrEnum):
    NEW = "new"
    ADOPTED = "adopted"
    REVIEW_TEAM = "review_team"
    LATER = "later"
    DECLINED = "declined"
    RAISED = "raised"


#: What people see instead of the name of a state.
SEEN: Mapping[IdeaState, str] = {
    IdeaState.NEW: say("Received"),
    IdeaState.ADOPTED: say("Taken up"),
    IdeaState.REVIEW_TEAM: say("With the Management Review Team"),
    IdeaState.LATER: say("Not now"),
    IdeaState.DECLINED: say("Not taken up"),
    IdeaState.RAISED: say("Now a report"),
}
#: Where somebody still has to decide.
OPEN = frozenset({IdeaState.NEW, IdeaState.REVIEW_TEAM, IdeaState.LATER})
WHO = say("the Cabinet, the superintendent or the management representative")


@dataclass(frozen=True, kw_only=True, slots=True)
class Idea:
    number: str  # "IDEA-2026-003"
    what: str  # empty or `REDACTED` once its words were removed
    by: PersonId
    given_at: datetime  # aware, UTC
    given_on: date  # the same moment's day where it was given
    school: str | None = None
    state: IdeaState = IdeaState.NEW
    reason: str | None = None  # of the latest decision
    until: date | None = None  # when "not now" is over
    step: int | None = None  # the number of the step that carries it out
    car: str | None = None  # the report from which it came, or that was made of it
    decided_by: PersonId | None = None
    decided_at: datetime | None = None
    undo_until: datetime | None = None  # the decision can be taken back,
    before: str | None = None  # and this is what it replaced
    version: int = 1  # storage compares it with every save, and counts it up

    @property
    def title(self) -> str:
        return title_of(self.what)

    @property
    def seen(self) -> str:
        return SEEN[self.state]


@dataclass(frozen=True, kw_only=True, slots=True)
class Moment:
    """Who decides, and when."""

    by: Viewer
    today: date
    now: datetime


def check_idea(idea: Idea) -> None:
    need(idea.what, "Please say what could be better, in a few words.", field="what", at_most=WHAT_MAX)


def decides_all(viewer: Viewer) -> bool:
    """Whether this person decides about ideas: the Cabinet's weekly duty."""
    return viewer.is_mr or viewer.holds(Role.CABINET_MEMBER) or viewer.holds(Role.SUPERINTENDENT)


def may_decide(idea: Idea, viewer: Viewer) -> bool:
    """What the Management Review Team was given, its members decide as well."""
    in_review = idea.state is IdeaState.REVIEW_TEAM and viewer.holds(Role.MRT_MEMBER)
    return idea.state in OPEN and (decides_all(viewer) or in_review)


def may_raise(idea: Idea, viewer: Viewer) -> bool:
    """Whoever decides may make a report of it; what was a report before is none again."""
    return may_decide(idea, viewer) and idea.car is None


def adopt(idea: Idea, step: Step, *, at: Moment) -> Idea:
    """It is carried out as a step: one thing that one person does by a day."""
    check_may(idea, at.by)
    check_step(step, at.today)
    return _decided(idea, at, state=IdeaState.ADOPTED, step=step.number)


def check_step(step: Step, today: date) -> None:
    need(step.what, "Please say what is to be done.", field="what", at_most=STEP_MAX)
    not_before(step.due, today, field="due")


def to_review_team(idea: Idea, *, at: Moment) -> Idea:
    check_may(idea, at.by)
    if idea.state is IdeaState.REVIEW_TEAM:
        raise RefusedError("The Management Review Team has it already.")
    return _decided(idea, at, state=IdeaState.REVIEW_TEAM)


def put_off(idea: Idea, until: date | None, reason: str | None, *, at: Moment) -> Idea:
    """Not now: from that day on it waits for a decision again."""
    check_may(idea, at.by)
    if until is None or until <= at.today:
        raise RefusedError("Choose a day after today.", field="until")
    if reason:
        need(reason, "Please say why.", field="reason", at_most=REASON_MAX)
    return _decided(idea, at, state=IdeaState.LATER, until=until, reason=reason or None)


def decline(idea: Idea, reason: str, *, at: Moment) -> Idea:
    check_may(idea, at.by)
    need(
        reason,
        "Please say why it is not taken up. The person who gave it reads this.",
        field="reason",
        at_most=REASON_MAX,
    )
    return _decided(idea, at, state=IdeaState.DECLINED, reason=reason)


def raised(idea: Idea, car: str, *, at: Moment) -> Idea:
    """It turned out to be a problem: the report takes its place, and there is no way back but by that report."""
    if not may_raise(idea, at.by):
        check_may(idea, at.by)
        raise RefusedError("{car} was a report already, and this idea came from it.", car=idea.car)
    now = _decided(idea, at, state=IdeaState.RAISED, car=car)
    return replace(now, undo_until=None, before=None)


def check_may(idea: Idea, viewer: Viewer) -> None:
    if idea.state not in OPEN:
        raise RefusedError(
            '{number} is at "{state}" now, so there is nothing to decide. Please look at it again.',
            number=idea.number,
            state=idea.seen,
        )
    if not may_decide(idea, viewer):
        raise RefusedError("Only {who} can decide about ideas.", who=WHO)


#: What a decision replaces; `until` is a day, and the reason is what somebody typed.
REPLACED = ("state", "reason", "until", "step", "decided_by", "decided_at")


def _decided(idea: Idea, at: Moment, **changes: Any) -> Idea:
    before = json.dumps({name: getattr(idea, name) for name in REPLACED} | {"undone_by": at.by.person}, default=str)
    fresh = replace(idea, reason=None, until=None, undo_until=at.now + timedelta(minutes=MINUTES), before=before)
    return replace(fresh, decided_by=at.by.person, decided_at=at.now, **changes)


def may_undo(idea: Idea, viewer: Viewer, now: datetime) -> bool:
    """Whoever decided, or the management representative, for some minutes."""
    before = _before(idea)
    fresh = bool(before) and idea.undo_until is not None and now < idea.undo_until
    return fresh and (viewer.is_mr or before.get("undone_by") in viewer.ids)


def undo(idea: Idea, step: Step | None, *, at: Moment) -> Idea:
    """As it was before the decision. A step that was reported on is no fresh decision any more."""
    if step and step.status is not StepStatus.NOT_STARTED:
        raise RefusedError("Step {number} was reported on already, so this stands.", number=step.number)
    if not may_undo(idea, at.by, at.now):
        raise RefusedError("A decision can be taken back for {minutes} minutes, by whoever made it.", minutes=MINUTES)
    before = _before(idea)
    return replace(
        idea,
        state=IdeaState(before["state"]),
        reason=before["reason"],
        until=before["until"] and date.fromisoformat(before["until"]),
        step=before["step"],
        decided_by=before["decided_by"],
        decided_at=before["decided_at"] and datetime.fromisoformat(before["decided_at"]),
        undo_until=None,
        before=None,
    )


def _before(idea: Idea) -> dict[str, Any]:
    """Empty when there is nothing, or its words were removed."""
    kept = idea.before or ""
    found: dict[str, Any] = json.loads(kept) if kept.startswith("{") else {}
    return found


# The step


def may_report(step: Step, viewer: Viewer) -> bool:
    return step.owner in viewer.ids


def report(step: Step, said: str, *, needed: bool, by: Viewer, today: date) -> Step:
    """Done with what shows it, or not needed for a reason."""
    _check_owner(step, by, settled=False)
    if not needed:
        need(said, "Please say why this step is not needed.", field="said", at_most=REASON_MAX)
        return replace(step, status=StepStatus.CANCELLED, reason=said, cancelled_on=today)
    need(said, "Please say what shows that it is done.", field="said", at_most=REASON_MAX)
    return replace(step, status=StepStatus.DONE, evidence=said, done_on=today)


def reopen(step: Step, *, by: Viewer) -> Step:
    _check_owner(step, by, settled=True)
    return replace(step, status=StepStatus.NOT_STARTED, evidence=None, reason=None, done_on=None, cancelled_on=None)


def _check_owner(step: Step, by: Viewer, *, settled: bool) -> None:
    if not may_report(step, by):
        raise RefusedError("Only whoever does step {number} can report on it.", number=step.number)
    if step.is_settled is not settled:
        raise RefusedError("Somebody changed step {number} already. Please look at it again.", number=step.number)


# Beside reports


def check_moves(car: Car) -> None:
    """An idea is read by all staff: what not all of them read of a report does not become one by itself."""
    if car.sealed or car.hide_name or car.concerns is not Concern.NOBODY or REDACTED in car.what:
        raise RefusedError(
            "Not everybody may read this report, so its words do not move by themselves."
            " Write the idea anew, with /idea, and give its number here.",
            field="related",
        )


def check_may_remove(viewer: Viewer) -> None:
    if not viewer.is_mr:
        raise RefusedError("Only the management representative can remove words from an idea.")


def again_on(idea: Idea, today: date) -> bool:
    """Whether "not now" is over."""
    return idea.state is IdeaState.LATER and idea.until is not None and idea.until <= today


def state_in_words(idea: Idea, today: date) -> str:
    if idea.state is not IdeaState.LATER or idea.until is None:
        return idea.seen
    if again_on(idea, today):
        return say("To decide again")
    return say("Not now, again on {day}", day=day_text(idea.until, year=idea.until.year != today.year))
