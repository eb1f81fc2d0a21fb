"""Holds: while one lasts, no words may be removed from a report, or from any record of the district."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.asks import need
from domain.errors import RefusedError
from domain.people import PersonId, Role, Viewer
from domain.texts import say

REASON_MAX = 1000


class Cause(StrEnum):
    RECORDS_REQUEST = "records_request"
    LITIGATION = "litigation"
    PARENT = "parent"
    OTHER = "other"


CAUSES: Mapping[Cause, str] = {
    Cause.RECORDS_REQUEST: say("A records request"),
    Cause.LITIGATION: say("A lawsuit, or one that may come"),
    Cause.PARENT: say("A parent's request"),
    Cause.OTHER: say("Another reason"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Hold:
    """It lasts until it is lifted. `about` is a report's number, or empty for the whole district."""

    id: str
    about: str
    cause: Cause
    reason: str
    set_by: PersonId
    set_at: datetime
    lifted_by: PersonId | None = None
    lifted_at: datetime | None = None
    lifted_because: str | None = None
    version: int = 1


def may_hold(viewer: Viewer) -> bool:
    return viewer.is_mr or viewer.holds(Role.SUPERINTENDENT)


def check_may_hold(viewer: Viewer) -> None:
    if not may_hold(viewer):
        raise RefusedError("Only the management representative or the superintendent can set a hold.")


def check_may_lift(viewer: Viewer) -> None:
    if not viewer.is_mr:
        raise RefusedError("Only the management representative can lift a hold.")


def check_may_redact(viewer: Viewer) -> None:
    if not viewer.is_mr:
        raise RefusedError("Only the management representative can remove words from a report.")


def check_reason(text: str) -> None:
    need(text, "Please say why; it stays on record.", field="reason", at_most=REASON_MAX)


def check_not_held(holds: Sequence[Hold], names: Mapping[str, str], day: str) -> None:
    """`day` is when the first of these holds was set, in words."""
    if holds:
        who, what = names.get(holds[0].set_by, say("Somebody who left")), holds[0].about or say("the whole district")
        raise RefusedError(
            "{who} set a hold on {what} on {day}, so nothing can be removed. The management "
            "representative can lift it: /kaizen holds",
            who=who,
            what=what,
            day=day,
        )
