"""What may be shown of answers that nobody may be able to trace: how many there must be, and which groups stay hidden.

A count is shown as it is, as a range, or not at all. Nothing that is hidden can be got by subtracting what is shown.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import field, replace
from enum import StrEnum
from typing import Self

from domain.errors import RefusedError
from domain.frozen import dataclass
from domain.texts import say


class Mode(StrEnum):
    """Chosen before anybody can answer, and never changed."""

    NAMED = "named"
    CONFIDENTIAL = "confidential"  # who answered is known, and kept apart from what
    ANONYMOUS = "anonymous"  # neither, once it is closed


class Counting(StrEnum):
    """How many answers one person gives to a question."""

    ONE = "one"
    SEVERAL = "several"


SCORES, SCORES_FLOOR = 5, 3  # answers below which no score is shown: what holds where nothing is set, and the least
COMMENTS, COMMENTS_FLOOR = 10, 5
NEAR = 20  # nearly all: all but one, and of every twenty one more

Range = tuple[int, int]


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """The smallest groups of a survey: kept with it from its beginning, and shown."""

    scores: int = SCORES
    comments: int = COMMENTS


@dataclass(frozen=True, kw_only=True, slots=True)
class Tally:
    """How `n` people answered a question, by the key of each answer. Every key stands in it, also one of nobody."""

    n: int
    counts: Mapping[str, int]

    def __add__(self, other: Self) -> Self:
        keys = {**self.counts, **other.counts}
        both = {key: self.counts.get(key, 0) + other.counts.get(key, 0) for key in keys}
        return replace(self, n=self.n + other.n, counts=both)


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """What is shown of a question in one group: for each answer the least and the most that gave it."""

    n: int
    ranges: Mapping[str, Range]

    @property
    def is_exact(self) -> bool:
        return all(least == most for least, most in self.ranges.values())

    @property
    def tally(self) -> Tally | None:
        """The counts, where each is shown as it is."""
        counts = {key: least for key, (least, _) in self.ranges.items()}
        return Tally(n=self.n, counts=counts) if self.is_exact else None


@dataclass(frozen=True, kw_only=True, slots=True)
class Published:
    """What is shown of a question: of all together, and of each group of which anything is. None: too few answered."""

    total: Shown | None
    groups: Mapping[str, Shown] = field(default_factory=dict)


def margin(n: int) -> int:
    """How many of n may differ while it still is nearly all of them."""
    return max(1, n // NEAR)


def shown(tally: Tally, counting: Counting, good: Collection[str] = ()) -> Shown:
    """The counts of a group that is large enough; what nearly all say, as a range.

    Who knows what all say knows what each of them says. `good` are the answers that count as favourable: where nearly
    all, or hardly any, gave one of those, only that is shown.
    """
    if counting is Counting.SEVERAL:
        return Shown(n=tally.n, ranges={key: _either(tally.n, n) for key, n in tally.counts.items()})
    if good:
        both = {"good": sum(tally.counts.get(key, 0) for key in good)}
        both["other"] = tally.n - both["good"]
        if _is_crowded(tally.n, both.values()):
            return Shown(n=tally.n, ranges=_ranges(tally.n, both))
    if _is_crowded(tally.n, tally.counts.values()):
        return Shown(n=tally.n, ranges=_ranges(tally.n, tally.counts))
    return Shown(n=tally.n, ranges={key: (n, n) for key, n in tally.counts.items()})


def _is_crowded(n: int, counts: Iterable[int]) -> bool:
    return max(counts, default=0) >= n - margin(n)


def _ranges(n: int, counts: Mapping[str, int]) -> dict[str, Range]:
    """The one that nearly all gave, and that hardly any gave another."""
    most = max(counts, key=lambda key: (counts[key], key))
    return {key: (n - margin(n), n) if key == most else (0, margin(n)) for key in counts}


def _either(n: int, count: int) -> Range:
    """Of answers of which one may give several, each is a question of its own: nearly all, hardly any, or so many."""
    if count >= n - margin(n):
        return n - margin(n), n
    return (0, margin(n)) if count <= margin(n) else (count, count)


def publish(groups: Mapping[str, Tally], smallest: int, counting: Counting, good: Collection[str] = ()) -> Published:
    """What is shown of a question, given the answers of each group; every person is in one group.

    Which groups are hidden follows from their sizes alone, which are no secret. Where the answers of a group that could
    be shown, or of what is left when the shown ones are subtracted, were nearly the same, no group is shown at all: to
    hide that one alone would tell that it is that one.
    """
    total = _sum(groups.values())
    if total.n < smallest:
        return Published(total=None)
    whole = shown(total, counting, good)
    kept = {key: shown(groups[key], counting, good) for key in large_enough(sizes(groups), smallest)}
    hidden = [tally for key, tally in groups.items() if tally.n and key not in kept]
    rest = [shown(_sum(hidden), counting, good)] if hidden else []
    if all(one.is_exact for one in (whole, *kept.values(), *rest)):
        return Published(total=whole, groups=kept)
    return Published(total=whole)


def _sum(tallies: Iterable[Tally]) -> Tally:
    return sum(tallies, start=Tally(n=0, counts={}))


def sizes(groups: Mapping[str, Tally]) -> dict[str, int]:
    return {key: tally.n for key, tally in groups.items()}


def large_enough(groups: Mapping[str, int], smallest: int) -> list[str]:
    """The groups that are shown, by their sizes.

    Those that are hidden are at least two and together no smaller than the limit, or there are none: else whoever
    subtracts the others from all has one of them, or too few.
    """
    kept = sorted((key for key, n in groups.items() if n), key=lambda key: (-groups[key], key))
    hidden: list[str] = []
    while kept and (groups[kept[-1]] < smallest or _gives_away(hidden, groups, smallest)):
        hidden.append(kept.pop())
    return kept


def _gives_away(hidden: Collection[str], groups: Mapping[str, int], smallest: int) -> bool:
    return bool(hidden) and (len(hidden) == 1 or sum(groups[key] for key in hidden) < smallest)


def shows_comments(n: int, limits: Limits) -> bool:
    """Whether so many answered that nobody is known by what they wrote."""
    return n >= max(limits.comments, limits.scores)


def check_limits(limits: Limits) -> None:
    for given, floor in ((limits.scores, SCORES_FLOOR), (limits.comments, COMMENTS_FLOOR)):
        if given < floor:
            raise RefusedError("Use {floor} or more: with fewer, people could be known by their answers.", floor=floor)


def warning(people: int, limits: Limits, mode: Mode) -> str:
    """What whoever begins it is told where so few are asked that little or nothing can be shown."""
    if mode is Mode.NAMED or people >= limits.comments:
        return ""
    if people >= limits.scores:
        return say(
            "{n} people: scores only if {scores} of them answer, comments never. For comments use named, or ask in a "
            "meeting.",
            n=people,
            scores=limits.scores,
        )
    return say(
        "{n} people: nothing can be shown, since your limit is {scores}. Use named, or ask in a meeting.",
        n=people,
        scores=limits.scores,
    )
