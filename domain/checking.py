"""The moves after the work: checking it, watching that it holds, reopening and stopping."""

from dataclasses import replace
from datetime import date
from typing import ClassVar

from domain.asks import need
from domain.cars import REASON_MAX, Car, Outcome, Severity, State
from domain.cases import Case, Moment, Move
from domain.deadlines import effectiveness_by, first_dates, start_clocks
from domain.errors import RefusedError
from domain.frozen import dataclass
from domain.people import Viewer
from domain.plans import Plan, Verdict
from domain.texts import day_text, say
from domain.triage import Accept
from domain.who import checks, leads, signs_off


@dataclass(frozen=True, kw_only=True, slots=True)
class FailCheck(Move):
    target: ClassVar[State] = State.IMPLEMENTING
    reason: str

    def __post_init__(self) -> None:
        need(self.reason, "Please say what is still missing.", field="reason", at_most=REASON_MAX)

    def apply(self, case: Case, at: Moment) -> Case:  # noqa: ARG002
        return case.to(self.target, reason=self.reason)


@dataclass(frozen=True, kw_only=True, slots=True)
class CloseChecked(Move):
    target: ClassVar[State] = State.CLOSED

    @classmethod
    def barred(cls, case: Case) -> str | None:
        return (
            None
            if case.car.is_minor
            else say("Only minor reports close after the check. Watch first that the fix holds.")
        )

    def apply(self, case: Case, at: Moment) -> Case:
        return case.to(self.target, reason=None, outcome=Outcome.CHECKED, closed_on=at.today)


@dataclass(frozen=True, kw_only=True, slots=True)
class StartMonitoring(Move):
    target: ClassVar[State] = State.MONITORING

    @classmethod
    def barred(cls, case: Case) -> str | None:
        if case.approved_plan is None:
            return say("Nothing was planned to watch here. Close it, or send it back to the owner.")
        return None

    def apply(self, case: Case, at: Moment) -> Case:
        return case.to(self.target, reason=None, effectiveness_due=_watched_until(case, at))


@dataclass(frozen=True, kw_only=True, slots=True)
class Inconclusive(Move):
    """The date came and the check says neither; it is done once more."""

    target: ClassVar[State] = State.MONITORING
    until: date

    @classmethod
    def barred(cls, case: Case) -> str | None:
        if case.car.inconclusive:
            return say("The check was put off once already. Please decide now whether the fix held.")
        return None

    def apply(self, case: Case, at: Moment) -> Case:
        if self.until <= max(at.today, case.car.effectiveness_due or at.today):
            raise RefusedError("Please choose a day after the one planned so far.", field="until")
        return case.to(self.target, effectiveness_due=self.until, inconclusive=True)


@dataclass(frozen=True, kw_only=True, slots=True)
class Effective(Move):
    target: ClassVar[State] = State.CLOSED
    result: str  # against the criterion
    documents: str  # and training that were updated, or "none, because ..."
    lesson: str
    early_because: str | None = None  # the management representative's, before the date

    def __post_init__(self) -> None:
        need(self.result, "Please say what the check showed.", field="result", at_most=REASON_MAX)
        wanted = say('Please say which documents or training were updated, or "none, because ...".')
        need(self.documents, wanted, field="documents", at_most=REASON_MAX)
        need(self.lesson, "Please say what others can learn from it.", field="lesson", at_most=REASON_MAX)

    def apply(self, case: Case, at: Moment) -> Case:
        self._check_date(case, at)
        signed_off_by = at.by.person if signs_off(case, at.by) else case.car.signed_off_by
        if signed_off_by is None:
            raise RefusedError("The management representative signs this off before it closes. Please ask for that.")
        verdict = Verdict(
            result=self.result, documents=self.documents, lesson=self.lesson, early_because=self.early_because
        )
        closed = case.to(
            self.target,
            reason=self.early_because,
            outcome=Outcome.EFFECTIVE,
            signed_off_by=signed_off_by,
            closed_on=at.today,
        )
        return replace(closed, verdict=verdict)

    def _check_date(self, case: Case, at: Moment) -> None:
        due = case.car.effectiveness_due
        if due is None or due <= at.today:
            if not checks(case, at.by):
                raise RefusedError("The date has come, so only the checker can say that the fix held.")
            return
        if not leads(case.car, at.by):
            raise RefusedError(
                "The check is due on {day}. Only the management representative can close it before that day.",
                day=day_text(due, year=True),
            )
        need(
            self.early_because,
            "Please say why this closes before its date.",
            field="early_because",
            at_most=REASON_MAX,
        )


def is_early(car: Car, today: date) -> bool:
    """Whether the day has not come on which it is looked at whether the fix held."""
    return car.effectiveness_due is not None and car.effectiveness_due > today


def may_close(case: Case, viewer: Viewer, today: date) -> bool:
    """Whether this person can say now that the fix held: the checker on its date, earlier who leads it."""
    if is_early(case.car, today):
        return leads(case.car, viewer) and viewer.person not in case.doers
    return checks(case, viewer) and (case.car.signed_off_by is not None or signs_off(case, viewer))


def awaits_sign_off(case: Case) -> bool:
    """Its checker approves no plans, so the management representative has to say yes before it closes."""
    return case.car.state is State.MONITORING and case.car.signed_off_by is None


def may_sign_off(case: Case, viewer: Viewer) -> bool:
    return awaits_sign_off(case) and signs_off(case, viewer)


@dataclass(frozen=True, kw_only=True, slots=True)
class NotEffective(Move):
    """It came back: the cause was another one, and a new cycle looks for it."""

    target: ClassVar[State] = State.ACCEPTED
    reason: str

    def __post_init__(self) -> None:
        need(self.reason, "Please say what the check showed.", field="reason", at_most=REASON_MAX)

    def apply(self, case: Case, at: Moment) -> Case:
        plan = case.plan and _without_causes(case.plan)
        again = case.to(self.target, reason=self.reason, cycle=case.car.cycle + 1)
        return _restarted(_opened(replace(again, plan=plan)), at)


@dataclass(frozen=True, kw_only=True, slots=True)
class Reopen(Move):
    target: ClassVar[State] = State.ACCEPTED
    reason: str
    acceptance: Accept | None = None  # needed when it was closed before anybody owned it

    def __post_init__(self) -> None:
        need(self.reason, "Please say why this is opened again.", field="reason", at_most=REASON_MAX)

    def apply(self, case: Case, at: Moment) -> Case:
        if self.acceptance is not None:
            return self.acceptance.apply(_opened(case), at).to(self.target, reason=self.reason)
        if case.car.owner is None or case.car.severity is None:
            raise RefusedError(
                "Nobody owned this report when it was closed. Please say who owns it now.", field="owner"
            )
        return _restarted(_opened(case).to(self.target, reason=self.reason, outcome=None), at)


@dataclass(frozen=True, kw_only=True, slots=True)
class Cancel(Move):
    """Work stops for good; the next Management Review Team agenda lists it."""

    target: ClassVar[State] = State.CANCELLED
    reason: str

    def __post_init__(self) -> None:
        need(self.reason, "Please say why this stops.", field="reason", at_most=REASON_MAX)

    def apply(self, case: Case, at: Moment) -> Case:  # noqa: ARG002
        return case.to(self.target, reason=self.reason)


def _watched_until(case: Case, at: Moment) -> date:
    """The day that was planned; when that has passed before the work was done, the clock's."""
    planned = case.car.effectiveness_due
    if planned is not None and planned > at.today:
        return planned
    return effectiveness_by(at.today, _severity(case), at.rules.clocks, at.rules.calendar_of(case.car.school))


def _without_causes(plan: Plan) -> Plan:
    return replace(plan, causes=tuple(replace(cause, not_confirmed=True) for cause in plan.causes))


def _restarted(case: Case, at: Moment) -> Case:
    dates = first_dates(_severity(case), at.today, at.rules.clocks, at.rules.calendar_of(case.car.school))
    return replace(case, car=start_clocks(case.car, at.today, dates))


def _severity(case: Case) -> Severity:
    """All that were accepted have one; for one that came without, major is the careful guess."""
    return case.car.severity or Severity.MAJOR


def _opened(case: Case) -> Case:
    """Nothing that was approved or found in an earlier round counts in the next one."""
    return replace(case, plan=case.plan and replace(case.plan, approval=None), verdict=None)
