"""What somebody can do with a report now, as buttons: the next step first, rare acts behind "More …"."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from domain.cases import Case
from domain.checking import is_early, may_close, may_sign_off
from domain.extensions import Extension, may_ask, why_not_decide
from domain.frozen import dataclass
from domain.imported import Formerly
from domain.lifecycle import Edge, edges_for
from domain.moves import (
    Accept,
    Answer,
    Appeal,
    ApprovePlan,
    Cancel,
    CloseChecked,
    Effective,
    FailCheck,
    FinishSteps,
    Fix,
    Inconclusive,
    NotEffective,
    QuickFix,
    RefusePlan,
    Reject,
    Reopen,
    Return,
    RevisePlan,
    StartMonitoring,
    SubmitPlan,
    Withdraw,
)
from domain.owners import is_asked, may_ask_over
from domain.people import Viewer
from domain.planning import awaits_resources, may_finish
from domain.privacy import may_hand_over, may_seal, may_unseal
from domain.rules import Rules
from domain.step_owners import asked_for, handable
from domain.texts import say
from domain.undo import may_undo
from domain.who import approves
from views.elements import MOST_RARE, Button

MARKS_DONE = "car.mark_done"  # with what is chosen in the card
MOST = 3  # buttons beside those behind "More …"


@dataclass(frozen=True, kw_only=True, slots=True)
class Act:
    label: str
    does: str
    rare: bool = False
    primary: bool = False
    about: str = ""  # the report, unless it says what else


#: The button of each move that has a screen.
ACTS: Mapping[type, Sequence[Act]] = {
    Accept: (
        Act(label=say("Accept"), does="car.accept", primary=True),
        Act(label=say("Accept and change …"), does="car.change"),
    ),
    Return: (Act(label=say("Return"), does="car.return_form"),),
    Reject: (Act(label=say("Reject"), does="car.reject_form", rare=True),),
    Fix: (Act(label=say("Fixed"), does="car.fixed_form", rare=True),),
    Answer: (Act(label=say("Answer"), does="car.answer_form", primary=True),),
    Withdraw: (Act(label=say("Take it back"), does="car.withdraw", rare=True),),
    Appeal: (Act(label=say("Ask for a second look"), does="car.appeal_form"),),
    QuickFix: (
        Act(label=say("Mark done"), does=MARKS_DONE, primary=True),
        Act(label=say("In your own words …"), does="car.quick_form"),
    ),
    SubmitPlan: (Act(label=say("Write the plan"), does="car.plan_form", primary=True),),
    ApprovePlan: (Act(label=say("Approve"), does="car.approve", primary=True),),
    RefusePlan: (Act(label=say("Send it back"), does="car.refuse_form"),),
    RevisePlan: (Act(label=say("Change the plan"), does="car.plan_form", rare=True),),
    FinishSteps: (Act(label=say("The work is done"), does="car.finish", primary=True),),
    CloseChecked: (Act(label=say("It is fixed"), does="car.checked", primary=True),),
    StartMonitoring: (Act(label=say("Done, now watch it"), does="car.watch", primary=True),),
    FailCheck: (Act(label=say("Not yet"), does="car.not_yet_form"),),
    Effective: (Act(label=say("It held"), does="car.held_form", primary=True),),
    Inconclusive: (Act(label=say("Too early to say"), does="car.later_form"),),
    NotEffective: (Act(label=say("It came back"), does="car.came_back_form"),),
    Reopen: (Act(label=say("Open it again"), does="car.reopen_form", rare=True),),
    Cancel: (Act(label=say("Stop it"), does="car.cancel_form", rare=True),),
}
SURE = {"car.withdraw": say("Nobody will work on this report any more. You can report it again later.")}


@dataclass(frozen=True, kw_only=True, slots=True)
class Work:
    """A report with all that its buttons depend on."""

    case: Case
    extensions: Sequence[Extension] = ()
    ideas: Sequence[str] = ()  # the numbers of those that it became, or of which it was made
    formerly: Formerly | None = None  # what the log said from which it was brought here
    reminded: date | None = None  # when its owner was reminded last, for those to whom that matters

    @property
    def asked(self) -> Extension | None:
        """The request for more time that nobody has decided about."""
        return next((one for one in self.extensions if one.is_open and one.cycle == self.case.car.cycle), None)


@dataclass(frozen=True, kw_only=True, slots=True)
class Doer:
    """Whose buttons they are."""

    viewer: Viewer
    today: date
    rules: Rules
    now: datetime | None


def buttons_of(work: Work, doer: Doer) -> tuple[list[Button], list[Button]]:
    """At most three, one of them primary, and all others: the rare ones."""
    edges = edges_for(work.case, doer.viewer, doer.rules)
    acts = [*_first(work, doer), *(act for edge in edges for act in _of_edge(edge, work, doer)), *_beside(work, doer)]
    often = sorted((act for act in acts if not act.rare), key=lambda act: not act.primary)
    rare = [*often[MOST:], *(act for act in acts if act.rare)]
    leading = next((act.does for act in often[:MOST] if act.primary), "")
    return [_button(act, work, leading) for act in often[:MOST]], [_button(act, work) for act in rare]


def behind_more(acts: Sequence[Button], number: str) -> Sequence[Button]:
    """What stands behind "More …": of many acts the first, and the way to a card with all of them."""
    if len(acts) <= MOST_RARE:
        return acts
    return [*acts[: MOST_RARE - 1], Button(label=say("Everything else …"), does="car.acts", about=number)]


def _button(act: Act, work: Work, leading: str = "") -> Button:
    about, plan = act.about or work.case.car.number, work.case.plan
    if act.does in ("car.approve", "car.approve_pending") and plan:
        about = f"{about} {plan.version} {plan.digest}"  # of what was read
    primary = act.does == leading
    return Button(label=act.label, does=act.does, about=about, primary=primary, confirm=SURE.get(act.does, ""))


def _of_edge(edge: Edge, work: Work, doer: Doer) -> list[Act]:
    """The buttons of a move, where it can be made now."""
    case, acts = work.case, list(ACTS[edge.brings])
    early = is_early(case.car, doer.today)
    if edge.brings is FinishSteps and not may_finish(case):
        return []
    if edge.brings is Effective and not may_close(case, doer.viewer, doer.today):
        return []
    if edge.brings is ApprovePlan and case.plan and case.plan.resources_asked:
        return [*acts, Act(label=say("Approve, resources later"), does="car.approve_pending")]
    verdicts = (Effective, Inconclusive, NotEffective)  # nobody is waited for to say one before its day
    rare = (edge.brings is SubmitPlan and case.car.is_minor) or (edge.brings in verdicts and early)
    return [replace(act, rare=True, primary=False) for act in acts] if rare else acts


def _first(work: Work, doer: Doer) -> list[Act]:
    """What somebody was asked for by name."""
    case, viewer, asked = work.case, doer.viewer, work.asked
    decides = asked is not None and why_not_decide(case, asked, viewer) is None
    acts = (
        (Act(label=say("Yes, I take it"), does="owner.take", primary=True), is_asked(case.car, viewer)),
        (Act(label=say("No"), does="owner.decline"), is_asked(case.car, viewer)),
        (Act(label=say("Sign off"), does="car.sign_off", primary=True), may_sign_off(case, viewer)),
        (Act(label=say("Give the time"), does="time.grant", primary=True), decides),
        (Act(label=say("Another answer …"), does="time.decide_form"), decides),
    )
    return [*(act for act, may in acts if may), *_asked_steps(case, viewer)]


def _asked_steps(case: Case, viewer: Viewer) -> list[Act]:
    """Yes and no to each step that somebody is asked to do."""
    return [
        act
        for step in asked_for(case, viewer)
        for act in (
            Act(label=say("Yes, I do step {n}", n=step.number), does="step.take", primary=True, about=str(step.number)),
            Act(label=say("No, not step {n}", n=step.number), does="step.decline", about=str(step.number)),
        )
    ]


def _beside(work: Work, doer: Doer) -> list[Act]:
    """What can be done with a report beside moving it along the lifecycle."""
    case, car, viewer = work.case, work.case.car, doer.viewer
    fresh = doer.now is not None and may_undo(case, viewer, doer.now)
    notes = awaits_resources(case) and approves(car, viewer)
    acts = (
        (Act(label=say("Undo"), does="car.undo"), fresh),
        (Act(label=say("More time"), does="time.form"), may_ask(case, viewer, work.extensions)),
        (Act(label=say("Resources …"), does="car.resources_form"), notes),
        (Act(label=say("Hand over"), does="car.hand_over_form", rare=True), may_hand_over(case, viewer, doer.rules)),
        (Act(label=say("Ask somebody to own it"), does="owner.form", rare=True), may_ask_over(car, viewer)),
        (Act(label=say("Ask somebody to do a step"), does="step.hand_form", rare=True), handable(case, viewer)),
        (Act(label=say("Seal"), does="car.seal", rare=True), may_seal(car, viewer)),
        (Act(label=say("Unseal"), does="car.unseal", rare=True), may_unseal(car, viewer)),
    )
    return [act for act, may in acts if may]
