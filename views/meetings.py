"""Meetings: the list of what is coming and what was, and one of them with what whoever looks can do."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import field

from domain.frozen import dataclass
from domain.groups import group_words
from domain.meeting_rights import may_run
from domain.meetings import HEARS, KINDS, PHASES, PRESENCES, Attendee, Meeting, MeetingKind, Phase, Presence
from domain.plans import Step
from domain.texts import command, joined, say, say_many
from views.dates import clock, day, due
from views.elements import Ask, Button, Buttons, Card, Choices, Facts, Heading, Item, Items, Note, Option, Part, Text
from views.look import Look
from views.meeting_pulse import NO_PULSE, Pulse, pulse_buttons, pulse_facts, pulse_notes
from views.pages import page_of
from views.plan_steps import status_words
from views.plans import typed

PAGE, NAMED, STEPS = 10, 8, 8  # meetings of a page, people by name, steps
SCOPES: Mapping[str, str] = {
    "coming": say("Meetings that are coming"),
    "mine": say("Your meetings"),
    "past": say("Meetings that were"),
}
ALL = "all"  # kinds


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """One meeting with all that its card tells."""

    meeting: Meeting
    there: Sequence[Attendee] = ()
    steps: Sequence[Step] = ()
    supports: str = ""  # what it supports, in words
    lead: str = ""
    pulse: Pulse = NO_PULSE


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """Some of a list."""

    scope: str
    kind: str = ALL
    offset: int = 0
    total: int = 0
    meetings: Sequence[Meeting] = field(default_factory=tuple)
    plans: bool = False  # whether whoever looks may plan one


def list_card(page: Page, look: Look) -> Card:
    plan = [Button(label=say("Plan a meeting"), does="meeting.new", primary=True)] if page.plans else []
    at = f"{page.scope} {page.kind}"
    back = [Button(label=say("Back"), does="meeting.page", about=f"{at} {max(0, page.offset - PAGE)}")]
    further = [Button(label=say("Next"), does="meeting.page", about=f"{at} {page.offset + PAGE}")]
    others = [
        Button(label=said, does="meeting.page", about=f"{scope} {page.kind} 0")
        for scope, said in SCOPES.items()
        if scope != page.scope
    ]
    listed: list[Part] = [Items([_item(one, look) for one in page.meetings])] if page.meetings else [Text(say("None."))]
    title = say("{title} ({span})", title=SCOPES[page.scope], span=page_of(page.offset, len(page.meetings), page.total))
    return Card(
        title=joined(" · ", [title, KINDS[MeetingKind(page.kind)] if page.kind != ALL else ""]),
        parts=[*listed, Choices([_kinds(page.kind)]), _filter(page), Note(HOW)],
        buttons=[
            *plan,
            *(back if page.offset else []),
            *(further if page.offset + PAGE < page.total else []),
        ],
        more=[*others, Button(label=say("Each school this term"), does="meeting.schools")],
    )


HOW = joined(
    " · ",
    [
        say("{mine} lists yours", mine=command("kaizen meetings mine")),
        say("{show} shows one", show=command("kaizen meetings 3")),
    ],
)


def _kinds(kind: str) -> Ask:
    options = [Option(value=ALL, label=say("Every kind"))]
    options += [Option(value=str(one), label=said) for one, said in KINDS.items()]
    return Ask(name="kind", label=say("Which kind?"), kind="choice", options=options, value=kind)


def _filter(page: Page) -> Buttons:
    return Buttons([Button(label=say("Show this kind"), does="meeting.filter", about=page.scope)])


def when_words(meeting: Meeting, look: Look) -> str:
    """The day and the time of the district, "Fri 20 Mar, 6:00 PM"."""
    return joined(", ", [day(meeting.day, look.today), clock(meeting.start)])


def _item(one: Meeting, look: Look) -> Item:
    told = [
        when_words(one, look),
        typed(one.place),
        look.names.place(one.school) if one.school else "",
        KINDS[one.kind],
        PHASES[one.phase] if one.phase is not Phase.PLANNED else "",
    ]
    show = Button(label=say("Show"), does="meeting.show", about=one.number)
    return Item(name=heading(one), detail=joined(" · ", told), button=show)


def heading(meeting: Meeting) -> str:
    return joined(" · ", [meeting.number, typed(meeting.title)])


def meeting_card(shown: Shown, look: Look) -> Card:
    meeting = shown.meeting
    runs, over = may_run(meeting, look.viewer), meeting.is_over
    asks = pulse_buttons(meeting, shown.pulse, look)
    return Card(
        title=heading(meeting),
        state=joined(" · ", [KINDS[meeting.kind], PHASES[meeting.phase]]),
        parts=[
            *([Text(shown.lead)] if shown.lead else []),
            Facts(_facts(shown, look)),
            *_off(meeting),
            *_steps(shown.steps, look),
            *([Note(NO_NOTES)] if meeting.kind is MeetingKind.VISIT and runs else []),
            *pulse_notes(meeting, shown.pulse, look),
        ],
        buttons=[*(_acts(meeting, look) if runs else _to_look(meeting)), *(asks if over else [])],
        more=[*([] if over else asks), *(_rare(meeting, look) if runs else [])],
    )


NO_NOTES = say("A visit keeps what it was for and what follows from it, and no notes about anybody.")


def _to_look(meeting: Meeting) -> list[Button]:
    if meeting.has_agenda and (meeting.is_over or meeting.phase is Phase.RUNNING):
        return [_noted(meeting)]
    return [_calendar(meeting)] if meeting.is_ahead or meeting.phase is Phase.CALLED_OFF else []


def _noted(meeting: Meeting) -> Button:
    """What is written down of it, while it goes on and after that."""
    label = say("Minutes") if meeting.is_over else say("In the meeting")
    return Button(label=label, does="minutes.open", about=meeting.number, primary=True)


def _calendar(meeting: Meeting) -> Button:
    off = meeting.phase is Phase.CALLED_OFF
    label = say("Take it out of my calendar") if off else say("Add to my calendar")
    return Button(label=label, does="meeting.calendar", about=meeting.number)


def _acts(meeting: Meeting, look: Look) -> list[Button]:
    """What comes next, for whoever runs it."""
    at = meeting.number
    came = Button(label=say("Who came"), does="meeting.came_form", about=f"{at} 0")
    step = Button(label=say("Add a step"), does="meeting.step_form", about=at)
    match meeting.phase:
        case Phase.PLANNED | Phase.PUBLISHED if meeting.day < look.today:
            held = Button(label=say("It took place"), does="meeting.held", about=at, primary=True)
            return [held, Button(label=say("Move it"), does="meeting.move_form", about=at)]
        case Phase.PLANNED | Phase.PUBLISHED:
            start = Button(label=say("Start"), does="meeting.start", about=at, primary=True)
            invite = Button(label=say("Invite"), does="meeting.invite_form", about=at)
            return [*([start] if meeting.day == look.today else []), invite, _calendar(meeting)]
        case Phase.RUNNING | Phase.CLOSED | Phase.APPROVED if meeting.has_agenda:
            return [_noted(meeting)]
        case Phase.RUNNING:
            return [came, step, Button(label=say("Close"), does="meeting.close", about=at, primary=True)]
        case Phase.CLOSED | Phase.APPROVED:
            return [*_after(meeting), step]
        case Phase.CALLED_OFF:
            return [_calendar(meeting)]


def _after(meeting: Meeting) -> list[Button]:
    """What a kind leads to once it is over."""
    if meeting.kind is MeetingKind.ROUTINE and meeting.plan:
        return [Button(label=say("Stay or adjust"), does="routine.decide_form", about=meeting.plan, primary=True)]
    if meeting.kind in HEARS:
        return [Button(label=say("You said, we did"), does="meeting.themes", about=meeting.number, primary=True)]
    return []


def _rare(meeting: Meeting, look: Look) -> list[Button]:
    at = meeting.number
    ahead = [
        (say("Change"), "meeting.form"),
        (say("Move it"), "meeting.move_form"),
        (say("Call it off"), "meeting.off_form"),
    ]
    over = [Button(label=say("Who came"), does="meeting.came_form", about=f"{at} 0")] if meeting.is_over else []
    redact = Button(label=say("Remove words"), does="meeting.redact_form", about=at)
    acts = [Button(label=said, does=does, about=at) for said, does in ahead] if meeting.is_ahead else over
    heard = Button(label=say("You said, we did"), does="meeting.themes", about=at)
    running = meeting.phase is Phase.RUNNING and meeting.kind in HEARS
    return [*acts, *([heard] if running else []), *([redact] if look.viewer.is_mr else [])]


def _facts(shown: Shown, look: Look) -> list[tuple[str, str]]:
    meeting = shown.meeting
    lasts = say_many("{n} minute", "{n} minutes", meeting.length)
    rows: list[tuple[str, str]] = [
        (say("When"), joined(" · ", [when_words(meeting, look), lasts])),
        (say("Where"), typed(meeting.place)),
        (say("School or department"), look.names.place(meeting.school) if meeting.school else ""),
        (say("Host"), look.person(meeting.host)),
        (
            say("For whom"),
            joined(" · ", [typed(meeting.audience), say("all staff may see it") if meeting.for_all else ""]),
        ),
        (say("What for"), typed(meeting.purpose)),
        (say("What is looked at"), typed(meeting.service)),
        (say("Planned with"), typed(meeting.with_whom)),
        (say("Supports"), shown.supports),
        (say("Who is heard") if meeting.is_ahead else say("Who was heard"), group_words(meeting.groups)),
        *_who(shown, look),
        *pulse_facts(shown.pulse),
    ]
    return [(name, said) for name, said in rows if said]


def _who(shown: Shown, look: Look) -> list[tuple[str, str]]:
    """Who is invited, and once somebody said so who came."""
    known = {presence: [one for one in shown.there if one.presence is presence] for presence in Presence}
    if not shown.there:
        return [(say("Invited"), say("nobody yet"))] if shown.meeting.is_ahead else []
    if len(known[Presence.EXPECTED]) == len(shown.there):
        return [(say("Invited ({n})", n=len(shown.there)), names_of(shown.there, look))]
    return [
        (joined(" ", [PRESENCES[presence], f"({len(some)})"]), names_of(some, look))
        for presence, some in known.items()
        if some
    ]


def names_of(there: Sequence[Attendee], look: Look) -> str:
    named = [name_of(one, look) for one in there[:NAMED]]
    left = len(there) - NAMED
    return joined(", ", [*named, say("and {n} more", n=left) if left > 0 else ""])


def name_of(one: Attendee, look: Look) -> str:
    return look.person(one.person) if one.person else typed(one.guest)


def _off(meeting: Meeting) -> list[Part]:
    if meeting.phase is not Phase.CALLED_OFF:
        return []
    return [Text(say("Called off: {why}", why=typed(meeting.off_because)))]


def _steps(steps: Sequence[Step], look: Look) -> list[Part]:
    if not steps:
        return []
    left = len(steps) - STEPS
    rest = [Note(say("and {n} more.", n=left))] if left > 0 else []
    return [Heading(say("Steps ({n})", n=len(steps))), Items([_step(one, look) for one in steps[:STEPS]]), *rest]


def _step(step: Step, look: Look) -> Item:
    show = Button(label=say("Show"), does="steps.show", about=str(step.number))
    when = "" if step.is_settled else say("due {due}", due=due(step.due, look.today))
    told = [status_words(step.status, None), look.person(step.owner), when]
    return Item(
        name=joined(" · ", [say("Step {n}", n=step.number), typed(step.what)]), detail=joined(" · ", told), button=show
    )


def step_card(meeting: Meeting, step: Step, look: Look, *, sees: bool, lead: str = "") -> Card:
    """A step that a meeting decided; `sees` is whether whoever looks may see that meeting."""
    mine = step.owner in look.viewer.ids
    at = str(step.number)
    done = Button(label=say("Mark done"), does="step.form", about=at, primary=True)
    undo = Button(label=say("Undo"), does="step.undo", about=at)
    rows: list[tuple[str, str]] = [
        (say("Owner"), look.person(step.owner)),
        (say("Due"), due(step.due, look.today)),
        (say("Decided in"), heading(meeting) if sees else meeting.number),
        (say("What shows it"), typed(step.evidence or "")),
        (say("Why it is not needed"), typed(step.reason or "") if step.is_settled else ""),
    ]
    show = Button(label=say("Show the meeting"), does="meeting.show", about=meeting.number)
    return Card(
        title=joined(" · ", [say("Step {n}", n=step.number), typed(step.what)]),
        state=status_words(step.status, None),
        parts=[*([Text(lead)] if lead else []), Facts([(name, said) for name, said in rows if said])],
        buttons=[*([undo if step.is_settled else done] if mine else []), *([show] if sees else [])],
    )


def invited_lead(meeting: Meeting, ids: Collection[str]) -> str:
    """What is said to whoever was invited, as it stands when they read it."""
    if meeting.phase is Phase.CALLED_OFF:
        return say("This meeting does not take place.")
    if not meeting.is_ahead:
        return ""
    return say("You host this meeting.") if meeting.host in ids else say("You are invited.")
