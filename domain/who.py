"""Who may do what with a corrective action request, and what is said to the others."""

from collections.abc import Callable, Mapping
from enum import StrEnum

from domain.cars import Car, State
from domain.cases import Case
from domain.people import Role, Viewer
from domain.rules import Rules


class By(StrEnum):
    """Who may take an edge, in the words that a refusal and the manual use."""

    ACCEPTING = "the management representative, or the school's principal for a minor report where the district says so"
    TRIAGE = "the management representative"
    MR = "the management representative or a deputy"
    REQUESTER = "the person who reported it"
    OWNER = "the owner"
    OWNER_OR_MR = "the owner or the management representative"
    APPROVER = "the management representative, a deputy or the superintendent"
    CHECKER = "the checker"
    CHECKER_OR_MR = "the checker, or the management representative before the date"


def why_not(by: By, case: Case, viewer: Viewer, rules: Rules, deed: str) -> str | None:
    """The sentence that refuses this person, None when they may. `deed` ends "Only the owner can ..."."""
    for applies, sentence in TABOOS.get(by, ()):
        if applies(case, viewer):
            return sentence
    return None if HOLDS[by](case, viewer, rules) else f"Only {by} can {deed}."


def _is_requester(case: Case, viewer: Viewer, _: Rules) -> bool:
    return viewer.person == case.car.requester


def _is_mr(_: Case, viewer: Viewer, __: Rules) -> bool:
    return viewer.is_mr


def _triages(case: Case, viewer: Viewer, _: Rules) -> bool:
    """The superintendent stands in for an appeal, since there may be nobody else who did not reject it."""
    is_appeal = case.car.appealed and case.car.state is State.SUBMITTED
    return viewer.is_mr or (is_appeal and viewer.holds(Role.SUPERINTENDENT))


def _accepts(case: Case, viewer: Viewer, rules: Rules) -> bool:
    return _triages(case, viewer, rules) or accepts_as_principal(case.car, viewer, rules)


def accepts_as_principal(car: Car, viewer: Viewer, rules: Rules) -> bool:
    is_theirs = car.school is not None and viewer.holds(Role.PRINCIPAL, car.school)
    return rules.principals_triage and is_theirs and not car.sealed


def _owns(case: Case, viewer: Viewer, _: Rules) -> bool:
    return viewer.person == case.car.owner


def _owns_or_is_mr(case: Case, viewer: Viewer, rules: Rules) -> bool:
    return _owns(case, viewer, rules) or viewer.is_mr


def _approves(_: Case, viewer: Viewer, __: Rules) -> bool:
    return viewer.is_mr or viewer.holds(Role.SUPERINTENDENT)


def checks(case: Case, viewer: Viewer) -> bool:
    """The named checker; where none is named, or the named one came to do the work, whoever approves plans."""
    if viewer.person in case.doers:
        return False
    if case.car.checker is None or case.car.checker in case.doers:
        return viewer.is_mr or viewer.holds(Role.SUPERINTENDENT)
    return viewer.person == case.car.checker


def signs_off(case: Case, viewer: Viewer) -> bool:
    """Whoever approves plans, and never the owner."""
    return (viewer.is_mr or viewer.holds(Role.SUPERINTENDENT)) and viewer.person != case.car.owner


def _checks(case: Case, viewer: Viewer, _: Rules) -> bool:
    return checks(case, viewer)


def _checks_or_is_mr(case: Case, viewer: Viewer, _: Rules) -> bool:
    return checks(case, viewer) or viewer.is_mr


HOLDS: Mapping[By, Callable[[Case, Viewer, Rules], bool]] = {
    By.ACCEPTING: _accepts,
    By.TRIAGE: _triages,
    By.MR: _is_mr,
    By.REQUESTER: _is_requester,
    By.OWNER: _owns,
    By.OWNER_OR_MR: _owns_or_is_mr,
    By.APPROVER: _approves,
    By.CHECKER: _checks,
    By.CHECKER_OR_MR: _checks_or_is_mr,
}

Taboo = tuple[Callable[[Case, Viewer], bool], str]

_REJECTED_IT: Taboo = (
    lambda case, viewer: case.car.appealed and viewer.person == case.car.decided_by,
    (
        "You turned this report down, so somebody else decides now: "
        "a deputy of the management representative or the superintendent."
    ),
)
_OWNS_IT: Taboo = (
    lambda case, viewer: viewer.person == case.car.owner,
    "You own this, so somebody else decides about its plan: a management representative or the superintendent.",
)
_DID_IT: Taboo = (
    lambda case, viewer: viewer.person in case.doers,
    "You had a part in this work, so somebody else has to check it.",
)

#: Who may not, even with the right seat.
TABOOS: Mapping[By, tuple[Taboo, ...]] = {
    By.ACCEPTING: (_REJECTED_IT,),
    By.TRIAGE: (_REJECTED_IT,),
    By.APPROVER: (_OWNS_IT,),
    By.CHECKER: (_DID_IT,),
    By.CHECKER_OR_MR: (_DID_IT,),
}
