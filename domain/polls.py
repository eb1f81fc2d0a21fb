"""Quick polls: one question with a few answers, asked in a conversation and answered by one press."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from domain.anonymity import Counting, Mode, Shown, Tally, publish
from domain.asks import need
from domain.errors import RefusedError
from domain.frozen import dataclass
from domain.people import PersonId, Viewer
from domain.texts import say

QUESTION_MAX, ANSWER_MAX = 200, 80  # characters
FEWEST, MOST = 2, 10  # answers to choose from
KEYS = "ABCDEFGHIJ"
QUARTER = timedelta(minutes=15)  # how often it is looked which polls are to be closed
#: How long one may be open.
SPANS: Mapping[str, tuple[str, timedelta]] = {
    "hour": (say("An hour"), timedelta(hours=1)),
    "day": (say("A day"), timedelta(days=1)),
    "days": (say("Three days"), timedelta(days=3)),
    "week": (say("A week"), timedelta(days=7)),
    "month": (say("Four weeks"), timedelta(days=28)),
}
MODES: Mapping[str, tuple[str, str]] = {
    Mode.NAMED: (say("Named"), say("Everybody here sees the results at once, and who said what")),
    Mode.ANONYMOUS: (say("Anonymous"), say("Nobody sees who said what; the results come when it closes")),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Choice:
    """An answer to choose from. Its key stays as it is; what it says never changes once the poll has begun."""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class Room:
    """The conversation in which a poll is asked, and the lane on which it is reached."""

    lane: str
    id: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Poll:
    number: str  # "POLL-2026-003"
    question: str
    choices: Sequence[Choice]
    mode: Mode
    by: PersonId
    begun_at: datetime
    closes_at: datetime
    lane: str  # where it stands: a platform and a workspace of it, and a conversation there
    room: str
    smallest: int  # answers below which an anonymous one shows nothing: kept from its beginning
    closed_at: datetime | None = None
    closed_by: PersonId | None = None  # None: by the clock
    result: Shown | None = None  # of an anonymous one, once it was opened; without counts where too few answered
    version: int = 1

    @property
    def is_named(self) -> bool:
        return self.mode is Mode.NAMED

    @property
    def there(self) -> Room:
        return Room(self.lane, self.room)

    @property
    def is_removed(self) -> bool:
        """Whether its words were removed for good: what was said then has no words either."""
        return not self.choices

    def is_open(self, now: datetime) -> bool:
        return self.closed_at is None and now < self.closes_at

    def text_of(self, key: str) -> str:
        return next((choice.text for choice in self.choices if choice.key == key), "")


def read_typed(text: str) -> tuple[str, list[str]]:
    """The question and the answers of "Lunch? | Soup | Pizza"."""
    question, *answers = (part.strip() for part in text.split("|"))
    return question, [answer for answer in answers if answer]


def choices_of(answers: Iterable[str]) -> tuple[Choice, ...]:
    """What stands on the lines of a box, as answers to choose from."""
    texts = [text for answer in answers if (text := " ".join(answer.split()))]
    if not FEWEST <= len(texts) <= MOST:
        raise RefusedError(
            "Write {fewest} to {most} answers, each on a line of its own.", fewest=FEWEST, most=MOST, field="answers"
        )
    if len({text.casefold() for text in texts}) < len(texts):
        raise RefusedError("Two of the answers are the same.", field="answers")
    if too_long := next((text for text in texts if len(text) > ANSWER_MAX), None):
        raise RefusedError(
            "Please use {most} letters or fewer for an answer; “{start} …” has {n}.",
            most=ANSWER_MAX,
            start=too_long[:20],
            n=len(too_long),
            field="answers",
        )
    return tuple(Choice(key=key, text=text) for key, text in zip(KEYS, texts, strict=False))


def check_question(question: str) -> None:
    need(question, "Please say what you ask.", field="question", at_most=QUESTION_MAX)


def closing(now: datetime, span: str) -> datetime:
    """When a poll that lasts so long closes: at a full quarter of an hour, when the clock looks for it."""
    if span not in SPANS:
        raise RefusedError("Please choose how long it is open.", field="span")
    until = now + SPANS[span][1]
    over = timedelta(minutes=until.minute % 15, seconds=until.second, microseconds=until.microsecond)
    return until - over + (QUARTER if over else timedelta())


def may_close(poll: Poll, viewer: Viewer) -> bool:
    return poll.closed_at is None and (poll.by in viewer.ids or viewer.is_mr)


def check_may_close(poll: Poll, viewer: Viewer) -> None:
    if poll.closed_at is not None:
        raise RefusedError("This poll is closed already.")
    if not may_close(poll, viewer):
        raise RefusedError("Only who began a poll can close it, and the management representative.")


def check_answer(poll: Poll, key: str, now: datetime) -> None:
    if not poll.is_open(now):
        raise RefusedError("This poll is closed, so no answer can be given any more.")
    if not poll.text_of(key):
        raise RefusedError("This poll has no such answer.")


def check_may_remove(viewer: Viewer) -> None:
    if not viewer.is_mr:
        raise RefusedError("Only the management representative can remove words from a poll.")


def closed(poll: Poll, now: datetime, by: PersonId | None) -> Poll:
    return replace(poll, closed_at=now, closed_by=by)


def tally(poll: Poll, answers: Iterable[str]) -> Tally:
    """How many gave each of its answers."""
    counted = Counter(answers)
    return Tally(n=counted.total(), counts={choice.key: counted[choice.key] for choice in poll.choices})


def result_of(poll: Poll, answers: Iterable[str]) -> Shown:
    """What is shown of an anonymous poll, and all that is kept of it."""
    counted = tally(poll, answers)
    found = publish({"": counted}, poll.smallest, Counting.ONE).total
    return found or Shown(n=counted.n, ranges={})
