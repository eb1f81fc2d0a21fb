"""Remove words of a need for good."""

from collections.abc import Sequence

from domain.errors import RefusedError
from domain.holds import check_reason
from domain.needs import PARTS, Need, check_may_remove
from domain.numbers import said_in
from domain.texts import command, say
from handlers.names import Named, asked
from handlers.need_papers import look_on
from handlers.routing import Call, Draw, Open, Reply, Routes, Show, Typed
from storage.copies import draw_files_again
from storage.direct import GONE, TYPED
from storage.holds import Holds
from storage.needs import Needs
from storage.outbox import Outbox
from storage.people import People
from storage.redaction import Redactions
from views.dates import day
from views.elements import Card
from views.need_forms import nothing_card, redact_form, removed_card

routes = Routes()


class RedactForm(Named):
    LOOKED_AT = ("reason",)
    parts: Sequence[str] = ()
    reason: Typed = ""


@routes.button("needs.redact_form")
def open_(call: Call) -> Reply:
    one = _not_held(call)
    kept = Redactions(call.tx).fields_of(_record(one))
    return Open(redact_form(one, kept)) if kept else Show(nothing_card(one), beside=True)


@routes.submit("needs.redact", RedactForm)
def redact(call: Call, form: RedactForm) -> Reply:
    """Every version of these words; answers and files that show them are taken away."""
    one = _not_held(call)
    check_reason(form.reason)
    kept = Redactions(call.tx).fields_of(_record(one))
    gone = kept & set(form.parts) & PARTS.keys()
    if not gone:
        raise RefusedError("Please tick what is to be removed.", field="parts")
    if again := asked(form, redact_form(one, kept)):
        return again
    Redactions(call.tx).redact(_record(one), gone, reason=form.reason, by=call.me)
    for about in (said_in(one.number), TYPED):
        Outbox(call.tx).refresh(about, GONE)
    draw_files_again(call.tx, one.number)
    return Draw("needs.redacted", one.number)


@routes.notice("needs.redacted")
def redacted(call: Call) -> Card:
    check_may_remove(call.viewer)
    one = Needs(call.tx, call.viewer).get(call.about)
    removed = Redactions(call.tx).about(_record(one))
    if not removed:
        raise RefusedError("No words were removed from {number}.", number=one.number)
    last = removed[-1]
    name = People(call.tx).names([last.by]).get(last.by, say("Somebody who left"))
    when = day(last.at.astimezone(call.settings.zone).date(), call.today)
    return removed_card(one, name, when, last.reason, look_on(call, [one]))


def _record(one: Need) -> str:
    return f"needs:{one.number}"


def _not_held(call: Call) -> Need:
    """The need, for whoever may remove its words, unless a hold keeps them."""
    check_may_remove(call.viewer)
    one = Needs(call.tx, call.viewer).get(call.about)
    if Holds(call.tx).on(one.number):
        raise RefusedError("A hold on the whole district keeps all words: {holds}", holds=command("kaizen holds"))
    return one
