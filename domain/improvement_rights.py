"""Who may read, write and approve a plan of a district, a school or a department."""

from domain.errors import RefusedError
from domain.improvement import DistrictPlan, Kind, PlanState
from domain.people import PersonId, Role, Viewer
from domain.texts import say

#: Both of them approve a plan.
APPROVE = (Role.MANAGEMENT_REPRESENTATIVE, Role.SUPERINTENDENT)
#: Who heads a place.
HEADS = (Role.PRINCIPAL, Role.DEPARTMENT_HEAD)
LEADERS = say("whoever leads it, the management representative or the superintendent")


def in_charge(viewer: Viewer) -> bool:
    return any(viewer.holds(role) for role in APPROVE)


def heads(place: str | None, viewer: Viewer) -> bool:
    return place is not None and any(viewer.holds(role, place) for role in HEADS)


def leads_plan(plan: DistrictPlan, viewer: Viewer) -> bool:
    return plan.lead == viewer.person or in_charge(viewer) or heads(plan.place, viewer)


def reads_drafts(plan: DistrictPlan, viewer: Viewer) -> bool:
    """What nobody has approved yet; all staff read what is in force."""
    return leads_plan(plan, viewer) or not plan.readers.isdisjoint(viewer.ids)


def approves_as(plan: DistrictPlan, viewer: Viewer) -> tuple[Role, ...]:
    """In which seats somebody can sign it now."""
    signed = {signature.role for signature in plan.signatures}
    open_ = [role for role in APPROVE if role not in signed] if plan.state is PlanState.REVIEW else []
    return tuple(role for role in open_ if viewer.holds(role))


def may_start(viewer: Viewer, place: str | None) -> bool:
    return in_charge(viewer) or heads(place, viewer)


def check_may_start(viewer: Viewer, kind: Kind, place: str | None) -> None:
    """Those in charge start any plan; a principal one of the school, a department head one of the department."""
    if not may_start(viewer, place):
        raise RefusedError(
            "Only the management representative or the superintendent can start a plan for the district; "
            "for a school its principal can, and for a department its head.",
            field="place",
        )
    if kind is Kind.SCHOOL and place is None:
        raise RefusedError("Please choose the school that this plan is for.", field="place")


def check_leads(plan: DistrictPlan, viewer: Viewer) -> None:
    if not leads_plan(plan, viewer):
        raise RefusedError("Only {who} can change {number}.", who=LEADERS, number=plan.number)


def reads(plan: DistrictPlan, person: PersonId) -> bool:
    """Whether somebody was let in to read a draft."""
    return person in plan.readers
