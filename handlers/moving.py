"""What every handler of reports does: find one as whoever asks sees it, move it, tell whom it concerns, draw it."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from domain.car_lines import CarLine
from domain.cars import TERMINAL, Car, State, check_report
from domain.cases import Case, Move
from domain.evidence import Shows
from domain.holds import may_hold
from domain.lifecycle import move
from domain.moves import Brings, FailCheck, Inconclusive, NotEffective, RefusePlan, Reopen, RevisePlan
from domain.people import PersonId
from domain.privacy import seal_for_words
from domain.public_copy import may_release
from domain.similar import is_offered
from domain.story import is_left
from domain.undo import DEEDS, Deed, deed_of, settled, undo, undoable
from domain.who import leads
from handlers.evidence import WithFiles, add_files, evidence_of, without_kept
from handlers.names import Named, asked
from handlers.routing import Call, Draw, Open, Reply, Routes
from storage.car_words import CarWords
from storage.cars import CarLog
from storage.cases import Cases
from storage.copies import draw_files_again
from storage.daily import draw_again
from storage.deciders import approvers, checkers, deciding, tell_deciders
from storage.extensions import Extensions
from storage.ideas import IdeaBook
from storage.log_import import EarlierLogs
from storage.offices import Offices
from storage.outbox import Outbox
from storage.people import People
from storage.places import Places
from storage.reminded import Reminded
from views.car_acts import Work
from views.cars import car_card
from views.elements import Button, Card, Form, Text
from views.evidence import with_evidence
from views.look import Look, Names
from views.public import paper_acts
from views.redaction import words_act
from views.similar import with_similar
from views.story import story_act

#: The messages that show what somebody has to do: they change where they stand when it is done.
ASKING = (
    "car.triage",
    "car.received",
    "car.owned",
    "car.turn",
    "step.yours",
    "owner.asked",
    "time.asked",
    "step.asked",
)
#: How a move is called in history, where its state does not say it.
DID: Mapping[type[Move], str] = {
    Inconclusive: "car.check_put_off",
    NotEffective: "car.came_back",
    FailCheck: "car.check_failed",
    RefusePlan: "car.plan_refused",
    RevisePlan: "car.plan_changed",
    Reopen: "car.reopened",
}

UNDID: Mapping[Deed, str] = {
    Deed.ACCEPTANCE: "car.accept_undone",
    Deed.QUICK_FIX: "car.fix_undone",
    Deed.APPROVAL: "car.approval_undone",
    Deed.CHECK: "car.check_undone",
}


def seen(call: Call, number: str = "") -> Car:
    """A report as whoever asks sees it: the one that is named, or the call's."""
    return CarLog(call.tx, call.viewer).get(number or call.about)


def seen_case(call: Call, number: str = "") -> Case:
    """The same with its plan."""
    return Cases(call.tx, call.viewer).get(number or call.about)


def put_on_record(call: Call, new: Car, *, last: bool = False) -> Car:
    """File a report under the next number: whoever did it gets a copy, and whoever decides is told.

    All that has to be asked is asked before the number is taken, or with it: until the transaction ends, nobody else
    of this district can file. Where it is the `last` that is done to any record that others may change, history is
    locked with its number.
    """
    check_report(new)
    log, who = CarLog(call.tx, call.viewer), deciding(call.tx, new, call.settings.rules)
    Outbox(call.tx).expect([call.me, *who.told])
    car = replace(new, number=log.next_number(call.settings.number_year(call.today), last=last))
    log.add(car)
    Outbox(call.tx).owe("car.received", car.number, to=call.me, key=f"car.received:{car.number}")
    tell_deciders(call.tx, car, who)
    return car


def move_car(call: Call, brings: Brings, *, seals: bool = False) -> Reply:
    """Move a report and owe the messages that the move makes due; with words in it that seal it, seal it."""
    was = seen_case(call)
    case = move(was, brings, by=call.viewer, today=call.today, rules=call.settings.rules)
    fresh = type(brings) in DEEDS
    car = undoable(case, was, type(brings), by=call.viewer, now=call.tx.now) if fresh else settled(case.car)
    return keep(call, replace(case, car=car), was, did=DID.get(type(brings), f"car.{car.state}"), seals=seals)


def keep(call: Call, case: Case, was: Case, *, did: str, seals: bool = False) -> Reply:
    """Save a report that changed, tell whom it concerns, and draw its copies again."""
    car = settled(case.car) if case.car.before == was.car.before else case.car
    now = replace(case, car=seal_for_words(car) if seals else car)
    Cases(call.tx, call.viewer).save(now, was=was, did=did)
    if now.car.state is not was.car.state or now.car.cycle != was.car.cycle:
        _tell(call, now, was)
    Outbox(call.tx).refresh(now.car.number, *(() if seals else ASKING))
    draw_again(call.tx, now.car.number, every=now.car.sealed)  # who reads a sealed one changes with its owner
    if seals:
        draw_files_again(call.tx, now.car.number)
    return Draw("car.card", now.car.number)


def take_back(call: Call) -> Reply:
    """Undo what was done to a report just now: who was told reads it where it stands."""
    was = seen_case(call)
    deed, case = deed_of(was.car), undo(was, by=call.viewer, now=call.tx.now)
    cases, plan = Cases(call.tx, call.viewer), case.plan
    if case.car.cycle != was.car.cycle and plan and (kept := cases.of(case.car).plan):
        case = replace(case, plan=replace(kept, causes=plan.causes))  # the approval stands with the round before
    cases.save(case, was=was, did=UNDID[deed])
    Outbox(call.tx).refresh(case.car.number)
    if deed is Deed.ACCEPTANCE:
        key, owner = f"car.decided:{case.car.number}:{case.car.version}", owner_of(was.car)
        CarLog(call.tx, call.viewer).tell_requester(case.car, "car.decided", key=key, unless=(*owner, call.me))
    return Draw("car.card", case.car.number)


def move_or_ask(call: Call, form: Named, shown: Form, brings: Brings, *, shows: Shows | None = None) -> Reply:
    """Move a report with words, unless they seem to name a student: that is asked once. `shows`: what files are of."""
    car = seen(call)
    if again := asked(form, shown, car):
        return again
    reply = move_car(call, brings, seals=form.seals(car))
    if shows and isinstance(form, WithFiles):
        add_files(call, car.number, form.all_files, shows)
    return reply


def told_in(
    routes: Routes,
    name: str,
    answers: type[Named],
    shown: Callable[[Call], Form],
    brings: Callable[[Any], Brings],
    *,
    shows: Shows | None = None,
) -> None:
    """A move that is told in a form: `name` and "_form" opens it, `name` is what it does once it is sent."""

    def open_(call: Call) -> Reply:
        return Open(shown(call))

    def send(call: Call, form: Named) -> Reply:
        return move_or_ask(call, form, shown(call), brings(form), shows=shows)

    routes.button(f"{name}_form")(open_)
    routes.submit(name, answers)(send)


def _tell(call: Call, case: Case, was: Case) -> None:
    """Each whom a move concerns gets one message; whoever made it needs none."""
    car, log = case.car, CarLog(call.tx, call.viewer)
    version = f"{car.number}:{car.version}"
    match car.state:
        case State.ACCEPTED if was.car.state is State.SUBMITTED:
            assert car.owner is not None  # noqa: S101 - the domain accepts nothing without one
            Outbox(call.tx).owe("car.owned", car.number, to=car.owner, key=f"car.owned:{version}")
            log.tell_requester(car, "car.decided", key=f"car.decided:{version}", unless=(car.owner, call.me))
        case State.SUBMITTED:
            tell_deciders(call.tx, car, deciding(call.tx, car, call.settings.rules))
        case State.RETURNED | State.REJECTED | State.WITHDRAWN | State.CLOSED | State.CANCELLED:
            log.tell_requester(car, "car.decided", key=f"car.decided:{version}", unless=(call.me,))
    _tell_turn(call, case, was, version)


def _tell_turn(call: Call, case: Case, was: Case, version: str) -> None:
    """Whose turn it is now: the owner, who approves, who checks, who does the steps."""
    car, owner = case.car, owner_of(case.car)
    turns: dict[State, Iterable[PersonId]] = {
        State.PLAN_REVIEW: approvers(call.tx, case),
        State.IMPLEMENTING: owner,
        State.VERIFYING: checkers(call.tx, case),
        State.MONITORING: approvers(call.tx, case) if car.signed_off_by is None else (),
        State.CLOSED: owner,
        State.CANCELLED: owner,
        State.ACCEPTED: owner,
    }
    told = set() if car.state is State.ACCEPTED and was.car.state is State.SUBMITTED else set(turns.get(car.state, ()))
    tell(call, "car.turn", car.number, told, key=f"car.turn:{version}")
    if car.state is State.IMPLEMENTING and case.plan:
        doing = {step.owner for step in case.plan.steps if not step.is_settled}
        tell(call, "step.yours", car.number, doing - told, key=f"step.yours:{version}")


def tell(call: Call, what: str, about: str, whom: Iterable[PersonId], *, key: str) -> None:
    for person in sorted(set(whom) - {call.me}):
        Outbox(call.tx).owe(what, about, to=person, key=key)


def owner_of(car: Car) -> Collection[PersonId]:
    return () if car.owner is None else (car.owner,)


def card_if_seen(call: Call, otherwise: str, *, lead: str = "") -> Card:
    """A report, or a sentence for whoever does not see it any more."""
    car = CarLog(call.tx, call.viewer).find(call.about)
    return draw_card(call, car, lead=lead) if car else Card(title=call.about, parts=[Text(otherwise)])


def draw_card(call: Call, car: Car, *, lead: str = "", whole: bool = False) -> Card:
    work = work_of(call, car)
    look, (pieces, files) = look_at(call, [car], work.case), evidence_of(call, car)
    kept, beside = without_kept(car, pieces, files), acts_beside(call, car)
    return with_evidence(car_card(kept, look, lead=lead, whole=whole, work=work, beside=beside), pieces, files, look)


def acts_beside(call: Call, car: Car) -> list[Button]:
    """What can be done with a report that does not move it: its story, its words, papers of it."""
    offices = Offices(call.tx).of(call.viewer) if car.handed_to else ()
    words = [words_act(car)] if may_hold(car, call.viewer, offices) else []
    papers = [] if is_left(car) else paper_acts(car, releases=may_release(car, call.viewer))
    return [story_act(car), *papers, *words]


def work_of(call: Call, car: Car) -> Work:
    """All that a report's buttons depend on."""
    extensions = Extensions(call.tx).of(car.number) if car.owner and car.what else ()
    formerly = EarlierLogs(call.tx).of(car.number) if car.former else None
    ideas = IdeaBook(call.tx).of_car(car.number) if car.what else ()
    case, reminded = Cases(call.tx, call.viewer).of(car), _reminded(call, car)
    return Work(case=case, extensions=extensions, ideas=ideas, formerly=formerly, reminded=reminded)


def _reminded(call: Call, car: Car) -> date | None:
    """When its owner was reminded last: theirs and the office's to know."""
    concerned = car.owner is not None and (car.owner == call.me or leads(car, call.viewer))
    open_ = concerned and car.state not in TERMINAL and car.handed_to is None
    return Reminded(call.tx).last_of(car.number, PersonId(car.owner or "")) if open_ else None


def look_at(
    call: Call,
    cars: Sequence[Car],
    case: Case | None = None,
    *,
    also: Collection[str] = (),
    there: Collection[str] = (),
) -> Look:
    """What a view is told beside reports: what their people and places are called, and `also` and `there` others."""
    named = [person for car in cars for person in (car.requester, car.owner, car.checker, car.asked_owner)]
    planned = [*case.plan.persons] if case and case.plan else []
    people = People(call.tx).names([*named, *planned, *also])
    places = Places(call.tx).names([*(place for car in cars for place in (car.school, car.department)), *there])
    names = Names(people=people, places=places)
    settings, now = call.settings, call.tx.now
    return Look(viewer=call.viewer, today=call.today, names=names, rules=settings.rules, now=now, zone=settings.zone)


def look_at_lines(call: Call, cars: Sequence[CarLine]) -> Look:
    """The same beside a list, whose lines name an owner and a school."""
    return look_at(
        call, [], also=[car.owner for car in cars if car.owner], there=[car.school for car in cars if car.school]
    )


def beside_similar(call: Call, card: Card, car: Car) -> Card:
    """A card, and the closed reports that read like this one, of those that whoever looks finds."""
    if car.sealed or car.handed_to:
        return card
    log = CarLog(call.tx, call.viewer)
    others = [other for number in CarWords(call.tx).alike(car) if (other := log.find(number)) and is_offered(other)]
    return with_similar(card, car, others, look_at(call, [car]))
