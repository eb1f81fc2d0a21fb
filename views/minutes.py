"""A meeting while it goes on: who is here, its agenda, and what came of each; and its minutes once it is over."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from datetime import datetime

from domain.agendas import ANY_PART, TITLES, AgendaItem
from domain.frozen import dataclass
from domain.meetings import KINDS as MEETINGS
from domain.meetings import PHASES, Attendee, Meeting, MeetingKind, Presence
from domain.minutes import KINDS, OUTPUTS, Minutes, Outcome, OutcomeKind, Room, in_minutes, verdict
from domain.plans import Step
from domain.step_updates import STATUSES
from domain.texts import day_text, joined, say, say_many
from views.dates import clock, day, due
from views.elements import (
    Ask,
    Button,
    Buttons,
    Card,
    Choices,
    Facts,
    Heading,
    Item,
    Items,
    Note,
    Option,
    Part,
    Text,
)
from views.look import Look
from views.plans import GIVEN, typed

SHOWN = 15  # outcomes on a card; the minutes as a file have them all
POSTED = AT_ONCE = 8  # in a post, and in one list
EXCUSED = frozenset({Presence.ABSENT, Presence.EXCUSED, Presence.EXPECTED})
GUARDED = say("Decided about a report that not everybody may read; those whom it concerns find it there.")
HOW = say("What is written down here is read by all who read the minutes, and a step by all staff.")
NOT_APPROVED = say("Not approved yet: the next meeting does that.")


@dataclass(frozen=True, kw_only=True, slots=True)
class Held:
    """A meeting with what came of it so far, and what whoever looks may do."""

    meeting: Meeting
    there: Sequence[Attendee]
    room: Room
    items: Sequence[AgendaItem] = ()
    outcomes: Sequence[Outcome] = ()
    minutes: Minutes | None = None
    approved: Sequence[Minutes] = ()  # of earlier meetings, in this one
    waiting: Sequence[str] = ()  # numbers of meetings whose minutes wait for this one
    steps: Mapping[int, Step] = field(default_factory=dict)
    guarded: frozenset[str] = frozenset()  # reports that not all staff may read
    runs: bool = False
    small: bool = False  # the Cabinet is the Management Review Team
    given: Mapping[str, str] = field(default_factory=dict)  # what went to that team: by its words, to which meeting
    adds: bool = False

    @property
    def writes(self) -> bool:
        """Whether whoever looks may still change what stands there."""
        return self.runs and not (self.minutes and self.minutes.approved_at)

    @property
    def sections(self) -> list[int]:
        """Those of the agenda; of a meeting without sections the one that holds all."""
        used = {item.section for item in self.items} | {one.section for one in self.outcomes}
        return sorted(TITLES) if self.meeting.kind is MeetingKind.MRT else sorted(used) or [ANY_PART]


def title_of(meeting: Meeting) -> str:
    return joined(" · ", [meeting.number, typed(meeting.title) if meeting.title else MEETINGS[meeting.kind]])


def section_name(held: Held, section: int) -> str:
    if held.meeting.kind is not MeetingKind.MRT:
        return say("Agenda")
    return say("{n} · {title}", n=section, title=TITLES[section])


def subject_of(held: Held, outcome: Outcome) -> str:
    """What was talked about: an item, else the whole section."""
    found = next((item for item in held.items if item.id == outcome.item), None)
    return typed(found.subject) if found else section_name(held, outcome.section)


# While it goes on


def running_card(held: Held) -> Card:
    number = held.meeting.number
    buttons = [
        Button(label=say("Who came"), does="meeting.came_form", about=f"{number} 0"),
        Button(
            label=say("Close the meeting"),
            does="meeting.close",
            about=number,
            confirm=say("Close it now? Its minutes are sent at once. What is wrong in them can be mended after that."),
        ),
    ]
    return Card(
        title=title_of(held.meeting),
        state=PHASES[held.meeting.phase],
        parts=[
            Text(held.room.words),
            *_waiting(held),
            Heading(say("Agenda")),
            *lists([_section_line(held, section) for section in held.sections]),
            *_choose(held),
            Note(HOW),
        ],
        buttons=buttons if held.runs else [],
        more=paper_acts(held.meeting.number),
    )


def _choose(held: Held) -> list[Part]:
    """Any section, also one for which a platform has no line left."""
    every = held.sections if len(held.sections) > AT_ONCE else []
    options = [Option(value=str(section), label=section_name(held, section)) for section in every]
    ask = Ask(name="section", label=say("Which section?"), kind="choice", options=options)
    open_ = Button(label=say("Open the section"), does="minutes.section", about=held.meeting.number)
    return [Choices([ask]), Buttons([open_])] if every else []


def lists(lines: Sequence[Item]) -> list[Items]:
    """All of them: Teams shows ten lines of one list."""
    return [Items(lines[nth : nth + AT_ONCE]) for nth in range(0, len(lines), AT_ONCE)]


def _waiting(held: Held) -> list[Part]:
    """The minutes of earlier meetings, to be approved in this one."""
    if not held.waiting:
        return []
    ask = say("Approve the minutes of {number}? They stay as they are from then on.")
    lines = [
        Item(
            name=say("Minutes of {number}", number=number),
            detail=say("wait for approval"),
            button=Button(
                label=say("Approve"),
                does="minutes.approve",
                about=f"{number} {held.meeting.number}",
                confirm=say(ask, number=number),
            )
            if held.runs and held.room.quorum
            else None,
        )
        for number in held.waiting
    ]
    return [Heading(say("Last minutes")), Items(lines)]


def _section_line(held: Held, section: int) -> Item:
    noted = [one for one in in_minutes(held.outcomes) if one.section == section]
    items = [item for item in held.items if item.section == section]
    return Item(
        name=section_name(held, section),
        detail=joined(
            " · ",
            [
                say_many("{n} item", "{n} items", len(items)) if items else "",
                say_many("{n} outcome", "{n} outcomes", len(noted)) if noted else say("nothing yet"),
            ],
        ),
        button=Button(label=say("Open"), does="minutes.section", about=f"{held.meeting.number} {section}"),
    )


def section_card(held: Held, section: int, look: Look) -> Card:
    """One section: its items, each with what came of it."""
    number = held.meeting.number
    whole = Button(label=say("Outcome of the section"), does="minutes.target", about=f"{number} {section}")
    back = Button(label=say("All sections"), does="minutes.back", about=number)
    items = [item for item in held.items if item.section == section]
    return Card(
        title=section_name(held, section),
        state=joined(" · ", [number, PHASES[held.meeting.phase]]),
        parts=[
            *lists([_item_line(held, item) for item in items]),
            *outcomes_part(held, [one for one in in_minutes(held.outcomes) if one.section == section], look),
        ],
        buttons=[*([whole] if held.writes else []), back],
    )


def _item_line(held: Held, item: AgendaItem) -> Item:
    about = f"{held.meeting.number} {item.section} {item.id}"
    return Item(
        name=typed(item.subject),
        detail=joined(" · ", [item_state(held, item), item.carried_from]),
        button=Button(label=say("Outcome"), does="minutes.target", about=about) if held.writes else None,
    )


def item_state(held: Held, item: AgendaItem) -> str:
    if team := held.given.get(item.subject):
        return say("given to the Management Review Team, {meeting}", meeting=team)
    talked = any(one.item == item.id for one in in_minutes(held.outcomes))
    return say("talked about") if talked or item.done else say("open")


# What came of it


def outcomes_part(held: Held, some: Sequence[Outcome], look: Look) -> list[Part]:
    lines = [_outcome_line(held, one, look) for one in some[:SHOWN]]
    return [*lists(lines), *_more(some)]


def _more(some: Sequence[Outcome]) -> list[Part]:
    left = len(some) - SHOWN
    return [Note(say("and {n} more: they stand in the Word and the PDF file.", n=left))] if left > 0 else []


def _outcome_line(held: Held, one: Outcome, look: Look) -> Item:
    mend = Button(label=say("Correct"), does="minutes.correct_form", about=one.id)
    return Item(
        name=joined(": ", [KINDS[one.kind], outcome_text(held, one)]),
        detail=joined(" · ", outcome_details(held, one, look)),
        button=mend if held.writes and one.car not in held.guarded else None,
    )


def outcome_text(held: Held, one: Outcome) -> str:
    return GUARDED if one.car and one.car in held.guarded else typed(one.text)


def outcome_details(held: Held, one: Outcome, look: Look, *, on_paper: bool = False) -> list[str]:
    """All that is known of an outcome beside its words, each in words; what is empty is left out."""
    return [said for said in (*_of_kind(held, one, look, on_paper=on_paper), *_of_any(one, look)) if said]


def _of_kind(held: Held, one: Outcome, look: Look, *, on_paper: bool) -> Iterator[str]:
    match one.kind:
        case OutcomeKind.DECISION:
            yield verdict(one)
            if one.mover:
                yield say("moved by {who}", who=look.names.person(one.mover))
            yield one.plan
        case OutcomeKind.STEP:
            yield say("step {n}", n=one.step)
            yield from _of_step(held.steps.get(one.step or 0), one, look, on_paper=on_paper)
        case OutcomeKind.RESOURCE if one.car not in held.guarded:
            yield one.car
            yield GIVEN[one.resources] if one.resources else ""
            yield joined(", ", [typed(part) for part in (one.amount, one.people, one.fund) if part])
        case _:
            pass


def _of_step(step: Step | None, one: Outcome, look: Look, *, on_paper: bool) -> Iterator[str]:
    """As it was given then, and how it stands by now. How far away a day is means nothing on paper."""
    yield look.names.person(one.owner or "")
    if one.due:
        far = step and not step.is_settled and not on_paper
        when = due(one.due, look.today) if far else day_text(one.due, year=on_paper)
        yield say("due {due}", due=when)
    if step:
        yield STATUSES[step.status]


def _of_any(one: Outcome, look: Look) -> Iterator[str]:
    yield OUTPUTS[one.output] if one.output else ""
    if one.corrected_by:
        yield say("corrected by {who}", who=look.names.person(one.corrected_by))


# Once it is over


def minutes_card(held: Held, look: Look) -> Card:
    """Those of a meeting that is over: as long as nobody approved them, whoever ran it may mend them."""
    noted = in_minutes(held.outcomes)
    came = Button(label=say("Who came"), does="meeting.came_form", about=f"{held.meeting.number} 0")
    parts: list[Part] = [Facts(minutes_facts(held, look)), *_by_section(held, noted, look)]
    if not noted:
        parts.append(Text(say("Nothing was written down.")))
    return Card(
        title=say("Minutes · {title}", title=title_of(held.meeting)),
        state=PHASES[held.meeting.phase],
        parts=[*parts, Note(approval_words(held, look))],
        buttons=paper_acts(held.meeting.number),
        more=[came] if held.writes else [],
    )


def _by_section(held: Held, noted: Sequence[Outcome], look: Look) -> Iterator[Part]:
    shown = noted[:SHOWN]
    for section in dict.fromkeys(one.section for one in shown):
        yield Heading(section_name(held, section))
        yield from lists([_outcome_line(held, one, look) for one in shown if one.section == section])
    yield from _more(noted)


def minutes_facts(held: Held, look: Look) -> list[tuple[str, str]]:
    """Place, time and who was there, as minutes have to say them."""
    one = held.meeting
    rows = [
        (say("Day"), day(one.day, look.today)),
        (say("Place"), typed(one.place) if one.place else say("not said")),
        (say("Called to order"), at(one.started_at, look)),
        (say("Adjourned"), at(one.closed_at, look)),
        (say("Present"), people_words(held, look, Presence.PRESENT)),
        (say("Came late"), people_words(held, look, Presence.LATE)),
        (say("Absent"), people_words(held, look, *EXCUSED)),
        (say("Quorum"), held.room.told),
    ]
    return [(name, said) for name, said in rows if said]


def at(when: datetime | None, look: Look) -> str:
    return clock(when.astimezone(look.zone)) if when else ""


def people_words(held: Held, look: Look, *presences: Presence) -> str:
    """Who is there as this, each with the seat in which they came."""
    return joined("; ", [_person(one, look) for one in held.there if one.presence in presences])


def _person(one: Attendee, look: Look) -> str:
    name = look.names.person(one.person) if one.person else typed(one.guest)
    seat = typed(one.title) if one.title else "" if one.person else say("guest")
    return say("{name} ({seat})", name=name, seat=seat) if seat else name


def approval_words(held: Held, look: Look) -> str:
    made = held.minutes
    if made is None or made.approved_at is None:
        return NOT_APPROVED
    return say(
        "Approved {day} in {meeting}, noted by {who}. They do not change any more.",
        day=day(made.approved_at.astimezone(look.zone).date(), look.today),
        meeting=made.approved_in,
        who=look.names.person(made.approved_by or ""),
    )


def paper_acts(number: str) -> list[Button]:
    return [
        Button(label=say("Word"), does="minutes.word", about=number),
        Button(label=say("PDF"), does="minutes.pdf", about=number),
    ]


def post_card(held: Held, look: Look, *, lead: str = "") -> Card:
    """For everybody who is there: what was decided and who does what; the whole is a press away."""
    noted = [one for one in in_minutes(held.outcomes) if one.kind is not OutcomeKind.INFORMATION]
    informed = len(in_minutes(held.outcomes)) - len(noted)
    rest = joined(
        ", ",
        [
            say_many("{n} more outcome", "{n} more outcomes", len(noted) - POSTED) if len(noted) > POSTED else "",
            say_many("{n} for information", "{n} for information", informed) if informed else "",
        ],
    )
    number = held.meeting.number
    return Card(
        title=say("Minutes · {title}", title=title_of(held.meeting)),
        state=PHASES[held.meeting.phase],
        parts=[
            *([Text(lead)] if lead else []),
            Text(joined(" ", [_when(held, look), held.room.told])),
            *(
                [Items([_posted(held, one, look) for one in noted[:POSTED]])]
                if noted
                else [Text(say("Nothing was decided."))]
            ),
            *([Note(say("Beside these: {rest}.", rest=rest))] if rest else []),
            Note(approval_words(held, look)),
        ],
        buttons=[Button(label=say("Show all"), does="minutes.open", about=number), *paper_acts(number)],
    )


def _posted(held: Held, one: Outcome, look: Look) -> Item:
    name = joined(": ", [KINDS[one.kind], outcome_text(held, one)])
    return Item(name=name, detail=joined(" · ", outcome_details(held, one, look)))


def _when(held: Held, look: Look) -> str:
    one = held.meeting
    return say(
        "{day}, {begin} to {end}.",
        day=day(one.day, look.today),
        begin=at(one.started_at, look),
        end=at(one.closed_at, look),
    )
