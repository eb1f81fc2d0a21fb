"""The link of a partner: its card for whoever leads the partnership, the page behind it, and what came by it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Self

from domain.frozen import dataclass
from domain.improvement import DistrictPlan
from domain.partners import PARTNER, PartnerLink
from domain.partnerships import SAID_MAX, Commitment, Happened, Term
from domain.texts import joined, say
from views.dates import day
from views.elements import Ask, Button, Card, Form, Heading, Item, Items, Link, Note, Opens, Option, Part, Quote, Text
from views.languages import card_in, form_in
from views.look import Look
from views.names import NO_NAMES, asked_again
from views.partnerships import stands
from views.plans import typed

HERE = ""  # the address of the page itself
WHAT = say("The partner tells on a page of their own how they keep their promises. They need no account.")
ALONE = say("Whoever has the link can write by it, so send it to the partner alone. You are told of each line.")
RENEWS = say("The old link does not open any more. The partner needs the new one.")
ENDS = say("The partner's link does not open any more. You can make a new one.")


@dataclass(frozen=True, kw_only=True, slots=True)
class PartnerPage:
    """What stands on the page, and the form below it, unless there is nothing to tell of."""

    card: Card
    form: Form | None

    def said_in(self, tag: str) -> Self:
        return replace(self, card=card_in(self.card, tag), form=form_in(self.form, tag) if self.form else None)


def link_card(plan: DistrictPlan, term: Term, link: PartnerLink | None, look: Look, now: datetime) -> Card:
    title, state = (
        joined(" · ", [plan.number, say("The partner's link")]),
        say("for {partner}", partner=typed(term.partner)),
    )
    back = Button(label=say("Show all promises"), does="partnership.show", about=plan.number)
    if link is None or not link.is_live(now):
        make = Button(label=say("Make a link"), does="partner.renew", about=plan.number, primary=True)
        return Card(title=title, state=state, parts=[Text(WHAT), Note(ALONE)], buttons=[make, back])
    opens = Opens(purpose=PARTNER, about=f"{plan.number}/{link.id}", person=link.made_by, until=link.until)
    until = day(link.until.astimezone(look.zone).date(), look.today)
    return Card(
        title=title,
        state=state,
        parts=[
            Text(WHAT),
            Link(say("Send this link to the partner"), "", opens),
            Note(ALONE),
            Note(say("Made by {who}. It opens until {day}.", who=look.person(link.made_by), day=until)),
        ],
        buttons=[
            Button(label=say("Make a new link"), does="partner.renew", about=plan.number, confirm=RENEWS),
            Button(label=say("End it"), does="partner.end", about=plan.number, confirm=ENDS),
            back,
        ],
    )


def told_card(plan: DistrictPlan, term: Term, promise: Commitment, told: Happened, look: Look) -> Card:
    """What came by the link, to whoever leads the partnership."""
    at = f"{plan.number} {promise.nth}"
    again = [Note(say("It was taken back since."))] if told.undone else []
    undo = [] if told.undone else [Button(label=say("Undo"), does="partnership.undo", about=at)]
    return Card(
        title=joined(" · ", [plan.number, typed(promise.what)]),
        state=say("{partner} told of it", partner=typed(term.partner)),
        parts=[Quote(typed(told.said)), Note(say("It happened on {day}.", day=day(told.day, look.today))), *again],
        buttons=[Button(label=say("Show"), does="partnership.one", about=at, primary=True), *undo],
    )


def partner_page(
    plan: DistrictPlan,
    term: Term,
    promised: Sequence[Commitment],
    told: Sequence[Happened],
    look: Look,
    *,
    thanks: bool = False,
) -> PartnerPage:
    lines = [Item(name=typed(one.what), detail=stands(term, one, told, look)) for one in promised]
    nothing = Text(say("Nothing is promised yet. Please ask whoever sent you this link."))
    parts: list[Part] = [
        *([Text(say("Thank you. It is kept, and whoever leads the partnership is told."))] if thanks else []),
        Text(say("Hello {partner}. Here you tell how a promise was kept.", partner=typed(term.partner))),
        *([Heading(say("What you promised")), Items(lines)] if lines else [nothing]),
    ]
    form = _form(promised, look.today) if lines else None
    return PartnerPage(card=Card(title=typed(plan.title), parts=parts), form=form)


def _form(promised: Sequence[Commitment], today: date) -> Form:
    options = [Option(value=str(one.nth), label=typed(one.what)) for one in promised]
    return Form(
        title=say("It happened"),
        does=HERE,
        submit=say("Send"),
        parts=[
            Ask(
                name="promise",
                label=say("Which promise was kept?"),
                kind="choice",
                options=options,
                value=options[0].value if len(options) == 1 else None,
            ),
            Ask(name="day", label=say("On which day?"), kind="date", value=today),
            Ask(name="said", label=say("What shows it?"), kind="paragraph", hint=NO_NAMES, most=SAID_MAX),
        ],
    )


def ask_again(page: PartnerPage, typed_: Mapping[str, Any], found: Sequence[str]) -> PartnerPage:
    """With all that was typed, and the question about a student above it."""
    assert page.form is not None  # noqa: S101 - who sent it had a form
    return replace(page, form=asked_again(page.form, typed_, found, seals=False))


def filled(page: PartnerPage, typed_: Mapping[str, str]) -> PartnerPage:
    """With all that was typed."""
    if page.form is None:
        return page
    parts = [
        replace(part, value=typed_.get(part.name, part.value)) if isinstance(part, Ask) else part
        for part in page.form.parts
    ]
    return replace(page, form=replace(page.form, parts=parts))
