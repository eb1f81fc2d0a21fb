"""The moves from filing to a decision: accept, return, turn down, close as fixed, and what the requester can do."""

from dataclasses import replace
from datetime import date
from typing import ClassVar

from domain.asks import fit, need, not_before
from domain.cars import (
    ANSWER_MAX,
    NONE_STATED,
    PLACE_MAX,
    REASON_MAX,
    RELATED_MAX,
    REQUIREMENT_MAX,
    Car,
    Kind,
    Outcome,
    RejectionKind,
    Severity,
    Source,
    State,
)
from domain.cases import Case, Moment, Move
from domain.deadlines import DEFAULT_CLOCKS, Clocks, Dates, first_dates, start_clocks
from domain.errors import RefusedError
from domain.frozen import dataclass
from domain.people import PersonId
from domain.school_calendar import WEEKDAYS, SchoolCalendar
from domain.texts import say
from domain.who import accepts_as_principal, leads


@dataclass(frozen=True, kw_only=True, slots=True)
class Accept(Move):
    target: ClassVar[State] = State.ACCEPTED
    severity: Severity
    owner: PersonId
    school: str | None = None
    department: str | None = None
    requirement: str = NONE_STATED
    objective: str | None = None
    kind: Kind = Kind.CORRECTIVE
    source: Source = Source.EMPLOYEE
    plan_due: date | None = None  # none is needed for a minor one
    implementation_due: date
    effectiveness_due: date | None = None  # nor here
    checker: PersonId | None = None

    def __post_init__(self) -> None:
        if not self.owner.strip():
            raise RefusedError("Please say who owns this report.", field="owner")
        if not (self.school or self.department):
            raise RefusedError("Please say which school or department this belongs to.", field="school")
        fit(self.school, field="school", at_most=PLACE_MAX)
        fit(self.department, field="department", at_most=PLACE_MAX)
        wanted = say('Please say which rule was not met, or write "{none_stated}".', none_stated=NONE_STATED)
        need(self.requirement, wanted, field="requirement", at_most=REQUIREMENT_MAX)
        if self.checker == self.owner:
            raise RefusedError("The owner cannot check their own work. Please choose somebody else.", field="checker")
        self._check_dates()

    def _check_dates(self) -> None:
        if self.severity is not Severity.MINOR and self.plan_due is None:
            raise RefusedError("Please say by when the plan is due.", field="plan_due")
        if self.severity is not Severity.MINOR and self.effectiveness_due is None:
            raise RefusedError("Please say when it is checked whether the fix held.", field="effectiveness_due")
        if self.plan_due and self.plan_due > self.implementation_due:
            raise RefusedError("The plan is due before the fix. Please change one date.", field="plan_due")
        if self.effectiveness_due and self.effectiveness_due < self.implementation_due:
            raise RefusedError(
                "Whether the fix held is checked after the fix is due. Please change one date.",
                field="effectiveness_due",
            )

    def apply(self, case: Case, at: Moment) -> Case:
        self._check_principal(case, at)
        for field in ("plan_due", "implementation_due", "effectiveness_due"):
            not_before(getattr(self, field), at.today, field=field)
        dates = Dates(plan=self.plan_due, implementation=self.implementation_due, effectiveness=self.effectiveness_due)
        accepted = case.to(
            self.target,
            severity=self.severity,
            owner=self.owner,
            checker=self.checker,
            school=self.school,
            department=self.department,
            requirement=self.requirement,
            objective=self.objective,
            kind=self.kind,
            source=self.source,
            reason=None,
            rejection=None,
            related=None,
            outcome=None,
        )
        return replace(accepted, car=start_clocks(accepted.car, at.today, dates))

    def _check_principal(self, case: Case, at: Moment) -> None:
        """Who is here only as the school's principal takes minor reports, and keeps them at the school."""
        if leads(case.car, at.by) or not accepts_as_principal(case.car, at.by, at.rules):
            return
        if self.severity is not Severity.MINOR:
            raise RefusedError(
                "Principals can accept minor reports. The management representative accepts this one.",
                field="severity",
            )
        if self.school != case.car.school:
            raise RefusedError(
                "Only the management representative can move a report to another school.", field="school"
            )


@dataclass(frozen=True, kw_only=True, slots=True)
class Return(Move):
    target: ClassVar[State] = State.RETURNED
    reason: str

    def __post_init__(self) -> None:
        need(self.reason, "Please say which detail is missing.", field="reason", at_most=REASON_MAX)

    def apply(self, case: Case, at: Moment) -> Case:  # noqa: ARG002
        return case.to(self.target, reason=self.reason)


#: What has to be named for a kind of rejection, and the sentence that asks for it.
RELATED: dict[RejectionKind, str] = {
    RejectionKind.DUPLICATE: say("Please name the report that this one repeats, such as CAR-2026-014."),
    RejectionKind.MOVED_TO_FEEDBACK: say("Please name the feedback record that this report moved to."),
    RejectionKind.MOVED_TO_OPPORTUNITY: say("Please name the idea that this report moved to."),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Reject(Move):
    target: ClassVar[State] = State.REJECTED
    reason: str
    as_: RejectionKind
    related: str | None = None

    def __post_init__(self) -> None:
        need(self.reason, "Please say why this report is not taken up.", field="reason", at_most=REASON_MAX)
        if self.as_ in RELATED:
            need(self.related, RELATED[self.as_], field="related", at_most=RELATED_MAX)

    def apply(self, case: Case, at: Moment) -> Case:
        if self.related == case.car.number:
            raise RefusedError("A report cannot repeat itself. Please name another one.", field="related")
        return case.to(
            self.target, reason=self.reason, rejection=self.as_, related=self.related, decided_by=at.by.person
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Fix(Move):
    """It is fixed and needs no further action; it counts everywhere as any other."""

    target: ClassVar[State] = State.CLOSED
    reason: str
    category: str

    def __post_init__(self) -> None:
        need(self.reason, "Please say why nothing more is needed.", field="reason", at_most=REASON_MAX)

    def apply(self, case: Case, at: Moment) -> Case:
        at.rules.check_cause(self.category)
        return case.to(
            self.target,
            reason=self.reason,
            rejection=None,
            related=None,
            cause_category=self.category,
            outcome=Outcome.FIXED,
            closed_on=at.today,
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Withdraw(Move):
    target: ClassVar[State] = State.WITHDRAWN

    def apply(self, case: Case, at: Moment) -> Case:  # noqa: ARG002
        return case.to(self.target)


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer(Move):
    target: ClassVar[State] = State.SUBMITTED
    text: str

    def __post_init__(self) -> None:
        need(self.text, "Please write an answer.", field="text", at_most=ANSWER_MAX)

    def apply(self, case: Case, at: Moment) -> Case:  # noqa: ARG002
        return case.to(self.target, answer=self.text)


@dataclass(frozen=True, kw_only=True, slots=True)
class Appeal(Move):
    target: ClassVar[State] = State.SUBMITTED
    why: str

    def __post_init__(self) -> None:
        need(self.why, "Please say why it should be looked at again.", field="why", at_most=REASON_MAX)

    @classmethod
    def barred(cls, case: Case) -> str | None:
        if case.car.appealed:
            return say("This report was looked at again once already. If it happens again, please file a new report.")
        return None

    def apply(self, case: Case, at: Moment) -> Case:  # noqa: ARG002
        return case.to(self.target, appealed=True, appeal=self.why)


def default_acceptance(
    car: Car,
    principal: PersonId,
    today: date,
    clocks: Clocks = DEFAULT_CLOCKS,
    calendar: SchoolCalendar = WEEKDAYS,
) -> Accept:
    """*Accept* with one press: minor, the school's principal owns it, default dates."""
    dates = first_dates(Severity.MINOR, today, clocks, calendar)
    return Accept(
        severity=Severity.MINOR,
        owner=principal,
        school=car.school,
        department=car.department,
        requirement=car.requirement or NONE_STATED,
        kind=car.kind,
        source=car.source,
        implementation_due=dates.implementation,
    )
