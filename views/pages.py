"""Pages: which one of a list this is, and what stands below one that leaves Kaizen."""

from dataclasses import replace
from datetime import datetime

from domain.cars import COUNTED
from domain.texts import day_text, say
from views.dates import clock
from views.elements import Card, Note

MISSING = say("A link to a page needs PUBLIC_URL and SECRET_KEY: ask your IT office to set them.")


def page_of(offset: int, shown: int, total: int) -> str:
    """As "11–20 of 25", or only how many there are where one page shows them all."""
    if total <= shown:
        return str(total)
    return say("{first}–{last} of {total}", first=offset + 1, last=offset + shown, total=how_many(total))


def how_many(total: int) -> str:
    """A number of reports, which are not counted to the last."""
    return say("more than {most}", most=COUNTED) if total > COUNTED else str(total)


def unofficial(card: Card, now: datetime, entries: int, head: str) -> Card:
    """A card as a copy to keep or print; `now` in the reader's zone, `entries` and `head` of the district's history.

    Whoever keeps one can tell later whether the history was changed since: `kaizen verify-history --head`.
    """
    said = say(
        "Unofficial copy of {day}, {time}. What holds now stands in Kaizen. History: {entries} entries, head {head}",
        day=day_text(now.date(), year=True),
        time=clock(now),
        entries=entries,
        head=head,
    )
    return replace(card, parts=[*card.parts, Note(said)])
