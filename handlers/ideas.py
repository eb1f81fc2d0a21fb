"""Give an idea, look ideas up, and decide about them: the Cabinet's weekly duty."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches

from domain.cars import Car
from domain.errors import RefusedError
from domain.ideas import (
    Idea,
    IdeaState,
    check_idea,
    check_moves,
    decides_all,
    reopen,
    report,
)
from domain.numbers import idea_number
from domain.people import PersonId, Role
from domain.places import Place, PlaceKind, place_in
from domain.plans import Step, StepStatus
from domain.texts import command, say
from handlers.moving import look_at
from handlers.names import Named, asked
from handlers.routing import Call, Draw, Open, Reply, Routes, Show, Typed
from storage.cars import CarLog
from storage.daily import draw_again
from storage.files import Files
from storage.ideas import SCOPES, IdeaBook
from storage.outbox import Outbox
from storage.people import People
from storage.places import Places
from storage.roster import Roster
from storage.steps import Steps
from views.elements import Button, Card, Form
from views.evidence import with_figures
from views.home import help_card
from views.ideas import (
    PAGE,
    IdeaPile,
    gone_card,
    idea_card,
    idea_form,
    idea_step_form,
    kept_card,
    list_card,
)
from views.look import Look
from views.work_forms import NOT_NEEDED

routes = Routes()

ON_HOME = 5  # ideas of a pile
NEARLY = ("list", "show")


class IdeaForm(Named):
    LOOKED_AT = ("what",)
    what: Typed = ""
    school: str | None = None


class StepWords(Named):
    """What is said of a step: how it ended, and what shows it or why it is not needed."""

    LOOKED_AT = ("said",)
    as_: str
    said: Typed = ""


@routes.command("idea")
def typed(call: Call) -> Reply:
    """A number shows that idea; one word that is nearly a command asks what was meant; all else is an idea."""
    if idea_number(call.text, call.settings.number_year(call.today)):
        return show(call)
    near = get_close_matches(call.text.lower(), NEARLY, 1)
    if near and " " not in call.text:
        meant = Button(label=say("Give the idea “{text}”", text=call.text), does="idea.start", about=call.text)
        return Show(
            help_card(lead=say("Did you mean {command}?", command=command(f"idea {near[0]}")), suggestion=meant)
        )
    return start(call)


@routes.button("idea.start")
def start(call: Call) -> Reply:
    return Open(_form(call, {"what": call.text or call.about}))


def _form(call: Call, given: Mapping[str, str | None]) -> Form:
    schools = Places(call.tx).all(PlaceKind.SCHOOL)
    school = given.get("school") or _school(call, given.get("what") or "", schools)
    return idea_form(schools, {**given, "school": school})


def _school(call: Call, what: str, schools: Sequence[Place]) -> str | None:
    """The one that is named in it; else the one that they reported about last, or where they work."""
    named = place_in(what, schools)
    last = CarLog(call.tx, call.viewer).last_school_of(call.me)
    usual = named.id if named else last or Roster(call.tx).workplace_of(call.viewer.ids)[0]
    return usual if usual in {place.id for place in schools} else None


@routes.submit("idea.give", IdeaForm)
def give(call: Call, form: IdeaForm) -> Reply:
    if again := asked(form, _form(call, {"what": form.what, "school": form.school})):
        return again
    idea = new_idea(call, form.what, by=call.me, school=form.school)
    Outbox(call.tx).owe("idea.received", idea.number, to=call.me, key=f"idea.received:{idea.number}")
    return Draw("idea.kept", idea.number)


def new_idea(call: Call, what: str, *, by: PersonId, school: str | None, car: str | None = None) -> Idea:
    """An idea on record, of somebody, perhaps from a report."""
    book = IdeaBook(call.tx)
    number = book.next_number(call.settings.number_year(call.today))
    idea = Idea(number=number, what=what, by=by, given_at=call.tx.now, given_on=call.today, school=school, car=car)
    check_idea(idea)
    book.add(idea)
    return idea


def moved_here(call: Call, car: Car, named: str | None) -> str:
    """The idea that a report moved to: the one that is named, or a new one in its words."""
    if not named:
        check_moves(car)
        return new_idea(call, car.what, by=car.requester, school=car.school, car=car.number).number
    idea = IdeaBook(call.tx).find(idea_number(named, call.settings.number_year(call.today)) or "")
    if idea is None:
        raise RefusedError(
            "There is no idea {named}. Leave this empty, and Kaizen makes one of the report.",
            named=named,
            field="related",
        )
    if idea.car is None:
        IdeaBook(call.tx).save(replace(idea, car=car.number), did="idea.linked", by=call.me)
    return idea.number


@routes.command("idea list")
def list_(call: Call) -> Reply:
    scope = call.text.lower() or "open"
    return Show(_list(call, scope, 0)) if scope in SCOPES else start(replace(call, text=f"list {call.text}"))


@routes.button("idea.page")
def page(call: Call) -> Reply:
    scope, _, offset = call.about.partition(" ")
    return Show(_list(call, scope, int(offset or 0)), beside=not int(offset or 0))


def _list(call: Call, scope: str, offset: int) -> Card:
    if scope not in SCOPES:
        raise RefusedError("There is no such list of ideas.")
    found, total = IdeaBook(call.tx).page(scope, call.viewer, call.today, offset=offset, size=PAGE)
    return list_card(found, _look(call, found), scope=scope, offset=offset, total=total)


def idea_piles(call: Call) -> list[IdeaPile]:
    """What of it stands on somebody's Home: what they decide about, and what they carry out."""
    decides = decides_all(call.viewer) or call.viewer.holds(Role.MRT_MEMBER)
    piles = []
    for scope in (*(["decide"] if decides else []), "do"):
        found, total = IdeaBook(call.tx).page(scope, call.viewer, call.today, size=ON_HOME)
        piles.append(IdeaPile(scope=scope, ideas=found, total=total))
    return [pile for pile in piles if pile.total]


@routes.command("idea show")
def show(call: Call) -> Reply:
    number = idea_number(call.text, call.settings.number_year(call.today))
    if not number:
        return start(replace(call, text=f"show {call.text}".strip()))
    return Show(draw_idea(call, IdeaBook(call.tx).get(number)))


@routes.button("idea.show")
def show_pressed(call: Call) -> Reply:
    return Show(draw_idea(call, seen_idea(call)), beside=True)


def draw_idea(call: Call, idea: Idea, *, lead: str = "") -> Card:
    step = IdeaBook(call.tx).step_of(idea)
    files = Files(call.tx).of(f"ideas:{idea.number}")
    return with_figures(idea_card(idea, step, _look(call, [idea], step), lead=lead), files)


def _look(call: Call, ideas: Sequence[Idea], step: Step | None = None) -> Look:
    people = [person for idea in ideas for person in (idea.by, idea.decided_by)] + [step.owner if step else None]
    names = People(call.tx).names(people)
    places = Places(call.tx).names(idea.school for idea in ideas)
    look = look_at(call, [])
    return replace(look, names=replace(look.names, people=names, places=places))


def seen_idea(call: Call) -> Idea:
    return IdeaBook(call.tx).get(call.about)


# The step that carries it out; handlers/work.py finds it by its number


def open_step(call: Call, number: int, about: str) -> Reply:
    idea, step = _of_step(call, number, about)
    return Open(idea_step_form(idea, step))


def report_step(call: Call, number: int, about: str, form: StepWords) -> Reply:
    idea, was = _of_step(call, number, about)
    if again := asked(form, idea_step_form(idea, was)):
        return again
    needed = form.as_ != NOT_NEEDED
    step = report(was, form.said, needed=needed, by=call.viewer, today=call.today)
    return _keep_step(call, idea, step, was, did="step.done" if needed else "step.cancelled")


def undo_step(call: Call, number: int, about: str) -> Reply:
    idea, was = _of_step(call, number, about)
    return _keep_step(call, idea, reopen(was, by=call.viewer), was, did="step.opened")


def _of_step(call: Call, number: int, about: str) -> tuple[Idea, Step]:
    idea = IdeaBook(call.tx).get(about)
    step = IdeaBook(call.tx).step_of(idea)
    if step is None or step.number != number:
        raise RefusedError("There is no step {number} that you can see.", number=number)
    return idea, step


def _keep_step(call: Call, idea: Idea, step: Step, was: Step, *, did: str) -> Reply:
    """Whose idea it is hears that it was carried out; where that was taken back, what they heard changes."""
    Steps(call.tx).keep(idea.number, [step], [was], did=did, by=call.me)
    if step.is_settled and idea.by != call.me:
        Outbox(call.tx).owe("idea.done", idea.number, to=idea.by, key=f"idea.done:{step.number}:{was.version}")
    Outbox(call.tx).refresh(idea.number)
    draw_again(call.tx, idea.number)
    return Draw("idea.card", idea.number)


# What people are told


@routes.notice("idea.kept")
def kept(call: Call) -> Card:
    return kept_card(seen_idea(call))


@routes.notice("idea.card")
def card(call: Call) -> Card:
    return draw_idea(call, seen_idea(call))


@routes.notice("idea.received")
def received(call: Call) -> Card:
    idea = seen_idea(call)
    lead = say("Thank you. The Cabinet looks at it; you hear here what becomes of it.")
    return draw_idea(call, idea, lead=lead if idea.state is IdeaState.NEW else "")


#: What is said to whose idea it is, by what was decided.
DECIDED: Mapping[IdeaState, str] = {
    IdeaState.NEW: say("The decision about your idea was taken back. You hear here when there is a new one."),
    IdeaState.ADOPTED: say("Your idea is taken up. You hear here when it is done."),
    IdeaState.REVIEW_TEAM: say("Your idea goes to the Management Review Team. You hear here what it decides."),
    IdeaState.LATER: say("Not now, but your idea is not lost: it is looked at again on the day below."),
    IdeaState.DECLINED: say("Your idea is not taken up. Thank you for it all the same."),
    IdeaState.RAISED: say("Your idea is a report now, so somebody has to put it right."),
}


@routes.notice("idea.decided")
def decided(call: Call) -> Card:
    idea = seen_idea(call)
    return draw_idea(call, idea, lead=DECIDED[idea.state])


@routes.notice("idea.done")
def done(call: Call) -> Card:
    """As it is now: what was said to be done may have been taken back."""
    idea = seen_idea(call)
    step = IdeaBook(call.tx).step_of(idea)
    if step is None or not step.is_settled:
        return draw_idea(call, idea)
    is_done = step.status is StepStatus.DONE
    lead = say("Your idea is carried out. Thank you for it.") if is_done else say("Your idea is not needed any more.")
    return draw_idea(call, idea, lead=lead)


@routes.notice("idea.yours")
def yours(call: Call) -> Card:
    """To whoever carries it out."""
    idea = seen_idea(call)
    step = IdeaBook(call.tx).step_of(idea)
    if step is None or step.owner != call.me:
        return gone_card(idea.number)
    return draw_idea(call, idea, lead="" if step.is_settled else say("You are asked to carry this out."))
