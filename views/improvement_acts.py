"""What somebody can do with a plan now, as buttons: the next step first, rare acts behind "More …"."""

from collections.abc import Mapping, Sequence

from domain.frozen import dataclass
from domain.improvement import ENDED, OPEN, DistrictPlan, Kind, PlanState
from domain.improvement_rights import approves_as, in_charge, leads_plan
from domain.people import Viewer
from domain.texts import say
from views.elements import MOST_RARE, Button

MOST = 3
SURE: Mapping[str, str] = {"plan.give_up": say("All that was changed is left out. What is in force stays as it is.")}


@dataclass(frozen=True, kw_only=True, slots=True)
class Act:
    label: str
    does: str
    primary: bool = False
    rare: bool = False


REMOVE = Act(label=say("Remove words …"), does="plan.redact_form", rare=True)


def plan_buttons(plan: DistrictPlan, viewer: Viewer) -> tuple[list[Button], list[Button]]:
    """At most three, one of them primary, and the rare ones."""
    leading = _leading(plan) if leads_plan(plan, viewer) else ()
    acts = [*_signing(plan, viewer), *leading, *_reading(plan), *((REMOVE,) if viewer.is_mr else ())]
    often = [act for act in acts if not act.rare]
    rare = [*often[MOST:], *(act for act in acts if act.rare)][:MOST_RARE]
    return [_button(act, plan) for act in often[:MOST]], [_button(act, plan) for act in rare]


def _button(act: Act, plan: DistrictPlan) -> Button:
    at = f"{plan.number} {plan.revision}"
    about = {"plan.approve": f"{at} {plan.digest}", "plan.export": at}.get(act.does, plan.number)
    return Button(label=act.label, does=act.does, about=about, primary=act.primary, confirm=SURE.get(act.does, ""))


def _signing(plan: DistrictPlan, viewer: Viewer) -> Sequence[Act]:
    if plan.state is not PlanState.REVIEW or not in_charge(viewer):
        return ()
    back = Act(label=say("Send it back"), does="plan.return_form")
    if approves_as(plan, viewer):
        return (Act(label=say("Approve"), does="plan.approve", primary=True), back)
    signed = any(signature.by in viewer.ids for signature in plan.signatures)
    return (Act(label=say("Take my approval back"), does="plan.unsign"), back) if signed else (back,)


def _leading(plan: DistrictPlan) -> Sequence[Act]:
    match plan.state:
        case PlanState.DRAFT:
            return (
                Act(label=say("Add a goal"), does="plan.goal_form", primary=not plan.goals),
                *((Act(label=say("Send for approval"), does="plan.send", primary=True),) if plan.goals else ()),
                Act(label=say("Change the header"), does="plan.header_form", rare=bool(plan.goals)),
                Act(label=say("Let somebody read it"), does="plan.reader_form", rare=True),
                _end(plan),
            )
        case PlanState.REVIEW:
            return (Act(label=say("Go on writing"), does="plan.recall", rare=True),)
        case PlanState.IN_FORCE:
            return (
                Act(label=say("Change the plan"), does="plan.change_form"),
                Act(label=say("Next routine"), does="routine.show"),
                Act(label=say("Go on next year"), does="plan.roll_form", rare=True),
                Act(label=say("Close it"), does="plan.close_form", rare=True),
            )
        case PlanState.CLOSED:
            return (Act(label=say("Open it again"), does="plan.reopen"),)
        case _:
            return ()


def _end(plan: DistrictPlan) -> Act:
    if plan.in_force is None:
        return Act(label=say("Close it"), does="plan.close_form", rare=True)
    return Act(label=say("Leave it as it was"), does="plan.give_up", rare=True)


def _reading(plan: DistrictPlan) -> Sequence[Act]:
    changing = plan.state in OPEN and plan.in_force is not None
    shows = Act(label=say("Show what is in force"), does="plan.in_force", rare=True)
    older = Act(label=say("Earlier versions"), does="plan.versions", rare=True)
    later = plan.state in ENDED or (plan.in_force or 0) > 1
    phases = Act(label=say("The five phases"), does="roadmap.show")
    export = Act(label=say("Export"), does="plan.export", rare=True)
    with_whom = Act(label=say("Partner and promises"), does="partnership.show", rare=bool(plan.in_force))
    kind = {Kind.ROADMAP: (phases,), Kind.PARTNERSHIP: (with_whom,)}.get(plan.kind, ())
    shown = (*kind, *((shows,) if changing else ()), *((export,) if plan.goals else ()))
    return (*shown, *((older,) if later else ()))
