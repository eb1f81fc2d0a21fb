"""The one message of a day: whether somebody gets it, and what it lists.

Due means "on or before now and not told yet": each item has stages (domain/items.py), each stage is told once for one
date, and what a day without the bot left out is in the next message.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from domain.errors import RefusedError
from domain.frozen import dataclass
from domain.items import Item, ItemKind, Stage, stage_of, urgency
from domain.school_calendar import DAY, DAYS_IN_WEEK, SchoolCalendar
from domain.texts import day_text

SNOOZE_DAYS = 7  # past the date on which something is due, or past today where that has gone by


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """What somebody was told of an item last: on which day, how near it was, and by which date."""

    day: date
    stage: Stage | None
    due: date | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Day:
    """A day of one person, as far as a message depends on it."""

    today: date
    calendar: SchoolCalendar
    told: Mapping[str, Told]  # by the key of the item
    snoozed: Mapping[str, date]  # until when each is hidden
    weekly: bool = True  # whether they want the message of the week


@dataclass(frozen=True, slots=True)
class Put:
    """What somebody hides, and until when."""

    item: Item
    until: date


@dataclass(frozen=True, slots=True)
class Message:
    """What is told, the most urgent first. `weekly`: it is that of the week."""

    items: Sequence[Item]
    weekly: bool


def first_working_day(today: date, calendar: SchoolCalendar) -> date:
    """Of the week that a day is in. Of a week that is closed altogether it is none of its days."""
    return calendar.on_or_after(today - today.weekday() * DAY)


def message_of(items: Iterable[Item], day: Day) -> Message | None:
    """The message of this day, or None where nothing is worth one."""
    shown = [item for item in items if not is_hidden(item, day.snoozed, day.today, day.calendar)]
    if not day.calendar.is_open(day.today):
        return None
    news = {item.key for item in shown if _is_news(item, day)}
    weekly = day.weekly and any(_is_of_the_week(item, day) for item in shown)
    if not weekly and not news:
        return None
    held = [item for item in shown if item.key in news or is_listed(item, day.today, day.calendar, weekly=weekly)]
    return Message(sorted(held, key=urgency(day.today)), weekly)


def is_listed(item: Item, today: date, calendar: SchoolCalendar, *, weekly: bool) -> bool:
    """Whether a message holds it beside what is news: late or due in a week, and once a week what has no date."""
    until = calendar.next_working_day(today) - DAY + timedelta(days=DAYS_IN_WEEK)
    return weekly if item.due is None else item.due <= until


def is_hidden(item: Item, snoozed: Mapping[str, date], today: date, calendar: SchoolCalendar) -> bool:
    """What was snoozed until a closed day comes back on the working day before."""
    until = snoozed.get(item.key)
    return until is not None and until >= calendar.next_working_day(today)


def _is_news(item: Item, day: Day) -> bool:
    """It has come nearer than its person was told, or they asked for it to come back by now."""
    told, stage = day.told.get(item.key), stage_of(item, day.today, day.calendar)
    if item.key in day.snoozed and (told is None or is_hidden(item, day.snoozed, told.day, day.calendar)):
        return True
    known = told.stage if told and told.due == item.told_by else None
    return stage is not None and (known is None or stage > known)


def _is_of_the_week(item: Item, day: Day) -> bool:
    """The message of this week would have held it and it was not told since: so a lost Monday is made up for."""
    told, monday = day.told.get(item.key), first_working_day(day.today, day.calendar)
    waits = monday <= day.today and item.since < monday and item.key not in day.snoozed
    return waits and (told is None or told.day < monday) and is_listed(item, monday, day.calendar, weekly=True)


def snooze_until(item: Item, until: date | None, today: date) -> date:
    """The day until which somebody hides an item, if they may; others hear of it all the same when it is late."""
    last = max(item.due or today, today) + timedelta(days=SNOOZE_DAYS)
    if until is None or until <= today:
        raise RefusedError("Please choose a day after today.", field="until")
    if until > last:
        raise RefusedError("Please choose a day up to {day}.", day=day_text(last, year=True), field="until")
    if item.kind is ItemKind.COPY:
        raise RefusedError("Somebody else is late with this, so there is nothing for you to put off.")
    return until
