"""The weekly digest of the Cabinet, on its day, or late until the Cabinet meets."""

from collections.abc import Sequence

from domain.catching_up import CatchUp
from domain.people import Role
from domain.schedules import Due
from scheduled.jobs import Jobs, Occasion, Ran
from storage.db import Tx
from storage.digests import MISSED, Digests
from storage.outbox import Outbox
from storage.settings import DistrictSettings
from storage.wordings import Wordings
from views.cabinet import failing

jobs = Jobs()


def _late(tx: Tx, slots: Sequence[Due]) -> None:
    """Tell the quality office of those that the Cabinet met without."""
    for due in slots:
        _tell(tx, MISSED, due.slot)


@jobs.when(
    lambda settings: settings.digest_rule,
    catch_up=CatchUp.SKIP,
    grace=lambda settings: settings.digest_grace,
    rests=lambda settings: settings.digest_rests,
    missed=_late,
    posts=True,
)
def digest(tx: Tx, occasion: Occasion) -> Ran:
    """It counts up to the end of the day before it was due, however late it comes."""
    day = occasion.due.astimezone(DistrictSettings(tx).all().zone).date()
    posted = Digests(tx).post(occasion.slot, day, by="system")
    if posted is None:
        _tell(tx, MISSED, occasion.slot)
        return Ran()
    for section in failing(posted.digest, Wordings(tx).all(), day):
        _tell(tx, "cabinet.broken", f"{occasion.slot} {section}")
    return Ran(1)


def _tell(tx: Tx, what: str, about: str) -> None:
    Outbox(tx).owe_seat(Role.MANAGEMENT_REPRESENTATIVE, what, about, key=f"{what}:{about}")
