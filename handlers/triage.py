"""Decide about reports: accept, return, turn down, close as fixed, seal, and take an acceptance back."""

from datetime import date

from domain.cars import NONE_STATED, Car, Kind, RejectionKind, Severity, Source, State
from domain.deadlines import first_dates
from domain.errors import RefusedError
from domain.lifecycle import left_triage
from domain.moves import Accept, Fix, Reject, Return, default_acceptance
from domain.numbers import car_number
from domain.owners import Candidate, why_not_at_once
from domain.people import PersonId, Role
from domain.places import Place, PlaceKind
from domain.privacy import seal, unseal
from domain.texts import say
from handlers.ideas import moved_here
from handlers.moving import beside_similar, draw_card, look_at, move_car, take_back
from handlers.names import Named, asked
from handlers.routing import Call, Draw, Open, Reply, Routes, Typed
from storage.cars import CarLog
from storage.colleagues import is_colleague, must_be_colleague
from storage.copies import draw_files_again
from storage.deciders import concerned
from storage.outbox import Outbox
from storage.people import People
from storage.places import Places
from storage.waiting import among, by_decider, urgent
from views.elements import Card, Form
from views.triage_forms import accept_form, fixed_form, reject_form, return_form
from views.urgent import SHOWN, waiting_card

routes = Routes()


class AcceptForm(Named):
    LOOKED_AT = ("requirement",)
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


class ReasonForm(Named):
    LOOKED_AT = ("reason",)
    reason: Typed = ""


class RejectForm(ReasonForm):
    as_: RejectionKind
    related: Typed | None = None


class FixedForm(ReasonForm):
    category: str


def to_decide(call: Call) -> Car:
    """The report, unless nobody here decides about it any more."""
    car = CarLog(call.tx, call.viewer).get(call.about)
    gone = left_triage(car)
    if gone:
        raise RefusedError(gone)
    return car


@routes.button("car.accept", writes=True)
def accept(call: Call) -> Reply:
    """One press: minor, the school's principal owns it, default dates."""
    car = to_decide(call)
    suggested = _default(call, car)
    return change(call) if isinstance(suggested, str) else move_car(call, suggested)


@routes.button("car.change")
def change(call: Call) -> Reply:
    return Open(_accept_form(call, to_decide(call)))


def _accept_form(call: Call, car: Car) -> Form:
    schools, departments = Places(call.tx).all(PlaceKind.SCHOOL), _departments(call)
    if not schools and not departments:
        raise RefusedError("First name a school or a department: open Kaizen's Home and choose Settings.")
    settings = call.settings
    return accept_form(car, _default(call, car), schools, departments, settings.objectives, settings.rules)


def _departments(call: Call) -> list[Place]:
    """Those to choose from: a small district that has schools asks for none."""
    places = Places(call.tx)
    unasked = call.settings.is_small and places.all(PlaceKind.SCHOOL)
    return [] if unasked else places.all(PlaceKind.DEPARTMENT)


def _default(call: Call, car: Car) -> Accept | str:
    """Or why somebody has to choose who owns it."""
    principals = People(call.tx).holders(Role.PRINCIPAL, car.school) if car.school else []
    rules = call.settings.rules
    why = why_not_at_once(_candidate(call, car, principals[0]) if principals else None)
    return why or default_acceptance(car, principals[0], call.today, rules.clocks, rules.calendar_of(car.school))


def _candidate(call: Call, car: Car, person: PersonId) -> Candidate:
    return Candidate(
        concerned=person in concerned(call.tx, car.concerns),
        away=People(call.tx).acting_for([person]) != [person],
        reached=is_colleague(call.tx, person),
    )


@routes.submit("car.accept_with", AcceptForm)
def accept_with(call: Call, form: AcceptForm) -> Reply:
    rules, car = call.settings.rules, to_decide(call)
    if form.owner in concerned(call.tx, car.concerns):
        raise RefusedError("This report is about them, so somebody else has to own it.", field="owner")
    must_be_colleague(call.tx, form.owner, field="owner")
    if again := asked(form, _accept_form(call, car), car):
        return again
    fix = form.implementation_due
    dates = first_dates(form.severity, call.today, rules.clocks, rules.calendar_of(form.school))
    return move_car(
        call,
        Accept(
            severity=form.severity,
            owner=PersonId(form.owner),
            school=form.school,
            department=form.department if _departments(call) else car.department,
            requirement=form.requirement or NONE_STATED,
            objective=form.objective,
            kind=form.kind,
            source=form.source,
            plan_due=form.plan_due or (min(dates.plan, fix) if dates.plan and fix else dates.plan),
            implementation_due=fix or dates.implementation,
            effectiveness_due=form.effectiveness_due or dates.effectiveness,
        ),
        seals=form.seals(car),
    )


@routes.button("car.return_form")
def open_return(call: Call) -> Reply:
    return Open(return_form(to_decide(call)))


@routes.submit("car.return", ReasonForm)
def return_(call: Call, form: ReasonForm) -> Reply:
    car = to_decide(call)
    return asked(form, return_form(car), car) or move_car(call, Return(reason=form.reason), seals=form.seals(car))


@routes.button("car.reject_form")
def open_reject(call: Call) -> Reply:
    return Open(reject_form(to_decide(call)))


@routes.submit("car.reject", RejectForm)
def reject(call: Call, form: RejectForm) -> Reply:
    related = car_number(form.related or "", call.settings.number_year(call.today)) or form.related
    if form.as_ is RejectionKind.DUPLICATE and related and not CarLog(call.tx, call.viewer).find(related):
        raise RefusedError(
            "There is no report {related}. Its number looks like CAR-2026-014.", related=related, field="related"
        )
    car = to_decide(call)
    if again := asked(form, reject_form(car), car):
        return again
    if form.as_ is RejectionKind.MOVED_TO_OPPORTUNITY:
        related = moved_here(call, car, form.related)
    return move_car(call, Reject(reason=form.reason, as_=form.as_, related=related), seals=form.seals(car))


@routes.button("car.fixed_form")
def open_fixed(call: Call) -> Reply:
    return Open(fixed_form(to_decide(call), call.settings.causes))


@routes.submit("car.fixed", FixedForm)
def fixed(call: Call, form: FixedForm) -> Reply:
    car = to_decide(call)
    again = asked(form, fixed_form(car, call.settings.causes), car)
    return again or move_car(call, Fix(reason=form.reason, category=form.category), seals=form.seals(car))


@routes.button("car.seal", writes=True)
def seal_(call: Call) -> Reply:
    log = CarLog(call.tx, call.viewer)
    was = log.get(call.about)
    sealed = seal(was, by=call.viewer)
    if sealed != was:
        log.save(sealed, was=was, did="car.sealed")
        Outbox(call.tx).refresh(was.number)
        draw_files_again(call.tx, was.number)
    return Draw("car.card", was.number)


@routes.button("car.unseal", writes=True)
def unseal_(call: Call) -> Reply:
    log = CarLog(call.tx, call.viewer)
    was = log.get(call.about)
    log.save(unseal(was, by=call.viewer), was=was, did="car.unsealed")
    Outbox(call.tx).refresh(was.number)
    return Draw("car.card", was.number)


@routes.button("car.undo", writes=True)
def undo(call: Call) -> Reply:
    """Take an acceptance back, a quick fix, the approval of a plan or the verdict of a check."""
    return take_back(call)


@routes.notice("car.triage")
def triage(call: Call) -> Card:
    car = CarLog(call.tx, call.viewer).get(call.about)
    asked = say("A second look at a report is asked for.") if car.appealed else say("A report for you to decide.")
    waits = car.state is State.SUBMITTED and car.handed_to is None
    drawn = draw_card(call, car, lead=asked if waits else "")
    return beside_similar(call, drawn, car) if waits else drawn


@routes.notice("triage.waiting")
def what_waits(call: Call) -> Card:
    """What is urgent and waits for whoever looks, when they look: the oldest ones, and how many there are."""
    mine = by_decider(call.tx, urgent(call.tx)).get(call.me, [])
    found = CarLog(call.tx, call.viewer).page(among(mine[:SHOWN]), size=SHOWN).cars
    oldest = sorted(found, key=lambda car: mine.index(car.number))
    return waiting_card(oldest, look_at(call, oldest), len(mine))
