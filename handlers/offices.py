"""Name who answers for each office of the district, and hand a report over to one."""

from domain.errors import RefusedError
from domain.lifecycle import Case
from domain.offices import Office, office_name
from domain.privacy import hand_over
from domain.texts import say
from handlers.moving import card_if_seen
from handlers.names import Named, asked
from handlers.routing import Answers, Call, Draw, Open, Reply, Routes, Typed
from handlers.triage import to_decide
from storage.cars import CarLog
from storage.colleagues import must_be_colleague
from storage.copies import draw_files_again
from storage.officers import name_officers, reports_with
from storage.offices import Offices
from storage.outbox import Outbox
from views.elements import Card
from views.offices import GIVEN_ON, MANDATED, hand_over_form, offices_form, told_requester, yours_card

routes = Routes()


class OfficesForm(Answers):
    title_ix: str | None = None
    section_504: str | None = None
    special_education: str | None = None
    human_resources: str | None = None
    child_protection: str | None = None
    grievance: str | None = None


class HandOverForm(Named):
    LOOKED_AT = ("note",)
    office: Office
    note: Typed | None = None


@routes.button("offices.open")
def open_(call: Call) -> Reply:
    _must_be_mr(call)
    return Open(offices_form(Offices(call.tx).officers()))


@routes.submit("offices.save", OfficesForm)
def save(call: Call, form: OfficesForm) -> Reply:
    _must_be_mr(call)
    known = Offices(call.tx).officers().values()
    for office, person in form.model_dump().items():
        if person and person not in known:
            must_be_colleague(call.tx, person, field=office)
    name_officers(call.tx, {Office(office): person for office, person in form.model_dump().items()}, by=call.me)
    return Draw("home")


@routes.notice("offices.yours")
def yours(call: Call) -> Card:
    """To whoever was named: drawn when it is read, so it says what holds then, and none of a report's words."""
    reports = reports_with(call.tx)
    return yours_card(
        {office: reports.get(office, 0) for office in Office if office in Offices(call.tx).of(call.viewer)}
    )


def _must_be_mr(call: Call) -> None:
    if not call.viewer.is_mr:
        raise RefusedError("Only the management representative can name the officers.")


@routes.button("car.hand_over_form")
def open_hand_over(call: Call) -> Reply:
    offices = Offices(call.tx).officers()
    if not offices:
        raise RefusedError(
            "Nobody answers for an office yet, so a report cannot be handed over. "
            "The management representative names them: Offices, on Home."
        )
    return Open(hand_over_form(to_decide(call), offices))


@routes.submit("car.hand_over", HandOverForm)
def hand_over_(call: Call, form: HandOverForm) -> Reply:
    """The officer and the requester are told; whoever handed it over keeps number, time and office."""
    officers = Offices(call.tx).officers()
    officer = officers.get(form.office)
    if officer is None:
        raise RefusedError(
            "Nobody answers for {office} yet. Choose another one.",
            office=office_name(form.office),
            field="office",
        )
    log = CarLog(call.tx, call.viewer)
    was = log.get(call.about)
    if again := asked(form, hand_over_form(was, officers)):
        return again
    rules = call.settings.rules
    car = hand_over(Case(car=was), form.office, by=call.viewer, now=call.tx.now, note=form.note, rules=rules)
    log.save(car, was=was, did="car.handed_over")
    Outbox(call.tx).refresh(car.number)
    draw_files_again(call.tx, car.number)
    Outbox(call.tx).owe("car.handed_to_you", car.number, to=officer, key=f"car.handed_to_you:{car.number}")
    log.tell_requester(car, "car.handed", key=f"car.handed:{car.number}", unless=(officer,))
    return Draw("car.card", car.number)


@routes.notice("car.handed_to_you")
def handed_to_you(call: Call) -> Card:
    car = CarLog(call.tx, call.viewer).find(call.about)
    office = office_name(car.handed_to) if car and car.handed_to else say("your office")
    lead = say(
        "This report is handed over to you, for {office}. Nobody else but its requester reads it now. {mandated}",
        office=office,
        mandated=MANDATED,
    )
    return card_if_seen(call, GIVEN_ON, lead=lead)


@routes.notice("car.handed")
def handed(call: Call) -> Card:
    """To the requester."""
    car = CarLog(call.tx, call.viewer).get(call.about)
    return card_if_seen(call, "", lead=told_requester(car.handed_to) if car.handed_to else "")
