"""Decide about ideas: take one up, ask the Management Review Team, put it off, decline it, or make a report of it."""

from datetime import date

from domain.cars import Car
from domain.errors import RefusedError
from domain.holds import check_reason
from domain.ideas import (
    Idea,
    Moment,
    adopt,
    check_may,
    check_may_remove,
    decline,
    put_off,
    raised,
    to_review_team,
    undo,
)
from domain.places import PlaceKind
from domain.plans import Step
from domain.texts import command
from handlers.ideas import seen_idea
from handlers.moving import put_on_record
from handlers.names import Named, asked
from handlers.routing import Call, Draw, Open, Reply, Routes, Typed
from storage.belongings import words_of_steps
from storage.colleagues import must_be_colleague
from storage.daily import draw_again
from storage.direct import GONE, TYPED
from storage.evidence import FIGURE, Evidence
from storage.files import Files
from storage.holds import Holds
from storage.ideas import CYCLE, IdeaBook
from storage.outbox import Outbox
from storage.people import People
from storage.places import Places
from storage.redaction import Redactions
from storage.steps import Steps
from views.elements import Form
from views.ideas import adopt_form, decline_form, later_form, raise_form, remove_form

routes = Routes()


class AdoptForm(Named):
    LOOKED_AT = ("what",)
    what: Typed = ""
    owner: str
    due: date


class LaterForm(Named):
    LOOKED_AT = ("reason",)
    until: date
    reason: Typed | None = None


class ReasonForm(Named):
    LOOKED_AT = ("reason",)
    reason: Typed = ""


class RaiseForm(Named):
    LOOKED_AT = ("what",)
    what: Typed = ""
    school: str | None = None
    happened_on: date


def _at(call: Call) -> Moment:
    return Moment(by=call.viewer, today=call.today, now=call.tx.now)


def _to_decide(call: Call) -> Idea:
    """It, for whoever decides about it now."""
    idea = seen_idea(call)
    check_may(idea, call.viewer)
    return idea


def _keep(call: Call, idea: Idea, *, did: str) -> Reply:
    """Save it, tell whose idea it is, and draw the messages about it again."""
    book = IdeaBook(call.tx)
    book.save(idea, did=did, by=call.me)
    if idea.by != call.me:
        Outbox(call.tx).owe("idea.decided", idea.number, to=idea.by, key=f"idea.decided:{idea.number}:{idea.version}")
    Outbox(call.tx).refresh(idea.number)
    draw_again(call.tx, idea.number)
    return Draw("idea.card", idea.number)


@routes.button("idea.adopt_form")
def open_adopt(call: Call) -> Reply:
    return Open(adopt_form(_to_decide(call), call.me, call.today))


@routes.submit("idea.adopt", AdoptForm)
def adopt_(call: Call, form: AdoptForm) -> Reply:
    idea = _to_decide(call)
    if again := asked(form, adopt_form(idea, call.me, call.today)):
        return again
    must_be_colleague(call.tx, form.owner, field="owner")
    steps, owner = Steps(call.tx), People(call.tx).canonical(form.owner)
    (step,) = steps.numbered([Step(number=0, what=form.what, owner=owner, due=form.due, cycle=CYCLE)])
    adopted = adopt(idea, step, at=_at(call))
    steps.keep(idea.number, [step], [], did="idea.adopted", by=call.me)
    if owner != call.me:
        Outbox(call.tx).owe("idea.yours", idea.number, to=owner, key=f"idea.yours:{step.number}")
    return _keep(call, adopted, did="idea.adopted")


@routes.button("idea.to_team", writes=True)
def to_team(call: Call) -> Reply:
    return _keep(call, to_review_team(_to_decide(call), at=_at(call)), did="idea.to_team")


@routes.button("idea.later_form")
def open_later(call: Call) -> Reply:
    return Open(later_form(_to_decide(call)))


@routes.submit("idea.later", LaterForm)
def later(call: Call, form: LaterForm) -> Reply:
    idea = _to_decide(call)
    put = put_off(idea, form.until, form.reason, at=_at(call))
    return asked(form, later_form(idea)) or _keep(call, put, did="idea.put_off")


@routes.button("idea.decline_form")
def open_decline(call: Call) -> Reply:
    return Open(decline_form(_to_decide(call)))


@routes.submit("idea.decline", ReasonForm)
def decline_(call: Call, form: ReasonForm) -> Reply:
    idea = _to_decide(call)
    declined = decline(idea, form.reason, at=_at(call))
    return asked(form, decline_form(idea)) or _keep(call, declined, did="idea.declined")


@routes.button("idea.undo", writes=True)
def undo_(call: Call) -> Reply:
    idea = seen_idea(call)
    step = IdeaBook(call.tx).step_of(idea)
    back = undo(idea, step, at=_at(call))
    if step:
        Steps(call.tx).keep(idea.number, [], [step], did="step.dropped", by=call.me)
    return _keep(call, back, did="idea.decision_undone")


@routes.button("idea.raise_form")
def open_raise(call: Call) -> Reply:
    return Open(_raise_form(call, _to_decide(call)))


def _raise_form(call: Call, idea: Idea) -> Form:
    return raise_form(idea, Places(call.tx).all(PlaceKind.SCHOOL), call.today)


@routes.submit("idea.raise", RaiseForm)
def raise_(call: Call, form: RaiseForm) -> Reply:
    """A report of whoever makes it; the idea points to it, and it to the idea."""
    idea = _to_decide(call)
    if again := asked(form, _raise_form(call, idea)):
        return again
    new = Car(
        requester=call.me,
        filed_at=call.tx.now,
        filed_on=call.today,
        what=form.what,
        school=form.school,
        happened_on=form.happened_on,
    )
    car = put_on_record(call, new)
    now = raised(idea, car.number, at=_at(call))
    _bring_figures(call, idea, car.number)
    return _keep(call, now, did="idea.raised")


def _bring_figures(call: Call, idea: Idea, car: str) -> None:
    """Where the idea came from a figure, the report shows it too, as it was on its day."""
    for file in Files(call.tx).of(f"ideas:{idea.number}"):
        if file.media == FIGURE and not file.erased_at:
            Evidence(call.tx).add_figure(car, Files(call.tx).content(file.id), name=file.name, by=call.me)


@routes.button("idea.remove_form")
def open_remove(call: Call) -> Reply:
    return Open(remove_form(_not_held(call)))


@routes.submit("idea.remove", ReasonForm)
def remove(call: Call, form: ReasonForm) -> Reply:
    """All that was typed into it and its steps, those that were taken back as well."""
    idea = _not_held(call)
    check_reason(form.reason)
    if again := asked(form, remove_form(idea)):
        return again
    words, record = Redactions(call.tx), f"ideas:{idea.number}"
    beside = words_of_steps(call.tx, idea.number)
    words.redact(record, words.fields_of(record), reason=form.reason, by=call.me, beside=beside)
    for file in Files(call.tx).of(record):
        if not file.erased_at:
            Files(call.tx).erase(file, because=form.reason, by=call.me)
    Outbox(call.tx).refresh(idea.number)
    Outbox(call.tx).refresh(TYPED, GONE)
    return Draw("idea.card", idea.number)


def _not_held(call: Call) -> Idea:
    """It, for whoever may remove its words, unless a hold of the district keeps them."""
    check_may_remove(call.viewer)
    idea = seen_idea(call)
    if Holds(call.tx).on(idea.number):
        raise RefusedError("A hold on the whole district keeps all words: {holds}", holds=command("kaizen holds"))
    return idea
