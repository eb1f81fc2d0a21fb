"""Holds: while one lasts, no words may be removed from a report, or from any record of the district."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from enum import StrEnum

from domain.asks import need
from domain.cars import Car, Concern
from domain.errors import RefusedError
from domain.frozen import dataclass
from domain.offices import Office, office_name
from domain.people import PersonId, Role, Viewer
from domain.texts import capital, command, say
from domain.who import DECIDES, IN_CHARGE, approves, leads

REASON_MAX = 1000
MR_OR_CHIEF = say("the management representative or the superintendent")


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


def keeps_words(car: Car, viewer: Viewer, offices: Collection[Office]) -> bool:
    """Who removes words from a report and lifts its holds: whoever leads it, and once it was handed over that office.

    `offices` are those for which the viewer answers.
    """
    return car.handed_to in offices if car.handed_to else leads(car, viewer)


def may_hold(car: Car, viewer: Viewer, offices: Collection[Office]) -> bool:
    """The superintendent may as well, unless it is about one of those in charge, or an office has it."""
    return keeps_words(car, viewer, offices) or (car.handed_to is None and approves(car, viewer))


def may_hold_all(viewer: Viewer) -> bool:
    """The whole district."""
    return viewer.is_mr or viewer.holds(Role.SUPERINTENDENT)


def sees_hold(hold: Hold, car: Car | None, viewer: Viewer, offices: Collection[Office]) -> bool:
    """Why a report is held says something of it. `car` is the report as the viewer finds it, if they do."""
    if not hold.about:
        return may_hold_all(viewer)
    return car is not None and (may_hold(car, viewer, offices) or hold.set_by in viewer.ids)


def may_lift(hold: Hold, car: Car | None, viewer: Viewer, offices: Collection[Office]) -> bool:
    return keeps_words(car, viewer, offices) if car and hold.about else viewer.is_mr and not hold.about


def check_may_hold(car: Car | None, viewer: Viewer, offices: Collection[Office]) -> None:
    """Without a report, the whole district."""
    if car is None and not may_hold_all(viewer):
        raise RefusedError("Only {who} can set a hold.", who=MR_OR_CHIEF)
    if car and not may_hold(car, viewer, offices):
        ordinary = car.concerns is Concern.NOBODY and car.handed_to is None
        raise RefusedError("Only {who} can set a hold on this report.", who=MR_OR_CHIEF if ordinary else _keeper(car))


def check_may_lift(hold: Hold, car: Car | None, viewer: Viewer, offices: Collection[Office]) -> None:
    if not may_lift(hold, car, viewer, offices):
        raise RefusedError("Only {who} can lift this hold.", who=_lifter(hold, car))


def check_may_redact(car: Car, viewer: Viewer, offices: Collection[Office]) -> None:
    if not keeps_words(car, viewer, offices):
        raise RefusedError("Only {who} can remove words from this report.", who=_keeper(car))


def _keeper(car: Car) -> str:
    return office_name(car.handed_to) if car.handed_to else IN_CHARGE[DECIDES[car.concerns]]


def _lifter(hold: Hold, car: Car | None) -> str:
    return _keeper(car) if car and hold.about else IN_CHARGE[Role.MANAGEMENT_REPRESENTATIVE]


def check_reason(text: str) -> None:
    need(text, "Please say why; it stays on record.", field="reason", at_most=REASON_MAX)


def check_not_held(car: Car, holds: Sequence[Hold], names: Mapping[str, str], day: str) -> None:
    """`holds` are those that keep the words of a report; `day` is when the first of them was set, in words."""
    if holds:
        who, what = names.get(holds[0].set_by, say("Somebody who left")), holds[0].about or say("the whole district")
        raise RefusedError(
            "{who} set a hold on {what} on {day}, so nothing can be removed. {lifter} can lift it: {holds}",
            who=who,
            what=what,
            day=day,
            lifter=capital(_lifter(holds[0], car)),
            holds=command("kaizen holds"),
        )
