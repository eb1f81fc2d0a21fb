"""Messages leave at the pace that was set, whatever comes between them, and slower once a platform says so."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.pace import SLOWEST, Pace, begin

FIVE = begin(5, 5)


def sent(pace: Pace, delays: list[float], at: float = 0.0) -> list[float]:
    """When each of several leaves; `delays` are what each takes by itself."""
    found = []
    for delay in delays:
        at += pace.wait(at)
        pace = pace.left(at)
        found.append(at)
        at += delay
    return found


def test_after_a_rest_a_few_leave_at_once_and_the_rest_in_pace() -> None:
    assert sent(FIVE, [0.0] * 8) == pytest.approx([0, 0, 0, 0, 0, 0.2, 0.4, 0.6])
    assert sent(FIVE, [10.0, 0.0, 0.0]) == pytest.approx([0, 10, 10])


def test_what_each_takes_by_itself_is_made_up_for() -> None:
    """Sending takes time as well: the pace counts when they leave, not how long one rests between two."""
    assert sent(FIVE, [0.15] * 2000)[-1] == pytest.approx(1995 / 5, rel=0.001)


def test_one_that_took_long_is_made_up_for_as_far_as_a_few_may_leave_at_once() -> None:
    delays = [0.01] * 2000
    delays[500] = 0.8

    assert sent(FIVE, delays)[-1] == pytest.approx(1995 / 5, rel=0.001)


def test_a_platform_that_finds_it_too_fast_gets_half_and_after_some_dozens_the_whole_again() -> None:
    pace = FIVE.slower()
    assert pace.rate == 2.5
    for _ in range(9):
        pace = pace.slower()
    assert pace.rate == 5 * SLOWEST

    for _ in range(110):
        pace = pace.left(0.0)
    assert pace.rate == 5


@given(
    rate=st.floats(0.5, 200),
    burst=st.integers(1, 10),
    delays=st.lists(st.floats(0, 3), min_size=2, max_size=60),
    slow=st.sets(st.integers(0, 59), max_size=5),
)
def test_whatever_happens_no_second_holds_more_than_the_pace_and_the_few_at_once(
    rate: float, burst: int, delays: list[float], slow: set[int]
) -> None:
    pace, at, found = begin(rate, burst), 0.0, []
    for n, delay in enumerate(delays):
        at += pace.wait(at)
        pace = pace.left(at)
        found.append(at)
        if n in slow:
            pace = pace.slower()
        at += delay

    assert all(one <= other for one, other in pairwise(found))
    for n, first in enumerate(found):
        assert sum(first <= other < first + 1 for other in found[n:]) <= burst + rate + 1
    if not slow and not any(delays):
        assert found[-1] == pytest.approx(max(0, len(delays) - burst) / rate)
