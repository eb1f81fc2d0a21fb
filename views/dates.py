"""Dates and times in words, as people say them: "Fri 20 Mar (in 3 days)", "8:00 AM"."""

from datetime import date, datetime, time

from domain.texts import Said, day_text, say, say_many, time_text


def day(when: date, today: date) -> Said:
    return day_text(when, year=when.year != today.year)


def clock(when: time | datetime) -> Said:
    """A time of day, of the zone in which a moment is given."""
    return time_text(when.time() if isinstance(when, datetime) else when)


def due(when: date, today: date) -> Said:
    """A due date and how far away it is."""
    return say("{day} ({distance})", day=day(when, today), distance=distance(when, today))


def distance(when: date, today: date) -> Said:
    days = (when - today).days
    match days:
        case 0:
            return say("today")
        case 1:
            return say("tomorrow")
        case _ if days > 0:
            return say_many("in {n} day", "in {n} days", days)
        case _:
            return say_many("{n} day overdue", "{n} days overdue", -days)
