"""What was heard at a meeting: writing it down, what was done about it, and how those who were there read it."""

from collections.abc import Mapping, Sequence

from domain.meeting_themes import DID_MAX, SAID_MAX, Theme
from domain.meetings import Meeting
from domain.texts import command, joined, say
from views.dates import day
from views.elements import Ask, Button, Card, Form, Item, Items, Note, Option, Part, Quote, Text
from views.look import Look
from views.meetings import heading
from views.names import NO_NAMES
from views.plans import typed

SURE = "sure"
#: What it becomes.
BECOMES: Mapping[str, str] = {
    "theme": say("A theme: you say what was done about it later"),
    "gap": say("A need: something is missing"),
    "strength": say("A need: something is strong"),
    "problem": say("A problem to report"),
    "idea": say("An idea"),
}


def heard_form(meeting: Meeting, becomes: Sequence[str]) -> Form:
    return Form(
        title=say("What was heard"),
        does="meeting.heard",
        about=meeting.number,
        submit=say("Save"),
        parts=[
            Text(heading(meeting)),
            Ask(
                name="said",
                label=say("What did people say?"),
                kind="paragraph",
                example=say("Families who work late cannot come to school meetings."),
                hint=NO_NAMES,
                most=SAID_MAX,
            ),
            Ask(
                name="as_",
                label=say("What is it?"),
                kind="choice",
                options=[Option(value=name, label=said) for name, said in BECOMES.items() if name in becomes],
                value=becomes[0],
            ),
            Ask(
                name="sure",
                label=say("Did you look?"),
                kind="ticks",
                options=[Option(value=SURE, label=say("Nobody can be recognized in it"))],
            ),
        ],
    )


def did_form(theme: Theme) -> Form:
    return Form(
        title=say("What we did"),
        does="meeting.did",
        about=f"{theme.meeting} {theme.nth}",
        submit=say("Save"),
        parts=[
            Quote(typed(theme.said)),
            Ask(
                name="did",
                label=say("What was done about it, or why will nothing be?"),
                kind="paragraph",
                value=theme.did or None,
                hint=NO_NAMES,
                most=DID_MAX,
            ),
        ],
    )


def themes_card(meeting: Meeting, themes: Sequence[Theme], look: Look, *, runs: bool, persons: int) -> Card:
    """`persons` is how many with an account were there, who can be told."""
    add = Button(label=say("Add a theme"), does="meeting.heard_form", about=meeting.number, primary=not themes)
    told = [theme for theme in themes if theme.did and theme.told_at is None]
    tell = Button(label=say("Tell those who were there"), does="meeting.tell", about=meeting.number, primary=True)
    listed: list[Part] = [Items([_item(theme, look, runs=runs) for theme in themes])] if themes else [Text(NOTHING)]
    how = say(
        "To tell it in a conversation, type there: {tell}", tell=command(f"kaizen meetings tell {_short(meeting)}")
    )
    return Card(
        title=joined(" · ", [meeting.number, say("You said, we did ({n})", n=len(themes))]),
        state=typed(meeting.title),
        parts=[*listed, *([Note(how)] if runs and themes else [])],
        buttons=[
            *([add] if runs else []),
            *([tell] if runs and told and persons else []),
            Button(label=say("Show the meeting"), does="meeting.show", about=meeting.number),
        ],
    )


NOTHING = say("No theme is written down yet.")


def _short(meeting: Meeting) -> str:
    """The number as it is typed: "2026-4"."""
    year, nth = meeting.number.split("-")[1:]
    return f"{year}-{int(nth)}"


def _item(theme: Theme, look: Look, *, runs: bool) -> Item:
    does, label = ("meeting.did_form", say("What we did")) if runs else ("meeting.theme", say("Show"))
    told = theme.told_at.astimezone(look.zone).date() if theme.told_at else None
    said = [
        say("We did: {did}", did=typed(theme.did)) if theme.did else say("Nothing was said about it yet"),
        say("told {day}", day=day(told, look.today)) if told else "",
    ]
    return Item(
        name=typed(theme.said),
        detail=joined(" · ", said),
        button=Button(label=label, does=does, about=f"{theme.meeting} {theme.nth}"),
    )


def theme_card(meeting: Meeting, theme: Theme, *, runs: bool) -> Card:
    at = f"{theme.meeting} {theme.nth}"
    did = Button(label=say("What we did"), does="meeting.did_form", about=at, primary=True)
    out = Button(label=say("Take it out"), does="meeting.theme_out", about=at, confirm=say("It leaves the list."))
    return Card(
        title=joined(" · ", [meeting.number, say("Theme {n}", n=theme.nth)]),
        parts=[*said_parts([theme])],
        buttons=[*([did] if runs else []), Button(label=say("All of it"), does="meeting.themes", about=meeting.number)],
        more=[out] if runs else (),
    )


def said_parts(themes: Sequence[Theme]) -> list[Part]:
    """For each theme what people said and what was done, as pairs."""
    parts: list[Part] = []
    for theme in themes:
        did = say("We did: {did}", did=typed(theme.did)) if theme.did else say("We look at it.")
        parts += [Quote(typed(theme.said)), Text(did)]
    return parts


def told_card(meeting: Meeting, themes: Sequence[Theme], look: Look) -> Card:
    """As those who were there read it, and a conversation."""
    return Card(
        title=say("You said, we did"),
        state=joined(" · ", [typed(meeting.title), day(meeting.day, look.today)]),
        parts=said_parts(themes) or [Text(say("There is nothing to read here any more."))],
    )
