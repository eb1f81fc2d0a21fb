"""Who was reminded of what, when, and what they hide for now; and when each wants to be reminded.

A row of `reminded` is one item of one message: it answers who was told of what, and keeps it from being told twice. By
it messages are found again whose words have to go, so it is kept as long as they stand.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import (
    BindParameter,
    Boolean,
    Column,
    Date,
    Index,
    Integer,
    String,
    Table,
    and_,
    bindparam,
    func,
    select,
)

from domain.daily import Told
from domain.items import Item, ItemKind, Stage, stage_of
from domain.mornings import Morning, read_morning
from domain.people import PersonId
from domain.school_calendar import SchoolCalendar
from domain.settings import Settings
from storage.db import OURS, Moment, Tx, district, metadata
from storage.people import REACHED, People, accounts
from storage.posts import posts_with, records_of
from storage.pruning import BATCH, remove_some

reminded = Table(
    "reminded",
    metadata,
    district(),
    Column("person", String(40), primary_key=True),
    Column("day", Date, primary_key=True),  # theirs, on their own wall calendar
    Column("item", String(80), primary_key=True),  # "fix:CAR-2026-014", "step:41"
    Column("of", String(40), nullable=False),  # the record: "CAR-2026-014"
    Column("stage", Integer),  # how near it was; None: it has no date, or a far one
    Column("due", Date),
    Column("at", Moment, nullable=False),
)
Index("ix_reminded_of", reminded.c.district, reminded.c.of, reminded.c.day)

snoozes = Table(
    "snoozes",
    metadata,
    district(),
    Column("person", String(40), primary_key=True),
    Column("item", String(80), primary_key=True),
    Column("until", Date, nullable=False),
)

mornings = Table(
    "mornings",
    metadata,
    district(),
    Column("person", String(40), primary_key=True),
    Column("morning", String(5)),  # on their wall clock, "07:30"; None: as the district has it
    Column("weekly", Boolean, nullable=False),
)

PERSONS: BindParameter[str] = bindparam("persons", type_=String, expanding=True)
#: Of each account of theirs its zone, that where they are reached first.
ZONES = REACHED.with_only_columns(accounts.c.person, accounts.c.zone)
LAST = (
    select(reminded.c.person, reminded.c.item, func.max(reminded.c.day).label("day"))
    .where(reminded.c.district == OURS, reminded.c.person.in_(PERSONS))
    .group_by(reminded.c.person, reminded.c.item)
    .subquery()
)
TOLD = (
    select(reminded.c.person, reminded.c.item, reminded.c.day, reminded.c.stage, reminded.c.due)
    .join(
        LAST,
        and_(reminded.c.person == LAST.c.person, reminded.c.item == LAST.c.item, reminded.c.day == LAST.c.day),
    )
    .where(reminded.c.district == OURS)
)
GOT_ONE = (
    select(reminded.c.person, reminded.c.day)
    .distinct()
    .where(reminded.c.district == OURS, reminded.c.person.in_(PERSONS))
    .where(reminded.c.day >= bindparam("first", type_=Date))
)
SNOOZED = select(snoozes).where(snoozes.c.district == OURS, snoozes.c.person.in_(PERSONS))
CHOSEN = select(mornings).where(mornings.c.district == OURS, mornings.c.person.in_(PERSONS))
EVERY_ZONE = select(accounts.c.zone).distinct().where(accounts.c.district == OURS)
EVERY_HOUR = select(mornings.c.morning).distinct().where(mornings.c.district == OURS)
LAST_OF = select(func.max(reminded.c.day).label("day")).where(
    reminded.c.district == OURS, reminded.c.of == bindparam("of"), reminded.c.person.in_(PERSONS)
)
ABOUT = (
    select(reminded.c.person, reminded.c.day, reminded.c.item)
    .where(reminded.c.district == OURS, reminded.c.of == bindparam("of"))
    .order_by(reminded.c.day)
)
ABOUT_SINCE = ABOUT.where(reminded.c.day >= bindparam("since"))
ON_A_DAY = select(reminded.c.person, reminded.c.item, reminded.c.of).where(
    reminded.c.district == OURS, reminded.c.person.in_(PERSONS), reminded.c.day == bindparam("day", type_=Date)
)


def day_key(day: date) -> str:
    """With the person, which the outbox adds, the key of their one message of a day."""
    return f"reminders:{day}"


def messages_with(tx: Tx, record: str, *, since: date = date.min) -> set[str]:
    """The keys of the messages that told anything of a record."""
    rows = tx.ask(ABOUT_SINCE, of=record, since=since)
    return {f"{day_key(row['day'])}:{row['person']}" for row in rows} | posts_with(tx, record, since=since)


def records_in(tx: Tx, key: str) -> set[str]:
    """The records that a post, or the message of a day, of this key told of; nothing, if it is neither."""
    name, _, rest = key.partition(":")
    said, _, person = rest.partition(":")
    if name != "reminders" or not person:
        return records_of(tx, key)
    rows = tx.rows(reminded, reminded.c.person == person, reminded.c.day == date.fromisoformat(said))
    return {row["of"] for row in rows}


class Reminded:
    """What was told, to whom, by their canonical ids. Two accounts of one human get one message."""

    def __init__(self, tx: Tx) -> None:
        self._tx = tx

    def told(self, persons: Collection[PersonId]) -> Mapping[PersonId, Mapping[str, Told]]:
        """What each was told of each item last."""
        found: dict[PersonId, dict[str, Told]] = defaultdict(dict)
        for person, row in self._of(TOLD, persons):
            stage = None if row["stage"] is None else Stage(row["stage"])
            told, before = Told(day=row["day"], stage=stage, due=row["due"]), found[person].get(row["item"])
            if before is None or before.day < told.day:
                found[person][row["item"]] = told
        return found

    def days(self, persons: Collection[PersonId], first: date) -> set[tuple[PersonId, date]]:
        """On which days since then each got a message."""
        return {(person, row["day"]) for person, row in self._of(GOT_ONE, persons, first=first)}

    def note(self, person: PersonId, day: date, items: Iterable[Item], calendar: SchoolCalendar) -> None:
        rows = [
            {
                "person": person,
                "day": day,
                "item": item.key,
                "of": item.of,
                "stage": stage_of(item, day, calendar),
                "due": item.told_by,
                "at": self._tx.now,
            }
            for item in items
        ]
        self._tx.add_all_once(reminded, rows)

    def forget(self, item: str) -> None:
        """That anybody was told of it: such a row says that they had not done it by then."""
        self._tx.remove(reminded, reminded.c.item == item)

    def on(self, person: PersonId, day: date) -> dict[str, str]:
        """What their message of a day held: the key of each item, and the record in which it stands."""
        return {row["item"]: row["of"] for _, row in self._of(ON_A_DAY, [person], day=day)}

    def last_of(self, record: str, person: PersonId) -> date | None:
        """When somebody was reminded of anything about a record."""
        ids = sorted(People(self._tx).ids_of(person))
        found: date | None = self._tx.ask(LAST_OF, of=record, persons=ids)[0]["day"]
        return found

    def days_about(self, record: str, *, late: bool) -> list[date]:
        """The day of each message that brought a record up, in order: `late` those of others once it was late."""
        found = {
            (row["day"], row["person"])
            for row in self._tx.ask(ABOUT, of=record)
            if row["item"].startswith(f"{ItemKind.COPY}:") is late
        }
        return sorted(day for day, _ in found)

    def prune_snoozes(self, before: date, *, most: int = BATCH) -> int:
        """Forget up to `most` that came back before a day."""
        return len(remove_some(self._tx, snoozes, snoozes.c.until < before, most=most))

    # What somebody hides

    def snoozed(self, persons: Collection[PersonId]) -> Mapping[PersonId, Mapping[str, date]]:
        found: dict[PersonId, dict[str, date]] = defaultdict(dict)
        for person, row in self._of(SNOOZED, persons):
            found[person][row["item"]] = row["until"]
        return found

    def snooze(self, person: PersonId, item: str, until: date) -> None:
        self._tx.put(snoozes, {"person": person, "item": item, "until": until})

    def wake(self, person: PersonId, item: str) -> None:
        self._tx.remove(snoozes, snoozes.c.person == person, snoozes.c.item == item)

    # When they want to hear

    def mornings(self, persons: Collection[PersonId], settings: Settings) -> Mapping[PersonId, Morning]:
        """Of each who is reached somewhere: as they chose, in their own zone; else as the district has it."""
        chosen = dict(self._of(CHOSEN, persons))
        zones: dict[PersonId, str | None] = {}
        for person, row in self._of(ZONES, persons):
            zones.setdefault(person, row["zone"])
        return {person: _morning(chosen.get(person), zone, settings) for person, zone in zones.items()}

    def every_morning(self, settings: Settings) -> list[Morning]:
        """Each that anybody in the district may have: every hour that is chosen, in every zone that there is."""
        zones = {settings.zone_of(row["zone"]) for row in self._tx.ask(EVERY_ZONE)}
        chosen = {read_morning(row["morning"]) for row in self._tx.ask(EVERY_HOUR) if row["morning"]}
        return [Morning(at=at, zone=zone) for zone in zones for at in {settings.morning, *chosen}]

    def choose(self, person: PersonId, morning: str | None, *, weekly: bool) -> None:
        self._tx.put(mornings, {"person": person, "morning": morning, "weekly": weekly})

    def chosen(self, person: PersonId) -> tuple[str | None, bool]:
        """The morning that somebody chose, if they did, and whether they want the message of the week."""
        found = [row for _, row in self._of(CHOSEN, [person])]
        return (found[0]["morning"], found[0]["weekly"]) if found else (None, True)

    def _of(self, query: Any, persons: Collection[PersonId], **given: Any) -> Iterable[tuple[PersonId, dict[str, Any]]]:
        """Rows of these, under whichever id of theirs they were kept."""
        of = {one: person for person in persons for one in People(self._tx).ids_of(person)}
        rows = self._tx.ask(query, persons=list(of), **given) if of else []
        return [(of[row["person"]], row) for row in rows]


def _morning(chosen: Mapping[str, Any] | None, zone: str | None, settings: Settings) -> Morning:
    at = read_morning(chosen["morning"]) if chosen and chosen["morning"] else settings.morning
    return Morning(at=at, zone=settings.zone_of(zone), weekly=chosen["weekly"] if chosen else True)
