"""Pulse surveys: their questions, what one person says to them, and what is shown of what all say.

An answer names its question and what was chosen by their keys, never by a position: what is asked may be put in another
order, or be left out the next time. What is shown follows domain/anonymity.py; nothing else is kept.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from enum import StrEnum

from domain.anonymity import Counting, Limits, Published, Shown, Tally, publish, shows_comments
from domain.errors import RefusedError
from domain.frozen import dataclass

FEWEST, MOST = 3, 7  # questions of one pulse
CHOICES, POINTS = range(2, 11), 5  # answers to choose from, and of a scale
COMMENT_MAX, COMMENTS = 500, 2  # characters, and questions that may be answered in one's own words
BOX = 8192  # bytes into which what one person says is sealed: as many comments as may be, whatever stands in them
GOOD_POINTS, GOOD_TEN = 2, 9  # the two best of a scale are favourable; of 0 to 10 what is 9 or more


class Asks(StrEnum):
    """How a question is answered."""

    ONE = "one"
    SEVERAL = "several"
    SCALE = "scale"  # five answers in words that fit the question, the best one last
    TEN = "ten"  # 0 to 10
    YES = "yes"  # or no
    TEXT = "text"  # in one's own words


TENS, YES_NO = tuple(str(n) for n in range(11)), ("no", "yes")
Answer = str | Sequence[str]
Said = Mapping[str, Answer]  # by the key of the question; those that somebody left out are not in it


@dataclass(frozen=True, kw_only=True, slots=True)
class Choice:
    key: str
    text: str
    also: Mapping[str, str] = field(default_factory=dict)  # the same in other languages, by their codes

    def said(self, language: str) -> str:
        return _in(self, language)


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    key: str
    asks: Asks
    text: str
    choices: Sequence[Choice] = ()
    also: Mapping[str, str] = field(default_factory=dict)

    def said(self, language: str) -> str:
        """The question for whoever reads this language; in its own where it was not written in that one."""
        return _in(self, language)

    @property
    def keys(self) -> Sequence[str]:
        """What can be answered; nothing for one's own words."""
        match self.asks:
            case Asks.TEN:
                return TENS
            case Asks.YES:
                return YES_NO
            case _:
                return tuple(choice.key for choice in self.choices)

    @property
    def good(self) -> Sequence[str]:
        """The answers that count as favourable; nothing where none is better than another."""
        match self.asks:
            case Asks.SCALE:
                return self.keys[-GOOD_POINTS:]
            case Asks.TEN:
                return self.keys[GOOD_TEN:]
            case Asks.YES:
                return self.keys[-1:]
            case _:
                return ()

    @property
    def counting(self) -> Counting:
        return Counting.SEVERAL if self.asks is Asks.SEVERAL else Counting.ONE


def _in(one: Choice | Question, language: str) -> str:
    return one.also.get(language) or one.also.get(language.partition("-")[0]) or one.text


@dataclass(frozen=True, kw_only=True, slots=True)
class Results:
    """What is shown of a pulse, and all that is kept of it. `n` people answered anything at all."""

    n: int
    shown: Mapping[str, Published] = field(default_factory=dict)  # by question
    comments: Mapping[str, Sequence[str]] = field(default_factory=dict)


def check_questions(questions: Sequence[Question]) -> None:
    if not FEWEST <= len(questions) <= MOST:
        raise RefusedError("Ask {fewest} to {most} questions: people answer those.", fewest=FEWEST, most=MOST)
    if sum(question.asks is Asks.TEXT for question in questions) > COMMENTS:
        raise RefusedError("Ask for words of people's own at most {n} times.", n=COMMENTS)
    if len({question.key for question in questions}) < len(questions):
        raise RefusedError("Two of the questions are the same.")
    for question in questions:
        _check_choices(question)


def _check_choices(question: Question) -> None:
    number, own = len(question.choices), question.asks in (Asks.TEXT, Asks.TEN, Asks.YES)
    if own and number:
        raise RefusedError("“{text}” needs no answers to choose from.", text=question.text)
    if question.asks is Asks.SCALE and number != POINTS:
        raise RefusedError("“{text}” needs {n} answers, the best one last.", text=question.text, n=POINTS)
    if not own and number not in CHOICES:
        raise RefusedError(
            "“{text}” needs {fewest} to {most} answers to choose from.",
            text=question.text,
            fewest=CHOICES[0],
            most=CHOICES[-1],
        )
    if len(set(question.keys)) < len(question.keys):
        raise RefusedError("“{text}” has an answer twice.", text=question.text)


def check_said(questions: Sequence[Question], said: Said) -> None:
    """Refuse what answers no question of these, or not in the way in which it is asked."""
    known = {question.key: question for question in questions}
    for key, answer in said.items():
        question = known.get(key)
        if question is None:
            raise RefusedError("This question is not asked any more.")
        if question.asks is Asks.TEXT:
            _check_comment(answer, key)
        elif not _fits(question, answer):
            raise RefusedError("Please choose one of the answers.", field=key)


def _check_comment(answer: Answer, key: str) -> None:
    if not isinstance(answer, str) or len(answer) > COMMENT_MAX:
        raise RefusedError("Please use {most} letters or fewer here.", most=COMMENT_MAX, field=key)


def _fits(question: Question, answer: Answer) -> bool:
    given = _chosen(answer)
    several = question.asks is Asks.SEVERAL
    return several is not isinstance(answer, str) and set(given) <= set(question.keys) and len(set(given)) == len(given)


def _chosen(answer: Answer) -> Sequence[str]:
    return [answer] if isinstance(answer, str) else list(answer)


def boxed(said: Said, group: str) -> str:
    """What one person says, and in which group they are counted, as it is sealed."""
    return json.dumps({"group": group, "said": said}, sort_keys=True, ensure_ascii=False)


def results_of(questions: Sequence[Question], boxes: Iterable[str], limits: Limits) -> Results:
    """What is shown of what stood in the boxes. Comments stand in the order of the alphabet: it tells nobody's turn."""
    found = [json.loads(box) for box in boxes]
    asked = [question for question in questions if question.asks is not Asks.TEXT]
    shown = {question.key: _published(question, found, limits) for question in asked}
    comments = {
        question.key: sorted(text for one in found if (text := str(one["said"].get(question.key) or "").strip()))
        for question in questions
        if question.asks is Asks.TEXT and shows_comments(len(found), limits)
    }
    return Results(n=len(found), shown=shown, comments=comments)


def _published(question: Question, found: Iterable[Mapping[str, Mapping[str, Answer]]], limits: Limits) -> Published:
    by_group: dict[str, list[Sequence[str]]] = defaultdict(list)
    for one in found:
        if (answer := one["said"].get(question.key)) is not None:
            by_group[str(one["group"])].append(_chosen(answer))
    groups = {group: _tally(question, answers) for group, answers in by_group.items()}
    return publish(groups, limits.scores, question.counting, question.good)


def _tally(question: Question, answers: Sequence[Sequence[str]]) -> Tally:
    counted = Counter(key for answer in answers for key in answer)
    return Tally(n=len(answers), counts={key: counted[key] for key in question.keys})


def favourable(question: Question, shown: Shown) -> tuple[int, int] | None:
    """The least and the most percent that answered favourably; None where no answer is better than another."""
    if not question.good or not shown.n:
        return None
    keys = ["good"] if "good" in shown.ranges else question.good
    least, most = (sum(shown.ranges[key][side] for key in keys) for side in (0, 1))
    return round(100 * least / shown.n), round(100 * min(most, shown.n) / shown.n)


def mean(question: Question, shown: Shown) -> float | None:
    """Of a scale from 1 to 5, and of 0 to 10; None for other questions, and where not every count is shown."""
    counts = shown.tally
    if counts is None or not counts.n or question.asks not in (Asks.SCALE, Asks.TEN):
        return None
    first = 1 if question.asks is Asks.SCALE else 0
    total = sum(nth * counts.counts.get(key, 0) for nth, key in enumerate(question.keys, first))
    return total / counts.n


def together(n: int, *parts: Results) -> Results:
    """The results of questions that were sealed apart, of `n` people in all."""
    shown = {key: found for part in parts for key, found in part.shown.items()}
    return Results(n=n, shown=shown, comments={key: said for part in parts for key, said in part.comments.items()})


def change(question: Question, before: Published, now: Published) -> int | None:
    """By how many points the favourable percent moved; None unless both times all of it is shown as it is.

    Nor where the answers to choose from are others by now.
    """
    if any(one.total and set(one.total.ranges) - {"good", "other"} - set(question.keys) for one in (before, now)):
        return None
    both = [favourable(question, one.total) for one in (before, now) if one.total and one.total.is_exact]
    points = [found[0] for found in both if found]
    return points[1] - points[0] if len(points) == len((before, now)) else None
