"""Who loses the seat when a claim of it is taken back."""

from datetime import UTC, datetime

import pytest

from domain.claims import undone_with
from domain.people import Claim, PersonId

CLAIM = Claim(id="c1", person=PersonId("it"), at=datetime(2026, 3, 9, tzinfo=UTC))


@pytest.mark.parametrize(
    ("given", "lose"),
    [
        ([], ["it"]),
        ([("it", "it")], ["it"]),
        ([("it", "mia")], ["it", "mia"]),
        ([("it", "mia"), ("mia", "deb"), ("deb", "ann")], ["it", "mia", "deb", "ann"]),
        ([("system", "mia")], ["it"]),
        ([("system", "mia"), ("mia", "deb")], ["it"]),
        ([("it", "mia"), ("system", "mia"), ("mia", "deb")], ["it"]),
    ],
)
def test_everybody_who_has_it_from_the_claim_loses_it(given: list[tuple[str, str]], lose: list[str]) -> None:
    assert undone_with(CLAIM, given) == lose
