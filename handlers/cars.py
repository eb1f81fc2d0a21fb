"""Report a problem, look reports up, and answer what is asked about one's own."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from difflib import get_close_matches
from typing import Any

from domain.cars import Car, Concern, State
from domain.evidence import Shows
from domain.moves import Answer, Appeal, Withdraw
from domain.numbers import car_number, is_idea
from domain.people import WITHIN
from domain.places import Place, PlaceKind, place_in
from domain.texts import command, joined, say
from domain.who import concern_of
from handlers.ideas import draw_idea
from handlers.moving import (
    acts_beside,
    beside_similar,
    card_if_seen,
    draw_card,
    look_at,
    look_at_lines,
    move_car,
    put_on_record,
    seen,
    told_in,
    work_of,
)
from handlers.names import Named
from handlers.routing import Call, Draw, Open, Reply, Routes, Show, Typed
from storage.car_sight import (
    closed,
    everything,
    handed_to,
    owned_by,
    reported_by,
    returned_to,
    still_open,
    waiting_for,
)
from storage.car_turns import turn_of
from storage.cars import CarLog
from storage.deciders import missing
from storage.evidence import Evidence
from storage.ideas import IdeaBook
from storage.leavers import left_to
from storage.log_import import EarlierLogs
from storage.people import People
from storage.places import Places
from storage.roster import Roster
from views.car_forms import HIDE_NAME, URGENT, report_form
from views.car_lists import PAGE, filed_card, filed_line, former_card, list_card
from views.cars import acts_card
from views.elements import Button, Card, Form, Text
from views.home import help_card
from views.names import SEALED
from views.people import nobody_said
from views.triage_forms import answer_form, appeal_form

routes = Routes()

SCOPES: dict[str, Callable[[Call], Any]] = {
    "open": lambda _: still_open(),
    "mine": lambda call: reported_by(call.me),
    "owned": lambda call: owned_by(call.me),
    "closed": lambda _: closed(),
    "all": lambda _: everything(),
    "triage": lambda call: waiting_for(call.viewer, call.settings.rules),
    "turn": lambda call: turn_of(call.viewer, call.today),
    "returned": lambda call: returned_to(call.me),
    "left": lambda call: left_to(call.viewer),
    "handed": lambda call: handed_to(call.me),
}


class ReportForm(Named):
    LOOKED_AT = ("what", "already_done", "on_behalf_of")
    what: Typed = ""
    school: str | None = None
    happened_on: date
    marks: Sequence[str] = ()
    photos: Sequence[str] = ()
    link: Typed | None = None
    already_done: Typed | None = None
    on_behalf_of: Typed | None = None
    concerns: Concern | None = None
    kept: Sequence[str] = ()  # photos that came with the form before it was shown again

    @property
    def all_photos(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*self.kept, *self.photos)))


class AnswerForm(Named):
    LOOKED_AT = ("text",)
    text: Typed = ""


class AppealForm(Named):
    LOOKED_AT = ("why",)
    why: Typed = ""


@routes.command("car")
def typed(call: Call) -> Reply:
    """A number shows that report; one word that is nearly a command asks what was meant; all else is a report."""
    if car_number(call.text, call.settings.number_year(call.today)):
        return show(call)
    near = get_close_matches(call.text.lower(), NEARLY, 1) if call.text else []
    if near and call.text.lower() != near[0]:
        lead = say("Did you mean {command}?", command=command(f"car {near[0]}"))
        return Show(help_card(lead=lead, suggestion=as_report(call.text)))
    return start(call)


NEARLY = ("list", "log", "show", "history", "trends", "help")


def as_report(text: str) -> Button:
    return Button(label=say("Report “{text}”", text=text), does="car.report", about=text)


@routes.button("car.report")
def start(call: Call) -> Reply:
    """The form, with what was typed behind the command, or said in the message that is reported."""
    return Open(_report_form(call, {"what": call.text}))


@routes.button("car.more")
def more(call: Call) -> Reply:
    """The same form with its optional questions, and all that was typed."""
    return Open(_report_form(call, {"already_done": None, **call.typed}))


def _report_form(call: Call, typed: dict[str, Any], found: Sequence[str] = ()) -> Form:
    schools = Places(call.tx).all(PlaceKind.SCHOOL)
    if "school" not in typed:
        named = place_in(typed.get("what") or "", schools)
        typed["school"] = named.id if named else _usual_school(call, schools)
    return report_form(call.settings, schools, call.today, typed, found=found)


def _usual_school(call: Call, schools: Sequence[Place]) -> str | None:
    """The one that they reported about last; before the first report, the one where they work."""
    last = CarLog(call.tx, call.viewer).last_school_of(call.me)
    school = last or Roster(call.tx).workplace_of(call.viewer.ids)[0]
    return school if school in {place.id for place in schools} else last


@routes.submit("car.file", ReportForm)
def file(call: Call, form: ReportForm) -> Reply:
    concerns = concern_of(form.concerns or Concern.NOBODY, People(call.tx).holders)
    sealed = SEALED in form.marks or concerns is not Concern.NOBODY
    if form.found and not sealed and form.names is None:
        return Open(_report_form(call, _typed(form), form.found))
    new = Car(
        requester=call.me,
        filed_at=call.tx.now,
        filed_on=call.today,
        urgent=URGENT in form.marks,
        hide_name=HIDE_NAME in form.marks,
        sealed=sealed or bool(form.found),
        concerns=concerns,
        **form.model_dump(exclude={"marks", "photos", "kept", "names", "concerns"}),
        photos=form.all_photos,
    )
    car = put_on_record(call, new, last=True)  # evidence and messages are only added
    Evidence(call.tx).add(car.number, car.photos, Shows.REPORT, by=call.me)
    return Draw("car.filed", car.number)


def _typed(form: ReportForm) -> dict[str, Any]:
    """What stands in the form, to be shown again. A short form stays short."""
    return form.model_dump(exclude_unset=True) | ({"photos": form.all_photos} if form.all_photos else {})


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
    found = CarLog(call.tx, call.viewer).lines((SCOPES[scope](call),), offset=offset, size=PAGE)
    return list_card(found.cars, look_at_lines(call, found.cars), scope=scope, offset=offset, total=found.total)


@routes.command("car show")
def show(call: Call) -> Reply:
    """By its number, or by the one that it had in the log from which it was brought here."""
    number = car_number(call.text, call.settings.number_year(call.today))
    log = CarLog(call.tx, call.viewer)
    former = [] if number and log.find(number) else log.formerly(EarlierLogs(call.tx).cars_of(call.text))
    if len(former) > 1:
        return Show(former_card(call.text, former, look_at(call, former)))
    if not (number or former):
        return start(replace(call, text=f"show {call.text}".strip()))
    return Show(draw_card(call, former[0] if former else seen(call, number or "")))


@routes.button("car.show")
def show_pressed(call: Call) -> Reply:
    return Show(draw_card(call, seen(call)), beside=True)


@routes.button("car.show_all")
def show_all(call: Call) -> Reply:
    return Show(draw_card(call, seen(call), whole=True))


@routes.button("car.acts")
def acts(call: Call) -> Reply:
    """All that does not fit on its card."""
    car = seen(call)
    work = work_of(call, car)
    return Show(acts_card(work, look_at(call, [car], work.case), acts_beside(call, car)), beside=True)


@routes.button("car.withdraw", writes=True)
def withdraw(call: Call) -> Reply:
    return move_car(call, Withdraw())


told_in(routes, "car.answer", AnswerForm, lambda call: answer_form(seen(call)), lambda form: Answer(text=form.text))
told_in(routes, "car.appeal", AppealForm, lambda call: appeal_form(seen(call)), lambda form: Appeal(why=form.why))


@routes.notice("car.card")
def card(call: Call) -> Card:
    """Drawn after a change, too, that took the report out of this person's sight."""
    return card_if_seen(call, say("It is done. Only those whom it concerns see this report now."))


@routes.notice("reply.about")
def told(call: Call) -> Card:
    """How an answer that stands as a message is drawn again: the report, or the idea, as it is now."""
    if is_idea(call.about):
        return draw_idea(call, IdeaBook(call.tx).get(call.about))
    return draw_card(call, seen(call))


@routes.notice("car.filed")
def filed(call: Call) -> Card:
    car = seen(call)
    return filed_line(car) if _copy_follows(call) else filed_card(car, missing=_nobody_decides(call, car))


def _copy_follows(call: Call) -> bool:
    """Whether somebody is in the very chat in which their copy comes next, and says the rest."""
    reached = People(call.tx).reach(call.me)
    return call.tx.door == "teams" and call.here is None and reached is not None and reached.platform == call.tx.door


@routes.notice("car.received")
def received(call: Call) -> Card:
    car = seen(call)
    if car.state is not State.SUBMITTED:
        return draw_card(call, car)
    lead = say("Thank you. Your report is on record; you hear here when it is decided.")
    drawn = draw_card(call, car, lead=joined(" ", [lead, _nobody_decides(call, car)]))
    return beside_similar(call, drawn, car)


def _nobody_decides(call: Call, car: Car) -> str:
    empty = None if car.handed_to else missing(call.tx, car)
    return nobody_said(WITHIN[empty], say("your IT office")) if empty else ""


@routes.notice("car.owned")
def owned(call: Call) -> Card:
    car = CarLog(call.tx, call.viewer).find(call.about)
    if car is None or car.owner != call.me:  # it may be sealed, so it is a number to them
        return Card(title=call.about, parts=[Text(say("This was taken back for now. There is nothing for you to do."))])
    lead = say("You are asked to put this right. It is yours until it is fixed and checked.")
    return draw_card(call, car, lead=lead if car.state is State.ACCEPTED else "")


DECIDED: dict[State, str] = {
    State.ACCEPTED: say("Your report was accepted. Its owner puts it right."),
    State.RETURNED: say("One detail is missing before your report can be decided."),
    State.REJECTED: say("Your report was not taken up."),
    State.CLOSED: say("Your report is closed: it is fixed."),
    State.CANCELLED: say("The work on your report was stopped."),
    State.SUBMITTED: say("The decision about your report was taken back. You hear here when there is a new one."),
}


@routes.notice("car.decided")
def decided(call: Call) -> Card:
    car = seen(call)
    return draw_card(call, car, lead=DECIDED.get(car.state, ""))
