"""Who may do what with a corrective action request, and what is said to the others."""

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from functools import cache
from typing import Protocol

from domain.cars import Car, Concern, State
from domain.cases import Case
from domain.people import PersonId, Role, Seat, Viewer
from domain.rules import Rules
from domain.texts import Said, noted, say


class By(StrEnum):
    """Who may take an edge, in words: `leader` is whoever does for this report what most are for the one office."""

    ACCEPTING = noted("{leader}, or the school's principal for a minor report where the district says so")
    TRIAGE = noted("{leader}")
    MR = noted("{leader} or a deputy")
    REQUESTER = noted("the person who reported it")
    OWNER = noted("the owner")
    OWNER_OR_MR = noted("the owner or {leader}")
    APPROVER = noted("{leader}, a deputy or the superintendent")
    CHECKER = noted("the checker")
    CHECKER_OR_MR = noted("the checker, or {leader} before the date")

    @property
    def words(self) -> Said:
        return self.led_by(IN_CHARGE[Role.MANAGEMENT_REPRESENTATIVE])

    def led_by(self, leader: str) -> Said:
        return say(self.value, leader=leader)


#: Who decides about a report, by whom in charge it is about.
DECIDES: Mapping[Concern, Role] = {
    Concern.NOBODY: Role.MANAGEMENT_REPRESENTATIVE,
    Concern.OFFICE: Role.SUPERINTENDENT,
    Concern.SUPERINTENDENT: Role.BOARD_CHAIR,
}
#: Who stands in for an appeal, since there may be nobody else who did not reject it.
SECOND_LOOK: Mapping[Concern, Role] = {
    Concern.NOBODY: Role.SUPERINTENDENT,
    Concern.OFFICE: Role.BOARD_CHAIR,
}
#: The seats whose holders a report is about. They find it nowhere.
ABOUT: Mapping[Concern, tuple[Role, ...]] = {
    Concern.NOBODY: (),
    Concern.OFFICE: (Role.MANAGEMENT_REPRESENTATIVE,),
    Concern.SUPERINTENDENT: (Role.MANAGEMENT_REPRESENTATIVE, Role.SUPERINTENDENT),
}
#: Who decides where all who act in that seat are among those whom the report is about.
INSTEAD: Mapping[Role, Role] = {Role.SUPERINTENDENT: Role.BOARD_CHAIR}
IN_CHARGE: Mapping[Role, str] = {
    Role.MANAGEMENT_REPRESENTATIVE: say("the management representative"),
    Role.SUPERINTENDENT: say("the superintendent"),
    Role.BOARD_CHAIR: say("the chair of the board"),
}


def is_about(concerns: Concern, viewer: Viewer) -> bool:
    """Whether it is about this person. Acting for somebody who is away makes nobody one of those it is about."""
    return any(viewer.sits_in(role) for role in ABOUT[concerns])


def leads_all(concerns: Concern, viewer: Viewer) -> bool:
    """Whether this person does for reports like this what the management representative does for most."""
    decides = DECIDES[concerns]
    return (viewer.holds(decides) or decides in viewer.replaces) and not is_about(concerns, viewer)


def leads(car: Car, viewer: Viewer) -> bool:
    return leads_all(car.concerns, viewer)


def looks_again(concerns: Concern, viewer: Viewer) -> bool:
    """Whether this person stands in for a second look at reports like this."""
    second = SECOND_LOOK.get(concerns)
    return second is not None and viewer.holds(second) and not is_about(concerns, viewer)


def rejected_it(car: Car, viewer: Viewer) -> bool:
    """Whether the second look is somebody else's."""
    return car.appealed and viewer.person == car.decided_by


class ForDecision(Protocol):
    """What of a report says who decides about it."""

    @property
    def concerns(self) -> Concern: ...
    @property
    def appealed(self) -> bool: ...


def deciding_roles(car: ForDecision) -> tuple[Role, ...]:
    """Who decides, and who stands in where nobody else is left for a second look."""
    second = SECOND_LOOK.get(car.concerns)
    return (DECIDES[car.concerns], second) if car.appealed and second else (DECIDES[car.concerns],)


class Undecided(ForDecision, Protocol):
    """A report, or the few facts of one that say who decides about it by name."""

    @property
    def sealed(self) -> bool: ...
    @property
    def decided_by(self) -> PersonId | None: ...


#: Who sits in a seat, or acts in it.
Sitting = Callable[[Role], Iterable[PersonId]]


def who_is_concerned(concerns: Concern, holders: Sitting) -> set[PersonId]:
    """Those in charge whom a report is about."""
    return {person for role in ABOUT[concerns] for person in holders(role)}


def nobody_may(role: Role, acting: Sitting, holders: Sitting) -> bool:
    """Whether all who act in a seat that decides are among those whom its reports are about."""
    about = [concerns for concerns, decides in DECIDES.items() if decides is role]
    barred = {person for concerns in about for person in who_is_concerned(concerns, holders)}
    sitting = set(acting(role))
    return bool(sitting) and sitting <= barred


def replaced_by(seats: Iterable[Seat], acting: Sitting, holders: Sitting) -> frozenset[Role]:
    """The seats whose part falls to whoever has these, since nobody there may decide."""
    held = {seat.role for seat in seats}
    return frozenset(role for role, by in INSTEAD.items() if by in held and nobody_may(role, acting, holders))


def seats_that_decide(car: ForDecision, acting: Sitting, holders: Sitting) -> tuple[Role, ...]:
    """As things are now, in order."""
    roles = deciding_roles(car)
    more = tuple(INSTEAD[role] for role in roles if role in INSTEAD and nobody_may(role, acting, holders))
    return tuple(dict.fromkeys((*roles, *more)))


def who_may_decide(car: Undecided, acting: Sitting, holders: Sitting) -> list[PersonId]:
    """Those of the first seat that decides in which somebody acts who may; at last, a holder who is away."""
    gone = who_is_concerned(car.concerns, holders) | ({car.decided_by} if car.appealed else set())
    roles = seats_that_decide(car, acting, holders)
    for sitting in (acting, holders):
        for role in roles:
            if able := [person for person in sitting(role) if person not in gone]:
                return able
    return []


def concern_of(told: Concern, holders: Sitting) -> Concern:
    """Where the superintendent is the quality office, a report about the one is about the other."""
    chiefs, office = set(holders(Role.SUPERINTENDENT)), set(holders(Role.MANAGEMENT_REPRESENTATIVE))
    return Concern.SUPERINTENDENT if told is Concern.OFFICE and chiefs and chiefs <= office else told


@cache
def _only(by: By, concerns: Concern, deed: str) -> Said:
    """Who alone may, made once: a card asks of each of its buttons whether somebody may press it."""
    return say("Only {who} can {deed}.", who=_named(by, concerns), deed=say(deed))


def _named(by: By, concerns: Concern) -> Said:
    """Who may, in words: somebody stands in where a report is about those in charge."""
    if concerns is Concern.NOBODY:
        return by.words
    told = By.TRIAGE if by in (By.ACCEPTING, By.APPROVER) else by
    return told.led_by(IN_CHARGE[DECIDES[concerns]])


def named(by: By, car: Car) -> Said:
    """The same for a report."""
    return _named(by, car.concerns)


def why_not(by: By, case: Case, viewer: Viewer, rules: Rules, deed: str) -> str | None:
    """The sentence that refuses this person, None when they may. `deed` ends "Only the owner can ..."."""
    for applies, sentence in TABOOS.get(by, ()):
        if applies(case, viewer):
            return sentence
    if HOLDS[by](case, viewer, rules):
        return None
    return _only(by, case.car.concerns, deed)


def _is_requester(case: Case, viewer: Viewer, _: Rules) -> bool:
    return viewer.person == case.car.requester


def _leads(case: Case, viewer: Viewer, _: Rules) -> bool:
    return leads(case.car, viewer)


def _triages(case: Case, viewer: Viewer, _: Rules) -> bool:
    is_appeal = case.car.appealed and case.car.state is State.SUBMITTED
    return leads(case.car, viewer) or (is_appeal and looks_again(case.car.concerns, viewer))


def _accepts(case: Case, viewer: Viewer, rules: Rules) -> bool:
    return _triages(case, viewer, rules) or accepts_as_principal(case.car, viewer, rules)


def accepts_as_principal(car: Car, viewer: Viewer, rules: Rules) -> bool:
    is_theirs = car.school is not None and viewer.holds(Role.PRINCIPAL, car.school)
    return rules.principals_triage and is_theirs and not car.sealed


def _owns(case: Case, viewer: Viewer, _: Rules) -> bool:
    return viewer.person == case.car.owner


def _owns_or_is_mr(case: Case, viewer: Viewer, rules: Rules) -> bool:
    return _owns(case, viewer, rules) or leads(case.car, viewer)


def approves(car: Car, viewer: Viewer) -> bool:
    """The superintendent may do what the management representative may, unless it is about one of them."""
    stands_in = car.concerns is Concern.NOBODY and viewer.holds(Role.SUPERINTENDENT)
    return leads(car, viewer) or stands_in


def _approves(case: Case, viewer: Viewer, _: Rules) -> bool:
    return approves(case.car, viewer)


def checks(case: Case, viewer: Viewer) -> bool:
    """The named checker; where none is named, or the named one came to do the work, whoever approves plans."""
    if viewer.person in case.doers:
        return False
    if case.car.checker is None or case.car.checker in case.doers:
        return approves(case.car, viewer)
    return viewer.person == case.car.checker


def signs_off(case: Case, viewer: Viewer) -> bool:
    """Whoever approves plans, and never the owner."""
    return approves(case.car, viewer) and viewer.person != case.car.owner


def _checks(case: Case, viewer: Viewer, _: Rules) -> bool:
    return checks(case, viewer)


def _checks_or_is_mr(case: Case, viewer: Viewer, _: Rules) -> bool:
    return checks(case, viewer) or leads(case.car, viewer)


HOLDS: Mapping[By, Callable[[Case, Viewer, Rules], bool]] = {
    By.ACCEPTING: _accepts,
    By.TRIAGE: _triages,
    By.MR: _leads,
    By.REQUESTER: _is_requester,
    By.OWNER: _owns,
    By.OWNER_OR_MR: _owns_or_is_mr,
    By.APPROVER: _approves,
    By.CHECKER: _checks,
    By.CHECKER_OR_MR: _checks_or_is_mr,
}

Taboo = tuple[Callable[[Case, Viewer], bool], str]

YOU_REJECTED_IT = say(
    "You turned this report down, so somebody else decides now: "
    "a deputy of the management representative or the superintendent."
)
_REJECTED_IT: Taboo = (lambda case, viewer: rejected_it(case.car, viewer), YOU_REJECTED_IT)
_OWNS_IT: Taboo = (
    lambda case, viewer: viewer.person == case.car.owner,
    say("You own this, so somebody else decides about its plan: a management representative or the superintendent."),
)
_DID_IT: Taboo = (
    lambda case, viewer: viewer.person in case.doers,
    say("You had a part in this work, so somebody else has to check it."),
)

#: Who may not, even with the right seat.
TABOOS: Mapping[By, tuple[Taboo, ...]] = {
    By.ACCEPTING: (_REJECTED_IT,),
    By.TRIAGE: (_REJECTED_IT,),
    By.APPROVER: (_OWNS_IT,),
    By.CHECKER: (_DID_IT,),
    By.CHECKER_OR_MR: (_DID_IT,),
}
