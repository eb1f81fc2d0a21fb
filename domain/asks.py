"""What people typed, held against what a question needs."""

from datetime import date

from domain.errors import RefusedError
from domain.texts import day_text


def need(text: str | None, sentence: str, *, field: str, at_most: int) -> None:
    """Refuse with `sentence` when nothing was said, and in other words when too much was."""
    if text is None or not text.strip():
        raise RefusedError(sentence, field=field)
    fit(text, field=field, at_most=at_most)


def fit(text: str | None, *, field: str, at_most: int) -> None:
    if text is not None and len(text) > at_most:
        raise RefusedError(
            "Please use {most} letters or fewer here; this has {n}.",
            most=f"{at_most:,}",
            n=f"{len(text):,}",
            field=field,
        )


def not_before(day: date | None, today: date, *, field: str) -> None:
    if day is not None and day < today:
        raise RefusedError(
            "{day} has passed. Please choose today or a later day.", day=day_text(day, year=True), field=field
        )
