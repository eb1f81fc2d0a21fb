"""Give the open reports of somebody who left to another owner."""

from collections.abc import Sequence

from domain.cars import Car
from domain.errors import RefusedError
from domain.owners import reassign
from domain.people import PersonId
from domain.texts import say
from handlers.cars import SCOPES
from handlers.moving import look_at
from handlers.routing import Answers, Call, Draw, Open, Reply, Routes, Show
from storage.cars import CarLog
from storage.colleagues import must_be_colleague
from storage.deciders import concerned
from storage.outbox import Outbox
from storage.people import People
from views.elements import Card
from views.leavers import chosen, give_form, given_card

routes = Routes()

MOST = 200  # in one form, so that it is answered in time


class GiveForm(Answers):
    which: Sequence[str] = ()
    owner: str


@routes.button("leavers.form")
def open_(call: Call) -> Reply:
    cars = _left(call)
    if not cars:
        return Show(Card(title=say("Every open report has an owner.")), beside=True)
    return Open(give_form(cars, look_at(call, cars)))


@routes.submit("leavers.give", GiveForm)
def give(call: Call, form: GiveForm) -> Reply:
    """All of them, or none: a report that this person cannot own is named, and the form stays open."""
    cars = chosen(_left(call), form.which)
    if not cars:
        raise RefusedError("Please tick which reports.", field="which")
    must_be_colleague(call.tx, form.owner, field="owner")
    for car in cars:
        _give(call, car, PersonId(form.owner))
    return Draw("leavers.given", form.owner)


def _give(call: Call, was: Car, owner: PersonId) -> None:
    """The new owner gets what any owner gets; the copies of the others name them."""
    barred = concerned(call.tx, was.concerns)
    car = reassign(was, owner, by=call.viewer, concerned=barred)
    CarLog(call.tx, call.viewer).save(car, was=was, did="car.owner_changed")
    Outbox(call.tx).refresh(car.number)
    Outbox(call.tx).owe("car.owned", car.number, to=owner, key=f"car.owned:{car.number}:{was.version + 1}")


@routes.notice("leavers.given")
def given(call: Call) -> Card:
    name = People(call.tx).names([call.about]).get(call.about, say("A colleague"))
    return given_card(name, len(_left(call)))


def _left(call: Call) -> list[Car]:
    return CarLog(call.tx, call.viewer).page(SCOPES["left"](call), size=MOST).cars
