"""What the Cabinet talks about next: the list of it, putting something on it, and giving some of it to the review."""

from dataclasses import replace

from domain.agendas import ANY_PART, AgendaItem, Origin, check_item
from domain.errors import RefusedError
from domain.meeting_rights import check_may_run, may_add
from domain.meetings import Meeting, MeetingKind, Phase
from domain.people import Role
from domain.texts import say
from handlers.agenda import record_of, show_again
from handlers.improvement import named
from handlers.minutes import card_of, found_of
from handlers.names import Named, asked
from handlers.routing import Call, Draw, Open, Reply, Routes, Show, Typed
from storage.agendas import Agendas
from storage.cabinet_meetings import CabinetMeetings
from storage.meetings import Meetings
from storage.publishing import Publishing
from views.cabinet_agenda import add_form, none_planned_card

routes = Routes()

WHO = say("the Cabinet, the superintendent or the management representative")


class AddForm(Named):
    LOOKED_AT = ("subject",)
    subject: Typed = ""
    about: Typed = ""


@routes.command("agenda cabinet")
@routes.button("agenda.cabinet")
def open_(call: Call) -> Reply:
    """That of the meeting that goes on, or of the next one."""
    if not (may_add(MeetingKind.CABINET, call.viewer) or call.viewer.holds(Role.RECORDER)):
        raise RefusedError("Only {who} can look at the Cabinet's agenda.", who=WHO)
    book = CabinetMeetings(call.tx)
    found = book.now(call.today) or book.next(call.today)
    adds = may_add(MeetingKind.CABINET, call.viewer)
    card = card_of(call, found) if found else none_planned_card(book.day(), call.today, adds=adds)
    return Show(card, beside=True)


@routes.command("agenda cabinet add")
@routes.button("agenda.cabinet_form")
def start(call: Call) -> Reply:
    _must_add(call)
    return Open(add_form(call.about, call.text, ""))


@routes.submit("agenda.cabinet_add", AddForm)
def add(call: Call, form: AddForm) -> Reply:
    _must_add(call)
    if again := asked(form, add_form(call.about, form.subject, form.about)):
        return again
    meeting = _meeting(call)
    about = record_of(call, form.about)
    subject = " ".join(form.subject.split())
    item = AgendaItem(id="", meeting=meeting.number, section=ANY_PART, subject=subject, by=call.me, about=about)
    check_item(item, Agendas(call.tx).items(meeting.number))
    kept = Agendas(call.tx).add(item)
    show_again(call, meeting.number)
    return Draw("agenda.added", kept.id)


def _must_add(call: Call) -> None:
    if not may_add(MeetingKind.CABINET, call.viewer):
        raise RefusedError("Only {who} can add to the Cabinet's agenda.", who=WHO)


def _meeting(call: Call) -> Meeting:
    """The one that a button names, as long as it is not over; else the next one, which is planned where none is."""
    known = Meetings(call.tx).find(call.about) if call.about else None
    of_cabinet = known and (known.kind is MeetingKind.CABINET or (call.settings.is_small and known.has_agenda))
    if known and of_cabinet and (known.is_ahead or known.phase is Phase.RUNNING):
        return known
    return CabinetMeetings(call.tx).planned(call.today, by=call.me)


@routes.button("minutes.to_team", writes=True)
def to_team(call: Call) -> Reply:
    """An item of the Cabinet goes to the next meeting of the Management Review Team as a copy, before or in its own."""
    number, _, id_ = named(call.about, 3)
    meeting = found_of(call, number)
    check_may_run(meeting, call.viewer)
    item = next((one for one in Agendas(call.tx).items(number) if one.id == id_), None)
    if item is None or not item.has_words:
        raise RefusedError("Choose the item that goes to the Management Review Team.")
    _check_goes_on(call, meeting, item)
    following = Publishing(call.tx).review(call.today, by=call.me)
    copy = replace(
        item,
        meeting=following.number,
        section=ANY_PART,
        origin=Origin.CARRIED,
        carried_from=number,
        by=call.me,
        done=False,
        version=1,
    )
    check_item(copy, Agendas(call.tx).items(following.number))
    Agendas(call.tx).add(copy)
    if not item.done:
        Agendas(call.tx).save(replace(item, done=True), did="agenda.item_given", by=call.me)
    show_again(call, number, following.number)
    return Draw("minutes.card", number)


def _check_goes_on(call: Call, meeting: Meeting, item: AgendaItem) -> None:
    if call.settings.is_small or meeting.kind is not MeetingKind.CABINET:
        raise RefusedError("This item is before the Management Review Team already.")
    if not (meeting.is_ahead or meeting.phase is Phase.RUNNING):
        raise RefusedError("{number} is over, so nothing of it is given on any more.", number=meeting.number)
    if team := Agendas(call.tx).given_on(meeting.number).get(item.subject):
        raise RefusedError("It is on the agenda of {number} already.", number=team)
