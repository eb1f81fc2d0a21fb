"""The agenda of the management review: its post, the lists in its thread, its annex, and adding to it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from datetime import date, time

from domain.agendas import (
    FIRST,
    OF_THE_MEETING,
    SUBJECT_MAX,
    TITLES,
    WITHOUT_SOURCE,
    AgendaItem,
    AgendaShown,
    threads_of,
)
from domain.agendas import SectionShown as Section
from domain.frozen import dataclass
from domain.log import Rows
from domain.meetings import Meeting, MeetingKind
from domain.texts import Said, command, joined, say, say_many
from views.dates import clock, day
from views.elements import Ask, Button, Card, Form, Heading, Item, Items, Note, Option, Part, Text
from views.minutes import paper_acts

CHUNK = 10  # lines of one block: a platform takes so many letters in one
LOG = 4  # the section that stands in full in the log
HEAD = 16  # letters of the head of history: enough to compare
NOTHING = say("Nothing to tell of this time.")
IN_MEETING = say("Filled in during the meeting.")
IN_THREAD = say("Whole lists stand in the thread.")


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """An agenda with what is said around it."""

    agenda: AgendaShown
    meeting: Meeting | None  # none is planned yet
    today: date  # on which it was counted
    names: Mapping[str, str] = field(default_factory=dict)  # of who added what, and who had it counted again
    small: bool = False


def agenda_card(told: Told, *, note: str = "", threads: bool = True, buttons: Sequence[Button] = ()) -> Card:
    """Each section with the first of its lines; in a small district the empty ones in one line."""
    empty = [one for one in told.agenda.sections if one.is_empty] if told.small else []
    shown = [one for one in told.agenda.sections if one not in empty]
    return Card(
        title=_title(told),
        parts=[
            *([Text(_when(told.meeting, told.today))] if told.meeting else []),
            *(part for one in shown for part in _section(one, told)),
            *([Note(_nothing_in(empty))] if empty else []),
            *_feet(told, threads=threads),
            *([Note(note)] if note else []),
        ],
        buttons=buttons,
        more=paper_acts(told.meeting.number) if told.meeting and buttons else (),
    )


def post_buttons(meeting: Meeting) -> list[Button]:
    """Once its meeting is over it stays as it was, and what came of it stands in the minutes."""
    number = meeting.number
    if meeting.is_over:
        return [Button(label=say("Read the minutes"), does="minutes.open", about=number)]
    return [
        Button(label=say("Add to it"), does="agenda.form", about=number),
        Button(label=say("Open the meeting"), does="minutes.open", about=number),
        Button(label=say("Count again"), does="agenda.refresh", about=number, confirm=COUNTED_AGAIN),
    ]


COUNTED_AGAIN = say("The agenda shows what holds now, and says that it was counted again.")


def more_card(told: Told, number: int) -> Card:
    """All of a section, for the thread."""
    section = told.agenda.sections[number]
    lines = [_line(one) for one in _items(section, told)]
    parts = [Text(joined("\n", lines[at : at + CHUNK])) for at in range(0, len(lines), CHUNK)]
    buttons = [Button(label=say("Look in the log"), does="log.show", about=Rows().line)] if number == LOG else []
    return Card(title=say("{title} ({n})", title=_headed(section), n=len(lines)), parts=parts, buttons=buttons)


def annex_card(told: Told) -> Card:
    """To those alone who may read sealed reports."""
    lines = [Item(name=line.text, detail="", button=_look(line.about)) for line in told.agenda.annex]
    return Card(
        title=say("Sealed reports beside the agenda"),
        parts=[Text(OF_ANNEX), Items(lines) if lines else Text(say("None is open that you may read."))],
    )


OF_ANNEX = say("They stand on no agenda. Only those who may read them get this message: please do not pass it on.")


def _look(number: str) -> Button:
    return Button(label=say("Look"), does="car.show", about=number)


def _title(told: Told) -> Said:
    when = told.meeting.day if told.meeting else told.today
    return say("Agenda of the Management Review Team · {day}", day=day(when, told.today))


def _when(meeting: Meeting, today: date) -> Said:
    """When and where, as in "MTG-2026-004 · Tue 10 Mar, 2:00 PM · Board room"."""
    moment = joined(", ", [day(meeting.day, today), _clock(meeting.start)])
    return joined(" · ", [meeting.number, moment, meeting.place])


def _clock(at: time) -> Said:
    return clock(at)


def _headed(section: Section) -> Said:
    return joined(" · ", [str(section.number), section.title])


def _section(section: Section, told: Told) -> list[Part]:
    heading = Heading(_headed(section))
    if section.is_empty:
        return [heading, Note(_empty(section))]
    lines = [_line(one) for one in _items(section, told)]
    rest = len(lines) - FIRST
    more = [say_many("… and {n} more", "… and {n} more", rest)] if rest > 0 else []
    return [heading, Text(joined("\n", [*lines[:FIRST], *more]))]


def _line(item: Item) -> Said:
    """On one line: a message has no room for as many blocks as an agenda has lines."""
    return joined("", ["• ", joined(" · ", [item.name, item.detail])])


def _items(section: Section, told: Told) -> list[Item]:
    """What people added before what was counted: that is what they want to talk about."""
    added = [Item(name=item.subject, detail=_added(item, told)) for item in section.items]
    return [*added, *(Item(name=line.text, detail="") for line in section.lines)]


def _added(item: AgendaItem, told: Told) -> Said:
    carried = say("carried over from {meeting}", meeting=item.carried_from) if item.carried_from else ""
    who = say("added by {who}", who=told.names.get(item.by, "")) if told.names.get(item.by) else ""
    return joined(" · ", [item.about, carried or who, say("talked about") if item.done else ""])


def _empty(section: Section) -> Said:
    if section.number in WITHOUT_SOURCE:
        return say("Nothing is kept here yet; add with {command}", command=command("kaizen agenda add"))
    return IN_MEETING if section.number == OF_THE_MEETING else NOTHING


def _nothing_in(empty: Iterable[Section]) -> Said:
    return say("Nothing in: {sections}.", sections=joined("; ", [one.title for one in empty]))


def _feet(told: Told, *, threads: bool) -> list[Part]:
    """Up to when it was counted, by whom again, and how far history had come: so that tampering shows."""
    agenda = told.agenda
    counted = say("Counted up to the end of {day}.", day=day(agenda.as_of, told.today))
    again = say("Counted again by {who}.", who=_who(told)) if agenda.refreshed_by else ""
    more = IN_THREAD if threads and threads_of(agenda) else ""
    entries, head = f"{agenda.entries:,}", agenda.head[:HEAD]
    history = say("History: {entries} entries, head {head}", entries=entries, head=head)
    return [Note(joined(" ", [counted, again, more])), Note(history)]


def _who(told: Told) -> str:
    return told.names.get(told.agenda.refreshed_by or "", say("Somebody who left"))


def coming_note(when: date, today: date) -> Said:
    return joined(" ", [say("It comes on {day}.", day=day(when, today)), YOURS])


YOURS = say("Only you see this; nothing was posted.")


def add_form(meeting: str, subject: str, section: int, about: str) -> Form:
    options = [Option(value=str(n), label=joined(" · ", [str(n), title])) for n, title in TITLES.items()]
    asks = [
        Ask(
            name="subject",
            label=say("What should the team talk about?"),
            kind="paragraph",
            hint=NO_NAMES,
            value=subject,
            most=SUBJECT_MAX,
        ),
        Ask(name="section", label=say("In which part?"), kind="choice", options=options, value=str(section)),
        Ask(
            name="about",
            label=say("Is it about a report, an idea or a plan?"),
            hint=say("Its number, such as CAR-2026-014."),
            optional=True,
            value=about,
            most=30,
        ),
    ]
    return Form(title=say("Add to the agenda"), does="agenda.add", about=meeting, submit=say("Add"), parts=asks)


NO_NAMES = say("No names of students, initials, ID numbers, health or services: all of the team read it.")


def added_card(item: AgendaItem, meeting: Meeting, today: date) -> Card:
    part = joined(" · ", [str(item.section), TITLES[item.section]])
    when = day(meeting.day, today)
    of_cabinet = meeting.kind is MeetingKind.CABINET
    return Card(
        title=say("It is on the agenda"),
        parts=[
            Text(joined(" · ", [item.subject, item.about])),
            Note(
                say("In the Cabinet's meeting of {day}.", day=when)
                if of_cabinet
                else say("{part}, in the meeting of {day}.", part=part, day=when)
            ),
        ],
        buttons=[Button(label=say("See the agenda"), does="agenda.cabinet" if of_cabinet else "agenda.preview")],
    )


def gone_card() -> Card:
    return Card(title=say("There is no such agenda."))
