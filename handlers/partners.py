"""A partner's own page: the lead of a partnership makes the link and ends it; the partner tells by it what they did."""

from collections.abc import Mapping
from datetime import date

from domain.errors import RefusedError
from domain.frozen import dataclass
from domain.improvement import ENDED, DistrictPlan
from domain.improvement_rights import check_leads
from domain.links import ExpiredError
from domain.partners import PARTNER, PartnerLink, theirs, told_once_more, was_told
from domain.partnerships import Commitment, Happened, Term, check_partnership, check_told
from handlers.improvement import look, named, number_in, plan_of
from handlers.names import Named
from handlers.routing import Call, Draw, Reply, Routes, Show, Typed, filled_in
from storage.daily import draw_again
from storage.outbox import Outbox
from storage.partners import PartnerLinks
from storage.partnerships import Partnerships
from views.elements import Card
from views.partners import PartnerPage, ask_again, link_card, partner_page, told_card

routes = Routes()


class ToldForm(Named):
    """What a partner sends from their page."""

    LOOKED_AT = ("said",)
    promise: str = ""
    day: date
    said: Typed = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Visit:
    """A page that somebody opened: with the rights that whoever made the link has now."""

    call: Call
    link: PartnerLink
    plan: DistrictPlan
    term: Term
    promised: list[Commitment]
    told: list[Happened]


@routes.button("partner.link")
def show(call: Call) -> Reply:
    return Show(_card(call), beside=True)


@routes.notice("partner.card")
def card(call: Call) -> Card:
    return _card(call)


def _card(call: Call) -> Card:
    plan, term = _led(call)
    link = PartnerLinks(call.tx).of(plan.number)
    return link_card(plan, term, link, look(call, [plan]), call.tx.now)


def _led(call: Call) -> tuple[DistrictPlan, Term]:
    plan = plan_of(call, call.about)
    check_partnership(plan)
    check_leads(plan, call.viewer)
    term = Partnerships(call.tx).terms([plan.number]).get(plan.number)
    if term is None:
        raise RefusedError("Please say first with whom it is, and how long it lasts.")
    return plan, term


@routes.button("partner.renew", writes=True)
def renew(call: Call) -> Reply:
    """A first one, or a new one in the place of the old one."""
    plan, _ = _led(call)
    PartnerLinks(call.tx).renew(plan.number, by=call.me)
    return Draw("partner.card", plan.number)


@routes.button("partner.end", writes=True)
def end(call: Call) -> Reply:
    plan, _ = _led(call)
    link = PartnerLinks(call.tx).of(plan.number)
    if link and link.ended_at is None:
        PartnerLinks(call.tx).end(link, by=call.me)
    return Draw("partner.card", plan.number)


@routes.notice("partner.told")
def told(call: Call) -> Card:
    """To whoever leads it: what the partner wrote."""
    number, commitment, nth = named(call.about, 3)
    plan, book = plan_of(call, number), Partnerships(call.tx)
    promise = book.commitments([number])[number][number_in(commitment) - 1]
    those = [one for one in book.happened([number])[number] if one.commitment == promise.nth]
    return told_card(plan, book.terms([number])[number], promise, those[number_in(nth) - 1], look(call, [plan]))


# The page


def visit(call: Call) -> Visit:
    """Raises `ExpiredError` for a link that was ended or replaced, and `RefusedError` where its maker leads no more."""
    number, _, name = call.about.partition("/")
    link = PartnerLinks(call.tx).of(number)
    if link is None or link.id != name or link.made_by != call.me or not link.is_live(call.tx.now):
        raise ExpiredError
    plan, book = plan_of(call, number), Partnerships(call.tx)
    check_leads(plan, call.viewer)
    if plan.state in ENDED:
        raise ExpiredError
    return Visit(
        call=call,
        link=link,
        plan=plan,
        term=book.terms([number])[number],
        promised=theirs(book.commitments([number])[number]),
        told=book.happened([number])[number],
    )


def page(found: Visit, *, thanks: bool = False) -> PartnerPage:
    seen = look(found.call, [found.plan])
    return partner_page(found.plan, found.term, found.promised, found.told, seen, thanks=thanks)


def tell(found: Visit, typed: Mapping[str, str]) -> PartnerPage | None:
    """Keep what the partner tells; the page once more where words look like a student's. The same twice is one.

    Raises `FormError`, and `RefusedError` that may name a question.
    """
    call, number, form = found.call, found.plan.number, filled_in(ToldForm, typed)
    nth = next((one.nth for one in found.promised if str(one.nth) == form.promise), None)
    if nth is None:
        raise RefusedError("Please choose a promise.", field="promise")
    those = [one for one in found.told if one.commitment == nth]
    new = Happened(plan=number, commitment=nth, nth=0, day=form.day, said=form.said, by=PARTNER)
    check_told(new, found.term, call.today)
    if form.found:
        return ask_again(page(found), typed, form.found)
    if was_told(new, those):
        return None
    PartnerLinks(call.tx).count(told_once_more(found.link, call.today))
    Partnerships(call.tx).tell(new)
    about = f"{number} {nth} {len(those) + 1}"
    Outbox(call.tx).owe("partner.told", about, to=found.plan.lead, key=f"partner.told:{about}")
    draw_again(call.tx, number)
    return None
