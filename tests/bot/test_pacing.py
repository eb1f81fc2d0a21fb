"""What may leave when: a pace for each lane, and one for each conversation."""

import pytest

from bot.pacing import BURST, Pacing


def test_a_limit_halves_the_pace_of_its_lane_and_of_no_other() -> None:
    pace = Pacing(5.0, clock=lambda: 0.0)
    pace.slower("slack:T1")
    for n in range(BURST):
        pace.left("slack:T1", f"U{n}")
        pace.left("slack:T2", f"U{n}")

    assert pace.wait("slack:T2", "U9") == pytest.approx(0.2)
    assert pace.wait("slack:T1", "U9") > 0.4


def test_to_one_conversation_there_is_one_a_second_after_some_at_once() -> None:
    pace = Pacing(100.0, clock=lambda: 0.0)
    waits = []
    for _ in range(4):
        waits.append(pace.wait("slack:T1", "U1"))
        pace.left("slack:T1", "U1")

    assert waits == [0, 0, 0, 1]
    assert pace.wait("slack:T1", "U2") == 0
