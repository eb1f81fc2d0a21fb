"""The weekly digest of the Cabinet: when it comes and where, what it will say, its words, and sending it again."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime

from domain.cars import Car
from domain.conversations import PROBLEMS
from domain.digests import Digest, Section, looked_up
from domain.errors import RefusedError
from domain.schedules import WEEK, due_times
from domain.texts import say
from domain.trends import reviews
from handlers.rhythms import post_again
from handlers.routing import Answers, Call, Draw, FormError, Open, Reply, Routes, Show, Typed
from handlers.settings import must_be_mr, must_fit, set_all
from storage.agendas import Agendas
from storage.cabinet_meetings import CabinetMeetings
from storage.cars import CarLog
from storage.conversations import Conversations
from storage.digests import JOB, Digests, section_of
from storage.ideas import IdeaBook
from storage.meeting_themes import first_said
from storage.meetings import Meetings
from storage.places import Places
from storage.schedules import Schedules
from storage.settings import DistrictSettings
from storage.snapshots import EVERYBODY, awaited
from storage.step_lists import StepLists
from storage.wave_meetings import meetings_called
from storage.waves import Waves
from storage.wordings import Wordings
from views.cabinet import SAMPLES, Told, digest_card, more_card, name_of, said, values
from views.cabinet_setup import (
    SetUp,
    broken_words_card,
    gone_card,
    missed_card,
    set_up_card,
    set_up_form,
    word_form,
    words_card,
)
from views.elements import Card
from views.wordings import built_in, check

routes = Routes()

FAR = 6 * WEEK  # in which the next one is looked for
YOURS = say("Only you see this; nothing was posted. Its buttons work all the same.")


class SetUpForm(Answers):
    digest_day: str = "monday"
    digest_time: Typed = ""
    cabinet_day: str = "monday"
    cabinet_time: Typed = ""
    digest_channel: str | None = None  # None: it was not asked


class WordForm(Answers):
    text: Typed = ""


@routes.command("digest")
@routes.button("cabinet.open")
def open_(call: Call) -> Reply:
    """The card; "digest preview" is a command of its own."""
    return Show(card(call), beside=True)


@routes.notice("cabinet.card")
def card(call: Call) -> Card:
    must_be_mr(call)
    found, latest = Conversations(call.tx).of(call.settings["digest_channel"]), Digests(call.tx).latest()
    late = Schedules(call.tx).passed_over(JOB, after=latest.slot) if latest else []
    known = SetUp(
        settings=call.settings,
        label=found.label if found else "",
        problem=PROBLEMS[found.problem] if found and found.problem else None,
        following=_next(call),
        last=latest.day if latest else None,
        missed=[one.due.astimezone(call.settings.zone).date() for one in late],
    )
    return set_up_card(known, call.today)


def _next(call: Call) -> datetime | None:
    """When the next one comes, on the wall of the district."""
    if call.settings.digest_rests:
        return None
    zone, calendar, now = call.settings.zone, call.settings.rules.calendar, call.tx.now
    found = due_times(call.settings.digest_rule, now, now + FAR, zone=zone, calendar=calendar)
    return found[0].astimezone(zone) if found else None


@routes.command("digest preview")
@routes.button("cabinet.preview")
def preview(call: Call) -> Reply:
    """As it would be posted now, to those who will read it."""
    if not reviews(call.viewer):
        raise RefusedError("Only the Cabinet and the management representative can look at the digest before it comes.")
    made, meeting = Digests(call.tx).made(call.today, call.settings), CabinetMeetings(call.tx).next(call.today)
    made = replace(made, meeting=meeting.number if meeting else "")
    return Show(digest_card(_told(call, made, call.today), note=YOURS), beside=True)


@routes.button("cabinet.form")
def open_form(call: Call) -> Reply:
    must_be_mr(call)
    return Open(set_up_form(call.settings))


@routes.submit("cabinet.save", SetUpForm, looks=True)
def save(call: Call, form: SetUpForm) -> Reply:
    must_be_mr(call)
    must_fit(call.tx, form.digest_channel or "", field="digest_channel")
    set_all(call, form.model_dump(exclude_none=True))
    return Draw("cabinet.card")


@routes.button("cabinet.pause", writes=True)
def pause(call: Call) -> Reply:
    return _rest(call, "yes")


@routes.button("cabinet.resume", writes=True)
def resume(call: Call) -> Reply:
    return _rest(call, "no")


def _rest(call: Call, paused: str) -> Reply:
    must_be_mr(call)
    DistrictSettings(call.tx).set("digest_paused", paused, by=call.me)
    return Draw("cabinet.card")


@routes.button("cabinet.again", writes=True)
def again(call: Call) -> Reply:
    """The last one once more; where there is none since one was due, one of now."""
    must_be_mr(call)
    book = Digests(call.tx)
    latest = book.latest()
    posted = post_again(
        call,
        JOB,
        latest.slot if latest else "",
        again=lambda: latest is not None and book.again(latest, by=call.me),
        now=lambda slot: book.post(slot, call.today, by=call.me) is not None,
    )
    if not posted:
        raise RefusedError("Choose the conversation of the Cabinet first, then it can be posted.")
    return Draw("cabinet.card")


# What is posted


@routes.notice("cabinet.post")
def post(call: Call) -> Card:
    """For everybody who is there, so nobody's own rights count."""
    kept = Digests(call.tx).get(call.about)
    return digest_card(_told(call, kept.digest, kept.day)) if kept else gone_card()


@routes.notice("cabinet.more")
def more(call: Call) -> Card:
    slot, section = section_of(call.about)
    kept = Digests(call.tx).get(slot)
    return more_card(_told(call, kept.digest, kept.day, section), section) if kept and section else gone_card()


@routes.notice("cabinet.missed")
def missed(call: Call) -> Card:
    must_be_mr(call)
    return missed_card(date.fromisoformat(call.about), call.today)


def _told(call: Call, digest: Digest, day: date, section: Section | None = None) -> Told:
    """A digest with what all staff may read of what one of its messages names."""
    named = looked_up(digest, section)
    cars = {car.number: car for car in CarLog(call.tx, EVERYBODY).named(named.cars)}
    open_to_all = {number: car for number, car in cars.items() if not car.handed_to}
    ideas = IdeaBook(call.tx).named([one.number for one in named.ideas.lines])
    waves = Waves(call.tx).named([one.number for one in named.heard.lines])
    return Told(
        digest=digest,
        day=day,
        cars=open_to_all,
        ideas=ideas,
        waves=waves,
        after=meetings_called(call.tx, waves.values()),
        talks=first_said(call.tx, [one.number for one in named.talks.lines]),
        steps=StepLists(call.tx).named([one.number for one in named.steps]),
        places=Places(call.tx).names(_places(named, open_to_all.values())),
        waits=awaited(call.tx, named.decisions.lines),
        own=Wordings(call.tx).all(),
        small=call.settings.is_small,
        meeting=Meetings(call.tx).find(digest.meeting) if digest.meeting else None,
        items=Agendas(call.tx).items(digest.meeting) if digest.meeting else (),
    )


def _places(digest: Digest, cars: Iterable[Car]) -> Iterator[str | None]:
    yield from (car.school or car.department for car in cars)
    yield from (talk.place for talk in digest.talks.lines)


# Its words


@routes.button("cabinet.words")
def open_words(call: Call) -> Reply:
    return Show(words(call), beside=True)


@routes.notice("cabinet.words_card")
def words(call: Call) -> Card:
    must_be_mr(call)
    made, own = Digests(call.tx).made(call.today, call.settings), Wordings(call.tx).all()
    told = Told(digest=made, day=call.today, own=own)
    return words_card({section: (said(told, section), name_of(section) in own) for section in SAMPLES})


@routes.button("cabinet.word_form")
def open_word(call: Call) -> Reply:
    must_be_mr(call)
    section = _section(call)
    text = Wordings(call.tx).all().get(name_of(section)) or built_in(name_of(section))
    return Open(word_form(section, text, list(SAMPLES[section][0])))


@routes.submit("cabinet.word", WordForm)
def write(call: Call, form: WordForm) -> Reply:
    """Tried on a quiet week and on a busy one before it is kept."""
    must_be_mr(call)
    section = _section(call)
    name = name_of(section)
    for sample in SAMPLES[section]:
        if form.text and (faults := check(form.text, sample)):
            raise FormError({"text": say("Line {n}: {what}", n=faults[0].line, what=faults[0].what)})
    same = form.text.split() == built_in(name).split()
    Wordings(call.tx).write(name, "" if same else form.text, by=call.me)
    return Draw("cabinet.words_card")


def _section(call: Call) -> Section:
    section = next((one for one in SAMPLES if one == call.about), None)
    if section is None:
        raise RefusedError("The digest has no such section.")
    return section


@routes.notice("cabinet.broken")
def broken(call: Call) -> Card:
    """To the quality office: the district's own words failed at a digest."""
    must_be_mr(call)
    slot, section = section_of(call.about)
    kept = Digests(call.tx).get(slot)
    if kept is None or section is None:
        return gone_card()
    why = check(Wordings(call.tx).all().get(name_of(section), ""), values(kept.digest, section, kept.day))
    return broken_words_card(section, why[0].what if why else "")
