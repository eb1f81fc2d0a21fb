"""Hold a report, or the whole district, so that no words are removed; and lift the hold."""

from domain.errors import RefusedError
from domain.holds import Cause, Hold, check_may_hold, check_may_lift, check_reason
from domain.numbers import car_number
from handlers.routing import Answers, Call, Draw, Open, Reply, Routes, Show, Typed
from storage.cars import CarLog
from storage.holds import Holds
from storage.people import People
from views.elements import Card
from views.holds import hold_form, holds_card, lift_form

routes = Routes()


class HoldForm(Answers):
    cause: Cause
    reason: Typed = ""


class LiftForm(Answers):
    reason: Typed = ""


@routes.command("hold")
def start(call: Call) -> Reply:
    check_may_hold(call.viewer)
    return Open(hold_form(_number(call, call.text) if call.text else ""))


@routes.button("holds.open")
def open_(call: Call) -> Reply:
    check_may_hold(call.viewer)
    return Open(hold_form(_number(call, call.about) if call.about else ""))


def _number(call: Call, typed: str) -> str:
    number = car_number(typed, call.settings.number_year(call.today))
    if not number:
        raise RefusedError("Please name the report by its number: /kaizen hold 12. Alone, it is the whole district.")
    return CarLog(call.tx, call.viewer).get(number).number


@routes.submit("holds.set", HoldForm)
def set_(call: Call, form: HoldForm) -> Reply:
    check_may_hold(call.viewer)
    check_reason(form.reason)
    about = CarLog(call.tx, call.viewer).get(call.about).number if call.about else ""
    hold = Hold(
        id=call.tx.mint(), about=about, cause=form.cause, reason=form.reason, set_by=call.me, set_at=call.tx.now
    )
    Holds(call.tx).set(hold)
    return Draw("holds.card")


@routes.button("holds.lift_form")
def open_lift(call: Call) -> Reply:
    check_may_lift(call.viewer)
    return Open(lift_form(Holds(call.tx).get(call.about)))


@routes.submit("holds.lift", LiftForm)
def lift(call: Call, form: LiftForm) -> Reply:
    check_may_lift(call.viewer)
    check_reason(form.reason)
    holds = Holds(call.tx)
    holds.lift(holds.get(call.about), by=call.me, because=form.reason)
    return Draw("holds.card")


@routes.command("holds")
@routes.button("holds.list")
def list_(call: Call) -> Reply:
    return Show(card(call), beside=True)


@routes.notice("holds.card")
def card(call: Call) -> Card:
    check_may_hold(call.viewer)
    lasting = Holds(call.tx).lasting()
    names = People(call.tx).names(hold.set_by for hold in lasting)
    return holds_card(lasting, names, call.today, call.settings.zone, lifts=call.viewer.is_mr)
