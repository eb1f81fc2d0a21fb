"""Hold a report, or the whole district, so that no words are removed; and lift the hold."""

from domain.errors import RefusedError
from domain.holds import (
    MR_OR_CHIEF,
    Cause,
    Hold,
    check_may_hold,
    check_may_lift,
    check_reason,
    may_hold_all,
    may_lift,
    sees_hold,
)
from domain.numbers import car_number
from domain.texts import command
from domain.who import DECIDES
from handlers.names import Named, asked
from handlers.routing import Call, Draw, Open, Reply, Routes, Show, Typed
from storage.cars import CarLog
from storage.holds import Holds
from storage.offices import Offices
from storage.people import People
from views.elements import Card
from views.holds import hold_form, holds_card, lift_form

routes = Routes()


class HoldForm(Named):
    LOOKED_AT = ("reason",)
    cause: Cause
    reason: Typed = ""


class LiftForm(Named):
    LOOKED_AT = ("reason",)
    reason: Typed = ""


@routes.command("hold")
def start(call: Call) -> Reply:
    return _form(call, _number(call) if call.text else "")


@routes.button("holds.open")
def open_(call: Call) -> Reply:
    return _form(call, call.about)


def _number(call: Call) -> str:
    number = car_number(call.text, call.settings.number_year(call.today))
    if not number:
        raise RefusedError(
            "Please name the report by its number: {hold}. Alone, it is the whole district.",
            hold=command("kaizen hold 12"),
        )
    return number


def _form(call: Call, number: str) -> Reply:
    """Without a number, for the whole district."""
    car = CarLog(call.tx, call.viewer).get(number) if number else None
    check_may_hold(car, call.viewer, Offices(call.tx).of(call.viewer))
    return Open(hold_form(number))


@routes.submit("holds.set", HoldForm)
def set_(call: Call, form: HoldForm) -> Reply:
    car = CarLog(call.tx, call.viewer).get(call.about) if call.about else None
    check_may_hold(car, call.viewer, Offices(call.tx).of(call.viewer))
    check_reason(form.reason)
    if again := asked(form, hold_form(call.about)):
        return again
    hold = Hold(
        id=call.tx.mint(),
        about=car.number if car else "",
        cause=form.cause,
        reason=form.reason,
        set_by=call.me,
        set_at=call.tx.now,
    )
    Holds(call.tx).set(hold)
    return Draw("holds.card")


@routes.button("holds.lift_form")
def open_lift(call: Call) -> Reply:
    return Open(lift_form(_to_lift(call)))


@routes.submit("holds.lift", LiftForm)
def lift(call: Call, form: LiftForm) -> Reply:
    hold = _to_lift(call)
    check_reason(form.reason)
    if again := asked(form, lift_form(hold)):
        return again
    Holds(call.tx).lift(hold, by=call.me, because=form.reason)
    return Draw("holds.card")


def _to_lift(call: Call) -> Hold:
    """The hold, for who sees it and may lift it; to all others it is as if it were not there."""
    hold = Holds(call.tx).find(call.about)
    car = CarLog(call.tx, call.viewer).find(hold.about) if hold else None
    offices = Offices(call.tx).of(call.viewer)
    if hold is None or not sees_hold(hold, car, call.viewer, offices):
        raise RefusedError(
            "That hold was lifted already, or you cannot see it. See: {holds}", holds=command("kaizen holds")
        )
    check_may_lift(hold, car, call.viewer, offices)
    return hold


@routes.command("holds")
@routes.button("holds.list")
def list_(call: Call) -> Reply:
    return Show(card(call), beside=True)


@routes.notice("holds.card")
def card(call: Call) -> Card:
    """The holds that whoever looks may see: the others are not even counted."""
    lasting, offices = Holds(call.tx).lasting(), Offices(call.tx).of(call.viewer)
    if not offices and not any(call.viewer.holds(role) for role in DECIDES.values()):
        raise RefusedError("Only {who} can see holds.", who=MR_OR_CHIEF)
    log = CarLog(call.tx, call.viewer)
    cars = {hold.about: log.find(hold.about) for hold in lasting if hold.about}
    seen = [hold for hold in lasting if sees_hold(hold, cars.get(hold.about), call.viewer, offices)]
    lifts = {hold.id for hold in seen if may_lift(hold, cars.get(hold.about), call.viewer, offices)}
    names = People(call.tx).names(hold.set_by for hold in seen)
    everywhere = may_hold_all(call.viewer)
    return holds_card(seen, names, call.today, call.settings.zone, lifts=lifts, everywhere=everywhere)
