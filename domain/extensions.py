"""More time: a minor report's owner moves its date once by a few days; every other change is asked for and decided."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from domain.asks import need, not_before
from domain.cars import REASON_MAX, Car, State
from domain.cases import Case, Moment
from domain.errors import RefusedError
from domain.frozen import dataclass
from domain.lifecycle import left_triage
from domain.people import PersonId, Viewer
from domain.rules import DEFAULT_RULES, Rules
from domain.texts import day_text, say
from domain.undo import settled
from domain.who import By, approves, named

PLANNING = frozenset({State.ACCEPTED, State.PLAN_REVIEW})
#: Where somebody still works towards a date.
EXTENDABLE = PLANNING | {State.IMPLEMENTING}


@dataclass(frozen=True, kw_only=True, slots=True)
class Extension:
    """A date that was moved, or that somebody asked to move. `old` stays on record beside the new one."""

    id: str
    car: str
    cycle: int
    field: str  # the date of the report: "plan_due" or "implementation_due"
    old: date
    new: date  # as it was asked for
    reason: str
    asked_by: PersonId
    asked_at: datetime
    decided_by: PersonId | None = None
    decided_at: datetime | None = None
    granted: date | None = None  # None and decided: it was declined
    answer: str | None = None
    version: int = 1

    @property
    def is_open(self) -> bool:
        return self.decided_at is None

    @property
    def by_owner(self) -> bool:
        """Nobody was asked: the owner of a minor report moved it."""
        return self.decided_by is not None and self.decided_by == self.asked_by


def date_of(car: Car) -> str:
    """Which of its dates a report works towards."""
    return "plan_due" if car.state in PLANNING and car.approved_on is None and car.plan_due else "implementation_due"


def may_ask(case: Case, viewer: Viewer, before: Sequence[Extension] = ()) -> bool:
    return _why_not(case.car, viewer, before) is None


def moves_alone(car: Car, new: date, before: Sequence[Extension], rules: Rules = DEFAULT_RULES) -> bool:
    """Whether the owner needs nobody for it: a minor report, the first time, and not by many days."""
    old, used = getattr(car, date_of(car)), any(one.by_owner and one.cycle == car.cycle for one in before)
    return car.is_minor and not used and new <= old + timedelta(days=rules.clocks.quick_extension_days)


@dataclass(frozen=True, kw_only=True, slots=True)
class Wish:
    """What the owner of a report asks for."""

    new: date | None
    reason: str


def ask_more_time(
    car: Car, wish: Wish, before: Sequence[Extension], *, at: Moment, now: datetime, id_: str
) -> Extension:
    """A request; one that needs nobody is decided at once, and `granted` says so."""
    refusal = _why_not(car, at.by, before)
    if refusal:
        raise RefusedError(refusal)
    need(wish.reason, "Please say why it takes longer.", field="reason", at_most=REASON_MAX)
    old: date = getattr(car, date_of(car))
    new = _later(wish.new, old, at.today)
    asked = Extension(
        id=id_,
        car=car.number,
        cycle=car.cycle,
        field=date_of(car),
        old=old,
        new=new,
        reason=wish.reason,
        asked_by=at.by.person,
        asked_at=now,
    )
    alone = moves_alone(car, new, before, at.rules)
    return replace(asked, decided_by=at.by.person, decided_at=now, granted=new) if alone else asked


def _later(new: date | None, old: date, today: date) -> date:
    if new is None or new <= old:
        raise RefusedError("Please choose a day after {day}.", day=day_text(old, year=True), field="new")
    not_before(new, today, field="new")
    return new


def decide(
    case: Case, asked: Extension, granted: date | None, answer: str | None, *, at: Moment, now: datetime
) -> Extension:
    """The day that is granted, theirs or another one; None declines it, for a reason."""
    refusal = why_not_decide(case, asked, at.by)
    if refusal:
        raise RefusedError(refusal)
    if granted is None:
        need(answer, "Please say why the date stays.", field="answer", at_most=REASON_MAX)
    elif granted != asked.new:
        _later(granted, asked.old, at.today)
    return replace(asked, decided_by=at.by.person, decided_at=now, granted=granted, answer=answer or None)


def lapsed(asked: Extension, *, by: PersonId, now: datetime) -> Extension:
    """A request that nobody decided about before its date was set anew."""
    return replace(asked, decided_by=by, decided_at=now, granted=None)


def extended(car: Car, decided: Extension) -> Car:
    """The report after the decision; its original date stays as it was."""
    if decided.granted is None:
        return car
    moved: dict[str, Any] = {decided.field: decided.granted}
    if decided.field == "plan_due" and car.implementation_due and decided.granted > car.implementation_due:
        moved["implementation_due"] = decided.granted  # nothing is fixed before it is planned
    return settled(replace(car, extensions=car.extensions + 1, **moved))


def why_not_decide(case: Case, asked: Extension, viewer: Viewer) -> str | None:
    gone = left_triage(case.car)
    if gone:
        return gone
    if viewer.person in (asked.asked_by, case.car.owner):
        return say("You asked for this, so somebody else decides: a deputy or the superintendent.")
    if not approves(case.car, viewer):
        return say("Only {who} can {deed}.", who=named(By.APPROVER, case.car), deed=say("decide about more time"))
    if not asked.is_open:
        return say("This was decided already.")
    if case.car.state not in EXTENDABLE or asked.cycle != case.car.cycle:
        return say(
            '{number} is at "{state}" now, so its date does not matter any more.',
            number=case.car.number,
            state=case.car.seen,
        )
    return None


def _why_not(car: Car, viewer: Viewer, before: Sequence[Extension]) -> str | None:
    gone = left_triage(car)
    if gone:
        return gone
    if viewer.person != car.owner:
        return say("Only {who} can {deed}.", who=By.OWNER.words, deed=say("ask for more time"))
    if car.state not in EXTENDABLE or getattr(car, date_of(car)) is None:
        return say('{number} is at "{state}" now, so it needs no more time.', number=car.number, state=car.seen)
    if any(one.is_open and one.cycle == car.cycle for one in before):
        return say("You asked for more time already. You hear here when it is decided.")
    return None
