"""The one message of a day: what it shows when it is drawn, what its buttons do, and when somebody wants it.

Its buttons name the message, and the item in it: "2026-03-09 fix:CAR-2026-014". What they change is changed by the same
handlers as on the record's own card; only what is drawn then is the message.
"""

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import date

from domain.cars import title_of
from domain.cases import Case
from domain.daily import Day, Put, is_hidden, is_listed, snooze_until
from domain.errors import RefusedError
from domain.frozen import dataclass
from domain.items import Item, ItemKind, urgency
from domain.mornings import read_morning
from domain.undo import may_undo
from handlers.extensions import TimeForm
from handlers.extensions import ask as ask_time
from handlers.extensions import open_ as open_time
from handlers.moving import take_back
from handlers.my_steps import UpdateForm, open_update, tell_
from handlers.my_steps import undo_ as take_line_back
from handlers.routing import Answers, Call, Draw, Open, Reply, Routes, Show, Typed
from handlers.work import QuickForm, StepForm, open_quick, open_step, prefilled, quick, report, undo
from storage.cars import CarLog
from storage.daily import MESSAGE, WEEK, days_of
from storage.idea_items import settled_of_ideas
from storage.items import items_for
from storage.meeting_steps import settled_of_meetings
from storage.meetings import Meetings
from storage.people import People
from storage.places import Places
from storage.plan_items import ended_by
from storage.reminded import Reminded
from storage.step_items import settled_by
from storage.steps import Steps
from views.elements import Card
from views.look import Look, Names
from views.reminders import DISTRICT, SHOWN, WEEKLY, Page, When, all_card, day_card, snooze_form, when_card, when_form
from views.work_forms import DONE

routes = Routes()
STEP, FIX = f"{ItemKind.STEP}:", f"{ItemKind.FIX}:"
OF_STEPS = (STEP, f"{ItemKind.UPDATE}:", f"{ItemKind.AT_RISK}:", f"{ItemKind.OFF_TRACK}:")
LONGEST = 7  # digits of a place in a list
#: Begin the numbers of records of which all staff may read what waits for them: of a meeting its step, or that it is.
ALL_READ = ("IDEA-", "PLAN-", "PULSE-", "MTG-")
MEETING = f"{ItemKind.MEETING}:"


class SnoozeForm(Answers):
    until: date | None = None


class WhenForm(Answers):
    morning: Typed = DISTRICT
    marks: Sequence[str] = ()


# The message


@dataclass(frozen=True, kw_only=True, slots=True)
class Lines:
    """What a message is about now, the most urgent first, and what whoever got it hides."""

    all: Sequence[Item]
    listed: Sequence[Item]
    hidden: Sequence[Item]
    told: dict[str, str]
    day: Day
    weekly: bool


def _lines(call: Call, about: str) -> Lines:
    said, _, week = about.partition(" ")
    items, day, weekly = _items(call), _day(call), week == WEEK
    told = Reminded(call.tx).on(call.me, _date(said))
    hidden = [item for item in items if is_hidden(item, day.snoozed, day.today, day.calendar)]
    shown = [item for item in items if item not in hidden and _is_in(item, told, day, weekly=weekly)]
    listed = sorted(shown, key=urgency(day.today))
    return Lines(all=items, listed=listed, hidden=hidden, told=told, day=day, weekly=weekly)


@routes.notice(MESSAGE)
def message(call: Call) -> Card:
    """What holds now, for whoever got it: what was done since stands below."""
    found = _lines(call, call.about)
    waits = {item.key for item in found.all}
    done = [(key, of) for key, of in found.told.items() if key not in waits]
    named = [*_named(found.listed), *found.hidden[:SHOWN]]
    known = _readings(call, {item.key: item.of for item in named} | dict(done[:SHOWN]))
    page = Page(
        about=call.about,
        weekly=found.weekly,
        items=found.listed,
        put_off=[Put(item, found.day.snoozed[item.key]) for item in found.hidden],
        done=done,
        seen=known.seen,
        undone=_undone(call, done),
        titles={key: title for key, title in known.titles.items() if key in found.told},
    )
    return day_card(page, _look(call, found.all, found.day))


@routes.button("reminders.all")
def all_(call: Call) -> Reply:
    """What a message had no room for, for whoever got it alone."""
    return Show(_rest(call), beside=True)


@routes.button("reminders.all_page")
def all_page(call: Call) -> Reply:
    return Show(_rest(call))


def _rest(call: Call) -> Card:
    about, _, said = call.about.rpartition(" ")
    found, offset = _lines(call, about), int(said) if said.isdecimal() and len(said) < LONGEST else 0
    items = found.listed[offset : offset + SHOWN]
    known = _readings(call, {item.key: item.of for item in items})
    page = Page(about=about, weekly=found.weekly, items=items, seen=known.seen, titles=known.titles)
    return all_card(page, _look(call, items, found.day), offset=offset, total=len(found.listed))


def _named(items: Sequence[Item]) -> list[Item]:
    """Those that have a line in a message, of all that it counts."""
    own, late = ([item for item in items if (item.kind is ItemKind.COPY) is copy] for copy in (False, True))
    return [*own[:SHOWN], *late[:SHOWN]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Readings:
    """What whoever looks may read of what lines name: the records, and what each line is about."""

    seen: AbstractSet[str]
    titles: Mapping[str, str]


def _readings(call: Call, lines: Mapping[str, str]) -> Readings:
    """Of items by their keys, with the record of each. Ideas and plans in force are read by all staff."""
    cars = {car.number: car for car in CarLog(call.tx, call.viewer).named(set(lines.values()))}
    seen = {of for of in lines.values() if of in cars or of.startswith(ALL_READ)}
    steps = {key: int(key.partition(":")[2]) for key, of in lines.items() if key.startswith(OF_STEPS) and of in seen}
    said = Steps(call.tx).whats(steps.values())
    titles = {key: cars[of].title for key, of in lines.items() if of in cars}
    hosted = Meetings(call.tx).titles({of for key, of in lines.items() if key.startswith(MEETING)})
    titles |= {key: hosted[of] for key, of in lines.items() if key.startswith(MEETING) and of in hosted}
    return Readings(seen=seen, titles=titles | {key: title_of(said[n]) for key, n in steps.items() if n in said})


def _is_in(item: Item, told: dict[str, str], day: Day, *, weekly: bool) -> bool:
    return item.key in told or is_listed(item, day.today, day.calendar, weekly=weekly)


def _undone(call: Call, done: Sequence[tuple[str, str]]) -> set[str]:
    """What can be taken back: steps while the work goes on, what was done to a report for some minutes."""
    numbers = [int(key.removeprefix(STEP)) for key, _ in done if key.startswith(STEP)]
    settled = settled_by(call.tx, call.me, numbers) | settled_of_ideas(call.tx, call.me, numbers)
    settled |= settled_of_meetings(call.tx, call.me, numbers)
    settled |= ended_by(call.tx, call.me, numbers).keys()
    steps = {f"{STEP}{number}" for number in settled}
    cars = CarLog(call.tx, call.viewer).named({of for key, of in done if key.startswith(FIX)})
    fresh = {car.number for car in cars if may_undo(Case(car=car), call.viewer, call.tx.now)}
    return steps | {key for key, of in done if key.startswith(FIX) and of in fresh}


def _items(call: Call) -> list[Item]:
    return items_for(call.tx, [call.me]).get(call.me, [])


def _day(call: Call) -> Day:
    """Whoever is reached nowhere has the district's."""
    usual = Day(today=call.today, calendar=call.settings.rules.calendar, told={}, snoozed={})
    return days_of(call.tx, [call.me]).get(call.me, usual)


def _date(said: str) -> date:
    try:
        return date.fromisoformat(said)
    except ValueError:
        raise RefusedError("There is no such message.") from None


def _look(call: Call, items: Sequence[Item], day: Day) -> Look:
    people = People(call.tx).names(one for item in items for one in (item.whose, item.copied))
    places = Places(call.tx).names(item.place for item in items)
    return Look(viewer=call.viewer, today=day.today, names=Names(people=people, places=places))


# What its buttons do

Opens = Callable[[Call], Reply]


def _split(call: Call) -> tuple[str, str]:
    """The message, and the key of the item in it."""
    page, _, key = call.about.rpartition(" ")
    return page, key


def _inside(call: Call) -> Call:
    """The same, about the record itself."""
    return replace(call, about=_split(call)[1].partition(":")[2])


def _from_here(call: Call, reply: Reply, does: str) -> Reply:
    """A form that was opened from the message is sent to it; once it is saved, the message is drawn."""
    if isinstance(reply, Open):
        return Open(replace(reply.form, does=does, about=call.about))
    return Draw(MESSAGE, _split(call)[0])


@routes.button("reminders.quick_form")
def open_quick_here(call: Call) -> Reply:
    return _from_here(call, open_quick(_inside(call)), "reminders.quick")


@routes.submit("reminders.quick", QuickForm)
def quick_here(call: Call, form: QuickForm) -> Reply:
    return _from_here(call, quick(_inside(call), form), "reminders.quick")


@routes.button("reminders.step_form")
def open_step_here(call: Call) -> Reply:
    """*Done* stands on the button, so it stands in the form."""
    return _from_here(call, prefilled(open_step(_inside(call)), {"as_": DONE}), "reminders.step")


@routes.button("reminders.update_form")
def open_update_here(call: Call) -> Reply:
    return _from_here(call, open_step(_inside(call)), "reminders.step")


@routes.submit("reminders.step", StepForm)
def step_here(call: Call, form: StepForm) -> Reply:
    return _from_here(call, report(_inside(call), form), "reminders.step")


@routes.button("reminders.told_form")
def open_told_here(call: Call) -> Reply:
    """What is told of a step of a plan."""
    return _from_here(call, open_update(_inside(call)), "reminders.told")


@routes.submit("reminders.told", UpdateForm)
def told_here(call: Call, form: UpdateForm) -> Reply:
    return _from_here(call, tell_(_inside(call), form), "reminders.told")


@routes.button("reminders.undo", writes=True)
def undo_here(call: Call) -> Reply:
    page, key = _split(call)
    number = key.removeprefix(STEP)
    of_plan = ended_by(call.tx, call.me, [int(number)]) if number != key and number.isdecimal() else {}
    if of_plan:
        take_line_back(replace(call, about=f"{number} {of_plan[int(number)]}"))
    else:
        (undo if key.startswith(STEP) else take_back)(_inside(call))
    return Draw(MESSAGE, page)


@routes.button("reminders.time_form")
def open_time_here(call: Call) -> Reply:
    return _from_here(call, open_time(_inside(call)), "reminders.time")


@routes.submit("reminders.time", TimeForm)
def time_here(call: Call, form: TimeForm) -> Reply:
    return _from_here(call, ask_time(_inside(call), form), "reminders.time")


@routes.button("reminders.snooze_form")
def open_snooze(call: Call) -> Reply:
    item, day = _waits(call), _day(call)
    title = _readings(call, {item.key: item.of}).titles.get(item.key, "")
    until = day.calendar.next_working_day(day.today)
    return Open(snooze_form(item, title, call.about, until, _look(call, [item], day)))


@routes.submit("reminders.snooze", SnoozeForm)
def snooze(call: Call, form: SnoozeForm) -> Reply:
    """It is hidden from whoever asks, and from nobody else."""
    item = _waits(call)
    Reminded(call.tx).snooze(call.me, item.key, snooze_until(item, form.until, _day(call).today))
    return Draw(MESSAGE, _split(call)[0])


@routes.button("reminders.wake", writes=True)
def wake(call: Call) -> Reply:
    page, key = _split(call)
    Reminded(call.tx).wake(call.me, key)
    return Draw(MESSAGE, page)


def _waits(call: Call) -> Item:
    key = _split(call)[1]
    found = next((item for item in _items(call) if item.key == key), None)
    if found is None:
        raise RefusedError("This does not wait for you any more.")
    return found


# When somebody wants it


@routes.command("reminders")
@routes.button("reminders.open")
def open_(call: Call) -> Reply:
    return Show(when_card(_when(call)), beside=True)


@routes.notice("reminders.card")
def card(call: Call) -> Card:
    return when_card(_when(call))


@routes.button("reminders.form")
def open_when(call: Call) -> Reply:
    return Open(when_form(_when(call), call.settings.morning))


@routes.submit("reminders.set", WhenForm)
def choose(call: Call, form: WhenForm) -> Reply:
    morning = None if form.morning == DISTRICT else f"{read_morning(form.morning):%H:%M}"
    Reminded(call.tx).choose(call.me, morning, weekly=WEEKLY in form.marks)
    return Draw("reminders.card")


def _when(call: Call) -> When:
    book = Reminded(call.tx)
    own, weekly = book.chosen(call.me)
    known = book.mornings([call.me], call.settings).get(call.me)
    zone = known.zone if known else call.settings.zone
    return When(at=known.at if known else call.settings.morning, own=own is not None, zone=zone.key, weekly=weekly)
