"""Cards and forms in the reader's language."""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from importlib import import_module
from inspect import isfunction
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from domain.errors import RefusedError
from domain.texts import capital, command, day_text, joined, say, say_many
from tests.texts import PSEUDO, ROOT, Pseudo, escaped
from tests.views import (
    agenda_scene,
    auditors,
    cabinet_scene,
    files,
    idea_scene,
    logged,
    met,
    minuted,
    needed,
    papers,
    planned,
    polled,
    public,
    reminding,
    rest,
    roadmapped,
    surveyed,
    test_golden,
    told,
    trends,
    worked,
)
from tests.views.teams_referee import shown
from tests.views.test_golden import HOMES, MESSAGES
from views import languages, teams
from views.elements import Button, Card, Facts, Form, Option, Text
from views.languages import best, card_in, form_in, said, texts_in
from views.slack import message, modal
from views.slack_text import TITLE

#: Every word in the scene that somebody typed, or that is a name.
TYPED = (
    """
    CAR Kaizen Mia Moss Ann Archer Ole Olsen Bob Byrd Che Chow East School Facilities Department Sunrise Schools
    The gate latch at the bus loop is broken again The latch of the south gate does not close Pupils reach the street
    Which gate It opens again Tied it shut Every gate closes Every bus on time Joe Cook America Chicago
    A student's name lst Request of March Spring break Memorial Day Gate latch broken at East
    It is how the gate is built OLD Grounds
    https example org link file kaizen help holds car log trends list open mine owned closed or all show and number
    reminders channels groups read private cabinet slack oauth install Deb ratelimited
    is a the any word ann EXP
    English Español not_implemented documentation people_available communication competency_and_training
"""
    + worked.TYPED
    + planned.TYPED
    + idea_scene.TYPED
    + polled.TYPED
    + surveyed.TYPED
    + met.TYPED
    + cabinet_scene.TYPED
    + minuted.TYPED
)


@pytest.fixture(autouse=True)
def pseudo() -> Iterator[None]:
    languages.MORE[PSEUDO] = Pseudo()
    yield
    del languages.MORE[PSEUDO]


def texts(part: Any) -> Iterator[str]:
    """Every text that a person reads in a card or form: not routes, names of questions, ids and addresses."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, list | tuple):
        for one in part:
            yield from texts(one)
    elif is_dataclass(part) and not isinstance(part, type):
        for one in fields(part):
            if one.name not in ("does", "about", "name", "kind", "value", "search", "url", "language") or (
                one.name == "name" and type(part).__name__ == "Item"
            ):
                yield from texts(getattr(part, one.name))


CARDS = {
    **MESSAGES,
    **HOMES,
    **{f"{name} too": card for name, card in {**rest.CARDS, **trends.MORE, **public.MORE}.items()},
}
FORMS = {
    **test_golden.FORMS,
    **{f"{name} too": form for name, form in rest.FORMS.items()},
    "a small one": trends.SMALL_FORM,
    "raise little": trends.FEW_FORM,
    **public.REST_OF_FORMS,
}


@pytest.mark.parametrize("name", CARDS)
def test_no_text_of_a_card_escapes(name: str) -> None:
    card = card_in(CARDS[name], PSEUDO)

    assert escaped(" ".join(texts(card)), TYPED) == set()
    assert escaped(message(card)["text"], TYPED + " lt gt") == set()
    assert escaped(shown(teams.card_of(card)) + teams.fallback(card), TYPED) == set()


def test_no_title_and_no_button_of_a_form_is_cut_in_spanish_that_is_whole_in_english() -> None:
    short = {text for form in FORMS.values() for text in (form.title, form.submit) if len(text) <= TITLE}

    assert {said_so for text in short if len(said_so := said(text, "es")) > TITLE} == set()


@pytest.mark.parametrize("name", FORMS)
def test_no_text_of_a_form_escapes(name: str) -> None:
    form = form_in(FORMS[name], PSEUDO)

    assert escaped(" ".join(texts(form)), TYPED) == set()
    assert escaped(str(modal(form, "", {})["close"]["text"]), "") == set()
    assert escaped(shown(teams.chat_form(form, {}, {}, {"": "1"})), TYPED) == set()


def test_every_card_and_form_that_there_is_is_read_for_texts_that_escape() -> None:
    modules = [import_module(f"views.{path.stem}") for path in (ROOT / "views").glob("*.py")]
    made = {one for module in modules for one in vars(module).values() if _draws(one)}
    drawn = {
        one
        for module in (
            *(test_golden, planned, rest, told, trends, worked, files, logged, reminding, idea_scene, polled, surveyed),
            *(met, minuted),
            agenda_scene,
            cabinet_scene,
            *(auditors, papers, public, needed, roadmapped),
        )
        for one in vars(module).values()
        if _draws(one)
    }

    assert made - drawn == {card_in, form_in}, "draw it in test_golden.py or in rest.py"


def _draws(one: Any) -> bool:
    return isfunction(one) and one.__name__[0] != "_" and one.__annotations__.get("return") in (Card, Form)


def test_an_escaped_text_would_be_noticed() -> None:
    card = card_in(Card(title=say("Reported"), parts=[Text("Nobody marked this")]), PSEUDO)

    assert escaped(" ".join(texts(card)), TYPED) == {"Nobody", "marked", "this"} - set(TYPED.split())


SLASHED = re.compile(r"(?<!\w)/(?:car|kaizen|invite|plan|poll|step)\b")


@pytest.mark.parametrize("name", sorted(CARDS.keys() - {"scopes_missing"}))  # which is about Slack
def test_no_card_tells_people_in_teams_to_type_a_slash(name: str) -> None:
    drawn = teams.card_of(card_in(CARDS[name], "en", slash=False))

    assert SLASHED.findall(shown(drawn) + drawn["fallbackText"]) == []


def test_a_command_is_said_as_it_is_typed_there() -> None:
    error = RefusedError("You typed {text}. Type {list}.", text="/car lst", list=command("car list"))

    assert said(error.sentence, "en") == "You typed /car lst. Type /car list."
    assert said(error.sentence, "en", slash=False) == "You typed /car lst. Type “car list”."
    assert said(joined(" ", [command("kaizen help"), say("{n} days", n=2)]), "en", slash=False) == "“help” 2 days"
    assert said(say("{help}", help=command("kaizen help")), PSEUDO, slash=False) == "¤“help”¤"


@pytest.fixture
def spanish(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    catalog = Catalog(locale="es")
    catalog.add("Received", "Recibido")
    catalog.add("due {when}", "para el {when}")
    catalog.add(("{n} school", "{n} schools"), ("{n} escuela", "{n} escuelas"))
    catalog.add("the {office} office", "la oficina de {office}")
    written = BytesIO()
    write_po(written, catalog)
    folder = tmp_path / "es"
    folder.mkdir()
    (folder / "some.po").write_bytes(written.getvalue())
    monkeypatch.setattr(languages, "LOCALES", tmp_path)
    languages._read.cache_clear()
    yield
    languages._read.cache_clear()


@pytest.mark.usefixtures("spanish")
def test_a_text_is_said_with_what_it_was_made_of() -> None:
    friday = date(2026, 3, 20)

    assert said(say("due {when}", when=day_text(friday, year=False)), "es") == "para el vie, 20 mar"
    assert said(say_many("{n} school", "{n} schools", 1), "es") == "1 escuela"
    assert said(say_many("{n} school", "{n} schools", 2), "es") == "2 escuelas"
    assert said(joined(" · ", ["Gate", say("Received")]), "es") == "Gate · Recibido"
    assert said(capital(say("the {office} office", office="Título IX")), "es") == "La oficina de Título IX"


@pytest.mark.usefixtures("spanish")
def test_what_is_not_translated_and_what_was_typed_stay_as_they_are() -> None:
    assert said(say("Nobody yet"), "es") == "Nobody yet"
    assert said("Received", "es") == "Received", "somebody typed that"


@pytest.mark.usefixtures("spanish")
def test_a_card_a_form_and_options_are_said_whole() -> None:
    card = Card(
        title=say("Received"), parts=[Facts([(say("Received"), "x")])], buttons=[Button(label="Ok", does="a.b")]
    )

    assert card_in(card, "es").parts == [Facts([("Recibido", "x")])]
    assert card_in(card, "es").language == "es"
    assert form_in(Form(title=say("Received"), does="a.b", parts=[]), "es").title == "Recibido"
    assert texts_in([Option(value="1", label=say("Received"))], "es")[0].label == "Recibido"
    assert card_in(card, "en") is card


@pytest.mark.usefixtures("spanish")
def test_somebody_is_answered_in_the_language_that_they_chose_or_in_the_districts() -> None:
    assert best("es-MX", "en") == "es"
    assert best("fr-FR", "es") == "es"
    assert best("en-GB", "es") == "en"
    assert best(None, "fr") == "en"


def test_a_refusal_keeps_what_it_was_made_of() -> None:
    error = RefusedError("There is no setting {key}.", key="tea {time}", field="key")

    assert error.sentence == "There is no setting tea {time}."
    assert said(error.sentence, PSEUDO) == "¤tea {time}¤"
