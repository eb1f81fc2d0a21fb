"""A new owner for a report, who agrees: somebody is asked, and owns it once they say yes."""

from dataclasses import replace

from domain.owners import ask_over, decline_over, is_asked, take_over
from domain.people import PersonId
from domain.texts import say
from handlers.moving import card_if_seen, draw_card, keep, owner_of, seen, seen_case, tell
from handlers.routing import Answers, Call, Open, Reply, Routes
from storage.cars import CarLog
from storage.colleagues import must_be_colleague
from storage.deciders import concerned
from views.elements import Card
from views.work_forms import owner_form

routes = Routes()


class OwnerForm(Answers):
    owner: str


@routes.button("owner.form")
def open_(call: Call) -> Reply:
    return Open(owner_form(seen(call)))


@routes.submit("owner.ask", OwnerForm)
def ask(call: Call, form: OwnerForm) -> Reply:
    was = seen_case(call)
    must_be_colleague(call.tx, form.owner, field="owner")
    barred = concerned(call.tx, was.car.concerns)
    car = ask_over(was.car, PersonId(form.owner), by=call.viewer, concerned=barred)
    tell(call, "owner.asked", car.number, [PersonId(form.owner)], key=f"owner.asked:{car.number}:{car.version}")
    return keep(call, replace(was, car=car), was, did="car.owner_asked")


@routes.button("owner.take", writes=True)
def take(call: Call) -> Reply:
    was = seen_case(call)
    car = take_over(was.car, by=call.viewer)
    tell(call, "owner.answered", car.number, owner_of(was.car), key=f"owner.answered:{car.number}:{car.version}")
    return keep(call, replace(was, car=car), was, did="car.owner_changed")


@routes.button("owner.decline", writes=True)
def decline(call: Call) -> Reply:
    """After it a sealed report is a number to them, as before."""
    was = seen_case(call)
    car = decline_over(was.car, by=call.viewer)
    tell(call, "owner.answered", car.number, owner_of(car), key=f"owner.answered:{car.number}:{car.version}")
    return keep(call, replace(was, car=car), was, did="car.owner_declined")


@routes.notice("owner.asked")
def asked(call: Call) -> Card:
    car = CarLog(call.tx, call.viewer).find(call.about)
    gone = say("You are not asked any more. There is nothing for you to do.")
    if car is None or not is_asked(car, call.viewer):
        return card_if_seen(call, gone)
    return draw_card(call, car, lead=say("You are asked to own this: to see that it is put right. Do you take it?"))


@routes.notice("owner.answered")
def answered(call: Call) -> Card:
    """To who owned it: whether somebody else does now."""
    car = CarLog(call.tx, call.viewer).find(call.about)
    yours = car is not None and car.owner == call.me
    lead = say("It stays with you: the answer was no.") if yours else say("Somebody else owns it now.")
    return card_if_seen(call, lead, lead=lead)
