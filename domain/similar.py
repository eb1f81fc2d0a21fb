"""Reports that read alike: words without their endings, and which closed reports share most of them."""

import re
from collections.abc import Mapping
from dataclasses import replace

from domain.cars import REDACTED, Car, Concern, State
from domain.errors import RefusedError
from domain.lifecycle import left_triage
from domain.people import Viewer
from domain.texts import say
from domain.who import By, leads, named

WORD = re.compile(r"[a-z]{3,}")
STEMS_MAX, SHARED, ALIKE, SHOWN = 60, 2, 0.5, 2  # words of a report; in common; how alike; reports that are offered
#: Words that say nothing of what a report is about.
COMMON = re.compile(
    r"the|and|for|with|that|this|from|there|their|they|them|then|than|are|was|were|has|have|had|not|but|all|any|can|"
    r"cannot|could|does|did|its|his|her|our|out|into|onto|again|still|very|when|where|which|while|who|why|how|what|"
    r"been|being|because|about|after|before|between|near|off|one|two|three|every|each|some|also|just|now|get|got|"
    r"school|today|yesterday|morning|week|please"
)
#: Endings and what stands in their place, the longest first. A stem keeps at least three letters.
ENDINGS = (
    ("ations", ""), ("ation", ""), ("ments", ""), ("ment", ""), ("nesses", ""), ("ness", ""), ("ingly", ""),
    ("ings", ""), ("ing", ""), ("edly", ""), ("ies", "y"), ("ied", "y"), ("ers", ""), ("er", ""), ("ed", ""),
    ("en", ""), ("es", ""), ("ly", ""), ("s", ""), ("e", ""),
)  # fmt: skip
SHORTEST = 3


def stem(word: str) -> str:
    """A word without its endings: "doors" and "door", "leaking" and "leaks" are one."""
    for ending, instead in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST and not word.endswith("ss"):
            return _single(word[: -len(ending)] + instead)
    return word


def _single(found: str) -> str:
    """One letter for two at the end: what is left of "stopped" is "stop"."""
    doubled = len(found) > SHORTEST and found[-1] == found[-2] and found[-1] not in "aeiouls"
    return found[:-1] if doubled else found.removesuffix("e")


def stems(text: str) -> frozenset[str]:
    """What a text is about, as stems."""
    words = [word for word in WORD.findall(text.lower()) if not COMMON.fullmatch(word)]
    return frozenset(dict.fromkeys(stem(word)[:40] for word in words[:STEMS_MAX]))


def alike(one: frozenset[str], other: frozenset[str]) -> float:
    """From 0, nothing in common, to 1: the cosine of their words."""
    return len(one & other) / (len(one) * len(other)) ** 0.5 if one and other else 0.0


def most_alike(one: frozenset[str], others: Mapping[str, frozenset[str]]) -> list[str]:
    """The numbers of those that read much alike, the likest first, and of such the newest."""
    near = {number: alike(one, words) for number, words in others.items() if len(one & words) >= SHARED}
    found = [number for number, score in near.items() if score >= ALIKE]
    return sorted(sorted(found, reverse=True), key=lambda number: -near[number])[:SHOWN]


def is_looked_through(car: Car) -> bool:
    """Whether its words are kept to look for them: those that every member of staff may read."""
    return not (car.sealed or car.handed_to or REDACTED in car.what) and car.concerns is Concern.NOBODY


def is_offered(car: Car) -> bool:
    """Whether others may be told that this one reads like theirs: closed, and nothing of it kept from anybody."""
    return car.state is State.CLOSED and is_looked_through(car) and not car.hide_name


def may_say_it_recurs(car: Car, viewer: Viewer) -> bool:
    fresh = car.state in (State.SUBMITTED, State.ACCEPTED) and car.handed_to is None
    return fresh and (viewer.person == car.requester or leads(car, viewer))


def recurs(car: Car, of: Car, *, by: Viewer) -> Car:
    """The problem of a closed report came back: this one says so."""
    gone = left_triage(car)
    if gone:
        raise RefusedError(gone)
    if not may_say_it_recurs(car, by):
        raise RefusedError("Only {who} can say that it came back.", who=_who(car))
    if of.state is not State.CLOSED or of.number == car.number:
        raise RefusedError("{number} is not closed, so it cannot have come back.", number=of.number)
    return replace(car, recurrence_of=of.number)


def _who(car: Car) -> str:
    return say("{who} or {leader}", who=By.REQUESTER.words, leader=named(By.TRIAGE, car))
