"""Who has to confirm that two accounts belong to one human."""

from datetime import UTC, datetime

import pytest

from domain.errors import RefusedError
from domain.pairs import SYSTEM, Pair, is_confirmed_email, who_confirms, who_confirms_email
from domain.people import PersonId, Role

SEATS = {
    Role.MANAGEMENT_REPRESENTATIVE: ["mia", "deb"],
    Role.SUPERINTENDENT: ["sue"],
    Role.BOARD_CHAIR: ["ida"],
}


def holders(role: Role) -> list[PersonId]:
    return [PersonId(person) for person in SEATS.get(role, [])]


@pytest.mark.parametrize(
    ("both", "reached", "confirm"),
    [
        ("ann bob", "ann bob", "ann bob"),
        ("ann bob", "ann", "ann sue"),  # the other account is closed
        ("ann bob", "", "sue"),
        ("ann mia", "ann mia", "ann mia sue"),
        ("deb ann", "deb ann", "deb ann sue"),
        ("sue ann", "sue ann", "sue ann ida"),
        ("sue ann", "ann", "ann ida"),
        ("ida ann", "ida ann", "ida ann sue"),
    ],
)
def test_each_account_confirms_and_somebody_in_charge_where_one_cannot_or_is_in_charge(
    both: str, reached: str, confirm: str
) -> None:
    two = [PersonId(person) for person in both.split()]

    assert who_confirms(two, [PersonId(person) for person in reached.split()], holders) == confirm.split()


def test_while_nobody_in_charge_can_confirm_it_nothing_is_asked() -> None:
    with pytest.raises(RefusedError, match="nobody holds such a seat yet"):
        who_confirms([PersonId("ann"), PersonId("mia")], [], lambda _: [])


@pytest.mark.parametrize(
    ("both", "asked", "enough", "too_few"),
    [
        ("ann bob", "mia deb", "deb", "ann bob"),
        ("sue ann", "mia deb sue", "deb sue", "mia deb"),
        ("ann sue", "mia deb sue", "mia sue", "mia deb"),  # the other account became known first
        ("ann mia", "mia deb", "mia", "deb"),
        ("ida sue", "mia deb ida sue", "mia ida sue", "mia sue"),
    ],
)
def test_by_email_the_quality_office_confirms_and_whoever_is_in_charge_whichever_account_came_first(
    both: str, asked: str, enough: str, too_few: str
) -> None:
    kept, also = (PersonId(person) for person in both.split())

    def pair(agreed: str) -> Pair:
        at = datetime(2026, 3, 9, tzinfo=UTC)
        return Pair(id="p", kept=kept, also=also, asked_by=PersonId(SYSTEM), at=at, agreed=agreed)

    assert who_confirms_email(pair(""), holders) == asked.split()
    assert is_confirmed_email(pair(enough), holders)
    assert not is_confirmed_email(pair(too_few), holders)
