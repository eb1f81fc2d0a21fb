"""Give what somebody did who left to others: reports and steps, all at once or some; and take that back."""

from collections.abc import Sequence
from dataclasses import replace

from domain.cars import Car
from domain.errors import RefusedError
from domain.leavers import GIVEN, Given, LeftStep, give_step, given
from domain.numbers import is_idea, is_meeting, is_plan
from domain.owners import reassign
from domain.people import PersonId
from domain.step_updates import change_step
from domain.steps import passed_on
from domain.steps import step_of as step_of_report
from domain.texts import say
from handlers.cars import SCOPES
from handlers.moving import card_if_seen, look_at
from handlers.my_steps import step_of
from handlers.routing import Answers, Call, Draw, Open, Reply, Routes, Show
from storage.cars import CarLog
from storage.cases import Cases
from storage.colleagues import must_be_colleague
from storage.daily import draw_again
from storage.deciders import concerned
from storage.given import GivenBook
from storage.ideas import CYCLE
from storage.leavers import left_steps
from storage.outbox import Outbox
from storage.people import People
from storage.plan_steps import PlanSteps
from storage.steps import Steps
from views.elements import Card
from views.leavers import STEP, all_given_card, chosen, chosen_steps, give_form, given_card, left_card, none_left
from views.look import Look

routes = Routes()

MOST = 200  # in one form, so that it is answered in time


class GiveForm(Answers):
    which: Sequence[str] = ()
    owner: str


@routes.command("leavers")
def list_(call: Call) -> Reply:
    """All that waits for another owner."""
    cars, steps = _left(call), _left_steps(call)
    return Show(left_card(cars, steps, _names(call, cars, steps)) if cars or steps else none_left())


@routes.button("leavers.form")
def open_(call: Call) -> Reply:
    cars, steps = _left(call), _left_steps(call)
    if not (cars or steps):
        return Show(none_left(), beside=True)
    return Open(give_form(cars, _names(call, cars, steps), steps))


@routes.submit("leavers.give", GiveForm)
def give(call: Call, form: GiveForm) -> Reply:
    """All of them, or none: what this person cannot own is named, and the form stays open."""
    cars, steps = chosen(_left(call), form.which), chosen_steps(_left_steps(call), form.which)
    if not (cars or steps):
        raise RefusedError("Please tick which.", field="which")
    must_be_colleague(call.tx, form.owner, field="owner")
    owner, known = People(call.tx).canonical(form.owner), call.tx.mint()
    for car in cars:
        _give(call, car, owner)
    for step in steps:
        _give_step(call, step.number, step.of, owner)
    told = [(car.number, car.number, car.owner) for car in cars]
    told += [(f"{STEP}{step.number}", step.of, step.owner) for step in steps]
    GivenBook(call.tx).add(
        Given(id=known, key=key, of=of, was=was or owner, now=owner, by=call.me, at=call.tx.now)
        for key, of, was in told
    )
    return Draw("leavers.given", known)


def _give(call: Call, was: Car, owner: PersonId) -> None:
    """The new owner gets what any owner gets; the copies of the others name them."""
    barred = concerned(call.tx, was.concerns)
    car = reassign(was, owner, by=call.viewer, concerned=barred)
    CarLog(call.tx, call.viewer).save(car, was=was, did="car.owner_changed")
    Outbox(call.tx).refresh(car.number)
    Outbox(call.tx).owe("car.owned", car.number, to=owner, key=f"car.owned:{car.number}:{was.version + 1}")


def _give_step(call: Call, number: int, of: str, owner: PersonId) -> None:
    """To whom it is given is told; how it stands and its day stay."""
    if is_plan(of):
        notice, about = "steps.yours", str(number)
        _give_of_plan(call, number, owner)
    elif is_idea(of):
        notice, about = "idea.yours", of
        _give_of_idea(call, number, of, owner)
    elif is_meeting(of):
        notice, about = "meeting.step_yours", str(number)
        _give_of_idea(call, number, of, owner)
    else:
        notice, about = "leavers.step", of
        was = Cases(call.tx, call.viewer).get(of)
        barred = frozenset(concerned(call.tx, was.car.concerns))
        case = give_step(was, number, owner, by=call.viewer, concerned=barred)
        Cases(call.tx, call.viewer).save_steps(case, was=was, did="step.given")
    Outbox(call.tx).owe(notice, about, to=owner, key=f"{notice}:{number}:given:{call.tx.mint()}")
    Outbox(call.tx).refresh(of)
    draw_again(call.tx, of)


def _give_of_plan(call: Call, number: int, owner: PersonId) -> None:
    plan, step = step_of(call, str(number))
    nth = len(PlanSteps(call.tx).updates(number)) + 1
    new = replace(step, owner=owner, asked_owner=None)
    now, line = change_step(plan, step, new, GIVEN, nth=nth, by=call.viewer, today=call.today)
    if line:
        PlanSteps(call.tx).tell(now, line, did="step.given")


def _give_of_idea(call: Call, number: int, of: str, owner: PersonId) -> None:
    """Or of a meeting, which is held once as well."""
    (step,) = [one for one in Steps(call.tx).of(of, CYCLE) if one.number == number]
    Steps(call.tx).keep(of, [given(step, owner)], [step], did="step.given", by=call.me)


@routes.notice("leavers.given")
def given_(call: Call) -> Card:
    """What was given together, as it is now."""
    those = GivenBook(call.tx).of(call.about)
    if not those or those[0].by not in call.viewer.ids:
        return none_left()
    names = People(call.tx).names([those[0].now])
    left, name = len(_left(call)) + len(_left_steps(call)), names.get(those[0].now, say("A colleague"))
    if all(one.undone for one in those):
        return all_given_card(left)
    return given_card(name, left, about=call.about, stays=_moved_on(call, those))


@routes.button("leavers.undo", writes=True)
def undo(call: Call) -> Reply:
    """Each goes back to whoever had it, unless it has changed hands since."""
    book = GivenBook(call.tx)
    those = [one for one in book.of(call.about) if one.by in call.viewer.ids and not one.undone]
    back = [one for one in those if _holder(call, one) == one.now]
    if not back:
        raise RefusedError("All of it has changed hands since, so there is nothing to take back.")
    for one in back:
        _take_back(call, one)
        book.undone(one, by=call.me)
    return Draw("leavers.given", call.about)


def _take_back(call: Call, one: Given) -> None:
    """Whoever had it has left, so nobody is told."""
    if not one.key.startswith(STEP):
        was = CarLog(call.tx, call.viewer).get(one.key)
        car = reassign(was, one.was, by=call.viewer, concerned=())
        CarLog(call.tx, call.viewer).save(car, was=was, did="car.owner_changed")
    elif is_plan(one.of):
        _give_of_plan(call, _number(one), one.was)
    elif is_idea(one.of) or is_meeting(one.of):
        _give_of_idea(call, _number(one), one.of, one.was)
    else:
        before = Cases(call.tx, call.viewer).get(one.of)
        case = passed_on(before, step_of_report(before, _number(one)), one.was)
        Cases(call.tx, call.viewer).save_steps(case, was=before, did="step.given")
    Outbox(call.tx).refresh(one.of)
    draw_again(call.tx, one.of)


def _number(one: Given) -> int:
    return int(one.key.removeprefix(STEP))


def _holder(call: Call, one: Given) -> PersonId | None:
    """Who has it now, where it is still open."""
    if one.key.startswith(STEP):
        return Steps(call.tx).owner_of_open(_number(one))
    car = CarLog(call.tx, call.viewer).find(one.key)
    return car.owner if car else None


def _moved_on(call: Call, those: Sequence[Given]) -> int:
    """How many of them somebody else has by now, or are done."""
    return sum(not one.undone and _holder(call, one) != one.now for one in those)


@routes.notice("leavers.step")
def yours(call: Call) -> Card:
    """To whoever was given a step of a report."""
    gone = say("You have no part in this any more. There is nothing for you to do.")
    return card_if_seen(call, gone, lead=say("Somebody left, and a step of this report is yours now."))


def _left(call: Call) -> list[Car]:
    return CarLog(call.tx, call.viewer).page(SCOPES["left"](call), size=MOST).cars


def _left_steps(call: Call) -> list[LeftStep]:
    return left_steps(call.tx, call.viewer, most=MOST)


def _names(call: Call, cars: Sequence[Car], steps: Sequence[LeftStep]) -> Look:
    look = look_at(call, cars)
    people = {**look.names.people, **People(call.tx).names(step.owner for step in steps)}
    return replace(look, names=replace(look.names, people=people))
