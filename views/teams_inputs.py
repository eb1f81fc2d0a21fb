"""Draws the questions of a form as inputs of Adaptive Cards.

A hint stands in the label, on a line of its own: screen readers read a label out with its box, and nothing below it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field

from domain.conversations import POSTS
from domain.frozen import dataclass
from domain.texts import say
from views.added import LOOK_AGAIN
from views.elements import Ask, Option
from views.languages import ENGLISH, said
from views.teams_text import LABEL, OPTION, Element, clean, cut, plain, rich, run, small, words

Who = Mapping[str, str]  # the id in the tenant's directory of each person who stands in a form

TYPED, HINT, PLACEHOLDER, LINK = 3000, 300, 150, 500  # ours, in characters
LISTED, FEW = 100, 10  # choices of a menu, beyond which Teams asks us while the person types; choices seen at a glance
PEOPLE = "graph.microsoft.com/users"
COMMA = "\ue02c"  # stands for a comma within a tick, since Teams puts commas between ticks
FILL_IN = say("Please fill this in.")


@dataclass(frozen=True, kw_only=True, slots=True)
class Filling:
    """How the questions of a form are drawn: who stands in them, what has to be mended, and how long a menu may be."""

    language: str = ENGLISH
    who: Who = field(default_factory=dict)
    faults: Mapping[str, str] = field(default_factory=dict)
    listed: int = LISTED
    #: Whether Teams holds the form back until each needed box is filled: then it holds back every other act of it too.
    strict: bool = True


def question(ask: Ask, filling: Filling) -> list[Element]:
    """A question; what has to be mended stands above it."""
    fault = attention(filling.faults[ask.name], filling.language) if ask.name in filling.faults else []
    if ask.kind == "channel":
        return [*fault, *_channel(ask, filling)]
    drawn: Element = {"type": "Input.Text", "id": ask.name, "label": _label(ask, filling)}
    drawn |= KINDS[ask.kind](ask, filling)
    if filling.strict and not ask.optional:
        drawn |= {"isRequired": True, "errorMessage": said(FILL_IN, filling.language)}
    return [*fault, drawn]


def attention(sentence: str, language: str) -> list[Element]:
    """What has to be mended, in words and in colour."""
    begins = run(said(LOOK_AGAIN, language), weight="bolder", color="attention")
    return rich(begins, run(said(sentence, language), color="attention"), spacing="medium")


def _label(ask: Ask, filling: Filling) -> str:
    name = cut(clean(ask.label), LABEL) or "–"
    if ask.kind == "photos":
        name = said(say("{label}: links to them, one a line", label=name), filling.language)
    if ask.optional:
        name = said(say("{label} (optional)", label=name), filling.language)
    elif not filling.strict:
        name = said(say("{label} (needed)", label=name), filling.language)
    return words("\n".join(text for text in (name, cut(clean(ask.hint), HINT)) if text), LABEL + HINT + 100)


def _text(ask: Ask, _filling: Filling) -> Element:
    most = min(ask.most, TYPED)
    drawn: Element = {"isMultiline": True} if ask.kind == "paragraph" else {}
    return drawn | {"maxLength": most} | _placeholder(ask) | _value(cut(str(ask.value or ""), most))


def _link(ask: Ask, _filling: Filling) -> Element:
    return {"style": "url", "maxLength": min(ask.most, TYPED)} | _placeholder(ask) | _value(str(ask.value or ""))


def _date(ask: Ask, _filling: Filling) -> Element:
    return {"type": "Input.Date"} | _placeholder(ask) | _value(str(ask.value or ""))


def _person(ask: Ask, filling: Filling) -> Element:
    drawn: Element = {"type": "Input.ChoiceSet", "choices": [], "choices.data": _asked(PEOPLE)}
    return drawn | _placeholder(ask) | _value(filling.who.get(str(ask.value), ""))


def _choice(ask: Ask, filling: Filling) -> Element:
    drawn: Element = {"type": "Input.ChoiceSet", "style": "compact"} | _placeholder(ask)
    chosen = [o for o in ask.options if o.value == ask.value]
    value = _value(chosen[0].value) if chosen else {}
    if ask.search and not 0 < len(ask.options) <= filling.listed:
        found = {"choices": _choices(chosen[:1]), "choices.data": _asked(ask.search)}
        return drawn | {"style": "filtered"} | found | value
    style = {"style": "filtered"} if len(ask.options) > FEW else {}
    return drawn | style | {"choices": _choices(ask.options[:LISTED])} | value


def _ticks(ask: Ask, _filling: Filling) -> Element:
    ticked = [o.value for o in ask.options if o.value in (ask.value or ())]  # type: ignore[operator]
    drawn: Element = {"type": "Input.ChoiceSet", "isMultiSelect": True, "style": "expanded", "wrap": True}
    choices = [
        {"title": plain(" ".join(_named(o).split()), OPTION) or "–", "value": _kept_whole(o.value)}
        for o in ask.options[:LISTED]
    ]
    return drawn | {"choices": choices} | _value(",".join(_kept_whole(value) for value in ticked))


def _photos(ask: Ask, _filling: Filling) -> Element:
    """Teams lets nobody add a file to a form."""
    links = ask.value if isinstance(ask.value, str) else "\n".join(map(str, ask.value or ()))  # type: ignore[arg-type]
    return {"isMultiline": True, "maxLength": min(ask.most * LINK, TYPED)} | _placeholder(ask) | _value(links)


def _channel(ask: Ask, filling: Filling) -> list[Element]:
    """Teams has no menu of conversations, so it is chosen by words in the conversation itself."""
    name = cut(clean(ask.label), LABEL) or "–"
    kept = str(ask.value or "")
    now = say("Now: {conversation}", conversation=filling.who.get(kept, kept)) if kept else ""
    how = say("To choose one, write in it: @Kaizen use this for {what}", what=POSTS.get(ask.name, name))
    lines = [small(said(text, filling.language)) for text in (now, how)]
    return [*rich(run(name, weight="bolder"), spacing="medium"), *lines[0], *lines[1]]


KINDS: Mapping[str, Callable[[Ask, Filling], Element]] = {
    "line": _text,
    "paragraph": _text,
    "link": _link,
    "date": _date,
    "person": _person,
    "choice": _choice,
    "ticks": _ticks,
    "photos": _photos,
}


def choice(one: Option) -> Element:
    return {"title": words(" ".join(_named(one).split()), OPTION) or "–", "value": one.value}


def _choices(options: Sequence[Option]) -> list[Element]:
    return [choice(one) for one in options]


def _named(one: Option) -> str:
    return " — ".join(text for text in (one.label.strip(), one.detail.strip()) if text)


def _kept_whole(value: str) -> str:
    return value.replace(",", COMMA)


def ticked(answer: str) -> list[str]:
    """The values that were ticked, as Teams sends them."""
    return [value.replace(COMMA, ",") for value in answer.split(",") if value]


def _asked(dataset: str) -> Element:
    return {"type": "Data.Query", "dataset": dataset}


def _placeholder(ask: Ask) -> Element:
    example = words(ask.example, PLACEHOLDER)
    return {"placeholder": example} if example else {}


def _value(value: str) -> Element:
    return {"value": value} if value else {}
