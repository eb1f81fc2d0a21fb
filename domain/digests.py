"""The weekly digest of the Cabinet: which fact of a snapshot belongs to which of its sections, and in which order.

A digest is kept as it was made, so that it says the same whenever it is drawn. It holds no words: titles are looked up
for whoever reads it, and what not all staff may read is in none of its lists.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Generic, TypeVar

from domain.cars import State
from domain.deadlines import due_of
from domain.escalation import Level, level_after
from domain.figures import Report, told_of_sealed, waits
from domain.frozen import dataclass
from domain.lifecycle import Party
from domain.rules import Rules
from domain.school_calendar import DAY, DAYS_IN_WEEK, SchoolCalendar
from domain.snapshots import Decision, Heard, Moved, Proposed, Snapshot, Step, Talk, Wanted, whole_moves

T = TypeVar("T")
MOST = 200  # lines of a list that are kept; of more it is said how many there are
SOON, LATER = 7, 21  # days in which something is due, and in which it is coming


class Section(StrEnum):
    """In the order in which they stand."""

    STATE = "state"
    DECISIONS = "decisions"
    DUE = "due"
    REPORTS = "reports"
    WINS = "wins"
    VOICE = "voice"
    IDEAS = "ideas"
    COMING = "coming"


#: The lists of each section, in the order in which they stand.
LISTS: Mapping[Section, tuple[str, ...]] = {
    Section.STATE: (),
    Section.DECISIONS: ("decisions",),
    Section.DUE: ("overdue", "due", "due_steps"),
    Section.REPORTS: ("came_back", "escalated", "new", "moved"),
    Section.WINS: ("closed", "done_steps"),
    Section.VOICE: ("heard", "talks"),
    Section.IDEAS: ("ideas",),
    Section.COMING: ("checks", "coming_steps"),
}
#: How many lines of each stand in the post, which is read on a phone; where there are more, all stand in its thread.
FIRST: Mapping[Section, int] = {
    Section.DECISIONS: 4,
    Section.DUE: 3,
    Section.REPORTS: 3,
    Section.WINS: 1,
    Section.IDEAS: 1,
    Section.COMING: 1,
}
#: Lines of each list that are looked up for the post: more than it shows, since some may not be read any more.
LOOKED_UP = 10
#: What nothing is kept for yet: such a section is left out.
WITHOUT_SOURCE: frozenset[Section] = frozenset()


@dataclass(frozen=True, slots=True)
class Listed(Generic[T]):
    """The first of a list, and how many there are in all."""

    lines: tuple[T, ...] = ()
    n: int = 0


def listed(found: Iterable[T]) -> Listed[T]:
    every = list(found)
    return Listed(tuple(every[:MOST]), len(every))


@dataclass(frozen=True, kw_only=True, slots=True)
class Counts:
    """Of the reports that all staff may read."""

    open: int = 0
    overdue: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Dated:
    """A report with the date of the step that it is at, and whom it waits for."""

    number: str
    due: date
    waits: str = ""  # the name of the party: what it is called may change
    place: str | None = None

    @property
    def party(self) -> Party:
        return Party[self.waits]


@dataclass(frozen=True, kw_only=True, slots=True)
class Digest:
    """One digest. Days are in the district; `cut_off` is the last day that was counted."""

    cut_off: date
    before: date
    now: Counts = field(default_factory=Counts)
    then: Counts = field(default_factory=Counts)
    sealed: int = 0  # in steps of five, so that none is told of alone
    missed: tuple[date, ...] = ()
    decisions: Listed[Decision] = field(default_factory=Listed)
    overdue: Listed[Dated] = field(default_factory=Listed)
    due: Listed[Dated] = field(default_factory=Listed)
    due_steps: Listed[Step] = field(default_factory=Listed)
    new: Listed[Moved] = field(default_factory=Listed)
    moved: Listed[Moved] = field(default_factory=Listed)
    came_back: Listed[Moved] = field(default_factory=Listed)
    escalated: Listed[Dated] = field(default_factory=Listed)
    closed: Listed[Moved] = field(default_factory=Listed)
    done_steps: Listed[Step] = field(default_factory=Listed)
    heard: Listed[Heard] = field(default_factory=Listed)
    talks: Listed[Talk] = field(default_factory=Listed)
    ideas: Listed[Proposed] = field(default_factory=Listed)
    checks: Listed[Dated] = field(default_factory=Listed)
    coming_steps: Listed[Step] = field(default_factory=Listed)
    free: tuple[date, ...] = ()  # days without school that come
    meeting: str = ""  # the number of the Cabinet's meeting of which it is the paper

    @property
    def is_quiet(self) -> bool:
        """Nothing was filed, moved or closed, and the numbers are the same."""
        return self.now == self.then and not (self.new.n or self.moved.n or self.came_back.n or self.closed.n)

    @property
    def cars(self) -> set[str]:
        """The reports that it names."""
        lists: Sequence[Listed[Decision] | Listed[Dated] | Listed[Moved]] = (
            *(self.decisions, self.overdue, self.due, self.escalated, self.checks),
            *(self.new, self.moved, self.came_back, self.closed),
        )
        return {line.number for one in lists for line in one.lines}

    def records(self, *sections: Section) -> set[str]:
        """All that these sections tell of, also by a step of theirs."""
        lists = (getattr(self, name).lines for section in sections for name in LISTS[section])
        return {line.of if isinstance(line, Step) else line.number for lines in lists for line in lines}

    @property
    def steps(self) -> set[Step]:
        return {line for one in (self.due_steps, self.done_steps, self.coming_steps) for line in one.lines}


def looked_up(digest: Digest, section: Section | None = None) -> Digest:
    """The lines alone of which something has to be known to draw the post, or the thread of a section."""
    whole = LISTS[section] if section else ()
    most = 0 if section else LOOKED_UP
    cut: dict[str, Any] = {}
    for name in (name for one in Section for name in LISTS[one] if name not in whole):
        found = getattr(digest, name)
        cut[name] = replace(found, lines=found.lines[:most])
    return replace(digest, **cut)


def threads_of(digest: Digest) -> list[Section]:
    """The sections whose lists are longer than what the post shows of them."""
    lengths = {section: sum(getattr(digest, name).n for name in names) for section, names in LISTS.items()}
    return [section for section, most in FIRST.items() if lengths[section] > most]


def digest_of(found: Snapshot, rules: Rules) -> Digest:
    """What of a snapshot stands in which section."""
    moves = whole_moves(found.moves)
    new = [Moved(number=one.number, was=None, now=one.state) for one in found.filed]
    fresh = {one.number for one in new}
    dates = dated(found.reports, rules)
    ahead = [(one, (one.due - found.cut_off).days) for one in dates]
    return Digest(
        cut_off=found.cut_off,
        before=found.before,
        now=counts(found.reports, dates, found.cut_off),
        then=counts(found.earlier, dated(found.earlier, rules), found.before),
        sealed=told_of_sealed(found.sealed, filtered=False),
        missed=tuple(found.missed),
        decisions=listed(sorted((one for one in found.decisions if _is_ripe(one, found)), key=_urgency)),
        overdue=listed(overdue(dates, found.cut_off)),
        due=listed(one for one, days in ahead if 0 <= days <= SOON),
        due_steps=listed(one for one in found.steps if _days(one, found) <= SOON),
        new=listed(new),
        moved=listed(one for one in moves if one.number not in fresh and not _is_told_apart(one)),
        came_back=listed(one for one in moves if _came_back(one)),
        escalated=listed(escalated(found, dates, rules)),
        closed=listed(one for one in moves if one.now is State.CLOSED),
        done_steps=listed(found.done),
        heard=listed(found.heard),
        talks=listed(found.talks),
        ideas=listed(sorted(found.ideas, key=lambda one: (one.given_on, one.number))),
        checks=listed(one for one in _watched(found, dates) if SOON < (one.due - found.cut_off).days <= LATER),
        coming_steps=listed(one for one in found.steps if _days(one, found) > SOON),
        free=tuple(free_days(found.cut_off, rules.calendar)),
    )


def counts(reports: Iterable[Report], dates: Sequence[Dated], cut_off: date) -> Counts:
    """As the figures count: what waits for anybody is open, and overdue from the day after its date."""
    return Counts(open=sum(waits(one) is not None for one in reports), overdue=len(overdue(dates, cut_off)))


def dated(reports: Iterable[Report], rules: Rules) -> list[Dated]:
    """Those that wait until a day, the earliest first."""
    found = [
        Dated(number=one.number, due=due, waits=party.name, place=one.school or one.department)
        for one in reports
        if (due := due_of(one, rules.clocks, rules.calendar_of(one.school))) and (party := waits(one))
    ]
    return sorted(found, key=lambda one: (one.due, one.number))


def overdue(dates: Iterable[Dated], cut_off: date) -> list[Dated]:
    """What is late, the oldest first."""
    return [one for one in dates if one.due < cut_off]


def escalated(found: Snapshot, dates: Iterable[Dated], rules: Rules) -> list[Dated]:
    """What came so far since the last one that whoever leads it hears of it, or the Management Review Team."""
    at_work = {one.number: one for one in found.reports if one.state is not State.SUBMITTED}
    calendars = [(one, rules.calendar_of(at_work[one.number].school)) for one in dates if one.number in at_work]
    return [
        one
        for one, calendar in calendars
        if (now := level_after(one.due, found.cut_off, calendar)) >= Level.OFFICE
        and now > level_after(one.due, found.before, calendar)
    ]


def _days(step: Step, found: Snapshot) -> int:
    return (step.due - found.cut_off).days


def _watched(found: Snapshot, dates: Iterable[Dated]) -> list[Dated]:
    watched = {one.number for one in found.reports if one.state is State.MONITORING}
    return [one for one in dates if one.number in watched]


def _is_ripe(one: Decision, found: Snapshot) -> bool:
    """A fix that is watched is signed off when its day is near."""
    return one.wanted is not Wanted.SIGN_OFF or one.due is None or (one.due - found.cut_off).days <= SOON


def _urgency(one: Decision) -> tuple[bool, date, str]:
    """What has a date by that, then what waits longest."""
    return one.due is None, one.due or one.since, one.number


def _came_back(one: Moved) -> bool:
    """The fix did not hold, or what was closed is open again."""
    return one.was in (State.MONITORING, State.CLOSED) and one.now is State.ACCEPTED


def _is_told_apart(one: Moved) -> bool:
    return one.now is State.CLOSED or _came_back(one)


def free_days(cut_off: date, calendar: SchoolCalendar) -> list[date]:
    """Days without school in the two weeks to come, but for weekends."""
    days = (cut_off + DAY * n for n in range(1, 2 * DAYS_IN_WEEK + 1))
    return [day for day in days if not calendar.is_open(day) and day.weekday() not in calendar.weekend]


def last_cut_off(cut_off: date, before: date | None) -> date:
    """With what a digest compares: the one before it, or the week before where there is none, or it is long ago."""
    week_ago = cut_off - timedelta(days=DAYS_IN_WEEK)
    oldest = cut_off - timedelta(days=5 * DAYS_IN_WEEK)
    return before if before and oldest <= before < cut_off else week_ago
