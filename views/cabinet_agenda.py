"""What the Cabinet talks about next: its meeting before it begins, and putting something on it."""

from collections.abc import Sequence
from datetime import date

from domain.agendas import SUBJECT_MAX, AgendaItem
from domain.cars import title_of
from domain.meetings import PHASES, Meeting, MeetingKind, Phase
from domain.texts import Said, joined, say, say_many
from views.dates import clock, day
from views.elements import Ask, Button, Buttons, Card, Form, Heading, Item, Note, Part, Text
from views.minutes import Held, item_state, lists, paper_acts
from views.minutes import title_of as title_of_meeting
from views.minutes_forms import hands_on
from views.plans import typed

TOLD, SHOWN = 4, 20  # items of the digest and of a card; Word and PDF have them all
EMPTY = say("Nothing is on its agenda yet.")


def when_words(meeting: Meeting, today: date) -> Said:
    """As in "Mon 16 Mar, 10:00 AM · Board room"."""
    moment = joined(", ", [day(meeting.day, today), clock(meeting.start)])
    return joined(" · ", [moment, typed(meeting.place)])


def meeting_parts(meeting: Meeting | None, items: Sequence[AgendaItem], today: date) -> list[Part]:
    """In the digest, which is its paper and has little room: when it is, and the first of its agenda, in short."""
    if meeting is None:
        return []
    off = PHASES[meeting.phase] if meeting.phase is Phase.CALLED_OFF else ""
    label = say("Read the minutes") if meeting.is_over else say("Open the meeting")
    when = joined(" · ", [say("The Cabinet meets"), when_words(meeting, today), off])
    lines = [joined("", ["• ", title_of_item(item)]) for item in items[:TOLD]]
    rest = len(items) - TOLD
    more = [say_many("… and {n} more", "… and {n} more", rest)] if rest > 0 else []
    return [
        Text(joined("\n", [when, *lines, *more])),
        Buttons([Button(label=label, does="minutes.open", about=meeting.number)]),
    ]


def title_of_item(item: AgendaItem) -> str:
    """The beginning of it, as reports and ideas are called, or that it was removed."""
    return typed(title_of(item.subject) or item.subject)


def before_card(held: Held, today: date) -> Card:
    """Its agenda, as long as it has not begun."""
    meeting = held.meeting
    add = Button(label=say("Add to it"), does="agenda.cabinet_form", about=meeting.number, primary=True)
    start = Button(label=say("Start"), does="meeting.start", about=meeting.number)
    review = Button(label=say("See the agenda"), does="agenda.preview")
    parted = meeting.kind is MeetingKind.MRT  # where the Cabinet is the team, its meeting may hold the review
    starts = held.runs and meeting.day == today
    return Card(
        title=title_of_meeting(meeting),
        state=PHASES[meeting.phase],
        parts=[Text(when_words(meeting, today)), Heading(say("Agenda")), *_items(held)],
        buttons=[*([add] if held.adds else []), *([review] if parted else []), *([start] if starts else [])],
        more=paper_acts(meeting.number),
    )


def _items(held: Held) -> list[Part]:
    if not held.items:
        return [Text(EMPTY)]
    left = len(held.items) - SHOWN
    rest = [Note(say("and {n} more: they stand in the Word and the PDF file.", n=left))] if left > 0 else []
    return [*lists([_item(held, item) for item in held.items[:SHOWN]]), *rest]


def _item(held: Held, item: AgendaItem) -> Item:
    carried = say("carried over from {meeting}", meeting=item.carried_from) if item.carried_from else ""
    state = item_state(held, item) if item.done else ""
    return Item(
        name=typed(item.subject), detail=joined(" · ", [item.about, carried, state]), button=_to_team(held, item)
    )


def _to_team(held: Held, item: AgendaItem) -> Button | None:
    about = f"{held.meeting.number} {item.section} {item.id}"
    goes = held.runs and hands_on(held, item)
    return Button(label=say("To the Management Review Team"), does="minutes.to_team", about=about) if goes else None


def none_planned_card(when: date, today: date, *, adds: bool) -> Card:
    add = Button(label=say("Add to it"), does="agenda.cabinet_form", primary=True)
    return Card(
        title=say("Agenda of the Cabinet"),
        parts=[Text(say("The Cabinet meets on {day}.", day=day(when, today))), Text(EMPTY)],
        buttons=[add] if adds else [],
    )


def add_form(meeting: str, subject: str, about: str) -> Form:
    asks = [
        Ask(
            name="subject",
            label=say("What should the Cabinet talk about?"),
            kind="paragraph",
            hint=NO_NAMES,
            value=subject,
            most=SUBJECT_MAX,
        ),
        Ask(
            name="about",
            label=say("Is it about a report, an idea or a plan?"),
            hint=say("Its number, such as CAR-2026-014."),
            optional=True,
            value=about,
            most=30,
        ),
    ]
    return Form(title=say("Add to the agenda"), does="agenda.cabinet_add", about=meeting, submit=say("Add"), parts=asks)


NO_NAMES = say("No names of students, initials, ID numbers, health or services: all who read the digest read it.")
