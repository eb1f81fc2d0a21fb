"""Questions of a pulse, what people say to them, and what is shown of it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from domain.anonymity import Limits, Published, Shown
from domain.errors import RefusedError
from domain.pulses import (
    BOX,
    CHOICES,
    COMMENT_MAX,
    COMMENTS,
    MOST,
    Answer,
    Asks,
    Choice,
    Question,
    boxed,
    change,
    check_questions,
    check_said,
    favourable,
    mean,
    results_of,
)

POINTS = [
    Choice(key=key, text=text) for key, text in zip("vwxyz", ["No", "Seldom", "At times", "Often", "Yes"], strict=True)
]
HEARD = Question(key="heard", asks=Asks.SCALE, text="How often do you feel heard?", choices=POINTS)
ROOMS = Question(key="rooms", asks=Asks.SEVERAL, text="Which rooms are cold?", choices=POINTS[:3])
LIKELY = Question(key="likely", asks=Asks.TEN, text="How likely would you work here again?")
SAFE = Question(key="safe", asks=Asks.YES, text="Do you feel safe at work?")
ONE = Question(key="day", asks=Asks.ONE, text="Which day?", choices=POINTS[:2])
WORDS = Question(key="words", asks=Asks.TEXT, text="What should we know?")
ALL = [HEARD, ROOMS, LIKELY, SAFE, ONE, WORDS]
FOUND = Published(total=Shown(n=10, ranges={"v": (1, 1), "w": (1, 1), "x": (2, 2), "y": (3, 3), "z": (3, 3)}))


def boxes(question: str, groups: Mapping[str, Sequence[Answer]]) -> list[str]:
    return [boxed({question: answer}, group) for group, answers in groups.items() for answer in answers]


def test_three_to_seven_questions_are_asked() -> None:
    check_questions(ALL)
    many = [replace(SAFE, key=f"q{nth}") for nth in range(MOST + 1)]
    wordy = [replace(WORDS, key=f"w{nth}") for nth in range(3)]
    for wrong in (ALL[:2], many, [SAFE, SAFE, LIKELY], wordy):
        with pytest.raises(RefusedError):
            check_questions(wrong)


@pytest.mark.parametrize(
    "wrong",
    [
        replace(HEARD, choices=POINTS[:4]),
        replace(ROOMS, choices=POINTS[:1]),
        replace(ONE, choices=[POINTS[0], POINTS[0]]),
        replace(SAFE, choices=POINTS),
        replace(WORDS, choices=POINTS),
    ],
)
def test_each_kind_of_question_has_the_answers_that_fit_it(wrong: Question) -> None:
    with pytest.raises(RefusedError):
        check_questions([wrong, SAFE if wrong.key != "safe" else ONE, LIKELY])


@pytest.mark.parametrize(
    "said",
    [{}, {"heard": "z"}, {"rooms": []}, {"rooms": ["v", "x"]}, {"likely": "10"}, {"safe": "no"}, {"words": "Cold"}],
)
def test_what_fits_may_be_said_and_anything_left_out(said: Mapping[str, Answer]) -> None:
    check_said(ALL, said)


@pytest.mark.parametrize(
    "said",
    [
        {"gone": "yes"},
        {"heard": "q"},
        {"heard": ["z"]},
        {"rooms": "v"},
        {"rooms": ["v", "v"]},
        {"likely": "11"},
        {"safe": "maybe"},
        {"words": "x" * (COMMENT_MAX + 1)},
    ],
)
def test_what_does_not_fit_is_refused(said: Mapping[str, Answer]) -> None:
    with pytest.raises(RefusedError):
        check_said(ALL, said)


def test_answers_are_read_by_key_and_not_by_position() -> None:
    """Questions in another order, and one less, count what was said as it was meant."""
    given = boxes("heard", {"east": list("vwxyzzzyyx")})

    first, second = (results_of(questions, given, Limits()) for questions in (ALL, [WORDS, SAFE, HEARD]))

    assert first.shown["heard"] == second.shown["heard"]
    assert first.shown["heard"].total == Shown(
        n=10, ranges={"v": (1, 1), "w": (1, 1), "x": (2, 2), "y": (3, 3), "z": (3, 3)}
    )


def test_the_largest_answer_that_may_be_given_fits_its_box() -> None:
    chosen = {f"q{nth}": [f"c{one}" for one in CHOICES] for nth in range(MOST - COMMENTS)}
    for piece in ("\U0001f40c", '"', "\x01"):
        texts = {f"words{nth}": piece * COMMENT_MAX for nth in range(COMMENTS)}
        assert len(boxed({**chosen, **texts}, "x" * 40).encode()) < BOX


def test_who_left_a_question_out_is_not_counted_in_it() -> None:
    found = results_of(ALL, [*boxes("safe", {"east": ["yes"] * 4 + ["no"] * 3}), boxed({}, "east")], Limits())

    assert found.n == 8
    assert found.shown["safe"].total == Shown(n=7, ranges={"no": (3, 3), "yes": (4, 4)})
    assert found.shown["heard"] == Published(total=None)


def test_comments_are_shown_where_many_answered_and_in_no_order_of_theirs() -> None:
    given = [boxed({"words": text}, "east") for text in ("Cold", "", "  ", "Ants", "Bees", *([""] * 5))]

    assert results_of(ALL, given, Limits()).comments == {"words": ["Ants", "Bees", "Cold"]}
    assert results_of(ALL, given[:9], Limits()).comments == {}


@pytest.mark.parametrize(
    ("ranges", "percent"),
    [
        ({"v": (1, 1), "w": (1, 1), "x": (2, 2), "y": (3, 3), "z": (3, 3)}, (60, 60)),
        ({"good": (9, 10), "other": (0, 1)}, (90, 100)),
    ],
)
def test_percent_favourable_is_as_exact_as_what_is_shown(
    ranges: Mapping[str, tuple[int, int]], percent: tuple[int, int]
) -> None:
    assert favourable(HEARD, Shown(n=10, ranges=ranges)) == percent
    assert favourable(ROOMS, Shown(n=10, ranges=ranges)) is None


def test_a_mean_needs_every_count() -> None:
    assert FOUND.total
    assert mean(HEARD, FOUND.total) == pytest.approx(3.6)
    assert mean(HEARD, Shown(n=10, ranges={"good": (9, 10), "other": (0, 1)})) is None
    assert mean(SAFE, Shown(n=7, ranges={"no": (3, 3), "yes": (4, 4)})) is None


def test_a_change_is_told_only_when_both_waves_pass_the_limit() -> None:
    better = Published(total=Shown(n=10, ranges={"v": (0, 0), "w": (1, 1), "x": (1, 1), "y": (4, 4), "z": (4, 4)}))

    assert change(HEARD, FOUND, better) == 20
    assert change(HEARD, Published(total=None), better) is None
    assert change(HEARD, FOUND, Published(total=Shown(n=10, ranges={"good": (9, 10), "other": (0, 1)}))) is None
