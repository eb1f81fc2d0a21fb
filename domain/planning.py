"""The moves of the work itself: a quick fix, a plan and its approval, and finishing the steps."""

from dataclasses import replace
from datetime import date
from typing import ClassVar

from domain.asks import fit, need, not_before
from domain.cars import CAUSE_MAX, REASON_MAX, State
from domain.cases import Case, Moment, Move
from domain.deadlines import implementation_by
from domain.errors import RefusedError
from domain.frozen import dataclass
from domain.people import Viewer
from domain.plans import PLAN_MAX, STEP_MAX, Approval, EffectivenessPlan, Plan, Resources, RootCause, cause_max
from domain.rules import Rules
from domain.texts import say
from domain.who import By, approves, named


@dataclass(frozen=True, kw_only=True, slots=True)
class QuickFix(Move):
    target: ClassVar[State] = State.VERIFYING
    done: str
    cause: str
    category: str
    elsewhere: bool

    def __post_init__(self) -> None:
        need(self.done, "Please say what was done.", field="done", at_most=REASON_MAX)
        need(self.cause, "Please say in one sentence why it happened.", field="cause", at_most=CAUSE_MAX)

    @classmethod
    def barred(cls, case: Case) -> str | None:
        return None if case.car.is_minor else say("A quick fix is for minor reports. This one needs a plan first.")

    def apply(self, case: Case, at: Moment) -> Case:
        at.rules.check_cause(self.category)
        return case.to(
            self.target, done=self.done, cause=self.cause, cause_category=self.category, elsewhere=self.elsewhere
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class SubmitPlan(Move):
    target: ClassVar[State] = State.PLAN_REVIEW
    plan: Plan

    def __post_init__(self) -> None:
        check_plan(self.plan)

    def apply(self, case: Case, at: Moment) -> Case:
        return _with_plan(case, self.plan, at)


@dataclass(frozen=True, kw_only=True, slots=True)
class RevisePlan(Move):
    """The approved plan is changed, so it is approved again."""

    target: ClassVar[State] = State.PLAN_REVIEW
    plan: Plan

    def __post_init__(self) -> None:
        check_plan(self.plan)

    def apply(self, case: Case, at: Moment) -> Case:
        return _with_plan(case, self.plan, at)


@dataclass(frozen=True, kw_only=True, slots=True)
class ApprovePlan(Move):
    target: ClassVar[State] = State.IMPLEMENTING
    plan_version: int
    plan_digest: str
    resources_pending: bool = False  # asked for, and the Management Review Team decides
    implementation_due: date | None = None  # None: as the clocks say

    def apply(self, case: Case, at: Moment) -> Case:
        plan = case.plan
        if plan is None or (plan.version, plan.digest) != (self.plan_version, self.plan_digest):
            raise RefusedError("The plan changed while you were reading. Please look at it again.")
        if self.resources_pending and not plan.resources_asked:
            raise RefusedError("This plan asks for no resources, so there are none to wait for.")
        not_before(self.implementation_due, at.today, field="implementation_due")
        plan = replace(plan, steps=tuple(replace(step, planned_owner=None) for step in plan.steps))
        approval = Approval(
            version=plan.version,
            digest=plan.digest,
            by=at.by.person,
            on=at.today,
            resources_pending=self.resources_pending,
        )
        return replace(self._dated(case, plan, at), plan=replace(plan, approval=approval))

    def _dated(self, case: Case, plan: Plan, at: Moment) -> Case:
        """The first approval starts the clock of the work; approving a revision keeps the original dates."""
        car = case.car
        due = self.implementation_due or car.implementation_due
        if self.implementation_due is None and car.approved_on is None and car.severity and not car.is_minor:
            due = implementation_by(at.today, car.severity, at.rules.clocks)
        held = at.today if self.resources_pending else None
        moved = case.to(
            self.target,
            reason=None,
            implementation_due=due,
            effectiveness_due=plan.effectiveness.on,
            on_hold_since=held,
        )
        if car.approved_on is not None:
            return moved
        return moved.to(
            self.target,
            approved_on=at.today,
            original_implementation_due=car.original_implementation_due if car.is_minor else due,
            original_effectiveness_due=plan.effectiveness.on,
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class RefusePlan(Move):
    target: ClassVar[State] = State.ACCEPTED
    reason: str

    def __post_init__(self) -> None:
        need(self.reason, "Please say what the plan still needs.", field="reason", at_most=REASON_MAX)

    def apply(self, case: Case, at: Moment) -> Case:  # noqa: ARG002
        return case.to(self.target, reason=self.reason)


def awaits_resources(case: Case) -> bool:
    plan = case.approved_plan
    return bool(plan and plan.approval and plan.approval.resources_pending and case.car.state is State.IMPLEMENTING)


def decide_resources(case: Case, as_: Resources, what: str, *, by: Viewer, today: date) -> Case:
    """`what` says the amount, people and fund. Whoever approves the plan notes what was decided."""
    if not approves(case.car, by):
        raise RefusedError(
            "Only {who} can {deed}.", who=named(By.APPROVER, case.car), deed=say("note what was decided")
        )
    return decide_in_review(case, as_, what, today=today)


def decide_in_review(case: Case, as_: Resources, what: str, *, today: date) -> Case:
    """The Management Review Team decides itself. The clock stood while it was waited for, so the date moves on."""
    if not awaits_resources(case) or case.plan is None or case.plan.approval is None:
        raise RefusedError("{number} waits for no resources.", number=case.car.number)
    need(what, "Please say what was decided: how much, who, and paid by what.", field="what", at_most=REASON_MAX)
    car, due = case.car, case.car.implementation_due
    stood = today - (car.on_hold_since or today)
    moved = replace(car, on_hold_since=None, implementation_due=due + stood if due else None)
    approval = replace(case.plan.approval, resources_pending=False)
    return replace(case, car=moved, plan=replace(case.plan, approval=approval, resources=as_, resources_given=what))


@dataclass(frozen=True, kw_only=True, slots=True)
class FinishSteps(Move):
    target: ClassVar[State] = State.VERIFYING
    done: str | None = None  # needed where no steps were approved: a quick fix that failed its check

    def apply(self, case: Case, at: Moment) -> Case:  # noqa: ARG002
        if case.approved_plan is None:
            need(self.done, "Please say what was done.", field="done", at_most=REASON_MAX)
            return case.to(self.target, done=self.done)
        for step in case.approved_plan.steps:
            if not step.is_settled:
                raise RefusedError(
                    "Step {number} is open. Mark it done and say what shows it, or cancel it with a reason.",
                    number=step.number,
                )
        return case.to(self.target)


def may_finish(case: Case) -> bool:
    """Whether all that was planned is settled; where nothing was, the owner says what was done."""
    return case.approved_plan is None or case.approved_plan.is_settled


def check_plan(plan: Plan) -> None:
    """All that a plan needs by itself; who does and who checks is held against the case."""
    wanted = say('Please say what was done at once, or "none needed, because ...".')
    need(plan.correction, wanted, field="correction", at_most=PLAN_MAX)
    need(plan.elsewhere, "Please say whether it could exist elsewhere.", field="elsewhere", at_most=PLAN_MAX)
    fit(plan.resources_asked, field="resources", at_most=PLAN_MAX)
    new = [cause for cause in plan.causes if not cause.not_confirmed]
    if not new:
        raise RefusedError("Please name at least one cause that was not ruled out.", field="causes")
    for nth, cause in enumerate(new, 1):
        most, behind = cause_max(nth), "" if nth == 1 else f"_{nth}"
        need(cause.statement, "Please say why it happened.", field=f"causes{behind}", at_most=most)
        fit("\n".join(cause.whys), field=f"whys{behind}", at_most=most)
        fit(cause.how_verified, field=f"how_verified{behind}", at_most=most)
    if not plan.steps:
        raise RefusedError("Please add at least one step, with who does it and by when.", field="steps")
    for step in plan.steps:
        need(step.what, "Please say what each step does.", field="steps", at_most=STEP_MAX)
        need(step.owner, "Please say who does each step.", field="steps", at_most=PLAN_MAX)
    _check_effectiveness(plan.effectiveness, max(step.due for step in plan.steps))


def _check_effectiveness(effectiveness: EffectivenessPlan, last_due: date) -> None:
    need(effectiveness.criterion, "Please say what will show that it worked.", field="criterion", at_most=PLAN_MAX)
    need(effectiveness.baseline, "Please say how things are today.", field="baseline", at_most=PLAN_MAX)
    need(effectiveness.method, "Please say how it will be checked.", field="method", at_most=PLAN_MAX)
    need(effectiveness.checker, "Please say who will check it.", field="checker", at_most=PLAN_MAX)
    if effectiveness.on < last_due:
        raise RefusedError("Please check whether it worked after the last step is due.", field="on")


def _with_plan(case: Case, plan: Plan, at: Moment) -> Case:
    for cause in plan.causes:
        _check_category(cause, at.rules)
    not_before(plan.effectiveness.on, at.today, field="on")
    checker = plan.effectiveness.checker
    if checker == case.car.owner or checker in plan.step_owners:
        raise RefusedError("Whoever does the work cannot check it. Please choose somebody else.", field="checker")
    version = case.plan.version + 1 if case.plan else 1
    main = next(cause for cause in plan.causes if not cause.not_confirmed)
    moved = case.to(State.PLAN_REVIEW, checker=checker, cause_category=main.category)
    return replace(moved, plan=replace(plan, version=version, approval=None))


def _check_category(cause: RootCause, rules: Rules) -> None:
    if not cause.not_confirmed:
        rules.check_cause(cause.category, field="causes")
