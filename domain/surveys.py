"""Surveys: what is asked again and again, in waves. Each wave is fixed before it goes out (domain/pulses.py counts it).

A survey is the template. A wave holds its own copy of the questions, who sees what, how many must answer and who is
asked: nothing of that changes once it was launched, whatever becomes of the survey.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from domain.anonymity import Limits, Mode
from domain.asks import fit, need
from domain.errors import RefusedError
from domain.frozen import dataclass
from domain.people import PersonId, Viewer
from domain.polls import ANSWER_MAX, QUESTION_MAX
from domain.pulses import MOST, Asks, Choice, Question, Results, check_questions, favourable
from domain.schedules import on_wall
from domain.snapshots import Heard
from domain.texts import say

NAME_MAX, TOLD_MAX = 80, 1000  # characters
LONGEST = timedelta(days=60)  # that a wave may be open
USUAL = timedelta(days=7)  # how long one is open where nobody says otherwise
FIRST, REST = ".1", ".2"  # behind a wave's number: what was answered in place, and what in the form
OTHER_LANGUAGE = "es"


class Audience(StrEnum):
    STAFF = "staff"
    LEADERS = "leaders"
    SUPPORT = "support"
    FAMILIES = "families"
    COMMUNITY = "community"


#: Those who are reached by links, which carry no name.
BY_LINK = frozenset({Audience.FAMILIES, Audience.COMMUNITY})
AUDIENCES: Mapping[Audience, str] = {
    Audience.STAFF: say("Staff"),
    Audience.LEADERS: say("School leaders"),
    Audience.SUPPORT: say("Student-support liaisons and related service providers"),
    Audience.FAMILIES: say("Families, by link"),
    Audience.COMMUNITY: say("Community and business, by link"),
}
MODES: Mapping[Mode, tuple[str, str]] = {
    Mode.ANONYMOUS: (say("Anonymous"), say("Nobody sees who said what; who answered is erased when it closes")),
    Mode.CONFIDENTIAL: (say("Confidential"), say("Nobody sees who said what; who answered stays known")),
    Mode.NAMED: (say("Named"), say("The quality office sees who said what")),
}
#: How often a survey is asked, in weeks; 0 is once.
RHYTHMS: Mapping[int, str] = {
    0: say("Once"),
    1: say("Every week"),
    2: say("Every two weeks"),
    4: say("Every four weeks"),
    13: say("Every quarter"),
}


class Phase(StrEnum):
    DRAFT = "draft"  # may be changed, and nobody was asked
    SET = "set"  # launched; it waits for its day
    OPEN = "open"
    CLOSED = "closed"
    DROPPED = "dropped"  # never launched


@dataclass(frozen=True, kw_only=True, slots=True)
class Survey:
    number: str  # "PULSE-2026-003"
    name: str
    questions: Sequence[Question]
    by: PersonId
    made_at: datetime
    last_key: int = 0  # the number in the newest key: none is ever given twice
    weeks: int = 0
    ready: str | None = None  # which questions that stand ready it began with
    version: int = 1

    def question(self, key: str) -> Question | None:
        return next((one for one in self.questions if one.key == key), None)


class Told(StrEnum):
    """What everybody who was asked hears of a wave, in this order; each takes the place of what is not sent yet."""

    INVITED = "1"
    RESULTS = "2"
    DONE = "3"


@dataclass(frozen=True, kw_only=True, slots=True)
class Wave:
    number: str  # "PULSE-2026-003-2"
    survey: str
    nth: int
    name: str
    questions: Sequence[Question]
    mode: Mode
    scores: int
    comments: int
    audience: Audience
    place: str | None
    meeting: str | None = None  # after which it asks
    opens_at: datetime
    closes_at: datetime
    by: PersonId
    phase: Phase = Phase.DRAFT
    closed_at: datetime | None = None
    closed_by: PersonId | None = None  # None: by the clock
    asked: int = 0  # how many, once it is open
    results: Results | None = None
    you_said: str = ""
    we_did: str = ""
    telling: str = ""  # what everybody is to hear by now
    version: int = 1

    @property
    def limits(self) -> Limits:
        return Limits(scores=self.scores, comments=self.comments)

    @property
    def is_named(self) -> bool:
        return self.mode is Mode.NAMED

    @property
    def first(self) -> Question:
        return self.questions[0]

    @property
    def is_removed(self) -> bool:
        """Whether its words were removed for good."""
        return not self.questions

    def is_open(self, now: datetime) -> bool:
        return self.phase is Phase.OPEN and now < self.closes_at


def in_place(question: Question) -> bool:
    """Whether it is answered by one press where the invitation stands."""
    return question.asks in (Asks.ONE, Asks.SCALE, Asks.YES, Asks.TEN)


def check_runs(viewer: Viewer) -> None:
    if not viewer.is_mr:
        raise RefusedError("Only the management representative can run surveys.")


def check_name(name: str) -> None:
    need(name, "Please say what the survey is called.", field="name", at_most=NAME_MAX)


# Questions


def texts_of(lines: str) -> list[str]:
    return [text for line in lines.splitlines() if (text := " ".join(line.split()))]


def question_of(
    key: str,
    asks: Asks,
    text: str,
    answers: str,
    *,
    other_text: str = "",
    other_answers: str = "",
    was: Question | None,
) -> Question:
    """What a form says, as a question. An answer that is reworded or moved keeps its key."""
    need(text, "Please write the question.", field="text", at_most=QUESTION_MAX)
    fit(other_text, field="other_text", at_most=QUESTION_MAX)
    said, others = texts_of(answers), texts_of(other_answers)
    if others and len(others) != len(said):
        raise RefusedError("Write as many answers here as above, in the same order.", field="other_answers")
    if too_long := next((one for one in [*said, *others] if len(one) > ANSWER_MAX), None):
        raise RefusedError(
            "Please use {most} letters or fewer for an answer; “{start} …” has {n}.",
            most=ANSWER_MAX,
            start=too_long[:20],
            n=len(too_long),
            field="answers",
        )
    keys = _keys(said, was.choices if was else ())
    choices = [
        Choice(key=one, text=answer, also=_other(others[nth] if others else ""))
        for nth, (one, answer) in enumerate(zip(keys, said, strict=True))
    ]
    return Question(key=key, asks=asks, text=text, choices=choices, also=_other(other_text))


def _other(text: str) -> Mapping[str, str]:
    return {OTHER_LANGUAGE: text} if text else {}


def _keys(texts: Sequence[str], before: Sequence[Choice]) -> list[str]:
    """The same answer keeps its key; where as many are left as were there, the others are taken as reworded."""
    known = {choice.text.casefold(): choice.key for choice in before}
    found = [known.get(text.casefold(), "") for text in texts]
    free = [choice.key for choice in before if choice.key not in found]
    reworded = free if len(texts) == len(before) else []
    taken = {choice.key for choice in before}
    fresh = (key for nth in range(len(texts) + len(before)) if (key := f"a{nth + 1}") not in taken)
    return [key or (reworded.pop(0) if reworded else next(fresh)) for key in found]


def with_question(survey: Survey, question: Question) -> Survey:
    """With a question that is new, or that takes the place of the one with its key."""
    if survey.question(question.key):
        questions = [question if one.key == question.key else one for one in survey.questions]
    else:
        questions = [*survey.questions, question]
    if len(questions) > MOST:
        raise RefusedError("Ask {most} questions at most: people answer those.", most=MOST)
    if len(questions) > 2:  # noqa: PLR2004 - with fewer there is nothing to launch yet
        check_questions(questions)
    else:
        check_questions([question, *_filling(question)])
    last = max(survey.last_key, int(question.key.removeprefix("q")))
    return replace(survey, questions=questions, last_key=last)


def _filling(question: Question) -> list[Question]:
    """So many beside one that they are enough to be looked at."""
    return [Question(key=f"{question.key}{nth}", asks=Asks.YES, text="") for nth in (1, 2)]


def without_question(survey: Survey, key: str) -> Survey:
    return replace(survey, questions=[one for one in survey.questions if one.key != key])


def placed(survey: Survey, key: str, nth: int) -> Survey:
    """With a question in another place: the first one is answered where the invitation stands."""
    moved = [one for one in survey.questions if one.key == key]
    others = [one for one in survey.questions if one.key != key]
    return replace(survey, questions=[*others[: nth - 1], *moved, *others[nth - 1 :]])


def next_key(survey: Survey) -> str:
    return f"q{survey.last_key + 1}"


# Waves


def check_wave(wave: Wave, weeks: int, now: datetime) -> None:
    """What is fixed at launch, while it can still be changed."""
    check_questions(wave.questions)
    if wave.audience in BY_LINK and wave.mode is not Mode.ANONYMOUS:
        raise RefusedError("Whoever answers by a link has no name here: choose anonymous.", field="mode")
    if wave.audience is Audience.SUPPORT and not wave.place:
        raise RefusedError("Please choose their department.", field="place")
    if wave.closes_at <= max(wave.opens_at, now):
        raise RefusedError("Choose a day that is not before the first.", field="closes")
    if wave.closes_at - wave.opens_at > LONGEST:
        raise RefusedError("A wave is open for {n} days at most.", n=LONGEST.days, field="closes")
    if weeks not in RHYTHMS:
        raise RefusedError("Please choose one of the list.", field="weeks")
    if weeks and wave.meeting:
        raise RefusedError("After a meeting people are asked once.", field="weeks")
    if weeks and wave.closes_at - wave.opens_at > timedelta(weeks=weeks):
        raise RefusedError("A wave has to close before the next one opens.", field="closes")


def moments(opens: date, closes: date, morning: time, zone: ZoneInfo, now: datetime) -> tuple[datetime, datetime]:
    """When a wave opens and closes: today's at once, another day's in the morning; it is open all of its last day."""
    begins = on_wall(opens, morning, zone).astimezone(UTC)
    ends = on_wall(closes + timedelta(days=1), time(), zone).astimezone(UTC)
    return (now if opens == now.astimezone(zone).date() else begins), ends


def check_open(wave: Wave, now: datetime) -> None:
    if not wave.is_open(now):
        raise RefusedError("This survey is closed, so no answer can be given any more.")


def check_launches(wave: Wave, viewer: Viewer) -> None:
    check_runs(viewer)
    if wave.phase is not Phase.DRAFT:
        raise RefusedError("This wave was launched, so nothing of it can be changed any more.")


def check_closes(wave: Wave, viewer: Viewer) -> None:
    check_runs(viewer)
    if wave.phase is Phase.CLOSED:
        raise RefusedError("This wave is closed already.")
    if wave.phase is not Phase.OPEN:
        raise RefusedError("This wave is not open yet.")


def check_told(wave: Wave, viewer: Viewer) -> None:
    check_runs(viewer)
    if wave.results is None:
        raise RefusedError("This wave has no results yet.")


def check_we_did(you_said: str, we_did: str) -> None:
    need(you_said, "Please say what people told you.", field="you_said", at_most=TOLD_MAX)
    need(we_did, "Please say what you did about it.", field="we_did", at_most=TOLD_MAX)


def opened(wave: Wave, asked: int) -> Wave:
    telling = "" if wave.audience in BY_LINK else Told.INVITED
    return replace(wave, phase=Phase.OPEN, asked=asked, telling=telling)


def closed(wave: Wave, now: datetime, by: PersonId | None) -> Wave:
    return replace(wave, phase=Phase.CLOSED, closed_at=now, closed_by=by)


def heard(wave: Wave) -> Heard:
    """What leaders are told of a wave that was counted, in numbers."""
    found = {one.key: one for one in wave.questions}
    shown = wave.results.shown if wave.results else {}
    points = [
        (percent[0], key)
        for key, one in shown.items()
        if key in found and one.total and (percent := favourable(found[key], one.total))
    ]
    least, question = min(points, default=(None, ""))
    n = wave.results.n if wave.results else 0
    return Heard(number=wave.number, n=n, asked=wave.asked, least=least, question=question)


def next_opening(wave: Wave, weeks: int, zone: ZoneInfo, now: datetime) -> datetime | None:
    """When the next wave of a survey opens, by the clock on the wall; None where there is none.

    Of those that were missed altogether only the last one is held.
    """
    if not weeks:
        return None
    local, step = wave.opens_at.astimezone(zone), timedelta(weeks=weeks)
    nth = max(1, (now.astimezone(zone).date() - local.date()) // step)
    return on_wall(local.date() + nth * step, local.time(), zone).astimezone(UTC)


def following(survey: Survey, last: Wave, nth: int, opens_at: datetime, limits: Limits, zone: ZoneInfo) -> Wave:
    """The next wave of a survey: as the last one was fixed, with the questions that it has by now."""
    days = last.closes_at.astimezone(zone).date() - last.opens_at.astimezone(zone).date()
    ends = on_wall(opens_at.astimezone(zone).date() + days, time(), zone).astimezone(UTC)
    return Wave(
        number=f"{survey.number}-{nth}",
        survey=survey.number,
        nth=nth,
        name=survey.name,
        questions=survey.questions,
        mode=last.mode,
        scores=limits.scores,
        comments=limits.comments,
        audience=last.audience,
        place=last.place,
        opens_at=opens_at,
        closes_at=ends,
        by=survey.by,
        phase=Phase.SET,
    )
