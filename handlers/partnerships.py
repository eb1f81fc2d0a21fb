"""A partnership: its term, what each side promised, and what happened of it."""

from dataclasses import replace
from datetime import date

from domain.errors import RefusedError
from domain.improvement import DistrictPlan
from domain.improvement_rights import check_leads
from domain.numbers import plan_number
from domain.partnerships import (
    Commitment,
    Happened,
    Side,
    Term,
    check_commitment,
    check_happened,
    check_partnership,
    check_term,
)
from domain.texts import command
from handlers.improvement import look, named, number_in, plan_of
from handlers.names import Named, asked
from handlers.routing import Call, Draw, Open, Reply, Routes, Show, Typed
from storage.daily import draw_again
from storage.partnerships import Partnerships
from views.elements import Card
from views.partnerships import (
    RESOURCE,
    commitment_card,
    commitment_form,
    happened_form,
    partnership_card,
    term_form,
)

routes = Routes()


class TermForm(Named):
    LOOKED_AT = ("partner",)
    partner: Typed = ""
    starts: date
    ends: date
    renewal_by: date


class CommitmentForm(Named):
    LOOKED_AT = ("what",)
    side: Side
    what: Typed = ""
    a_year: Typed | None = None
    due: date | None = None
    marks: tuple[str, ...] = ()


class HappenedForm(Named):
    LOOKED_AT = ("said",)
    day: date
    said: Typed = ""


@routes.command("plan partnership")
def typed(call: Call) -> Reply:
    number = plan_number(call.text, call.settings.number_year(call.today))
    if not number:
        raise RefusedError("Please name the plan by its number: {show}", show=command("plan partnership 3"))
    return Show(_card(replace(call, about=number)))


@routes.button("partnership.show")
def show(call: Call) -> Reply:
    return Show(_card(call), beside=True)


@routes.notice("partnership.card")
def card(call: Call) -> Card:
    return _card(call)


def _card(call: Call) -> Card:
    plan, book = _plan(call), Partnerships(call.tx)
    term = book.terms([plan.number]).get(plan.number)
    promised, told = book.commitments([plan.number])[plan.number], book.happened([plan.number])[plan.number]
    return partnership_card(plan, term, promised, told, look(call, [plan]))


def _plan(call: Call) -> DistrictPlan:
    plan = plan_of(call, named(call.about, 2)[0])
    check_partnership(plan)
    return plan


def _led(call: Call) -> DistrictPlan:
    plan = _plan(call)
    check_leads(plan, call.viewer)
    return plan


def _term(call: Call, plan: DistrictPlan) -> Term:
    term = Partnerships(call.tx).terms([plan.number]).get(plan.number)
    if term is None:
        raise RefusedError("Please say first with whom it is, and how long it lasts.")
    return term


@routes.button("partnership.term_form")
def open_term(call: Call) -> Reply:
    plan = _led(call)
    return Open(term_form(plan, Partnerships(call.tx).terms([plan.number]).get(plan.number)))


@routes.submit("partnership.term", TermForm)
def set_term(call: Call, form: TermForm) -> Reply:
    """Another day for the renewal asks for it anew."""
    plan = _led(call)
    was = Partnerships(call.tx).terms([plan.number]).get(plan.number)
    asked_for = was.renewed_on if was and was.renewal_by == form.renewal_by else None
    term = Term(plan=plan.number, renewed_on=asked_for, **form.model_dump(exclude={"names"}))
    check_term(term, plan, by=call.viewer)
    if again := asked(form, term_form(plan, was)):
        return again
    Partnerships(call.tx).set_term(term, by=call.me)
    return _kept(call, plan)


def _kept(call: Call, plan: DistrictPlan) -> Reply:
    draw_again(call.tx, plan.number)
    return Draw("partnership.card", plan.number)


@routes.button("partnership.renewed", writes=True)
def renewed(call: Call) -> Reply:
    """That renewal was asked for; pressed once more, that it was not."""
    plan = _led(call)
    term = _term(call, plan)
    now = replace(term, renewed_on=None if term.renewed_on else call.today)
    Partnerships(call.tx).set_term(now, by=call.me)
    return _kept(call, plan)


@routes.button("partnership.promise_form")
def open_promise(call: Call) -> Reply:
    plan = _led(call)
    _term(call, plan)
    return Open(commitment_form(plan))


@routes.submit("partnership.promise", CommitmentForm)
def promise(call: Call, form: CommitmentForm) -> Reply:
    plan = _led(call)
    _term(call, plan)
    book = Partnerships(call.tx)
    one = Commitment(
        plan=plan.number,
        nth=0,
        side=form.side,
        what=form.what,
        a_year=_times(form.a_year),
        due=form.due,
        resource=RESOURCE in form.marks,
    )
    check_commitment(one, book.commitments([plan.number])[plan.number], plan, by=call.viewer)
    if again := asked(form, commitment_form(plan)):
        return again
    book.keep(one, by=call.me)
    return _kept(call, plan)


def _times(typed_: str | None) -> int | None:
    if not (typed_ or "").strip():
        return None
    return number_in((typed_ or "").strip())  # of what is no number, 0, which is refused


@routes.button("partnership.one")
def one_(call: Call) -> Reply:
    return Show(_one_card(call), beside=True)


@routes.notice("partnership.one_card")
def one_card(call: Call) -> Card:
    return _one_card(call)


def _one_card(call: Call) -> Card:
    plan = _plan(call)
    one, told = _one(call, plan)
    seen = look(call, [plan], (), *(other.by for other in told))
    return commitment_card(plan, _term(call, plan), one, told, seen)


def _one(call: Call, plan: DistrictPlan) -> tuple[Commitment, list[Happened]]:
    nth, book = number_in(named(call.about, 2)[1]), Partnerships(call.tx)
    known = [one for one in book.commitments([plan.number])[plan.number] if one.nth == nth and not one.dropped]
    if not known:
        raise RefusedError("This partnership has no commitment {n} any more.", n=nth)
    return known[0], [told for told in book.happened([plan.number])[plan.number] if told.commitment == nth]


@routes.button("partnership.happened_form")
def open_happened(call: Call) -> Reply:
    plan = _led(call)
    return Open(happened_form(plan, _one(call, plan)[0], call.today))


@routes.submit("partnership.happened", HappenedForm)
def happened(call: Call, form: HappenedForm) -> Reply:
    plan = _led(call)
    one, _ = _one(call, plan)
    told = Happened(plan=plan.number, commitment=one.nth, nth=0, day=form.day, said=form.said, by=call.me)
    check_happened(told, _term(call, plan), plan, by=call.viewer, today=call.today)
    if again := asked(form, happened_form(plan, one, call.today)):
        return again
    Partnerships(call.tx).tell(told)
    return _kept_one(call, plan, one)


def _kept_one(call: Call, plan: DistrictPlan, one: Commitment) -> Reply:
    draw_again(call.tx, plan.number)
    return Draw("partnership.one_card", f"{plan.number} {one.nth}")


@routes.button("partnership.undo", writes=True)
def undo(call: Call) -> Reply:
    """Take back what was told last of a commitment; it stays on record, marked."""
    plan = _led(call)
    one, told = _one(call, plan)
    counted = [other for other in told if not other.undone]
    if not counted:
        raise RefusedError("Nothing was told of it yet.")
    Partnerships(call.tx).take_back(counted[-1], by=call.me)
    return _kept_one(call, plan, one)


@routes.button("partnership.drop", writes=True)
def drop(call: Call) -> Reply:
    """It is not promised any more; what happened of it stays on record."""
    plan = _led(call)
    one, _ = _one(call, plan)
    Partnerships(call.tx).keep(replace(one, dropped=True), by=call.me)
    return _kept(call, plan)
