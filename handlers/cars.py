"""Report a problem, look reports up, and decide about them."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from domain.cars import Car, Kind, RejectionKind, Severity, Source, State, check_report
from domain.deadlines import first_dates
from domain.errors import RefusedError
from domain.lifecycle import Case, move
from domain.moves import Accept, Answer, Brings, Fix, Reject, Return, Withdraw, default_acceptance
from domain.numbers import car_number
from domain.people import PersonId, Role
from domain.places import PlaceKind, place_in
from handlers.people import nobody_in
from handlers.routing import Answers, Call, Draw, Open, Reply, Routes, Show, Typed
from storage.cars import CarLog, closed, everything, owned_by, reported_by, returned_to, still_open, waiting_for_triage
from storage.leavers import owned_by_somebody_who_left
from storage.outbox import Outbox
from storage.people import People
from storage.places import Places
from views.car_forms import (
    HIDE_NAME,
    URGENT,
    accept_form,
    answer_form,
    fixed_form,
    reject_form,
    report_form,
    return_form,
)
from views.car_lists import filed_card, list_card
from views.cars import Look, Names, car_card
from views.elements import Card, Form
from views.redaction import with_words_act

routes = Routes()

PAGE = 10
SCOPES: dict[str, Callable[[Call], Any]] = {
    "open": lambda _: still_open(),
    "mine": lambda call: reported_by(call.me),
    "owned": lambda call: owned_by(call.me),
    "closed": lambda _: closed(),
    "all": lambda _: everything(),
    "triage": lambda _: waiting_for_triage(),
    "returned": lambda call: returned_to(call.me),
    "left": lambda _: owned_by_somebody_who_left(),
}


class ReportForm(Answers):
    what: Typed = ""
    school: str | None = None
    happened_on: date
    marks: Sequence[str] = ()
    photos: Sequence[str] = ()
    link: Typed | None = None
    already_done: Typed | None = None
    on_behalf_of: Typed | None = None


class AcceptForm(Answers):
    owner: str
    severity: Severity
    school: str | None = None
    department: str | None = None
    requirement: Typed | None = None
    objective: str | None = None
    kind: Kind
    source: Source
    plan_due: date | None = None
    implementation_due: date | None = None
    effectiveness_due: date | None = None


class ReasonForm(Answers):
    reason: Typed = ""


class RejectForm(ReasonForm):
    as_: RejectionKind
    related: Typed | None = None


class FixedForm(ReasonForm):
    category: str


class AnswerForm(Answers):
    text: Typed = ""


@routes.command("car")
@routes.button("car.report")
def start(call: Call) -> Reply:
    """The form, with what was typed behind the command, or said in the message that is reported."""
    return Open(_report_form(call, {"what": call.text}))


@routes.button("car.more")
def more(call: Call) -> Reply:
    """The same form with its optional questions, and all that was typed."""
    return Open(_report_form(call, {"already_done": None, **call.typed}))


def _report_form(call: Call, typed: dict[str, Any]) -> Form:
    schools = Places(call.tx).all(PlaceKind.SCHOOL)
    if "school" not in typed:
        named = place_in(typed.get("what") or "", schools)
        typed["school"] = named.id if named else CarLog(call.tx, call.viewer).last_school_of(call.me)
    return report_form(call.settings, schools, call.today, typed)


@routes.submit("car.file", ReportForm)
def file(call: Call, form: ReportForm) -> Reply:
    log = CarLog(call.tx, call.viewer)
    car = Car(
        number=log.next_number(call.settings.number_year(call.today)),
        requester=call.me,
        filed_at=call.tx.now,
        filed_on=call.today,
        urgent=URGENT in form.marks,
        hide_name=HIDE_NAME in form.marks,
        **form.model_dump(exclude={"marks", "photos"}),
        photos=tuple(form.photos),
    )
    check_report(car)
    log.add(car)
    Outbox(call.tx).owe("car.received", car.number, to=call.me, key=f"car.received:{car.number}")
    _tell_mr(call, car)
    return Draw("car.filed", car.number)


def _tell_mr(call: Call, car: Car) -> None:
    key = f"car.triage:{car.number}:{car.version}"
    Outbox(call.tx).owe_seat(Role.MANAGEMENT_REPRESENTATIVE, "car.triage", car.number, key=key)


@routes.command("car list")
def list_(call: Call) -> Reply:
    if call.text.lower() not in {"", *SCOPES}:
        return start(replace(call, text=f"list {call.text}"))
    return Show(_list_card(call, call.text.lower() or "open", 0))


@routes.button("car.page")
def page(call: Call) -> Reply:
    scope, _, offset = call.about.partition(" ")
    return Show(_list_card(call, scope, int(offset or 0)), beside=not offset)


def _list_card(call: Call, scope: str, offset: int) -> Card:
    found = CarLog(call.tx, call.viewer).page(SCOPES[scope](call), offset=offset, size=PAGE)
    return list_card(found.cars, look_at(call, found.cars), scope=scope, offset=offset, total=found.total)


@routes.command("car show")
def show(call: Call) -> Reply:
    number = car_number(call.text, call.settings.number_year(call.today))
    if not number:
        return start(replace(call, text=f"show {call.text}".strip()))
    return Show(_card(call, number))


@routes.button("car.show")
def show_pressed(call: Call) -> Reply:
    return Show(_card(call, call.about), beside=True)


@routes.button("car.show_all")
def show_all(call: Call) -> Reply:
    return Show(_card(call, call.about, whole=True))


@routes.button("car.accept", writes=True)
def accept(call: Call) -> Reply:
    """One press: minor, the school's principal owns it, default dates."""
    car = CarLog(call.tx, call.viewer).get(call.about)
    suggested = _default(call, car)
    return _move(call, suggested) if suggested else change(call)


@routes.button("car.change")
def change(call: Call) -> Reply:
    car = CarLog(call.tx, call.viewer).get(call.about)
    places = Places(call.tx)
    schools, departments = places.all(PlaceKind.SCHOOL), places.all(PlaceKind.DEPARTMENT)
    if not schools and not departments:
        raise RefusedError("First name a school or a department: open Kaizen's Home and choose Settings.")
    return Open(accept_form(car, _default(call, car), schools, departments, call.settings.objectives))


def _default(call: Call, car: Car) -> Accept | None:
    principals = People(call.tx).holders(Role.PRINCIPAL, car.school) if car.school else []
    rules = call.settings.rules
    calendar = rules.calendar_of(car.school)
    return default_acceptance(car, principals[0], call.today, rules.clocks, calendar) if principals else None


@routes.submit("car.accept_with", AcceptForm)
def accept_with(call: Call, form: AcceptForm) -> Reply:
    rules = call.settings.rules
    dates = first_dates(form.severity, call.today, rules.clocks, rules.calendar_of(form.school))
    return _move(
        call,
        Accept(
            severity=form.severity,
            owner=PersonId(form.owner),
            school=form.school,
            department=form.department,
            requirement=form.requirement or "none stated",
            objective=form.objective,
            kind=form.kind,
            source=form.source,
            plan_due=form.plan_due or dates.plan,
            implementation_due=form.implementation_due or dates.implementation,
            effectiveness_due=form.effectiveness_due or dates.effectiveness,
        ),
    )


@routes.button("car.return_form")
def open_return(call: Call) -> Reply:
    return Open(return_form(CarLog(call.tx, call.viewer).get(call.about)))


@routes.submit("car.return", ReasonForm)
def return_(call: Call, form: ReasonForm) -> Reply:
    return _move(call, Return(reason=form.reason))


@routes.button("car.reject_form")
def open_reject(call: Call) -> Reply:
    return Open(reject_form(CarLog(call.tx, call.viewer).get(call.about)))


@routes.submit("car.reject", RejectForm)
def reject(call: Call, form: RejectForm) -> Reply:
    related = car_number(form.related or "", call.settings.number_year(call.today)) or form.related
    if form.as_ is RejectionKind.DUPLICATE and related:
        related = CarLog(call.tx, call.viewer).get(related).number
    return _move(call, Reject(reason=form.reason, as_=form.as_, related=related))


@routes.button("car.fixed_form")
def open_fixed(call: Call) -> Reply:
    return Open(fixed_form(CarLog(call.tx, call.viewer).get(call.about), call.settings.causes))


@routes.submit("car.fixed", FixedForm)
def fixed(call: Call, form: FixedForm) -> Reply:
    return _move(call, Fix(reason=form.reason, category=form.category))


@routes.button("car.answer_form")
def open_answer(call: Call) -> Reply:
    return Open(answer_form(CarLog(call.tx, call.viewer).get(call.about)))


@routes.submit("car.answer", AnswerForm)
def answer(call: Call, form: AnswerForm) -> Reply:
    return _move(call, Answer(text=form.text))


@routes.button("car.withdraw", writes=True)
def withdraw(call: Call) -> Reply:
    return _move(call, Withdraw())


def _move(call: Call, brings: Brings) -> Reply:
    """Move a report and owe the messages that the move makes due."""
    log = CarLog(call.tx, call.viewer)
    was = log.get(call.about)
    car = move(Case(car=was), brings, by=call.viewer, today=call.today, rules=call.settings.rules).car
    log.save(car, was=was, did=f"car.{car.state}")
    _owe(call, log, car)
    Outbox(call.tx).refresh("car.triage", car.number, version=car.version)
    return Draw("car.card", car.number)


def _owe(call: Call, log: CarLog, car: Car) -> None:
    version = f"{car.number}:{car.version}"
    match car.state:
        case State.ACCEPTED:
            assert car.owner is not None  # noqa: S101 - the domain accepts nothing without one
            Outbox(call.tx).owe("car.owned", car.number, to=car.owner, key=f"car.owned:{version}")
            log.tell_requester(car, "car.decided", key=f"car.decided:{version}", unless=(car.owner, call.me))
        case State.SUBMITTED:
            _tell_mr(call, car)
        case _:
            log.tell_requester(car, "car.decided", key=f"car.decided:{version}", unless=(call.me,))


@routes.notice("car.card")
def card(call: Call) -> Card:
    return _card(call, call.about)


@routes.notice("car.filed")
def filed(call: Call) -> Card:
    return filed_card(CarLog(call.tx, call.viewer).get(call.about), missing=_nobody_decides(call))


@routes.notice("car.received")
def received(call: Call) -> Card:
    lead = "Thank you. Your report is on record; you hear here when it is decided."
    return _card(call, call.about, lead=f"{lead} {_nobody_decides(call)}".strip())


def _nobody_decides(call: Call) -> str:
    return nobody_in(call, Role.MANAGEMENT_REPRESENTATIVE)


@routes.notice("car.triage")
def triage(call: Call) -> Card:
    car = CarLog(call.tx, call.viewer).get(call.about)
    return _card(call, call.about, lead="A report for you to decide." if car.state is State.SUBMITTED else "")


@routes.notice("car.owned")
def owned(call: Call) -> Card:
    return _card(call, call.about, lead="You are asked to put this right. It is yours until it is fixed and checked.")


DECIDED: dict[State, str] = {
    State.ACCEPTED: "Your report was accepted. Its owner puts it right.",
    State.RETURNED: "One detail is missing before your report can be decided.",
    State.REJECTED: "Your report was not taken up.",
    State.CLOSED: "Your report is closed: it is fixed.",
}


@routes.notice("car.decided")
def decided(call: Call) -> Card:
    car = CarLog(call.tx, call.viewer).get(call.about)
    return _card(call, call.about, lead=DECIDED.get(car.state, "There is news about your report."))


def _card(call: Call, number: str, *, lead: str = "", whole: bool = False) -> Card:
    car = CarLog(call.tx, call.viewer).get(number)
    return with_words_act(car_card(car, look_at(call, [car]), lead=lead, whole=whole), car, call.viewer)


def look_at(call: Call, cars: Sequence[Car]) -> Look:
    people = People(call.tx).names(person for car in cars for person in (car.requester, car.owner))
    places = Places(call.tx).names(place for car in cars for place in (car.school, car.department))
    names = Names(people=people, places=places)
    return Look(viewer=call.viewer, today=call.today, names=names, rules=call.settings.rules)
