"""A meeting while it goes on and its minutes once it is over: how both look, sending them, and approving them."""

from collections.abc import Collection
from dataclasses import replace
from itertools import chain

from domain.errors import RefusedError
from domain.meeting_rights import check_may_run, may_add, may_run
from domain.meetings import OVER, Meeting, MeetingKind, Phase, approve
from domain.minutes import Minutes, approve_minutes, room_of
from domain.numbers import meeting_number
from domain.people import PersonId
from domain.texts import command, say
from handlers.improvement import named, number_in
from handlers.moving import look_at
from handlers.routing import Call, Draw, Reply, Routes, Show
from storage.agendas import Agendas
from storage.cars import CarLog
from storage.conversations import Conversations
from storage.meeting_sight import SeenMeetings
from storage.meeting_steps import MeetingSteps
from storage.meetings import Meetings
from storage.minutes import MinutesBook, digest_of, going_on, minuted
from storage.outbox import Outbox
from storage.people import People
from storage.posts import note_told
from storage.snapshots import EVERYBODY
from views.cabinet_agenda import before_card
from views.corrections import gone_card, not_begun_card
from views.elements import Card
from views.look import Look
from views.minutes import Held, minutes_card, post_card, running_card, section_card

routes = Routes()

READY = say("The meeting is over. These are its minutes.")


@routes.command("minutes")
def typed(call: Call) -> Reply:
    """The meeting that goes on, or the minutes of the last one; or of the one that is named."""
    number = meeting_number(call.text, call.settings.number_year(call.today))
    if number is None and call.text:
        raise RefusedError("Please name the meeting by its number: {minutes}", minutes=command("kaizen minutes 3"))
    return Show(card_of(call, found_of(call, number) if number else _latest(call)))


def _latest(call: Call) -> Meeting:
    seen = SeenMeetings(call.tx, call.viewer)
    now, _ = seen.coming(call.today, going_on(), size=1)
    last, _ = seen.past(call.today, minuted(), size=1)
    if not (now or last):
        raise RefusedError("There are no minutes yet that you can see.")
    return (now or last)[0]


@routes.button("minutes.open")
def open_(call: Call) -> Reply:
    return Show(card(call), beside=True)


@routes.button("minutes.back")
def back(call: Call) -> Reply:
    return Show(card(call))


@routes.notice("minutes.card")
def card(call: Call) -> Card:
    """By its number; behind it may stand a section, of which it is drawn then."""
    number, section = named(call.about, 2)
    found = SeenMeetings(call.tx, call.viewer).find(number)
    if found is None:
        return gone_card(number)
    return _section(call, found, number_in(section)) if section else card_of(call, found)


def card_of(call: Call, meeting: Meeting) -> Card:
    """Its agenda before it begins, what is written down while it goes on, its minutes after that."""
    if meeting.is_ahead and (meeting.kind is MeetingKind.CABINET or call.settings.is_small):
        return before_card(held_of(call, meeting), call.today)
    if meeting.phase is not Phase.RUNNING and meeting.phase not in OVER:
        return not_begun_card(meeting)
    held = held_of(call, meeting)
    return minutes_card(held, look_of(call, held)) if meeting.phase in OVER else running_card(held)


@routes.button("minutes.section")
def section(call: Call) -> Reply:
    number, which = named(call.about, 2)
    chosen = which or str(call.typed.get("section") or "")
    return Show(_section(call, found_of(call, number), number_in(chosen)))


def _section(call: Call, meeting: Meeting, which: int) -> Card:
    held = held_of(call, meeting)
    return section_card(held, which, look_of(call, held))


def found_of(call: Call, number: str) -> Meeting:
    """A meeting with minutes, as whoever asks finds it."""
    found = SeenMeetings(call.tx, call.viewer).get(number)
    if not found.has_agenda:
        raise RefusedError("{number} is a meeting without minutes.", number=number)
    return found


def held_of(call: Call, meeting: Meeting) -> Held:
    """All that its cards and papers say of a meeting that somebody found."""
    book, there, small = MinutesBook(call.tx), Meetings(call.tx).attendees(meeting.number), call.settings.is_small
    noted = book.of(meeting.number)
    return Held(
        meeting=meeting,
        there=there,
        room=room_of(there, call.settings["quorum"]),
        items=Agendas(call.tx).items(meeting.number),
        outcomes=noted,
        minutes=book.find(meeting.number),
        approved=book.approved_in(meeting.number),
        waiting=book.waiting(meeting, together=small) if meeting.phase is Phase.RUNNING else (),
        steps={step.number: step for step in MeetingSteps(call.tx).of(meeting.number)},
        guarded=guarded(call, [one.car for one in noted if one.car]),
        runs=may_run(meeting, call.viewer),
        small=small,
        given={} if small else Agendas(call.tx).given_on(meeting.number),
        adds=may_add(meeting.kind, call.viewer),
    )


def guarded(call: Call, cars: Collection[str]) -> frozenset[str]:
    """Those of these reports that not all staff may read."""
    open_to_all = {car.number for car in CarLog(call.tx, EVERYBODY).named(set(cars)) if not car.handed_to}
    return frozenset(cars) - open_to_all


def look_of(call: Call, held: Held) -> Look:
    """How those are called whom its minutes name."""
    noted = chain.from_iterable((one.by, one.owner, one.mover, one.corrected_by) for one in held.outcomes)
    made = [made for made in (held.minutes, *held.approved) if made]
    persons = [*noted, *(one.person for one in held.there), *(one.approved_by for one in made), held.meeting.host]
    look = look_at(call, [])
    people = People(call.tx).names(persons)
    return replace(look, names=replace(look.names, people=people), now=call.tx.now, zone=call.settings.zone)


# Once it is closed


def end(call: Call, over: Meeting) -> None:
    """Its minutes go to where it was announced, and to all who were expected if that is nowhere."""
    MinutesBook(call.tx).close(Minutes(meeting=over.number, closed_by=call.me, closed_at=call.tx.now))
    _send(call, over)


def _send(call: Call, meeting: Meeting) -> None:
    there = Conversations(call.tx).of(meeting.conversation or call.settings[channel_of(meeting)])
    key = f"minutes:{meeting.number}"
    if there:
        Outbox(call.tx).owe_post("minutes.post", meeting.number, there=there, key=key)
        told = {one.car for one in MinutesBook(call.tx).of(meeting.number) if one.car}
        note_told(call.tx, key, told, call.today)
        return
    for person in _expected(call, meeting):
        Outbox(call.tx).owe("minutes.ready", meeting.number, to=person, key=key)


def channel_of(meeting: Meeting) -> str:
    """The setting that says where its agenda is posted."""
    return {"cabinet": "digest_channel"}.get(meeting.kind, "mrt_channel")


def _expected(call: Call, meeting: Meeting) -> list[PersonId]:
    persons = {one.person for one in Meetings(call.tx).attendees(meeting.number) if one.person}
    return sorted(persons - {call.me})


@routes.notice("minutes.post")
def post(call: Call) -> Card:
    """For everybody who is there: nobody's own rights count, so it has no buttons but those that show more."""
    found = Meetings(call.tx).find(call.about)
    if found is None:
        return gone_card(call.about)
    held = replace(held_of(call, found), runs=False)
    return post_card(held, look_of(call, held))


@routes.notice("minutes.ready")
def ready(call: Call) -> Card:
    """To whoever was expected, where it is announced nowhere."""
    found = SeenMeetings(call.tx, call.viewer).find(call.about)
    if found is None:
        return gone_card(call.about)
    held = replace(held_of(call, found), runs=False)
    return post_card(held, look_of(call, held), lead=READY)


# Approving it


@routes.button("minutes.approve", writes=True)
def approve_(call: Call) -> Reply:
    """The minutes of an earlier meeting, in one that goes on: "MTG-2027-002 MTG-2027-003"."""
    number, in_ = named(call.about, 2)
    here = found_of(call, in_)
    check_may_run(here, call.viewer)
    if here.phase is not Phase.RUNNING:
        raise RefusedError("Minutes are approved in a meeting that goes on.")
    earlier = found_of(call, number)
    book, there = MinutesBook(call.tx), Meetings(call.tx).attendees(number)
    made = book.find(number)
    if made is None:
        raise RefusedError("{number} has no minutes yet.", number=number)
    room = room_of(Meetings(call.tx).attendees(in_), call.settings["quorum"])
    digest = digest_of(earlier, there, book.of(number))
    book.approve(approve_minutes(made, digest, room, of=in_, by=call.me, at=call.tx.now), by=call.me)
    Meetings(call.tx).save(approve(earlier, in_=in_, now=call.tx.now), did="meeting.approved", by=call.me)
    Outbox(call.tx).refresh(number)
    return Draw("minutes.card", in_)
