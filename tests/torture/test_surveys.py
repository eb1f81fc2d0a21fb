"""A survey of 3,000 people of whom 1,500 answer within a minute."""

import pytest

from tests.conftest import District
from tests.surveying import asked_and_answered

pytestmark = pytest.mark.torture
MINUTE = 60


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_three_thousand_are_asked_and_half_of_them_answer_within_a_minute(district: District) -> None:
    """Every answer is counted once, the ledger has everybody who was asked, and there is time to spare."""
    took = asked_and_answered(district, 3000)

    print({name: round(seconds, 1) for name, seconds in took.items()})  # noqa: T201 - what is measured
    assert took["answered"] < MINUTE / 2
    assert took["asked"] < MINUTE / 2
