"""Needs of the district, a school or a department: what was found to be strong or missing, and which goals it feeds."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import field, replace
from datetime import date
from enum import StrEnum

from domain.asks import fit, need
from domain.errors import RefusedError
from domain.frozen import dataclass
from domain.groups import Group, not_heard
from domain.improvement_rights import heads, in_charge
from domain.people import PersonId, Viewer
from domain.texts import say

STATEMENT_MAX, SHOWS_MAX, OTHERS_MAX, ASIDE_MAX = 600, 1500, 300, 600  # letters
GOALS_MAX = 20  # that one need feeds


class Side(StrEnum):
    GAP = "gap"
    STRENGTH = "strength"


SIDES: Mapping[Side, str] = {Side.GAP: say("Gap"), Side.STRENGTH: say("Strength")}


class Evidence(StrEnum):
    STUDENT = "student"
    PERCEPTION = "perception"
    SYSTEMS = "systems"


EVIDENCE: Mapping[Evidence, str] = {
    Evidence.STUDENT: say("Student data"),
    Evidence.PERCEPTION: say("What people say"),
    Evidence.SYSTEMS: say("Data on how the system works"),
}


class Found(StrEnum):
    """Where it was said or seen."""

    FORUM = "forum"
    WORKSHOP = "workshop"
    INTERVIEW = "interview"
    SURVEY = "survey"


FOUND: Mapping[Found, str] = {
    Found.FORUM: say("Forum"),
    Found.WORKSHOP: say("Workshop"),
    Found.INTERVIEW: say("Interviews"),
    Found.SURVEY: say("Survey"),
}


class Priority(StrEnum):
    """In the order of their names, as a database sorts them."""

    FIRST = "1"
    SECOND = "2"
    THIRD = "3"


PRIORITIES: Mapping[Priority, str] = {
    Priority.FIRST: say("Comes first"),
    Priority.SECOND: say("Comes next"),
    Priority.THIRD: say("Can wait"),
}


@dataclass(frozen=True, kw_only=True, slots=True, order=True)
class Feeds:
    """A goal of a plan that answers a need."""

    plan: str
    goal: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Need:
    number: str  # "NEED-2026-003"
    statement: str
    side: Side
    priority: Priority
    evidence: Evidence
    shows: str | None = None  # what the data say
    found_in: tuple[Found, ...] = ()
    groups: tuple[Group, ...] = ()  # that were heard,
    others: str | None = None  # and those that are called otherwise
    place: str | None = None  # a school or department; None for the district's
    by: PersonId
    noted_on: date
    aside: str | None = None  # why it is no need any more,
    aside_on: date | None = None  # and since when
    goals: tuple[Feeds, ...] = ()  # that whoever looks may read
    version: int = 1

    @property
    def is_aside(self) -> bool:
        return self.aside_on is not None


WRITERS = say(
    "the management representative, the superintendent, the head of that school or department, or somebody who leads "
    "one of its plans"
)


def may_note(viewer: Viewer, place: str | None, led: Collection[str | None]) -> bool:
    """`led` are the places, None for the district, of the plans that go on and that they lead."""
    return in_charge(viewer) or heads(place, viewer) or place in led


def check_may_note(viewer: Viewer, place: str | None, led: Collection[str | None]) -> None:
    if not may_note(viewer, place, led):
        raise RefusedError("Only {who} can write down this need.", who=WRITERS, field="place")


def check_need(one: Need) -> None:
    need(one.statement, "Please say what is strong, or what is missing.", field="statement", at_most=STATEMENT_MAX)
    fit(one.shows, field="shows", at_most=SHOWS_MAX)
    fit(one.others, field="others", at_most=OTHERS_MAX)


def set_aside(one: Need, reason: str, today: date) -> Need:
    if one.is_aside:
        raise RefusedError("{number} was set aside already.", number=one.number)
    need(reason, "Please say why it is no need any more.", field="reason", at_most=ASIDE_MAX)
    return replace(one, aside=reason, aside_on=today)


def take_up_again(one: Need) -> Need:
    return replace(one, aside=None, aside_on=None)


def check_feeds(one: Need, goal: Feeds) -> None:
    if goal in one.goals:
        raise RefusedError("It feeds this goal already.", field="goal")
    if len(one.goals) >= GOALS_MAX:
        raise RefusedError("A need feeds {most} goals at most.", most=GOALS_MAX, field="goal")


#: Words of a need that can be removed for good.
PARTS: Mapping[str, str] = {
    "statement": say("What is strong or missing"),
    "shows": say("What the data say"),
    "others": say("Who else was heard"),
    "aside": say("Why it was set aside"),
}


def check_may_remove(viewer: Viewer) -> None:
    if not viewer.is_mr:
        raise RefusedError("Only the management representative or a deputy can remove words from a need.")


@dataclass(frozen=True, kw_only=True, slots=True)
class Inventory:
    """What was found in a district or at a place, counted: strengths and gaps by where they were found, and by whom."""

    sides: Mapping[Side, int]
    evidence: Mapping[Evidence, Mapping[Side, int]]
    found: Mapping[Found, Mapping[Side, int]]
    groups: Mapping[Group, Mapping[Side, int]]
    unanswered: int  # gaps that feed no goal
    silent: Sequence[Group] = field(default_factory=list)  # who was not heard on any of them


def inventory(needs: Iterable[Need]) -> Inventory:
    known = [one for one in needs if not one.is_aside]
    heard = {group for one in known for group in one.groups}
    return Inventory(
        sides=Counter(one.side for one in known),
        evidence={kind: _sides(one for one in known if one.evidence is kind) for kind in Evidence},
        found={where: _sides(one for one in known if where in one.found_in) for where in Found},
        groups={group: _sides(one for one in known if group in one.groups) for group in Group},
        unanswered=sum(one.side is Side.GAP and not one.goals for one in known),
        silent=not_heard(heard),
    )


def _sides(needs: Iterable[Need]) -> Mapping[Side, int]:
    return Counter(one.side for one in needs)
