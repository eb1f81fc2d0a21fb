"""The weekly digest of the Cabinet: its post, the lists in its thread, and what sets it up."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace
from datetime import date
from typing import Any

from domain.agendas import AgendaItem
from domain.cars import SEEN, Car, State
from domain.control_charts import can_judge
from domain.digests import FIRST, LISTS, Counts, Dated, Digest, Section, listed, threads_of
from domain.frozen import dataclass
from domain.ideas import OPEN, Idea, again_on, state_in_words
from domain.lifecycle import Party
from domain.log import Rows
from domain.meetings import KINDS, Meeting, MeetingKind
from domain.snapshots import Decision, Heard, Moved, Proposed, Step, Talk, Wanted
from domain.sought import Sought, Status
from domain.surveys import Wave
from domain.texts import Said, joined, noted, say, say_many
from domain.trends import Figure, Trend
from views.cabinet_agenda import meeting_parts
from views.dates import day, distance
from views.elements import Button, Buttons, Card, Heading, Item, Items, Note, Part, Text
from views.plans import typed
from views.survey_results import answers
from views.wordings import check, words

TITLES: Mapping[Section, str] = {
    Section.DECISIONS: say("Needs a decision"),
    Section.DUE: say("Overdue, and due in 7 days"),
    Section.REPORTS: say("Reports"),
    Section.WINS: say("What worked"),
    Section.VOICE: say("What people say"),
    Section.IDEAS: say("Ideas"),
    Section.COMING: say("Coming"),
}
COUNTED: Mapping[str, str] = {
    "new": noted("{n} new"),
    "moved": noted("{n} moved on"),
    "came_back": noted("{n} did not hold"),
    "escalated": noted("{n} escalated"),
}
WANTED: Mapping[Wanted, str] = {
    Wanted.TRIAGE: say("Nobody decided about it in time"),
    Wanted.PLAN: say("Its plan waits for approval"),
    Wanted.TIME: say("More time is asked for"),
    Wanted.SIGN_OFF: say("The fix waits for a signature"),
}
LOG = say("Look in the log")
OPEN_ROWS = Rows(sought=Sought(), by_due=True).line
#: Where the whole of a list is found that is too long for a message, as it is then.
WHOLE: Mapping[Section, tuple[str, str, str]] = {
    Section.DECISIONS: (LOG, "log.show", OPEN_ROWS),
    Section.DUE: (LOG, "log.show", Rows(sought=Sought(overdue=True), by_due=True).line),
    Section.REPORTS: (LOG, "log.show", Rows().line),
    Section.WINS: (LOG, "log.show", Rows(sought=Sought(status=Status.CLOSED)).line),
    Section.IDEAS: (say("All open ideas"), "idea.page", "open 0"),
    Section.COMING: (LOG, "log.show", OPEN_ROWS),
}
SURVEYS = 2  # of those that were closed, in the post
IN_THREAD = say("The whole lists stand in the thread.")


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """A digest, and what those who read it may know of what it names."""

    digest: Digest
    day: date
    cars: Mapping[str, Car] = field(default_factory=dict)  # by number; who is not here is not told of
    ideas: Mapping[str, Idea] = field(default_factory=dict)
    waves: Mapping[str, Wave] = field(default_factory=dict)
    after: Mapping[str, str] = field(default_factory=dict)  # what the meeting of a wave is called
    talks: Mapping[str, str] = field(default_factory=dict)  # the first theme of each meeting
    steps: Mapping[int, str] = field(default_factory=dict)  # what each is
    places: Mapping[str, str] = field(default_factory=dict)
    waits: frozenset[tuple[Wanted, str]] = frozenset()  # what still waits for a decision
    own: Mapping[str, str] = field(default_factory=dict)  # the district's words, by the name of a section
    small: bool = False
    meeting: Meeting | None = None  # of which it is the paper
    items: Sequence[AgendaItem] = ()  # on the agenda of that


def digest_card(told: Told, *, note: str = "", threads: bool = True) -> Card:
    """Its post: each section in a sentence or two, and the first lines of its list."""
    return Card(
        title=say("Cabinet digest · {day}", day=day(told.day, told.day)),
        parts=[
            Text(said(told, Section.STATE)),
            *_chart(told),
            *(part for section in TITLES for part in _section(told, section)),
            *meeting_parts(told.meeting, told.items, told.day),
            Note(_foot(told, threads=threads)),
            *([Note(note)] if note else []),
        ],
    )


def _chart(told: Told) -> list[Part]:
    """How late they were at the cut-off, for whoever presses: a picture in the post would outlive its address."""
    trend = Trend(figure=Figure.WAITING, cut_off=told.digest.cut_off)
    chart = Button(label=say("As a chart"), does="trends.picture", about=trend.line)
    return [Buttons([chart])] if can_judge(told.digest.now.open) else []


def more_card(told: Told, section: Section) -> Card:
    """The whole list of a section, for the thread."""
    label, does, about = WHOLE[section]
    n = sum(getattr(told.digest, name).n for name in LISTS[section])
    return Card(
        title=say("{title} ({n})", title=TITLES[section], n=n),
        parts=_lines(told, section, None),
        buttons=[Button(label=label, does=does, about=about)],
    )


def said(told: Told, section: Section) -> Said:
    return words(name_of(section), values(told.digest, section, told.day), told.own)


def name_of(section: Section) -> str:
    return f"digest_{section}"


def values(digest: Digest, section: Section, today: date) -> dict[str, Any]:
    """What the template of a section is given."""
    return VALUES[section](digest, today)


def _change(now: int, then: int) -> Said:
    if now == then:
        return say("as last time")
    if now > then:
        return say("{n} more than last time", n=now - then)
    return say("{n} fewer than last time", n=then - now)


def _of_state(digest: Digest, today: date) -> dict[str, Any]:
    return {
        "quiet": digest.is_quiet,
        "open": digest.now.open,
        "open_change": _change(digest.now.open, digest.then.open),
        "overdue": digest.now.overdue,
        "overdue_change": _change(digest.now.overdue, digest.then.overdue),
        "since": day(digest.before, today),
        "sealed": digest.sealed,
        "missed": joined(", ", [day(one, today) for one in digest.missed]),
    }


def _of_decisions(digest: Digest, _: date) -> dict[str, Any]:
    return {"n": digest.decisions.n}


def _of_due(digest: Digest, _: date) -> dict[str, Any]:
    oldest = (digest.cut_off - digest.overdue.lines[0].due).days if digest.overdue.lines else 0
    soon, steps = digest.due.n + digest.due_steps.n, digest.due_steps.n
    return {"overdue": digest.overdue.n, "oldest": oldest, "soon": soon, "steps": steps}


def _of_reports(digest: Digest, _: date) -> dict[str, Any]:
    wishes = sum(one.wanted is Wanted.TIME for one in digest.decisions.lines)
    counts = {name: getattr(digest, name).n for name in ("new", "moved", "came_back", "escalated")}
    counted = joined(", ", [say(COUNTED[name], n=n) for name, n in counts.items() if n])
    return {"quiet": not counted, "counted": counted, **counts, "wishes": wishes}


def _of_wins(digest: Digest, _: date) -> dict[str, Any]:
    return {"closed": digest.closed.n, "steps": digest.done_steps.n}


def _of_ideas(digest: Digest, _: date) -> dict[str, Any]:
    oldest = (digest.cut_off - digest.ideas.lines[0].given_on).days if digest.ideas.lines else 0
    return {"n": digest.ideas.n, "oldest": oldest}


def _of_voice(digest: Digest, _: date) -> dict[str, Any]:
    people, themes = (sum(one.n for one in one_of.lines) for one_of in (digest.heard, digest.talks))
    return {"n": digest.heard.n, "people": people, "talks": digest.talks.n, "themes": themes}


def _of_coming(digest: Digest, today: date) -> dict[str, Any]:
    free = joined(", ", [day(one, today) for one in digest.free])
    return {"checks": digest.checks.n, "steps": digest.coming_steps.n, "free": free}


VALUES = {
    Section.STATE: _of_state,
    Section.DECISIONS: _of_decisions,
    Section.DUE: _of_due,
    Section.REPORTS: _of_reports,
    Section.WINS: _of_wins,
    Section.VOICE: _of_voice,
    Section.IDEAS: _of_ideas,
    Section.COMING: _of_coming,
}


def _section(told: Told, section: Section) -> list[Part]:
    return [Heading(TITLES[section]), Text(said(told, section)), *_lines(told, section, FIRST.get(section))]


def _lines(told: Told, section: Section, most: int | None) -> list[Part]:
    """The first lines of a section's lists, in their order; what its readers may not know any more is left out."""
    if section is Section.IDEAS:
        return _ideas(told, most)
    if section is Section.VOICE:
        return _voices(told)
    found = [item for line in lists_of(told.digest, section) if (item := _item(told, line))]
    return [Items(found[:most])] if found else []


def lists_of(digest: Digest, section: Section) -> Iterator[tuple[str, Any]]:
    """Each line of a section's lists, with the name of the list."""
    for name in LISTS[section]:
        yield from ((name, line) for line in getattr(digest, name).lines)


def _item(told: Told, named: tuple[str, Any]) -> Item | None:
    """A line as its readers may see it."""
    name, line = named
    if isinstance(line, Step):
        return _step(told, name, line)
    if line.number not in told.cars:
        return None
    match line:
        case Decision():
            return _decision(told, line)
        case Moved():
            return _line(told, line.number, _moved(name, line))
        case _:
            return _line(told, line.number, _dated(told, name, line))


def _line(told: Told, number: str, *details: str, button: Button | None = None) -> Item:
    name = joined(" · ", [number, told.cars[number].title])
    return Item(name=name, detail=joined(" · ", details), button=button)


def _decision(told: Told, line: Decision) -> Item:
    """With a button that decides, or leads there, as long as it waits; others than who may are told who may."""
    if (line.wanted, line.number) not in told.waits:
        return _line(told, line.number, say("Decided"), SEEN[told.cars[line.number].state])
    since = say("since {day}", day=day(line.since, told.day))
    return _line(told, line.number, WANTED[line.wanted], since, button=_act(line))


def _act(line: Decision) -> Button:
    match line.wanted:
        case Wanted.TIME:
            return Button(label=say("Decide"), does="time.decide_form", about=line.number)
        case Wanted.SIGN_OFF:
            return Button(label=say("Sign off"), does="car.sign_off", about=line.number)
        case _:
            return Button(label=say("Look"), does="car.show", about=line.number)


def _moved(name: str, line: Moved) -> str:
    if name == "came_back":
        return say("The fix did not hold")
    if line.was is None:
        return say("New")
    return joined(" → ", [SEEN[line.was], SEEN[line.now]])


def _dated(told: Told, name: str, line: Dated) -> str:
    """Offices and places rather than people."""
    place = told.places.get(line.place or "", "")
    late = say("escalated") if name == "escalated" else ""
    waits = say("waits for {who}", who=line.party.words) if name != "checks" else ""
    return joined(" · ", [late, place, _by(told, line.due, is_check=name == "checks"), waits])


def _by(told: Told, when: date, *, is_check: bool = False) -> Said:
    """Its day, and how late it was at the cut-off."""
    said_day = day(when, told.day)
    if when < told.digest.cut_off:
        return say("due {day}, {distance}", day=said_day, distance=distance(when, told.digest.cut_off))
    return say("looked at {day}", day=said_day) if is_check else say("due {day}", day=said_day)


def _step(told: Told, name: str, line: Step) -> Item | None:
    if line.number not in told.steps:
        return None
    what = say("Step {n} of {of}", n=line.number, of=line.of)
    done = say("done {day}", day=day(line.due, told.day))
    when = done if name == "done_steps" else _by(told, line.due)
    return Item(name=joined(" · ", [what, told.steps[line.number]]), detail=when)


def _voices(told: Told) -> list[Part]:
    """Each survey that was closed, in a line: how many answered, the least favourable answer, and what was done."""
    found = [line for line in told.digest.heard.lines if line.number in told.waves]
    talks = [line for line in told.digest.talks.lines if line.number in told.talks]
    said_ = [_voice(told, line) for line in found[:SURVEYS]]
    said_ += [_talk(told, line) for line in talks[:SURVEYS]]
    return [Text(joined("\n", said_))] if said_ else []


def _talk(told: Told, line: Talk) -> Said:
    """A meeting in which people were heard: the first theme, and how many more there are."""
    more = say_many("{n} theme", "{n} themes", line.n)
    did = say("{n} answered", n=line.did) if line.did else ""
    place = told.places.get(line.place or "", "")
    first = say("“{said}”", said=typed(told.talks[line.number]))
    return joined(" · ", [KINDS[MeetingKind(line.kind)], place, more, did, first])


def _voice(told: Told, line: Heard) -> Said:
    wave = told.waves[line.number]
    answered = say("{n} of {all} answered", n=line.n, all=line.asked) if line.asked else answers(line.n)
    asked = next((one.text for one in wave.questions if one.key == line.question), "")
    least = say("least favourable: {question}, {n} %", question=asked, n=line.least) if asked else ""
    did = say("we did: {what}", what=wave.we_did) if wave.we_did else ""
    return joined(" · ", [typed(wave.name), told.after.get(line.number, ""), answered, least, did])


def _ideas(told: Told, most: int | None) -> list[Part]:
    found = [line for line in told.digest.ideas.lines if line.number in told.ideas]
    return [part for line in found[:most] for part in _idea(told, line)]


def _idea(told: Told, line: Proposed) -> list[Part]:
    """Decided in place; once it is, it says what became of it."""
    idea = told.ideas[line.number]
    waits = idea.state in OPEN and (idea.decided_at is None or again_on(idea, told.day))
    state = state_in_words(idea, told.day)
    given = say("given {day}", day=day(line.given_on, told.day))
    item = Item(
        name=joined(" · ", [idea.number, idea.title]),
        detail=joined(" · ", [state, given]),
        button=None if waits else Button(label=say("Show"), does="idea.show", about=idea.number),
    )
    return [Items([item]), *([Buttons(_choices(idea.number, small=told.small))] if waits else [])]


def _choices(number: str, *, small: bool) -> Sequence[Button]:
    """In a small district the Cabinet is the Management Review Team."""
    team = Button(label=say("To the Management Review Team"), does="idea.to_team", about=number)
    return [
        Button(label=say("Take it up"), does="idea.adopt_form", about=number),
        *([] if small else [team]),
        Button(label=say("Not now"), does="idea.later_form", about=number),
        Button(label=say("Decline"), does="idea.decline_form", about=number),
    ]


def _foot(told: Told, *, threads: bool) -> Said:
    counted = say("Counted up to the end of {day}.", day=day(told.digest.cut_off, told.day))
    return joined(" ", [counted, IN_THREAD if threads and threads_of(told.digest) else ""])


def failing(digest: Digest, own: Mapping[str, str], today: date) -> list[Section]:
    """The sections that a district says itself, and whose words do not work for this digest."""
    written = [section for section in VALUES if name_of(section) in own]
    return [section for section in written if check(own[name_of(section)], values(digest, section, today))]


def _samples(section: Section) -> tuple[dict[str, Any], dict[str, Any]]:
    """What a template is tried on: a week in which nothing happened, and a busy one."""
    return values(QUIET, section, SOME_DAY), values(BUSY, section, SOME_DAY)


SOME_DAY = date(2027, 3, 8)
QUIET = Digest(cut_off=date(2027, 3, 7), before=date(2027, 2, 28))
_REPORT = Dated(number="CAR-2027-001", due=date(2027, 2, 20), waits=Party.OWNER.name)
_MOVE = Moved(number="CAR-2027-002", was=None, now=State.SUBMITTED)
_STEP = Step(number=41, of="PLAN-2027-001", due=date(2027, 3, 12))
BUSY = replace(
    QUIET,
    now=Counts(open=12, overdue=3),
    then=Counts(open=10, overdue=4),
    sealed=5,
    missed=(date(2027, 3, 1),),
    decisions=listed([Decision(wanted=Wanted.TIME, number="CAR-2027-001", since=date(2027, 3, 3))] * 6),
    overdue=listed([_REPORT] * 3),
    due=listed([_REPORT]),
    due_steps=listed([_STEP]),
    new=listed([_MOVE] * 2),
    moved=listed([_MOVE]),
    came_back=listed([_MOVE]),
    escalated=listed([_REPORT]),
    closed=listed([_MOVE] * 4),
    done_steps=listed([_STEP]),
    talks=listed([Talk(number="MTG-2027-001", kind="coffee", n=3, did=1)]),
    heard=listed([Heard(number="PULSE-2027-001-1", n=24, asked=40)]),
    ideas=listed([Proposed(number="IDEA-2027-001", given_on=date(2027, 2, 1))] * 2),
    checks=listed([_REPORT]),
    coming_steps=listed([_STEP]),
    free=(date(2027, 3, 15),),
)
SAMPLES: Mapping[Section, tuple[dict[str, Any], dict[str, Any]]] = {section: _samples(section) for section in VALUES}
