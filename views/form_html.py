"""Draws forms as web pages that somebody fills in. Pure, like views/html.py; a form needs no script.

What does not fit is said above the form and beside the question. A box that nobody sees catches programs that fill in
whatever they find.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType

from markupsafe import Markup

from domain.frozen import dataclass
from domain.texts import say
from views.elements import Ask, Card, Form
from views.html import NAME, clean, element, framed, lines, main, part_html, policy, stylesheet
from views.languages import said

FORM_STYLE = stylesheet("page", "controls", "form")
FORM_POLICY = policy(FORM_STYLE, forms="'self'")
TRAP = "website"  # the box that nobody sees
TURN = "turn"  # what the buttons of languages send
FORM = "answers"  # the form, for buttons that stand outside of it
SHORT = 2  # letters of answers that stand beside each other
OPTIONAL = say("optional")
NOT_SENT = say("It was not sent yet:")
TONGUE = say("Language")

QUESTION = Markup('<div class="question">\n<label for="{name}" dir="auto">{label}</label>\n{hint}{fault}{box}\n</div>')
GROUP = Markup(
    '<fieldset class="question"{told}>\n<legend dir="auto">{label}</legend>\n{hint}{fault}<div class="{look}">\n'
    "{box}\n</div>\n</fieldset>"
)
HIDDEN = Markup('<input type="hidden" name="{}" value="{}">')
ANSWER = Markup(
    '<label class="answer"><input type="{kind}" name="{name}" value="{value}"{first}{chosen}>'
    '<span dir="auto">{label}</span></label>'
)


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language in which the page can be read: its code, what it calls itself, and where the page is in it."""

    tag: str
    name: str
    url: str


def form_page(
    card: Card,
    form: Form | None,
    faults: Mapping[str, str],
    *,
    spread: bool = False,
    tongues: Sequence[Tongue] = (),
    hidden: Mapping[str, str] = MappingProxyType({}),
) -> str:
    """A card with a form below it. `faults` are by the name of the question; "" stands for all of it.

    `spread`: all answers to choose from are seen at once, as on a questionnaire. Whoever turns to another language
    keeps what they have filled in. `hidden` comes back with what is sent.
    """
    shown = main(card)
    if form:
        told = _summary(form, faults, card.language)  # first, where whoever sent it looks next
        drawn = _form(form, faults, card.language, hidden, spread=spread)
        inside = shown[len("<main>") : -len("</main>")]
        shown = Markup("<main>\n{}{}{}</main>").format(told, inside.lstrip("\n"), drawn)
    title = f"{clean(card.title)} — {NAME}"
    if faults:
        title = f"{clean(said(NOT_SENT, card.language))} {title}"
    turns = _tongues(tongues, card.language, of_form=form is not None)
    return framed(title, Markup("{}{}").format(turns, shown), language=card.language, style=FORM_STYLE)


def _tongues(tongues: Sequence[Tongue], now: str, *, of_form: bool) -> Markup:
    """The languages, each in its own; beside a form they are buttons of it.

    Whoever presses Enter in a form presses the first of its buttons, which is to be the one that sends.
    """
    if not tongues:
        return Markup()
    sends = Markup('<button class="trap" type="submit" form="{}" tabindex="-1" aria-hidden="true"></button>\n')
    return Markup('<nav aria-label="{}">\n{}{}\n</nav>\n').format(
        said(TONGUE, now),
        sends.format(FORM) if of_form else Markup(),
        lines(_tongue(one, now, of_form=of_form) for one in tongues),
    )


def _tongue(one: Tongue, now: str, *, of_form: bool) -> Markup:
    if one.tag == now:
        return Markup('<strong lang="{}">{}</strong>').format(one.tag, one.name)
    if not of_form:
        return Markup('<a href="{}" lang="{}" hreflang="{}">{}</a>').format(one.url, one.tag, one.tag, one.name)
    return Markup(
        '<button type="submit" form="{}" formaction="{}" formnovalidate name="{}" value="{}" lang="{}">{}</button>'
    ).format(FORM, one.url, TURN, one.tag, one.tag, one.name)


def _form(form: Form, faults: Mapping[str, str], language: str, hidden: Mapping[str, str], *, spread: bool) -> Markup:
    marked = not all(ask.optional for ask in form.asks)  # where all of it is, the form says so
    parts = [
        _asked(part, faults, language, spread=spread, marked=marked) if isinstance(part, Ask) else part_html(part)
        for part in form.parts
    ]
    return Markup('<form method="post" id="{}">\n{}\n{}\n{}\n<button type="submit">{}</button>\n</form>\n').format(
        FORM,
        element('<h2 dir="auto">{}</h2>', form.title),
        lines([*parts, *(HIDDEN.format(name, value) for name, value in hidden.items())]),
        _trap(),
        clean(form.submit),
    )


def _summary(form: Form, faults: Mapping[str, str], language: str) -> Markup:
    """What does not fit, each with the way to its question."""
    asked = {ask.name for ask in form.asks}
    told = [
        Markup('<li dir="auto"><a href="#{}">{}</a></li>').format(name, clean(fault))
        if name in asked
        else element('<li dir="auto">{}</li>', fault)
        for name, fault in faults.items()
    ]
    if not told:
        return Markup()
    return Markup('<div role="alert" class="fault">\n{}\n<ul>\n{}\n</ul>\n</div>\n').format(
        element("<p>{}</p>", said(NOT_SENT, language)), lines(told)
    )


def _trap() -> Markup:
    box = '<p class="trap" aria-hidden="true"><input name="{}" tabindex="-1" autocomplete="off" aria-label="{}"></p>'
    return Markup(box).format(TRAP, TRAP)  # noqa: S704 - our own


def _asked(ask: Ask, faults: Mapping[str, str], language: str, *, spread: bool, marked: bool) -> Markup:
    fault = faults.get(ask.name, "")
    optional = f" ({said(OPTIONAL, language)})" if ask.optional and marked else ""
    shown = {
        "label": f"{clean(ask.label)}{optional}",
        "hint": _beside(ask, "hint", "note", ask.hint),
        "fault": _beside(ask, "fault", "fault", fault),
    }
    if ask.kind == "ticks" or (ask.kind == "choice" and spread):
        short = all(len(one.label) <= SHORT for one in ask.options)
        look = "row" if short else "answers"
        return GROUP.format(**shown, look=look, told=_told(ask, fault=bool(fault)), box=_answers(ask))
    return QUESTION.format(**shown, name=ask.name, box=_box(ask, _attributes(ask, fault=bool(fault))))


def _beside(ask: Ask, what: str, look: str, words: str) -> Markup:
    html = Markup('<p class="{}" id="{}-{}" dir="auto">{}</p>\n')
    return html.format(look, ask.name, what, clean(words)) if words else Markup()


def _answers(ask: Ask) -> Markup:
    """Each with a place to press; a way from the summary leads to the first."""
    given = [ask.value] if isinstance(ask.value, str) else ask.value
    chosen = [str(one) for one in given] if isinstance(given, Sequence) else []
    kind = "checkbox" if ask.kind == "ticks" else "radio"
    return lines(
        ANSWER.format(
            kind=kind,
            name=ask.name,
            value=one.value,
            first=Markup(' id="{}"').format(ask.name) if nth == 0 else Markup(),
            chosen=Markup(" checked") if one.value in chosen else Markup(),
            label=clean(one.label),
        )
        for nth, one in enumerate(ask.options)
    )


def _told(ask: Ask, *, fault: bool) -> Markup:
    """By what it is described."""
    told = " ".join(f"{ask.name}-{kind}" for kind, there in (("hint", ask.hint), ("fault", fault)) if there)
    return Markup(' aria-describedby="{}"').format(told) if told else Markup()


def _attributes(ask: Ask, *, fault: bool) -> Markup:
    return Markup().join(
        [
            Markup(' id="{0}" name="{0}"').format(ask.name),
            _told(ask, fault=fault),
            Markup(' aria-invalid="true"') if fault else Markup(),
            Markup() if ask.optional else Markup(" required"),
        ]
    )


def _box(ask: Ask, attributes: Markup) -> Markup:
    value = ask.value.isoformat() if isinstance(ask.value, date) else clean(str(ask.value or ""))
    match ask.kind:
        case "paragraph":
            return Markup('<textarea{} rows="4" maxlength="{}" dir="auto">\n{}</textarea>').format(
                attributes, ask.most, value
            )
        case "date":
            return Markup('<input{} type="date" value="{}">').format(attributes, value)
        case "choice":
            return _select(ask, attributes, value)
        case "line":
            return Markup('<input{} type="text" maxlength="{}" value="{}" dir="auto">').format(
                attributes, ask.most, value
            )
        case _:
            raise ValueError(f"a page has no box for {ask.kind}")


def _select(ask: Ask, attributes: Markup, value: str) -> Markup:
    none = [] if value else [Markup('<option value=""></option>')]
    options = [
        Markup('<option value="{}"{}>{}</option>').format(
            one.value, Markup(" selected") if one.value == value else Markup(), clean(one.label)
        )
        for one in ask.options
    ]
    return Markup("<select{}>\n{}\n</select>").format(attributes, lines([*none, *options]))
