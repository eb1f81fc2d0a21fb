"""What came of an item of the agenda, written down while the meeting goes on, and mended until the minutes stand."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from domain.agendas import AgendaItem
from domain.errors import RefusedError
from domain.frozen import dataclass
from domain.meeting_rights import check_may_run
from domain.meetings import Meeting, Phase
from domain.minutes import (
    Outcome,
    OutcomeKind,
    Output,
    check_outcome,
    in_minutes,
    told_of,
)
from domain.planning import awaits_resources, decide_in_review
from domain.plans import Resources
from handlers.improvement import named, number_in, plan_of
from handlers.minutes import found_of, held_of, look_of
from handlers.moving import keep
from handlers.names import Named, asked
from handlers.routing import Call, Draw, Open, Reply, Routes, Show, Typed
from handlers.work import prefilled
from storage.agendas import Agendas
from storage.cars import CarLog
from storage.cases import Cases
from storage.colleagues import must_be_colleague
from storage.improvement import PlanBook
from storage.meeting_steps import MeetingSteps
from storage.minutes import MinutesBook, waits_for_resources
from storage.outbox import Outbox
from storage.people import People
from storage.snapshots import EVERYBODY
from views.elements import Form, Option
from views.minutes import Held, section_name
from views.minutes_forms import decision_form, information_form, resource_form, step_form, target_card
from views.plans import typed

routes = Routes()

STEP_DAYS = timedelta(days=30)  # until a step is due, unless another day is chosen
DIGITS = 4  # of a count of votes


WORDS: tuple[str, ...] = ("text",)
AMOUNTS = ("amount", "people", "fund")


class InformationForm(Named):
    LOOKED_AT = WORDS
    text: Typed = ""
    output: Output | None = None


class DecisionForm(InformationForm):
    mover: str | None = None
    votes_for: Typed | None = None
    against: Typed | None = None
    abstain: Typed | None = None
    plan: str | None = None


class StepForm(InformationForm):
    owner: str
    due: date


class AmountForm(InformationForm):
    LOOKED_AT = (*WORDS, *AMOUNTS)
    amount: Typed | None = None
    people: Typed | None = None
    fund: Typed | None = None


class ResourceForm(AmountForm):
    car: str
    as_: Resources


@dataclass(frozen=True, kw_only=True, slots=True)
class Target:
    """What an outcome is of: a section of a meeting, or an item in it. `seen` is what was written down until then."""

    held: Held
    section: int
    item: AgendaItem | None
    seen: int

    @property
    def subject(self) -> str:
        return typed(self.item.subject) if self.item else section_name(self.held, self.section)

    @property
    def about(self) -> str:
        """As a form names it."""
        number, item = self.held.meeting.number, self.item.id if self.item else NO_ITEM
        return f"{number} {self.section} {item} {len(self.known)}"

    @property
    def known(self) -> list[Outcome]:
        item = self.item.id if self.item else ""
        return [one for one in in_minutes(self.held.outcomes) if (one.section, one.item) == (self.section, item)]

    @property
    def meanwhile(self) -> str:
        """What somebody else wrote down of it since the form was opened."""
        return self.known[-1].text if len(self.known) > self.seen else ""


NO_ITEM = "-"


def _target(call: Call) -> Target:
    """For whoever writes the minutes, while it goes on."""
    number, which, item, seen = named(call.about, 4)
    meeting = mendable_of(call, number)
    held = held_of(call, meeting)
    found = next((one for one in held.items if one.id == item), None)
    if item not in ("", NO_ITEM) and found is None:
        raise RefusedError("This item is not on the agenda any more.")
    at = found.section if found else number_in(which)
    return Target(held=held, section=at, item=found, seen=number_in(seen))


def mendable_of(call: Call, number: str) -> Meeting:
    meeting = found_of(call, number)
    check_may_run(meeting, call.viewer)
    if meeting.phase is not Phase.RUNNING:
        raise RefusedError("{number} does not go on, so nothing new is written down.", number=number)
    return meeting


@routes.button("minutes.target")
def target(call: Call) -> Reply:
    found = _target(call)
    about = found.about.rpartition(" ")[0]
    return Show(target_card(found.held, about, found.subject, found.known, look_of(call, found.held)))


# Each kind of outcome

Shown = Callable[[Call, Target, str], Form]


def _information(call: Call, at: Target, new: str) -> Form:  # noqa: ARG001 - as the others
    return information_form(at.about, at.subject, new=new)


def _decision(call: Call, at: Target, new: str) -> Form:
    return decision_form(at.about, at.subject, voters(call, at.held), _plans(call), at.held.room.words, new=new)


def _step(call: Call, at: Target, new: str) -> Form:
    return step_form(at.about, at.subject, call.today + STEP_DAYS, new=new)


def _resource(call: Call, at: Target, new: str) -> Form:
    cars = [Option(value=car.number, label=f"{car.number} · {car.title}") for car in waits_for_resources(call.tx)]
    if not cars:
        raise RefusedError("No report waits for resources now. Write it down as a decision.")
    return resource_form(at.about, at.subject, cars, new=new)


def voters(call: Call, held: Held) -> Mapping[str, str]:
    """Who may move something, by name."""
    names = People(call.tx).names(held.room.present)
    return dict(sorted(names.items(), key=lambda one: one[1]))


def _plans(call: Call) -> list[Option]:
    found = PlanBook(call.tx, EVERYBODY).in_force()[:PLANS]
    return [Option(value=plan.number, label=f"{plan.number} · {plan.title}") for plan in found]


PLANS = 90  # that a form can list
FORMS: Mapping[OutcomeKind, Shown] = {
    OutcomeKind.INFORMATION: _information,
    OutcomeKind.DECISION: _decision,
    OutcomeKind.STEP: _step,
    OutcomeKind.RESOURCE: _resource,
}


def _opening(kind: OutcomeKind) -> None:
    @routes.button(f"minutes.{kind}_form")
    def open_(call: Call) -> Reply:
        return Open(FORMS[kind](call, _target(call), ""))


for _kind in OutcomeKind:
    _opening(_kind)


@routes.submit("minutes.information", InformationForm)
def information(call: Call, form: InformationForm) -> Reply:
    return _written(call, form, OutcomeKind.INFORMATION)


@routes.submit("minutes.decision", DecisionForm)
def decision(call: Call, form: DecisionForm) -> Reply:
    output = form.output or (Output.CHANGE if form.plan else None)
    more = {"output": output, "plan": form.plan or ""}
    return _written(call, form, OutcomeKind.DECISION, **counted(form), **more)


@routes.submit("minutes.step", StepForm)
def step(call: Call, form: StepForm) -> Reply:
    must_be_colleague(call.tx, form.owner, field="owner")
    owner = People(call.tx).canonical(form.owner)
    return _written(call, form, OutcomeKind.STEP, owner=owner, due=form.due)


@routes.submit("minutes.resource", ResourceForm)
def resource(call: Call, form: ResourceForm) -> Reply:
    return _written(call, form, OutcomeKind.RESOURCE, car=form.car, resources=form.as_, **amounts_of(form))


def amounts_of(form: AmountForm) -> dict[str, Any]:
    return {name: getattr(form, name) or "" for name in AMOUNTS}


def counted(form: DecisionForm) -> dict[str, Any]:
    return {"mover": form.mover or None} | {
        name: _count(getattr(form, name), name) for name in ("votes_for", "against", "abstain")
    }


def _count(said: str | None, name: str) -> int:
    """Nothing typed counts as none."""
    if not said:
        return 0
    if not said.isdecimal() or len(said) > DIGITS:
        raise RefusedError("Please give the number of votes, such as 5.", field=name)
    return int(said)


def _written(call: Call, form: InformationForm, kind: OutcomeKind, **more: Any) -> Reply:
    """Its place in the minutes is taken first: of two who write at once, the second is asked whether theirs is new."""
    number = named(call.about, 1)[0]
    nth = MinutesBook(call.tx).next_nth(mendable_of(call, number).number)
    at = _target(call)
    if at.meanwhile:
        return Open(_typed_again(FORMS[kind](call, at, at.meanwhile), form))
    if again := asked(form, FORMS[kind](call, at, "")):
        return again
    item = at.item.id if at.item else ""
    made: dict[str, Any] = {"output": form.output, "item": item, "by": call.me, "at": call.tx.now, **more}
    outcome = Outcome(id=call.tx.mint(), meeting=number, nth=nth, section=at.section, kind=kind, text=form.text, **made)
    _keep(call, at, check_outcome(outcome, at.held.room, call.today))
    return Draw("minutes.card", f"{number} {at.section}")


def _typed_again(shown: Form, form: Named) -> Form:
    """With what somebody typed, which is not lost."""
    kept = prefilled(Open(shown), form.model_dump(mode="json"))
    assert isinstance(kept, Open)  # noqa: S101 - it was one
    return kept.form


def _keep(call: Call, at: Target, outcome: Outcome) -> None:
    match outcome.kind:
        case OutcomeKind.STEP:
            kept = _give_step(call, outcome)
        case OutcomeKind.RESOURCE:
            kept = _decide(call, outcome)
        case _:
            kept = outcome
    MinutesBook(call.tx).record(kept)
    if at.item and not at.item.done:
        Agendas(call.tx).save(replace(at.item, done=True), did="agenda.item_done", by=call.me)
    if kept.plan and kept.binds:
        lead = plan_of(replace(call, viewer=EVERYBODY), kept.plan).lead
        Outbox(call.tx).owe("minutes.change", kept.id, to=lead, key=f"minutes.change:{kept.id}")


def _give_step(call: Call, outcome: Outcome) -> Outcome:
    """It stands in its owner's list, who is told."""
    assert outcome.owner  # noqa: S101 - the form asks for both
    assert outcome.due  # noqa: S101
    given = MeetingSteps(call.tx).add(
        outcome.meeting, what=outcome.text, owner=outcome.owner, due=outcome.due, by=call.me
    )
    if outcome.owner != call.me:
        key = f"meeting.step_yours:{given.number}"
        Outbox(call.tx).owe("meeting.step_yours", str(given.number), to=outcome.owner, key=key)
    return replace(outcome, step=given.number)


def _decide(call: Call, outcome: Outcome) -> Outcome:
    """The work on the report goes on, with as many days as it stood. Of a sealed one nothing is told here."""
    if CarLog(call.tx, EVERYBODY).find(outcome.car) is None:
        raise RefusedError("Not everybody may read this report. Decide about its resources on its own card.")
    assert outcome.resources  # noqa: S101 - the form asks for it
    everybody = Cases(call.tx, EVERYBODY).get(outcome.car)
    if not awaits_resources(everybody):
        raise RefusedError("{car} does not wait for resources any more.", car=outcome.car, field="car")
    was = Cases(call.tx, call.viewer).get(outcome.car)
    case = decide_in_review(was, outcome.resources, told_of(outcome), today=call.today)
    if case.car.owner:
        key = f"car.turn:{case.car.number}:{case.car.version}"
        Outbox(call.tx).owe("car.turn", case.car.number, to=case.car.owner, key=key)
    keep(call, case, was, did="car.resources_decided")
    return outcome
