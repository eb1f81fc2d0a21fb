"""Plan a meeting, change it, move it or call it off, and invite people; each of them is told once."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date, time
from typing import Any

from domain.errors import RefusedError
from domain.groups import Group
from domain.improvement import Kind
from domain.improvement_rights import HEADS, in_charge
from domain.meeting_rights import check_may_plan, check_may_run
from domain.meetings import (
    ASKED,
    KINDS,
    Attendee,
    Circle,
    Meeting,
    MeetingKind,
    call_off,
    check_attendees,
    check_meeting,
    put,
)
from domain.people import PersonId
from domain.places import Place, PlaceKind
from handlers.improvement import named, number_in
from handlers.meetings import counts, kinds_of, seen
from handlers.names import Named, asked
from handlers.needs import goals
from handlers.routing import Answers, Call, Draw, Open, Reply, Routes, Typed
from storage.colleagues import must_be_colleague
from storage.daily import draw_again
from storage.improvement import PlanBook
from storage.improvement_sight import in_force, of_kind
from storage.meeting_circles import in_circles
from storage.meeting_seats import members
from storage.meetings import Meetings
from storage.outbox import Outbox
from storage.partnerships import Partnerships
from storage.people import People
from storage.places import Places
from views.elements import Form, Option
from views.languages import texts_in
from views.meeting_forms import PERSONS, invite_form, kind_form, move_form, off_form, plan_form

routes = Routes()

MOST = 200  # plans that are offered


class KindForm(Answers):
    kind: MeetingKind


class MeetingForm(Named):
    LOOKED_AT = ("title", "place", "audience", "purpose", "service", "with_whom")
    title: Typed = ""
    day: date
    start: time
    length: int
    host: str
    school: str | None = None
    place: Typed | None = None
    audience: Typed | None = None
    purpose: Typed | None = None
    service: Typed | None = None
    with_whom: Typed | None = None
    groups: tuple[Group, ...] = ()
    supports: str | None = None


class MoveForm(Named):
    LOOKED_AT = ("place",)
    day: date
    start: time
    place: Typed | None = None


class OffForm(Named):
    LOOKED_AT = ("because",)
    because: Typed = ""


class InviteForm(Named):
    LOOKED_AT = ("guests",)
    circles: tuple[Circle, ...] = ()
    person1: str | None = None
    person2: str | None = None
    person3: str | None = None
    person4: str | None = None
    person5: str | None = None
    guests: Typed | None = None
    off: str | None = None


@routes.command("meetings new")
@routes.button("meeting.new")
def new(call: Call) -> Reply:
    kinds = kinds_of(call)
    if not kinds:
        check_may_plan(call.viewer, MeetingKind.FORUM, "")
    return Open(kind_form(kinds))


@routes.submit("meeting.kind", KindForm)
def kind(call: Call, form: KindForm) -> Reply:
    """The form of that kind, with what is usual filled in."""
    if form.kind not in kinds_of(call):
        check_may_plan(call.viewer, form.kind, "")
    (title,) = texts_in([KINDS[form.kind]], call.language)
    places = _places(call, form.kind)
    first = "" if in_charge(call.viewer) or not places else places[0].id
    return Open(form_of(call, form.kind, {"title": title, "host": call.me, "school": first}))


def form_of(call: Call, kind_: MeetingKind, given: Mapping[str, Any]) -> Form:
    """Of a new meeting."""
    return _form(call, kind_, given, str(kind_))


def _form(call: Call, kind_: MeetingKind, given: Mapping[str, Any], about: str) -> Form:
    known: dict[str, Any] = {"places": _places(call, kind_), "supports": _options(call, kind_)}
    return plan_form(kind_, given, asked=ASKED[kind_], about=about, known=known)


def _places(call: Call, kind_: MeetingKind) -> list[Place]:
    """Those of which whoever asks may plan one."""
    every = Places(call.tx).all(PlaceKind.SCHOOL if kind_ is MeetingKind.VISIT else None)
    mine = {seat.place for seat in call.viewer.seats if seat.role in HEADS}
    return [place for place in every if in_charge(call.viewer) or place.id in mine]


def _options(call: Call, kind_: MeetingKind) -> list[Option]:
    """What such a meeting can support."""
    if "supports" not in ASKED[kind_]:
        return []
    every = replace(call, text="")
    if kind_ is MeetingKind.ROUTINE:
        return plans(every)
    return promises(every) if kind_ is MeetingKind.TRAINING else goals(every)


@routes.options("meeting.plans")
def plans(call: Call) -> list[Option]:
    """Plans in force, by what is typed."""
    found, _ = PlanBook(call.tx, call.viewer).page(in_force(), size=MOST)
    options = [Option(value=plan.number, label=f"{plan.number} · {plan.title}") for plan in found]
    return _matching(call, options)


@routes.options("meeting.promises")
def promises(call: Call) -> list[Option]:
    """What partnerships promise so many times a year."""
    found, _ = PlanBook(call.tx, call.viewer).page(in_force(), of_kind(Kind.PARTNERSHIP), size=MOST)
    known = Partnerships(call.tx).commitments([plan.number for plan in found])
    return _matching(
        call,
        [
            Option(value=f"{one.plan} {one.nth}", label=f"{one.plan} · {one.what}")
            for plan in found
            for one in known[plan.number]
            if one.a_year and not one.dropped
        ],
    )


def _matching(call: Call, options: Iterable[Option]) -> list[Option]:
    return [option for option in options if call.text.casefold() in option.label.casefold()]


@routes.button("meeting.form")
def open_change(call: Call) -> Reply:
    meeting = _ahead(call)
    return Open(_form(call, meeting.kind, _given(meeting), meeting.number))


def _given(meeting: Meeting) -> dict[str, Any]:
    names = ("title", "day", "start", "length", "host", "school", *ASKED[meeting.kind])
    given = {name: getattr(meeting, name) for name in names if name != "supports"}
    nth = meeting.commitment or meeting.goal
    return given | {"supports": f"{meeting.plan} {nth}".removesuffix(" 0") if meeting.plan else None}


def _run(call: Call) -> Meeting:
    """The meeting that `call.about` names, for whoever runs it."""
    meeting = seen(call, named(call.about, 1)[0])
    check_may_run(meeting, call.viewer)
    return meeting


def _ahead(call: Call) -> Meeting:
    meeting = _run(call)
    if not meeting.is_ahead:
        raise RefusedError("{number} has begun or is over, so its plan stays as it is.", number=meeting.number)
    return meeting


@routes.submit("meeting.save", MeetingForm)
def save(call: Call, form: MeetingForm) -> Reply:
    """A new one of the kind that `call.about` names, or the one with that number."""
    was = None if call.about in [*MeetingKind] else _ahead(call)
    kind_ = was.kind if was else MeetingKind(call.about)
    if was is None or (form.school or "") != was.school:
        check_may_plan(call.viewer, kind_, form.school or "")
    if again := asked(form, _form(call, kind_, _given(was) if was else {}, call.about)):
        return again
    if was is None or People(call.tx).canonical(form.host) != was.host:
        must_be_colleague(call.tx, form.host, field="host")
    return _change(call, was, form) if was else _open(call, kind_, form)


def _open(call: Call, kind_: MeetingKind, form: MeetingForm) -> Reply:
    """Whose seat makes them a member is expected from the first on, and told."""
    book = Meetings(call.tx)
    number = book.next_number(call.settings.number_year(call.today))
    blank = Meeting(number=number, kind=kind_, title="", day=form.day, start=form.start, host=call.me)
    meeting = _filled(call, replace(blank, for_all=kind_ is MeetingKind.ROUTINE), form)
    book.open(meeting, members(call.tx, kind_) if meeting.has_agenda else [], by=call.me)
    _tell_new(call, meeting, [one.person for one in book.attendees(number) if one.person])
    if meeting.host != call.me and meeting.day >= call.today:
        _owe(call, "meeting.invited", meeting, [meeting.host])
    return Draw("meeting.card", number)


def _change(call: Call, was: Meeting, form: MeetingForm) -> Reply:
    """Another day, time or place is told to all who are invited."""
    now = Meetings(call.tx).save(_filled(call, was, form), did="meeting.changed", by=call.me)
    if now.host != was.host:
        _stays(call, now, was.host)
    if (now.day, now.start, now.place) != (was.day, was.start, was.place):
        _tell_all(call, "meeting.moved", now)
    elif now.host not in (was.host, call.me):
        _owe(call, "meeting.invited", now, [now.host])
    return _drawn(call, now)


def _stays(call: Call, meeting: Meeting, host: PersonId) -> None:
    """Whoever hosted it before is expected at it."""
    there = Meetings(call.tx).attendees(meeting.number)
    if host not in {one.person for one in there}:
        Meetings(call.tx).set_attendees(meeting.number, [*there, Attendee(person=host)], by=call.me)


def _filled(call: Call, meeting: Meeting, form: MeetingForm) -> Meeting:
    """With what was asked of its kind, and nothing else."""
    words = ("school", "place", "audience", "purpose", "service", "with_whom")
    asked_: dict[str, Any] = {name: getattr(form, name) or "" for name in words if name in ASKED[meeting.kind]}
    if "groups" in ASKED[meeting.kind]:
        asked_["groups"] = form.groups
    plain = {name: getattr(form, name) for name in ("title", "day", "start", "length")}
    host = People(call.tx).canonical(form.host)
    now = replace(meeting, **plain, **asked_, **_supported(call, meeting.kind, form.supports), host=host)
    check_meeting(now, today=call.today)
    _check_term(call, now)
    return now


def _supported(call: Call, kind_: MeetingKind, chosen: str | None) -> dict[str, Any]:
    if "supports" not in ASKED[kind_] or not chosen:
        if kind_ is MeetingKind.ROUTINE:
            raise RefusedError("Please choose the plan whose routine it is.", field="supports")
        return {"plan": "", "goal": 0, "commitment": 0}
    if chosen not in {option.value for option in _options(call, kind_)}:
        raise RefusedError("Please choose one of the list.", field="supports")
    plan, nth = named(chosen, 2)
    of = "commitment" if kind_ is MeetingKind.TRAINING else "goal"
    return {"plan": plan, "goal": 0, "commitment": 0, of: number_in(nth)}


def _check_term(call: Call, meeting: Meeting) -> None:
    """A training counts in the term of its partnership alone."""
    if meeting.commitment and not counts(meeting, Partnerships(call.tx).terms([meeting.plan]).get(meeting.plan)):
        raise RefusedError("Choose a day within the term of {plan}.", plan=meeting.plan, field="day")


@routes.button("meeting.move_form")
def open_move(call: Call) -> Reply:
    return Open(move_form(_ahead(call)))


@routes.submit("meeting.move", MoveForm)
def move_(call: Call, form: MoveForm) -> Reply:
    was = _run(call)
    moved = put(was, form.day, form.start, form.place or "", today=call.today)
    _check_term(call, moved)
    if again := asked(form, move_form(was)):
        return again
    now = Meetings(call.tx).save(moved, did="meeting.moved", by=call.me)
    _tell_all(call, "meeting.moved", now)
    return _drawn(call, now)


@routes.button("meeting.off_form")
def open_off(call: Call) -> Reply:
    return Open(off_form(_ahead(call)))


@routes.submit("meeting.off", OffForm)
def off(call: Call, form: OffForm) -> Reply:
    was = _run(call)
    now = call_off(was, form.because, now=call.tx.now)
    if again := asked(form, off_form(was)):
        return again
    now = Meetings(call.tx).save(now, did="meeting.called_off", by=call.me)
    _tell_all(call, "meeting.called_off", now)
    return _drawn(call, now)


@routes.button("meeting.invite_form")
def open_invite(call: Call) -> Reply:
    meeting = _ahead(call)
    return Open(invite_form(meeting, place=bool(meeting.school)))


@routes.submit("meeting.invite", InviteForm)
def invite(call: Call, form: InviteForm) -> Reply:
    """Who is on the list already stays as they are."""
    meeting, book = _ahead(call), Meetings(call.tx)
    if again := asked(form, invite_form(meeting, place=bool(meeting.school))):
        return again
    was = book.attendees(meeting.number)
    off_ = People(call.tx).canonical(form.off) if form.off else None
    known = [one for one in was if off_ is None or one.person != off_]
    now = [*known, *_invited(call, meeting, form, {one.person for one in known if one.person} | {off_})]
    check_attendees(now)
    book.set_attendees(meeting.number, now, by=call.me)
    if Circle.STAFF in form.circles and not meeting.for_all:
        meeting = book.save(replace(meeting, for_all=True), did="meeting.changed", by=call.me)
    _tell_new(call, meeting, _persons(book.attendees(meeting.number)) - _persons(was))
    return _drawn(call, meeting)


def _persons(there: Iterable[Attendee]) -> set[PersonId]:
    return {one.person for one in there if one.person}


def _invited(call: Call, meeting: Meeting, form: InviteForm, known: Collection[PersonId | None]) -> list[Attendee]:
    found = in_circles(call.tx, form.circles, meeting.school)
    for n in range(1, PERSONS + 1):
        if chosen := getattr(form, f"person{n}"):
            must_be_colleague(call.tx, chosen, field=f"person{n}")
            found.append(Attendee(person=People(call.tx).canonical(chosen)))
    new_ = [one for one in found if one.person not in {*known, meeting.host}]
    return [*new_, *(Attendee(guest=name) for name in guests_in(form.guests))]


def guests_in(typed: str | None) -> list[str]:
    return [name.strip() for name in (typed or "").splitlines() if name.strip()]


def _tell_new(call: Call, meeting: Meeting, persons: Iterable[PersonId]) -> None:
    """Of what has passed already nobody is told."""
    if meeting.day >= call.today:
        _owe(call, "meeting.invited", meeting, persons)


def _tell_all(call: Call, what: str, meeting: Meeting) -> None:
    persons = [*_persons(Meetings(call.tx).attendees(meeting.number)), meeting.host]
    _owe(call, what, meeting, persons)


def _owe(call: Call, what: str, meeting: Meeting, persons: Iterable[PersonId]) -> None:
    """Once for each change, and not to whoever made it."""
    for person in sorted({*persons} - {call.me}):
        Outbox(call.tx).owe(what, meeting.number, to=person, key=f"{what}:{meeting.number}:{meeting.version}")


def _drawn(call: Call, meeting: Meeting) -> Reply:
    """What was told of it before reads as it is now."""
    Outbox(call.tx).refresh(meeting.number)
    draw_again(call.tx, meeting.number)
    return Draw("meeting.card", meeting.number)
