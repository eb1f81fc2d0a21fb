"""Two accounts that are said to be one human's: who has to confirm it, since it cannot be undone.

Whoever is taken for another reads what the other reads. So nobody says it alone: each account confirms, and somebody
in charge does where an account does not work any more, or where one of the two is in charge.
"""

from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from enum import StrEnum

from domain.errors import RefusedError
from domain.frozen import dataclass
from domain.people import PersonId, Role

LEADERS = (Role.MANAGEMENT_REPRESENTATIVE, Role.SUPERINTENDENT, Role.BOARD_CHAIR)
WITNESSES = (Role.SUPERINTENDENT, Role.BOARD_CHAIR)
SYSTEM = "system"  # who asks when two directories tell the same e-mail
Holders = Callable[[Role], Iterable[PersonId]]


class Answer(StrEnum):
    OPEN = "open"
    LINKED = "linked"
    REFUSED = "refused"


@dataclass(frozen=True, kw_only=True, slots=True)
class Pair:
    id: str
    kept: PersonId
    also: PersonId
    asked_by: PersonId
    at: datetime
    agreed: str = ""  # who has confirmed it, with spaces between
    answer: Answer = Answer.OPEN

    @property
    def both(self) -> tuple[PersonId, PersonId]:
        return (self.kept, self.also)

    @property
    def by_email(self) -> bool:
        """Nobody says it: the directories of two platforms tell the same e-mail of both."""
        return self.asked_by == SYSTEM

    @property
    def confirmed(self) -> frozenset[str]:
        return frozenset(self.agreed.split())


def who_confirms(both: Collection[PersonId], reached: Collection[PersonId], holders: Holders) -> list[PersonId]:
    """`reached` are those of the two who have an account that works and may use the bot."""
    able = [person for person in both if person in reached]
    leads = any(person in holders(role) for role in LEADERS for person in both)
    if not leads and len(able) == len(both):
        return able
    for role in WITNESSES:
        for person in holders(role):
            if person not in both:
                return [*able, person]
    raise RefusedError(
        "The superintendent or the chair of the board has to confirm this, and nobody holds such a seat yet. "
        "Give it first.",
        field="also",
    )


def who_confirms_email(pair: Pair, holders: Holders) -> list[PersonId]:
    """The quality office; and whoever of the two is in charge says themselves that the other account is theirs."""
    return list(dict.fromkeys([*holders(Role.MANAGEMENT_REPRESENTATIVE), *_in_charge(pair, holders)]))


def is_confirmed_email(pair: Pair, holders: Holders) -> bool:
    """Of those who hold the seat of the quality office, one is enough."""
    office = pair.confirmed & set(holders(Role.MANAGEMENT_REPRESENTATIVE))
    return bool(office) and set(_in_charge(pair, holders)) <= pair.confirmed


def _in_charge(pair: Pair, holders: Holders) -> list[PersonId]:
    """Whichever account became known first."""
    return [person for person in pair.both if any(person in holders(role) for role in LEADERS)]
