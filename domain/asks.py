"""What people typed, held against what a question needs."""

from datetime import date

from domain.errors import RefusedError


def need(text: str | None, sentence: str, *, field: str, at_most: int) -> None:
    """Refuse with `sentence` when nothing was said, and in other words when too much was."""
    if text is None or not text.strip():
        raise RefusedError(sentence, field=field)
    fit(text, field=field, at_most=at_most)


def fit(text: str | None, *, field: str, at_most: int) -> None:
    if text is not None and len(text) > at_most:
        raise RefusedError(f"Please use {at_most:,} letters or fewer here; this has {len(text):,}.", field=field)


def not_before(day: date | None, today: date, *, field: str) -> None:
    if day is not None and day < today:
        raise RefusedError(
            f"{day:%b} {day.day}, {day.year} has passed. Please choose today or a later day.", field=field
        )
