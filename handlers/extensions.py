"""More time for a report: its owner asks, and somebody who decides about its plan grants it or not."""

from dataclasses import replace
from datetime import date

from domain.cases import Case, Moment
from domain.errors import RefusedError
from domain.extensions import EXTENDABLE, Extension, Wish, ask_more_time, date_of, decide, extended, moves_alone
from domain.people import PersonId
from domain.texts import say
from handlers.moving import card_if_seen, draw_card, keep, seen_case, tell
from handlers.names import Named, asked
from handlers.routing import Call, Open, Reply, Routes, Typed
from storage.cars import CarLog
from storage.deciders import approvers
from storage.extensions import Extensions
from views.dates import day, due
from views.elements import Card, Form
from views.more_time import OTHER, decide_form, more_time_form

routes = Routes()


class TimeForm(Named):
    LOOKED_AT = ("reason",)
    new: date
    reason: Typed = ""


class DecideForm(Named):
    LOOKED_AT = ("answer",)
    as_: str
    granted: date | None = None
    answer: Typed | None = None


@routes.button("time.form")
def open_(call: Call) -> Reply:
    return Open(_form(call, seen_case(call)))


def _form(call: Call, case: Case) -> Form:
    car, rules = case.car, call.settings.rules
    when: date | None = getattr(car, date_of(car))
    if car.state not in EXTENDABLE or when is None:
        raise RefusedError('{number} is at "{state}" now, so it needs no more time.', number=car.number, state=car.seen)
    alone = moves_alone(car, when, Extensions(call.tx).of(car.number), rules)
    return more_time_form(car, due(when, call.today), alone=rules.clocks.quick_extension_days if alone else 0)


@routes.submit("time.ask", TimeForm)
def ask(call: Call, form: TimeForm) -> Reply:
    """A minor one is moved at once; else those who decide are asked."""
    was, known = seen_case(call), Extensions(call.tx)
    if again := asked(form, _form(call, was), was.car):
        return again
    wish, before = Wish(new=form.new, reason=form.reason), known.of(was.car.number)
    asks = ask_more_time(was.car, wish, before, at=_at(call), now=call.tx.now, id_=call.tx.mint())
    known.add(asks)
    if asks.is_open:
        tell(call, "time.asked", was.car.number, approvers(call.tx, was), key=f"time.asked:{asks.id}")
    return _keep(call, was, asks, seals=form.seals(was.car))


@routes.button("time.grant", writes=True)
def grant(call: Call) -> Reply:
    was = seen_case(call)
    request = Extensions(call.tx).open_of(was.car.number)
    return _decide(call, was, request, request.new, None)


@routes.button("time.decide_form")
def open_decide(call: Call) -> Reply:
    return Open(_decide_form(call, seen_case(call)))


def _decide_form(call: Call, case: Case) -> Form:
    request = Extensions(call.tx).open_of(case.car.number)
    return decide_form(case.car, request, day(request.new, call.today))


@routes.submit("time.decide", DecideForm)
def answer(call: Call, form: DecideForm) -> Reply:
    was = seen_case(call)
    if again := asked(form, _decide_form(call, was), was.car):
        return again
    request = Extensions(call.tx).open_of(was.car.number)
    other = form.as_ == OTHER
    if other and form.granted is None:
        raise RefusedError("Please choose a day.", field="granted")
    return _decide(call, was, request, form.granted if other else None, form.answer, seals=form.seals(was.car))


def _decide(
    call: Call, was: Case, request: Extension, granted: date | None, said: str | None, *, seals: bool = False
) -> Reply:
    decided = decide(was, request, granted, said, at=_at(call), now=call.tx.now)
    Extensions(call.tx).decided(decided, by=call.me)
    tell(call, "time.decided", was.car.number, [PersonId(decided.asked_by)], key=f"time.decided:{decided.id}")
    return _keep(call, was, decided, seals=seals)


def _keep(call: Call, was: Case, one: Extension, *, seals: bool) -> Reply:
    """The report is saved in any case, so that of two who decide at once one is told."""
    did = "car.time_asked" if one.is_open else "car.time_given" if one.granted else "car.time_declined"
    return keep(call, replace(was, car=extended(was.car, one)), was, did=did, seals=seals)


def _at(call: Call) -> Moment:
    return Moment(by=call.viewer, today=call.today, rules=call.settings.rules)


GONE = say("There is nothing for you to decide here any more.")


@routes.notice("time.asked")
def wished(call: Call) -> Card:
    car = CarLog(call.tx, call.viewer).find(call.about)
    waits = car is not None and any(one.is_open for one in Extensions(call.tx).of(car.number))
    return card_if_seen(call, GONE, lead=say("More time is asked for. Please decide.") if waits else "")


@routes.notice("time.decided")
def told(call: Call) -> Card:
    """To who asked: the newest answer."""
    car = CarLog(call.tx, call.viewer).find(call.about)
    decided = [one for one in Extensions(call.tx).of(call.about) if not one.is_open] if car else []
    if car is None or not decided:
        return card_if_seen(call, GONE)
    last = decided[-1]
    if last.granted:
        said = say("You have more time, until {day}.", day=day(last.granted, call.today))
    elif last.answer is None:
        said = say("Nobody decided about more time: the report was opened again, and its dates are new.")
    else:
        said = say("The date stays. Why: {why}", why=last.answer)
    return draw_card(call, car, lead=said)
