"""Answers to what somebody asked in plain words: which filters were understood, and what was found."""

from collections.abc import Mapping, Sequence

from domain.asking import Unclear
from domain.cars import Car
from domain.periods import Period
from domain.sought import Sought, Status, Whose
from domain.texts import joined, say
from views.cars import SOURCES, car_items, firm
from views.dates import day
from views.elements import Button, Card, Note, Text
from views.look import Look
from views.pages import how_many

PAGE = 8  # reports
MOST_SUGGESTED = 3
STATUS: Mapping[Status, str] = {Status.OPEN: say("Open"), Status.CLOSED: say("Closed"), Status.ALL: say("All")}
WHOSE: Mapping[Whose, str] = {
    Whose.MINE: say("yours"),
    Whose.REPORTED: say("reported by you"),
    Whose.OWNED: say("owned by you"),
    Whose.WAITING: say("waiting for you"),
}
#: What can always be asked.
USUAL = (
    (say("What waits for me"), Sought(whose=Whose.WAITING)),
    (say("What is open"), Sought()),
    (say("What is overdue"), Sought(overdue=True)),
)
#: Sentences to begin with, where a platform suggests some.
PROMPTS = (
    (say("What waits for me?"), say("What waits for me?")),
    (say("My reports"), say("My reports")),
    (say("What is overdue?"), say("What is overdue?")),
    (say("New this week"), say("New this week")),
)
PROMPTS_TITLE = say("Ask about reports, or say what is wrong.")
EXAMPLES = say("Ask for example: “overdue at East”, “who owns CAR 12”, “closed last month”, “my reports”.")


def understood(sought: Sought, look: Look) -> str:
    """The filters that a list has, in words: "Open · East School · overdue"."""
    wanted = sought.filters
    said = [
        STATUS[sought.status],
        WHOSE[sought.whose] if sought.whose else "",
        look.names.place(wanted.school) if wanted.school else "",
        look.names.place(wanted.department) if wanted.department else "",
        look.person(wanted.owner) if wanted.owner else "",
        firm(look.rules)[wanted.severity] if wanted.severity else "",
        SOURCES[wanted.source] if wanted.source else "",
        say("urgent") if sought.urgent else "",
        say("overdue") if sought.overdue else "",
        say("reported {when}", when=_when(sought.filed, look)) if sought.filed else "",
        say("closed {when}", when=_when(sought.closed, look)) if sought.closed else "",
        say("due {when}", when=_when(sought.due, look)) if sought.due else "",
    ]
    return joined(" · ", said)


def _when(period: Period, look: Look) -> str:
    first, last = day(period.first, look.today), day(period.last, look.today)
    return first if period.first == period.last else say("{first} to {last}", first=first, last=last)


def found_card(cars: Sequence[Car], look: Look, sought: Sought, *, offset: int, total: int) -> Card:
    """One page of what was found, under the filters that were understood."""
    pages = [
        *([_page(say("Newer"), max(0, offset - PAGE), sought)] if offset else []),
        *([_page(say("Older"), offset + PAGE, sought)] if offset + PAGE < total else []),
    ]
    return Card(
        title=say("{filters}: {n}", filters=understood(sought, look), n=how_many(total)),
        parts=[car_items(cars, look) if cars else Text(say("None.")), Note(say("Of the reports that you may see."))],
        buttons=pages,
    )


def _page(label: str, offset: int, sought: Sought) -> Button:
    return Button(label=label, does="ask.list", about=f"{offset} {sought.line}")


def unclear_card(text: str, unclear: Unclear, meant: Sequence[tuple[str, Sought]]) -> Card:
    """Not understood: what could have been meant, each with its name, and what can always be asked."""
    known = {sought.line for _, sought in meant}
    usual = [(label, sought) for label, sought in USUAL if sought.line not in known]
    say_it = Button(label=say("Report this as a problem"), does="car.report", about=text, primary=True)
    suggested = [_suggested(label, sought) for label, sought in (*meant, *usual)]
    return Card(
        title=_title(text, unclear),
        parts=[Note(EXAMPLES)],
        buttons=[*([say_it] if unclear.report else []), *suggested][:MOST_SUGGESTED],
    )


def _title(text: str, unclear: Unclear) -> str:
    if unclear.places:
        return say("Which one do you mean?")
    if not text:
        return say("What do you want to know?")
    if unclear.words and len(unclear.words) <= MOST_SUGGESTED and not unclear.report:
        return say("Kaizen does not know what “{words}” means here.", words=" ".join(unclear.words))
    return say("“{text}” is not something Kaizen knows.", text=text)


def _suggested(label: str, sought: Sought) -> Button:
    return Button(label=label, does="ask.list", about=f"0 {sought.line}")


def nobody_card(name: str) -> Card:
    said = say("Nobody called “{name}” owns a report that you can see.", name=name)
    return Card(title=said, parts=[Note(EXAMPLES)], buttons=[_suggested(label, sought) for label, sought in USUAL])


def which_card(name: str, owners: Sequence[tuple[str, Sought]]) -> Card:
    """Several are called so."""
    buttons = [_suggested(called, sought) for called, sought in owners]
    return Card(title=say("Which “{name}” do you mean?", name=name), buttons=buttons)
