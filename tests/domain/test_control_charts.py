"""Run charts, p-charts and Pareto charts against the vectors of the manual, and what holds of any numbers."""

import random as chance
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.control_charts import (
    JUDGED,
    PChart,
    RunChart,
    Sample,
    fewest_crossings,
    fits_p_chart,
    longest_run,
    p_chart,
    run_chart,
)
from domain.pareto import OTHER, pareto

COUNTS = st.dictionaries(st.text(min_size=1, max_size=3) | st.just(OTHER), st.integers(1, 50), max_size=20)
POINTS = st.lists(st.integers(0, 20), min_size=1, max_size=40)


def charted(points: list[float]) -> RunChart:
    found = run_chart(points)
    assert found
    return found


# Run charts


@pytest.mark.parametrize(("n", "longest", "fewest"), [(10, 6, 2), (12, 7, 3), (16, 7, 4), (20, 7, 6), (24, 8, 8)])
def test_the_limits_of_a_run_chart_are_those_of_the_manual(n: int, longest: int, fewest: int) -> None:
    assert (longest_run(n), fewest_crossings(n)) == (longest, fewest)


def test_the_limits_stand_for_any_number_of_points() -> None:
    assert [longest_run(n) for n in range(5)] == [0, 3, 4, 5, 5]
    assert [fewest_crossings(n) for n in range(6)] == [0, 0, 0, 0, 0, 0]


def test_points_on_the_median_are_not_useful_and_break_no_run() -> None:
    found = charted([1, 2, 2, 1, 3, 3, 2])

    assert (found.centre, found.useful, found.longest, found.crossings) == (2, 4, 2, 1)


def test_a_shift_is_a_signal() -> None:
    found = charted([3, 4, 3, 2, 4, 3, 9, 8, 9, 8, 10, 9])

    assert (found.longest, found.most, found.crossings, found.fewest) == (6, 7, 1, 3)
    assert found.signal


def test_seven_rising_points_alone_are_none() -> None:
    rising = [5, 1, 2, 3, 4, 6, 7, 8, 1, 9, 2, 8, 3, 9, 1, 7]

    assert not charted(rising).signal


def test_below_ten_useful_points_nothing_is_said() -> None:
    found = charted([1] * 4 + [9] * 5)

    assert found.useful < JUDGED
    assert (found.judged, found.signal) == (False, False)


def test_without_a_point_there_is_no_chart() -> None:
    assert run_chart([]) is None
    assert p_chart([]) is None
    assert p_chart([Sample(n=0, d=0)]) is None


@given(POINTS)
def test_runs_and_crossings_fit_the_number_of_useful_points(points: list[float]) -> None:
    found = charted(points)

    assert found.longest <= found.useful <= len(points)
    assert found.crossings <= max(0, found.useful - 1)
    assert found.useful == 0 or found.longest * (found.crossings + 1) >= found.useful


@given(POINTS)
def test_a_run_chart_is_the_same_upside_down_and_backwards(points: list[float]) -> None:
    found = charted(points)

    for other in (charted([-point for point in points]), charted(points[::-1])):
        assert (other.useful, other.longest, other.crossings) == (found.useful, found.longest, found.crossings)


def test_chance_alone_is_seldom_taken_for_a_change() -> None:
    dice = chance.Random(1)  # noqa: S311 - no secret
    false = sum(charted([dice.random() for _ in range(24)]).signal for _ in range(1000))

    assert false < 120  # about 7 of 100 runs of 24 points, as Anhøj and Olesen say


# P-charts

VECTOR = [Sample(n=n, d=d) for n, d in zip((200, 180, 220, 200), (8, 6, 10, 7), strict=True)]


def limits(samples: list[Sample]) -> PChart:
    found = p_chart(samples)
    assert found
    return found


def test_the_limits_of_a_p_chart_are_those_of_the_manual() -> None:
    found = limits(VECTOR)

    assert found.centre == 0.03875
    assert [round(one, 4) for one in found.upper] == [0.0797, 0.0819, 0.0778, 0.0797]
    assert found.lower == (0, 0, 0, 0)  # clipped


def test_four_points_are_too_few_to_judge() -> None:
    assert not limits(VECTOR).judged
    assert limits([*VECTOR, Sample(n=10, d=10)]).outside == ()


def test_a_point_outside_its_limits_is_named() -> None:
    found = limits([Sample(n=100, d=5)] * 11 + [Sample(n=100, d=30)])

    assert found.outside == (11,)


@given(st.lists(st.integers(0, 60).flatmap(lambda n: st.builds(Sample, n=st.just(n), d=st.integers(0, n))), min_size=1))
def test_limits_are_shares_around_the_centre(samples: list[Sample]) -> None:
    found = p_chart(samples)

    assert found is None or all(
        0 <= low <= found.centre <= high <= 1 for low, high in zip(found.lower, found.upper, strict=True)
    )


def test_below_five_a_month_there_is_no_p_chart() -> None:
    assert fits_p_chart([Sample(n=5, d=1), Sample(n=0, d=0), Sample(n=9, d=0)])
    assert not fits_p_chart([Sample(n=50, d=1), Sample(n=4, d=0)])
    assert not fits_p_chart([])


def test_more_than_all_of_them_is_refused() -> None:
    with pytest.raises(ValueError, match="6 of 5"):
        Sample(n=5, d=6)


# Pareto


def test_a_pareto_chart_adds_up_as_in_the_manual() -> None:
    counts = {"buses": 14, "gates": 9, "lunch": 6, "rooms": 4, "phones": 2, OTHER: 5}
    bars = pareto(counts)

    assert [bar.cumulative for bar in bars] == [35.0, 57.5, 72.5, 82.5, 87.5, 100.0]
    assert [bar.key for bar in bars] == ["buses", "gates", "lunch", "rooms", "phones", OTHER]


def test_other_is_last_however_large_and_takes_what_does_not_fit() -> None:
    bars = pareto({"a": 5, "b": 4, "c": 1, OTHER: 20}, most=2)

    assert [(bar.key, bar.count) for bar in bars] == [("a", 5), ("b", 4), (OTHER, 21)]


def test_those_of_one_size_stand_in_the_order_of_their_words() -> None:
    words = {"z": "Apples", "a": "Bread"}

    assert [bar.key for bar in pareto({"a": 3, "z": 3}, words=lambda key: words[key])] == ["z", "a"]


@given(COUNTS, st.integers(1, 9))
def test_a_pareto_chart_of_anything(counts: dict[str, int], most: int) -> None:
    bars = pareto(counts, most=most)
    cumulative = [bar.cumulative for bar in bars]

    assert sum(bar.count for bar in bars) == sum(counts.values())
    assert cumulative == sorted(cumulative)
    assert cumulative[-1:] == ([100.0] if counts else [])
    assert all(one.count >= other.count for one, other in pairwise(bars) if other.key != OTHER)
    assert pareto(dict(reversed(counts.items())), most=most) == bars
