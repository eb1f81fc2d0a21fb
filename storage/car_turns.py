"""Reports that somebody works on and that wait for one person now; domain/who.py says the same of one report."""

from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select

from domain.cars import State
from domain.extensions import EXTENDABLE
from domain.people import Viewer
from storage.car_sight import STAYED, C, led_by
from storage.db import OURS
from storage.extensions import extensions
from storage.people import same_person
from storage.step_table import steps
from storage.steps import OPEN

ASKING = select(extensions.c.car).where(extensions.c.district == OURS, extensions.c.decided_at.is_(None))


def turn_of(viewer: Viewer, today: date) -> ColumnElement[bool]:
    """Plans and more time to decide about, fixes to check and sign off, steps to do, and what they are asked for."""
    mine = same_person(C.owner, viewer.person)
    decides = and_(led_by(viewer), or_(C.owner.is_(None), ~mine))
    checks = or_(same_person(C.checker, viewer.person), and_(C.checker.is_(None), decides))
    unsigned = and_(C.state == State.MONITORING, C.signed_off_by.is_(None), decides)
    doing = select(steps.c.of).where(
        *(steps.c.district == OURS, steps.c.place.is_not(None), steps.c.status.in_(OPEN)),
        or_(same_person(steps.c.owner, viewer.person), same_person(steps.c.asked_owner, viewer.person)),
    )
    waits = or_(
        and_(C.state == State.PLAN_REVIEW, decides),
        and_(C.state == State.VERIFYING, checks),
        and_(C.state == State.MONITORING, C.effectiveness_due <= today, same_person(C.checker, viewer.person)),
        unsigned,
        and_(C.state == State.IMPLEMENTING, C.number.in_(doing)),
        and_(C.state.in_([str(state) for state in sorted(EXTENDABLE)]), C.number.in_(ASKING), decides),
        and_(C.state.in_(WORKED), same_person(C.asked_owner, viewer.person)),
    )
    return and_(STAYED, C.state.in_(WORKED), waits)


#: Where somebody owns it and it is not over.
WORKED = [
    str(state) for state in (State.ACCEPTED, State.PLAN_REVIEW, State.IMPLEMENTING, State.VERIFYING, State.MONITORING)
]
