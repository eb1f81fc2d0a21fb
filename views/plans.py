"""The plan of a report, on its card."""

from domain.cars import CAUSES, REDACTED, Outcome, State
from domain.cases import Case
from domain.plans import EffectivenessPlan, Method, Plan, Resources, RootCause, Step, StepStatus, is_over
from domain.public_copy import WITHHELD
from domain.step_updates import STATUSES
from domain.steps import may_report
from domain.texts import joined, say, say_many
from views.dates import day, due
from views.elements import Button, Facts, Heading, Item, Items, Note, Part, Text
from views.look import Look

METHODS: dict[Method, str] = {
    Method.FIVE_WHYS: say("Asked why, again and again"),
    Method.FISHBONE: say("Drew a fishbone"),
    Method.DATA_ANALYSIS: say("Looked at the numbers"),
    Method.OTHER: say("In another way"),
}
GIVEN: dict[Resources, str] = {
    Resources.ALLOCATED: say("Given"),
    Resources.IN_PART: say("Given in part"),
    Resources.DECLINED: say("Not given"),
}
SHOWN = 5  # steps; the rest behind "Show all"


def shortens(case: Case) -> bool:
    """Whether there is more of a plan than its card shows at first."""
    return case.plan is not None and case.car.state is not State.PLAN_REVIEW


def work_parts(case: Case, look: Look, *, whole: bool) -> list[Part]:
    """What is planned and done, as far as this reader needs it at once; `whole` shows all of it."""
    parts = _quick(case, look)
    if case.plan is None:
        return parts + _verdict(case)  # one that was brought from another log has no plan
    if is_over(case.plan):
        old = [*_plan(case.plan, look), *_steps(case, look, whole=True)] if whole else _ruled_out(case.plan)
        return parts + old
    reads = whole or case.car.state is State.PLAN_REVIEW
    parts += _plan(case.plan, look) if reads else []
    parts += _steps(case, look, whole=reads)
    if reads or case.car.state in (State.VERIFYING, State.MONITORING):
        parts += _proof(case.plan.effectiveness, look)
    return parts + _verdict(case)


def _ruled_out(plan: Plan) -> list[Part]:
    """What was taken for the cause before, so that nobody looks there again."""
    out = [cause for cause in plan.causes if cause.not_confirmed]
    return lines([(say("It was not, as it turned out"), cause.statement) for cause in out])


def typed(text: str) -> str:
    """What somebody typed, or that it was removed or withheld."""
    return say(text) if text in (REDACTED, WITHHELD) else text


def lines(rows: list[tuple[str, str | None]]) -> list[Part]:
    return [Text(joined(": ", [name, typed(said)])) for name, said in rows if said]


def category_of(key: str | None, look: Look) -> str:
    """A cause category in words: the district's, or for one that is not offered any more ours."""
    return look.rules.causes.get(key or "", CAUSES.get(key or "", key or ""))


def _quick(case: Case, look: Look) -> list[Part]:
    """A quick fix: what was done and why it happened."""
    car = case.car
    if not (car.done or car.cause):
        return []
    kind = category_of(car.cause_category, look)
    told = dict.fromkeys([typed(car.cause or ""), kind])  # once, where it was chosen
    why = joined(" · ", told) if car.cause else None
    elsewhere = say("Yes") if car.elsewhere else say("No")
    rows = [(say("Done"), car.done), (say("Why it happened"), why)]
    return lines([*rows, (say("Elsewhere"), elsewhere if car.elsewhere is not None else None)])


def _plan(plan: Plan, look: Look) -> list[Part]:
    parts: list[Part] = [Heading(say("Plan, version {n}", n=plan.version))]
    parts += lines([(say("Done at once"), plan.correction)])
    parts += [part for cause in plan.causes if not cause.not_confirmed for part in _cause(cause, look)]
    parts += _ruled_out(plan)
    asked = [(say("Elsewhere"), plan.elsewhere), (say("Asks for"), plan.resources_asked)]
    given = joined(", ", [GIVEN[plan.resources], typed(plan.resources_given or "")]) if plan.resources else None
    return parts + lines([*asked, (say("Decided about that"), given)])


def _cause(cause: RootCause, look: Look) -> list[Part]:
    said = joined(" · ", [typed(cause.statement), category_of(cause.category, look), METHODS[cause.method]])
    whys = " → ".join(cause.whys) if cause.whys else None
    return lines([(say("Why it happened"), said), (say("Asked why"), whys), (say("How we know"), cause.how_verified)])


def _steps(case: Case, look: Look, *, whole: bool) -> list[Part]:
    assert case.plan is not None  # noqa: S101 - asked by whoever has one
    steps = sorted(case.plan.steps, key=lambda step: step.is_settled) if not whole else list(case.plan.steps)
    shown = steps if whole else steps[:SHOWN]
    done = sum(step.is_settled for step in steps)
    heading = Heading(say_many("{done} of {n} step done", "{done} of {n} steps done", len(steps), done=done))
    items = Items([step_item(case, step, look) for step in shown])
    left = [Text(say("and {left} more.", left=len(steps) - len(shown)))] if len(shown) < len(steps) else []
    return [heading, items, *left, *_handed(case.plan, look)]


def _handed(plan: Plan, look: Look) -> list[Part]:
    """Who does other steps than the plan says that was approved."""
    if not (plan.approval and plan.handed):
        return []
    said = [
        say("step {n}, by {old} to {new}", n=step.number, old=look.person(old), new=look.person(step.owner))
        for step in plan.handed
        if (old := step.planned_owner)
    ]
    which = joined("; ", said)
    since = say("Approved as version {n}. Handed over since: {which}.", n=plan.approval.version, which=which)
    return [Note(since)]


def step_item(case: Case, step: Step, look: Look) -> Item:
    name = joined(" · ", [say("Step {n}", n=step.number), typed(step.what)])
    asked = say("{who} is asked to do it", who=look.person(step.asked_owner)) if step.asked_owner else ""
    return Item(name=name, detail=joined(" · ", [_detail(step, look), asked]), button=_act(case, step, look))


def _act(case: Case, step: Step, look: Look) -> Button | None:
    if not may_report(case, step, look.viewer):
        return None
    if step.is_settled:
        return Button(label=say("Undo"), does="step.undo", about=str(step.number))
    return Button(label=say("Update"), does="step.form", about=str(step.number))


def _detail(step: Step, look: Look) -> str:
    who = look.person(step.owner)
    match step.status:
        case StepStatus.DONE:
            return joined(" · ", [who, _on(say("done"), step, look), typed(step.evidence or "")])
        case StepStatus.CANCELLED:
            return joined(" · ", [who, _on(say("not needed"), step, look), typed(step.reason or "")])
        case StepStatus.NOT_STARTED:
            return joined(" · ", [who, say("due {due}", due=due(step.due, look.today))])
        case status:
            when = say("due {due}", due=due(step.due, look.today))
            return joined(" · ", [STATUSES[status], who, when, typed(step.reason or "")])


def _on(what: str, step: Step, look: Look) -> str:
    when = step.done_on or step.cancelled_on
    return joined(" ", [what, day(when, look.today)]) if when else what


def _proof(effect: EffectivenessPlan, look: Look) -> list[Part]:
    return [
        Facts(
            [
                (say("It worked if"), typed(effect.criterion)),
                (say("At the start"), typed(effect.baseline)),
                (say("How it is checked"), typed(effect.method)),
                (say("Day of the check"), day(effect.on, look.today)),
                (say("Who checks"), look.person(effect.checker)),
            ]
        )
    ]


def _verdict(case: Case) -> list[Part]:
    verdict = case.verdict
    if verdict is None or case.car.outcome is not Outcome.EFFECTIVE:
        return []
    return lines(
        [
            (say("What the check showed"), verdict.result),
            (say("Papers and training"), verdict.documents),
            (say("What others can learn"), verdict.lesson),
        ]
    )
