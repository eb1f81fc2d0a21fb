"""Whose morning it is, what their message of today holds, and that they got it."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from domain.daily import Day, message_of
from domain.mornings import comes
from domain.people import PersonId, Role
from domain.school_calendar import DAY, SchoolCalendar
from storage.db import Tx
from storage.items import audience, items_for
from storage.outbox import Outbox
from storage.people import People, seats_held
from storage.reminded import Reminded, day_key, messages_with
from storage.roster import Roster
from storage.settings import DistrictSettings

MESSAGE = "reminders.day"
HEAD = Role.PRINCIPAL
WEEK = "week"  # stands behind the day in what the message of a week is about


def whose_morning(tx: Tx, since: datetime, until: datetime, *, after: str, most: int) -> list[PersonId]:
    """The next ones, by the order of their ids, whose morning fell between two looks and who got no message today."""
    settings, book = DistrictSettings(tx).all(), Reminded(tx)
    if not any(comes(morning, since, until, tx.now) for morning in book.every_morning(settings)):
        return []  # as at most times of the day
    found: list[PersonId] = []
    left = sorted(person for person in audience(tx) if person > after)
    for start in range(0, len(left), most):
        mornings = book.mornings(left[start : start + most], settings)
        now = {person: morning for person, morning in mornings.items() if comes(morning, since, until, tx.now)}
        got = book.days(now.keys(), tx.now.date() - DAY)
        found += sorted(person for person, morning in now.items() if (person, _today(tx, morning.zone)) not in got)
        if len(found) >= most:
            break
    return found[:most]


def tell(tx: Tx, persons: Collection[PersonId]) -> int:
    """Owe each of these their message, where something is worth one; how many got one."""
    items, days = items_for(tx, persons), days_of(tx, persons)
    messages = {person: message_of(items.get(person, []), days[person]) for person in persons}
    owed = {person: message for person, message in messages.items() if message}
    Outbox(tx).replaced([key for person in owed for key in _before(person, days[person])])
    for person, message in owed.items():
        day = days[person]
        Reminded(tx).note(person, day.today, message.items, day.calendar)
        about = f"{day.today} {WEEK}" if message.weekly else f"{day.today}"
        Outbox(tx).owe(MESSAGE, about, to=person, key=day_key(day.today))  # whatever slot it is that comes to it
    return len(owed)


def _before(person: PersonId, day: Day) -> list[str]:
    """The message that they got last, in case it has not left yet."""
    last = max((told.day for told in day.told.values()), default=None)
    return [f"{day_key(last)}:{person}"] if last else []


def days_of(tx: Tx, persons: Collection[PersonId]) -> Mapping[PersonId, Day]:
    """The day of each of these who is reached somewhere: where they are, at their school, after what they were told."""
    book, settings = Reminded(tx), DistrictSettings(tx).all()
    told, snoozed, calendars = book.told(persons), book.snoozed(persons), calendars_of(tx, persons)
    return {
        person: Day(
            today=_today(tx, morning.zone),
            calendar=calendars[person],
            told=told.get(person, {}),
            snoozed=snoozed.get(person, {}),
            weekly=morning.weekly,
        )
        for person, morning in book.mornings(persons, settings).items()
    }


def draw_again(tx: Tx, record: str, *, every: bool = False) -> int:
    """Owe that today's messages that told of a record show what holds now, or every one; how many there are."""
    since = date.min if every else tx.now.date() - DAY
    return Outbox(tx).redraw(messages_with(tx, record, since=since))


def _today(tx: Tx, zone: ZoneInfo) -> date:
    return tx.now.astimezone(zone).date()


def calendars_of(tx: Tx, persons: Collection[PersonId]) -> Mapping[PersonId, SchoolCalendar]:
    """Of the school where each works, or whose head they are; else the district's."""
    rules, of = DistrictSettings(tx).all().rules, {one: p for p in persons for one in People(tx).ids_of(p)}
    schools = {of[seat.person]: seat.place for seat in seats_held(tx) if seat.role is HEAD and seat.person in of}
    schools |= {of[PersonId(one)]: school for one, school in Roster(tx).schools_of(of).items()}
    return {person: rules.calendar_of(schools.get(person)) for person in persons}
