"""Meetings of whatever kind: what one is, how it goes from planned to closed, and who is there.

planned -> published -> running -> closed -> approved; published and approved are of those with an agenda alone.
A planned or published one may be called off. Who may do what stands in domain/meeting_rights.py.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from domain.asks import fit, need
from domain.errors import RefusedError
from domain.frozen import dataclass
from domain.groups import Group
from domain.people import PersonId
from domain.texts import Said, day_text, joined, say

TITLE_MAX, WHERE_MAX, PURPOSE_MAX, WHY_MAX, NAME_MAX = 150, 200, 600, 600, 100  # letters
MINUTES = (15, 30, 45, 60, 90, 120, 180, 240, 480)  # how long one lasts
USUAL_MINUTES = 60
AHEAD, BACK = timedelta(days=730), timedelta(days=365)  # how far from today one may be written down
MOST_THERE = 300  # people and guests of one meeting


class MeetingKind(StrEnum):
    MRT = "mrt"
    CABINET = "cabinet"
    COFFEE = "coffee"
    PRINCIPALS = "principals"
    LIAISONS = "liaisons"
    FORUM = "forum"
    WORKSHOP = "workshop"
    INTERVIEW = "interview"
    DEVELOPMENT = "development"
    TRAINING = "training"  # of the board
    ROUTINE = "routine"
    VISIT = "visit"


KINDS: Mapping[MeetingKind, str] = {
    MeetingKind.MRT: say("Management Review Team"),
    MeetingKind.CABINET: say("Cabinet"),
    MeetingKind.COFFEE: say("Coffee and Conversation"),
    MeetingKind.PRINCIPALS: say("Principals' meeting"),
    MeetingKind.LIAISONS: say("Liaisons' meeting"),
    MeetingKind.FORUM: say("Forum"),
    MeetingKind.WORKSHOP: say("Workshop"),
    MeetingKind.INTERVIEW: say("Interview"),
    MeetingKind.DEVELOPMENT: say("Professional development"),
    MeetingKind.TRAINING: say("Board training"),
    MeetingKind.ROUTINE: say("Routine of a plan"),
    MeetingKind.VISIT: say("Observation visit"),
}
#: They have an agenda that is published, and minutes that the next one approves.
WITH_AGENDA = frozenset({MeetingKind.MRT, MeetingKind.CABINET})


#: What a kind asks beside its title, day, time and host. `supports` is a goal, the plan of a routine, or a promise.
ASKED: Mapping[MeetingKind, tuple[str, ...]] = {
    MeetingKind.MRT: ("place",),
    MeetingKind.CABINET: ("place",),
    MeetingKind.COFFEE: ("school", "place", "audience", "purpose", "groups"),
    MeetingKind.PRINCIPALS: ("place", "purpose"),
    MeetingKind.LIAISONS: ("place", "purpose"),
    MeetingKind.FORUM: ("school", "place", "audience", "purpose", "groups", "supports"),
    MeetingKind.WORKSHOP: ("school", "place", "audience", "purpose", "groups", "supports"),
    MeetingKind.INTERVIEW: ("school", "place", "audience", "purpose", "groups"),
    MeetingKind.DEVELOPMENT: ("school", "place", "audience", "with_whom", "supports"),
    MeetingKind.TRAINING: ("place", "purpose", "supports"),
    MeetingKind.ROUTINE: ("place", "supports"),
    MeetingKind.VISIT: ("school", "purpose", "service"),
}
#: In which people are heard, so that needs, problems and ideas come from it.
HEARS = frozenset({MeetingKind.COFFEE, MeetingKind.FORUM, MeetingKind.WORKSHOP, MeetingKind.INTERVIEW})


class Phase(StrEnum):
    PLANNED = "planned"
    PUBLISHED = "published"
    RUNNING = "running"
    CLOSED = "closed"
    APPROVED = "approved"
    CALLED_OFF = "called_off"


PHASES: Mapping[Phase, str] = {
    Phase.PLANNED: say("Planned"),
    Phase.PUBLISHED: say("Agenda is out"),
    Phase.RUNNING: say("Going on"),
    Phase.CLOSED: say("Over"),
    Phase.APPROVED: say("Minutes approved"),
    Phase.CALLED_OFF: say("Called off"),
}
#: The whole way of a meeting: a phase, and those that may follow it.
NEXT: Mapping[Phase, frozenset[Phase]] = {
    Phase.PLANNED: frozenset({Phase.PUBLISHED, Phase.RUNNING, Phase.CALLED_OFF}),
    Phase.PUBLISHED: frozenset({Phase.RUNNING, Phase.CALLED_OFF}),
    Phase.RUNNING: frozenset({Phase.CLOSED}),
    Phase.CLOSED: frozenset({Phase.APPROVED}),
    Phase.APPROVED: frozenset(),
    Phase.CALLED_OFF: frozenset(),
}
AHEAD_OF_IT = frozenset({Phase.PLANNED, Phase.PUBLISHED})
OVER = frozenset({Phase.CLOSED, Phase.APPROVED})
WITH_AGENDA_ALONE = frozenset({Phase.PUBLISHED, Phase.APPROVED})


class Presence(StrEnum):
    EXPECTED = "expected"
    PRESENT = "present"
    LATE = "late"
    ABSENT = "absent"
    EXCUSED = "excused"


PRESENCES: Mapping[Presence, str] = {
    Presence.EXPECTED: say("Expected"),
    Presence.PRESENT: say("Present"),
    Presence.LATE: say("Came late"),
    Presence.ABSENT: say("Absent"),
    Presence.EXCUSED: say("Excused"),
}
CAME = frozenset({Presence.PRESENT, Presence.LATE})


@dataclass(frozen=True, kw_only=True, slots=True)
class Meeting:
    """`day` and `start` are the district's. "" and 0: none."""

    number: str  # "MTG-2026-004"
    kind: MeetingKind
    phase: Phase = Phase.PLANNED
    title: str
    day: date
    start: time
    length: int = USUAL_MINUTES  # minutes
    place: str = ""  # the room, or where else
    host: PersonId
    school: str = ""  # the id of a school or department; of the whole district otherwise
    audience: str = ""
    purpose: str = ""
    plan: str = ""  # that it supports, or whose routine it is; of a board training the partnership
    goal: int = 0  # of that plan
    commitment: int = 0  # of that partnership, to which a board training counts
    groups: tuple[Group, ...] = ()  # that were heard
    with_whom: str = ""  # with whom a professional development was planned
    service: str = ""  # what an observation visit looked at
    for_all: bool = False  # all staff may see it; otherwise those who are invited
    conversation: str = ""
    off_because: str = ""
    started_at: datetime | None = None
    closed_at: datetime | None = None
    approved_at: datetime | None = None
    approved_in: str = ""  # the meeting that approved its minutes
    version: int = 1

    @property
    def has_agenda(self) -> bool:
        return self.kind in WITH_AGENDA

    @property
    def is_ahead(self) -> bool:
        return self.phase in AHEAD_OF_IT

    @property
    def is_over(self) -> bool:
        return self.phase in OVER

    def starts_at(self, zone: ZoneInfo) -> datetime:
        return datetime.combine(self.day, self.start, tzinfo=zone)

    def ends_at(self, zone: ZoneInfo) -> datetime:
        """So many real minutes later, also in the night in which the clocks change."""
        start = self.starts_at(zone).astimezone(ZoneInfo("UTC"))
        return (start + timedelta(minutes=self.length)).astimezone(zone)


@dataclass(frozen=True, kw_only=True, slots=True)
class Attendee:
    """Somebody who is expected at a meeting: a person, or a guest without an account."""

    meeting: str = ""
    nth: int = 0  # its own number in the meeting; 0 until it is kept
    person: PersonId | None = None
    guest: str = ""
    title: str = ""  # the seat in which they come
    presence: Presence = Presence.EXPECTED
    votes: bool = False  # a recorder and a guest have no vote
    version: int = 1

    @property
    def came(self) -> bool:
        return self.presence in CAME


def called(meeting: Meeting) -> Said:
    """Its kind, day and number, and nothing that was typed: for whoever may not see it, or not any more."""
    return joined(", ", [KINDS[meeting.kind], day_text(meeting.day, year=True), meeting.number])


def move(meeting: Meeting, to: Phase, *, now: datetime) -> Meeting:
    """The next phase, with the moment in which it began."""
    if to not in NEXT[meeting.phase] or (to in WITH_AGENDA_ALONE and not meeting.has_agenda):
        raise RefusedError(
            '{number} is at "{phase}", so it cannot come to "{to}".',
            number=meeting.number,
            phase=PHASES[meeting.phase],
            to=PHASES[to],
        )
    match to:
        case Phase.RUNNING:
            return replace(meeting, phase=to, started_at=now)
        case Phase.CLOSED:
            return replace(meeting, phase=to, closed_at=now)
        case Phase.APPROVED:
            return replace(meeting, phase=to, approved_at=now)
        case _:
            return replace(meeting, phase=to)


def approve(meeting: Meeting, *, in_: str, now: datetime) -> Meeting:
    """Its minutes are approved by a later meeting."""
    return replace(move(meeting, Phase.APPROVED, now=now), approved_in=in_)


def begin(meeting: Meeting, *, today: date, now: datetime) -> Meeting:
    if today < meeting.day:
        raise RefusedError(
            "{number} is on {day}. Move it to today first, then it can start.",
            number=meeting.number,
            day=day_text(meeting.day, year=meeting.day.year != today.year),
        )
    return move(meeting, Phase.RUNNING, now=now)


def call_off(meeting: Meeting, because: str, *, now: datetime) -> Meeting:
    need(because, "Please say why it does not take place.", field="because", at_most=WHY_MAX)
    return replace(move(meeting, Phase.CALLED_OFF, now=now), off_because=because)


def put(meeting: Meeting, day: date, start: time, place: str, *, today: date) -> Meeting:
    """Another day, time or room, as long as it has not begun."""
    if not meeting.is_ahead:
        raise RefusedError(
            '{number} is at "{phase}", so it cannot be moved.', number=meeting.number, phase=PHASES[meeting.phase]
        )
    if day < today:
        raise RefusedError("Choose today or a day after today.", field="day")
    fit(place, field="place", at_most=WHERE_MAX)
    moved = replace(meeting, day=day, start=start, place=place)
    _check_day(moved, today)
    return moved


def check_meeting(meeting: Meeting, *, today: date) -> None:
    """What every kind needs, and what this one does."""
    need(meeting.title, "Please say what it is called.", field="title", at_most=TITLE_MAX)
    for name, most in (("place", WHERE_MAX), ("audience", WHERE_MAX), ("service", WHERE_MAX)):
        fit(getattr(meeting, name), field=name, at_most=most)
    for name in ("purpose", "with_whom"):
        fit(getattr(meeting, name), field=name, at_most=PURPOSE_MAX)
    if meeting.length not in MINUTES:
        raise RefusedError("Please choose one of the list.", field="length")
    _check_day(meeting, today)
    if meeting.kind is MeetingKind.VISIT:
        need(meeting.purpose, "Please say what the visit is for.", field="purpose", at_most=PURPOSE_MAX)
        if not meeting.school:
            raise RefusedError("Please choose the school that is visited.", field="school")


def _check_day(meeting: Meeting, today: date) -> None:
    if not today - BACK <= meeting.day <= today + AHEAD:
        raise RefusedError("Choose a day at most a year ago, or within two years.", field="day")


def check_attendees(attendees: Collection[Attendee]) -> None:
    if len(attendees) > MOST_THERE:
        raise RefusedError("A meeting has {most} people at most.", most=MOST_THERE)
    for one in attendees:
        fit(one.guest, field="guests", at_most=NAME_MAX)


class Circle(StrEnum):
    """Whom one invites all at once."""

    STAFF = "staff"  # nobody is told one by one
    SCHOOL = "school"  # who works there
    PRINCIPALS = "principals"
    HEADS = "heads"
    MRT = "mrt"
    CABINET = "cabinet"
    BOARD = "board"


CIRCLES: Mapping[Circle, str] = {
    Circle.STAFF: say("All staff may see it"),
    Circle.SCHOOL: say("Who works at this school or department"),
    Circle.PRINCIPALS: say("Principals"),
    Circle.HEADS: say("Department heads"),
    Circle.MRT: say("Management Review Team"),
    Circle.CABINET: say("Cabinet"),
    Circle.BOARD: say("Board"),
}
HALF, TWO_THIRDS = "half", "two_thirds"


#: How many of those who vote have to be there; a number of them fits as well.
QUORUMS: Mapping[str, str] = {
    HALF: say("More than half of those who vote"),
    TWO_THIRDS: say("Two thirds of those who vote"),
}
MOST_NEEDED = 50


def read_quorum(typed: str) -> str:
    """A rule as it is kept."""
    if typed in QUORUMS:
        return typed
    if typed.isdecimal() and 1 <= int(typed) <= MOST_NEEDED:
        return str(int(typed))
    raise RefusedError(
        "{value} does not fit; use half, two_thirds or a number from 1 to {most}.", value=typed, most=MOST_NEEDED
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Quorum:
    """How many of those who vote came, and how many are needed to decide."""

    present: int
    voters: int
    needed: int

    @property
    def reached(self) -> bool:
        return self.present >= self.needed


def quorum(attendees: Sequence[Attendee], rule: str = HALF) -> Quorum:
    """`rule`: more than half of those who vote, two thirds of them, or a number of them."""
    voters = [one for one in attendees if one.votes]
    return Quorum(present=sum(one.came for one in voters), voters=len(voters), needed=_needed(len(voters), rule))


def _needed(voters: int, rule: str) -> int:
    if rule == TWO_THIRDS:
        return max(1, -(-2 * voters // 3))
    return int(rule) if rule.isdecimal() else voters // 2 + 1
