"""Who reads a report: sealing it, and handing it over to an office of the district."""

from dataclasses import replace
from datetime import datetime

from domain.asks import fit
from domain.cars import NOTE_MAX, Car, Concern, State
from domain.cases import Case
from domain.errors import RefusedError
from domain.lifecycle import left_triage
from domain.offices import Office
from domain.people import Viewer
from domain.rules import DEFAULT_RULES, Rules
from domain.texts import noted, say
from domain.who import DECIDES, IN_CHARGE, By, leads, why_not


def may_seal(car: Car, viewer: Viewer) -> bool:
    return not car.sealed and car.handed_to is None and leads(car, viewer)


def may_unseal(car: Car, viewer: Viewer) -> bool:
    return car.sealed and car.handed_to is None and car.concerns is Concern.NOBODY and leads(car, viewer)


def may_link(car: Car) -> bool:
    """Whether a link may open it: who makes links is IT, so it opens nothing that is kept from anybody."""
    return not (car.sealed or car.hide_name or car.handed_to)


def seal(car: Car, *, by: Viewer) -> Car:
    """From now on only those whom it concerns read it. Sealed twice is sealed."""
    _check(car, by, noted("seal a report"))
    return replace(car, sealed=True)


def seal_for_words(car: Car) -> Car:
    """Whoever adds words that may tell of a student may seal the report with them, as whoever files one may."""
    return replace(car, sealed=True)


def unseal(car: Car, *, by: Viewer) -> Car:
    _check(car, by, noted("unseal a report"))
    if car.concerns is not Concern.NOBODY:
        raise RefusedError(
            "{number} is about somebody in charge, so it stays sealed. Nobody can unseal it.", number=car.number
        )
    return replace(car, sealed=False)


def _check(car: Car, by: Viewer, deed: str) -> None:
    gone = left_triage(car)
    if gone:
        raise RefusedError(gone)
    if not leads(car, by):
        raise RefusedError("Only {who} can {deed}.", who=IN_CHARGE[DECIDES[car.concerns]], deed=say(deed))


def may_hand_over(case: Case, viewer: Viewer, rules: Rules = DEFAULT_RULES) -> bool:
    return case.car.state is State.SUBMITTED and _why_not_handed(case, viewer, rules) is None


def hand_over(
    case: Case, office: Office, *, by: Viewer, now: datetime, note: str | None = None, rules: Rules = DEFAULT_RULES
) -> Car:
    """It leaves triage for good: that office goes on with it, by its own procedure."""
    refusal = _why_not_handed(case, by, rules)
    if refusal:
        raise RefusedError(refusal)
    if case.car.state is not State.SUBMITTED:
        raise RefusedError(
            '{number} is at "{state}" now. Only a report that waits is handed over.',
            number=case.car.number,
            state=case.car.seen,
        )
    fit(note, field="note", at_most=NOTE_MAX)
    return replace(case.car, handed_to=office, handed_at=now, handed_note=note or None, sealed=True)


def _why_not_handed(case: Case, viewer: Viewer, rules: Rules) -> str | None:
    return left_triage(case.car) or why_not(By.TRIAGE, case, viewer, rules, noted("hand a report over"))
