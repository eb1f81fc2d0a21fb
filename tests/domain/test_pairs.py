"""Who has to confirm that two accounts belong to one human."""

import pytest

from domain.errors import RefusedError
from domain.pairs import who_confirms
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
