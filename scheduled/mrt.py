"""The agenda of the management review: on its day, or late until the team meets; and a week before, its preview."""

from collections.abc import Sequence

from domain.catching_up import CatchUp
from domain.people import PersonId, Role
from domain.rhythms import agenda_grace, agenda_rests, agenda_rule, preview_rule
from domain.schedules import Due
from scheduled.jobs import Jobs, Occasion, Ran
from storage.db import Tx
from storage.outbox import Outbox
from storage.publishing import MISSED, SOON, Publishing
from storage.settings import DistrictSettings

jobs = Jobs()


def _late(tx: Tx, slots: Sequence[Due]) -> None:
    """Tell the quality office of those that the team met without."""
    for due in slots:
        _tell(tx, MISSED, due.slot)


@jobs.when(agenda_rule, catch_up=CatchUp.SKIP, grace=agenda_grace, rests=agenda_rests, missed=_late, posts=True)
def agenda(tx: Tx, occasion: Occasion) -> Ran:
    """It counts up to the end of the day before it was due, however late it comes."""
    day = occasion.due.astimezone(DistrictSettings(tx).all().zone).date()
    if Publishing(tx).publish(occasion.slot, day, by=PersonId("system")) is None:
        _tell(tx, MISSED, occasion.slot)
        return Ran()
    return Ran(1)


@jobs.when(preview_rule, catch_up=CatchUp.LATEST, rests=agenda_rests)
def preview(tx: Tx, occasion: Occasion) -> Ran:
    """The quality office looks at it a week before the team does."""
    _tell(tx, SOON, occasion.slot)
    return Ran(1)


def _tell(tx: Tx, what: str, slot: str) -> None:
    Outbox(tx).owe_seat(Role.MANAGEMENT_REPRESENTATIVE, what, slot, key=f"{what}:{slot}")
