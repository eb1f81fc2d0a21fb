"""The terms of a school year: the days on which they begin, as a district sets them."""

import re
from datetime import date, timedelta

from domain.errors import RefusedError

TERMS = "01-01, 07-01"  # the days on which terms begin, where nothing is set
BEGINS = re.compile(r"(\d\d)-(\d\d)")
MOST_TERMS = 6
LEAP_YEAR = 2024  # has every day that there is
DAY = timedelta(days=1)


def read_terms(typed: str) -> str:
    """The days as they are kept, in the order of the year."""
    days = [part.strip() for part in typed.split(",") if part.strip()]
    if not 1 <= len(days) <= MOST_TERMS or not all(_is_day(day) for day in days):
        raise RefusedError(
            "{value} does not fit; use days as month and day, such as 08-15, 01-05; {most} at most.",
            value=typed,
            most=MOST_TERMS,
        )
    return ", ".join(sorted(set(days)))


def _is_day(typed: str) -> bool:
    found = BEGINS.fullmatch(typed)
    try:
        return bool(found and found[0] != "02-29" and date(LEAP_YEAR, int(found[1]), int(found[2])))
    except ValueError:
        return False


def term_of(terms: str, today: date) -> tuple[date, date]:
    """The first and the last day of the term in which a day falls."""
    begins = sorted(
        date(today.year + shift, int(month), int(day)) for shift in (-1, 0, 1) for month, day in BEGINS.findall(terms)
    )
    first = max(day for day in begins if day <= today)
    return first, min(day for day in begins if day > today) - DAY
