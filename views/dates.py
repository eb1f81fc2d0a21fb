"""Dates in words, as people say them: "Fri 20 Mar (in 3 days)"."""

from datetime import date


def day(when: date, today: date) -> str:
    year = f" {when.year}" if when.year != today.year else ""
    return f"{when:%a} {when.day} {when:%b}{year}"


def due(when: date, today: date) -> str:
    """A due date and how far away it is."""
    return f"{day(when, today)} ({distance(when, today)})"


def distance(when: date, today: date) -> str:
    days = (when - today).days
    match days:
        case 0:
            return "today"
        case 1:
            return "tomorrow"
        case -1:
            return "1 day overdue"
        case _:
            return f"in {days} days" if days > 0 else f"{-days} days overdue"
