"""Draws forms as web pages that somebody fills in. Pure, like views/html.py; a form needs no script.

What does not fit is said above the form and beside the question. A box that nobody sees catches programs that fill in
whatever they find.
"""

from collections.abc import Mapping
from datetime import date

from markupsafe import Markup

from domain.texts import say
from views.elements import Ask, Card, Form
from views.html import NAME, clean, element, framed, lines, main, part_html, policy, stylesheet
from views.languages import said

FORM_STYLE = stylesheet("page", "controls", "form")
FORM_POLICY = policy(FORM_STYLE, forms="'self'")
TRAP = "website"  # the box that nobody sees
OPTIONAL = say("optional")
NOT_SENT = say("It was not sent yet:")

QUESTION = Markup('<div class="question">\n<label for="{name}" dir="auto">{label}</label>\n{hint}{fault}{box}\n</div>')


def form_page(card: Card, form: Form | None, faults: Mapping[str, str]) -> str:
    """A card with a form below it. `faults` are by the name of the question; "" stands for all of it."""
    shown = main(card)
    if form:
        shown = Markup("{}{}").format(shown[: -len("</main>")], _form(form, faults, card.language)) + Markup("</main>")
    title = f"{clean(card.title)} — {NAME}"
    return framed(title, shown, language=card.language, style=FORM_STYLE)


def _form(form: Form, faults: Mapping[str, str], language: str) -> Markup:
    parts = [_question(part, faults, language) if isinstance(part, Ask) else part_html(part) for part in form.parts]
    told = [element('<li dir="auto">{}</li>', fault) for fault in faults.values()]
    summary = Markup('<div role="alert" class="fault">\n{}\n<ul>\n{}\n</ul>\n</div>\n').format(
        element("<p>{}</p>", said(NOT_SENT, language)), lines(told)
    )
    return Markup('<form method="post">\n{}{}\n{}\n{}\n<button type="submit">{}</button>\n</form>\n').format(
        summary if told else Markup(),
        element('<h2 dir="auto">{}</h2>', form.title),
        lines(parts),
        _trap(),
        clean(form.submit),
    )


def _trap() -> Markup:
    box = '<p class="trap" aria-hidden="true"><input name="{}" tabindex="-1" autocomplete="off" aria-label="{}"></p>'
    return Markup(box).format(TRAP, TRAP)  # noqa: S704 - our own


def _question(ask: Ask, faults: Mapping[str, str], language: str) -> Markup:
    fault = faults.get(ask.name, "")
    optional = f" ({said(OPTIONAL, language)})" if ask.optional else ""
    return QUESTION.format(
        name=ask.name,
        label=f"{clean(ask.label)}{optional}",
        hint=Markup('<p class="note" id="{}-hint" dir="auto">{}</p>\n').format(ask.name, clean(ask.hint))
        if ask.hint
        else "",
        fault=Markup('<p class="fault" id="{}-fault" dir="auto">{}</p>\n').format(ask.name, clean(fault))
        if fault
        else "",
        box=_box(ask, _attributes(ask, fault=bool(fault))),
    )


def _attributes(ask: Ask, *, fault: bool) -> Markup:
    told = " ".join(f"{ask.name}-{kind}" for kind, there in (("hint", ask.hint), ("fault", fault)) if there)
    return Markup().join(
        [
            Markup(' id="{0}" name="{0}"').format(ask.name),
            Markup(' aria-describedby="{}"').format(told) if told else Markup(),
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
