"""The links of a wave, for whoever runs it: how many there are for which school, and what they are saved as."""

from collections.abc import Mapping, Sequence
from typing import Any

from domain.exports import Kind
from domain.places import Place
from domain.survey_links import MOST, PULSE, Sheaf, until
from domain.surveys import Wave
from domain.texts import Said, joined, say, say_many
from views.elements import Ask, Button, Card, Form, Item, Items, Link, Note, Opens, Option, Part, Text

NOBODY = say("Kaizen keeps no addresses of families: the school sends the links itself, or prints them.")


def links_card(wave: Wave, sheaves: Sequence[Sheaf], places: Mapping[str, str]) -> Card:
    lines = [
        Item(
            name=_where(sheaf, places),
            detail=_kind(sheaf),
            button=Button(label=say("Show"), does="links.sheaf", about=f"{wave.number} {sheaf.nth}"),
        )
        for sheaf in sheaves
    ]
    none = Text(say("There are no links yet. Without one nobody can answer."))
    return Card(
        title=say("Links to {name}", name=wave.name),
        parts=[Items(lines) if lines else none, _page(wave, "", say("See the page")), Note(NOBODY)],
        buttons=[
            Button(label=say("Make links"), does="links.form", about=wave.number, primary=not lines),
            Button(label=say("The wave"), does="wave.show", about=wave.number),
        ],
    )


def _where(sheaf: Sheaf, places: Mapping[str, str]) -> str:
    return places.get(sheaf.place or "", "") or say("The whole district")


def _kind(sheaf: Sheaf) -> Said:
    if sheaf.is_open:
        return say("One link for everybody")
    many = say_many("{n} link that counts once", "{n} links that count once each", len(sheaf.ids))
    return joined(" · ", [say("Batch {n}", n=sheaf.nth), many])


def _page(wave: Wave, link: str, label: str) -> Link:
    return Link(label, "", Opens(purpose=PULSE, about=f"{wave.number} {link}", until=until(wave)))


def sheaf_card(wave: Wave, sheaf: Sheaf, places: Mapping[str, str]) -> Card:
    """What was made, and the files that hold it."""
    warned = say("Anybody who has this link can answer, also more than once. The results say so.")
    alone = say("Each link counts once. Give each family one; who got which, Kaizen does not know.")
    parts: list[Part] = [Text(warned if sheaf.is_open else alone)]
    if sheaf.is_open:
        parts.append(_page(wave, sheaf.nth, say("Copy this link")))
    files = {
        Kind.LINKS_CSV: say("Save as CSV"),
        Kind.LINKS_LETTERS: say("Print a poster") if sheaf.is_open else say("Print letters"),
        Kind.LINKS_CODES: say("Print codes"),
    }
    buttons = [
        Button(label=label, does="links.save", about=f"{kind} {wave.number} {sheaf.nth}")
        for kind, label in files.items()
    ]
    back = Button(label=say("All links"), does="links.show", about=wave.number)
    state = joined(" · ", [_where(sheaf, places), _kind(sheaf)])
    return Card(
        title=say("Links to {name}", name=wave.name),
        state=state,
        parts=[*parts, Note(NOBODY)],
        buttons=buttons,
        more=[back],
    )


def make_form(wave: Wave, schools: Sequence[Place], given: Mapping[str, Any]) -> Form:
    where = Ask(
        name="school",
        label=say("For which school?"),
        kind="choice",
        hint=say("Answers are counted there. Leave it empty for the whole district."),
        optional=True,
        options=[Option(value=place.id, label=place.name) for place in schools],
        value=given.get("school") or wave.place,
        search="places.school",
    )
    number = Ask(
        name="number",
        label=say("How many families?"),
        hint=say(
            "Each gets a link that counts once, {most} at most. Leave it empty for one link for everybody.", most=MOST
        ),
        optional=True,
        value=given.get("number"),
        most=4,
    )
    return Form(
        title=say("Make links"),
        does="links.make",
        about=wave.number,
        submit=say("Make them"),
        parts=[*([where] if schools else []), number],
    )
