"""What an agenda says: each of its facts as a line, with the titles that its readers may know.

A line about a record that they may not read any more is left out; counts stay, since nothing follows from them.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from datetime import date

from domain.agendas import TITLES, AgendaItem, AgendaShown, Line, SectionShown
from domain.cars import Source
from domain.frozen import dataclass
from domain.lifecycle import Party
from domain.measures import number as figure
from domain.meetings import KINDS, MeetingKind
from domain.numbers import is_meeting
from domain.people import PersonId
from domain.plans import StepStatus
from domain.reviews import Fact, Facts, Says
from domain.roadmap import PHASES
from domain.step_updates import STATUSES
from domain.texts import Said, day_text, joined, noted, say, say_many

SOURCES: Mapping[str, tuple[str, str]] = {
    Source.COMPLAINT: (noted("{n} complaint"), noted("{n} complaints")),
    Source.SURVEY: (noted("{n} report from a survey"), noted("{n} reports from surveys")),
    Source.INTERNAL_AUDIT: (
        noted("{n} new report from an internal audit"),
        noted("{n} new reports from internal audits"),
    ),
    Source.EXTERNAL_AUDIT: (
        noted("{n} new report from an external audit"),
        noted("{n} new reports from external audits"),
    ),
}
VERDICTS: Mapping[str, str] = {
    "few": say("too few months to judge"),
    "chance": say("it varies by chance only"),
    "signal": say("it changed"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Known:
    """What the readers of an agenda may know of what it names."""

    year: int  # of the day on which it is read: days of other years are told with theirs
    titles: Mapping[str, str] = field(default_factory=dict)  # of reports, ideas and plans, by number
    steps: Mapping[int, str] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)
    objectives: Sequence[str] = ()
    cause: Callable[[str], str] = str
    decided: Mapping[str, str] = field(default_factory=dict)  # what reviews decided, by the id of the outcome
    sealed: Mapping[str, str] = field(default_factory=dict)  # titles of sealed reports that this reader may know


@dataclass(frozen=True, kw_only=True, slots=True)
class Frozen:
    """An agenda as it was kept: what was counted, when, by whom, and how far history had come."""

    meeting: str
    revision: int
    facts: Facts
    entries: int
    head: str
    by: PersonId


def shown(kept: Frozen, items: Iterable[AgendaItem], known: Known) -> AgendaShown:
    """An agenda for its readers."""
    mine = list(items)
    return AgendaShown(
        meeting=kept.meeting,
        revision=kept.revision,
        as_of=kept.facts.cut_off,
        sections=tuple(_section(number, kept.facts, mine, known) for number in TITLES),
        entries=kept.entries,
        head=kept.head,
        annex=tuple(_annex(kept.facts, known)),
        refreshed_by=kept.by if kept.revision > 1 else None,
    )


def _section(number: int, facts: Facts, items: Sequence[AgendaItem], known: Known) -> SectionShown:
    mine = sorted((item for item in items if item.section == number), key=lambda item: item.place)
    told = facts.sections[number] if number < len(facts.sections) else ()
    lines = tuple(line for fact in told if (line := line_of(fact, known)))
    return SectionShown(number=number, title=TITLES[number], lines=lines, items=tuple(mine))


def line_of(fact: Fact, known: Known) -> Line | None:
    """What a fact says; None where its readers may not know the record that it is about."""
    if fact.step and fact.step not in known.steps:
        return None
    if fact.about and not fact.step and not is_meeting(fact.about) and fact.about not in known.titles:
        return None
    if fact.says is Says.DECIDED and fact.key not in known.decided:
        return None
    return Line(text=WORDS[fact.says](fact, known), about=fact.about)


def _annex(facts: Facts, known: Known) -> Iterator[Line]:
    for fact in facts.annex:
        if fact.about in known.sealed:
            text = joined(" · ", [fact.about, known.sealed[fact.about], _due(fact, known)])
            yield Line(text=text, about=fact.about, sealed=True)


def _day(when: date | None, known: Known) -> Said | str:
    return day_text(when, year=when.year != known.year) if when else ""


def _due(fact: Fact, known: Known) -> Said | str:
    return say("due {day}", day=_day(fact.day, known)) if fact.day else ""


def _named(fact: Fact, known: Known, *details: str) -> Said:
    """A record by its number and title, and what is said of it."""
    return joined(" · ", [fact.about, known.titles.get(fact.about, ""), *details])


def _step(fact: Fact, known: Known, *details: str) -> Said:
    what = say("Step {n} of {of}", n=fact.step, of=fact.about)
    return joined(" · ", [what, known.steps.get(fact.step, ""), *details])


def _change(now: int, then: int) -> Said:
    if now == then:
        return say("as at the last review")
    if now > then:
        return say("{n} more than at the last review", n=now - then)
    return say("{n} fewer than at the last review", n=then - now)


def _more(fact: Fact, _: Known) -> str:
    return say_many("… and {n} more.", "… and {n} more.", fact.n)


def _open(fact: Fact, _: Known) -> str:
    change = _change(fact.n, fact.of)
    return say_many("{n} report is open, {change}.", "{n} reports are open, {change}.", fact.n, change=change)


def _overdue(fact: Fact, _: Known) -> str:
    return say("{n} overdue, {change}.", n=fact.n, change=_change(fact.n, fact.of))


def _happened(fact: Fact, _: Known) -> str:
    new, closed, back, cancelled = fact.counts
    return say(
        "Since the last review: {new} new, {closed} closed, {back} not effective, {cancelled} cancelled.",
        new=new,
        closed=closed,
        back=back,
        cancelled=cancelled,
    )


def _sealed(fact: Fact, _: Known) -> str:
    return say("Besides, at least {n} are sealed.", n=fact.n)


def _begun_later(fact: Fact, _: Known) -> str:
    return say_many(
        "{n} of them counts as when its record began.", "{n} of them count as when their record began.", fact.n
    )


def _attention(fact: Fact, known: Known) -> str:
    why = say("late for long") if fact.key == "late" else say("moved twice, or at its third try")
    return _named(fact, known, say("needs your attention"), why, _due(fact, known))


def _not_held(fact: Fact, known: Known) -> str:
    return _named(fact, known, say("the fix did not hold"))


def _late(fact: Fact, known: Known) -> str:
    waits = say("waits for {who}", who=Party[fact.key].words)
    return _named(fact, known, say("overdue"), known.places.get(fact.place, ""), _due(fact, known), waits)


def _cancelled(fact: Fact, known: Known) -> str:
    return _named(fact, known, say("cancelled"))


def _time(fact: Fact, known: Known) -> str:
    old, new = _day(fact.day, known), _day(fact.until, known)
    said = {
        "asked": say("more time is asked for: from {old} to {new}", old=old, new=new),
        "granted": say("moved from {old} to {new}", old=old, new=new),
        "declined": say("no more time than {old}", old=old),
    }
    return _named(fact, known, said[fact.key])


def _new(fact: Fact, known: Known) -> str:
    return _named(fact, known, say("new"))


def _closed(fact: Fact, known: Known) -> str:
    return _named(fact, known, say("closed"))


def _filed_trend(fact: Fact, _: Known) -> str:
    return say("Reports a month, over a year (n = {n}): {verdict}.", n=fact.n, verdict=VERDICTS[fact.key])


def _late_trend(fact: Fact, _: Known) -> str:
    return say("{n} of {of} fixes were late, over a year: {verdict}.", n=fact.n, of=fact.of, verdict=VERDICTS[fact.key])


def _cause(fact: Fact, known: Known) -> str:
    """A bar of the Pareto chart: how many, and the share of all that they make up so far."""
    kind = say("Other") if fact.key == "other" else known.cause(fact.key)
    return say("Cause: {kind} · {n} · {percent} % so far", kind=kind, n=fact.n, percent=f"{fact.value:.1f}")


def _came_back(fact: Fact, _: Known) -> str:
    return say("{n} of {of} closed reports came back, over a year.", n=fact.n, of=fact.of)


def _objectives(_: Fact, known: Known) -> str:
    return say("Quality objectives: {all}", all=" · ".join(known.objectives))


def _plan(fact: Fact, known: Known) -> str:
    done, risky, late = fact.counts
    steps = say("steps done: {done} of {n}", done=done, n=fact.n)
    return _named(fact, known, steps, say("{n} at risk or off track", n=risky), say("{n} late", n=late))


def _step_due(fact: Fact, known: Known) -> str:
    return _step(fact, known, _due(fact, known))


def _step_stands(fact: Fact, known: Known) -> str:
    return _step(fact, known, STATUSES[StepStatus(fact.key)], _due(fact, known))


def _preventive(fact: Fact, known: Known) -> str:
    return _named(fact, known, say("to prevent a problem"))


def _pending(fact: Fact, known: Known) -> str:
    since = say("since {day}", day=_day(fact.day, known)) if fact.day else ""
    return _named(fact, known, say("waits for resources"), since)


def _resources(fact: Fact, _: Known) -> str:
    waiting, given, part, declined = fact.counts
    return say(
        "Asked for by open reports: {waiting} to decide, {given} given, {part} given in part, {declined} declined.",
        waiting=waiting,
        given=given,
        part=part,
        declined=declined,
    )


def _voices(fact: Fact, _: Known) -> str:
    return joined("", [say_many(*SOURCES[fact.key], fact.n), "."])


def _voice(fact: Fact, known: Known) -> str:
    return _named(fact, known)


def _polls(fact: Fact, _: Known) -> str:
    return say_many("{n} poll was closed.", "{n} polls were closed.", fact.n)


def _survey(fact: Fact, known: Known) -> str:
    answers = say_many("{n} answer", "{n} answers", fact.n)
    answered = say("{n} of {all} answered", n=fact.n, all=fact.of) if fact.of else answers
    least = say("least favourable: {n} %", n=round(fact.value)) if fact.key else ""
    return _named(fact, known, answered, least)


def _fixed(fact: Fact, _: Known) -> str:
    return _times(say("Until fixed"), fact)


def _proven(fact: Fact, _: Known) -> str:
    return _times(say("Until closed"), fact)


def _times(until: str, fact: Fact) -> str:
    return say(
        "{until}, over a year: half within {half:g} days, 9 of 10 within {most} (n = {n}).",
        until=until,
        half=fact.value,
        most=fact.of,
        n=fact.n,
    )


def _on_time(fact: Fact, _: Known) -> str:
    return say("{n} of {of} fixes were done by their first date, over a year.", n=fact.n, of=fact.of)


def _held(fact: Fact, _: Known) -> str:
    return say("{n} of {of} fixes held, over a year.", n=fact.n, of=fact.of)


def _measure(fact: Fact, known: Known) -> str:
    """The newest value of a goal's measure, and the one before it."""
    now = figure(fact.value)
    value = say("{now} (before: {was})", now=now, was=figure(float(fact.key))) if fact.key else now
    return _named(fact, known, joined(": ", [say("goal {n}", n=fact.n), value]))


def _partner(fact: Fact, known: Known) -> str:
    met, due, late = fact.counts
    return _named(fact, known, say("promises: {met} met, {due} due, {late} late", met=met, due=due, late=late))


def _ideas(fact: Fact, _: Known) -> str:
    return say_many("{n} idea is open.", "{n} ideas are open.", fact.n)


def _idea(fact: Fact, known: Known) -> str:
    return _named(fact, known, say("given {day}", day=_day(fact.day, known)))


def _roadmap(fact: Fact, known: Known) -> str:
    phases = {str(phase): words for phase, words in PHASES.items()}
    return _named(fact, known, phases[fact.key], say("answered {day}", day=_day(fact.day, known)))


def _minutes(fact: Fact, _: Known) -> str:
    return say("The minutes of {meeting} are to be approved.", meeting=fact.about)


def _decided(fact: Fact, known: Known) -> str:
    """What was decided, and for which report."""
    return joined(" · ", [known.decided[fact.key], "" if is_meeting(fact.about) else fact.about])


def _heard(fact: Fact, known: Known) -> str:
    """A meeting in which people were heard."""
    themes = say_many("{n} theme", "{n} themes", fact.n)
    done = say("{n} answered", n=fact.of) if fact.of else ""
    return joined(" · ", [fact.about, KINDS[MeetingKind(fact.key)], _day(fact.day, known), themes, done])


def _next(fact: Fact, known: Known) -> str:
    return say("The next review is on {day}.", day=_day(fact.day, known))


WORDS: Mapping[Says, Callable[[Fact, Known], str]] = {
    Says.MORE: _more,
    Says.OPEN: _open,
    Says.OVERDUE: _overdue,
    Says.HAPPENED: _happened,
    Says.SEALED: _sealed,
    Says.BEGUN_LATER: _begun_later,
    Says.ATTENTION: _attention,
    Says.NOT_HELD: _not_held,
    Says.LATE: _late,
    Says.CANCELLED: _cancelled,
    Says.TIME: _time,
    Says.NEW: _new,
    Says.CLOSED: _closed,
    Says.FILED_TREND: _filed_trend,
    Says.LATE_TREND: _late_trend,
    Says.CAUSE: _cause,
    Says.CAME_BACK: _came_back,
    Says.OBJECTIVES: _objectives,
    Says.PLAN: _plan,
    Says.STEP_LATE: _step_due,
    Says.STEP_RISK: _step_stands,
    Says.STEP_DUE: _step_due,
    Says.PREVENTIVE: _preventive,
    Says.PENDING: _pending,
    Says.RESOURCES: _resources,
    Says.VOICES: _voices,
    Says.VOICE: _voice,
    Says.POLLS: _polls,
    Says.SURVEY: _survey,
    Says.FIXED: _fixed,
    Says.PROVEN: _proven,
    Says.ON_TIME: _on_time,
    Says.HELD: _held,
    Says.MEASURE: _measure,
    Says.PARTNER: _partner,
    Says.IDEAS: _ideas,
    Says.IDEA: _idea,
    Says.ROADMAP: _roadmap,
    Says.MINUTES: _minutes,
    Says.OUTPUT: _step_stands,
    Says.DECIDED: _decided,
    Says.HEARD: _heard,
    Says.NEXT: _next,
}
