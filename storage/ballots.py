"""Answers that nobody may be able to trace: sealed while people answer, and who answered, each in a table of its own.

Nothing joins the two: no id, no time, no count, and no order. A row goes in together with a few others that are taken
out and put back, so that the order in which a dump writes rows does not tell which came when. What is sealed is opened
once, when it is closed; then the key, what was sealed and, for anonymous ones, who answered are erased
(docs/decisions/0047-anonymity.md).
"""

import secrets
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Column, Delete, Integer, LargeBinary, Select, String, Table, Text, bindparam, func, select

from domain.errors import RefusedError
from domain.links import required
from domain.people import PersonId
from domain.texts import say
from storage.db import EMPTIED, OURS, REWRITTEN, Tx, district, metadata
from storage.people import People
from storage.sealing import new_pair, seal, shuffled, unseal
from storage.vault import LockedError

MIXED = 8  # rows that are put back beside a new one

sealed_keys = Table(
    "sealed_keys",
    metadata,
    district(),
    Column("wave", String(20), primary_key=True),  # the poll or survey, by its number
    Column("public", String(64), nullable=False),
    Column("private", Text, nullable=False),  # closed with a key that does not stand in the database
)
#: On SQLite both stand by their keys, without its running row ids: migration 0034 makes them so.
sealed = Table(
    "sealed",
    metadata,
    district(),
    Column("wave", String(20), primary_key=True),
    Column("id", String(32), primary_key=True),
    Column("box", LargeBinary, nullable=False),
)
answered = Table(
    "answered",
    metadata,
    district(),
    Column("wave", String(20), primary_key=True),
    Column("person", String(40), primary_key=True),
)

KEY = select(sealed_keys).where(sealed_keys.c.district == OURS, sealed_keys.c.wave == bindparam("of"))
#: Whoever answers holds the key a little; whoever opens what was answered waits for them, and they for that.
ANSWERING, OPENING = KEY.with_for_update(read=True), KEY.with_for_update()
BOXES = select(sealed.c.box).where(sealed.c.district == OURS, sealed.c.wave == bindparam("of"))
COUNTED = select(func.count().label("number")).where(answered.c.district == OURS, answered.c.wave == bindparam("of"))
LEFT = select(sealed_keys.c.wave).where(sealed_keys.c.district == OURS).order_by(sealed_keys.c.wave)
A_SECRET = say("What nobody can trace")


class Ballots:
    def __init__(self, tx: Tx) -> None:
        self._tx = tx

    def begin(self, wave: str) -> None:
        """Make the key of a wave. From now on it can be answered."""
        vault = self._tx.vault
        if vault is None:
            raise RefusedError(required(A_SECRET, "SECRET_KEY", ""))
        public, private = new_pair()
        self._tx.add(sealed_keys, {"wave": wave, "public": public, "private": vault.close(private)})

    def cast(self, wave: str, person: PersonId, said: str, *, size: int) -> bool:
        """Seal what somebody answers; False when they have answered before. Raises `RefusedError` once it is closed."""
        key = self._tx.ask(ANSWERING, of=wave)
        if not key:
            raise RefusedError("This is closed, so no answer can be given any more.")
        if self.has_answered(wave, person) or not self._tx.add_once(answered, {"wave": wave, "person": person}):
            return False
        self._mix(answered, wave, {"wave": wave, "person": person})
        self._mix(sealed, wave, {"wave": wave, "id": _new_id(), "box": seal(said, key[0]["public"], size)})
        return True

    def has_answered(self, wave: str, person: PersonId) -> bool:
        """Under whichever of their ids."""
        return bool(self._tx.having(answered, wave=wave, person=list(People(self._tx).ids_of(person))))

    def who_answered(self, wave: str) -> set[PersonId]:
        people = People(self._tx)
        return {people.canonical(row["person"]) for row in self._tx.rows(answered, answered.c.wave == wave)}

    def how_many(self, wave: str) -> int:
        """How many have answered."""
        number: int = self._tx.ask(COUNTED, of=wave)[0]["number"]
        return number

    def opened(self, wave: str) -> list[str]:
        """What was answered, in an order that nobody can know. Raises `LockedError` where its key cannot be opened."""
        key = self._tx.ask(OPENING, of=wave)
        if not key or self._tx.vault is None:
            raise LockedError
        private = self._tx.vault.open(key[0]["private"])
        return unseal((row["box"] for row in self._tx.ask(BOXES, of=wave)), private)

    def left(self) -> list[str]:
        """The waves of which a key is kept: those that are open, and those that a hold keeps."""
        return [row["wave"] for row in self._tx.ask(LEFT)]

    def erase(self, wave: str, *, who: bool) -> None:
        """Remove what was sealed and its key for good, and with `who` also who answered. It cannot be undone."""
        tables = (sealed, sealed_keys, *((answered,) if who else ()))
        for table in tables:
            self._tx.remove(table, table.c.wave == wave)
        self._tx.notes[EMPTIED] = True
        self._tx.notes[REWRITTEN] = {table.name for table in (sealed, sealed_keys, answered)}

    def _mix(self, table: Table, wave: str, new: Mapping[str, Any]) -> None:
        """Put a row in among some that are taken out for it, each under a new id where it has one."""
        name = _key(table)
        others = [row for row in self._some(table, wave) if row[name] != new[name]]
        self._tx.tell(_out_of(table), of=wave, keys=[row[name] for row in others] + [new[name]])
        rows = shuffled([new, *others])
        self._tx.add_all(table, [{**row, "id": _new_id()} if name == "id" else row for row in rows])

    def _some(self, table: Table, wave: str) -> list[dict[str, Any]]:
        """A few rows from a place that nobody can guess, but for those that somebody else takes at this moment."""
        begin, more = _from(table), {"of": wave, "place": _new_id()}
        found = self._tx.ask(begin[0], most=MIXED, **more)
        return found + self._tx.ask(begin[1], most=MIXED - len(found), **more) if len(found) < MIXED else found


def _new_id() -> str:
    return secrets.token_hex(16)


def _key(table: Table) -> str:
    return "id" if table is sealed else "person"


@cache
def _out_of(table: Table) -> Delete:
    """Some rows, by their keys."""
    keys = table.c[_key(table)].in_(bindparam("keys", expanding=True))
    return table.delete().where(table.c.district == OURS, table.c.wave == bindparam("of"), keys)


@cache
def _from(table: Table) -> Sequence[Select[Any]]:
    """What stands from some place on, and what stands before it."""
    key = table.c[_key(table)]
    mine = select(table).where(table.c.district == OURS, table.c.wave == bindparam("of")).order_by(key)
    mine = mine.limit(bindparam("most", type_=Integer))
    mine = mine.with_for_update(skip_locked=True)
    return mine.where(key >= bindparam("place")), mine.where(key < bindparam("place"))
