"""Whose morning it is, what their message of today holds, and that they got it."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from domain.daily import Day, Message, message_of
from domain.mornings import comes
from domain.people import PersonId, Role
from domain.school_calendar import DAY, SchoolCalendar
from storage.db import Tx
from storage.items import audience, items_for
from storage.outbox import Outbox
from storage.people import People, seats_held
from storage.reminded import Reminded
from storage.roster import Roster
from storage.settings import DistrictSettings

MESSAGE = "reminders.day"
HEAD = Role.PRINCIPAL
KEY = "reminders"  # begins that of each message
WEEK = "week"  # stands behind the day in what the message of a week is about


def whose_morning(tx: Tx, since: datetime, until: datetime) -> list[PersonId]:
    """Those for whom something may wait, whose morning fell between two looks, and who got no message today."""
    settings = DistrictSettings(tx).all()
    mornings = Reminded(tx).mornings(audience(tx), settings)
    now = {person: morning for person, morning in mornings.items() if comes(morning, since, until, tx.now)}
    got = Reminded(tx).days(now.keys(), tx.now.date() - DAY)
    return [person for person, morning in now.items() if (person, _today(tx, morning.zone)) not in got]


def tell(tx: Tx, persons: Collection[PersonId]) -> int:
    """Owe each of these their message, where something is worth one; how many got one."""
    items, days, owed = items_for(tx, persons), days_of(tx, persons), 0
    for person in persons:
        message = message_of(items.get(person, []), days[person])
        if message:
            _owe(tx, person, message, days[person])
            owed += 1
    return owed


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


def _owe(tx: Tx, person: PersonId, message: Message, day: Day) -> None:
    """The key is the person and their day, whatever slot it is that comes to it."""
    about = f"{day.today} {WEEK}" if message.weekly else f"{day.today}"
    Reminded(tx).note(person, day.today, message.items, day.calendar)
    Outbox(tx).replaced(MESSAGE, person)
    Outbox(tx).owe(MESSAGE, about, to=person, key=f"{KEY}:{day.today}")


def draw_again(tx: Tx, record: str) -> int:
    """Owe that today's messages that told of a record show what holds now; how many there are."""
    told = Reminded(tx).who(record, tx.now.date() - DAY)
    return sum(Outbox(tx).redraw(f"{KEY}:{day}:{person}") for person, day in sorted(told))


def _today(tx: Tx, zone: ZoneInfo) -> date:
    return tx.now.astimezone(zone).date()


def calendars_of(tx: Tx, persons: Collection[PersonId]) -> Mapping[PersonId, SchoolCalendar]:
    """Of the school where each works, or whose head they are; else the district's."""
    rules, of = DistrictSettings(tx).all().rules, {one: p for p in persons for one in People(tx).ids_of(p)}
    schools = {of[seat.person]: seat.place for seat in seats_held(tx) if seat.role is HEAD and seat.person in of}
    schools |= {of[PersonId(one)]: school for one, school in Roster(tx).schools_of(of).items()}
    return {person: rules.calendar_of(schools.get(person)) for person in persons}
