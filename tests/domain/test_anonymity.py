"""What is shown of answers that nobody may be able to trace."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import product
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.anonymity import (
    Counting,
    Limits,
    Mode,
    Published,
    Shown,
    Tally,
    check_limits,
    large_enough,
    margin,
    publish,
    shown,
    shows_comments,
    warning,
)
from domain.errors import RefusedError

KEYS = ("a", "b", "c")
SCALE = ("1", "2", "3", "4", "5")


def tally(*answers: str, keys: Sequence[str] = KEYS) -> Tally:
    return Tally(n=len(answers), counts={key: answers.count(key) for key in keys})


def groups_of(answers: Mapping[str, Sequence[str]], keys: Sequence[str] = KEYS) -> dict[str, Tally]:
    return {group: tally(*given, keys=keys) for group, given in answers.items()}


@pytest.mark.parametrize(("n", "may_differ"), [(3, 1), (5, 1), (19, 1), (20, 1), (40, 2), (200, 10)])
def test_nearly_all_are_all_but_one_and_of_every_twenty_one_more(n: int, may_differ: int) -> None:
    assert margin(n) == may_differ


def test_what_people_differ_about_is_shown_as_it_is() -> None:
    assert shown(tally(*"aaabb"), Counting.ONE).ranges == {"a": (3, 3), "b": (2, 2), "c": (0, 0)}


@pytest.mark.parametrize("answers", ["aaaaa", "aaaab"])
def test_what_all_or_nearly_all_say_is_one_and_the_same_range(answers: str) -> None:
    assert shown(tally(*answers), Counting.ONE).ranges == {"a": (4, 5), "b": (0, 1), "c": (0, 1)}


@pytest.mark.parametrize(("picked", "range_"), [(0, (0, 1)), (1, (0, 1)), (2, (2, 2)), (5, (5, 6)), (6, (5, 6))])
def test_of_several_answers_each_is_a_question_of_its_own(picked: int, range_: tuple[int, int]) -> None:
    assert shown(Tally(n=6, counts={"a": picked}), Counting.SEVERAL).ranges == {"a": range_}


@pytest.mark.parametrize("answers", [("4", "5", "4", "5", "5"), ("1", "2", "3", "1", "3"), ("4", "5", "4", "5", "1")])
def test_where_nearly_all_or_hardly_any_are_in_favour_only_that_is_shown(answers: Sequence[str]) -> None:
    found = shown(tally(*answers, keys=SCALE), Counting.ONE, good=("4", "5"))

    assert set(found.ranges) == {"good", "other"}
    assert found.tally is None


def test_below_the_limit_nothing_is_shown_of_anybody() -> None:
    assert publish(groups_of({"east": "abc", "west": "a"}), 5, Counting.ONE) == Published(total=None)


def test_a_small_group_is_hidden_and_the_next_smallest_with_it() -> None:
    found = publish(groups_of({"east": "aabbccab", "west": "aabbc", "north": "ab"}), 5, Counting.ONE)

    assert found.total == Shown(n=15, ranges={"a": (6, 6), "b": (6, 6), "c": (3, 3)})
    assert set(found.groups) == {"east"}


def test_what_is_left_after_subtracting_is_no_smaller_than_the_limit() -> None:
    assert large_enough({"a": 30, "b": 20, "c": 6, "d": 1, "e": 1}, 5) == ["a", "b"]
    assert large_enough({"a": 30, "b": 20, "c": 6, "d": 3, "e": 2}, 5) == ["a", "b", "c"]
    assert large_enough({"a": 6, "b": 2}, 5) == []
    assert large_enough({"a": 6, "b": 5, "c": 0}, 5) == ["a", "b"], "a group in which nobody answered hides nothing"


def test_where_one_group_speaks_as_one_no_group_is_shown() -> None:
    found = publish(groups_of({"east": "aaaaaa", "west": "aabbcc", "north": "abcabc"}), 5, Counting.ONE)

    assert found.groups == {}
    assert found.total is not None
    assert found.total.is_exact


def test_where_all_speak_as_one_no_group_tells_how_many() -> None:
    found = publish(groups_of({"east": "aaaaaa", "west": "aaaaab"}), 5, Counting.ONE)

    assert found == Published(total=Shown(n=12, ranges={"a": (11, 12), "b": (0, 1), "c": (0, 1)}))


@pytest.mark.parametrize("sizes", [(3, 2, 1), (3, 3, 2), (4, 4), (5, 3), (4, 2, 2), (6, 1, 1)])
def test_nobodys_answer_is_certain_whatever_is_published(sizes: Sequence[int]) -> None:
    """Given all that is published and who is in which group, each answer of each of them remains possible."""
    named = {f"g{nth}": n for nth, n in enumerate(sizes)}
    worlds: dict[str, list[dict[str, int]]] = {}
    for answers in product(*(range(n + 1) for n in named.values())):  # how many of each group say "a"
        given = {g: "a" * k + "b" * (n - k) for (g, n), k in zip(named.items(), answers, strict=True)}
        seen = publish(groups_of(given, keys="ab"), 3, Counting.ONE)
        worlds.setdefault(repr(seen), []).append(dict(zip(named, answers, strict=True)))

    for published, possible in worlds.items():
        for group, n in named.items():
            assert {0} != {world[group] for world in possible}, (group, published)
            assert {n} != {world[group] for world in possible}, (group, published)


ANSWERS = st.lists(st.lists(st.sampled_from(KEYS), max_size=12), min_size=1, max_size=5)


@given(ANSWERS, st.sampled_from([3, 5, 8]))
def test_whatever_is_answered_no_sum_of_what_is_shown_gives_a_smaller_group_away(
    answers: list[list[str]], smallest: int
) -> None:
    given = {f"g{nth}": "".join(group) for nth, group in enumerate(answers)}
    found = publish(groups_of(given), smallest, Counting.ONE)

    every = [one for one in (found.total, *found.groups.values()) if one]
    assert all(one.n >= smallest for one in every)
    if found.groups:
        assert found.total is not None
        left = found.total.n - sum(one.n for one in found.groups.values())
        assert left == 0 or left >= smallest
        hidden = [group for group, said in given.items() if said and group not in found.groups]
        assert len(hidden) != 1
        of_one_mind = [
            Counter("".join(given[group] for group in hidden)),
            *(Counter(given[one]) for one in found.groups),
        ]
        assert all(max(said.values()) < said.total() - margin(said.total()) for said in of_one_mind if said)


@given(ANSWERS, st.randoms())
def test_only_who_is_in_which_group_matters_and_not_in_which_order_they_answered(
    answers: list[list[str]], chance: Random
) -> None:
    given = {f"g{nth}": group for nth, group in enumerate(answers)}
    mixed = {name: chance.sample(group, len(group)) for name, group in given.items()}

    assert publish(groups_of(given), 5, Counting.ONE) == publish(groups_of(mixed), 5, Counting.ONE)


@pytest.mark.parametrize(
    ("n", "limits", "are"), [(9, Limits(), False), (10, Limits(), True), (6, Limits(comments=5), True)]
)
def test_comments_have_a_limit_of_their_own(n: int, limits: Limits, are: bool) -> None:  # noqa: FBT001
    assert shows_comments(n, limits) is are


@pytest.mark.parametrize("limits", [Limits(scores=2), Limits(comments=4)])
def test_no_limit_goes_below_its_floor(limits: Limits) -> None:
    with pytest.raises(RefusedError):
        check_limits(limits)


def test_whoever_asks_few_is_told_before() -> None:
    assert warning(4, Limits(), Mode.ANONYMOUS).startswith("4 people: nothing can be shown")
    assert warning(7, Limits(), Mode.CONFIDENTIAL).startswith("7 people: scores only if 5")
    assert warning(4, Limits(), Mode.NAMED) == warning(10, Limits(), Mode.ANONYMOUS) == ""
