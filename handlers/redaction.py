"""Remove words from a report for good: what should never have been written there."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from domain.cars import Car
from domain.errors import RefusedError
from domain.files import Purpose
from domain.holds import check_may_hold, check_may_redact, check_not_held, check_reason, keeps_words
from domain.numbers import car_number, idea_number, need_number, plan_number
from domain.texts import command, say
from handlers.idea_decisions import open_remove
from handlers.names import Named, asked
from handlers.need_redaction import open_ as remove_of_need
from handlers.plan_redaction import open_ as remove_of_plan
from handlers.routing import Call, Draw, Open, Reply, Routes, Show, Typed
from storage.belongings import chosen, named, words_beside
from storage.car_words import CarWords
from storage.cars import CarLog
from storage.copies import draw_files_again
from storage.direct import GONE, TYPED
from storage.evidence import FIGURE
from storage.files import Files
from storage.holds import Holds
from storage.left import left_of
from storage.offices import Offices
from storage.outbox import Outbox
from storage.people import People
from storage.redaction import Redactions
from views.dates import day
from views.elements import Card
from views.redaction import (
    PARTS,
    columns_of,
    left_card,
    nothing_card,
    redact_form,
    removed_card,
    tried_card,
    words_card,
)

routes = Routes()


class RedactForm(Named):
    LOOKED_AT = ("reason",)
    parts: Sequence[str] = ()
    reason: Typed = ""


@routes.command("redact")
def start(call: Call) -> Reply:
    year = call.settings.number_year(call.today)
    if call.text.lower().startswith("idea") and (idea := idea_number(call.text, year)):
        return open_remove(replace(call, about=idea))
    if call.text.lower().startswith("plan") and (plan := plan_number(call.text, year)):
        return remove_of_plan(replace(call, about=plan))
    if call.text.lower().startswith("need") and (need := need_number(call.text, year)):
        return remove_of_need(replace(call, about=need))
    number = car_number(call.text, year)
    if not number:
        raise RefusedError("Please name the report by its number: {redact}", redact=command("kaizen redact 12"))
    return _form(call, number)


@routes.button("redaction.menu")
def menu(call: Call) -> Reply:
    """What can be done with the words of a report, by those who may."""
    car, offices = CarLog(call.tx, call.viewer).get(call.about), Offices(call.tx).of(call.viewer)
    check_may_hold(car, call.viewer, offices)
    removes = keeps_words(car, call.viewer, offices)
    return Show(words_card(car, held=bool(Holds(call.tx).on(car.number)), removes=removes), beside=True)


@routes.button("redaction.open")
def open_(call: Call) -> Reply:
    return _form(call, call.about)


def _form(call: Call, number: str) -> Reply:
    car = _not_held(call, number)
    kept = _kept(call, car)
    return Open(redact_form(car, kept)) if kept else Show(nothing_card(car), beside=True)


@routes.submit("redaction.make", RedactForm)
def make(call: Call, form: RedactForm) -> Reply:
    car = _not_held(call, call.about)
    check_reason(form.reason)
    kept = _kept(call, car)
    columns = columns_of(set(form.parts) & set(PARTS), kept)
    if not columns:
        raise RefusedError("Please tick what is to be removed.", field="parts")
    if again := asked(form, redact_form(car, kept)):
        return again
    own = {column for column in columns if "." not in column}
    beside = chosen(words_beside(call.tx, car.number), columns)
    Redactions(call.tx).redact(_record(car), own, reason=form.reason, by=call.me, beside=beside)
    _erase(call, car, columns, form.reason)
    CarWords(call.tx).forget(car.number)
    Outbox(call.tx).refresh(car.number)
    draw_files_again(call.tx, car.number)
    Outbox(call.tx).refresh(TYPED, GONE)
    return Draw("redaction.made", car.number)


def _erase(call: Call, car: Car, columns: set[str], reason: str) -> None:
    """Empty the copies that are kept of its files, and the picture of a figure with the words that say the same."""
    for file in Files(call.tx).of(_record(car)):
        goes = "evidence.link" in columns or (file.media == FIGURE and "what" in columns)
        if goes and file.purpose is Purpose.EVIDENCE and not file.erased_at:
            Files(call.tx).erase(file, because=reason, by=call.me)


@routes.notice("redaction.made")
def made(call: Call) -> Card:
    car = _keeps(call, call.about)
    last = Redactions(call.tx).about(_record(car))[-1]
    name = People(call.tx).names([last.by]).get(last.by, say("Somebody who left"))
    return removed_card(car, name, _day(call, last.at), last.reason, Outbox(call.tx).posted_about(car.number))


@routes.notice("redaction.left")
def left(call: Call) -> Card:
    """Drawn when it is read: what could be changed since then is not counted."""
    return left_card(_keeps(call, call.about), left_of(call.tx, call.about))


@routes.button("redaction.again", writes=True)
def again(call: Call) -> Reply:
    """Draw every copy again, this message too."""
    car = _keeps(call, call.about)
    Outbox(call.tx).refresh(car.number)
    return Draw("redaction.tried", car.number)


@routes.notice("redaction.tried")
def tried(call: Call) -> Card:
    return tried_card(_keeps(call, call.about))


def _keeps(call: Call, number: str) -> Car:
    """The report, for whoever keeps its words."""
    car = CarLog(call.tx, call.viewer).get(number)
    check_may_redact(car, call.viewer, Offices(call.tx).of(call.viewer))
    return car


def _not_held(call: Call, number: str) -> Car:
    """The report, unless a hold keeps its words."""
    car = _keeps(call, number)
    holds = Holds(call.tx).on(car.number)
    names = People(call.tx).names(hold.set_by for hold in holds)
    check_not_held(car, holds, names, _day(call, holds[0].set_at) if holds else "")
    return car


def _day(call: Call, when: datetime) -> str:
    return day(when.astimezone(call.settings.zone).date(), call.today)


def _kept(call: Call, car: Car) -> set[str]:
    """The columns that hold words: of the report, and of its plan and all that belongs to it."""
    return Redactions(call.tx).fields_of(_record(car)) | named(words_beside(call.tx, car.number))


def _record(car: Car) -> str:
    return f"cars:{car.number}"
