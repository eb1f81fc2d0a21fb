"""The forms of meetings: planning one, moving it or calling it off, whom to invite, who came, and a step."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, time, timedelta
from typing import Any

from domain.groups import GROUPS
from domain.ideas import STEP_DAYS
from domain.meetings import (
    CAME,
    CIRCLES,
    KINDS,
    MINUTES,
    NAME_MAX,
    PURPOSE_MAX,
    TITLE_MAX,
    USUAL_MINUTES,
    WHERE_MAX,
    WHY_MAX,
    Attendee,
    Meeting,
    MeetingKind,
    Presence,
)
from domain.places import Place
from domain.plans import STEP_MAX, Step
from domain.texts import joined, say, say_many, time_text
from views.elements import Ask, Form, Note, Option, Part, Quote, Text
from views.look import Look
from views.meetings import heading, name_of
from views.names import NO_NAMES
from views.pages import page_of
from views.plans import typed
from views.work_forms import DONE, ENDS

FIRST_HOUR, LAST_HOUR, QUARTERS = 6, 22, (0, 15, 30, 45)
TIMES = tuple(time(hour, minute) for hour in range(FIRST_HOUR, LAST_HOUR) for minute in QUARTERS)
USUAL = time(15, 30)
PERSONS, THERE, GUESTS_MAX = 5, 10, 1000  # people one by one, people of a page of who came, letters


def kind_form(kinds: Collection[MeetingKind]) -> Form:
    options = [Option(value=str(kind), label=said) for kind, said in KINDS.items() if kind in kinds]
    return Form(
        title=say("Plan a meeting"),
        does="meeting.kind",
        submit=say("Go on"),
        parts=[Ask(name="kind", label=say("Which kind of meeting?"), kind="choice", options=options)],
    )


def plan_form(
    kind: MeetingKind,
    given: Mapping[str, Any],
    *,
    asked: Collection[str],
    about: str,
    known: Mapping[str, Sequence[Any]],
) -> Form:
    """`asked` are the questions of this kind; `known` the places that one may choose from, and what it can support."""
    every = {
        "school": lambda: _school(kind, known["places"], given),
        "place": lambda: [_line("place", say("Where?"), given, example=say("Library"))],
        "audience": lambda: [_line("audience", say("For whom?"), given, example=say("Families of grade 3"))],
        "purpose": lambda: [_purpose(kind, given)],
        "service": lambda: [_line("service", say("Which service is looked at?"), given, example=say("Reading groups"))],
        "with_whom": lambda: [_line("with_whom", say("With whom was it planned?"), given)],
        "groups": lambda: [_groups(given)],
        "supports": lambda: _supports(kind, known["supports"], given),
    }
    parts = [part for name in asked for part in every[name]()]
    return Form(
        title=say("Change the meeting") if about.startswith("MTG") else say("Plan a meeting"),
        does="meeting.save",
        about=about,
        submit=say("Save"),
        parts=[
            Text(KINDS[kind]),
            _line("title", say("What is it called?"), given, most=TITLE_MAX, optional=False),
            *when_asks(given),
            Ask(
                name="length",
                label=say("How long does it last?"),
                kind="choice",
                options=[Option(value=str(n), label=say_many("{n} minute", "{n} minutes", n)) for n in MINUTES],
                value=str(given.get("length") or USUAL_MINUTES),
            ),
            Ask(name="host", label=say("Who hosts it?"), kind="person", value=given.get("host")),
            *parts,
        ],
    )


def when_asks(given: Mapping[str, Any]) -> list[Ask]:
    """The day and the time; one that is no quarter of an hour stays to choose."""
    start = given.get("start") or USUAL
    times = sorted({*TIMES, start})
    options = [Option(value=f"{one:%H:%M}", label=time_text(one)) for one in times]
    return [
        Ask(name="day", label=say("On which day?"), kind="date", value=given.get("day")),
        Ask(name="start", label=say("When does it start?"), kind="choice", options=options, value=f"{start:%H:%M}"),
    ]


def _line(name: str, label: str, given: Mapping[str, Any], *, example: str = "", **more: Any) -> Ask:
    most, optional = more.get("most", WHERE_MAX), more.get("optional", True)
    return Ask(name=name, label=label, example=example, optional=optional, value=given.get(name) or None, most=most)


def _purpose(kind: MeetingKind, given: Mapping[str, Any]) -> Ask:
    return Ask(
        name="purpose",
        label=say("What is it for?"),
        kind="paragraph",
        hint=NO_NAMES,
        optional=kind is not MeetingKind.VISIT,
        value=given.get("purpose") or None,
        most=PURPOSE_MAX,
    )


def _groups(given: Mapping[str, Any]) -> Ask:
    options = [Option(value=str(group), label=said) for group, said in GROUPS.items()]
    chosen = [str(group) for group in given.get("groups") or ()]
    return Ask(name="groups", label=say("Who is heard?"), kind="ticks", optional=True, options=options, value=chosen)


def _school(kind: MeetingKind, places: Sequence[Place], given: Mapping[str, Any]) -> list[Ask]:
    if not places:
        return []
    visit = kind is MeetingKind.VISIT
    return [
        Ask(
            name="school",
            label=say("Which school is visited?") if visit else say("Which school or department is it of?"),
            kind="choice",
            optional=not visit,
            hint="" if visit else say("Leave it empty for the whole district."),
            options=[Option(value=place.id, label=place.name) for place in places],
            search="places.school" if visit else "places.any",
            value=given.get("school") or None,
        )
    ]


#: What a meeting supports, and where it is looked for.
SUPPORTS: Mapping[MeetingKind, tuple[str, str]] = {
    MeetingKind.ROUTINE: (say("The routine of which plan is it?"), "meeting.plans"),
    MeetingKind.TRAINING: (say("Which promise of a partnership does it count towards?"), "meeting.promises"),
}


def _supports(kind: MeetingKind, options: Sequence[Option], given: Mapping[str, Any]) -> list[Ask]:
    label, search = SUPPORTS.get(kind, (say("Which goal does it support?"), "needs.goals"))
    if not options:
        return []
    return [
        Ask(
            name="supports",
            label=label,
            kind="choice",
            optional=kind is not MeetingKind.ROUTINE,
            options=options,
            search=search,
            value=given.get("supports") or None,
        )
    ]


def move_form(meeting: Meeting) -> Form:
    given = {"day": meeting.day, "start": meeting.start, "place": meeting.place}
    return Form(
        title=say("Move the meeting"),
        does="meeting.move",
        about=meeting.number,
        submit=say("Move it"),
        parts=[
            Text(heading(meeting)),
            *when_asks(given),
            _line("place", say("Where?"), given),
            Note(say("All who are invited are told.")),
        ],
    )


def off_form(meeting: Meeting) -> Form:
    return Form(
        title=say("Call it off"),
        does="meeting.off",
        about=meeting.number,
        submit=say("Call it off"),
        parts=[
            Text(heading(meeting)),
            Ask(
                name="because", label=say("Why does it not take place?"), kind="paragraph", hint=NO_NAMES, most=WHY_MAX
            ),
            Note(say("All who are invited are told.")),
        ],
    )


def invite_form(meeting: Meeting, *, place: bool) -> Form:
    """Circles at once, some people one by one, and guests without an account."""
    circles = [Option(value=str(one), label=said) for one, said in CIRCLES.items() if place or one != "school"]
    some = [
        Ask(name=f"person{n}", label=say("Somebody else ({n})", n=n), kind="person", optional=True)
        for n in range(1, PERSONS + 1)
    ]
    return Form(
        title=say("Whom to invite"),
        does="meeting.invite",
        about=meeting.number,
        submit=say("Invite"),
        parts=[
            Text(heading(meeting)),
            Ask(name="circles", label=say("Who is invited?"), kind="ticks", optional=True, options=circles),
            *some,
            Ask(
                name="guests",
                label=say("Guests without an account, one a line"),
                kind="paragraph",
                optional=True,
                hint=say("Adults who agreed to be named. Never a student."),
                most=GUESTS_MAX,
            ),
            Ask(name="off", label=say("Take somebody off the list"), kind="person", optional=True),
            Note(say("Each of them gets one message. Who is on the list already gets none.")),
        ],
    )


def came_form(meeting: Meeting, there: Sequence[Attendee], look: Look, *, offset: int, total: int) -> Form:
    """One page of who is expected: whoever is not ticked was absent."""
    options = [Option(value=str(one.nth), label=name_of(one, look)) for one in there]
    told = [one for one in there if one.presence is not Presence.EXPECTED]
    first = [str(one.nth) for one in there if one.came or not told]

    def marked(*presences: Presence) -> list[str]:
        return [str(one.nth) for one in there if one.presence in presences]

    ticks: list[tuple[str, str, list[str]]] = [
        ("came", say("Who came?"), first if not told else marked(*CAME)),
        ("late", say("Who of them came late?"), marked(Presence.LATE)),
        ("excused", say("Who is excused?"), marked(Presence.EXCUSED)),
    ]
    asks = [
        Ask(name=name, label=label, kind="ticks", optional=True, options=options, value=value)
        for name, label, value in ticks
    ]
    last = offset + len(there) >= total
    return Form(
        title=say("Who came"),
        does="meeting.came",
        about=f"{meeting.number} {offset}",
        submit=say("Save") if last else say("Save and go on"),
        parts=[
            Text(joined(" · ", [heading(meeting), page_of(offset, len(there), total) if len(there) < total else ""])),
            *(asks if there else []),
            *([_also_came()] if last else []),
        ],
    )


def _also_came() -> Ask:
    return Ask(
        name="guests",
        label=say("Who else came? One a line"),
        kind="paragraph",
        optional=True,
        hint=say("Adults who agreed to be named, at most {most} letters each. Never a student.", most=NAME_MAX),
        most=GUESTS_MAX,
    )


def step_form(meeting: Meeting, host: str, today: date) -> Form:
    return Form(
        title=say("Add a step"),
        does="meeting.step",
        about=meeting.number,
        submit=say("Add"),
        parts=[
            Text(heading(meeting)),
            Ask(name="what", label=say("What is to be done?"), kind="paragraph", hint=NO_NAMES, most=STEP_MAX),
            Ask(name="owner", label=say("Who does it?"), kind="person", value=host),
            Ask(name="due", label=say("By when?"), kind="date", value=today + timedelta(days=STEP_DAYS)),
        ],
    )


def report_form(meeting: Meeting, step: Step) -> Form:
    """What became of a step that a meeting decided."""
    return Form(
        title=say("Mark done"),
        does="step.report",
        about=str(step.number),
        submit=say("Send"),
        parts=[
            Text(joined(" · ", [meeting.number, say("Step {n}", n=step.number)])),
            Quote(typed(step.what)),
            Ask(name="as_", label=say("How did it end?"), kind="choice", options=ENDS, value=DONE),
            Ask(
                name="said",
                label=say("What shows it, or why is it not needed?"),
                kind="paragraph",
                hint=NO_NAMES,
                most=PURPOSE_MAX,
            ),
        ],
    )


#: Words of a meeting that can be removed for good.
PARTS: Mapping[str, str] = {
    "title": say("What it is called"),
    "place": say("Where it is"),
    "audience": say("For whom it is"),
    "purpose": say("What it is for"),
    "with_whom": say("With whom it was planned"),
    "service": say("What is looked at"),
    "off_because": say("Why it was called off"),
    "guests": say("The names of guests"),
    "steps": say("Its steps"),
    "heard": say("What was heard"),
    "items": say("What was put on its agenda"),
    "outcomes": say("What came of it, in the minutes"),
}


def redact_form(meeting: Meeting, kept: Collection[str]) -> Form:
    why = say("It stays on record, so do not repeat here what you remove.")
    options = [Option(value=name, label=said) for name, said in PARTS.items() if name in kept]
    parts: list[Part | Ask] = [
        Text(meeting.number),
        Note(say("Every version of these words is removed for good; nobody can bring them back.")),
        Ask(name="parts", label=say("Which words?"), kind="ticks", options=options),
        Ask(name="reason", label=say("Why?"), kind="paragraph", hint=why, most=WHY_MAX),
    ]
    return Form(
        title=say("Remove words"),
        does="meeting.redact",
        about=meeting.number,
        submit=say("Remove for good"),
        parts=parts,
    )
