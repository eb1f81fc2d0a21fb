"""What was heard at a meeting: themes in which nobody can be recognised, needs, problems and ideas; and "we did"."""

from dataclasses import replace

from domain.cars import Car, Source
from domain.errors import RefusedError
from domain.meeting_rights import check_may_run, may_run
from domain.meeting_themes import Theme, answered, check_hears, check_room, check_said
from domain.meetings import Meeting, MeetingKind
from domain.needs import Evidence, Found, Need, Priority, Side, may_note
from domain.numbers import meeting_number
from domain.people import PersonId
from domain.places import PlaceKind
from domain.polls import Room
from domain.texts import command, joined, say
from handlers.ideas import new_idea
from handlers.improvement import gone, named, number_in
from handlers.meetings import look_on, seen
from handlers.moving import put_on_record
from handlers.names import Named, asked
from handlers.routing import Call, Draw, Open, Reply, Routes, Show, Typed
from storage.conversations import Conversations
from storage.meeting_sight import SeenMeetings
from storage.meeting_themes import Themes
from storage.meetings import Meetings
from storage.needs import Needs
from storage.outbox import Outbox
from storage.places import Places
from views.elements import Card
from views.languages import texts_in
from views.meeting_themes import SURE, did_form, heard_form, theme_card, themes_card, told_card

routes = Routes()

FOUND = {
    MeetingKind.FORUM: Found.FORUM,
    MeetingKind.WORKSHOP: Found.WORKSHOP,
    MeetingKind.INTERVIEW: Found.INTERVIEW,
}


class HeardForm(Named):
    LOOKED_AT = ("said",)
    said: Typed = ""
    as_: str = "theme"
    sure: tuple[str, ...] = ()


class DidForm(Named):
    LOOKED_AT = ("did",)
    did: Typed = ""


def _run(call: Call) -> Meeting:
    meeting = seen(call, named(call.about, 1)[0])
    check_may_run(meeting, call.viewer)
    check_hears(meeting)
    return meeting


@routes.button("meeting.heard_form")
def open_heard(call: Call) -> Reply:
    meeting = _run(call)
    return Open(heard_form(meeting, _becomes(call, meeting)))


def _becomes(call: Call, meeting: Meeting) -> list[str]:
    """Needs are written by those alone who may write them for that place."""
    notes = may_note(call.viewer, meeting.school or None, Needs(call.tx, call.viewer).led_places())
    return ["theme", *(["gap", "strength"] if notes else []), "problem", "idea"]


@routes.submit("meeting.heard", HeardForm)
def heard(call: Call, form: HeardForm) -> Reply:
    meeting = _run(call)
    becomes = _becomes(call, meeting)
    check_said(form.said, sure=SURE in form.sure)
    if form.as_ not in becomes:
        raise RefusedError("Please choose one of the list.", field="as_")
    if again := asked(form, heard_form(meeting, becomes)):
        return again
    if form.as_ == "theme":
        check_room(len(Themes(call.tx).of(meeting.number)))
        theme = Theme(meeting=meeting.number, nth=0, said=form.said, by=call.me, at=call.tx.now)
        Themes(call.tx).add(theme)
        return Draw("meeting.themes_card", meeting.number)
    if form.as_ == "problem":
        return _report(call, meeting, form.said)
    return _idea(call, meeting, form.said) if form.as_ == "idea" else _need(call, meeting, form.said, Side(form.as_))


def _need(call: Call, meeting: Meeting, said: str, side: Side) -> Reply:
    book = Needs(call.tx, call.viewer)
    need = Need(
        number=book.next_number(call.settings.number_year(call.today)),
        statement=said,
        side=side,
        priority=Priority.SECOND,
        evidence=Evidence.PERCEPTION,
        shows=_heard_at(call, meeting),
        found_in=(FOUND[meeting.kind],) if meeting.kind in FOUND else (),
        groups=meeting.groups,
        place=meeting.school or None,
        by=call.me,
        noted_on=call.today,
    )
    book.add(need)
    return Draw("needs.card", need.number)


def _heard_at(call: Call, meeting: Meeting) -> str:
    return texts_in([say("Heard at {number}.", number=meeting.number)], call.language)[0]


def _report(call: Call, meeting: Meeting, said: str) -> Reply:
    new = Car(
        requester=call.me,
        filed_at=call.tx.now,
        filed_on=call.today,
        happened_on=min(meeting.day, call.today),
        what=joined("\n\n", [said, _heard_at(call, meeting)]),
        school=_school(call, meeting),
        source=Source.OTHER,
    )
    car = put_on_record(call, new)
    return Draw("car.filed", car.number)


def _school(call: Call, meeting: Meeting) -> str | None:
    """Where it was, if that is a school."""
    return next((one.id for one in Places(call.tx).all(PlaceKind.SCHOOL) if one.id == meeting.school), None)


def _idea(call: Call, meeting: Meeting, said: str) -> Reply:
    what = joined("\n\n", [said, _heard_at(call, meeting)])
    idea = new_idea(call, what, by=call.me, school=_school(call, meeting))
    Outbox(call.tx).owe("idea.received", idea.number, to=call.me, key=f"idea.received:{idea.number}")
    return Draw("idea.kept", idea.number)


# You said, we did


@routes.button("meeting.themes")
def themes(call: Call) -> Reply:
    return Show(card(call), beside=True)


@routes.notice("meeting.themes_card")
def card(call: Call) -> Card:
    meeting = seen(call, call.about)
    found, look = Themes(call.tx).of(meeting.number), look_on(call, [meeting])
    return themes_card(meeting, found, look, runs=may_run(meeting, call.viewer), persons=len(_there(call, meeting)))


def _there(call: Call, meeting: Meeting) -> list[PersonId]:
    """Those with an account who came; as long as nobody said who did, those who were expected."""
    there = Meetings(call.tx).attendees(meeting.number)
    came = [one for one in there if one.came] or there
    return [one.person for one in came if one.person]


@routes.button("meeting.theme")
def theme(call: Call) -> Reply:
    return Show(theme_drawn(call), beside=True)


@routes.notice("meeting.theme_card")
def theme_drawn(call: Call) -> Card:
    meeting = seen(call, named(call.about, 2)[0])
    return theme_card(meeting, _theme(call, meeting), runs=may_run(meeting, call.viewer))


def _theme(call: Call, meeting: Meeting) -> Theme:
    nth = number_in(named(call.about, 2)[1])
    found = next((one for one in Themes(call.tx).of(meeting.number) if one.nth == nth), None)
    if found is None:
        raise RefusedError("{number} has no theme {n} any more.", number=meeting.number, n=nth)
    return found


@routes.button("meeting.did_form")
def open_did(call: Call) -> Reply:
    return Open(did_form(_theme(call, _run(call))))


@routes.submit("meeting.did", DidForm)
def did(call: Call, form: DidForm) -> Reply:
    was = _theme(call, _run(call))
    now = answered(was, form.did)
    if again := asked(form, did_form(was)):
        return again
    Themes(call.tx).save(now, did="theme.answered", by=call.me)
    return _drawn(call, was.meeting)


@routes.button("meeting.theme_out", writes=True)
def out(call: Call) -> Reply:
    was = _theme(call, _run(call))
    Themes(call.tx).save(replace(was, dropped=True), did="theme.dropped", by=call.me)
    return _drawn(call, was.meeting)


def _drawn(call: Call, number: str) -> Reply:
    """Whoever was told reads what holds now."""
    Outbox(call.tx).refresh(number)
    return Draw("meeting.themes_card", number)


@routes.button("meeting.tell", writes=True)
def tell(call: Call) -> Reply:
    """Each who was there gets one message for what is new."""
    meeting = _run(call)
    nth = _mark(call, meeting)
    for person in _there(call, meeting):
        if person != call.me:
            Outbox(call.tx).owe("meeting.told", meeting.number, to=person, key=f"meeting.told:{meeting.number}:{nth}")
    return Draw("meeting.themes_card", meeting.number)


def _mark(call: Call, meeting: Meeting) -> str:
    """Keep of those that say what was done that they were told; a name for this telling."""
    book = Themes(call.tx)
    new = [one for one in book.of(meeting.number) if one.did and one.told_at is None]
    if not new:
        raise RefusedError("There is nothing new to tell. Say first what was done about a theme.")
    for one in new:
        book.save(replace(one, told_at=call.tx.now), did="theme.told", by=call.me)
    return call.tx.now.isoformat()


@routes.command("meetings tell", writes=True)
def tell_here(call: Call) -> Reply:
    """Said in a conversation: those who are in it read what was said and done."""
    number = meeting_number(call.text, call.settings.number_year(call.today))
    if call.here is None or not number:
        raise RefusedError(
            "Type this in the conversation itself, with the number of the meeting: {tell}",
            tell=command("kaizen meetings tell 3"),
        )
    meeting = _run(replace(call, about=number))
    if not Conversations(call.tx).is_open(call.tx.door, call.here.id):
        raise RefusedError("Kaizen cannot post in that conversation now. Its administrators were told why.")
    if not any(one.did for one in Themes(call.tx).of(number)):
        raise RefusedError("There is nothing to tell yet. Say first what was done about a theme.")
    there = Room(f"{call.tx.door}:{call.here.workspace}", call.here.id)
    key = f"meeting.told_here:{number}:{call.here.id}:{call.tx.now.isoformat()}"
    Outbox(call.tx).owe_post("meeting.told_here", number, there=there, key=key)
    return Draw("meeting.themes_card", meeting.number)


@routes.notice("meeting.told")
def told(call: Call) -> Card:
    """To each who was there."""
    meeting = SeenMeetings(call.tx, call.viewer).find(call.about)
    return _told(call, meeting) if meeting else gone(call.about)


@routes.notice("meeting.told_here", anywhere=True)
def told_here(call: Call) -> Card:
    """To all of a conversation: a theme names nobody."""
    return _told(call, Meetings(call.tx).get(call.about))


def _told(call: Call, meeting: Meeting) -> Card:
    said = [one for one in Themes(call.tx).of(meeting.number) if one.did]
    return told_card(meeting, said, look_on(call, [meeting]))
