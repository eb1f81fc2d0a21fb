"""A reminder of what is urgent fits Slack, however much waits."""

from dataclasses import replace

import pytest

from tests.domain.story import CAR, MIA
from tests.views.referee import faults_of_message
from tests.views.scene import LONG, look
from views import slack
from views.urgent import SHOWN, waiting_card


@pytest.mark.parametrize("total", [0, 1, 2, SHOWN, SHOWN + 1, 500])
def test_every_number_of_reports_fits_and_is_counted(total: int) -> None:
    cars = [replace(CAR, number=f"CAR-2026-{n:03}", what=LONG) for n in range(min(total, SHOWN))]

    card = waiting_card(cars, look(MIA), total)

    assert faults_of_message(slack.message(card)) == []
    assert LONG[:20] not in str(card)
    assert (f"and {total - SHOWN} more" in str(card)) == (total > SHOWN)
