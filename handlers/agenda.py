"""The agenda of the management review: looked at before it comes, added to, counted again; and when it comes."""

from datetime import date

from domain.agendas import LAST, AgendaItem, AgendaShown, check_item
from domain.conversations import PROBLEMS
from domain.errors import RefusedError
from domain.meeting_rights import may_add
from domain.meetings import Meeting, MeetingKind
from domain.numbers import car_number, idea_number, is_idea, is_plan, plan_number
from domain.people import PersonId
from domain.rhythms import agenda_channel, agenda_rests, agenda_rule, next_agenda, review_on
from domain.texts import say
from domain.trends import reviews
from handlers.names import Named, asked
from handlers.rhythms import post_again
from handlers.routing import Answers, Call, Draw, Open, Reply, Routes, Show, Typed
from handlers.settings import must_be_mr, must_fit, set_all
from storage.agendas import Agendas, Kept
from storage.cars import CarLog
from storage.conversations import Conversations
from storage.digests import Digests
from storage.ideas import IdeaBook
from storage.improvement import titles_of
from storage.meetings import Meetings
from storage.people import People
from storage.publishing import JOB, Publishing, section_of
from storage.schedules import Schedules
from storage.settings import DistrictSettings
from storage.snapshots import EVERYBODY
from views.agenda_setup import SetUp, missed_card, set_up_card, set_up_form
from views.agendas import (
    Told,
    add_form,
    added_card,
    agenda_card,
    annex_card,
    coming_note,
    gone_card,
    more_card,
    post_buttons,
)
from views.elements import Button, Card

routes = Routes()

USUAL = 13  # ideas for improvement: where something goes that nobody sorted
WHO_ADDS = say("the Management Review Team, the superintendent or the management representative")


class AddForm(Named):
    LOOKED_AT = ("subject",)
    subject: Typed = ""
    section: int = USUAL
    about: Typed = ""


class SetUpForm(Answers):
    agenda_week: str = "second"
    agenda_day: str = "tuesday"
    agenda_time: Typed = ""
    review_after: Typed | None = None  # None: it was not asked
    review_time: Typed | None = None
    mrt_channel: str | None = None


# Before it comes


@routes.command("agenda")
@routes.button("agenda.preview")
def open_(call: Call) -> Reply:
    """As it would come now, or as it came for the meeting that is ahead."""
    if not reviews(call.viewer):
        raise RefusedError(
            "Only the Management Review Team, the Cabinet and the quality office can look at the agenda."
        )
    return Show(_coming(call), beside=True)


def _coming(call: Call) -> Card:
    day, meeting = Publishing(call.tx).coming(call.today)
    kept = Agendas(call.tx).kept(meeting.number) if meeting else None
    buttons = [Button(label=say("Add to it"), does="agenda.form"), *([SET_UP] if call.viewer.is_mr else [])]
    if kept:
        return agenda_card(_told(call, kept, meeting), note=say("It is out."), threads=False, buttons=buttons)
    frozen = Publishing(call.tx).preview(call.today, meeting)
    shown = Agendas(call.tx).drawn(frozen, call.today, call.settings)
    told = _around(call, shown, meeting, call.today)
    return agenda_card(told, note=coming_note(day, call.today), threads=False, buttons=buttons)


SET_UP = Button(label=say("When and where"), does="agenda.set_up_card")


@routes.notice("agenda.soon")
def soon(call: Call) -> Card:
    """To the quality office, a week before."""
    must_be_mr(call)
    return _coming(call)


# Adding to it


@routes.command("agenda add")
@routes.button("agenda.form")
def start(call: Call) -> Reply:
    """What was typed behind it stands in the form: the number of a part before it, or that of a record."""
    _must_add(call)
    first, _, rest = call.text.partition(" ")
    part = int(first) if first.isdecimal() and int(first) <= LAST else None
    subject = rest.strip() if part is not None else call.text
    return Open(add_form(call.about, subject, USUAL if part is None else part, ""))


@routes.submit("agenda.add", AddForm)
def add(call: Call, form: AddForm) -> Reply:
    _must_add(call)
    if again := asked(form, add_form(call.about, form.subject, form.section, form.about)):
        return again
    meeting = _meeting(call)
    subject = " ".join(form.subject.split())
    about = record_of(call, form.about)
    item = AgendaItem(id="", meeting=meeting.number, section=form.section, subject=subject, by=call.me, about=about)
    check_item(item, Agendas(call.tx).items(meeting.number))
    kept = Agendas(call.tx).add(item)
    show_again(call, meeting.number)
    return Draw("agenda.added", kept.id)


def _must_add(call: Call) -> None:
    if not may_add(MeetingKind.MRT, call.viewer):
        raise RefusedError("Only {who} can add to the agenda.", who=WHO_ADDS)


def _meeting(call: Call) -> Meeting:
    """The one that a button names, as long as it is ahead; else the next one, which is planned where none is."""
    known = Meetings(call.tx).find(call.about) if call.about else None
    if known and not known.is_over:
        return known
    return Publishing(call.tx).review(call.today, by=call.me)


def record_of(call: Call, typed: str) -> str:
    """The number of a report, an idea or a plan that all staff may read: all of the team read the agenda."""
    year = call.settings.number_year(call.today)
    number = idea_number(typed, year) if typed.lower().startswith("idea") else ""
    number = number or (plan_number(typed, year) if typed.lower().startswith("plan") else "") or ""
    number = number or car_number(typed, year) or ""
    if typed and not (number and _is_open(call, number)):
        raise RefusedError("There is no such report, idea or plan that all staff may read.", field="about")
    return number


def _is_open(call: Call, number: str) -> bool:
    if is_idea(number):
        return number in IdeaBook(call.tx).named([number])
    if is_plan(number):
        return number in titles_of(call.tx, [number])
    return any(not car.handed_to for car in CarLog(call.tx, EVERYBODY).named([number]))


@routes.notice("agenda.added")
def added(call: Call) -> Card:
    item = Agendas(call.tx).item(call.about)
    return added_card(item, Meetings(call.tx).get(item.meeting), call.today)


def show_again(call: Call, *meetings: str) -> None:
    """What stands already says it as well."""
    for kept in (Agendas(call.tx).kept(meeting) for meeting in meetings):
        if kept:
            Publishing(call.tx).show_again(kept)
    Digests(call.tx).show_again(meetings)


# What is posted


@routes.notice("agenda.post")
def post(call: Call) -> Card:
    """For everybody who is there, so nobody's own rights count."""
    kept = Agendas(call.tx).kept(call.about)
    if kept is None:
        return gone_card()
    meeting = Meetings(call.tx).get(kept.meeting)
    return agenda_card(_told(call, kept, meeting), buttons=post_buttons(meeting))


@routes.notice("agenda.more")
def more(call: Call) -> Card:
    number, section = section_of(call.about)
    kept = Agendas(call.tx).kept(number)
    if kept is None or not 0 <= section <= LAST:
        return gone_card()
    return more_card(_told(call, kept, Meetings(call.tx).find(number)), section)


@routes.notice("agenda.annex")
def annex(call: Call) -> Card:
    """Sealed reports, as far as whoever looks may read them."""
    kept = Agendas(call.tx).kept(call.about)
    if kept is None or not reviews(call.viewer):
        return gone_card()
    shown = Agendas(call.tx).drawn(kept.frozen, kept.day, call.settings, call.viewer)
    return annex_card(_around(call, shown, Meetings(call.tx).find(kept.meeting), kept.day))


@routes.button("agenda.refresh", writes=True)
def refresh(call: Call) -> Reply:
    """Count it again, which stands on it with who did it."""
    must_be_mr(call)
    meeting, kept = Meetings(call.tx).get(call.about), Agendas(call.tx).kept(call.about)
    if kept is None or meeting.is_over:
        raise RefusedError("This agenda stays as it was: its meeting is over.")
    Publishing(call.tx).refresh(kept, call.today, by=call.me)
    return Draw("agenda.post", meeting.number)


def _told(call: Call, kept: Kept, meeting: Meeting | None) -> Told:
    return _around(call, Publishing(call.tx).shown(kept), meeting, kept.day)


def _around(call: Call, agenda: AgendaShown, meeting: Meeting | None, day: date) -> Told:
    persons: list[PersonId | None] = [item.by for section in agenda.sections for item in section.items]
    names = People(call.tx).names([*persons, agenda.refreshed_by])
    return Told(agenda=agenda, meeting=meeting, today=day, names=names, small=call.settings.is_small)


# When it comes


@routes.button("agenda.set_up_card")
def open_set_up(call: Call) -> Reply:
    return Show(set_up(call), beside=True)


@routes.notice("agenda.card")
def set_up(call: Call) -> Card:
    must_be_mr(call)
    settings, found = call.settings, Conversations(call.tx).of(agenda_channel(call.settings))
    latest = Agendas(call.tx).latest()
    late = Schedules(call.tx).passed_over(JOB, after=latest.slot) if latest else []
    following = None if agenda_rests(settings) else next_agenda(settings, call.today)
    known = SetUp(
        settings=settings,
        label=found.label if found else "",
        problem=PROBLEMS[found.problem] if found and found.problem else None,
        following=following,
        review=review_on(settings, following) if following else None,
        at=agenda_rule(settings).at[0],
        last=latest.day if latest else None,
        missed=[one.due.astimezone(settings.zone).date() for one in late],
    )
    return set_up_card(known, call.today)


@routes.button("agenda.set_up_form")
def open_form(call: Call) -> Reply:
    must_be_mr(call)
    return Open(set_up_form(call.settings))


@routes.submit("agenda.set_up", SetUpForm, looks=True)
def save(call: Call, form: SetUpForm) -> Reply:
    must_be_mr(call)
    must_fit(call.tx, form.mrt_channel or "", field="mrt_channel")
    set_all(call, form.model_dump(exclude_none=True))
    return Draw("agenda.card")


@routes.button("agenda.pause", writes=True)
def pause(call: Call) -> Reply:
    return _rest(call, "yes")


@routes.button("agenda.resume", writes=True)
def resume(call: Call) -> Reply:
    return _rest(call, "no")


def _rest(call: Call, paused: str) -> Reply:
    must_be_mr(call)
    DistrictSettings(call.tx).set("agenda_paused", paused, by=call.me)
    return Draw("agenda.card")


@routes.button("agenda.again", writes=True)
def again(call: Call) -> Reply:
    """The last one once more; where there is none since one was due, one of now."""
    must_be_mr(call)
    book, latest = Publishing(call.tx), Agendas(call.tx).latest()
    posted = post_again(
        call,
        JOB,
        latest.slot if latest else "",
        again=lambda: latest is not None and book.again(latest, by=call.me),
        now=lambda slot: book.publish(slot, call.today, by=call.me) is not None,
    )
    if not posted:
        raise RefusedError("Choose the conversation of the agenda first, then it can be posted.")
    return Draw("agenda.card")


@routes.notice("agenda.missed")
def missed(call: Call) -> Card:
    must_be_mr(call)
    return missed_card(date.fromisoformat(call.about), call.today)
