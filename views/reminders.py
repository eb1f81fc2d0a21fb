"""The one message of a day, and when somebody wants it.

It says what each line is about, to whoever may read that: only of what the ledger has of this message
(storage/reminded.py), for by it the message is found again when words are removed or a report is sealed.
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import field
from datetime import date, time

from domain.daily import Put
from domain.frozen import dataclass
from domain.items import Item, ItemKind
from domain.mornings import MORNINGS
from domain.step_updates import STATUSES
from domain.texts import Said, command, joined, say, say_many
from views.dates import clock, day, due
from views.elements import Ask, Button, Buttons, Card, Facts, Form, Heading, Items, Note, Option, Part, Text
from views.elements import Item as Line
from views.look import Look
from views.pages import page_of
from views.plans import typed

FIRST = 3  # lines that have all their buttons
SHOWN = 10  # lines in all, of each kind; the rest behind "See all"

#: What is to be done, as a line says it.
TO_DO: Mapping[ItemKind, Said] = {
    ItemKind.DECIDE: say("Decide about a report"),
    ItemKind.OWN: say("Say whether you take it"),
    ItemKind.PLAN: say("Write the plan"),
    ItemKind.APPROVE: say("Decide about a plan"),
    ItemKind.FIX: say("Put it right"),
    ItemKind.STEP: say("Do your step"),
    ItemKind.TIME: say("Decide about more time"),
    ItemKind.CHECK: say("Check the work"),
    ItemKind.WATCH: say("See whether it held"),
    ItemKind.SIGN: say("Sign it off"),
    ItemKind.AT_RISK: say("A step of your report is at risk"),
    ItemKind.OFF_TRACK: say("A step of your report is off track"),
    ItemKind.UPDATE: say("Say how it goes, for the routine"),
    ItemKind.ROUTINE: say("Hold the routine"),
    ItemKind.MEETING: say("Hold the meeting"),
    ItemKind.YEARLY: say("Keep what the partnership promised for this year"),
    ItemKind.RENEW: say("Ask for the renewal of the partnership"),
    ItemKind.ANSWER: say("Answer the survey"),
    ItemKind.SAY_DONE: say("Say what you did about the survey, before it is asked again"),
    ItemKind.COPY: say("Late"),
}
OF_STEPS = frozenset({ItemKind.STEP, ItemKind.OWN, ItemKind.UPDATE, ItemKind.AT_RISK, ItemKind.OFF_TRACK})
#: What can be done where the line stands; all else is done on the report itself.
EXTENDABLE = frozenset({ItemKind.PLAN, ItemKind.FIX})


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """A message as it is drawn: `about` names it, and what its buttons are about begins with that."""

    about: str
    weekly: bool
    items: Sequence[Item]
    put_off: Sequence[Put] = ()
    done: Sequence[tuple[str, str]] = ()  # what it told of and does not wait any more: its key, and the record
    seen: AbstractSet[str] = frozenset()  # the records that whoever looks may read
    undone: AbstractSet[str] = frozenset()  # of what is done, what can be undone here
    titles: Mapping[str, str] = field(
        default_factory=dict
    )  # by the key of an item: what it is about, where it may be read


def day_card(page: Page, look: Look) -> Card:
    own = [item for item in page.items if item.kind is not ItemKind.COPY]
    late = [item for item in page.items if item.kind is ItemKind.COPY]
    if not page.items and not page.put_off:
        return Card(title=say("Nothing waits for you any more"), parts=_done(page) or [Text(say("All of it is done."))])
    parts: list[Part] = []
    for item in own[:FIRST]:
        parts += [
            Text(joined(" · ", [_titled(item, page), _detail(item, page, look)])),
            Buttons(_buttons(item, page, look)),
        ]
    if own[FIRST:]:
        parts.append(Items([_line(item, page, look) for item in own[FIRST:SHOWN]]))
    parts += _rest(len(own), len(page.items), page.about)
    parts += [*_copies(late, page, look), *_put_off(page, look), *_done(page)]
    return Card(title=_title(page, own or late, look.today), parts=[*parts, Note(HOW)])


def _rest(lines: int, total: int, about: str) -> list[Part]:
    """How many lines a message leaves out, and the button that shows them beside it."""
    if lines <= SHOWN:
        return []
    see = Button(label=say("See all ({n})", n=total), does="reminders.all", about=f"{about} {SHOWN}")
    return [Note(say("and {n} more.", n=lines - SHOWN)), Buttons([see])]


def all_card(page: Page, look: Look, *, offset: int, total: int) -> Card:
    """One page of all that waits, for whoever asked alone: `page` holds its items."""
    span = page_of(offset, len(page.items), total)
    turns = [
        *([(say("Earlier"), max(0, offset - SHOWN))] if offset else []),
        *([(say("Go on"), offset + SHOWN)] if offset + SHOWN < total else []),
    ]
    return Card(
        title=say("All that waits for you ({span})", span=span),
        parts=[Items([_line(item, page, look) for item in page.items])],
        buttons=[Button(label=said, does="reminders.all_page", about=f"{page.about} {to}") for said, to in turns],
    )


HOW = say("One such message a day at most. To change when it comes: {command}", command=command("kaizen reminders"))


def _title(page: Page, items: Sequence[Item], today: date) -> str:
    late = sum(item.due is not None and item.due < today for item in items)
    coming = sum(item.due is not None and item.due >= today for item in items)
    counts = [
        say("{n} due", n=coming) if coming else "",
        say("{n} overdue", n=late) if late else "",
        say_many("{n} without a date", "{n} without a date", rest) if (rest := len(items) - late - coming) else "",
    ]
    counted = joined(", ", counts) if items else say("all put off")
    return say("Your week: {counted}", counted=counted) if page.weekly else say("For you: {counted}", counted=counted)


def _name(item: Item) -> str:
    step = say("step {n}", n=item.about) if item.kind in OF_STEPS and item.about != item.of else ""
    return joined(", ", [item.of, step])


def _titled(item: Item, page: Page) -> str:
    return joined(" · ", [_name(item), typed(page.titles.get(item.key, ""))])


def _detail(item: Item, page: Page, look: Look) -> str:
    """Whoever may not read the record learns its number, what is to be done and by when."""
    seen = item.of in page.seen
    behalf = say("for {who}, who is away", who=look.person(item.whose)) if item.whose != look.viewer.person else ""
    owner = say("owner {who}", who=look.person(item.copied)) if item.copied and seen else ""
    return joined(
        " · ",
        [
            TO_DO[item.kind],
            STATUSES[item.stands] if item.stands and seen else "",
            behalf,
            owner,
            say("due {due}", due=due(item.due, look.today)) if item.due else "",
            look.names.place(item.place) if item.place and seen else "",
        ],
    )


def _line(item: Item, page: Page, look: Look) -> Line:
    button = _show(item) if item.of in page.seen else None
    return Line(name=_titled(item, page), detail=_detail(item, page, look), button=button)


#: Begin the numbers of reports, and of plans of the district: of their steps more is told than that they are done.
CAR, PLAN, MEETING = "CAR", "PLAN", "MTG"
#: How a record is opened, by what its number begins with.
SHOWS: Mapping[str, str] = {
    CAR: "car.show",
    "IDEA": "idea.show",
    PLAN: "plan.show_pressed",
    "PULSE": "wave.open",
    MEETING: "meeting.show",
}


#: What of a plan is answered elsewhere than on the plan.
ON_ITS_OWN: Mapping[ItemKind, str] = {
    ItemKind.OWN: "steps.show",
    ItemKind.UPDATE: "steps.show",
    ItemKind.ROUTINE: "routine.show",
    ItemKind.YEARLY: "partnership.show",
    ItemKind.RENEW: "partnership.show",
}


def _show(item: Item) -> Button:
    if item.of.startswith(PLAN) and item.kind in ON_ITS_OWN:
        return Button(label=say("Show"), does=ON_ITS_OWN[item.kind], about=item.about)
    if item.of.startswith(MEETING) and item.kind is ItemKind.STEP:  # whoever does it may not be there
        return Button(label=say("Show"), does="steps.show", about=item.about)
    return Button(label=say("Show"), does=SHOWS[item.of.partition("-")[0]], about=item.of)


def _buttons(item: Item, page: Page, look: Look) -> list[Button]:
    """What fits: done, all else on the report itself, more time, and not now."""
    about, mine = f"{page.about} {item.key}", item.whose == look.viewer.person
    acts: list[Button] = []
    if item.of in page.seen and mine and item.kind is ItemKind.STEP:
        acts.append(_report(item, about))
        acts += _updates(item, about)
    if item.of in page.seen and mine and item.kind is ItemKind.UPDATE:
        acts.append(Button(label=say("Update"), does="reminders.told_form", about=about, primary=True))
    if item.of in page.seen and mine and item.kind is ItemKind.FIX and item.minor:
        acts.append(Button(label=say("Done"), does="reminders.quick_form", about=about, primary=True))
    if item.of in page.seen:
        acts.append(_show(item))
    if item.of in page.seen and mine and item.kind in EXTENDABLE:
        acts.append(Button(label=say("More time"), does="reminders.time_form", about=about))
    return [*acts, Button(label=say("Snooze"), does="reminders.snooze_form", about=about)]


def _report(item: Item, about: str) -> Button:
    if item.of.startswith(PLAN):
        return Button(label=say("Update"), does="reminders.told_form", about=about, primary=True)
    return Button(label=say("Done"), does="reminders.step_form", about=about, primary=True)


def _updates(item: Item, about: str) -> list[Button]:
    """How a step of a report stands is told from its form as well; an idea's is done or not needed."""
    return [Button(label=say("Update"), does="reminders.update_form", about=about)] if item.of.startswith(CAR) else []


def _copies(late: Sequence[Item], page: Page, look: Look) -> list[Part]:
    if not late:
        return []
    more = _rest(len(late), len(page.items), page.about)
    lines = Items([_line(item, page, look) for item in late[:SHOWN]])
    return [Heading(say("Late elsewhere ({n})", n=len(late))), Note(WHY), lines, *more]


WHY = say("Nothing for you to do here: its owner has to, and may need your help.")


def _put_off(page: Page, look: Look) -> list[Part]:
    lines = [
        Line(
            name=_titled(put.item, page),
            detail=say("put off until {day}", day=day(put.until, look.today)),
            button=Button(label=say("Undo"), does="reminders.wake", about=f"{page.about} {put.item.key}"),
        )
        for put in page.put_off[:SHOWN]
    ]
    return [Heading(say("Put off ({n})", n=len(page.put_off))), Items(lines)] if lines else []


def _done(page: Page) -> list[Part]:
    """What was told of and waits no more, each with the way back where there is one."""
    lines = [
        Line(
            name=joined(" · ", [of, typed(page.titles.get(key, ""))]),
            detail=say("does not wait for you any more"),
            button=Button(label=say("Undo"), does="reminders.undo", about=f"{page.about} {key}")
            if key in page.undone
            else None,
        )
        for key, of in page.done[:SHOWN]
    ]
    return [Heading(say("Done ({n})", n=len(page.done))), Items(lines)] if lines else []


def snooze_form(item: Item, title: str, about: str, until: date, look: Look) -> Form:
    when = say("It is due {day}.", day=due(item.due, look.today)) if item.due else say("It has no date.")
    return Form(
        title=say("Snooze"),
        does="reminders.snooze",
        about=about,
        submit=say("Put it off"),
        parts=[
            Text(joined(" · ", [_name(item), typed(title), TO_DO[item.kind]])),
            Ask(name="until", label=say("When shall it come back?"), kind="date", value=until),
            Note(joined(" ", [when, say("Others hear of it all the same when it is late.")])),
        ],
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class When:
    """When somebody is reminded. `own`: they chose it themselves."""

    at: time
    own: bool
    zone: str
    weekly: bool


def when_card(when: When) -> Card:
    at = clock(when.at)
    return Card(
        title=say("Reminders"),
        parts=[
            Facts(
                [
                    (say("Your morning"), at if when.own else say("{at}, as your district has it", at=at)),
                    (say("Your time zone"), when.zone),
                    (say("On the first school day of the week"), ON if when.weekly else OFF),
                ]
            ),
            Text(
                say(
                    "One message at most a day, on school days, with all that waits for you: when something is due, "
                    "will be due in 7 days, or is newly overdue."
                )
            ),
            Note(say("What is late is told to others as well; nobody can switch that off.")),
        ],
        buttons=[Button(label=say("Change"), does="reminders.form")],
    )


ON, OFF = say("Your week"), say("Nothing, unless something is due")
WEEKLY, DISTRICT = "weekly", "district"


def when_form(when: When, usual: time) -> Form:
    options = [
        Option(value=DISTRICT, label=say("As my district has it: {at}", at=clock(usual))),
        *(Option(value=f"{at:%H:%M}", label=clock(at)) for at in MORNINGS),
    ]
    return Form(
        title=say("Reminders"),
        does="reminders.set",
        submit=say("Save"),
        parts=[
            Ask(
                name="morning",
                label=say("When does your message of the day come?"),
                kind="choice",
                options=options,
                value=f"{when.at:%H:%M}" if when.own else DISTRICT,
            ),
            Ask(
                name="marks",
                label=say("At the start of the week"),
                kind="ticks",
                optional=True,
                options=[Option(value=WEEKLY, label=say("Tell me what the week brings"))],
                value=[WEEKLY] if when.weekly else [],
            ),
        ],
    )
