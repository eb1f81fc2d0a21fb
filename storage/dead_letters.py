"""Messages that were given up: who was to get them and why it failed, and sending one again.

Whoever looks after delivery sees neither a record nor its number: an `id` here stands for the message's key, which
names both.
"""

from dataclasses import asdict
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Column, String, func, literal, select

from domain.errors import RefusedError
from domain.frozen import dataclass
from domain.texts import say
from storage.db import OURS, Moment, Tx
from storage.outbox import CONVERSATION, FAILED, PENDING, outbox
from storage.people import People
from storage.records import Records, record_table

resends = record_table(
    "resends",
    Column("id", String(40), primary_key=True),
    Column("key", String(200), nullable=False),  # of the message
    Column("by", String(40), nullable=False),
    Column("at", Moment, nullable=False),
)
#: The state stands in the statement itself: SQLite takes a partial index for nothing else.
GIVEN_UP = (outbox.c.state == literal(FAILED, literal_execute=True), outbox.c.updates.is_(None))
COUNTED = select(func.count().label("number")).where(outbox.c.district == OURS, *GIVEN_UP)


@dataclass(frozen=True, kw_only=True, slots=True)
class Undelivered:
    """A message that was given up."""

    id: str
    person: str
    what: str
    error: str
    since: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Resend:
    """A message that somebody had sent again."""

    id: str
    key: str
    by: str
    at: datetime


class DeadLetters:
    def __init__(self, tx: Tx) -> None:
        self._tx = tx

    def count(self) -> int:
        number: int = self._tx.ask(COUNTED)[0]["number"]
        return number

    def all(self) -> list[Undelivered]:
        """The newest first."""
        return [
            Undelivered(
                id=_id(row["key"]),
                person=row["to"].removeprefix("person:"),
                what=row["what"],
                error=row["error"] or "",
                since=row["due"],
            )
            for row in self._rows()
        ]

    def send_again(self, known: str, *, by: str) -> None:
        """Owe a message once more under the key that it had, to the account that its person has now."""
        for row in self._rows():
            if _id(row["key"]) == known:
                if not self._owe(row, by):
                    raise RefusedError(say("This person has no account in chat any more, so it cannot be sent."))
                return
        raise RefusedError(say("That message was sent again already."))

    def send_all_again(self, *, by: str) -> int:
        """The same for all whose person has an account; how many they are."""
        return sum(self._owe(row, by) for row in self._rows())

    def _rows(self) -> list[dict[str, Any]]:
        return self._tx.rows(outbox, *GIVEN_UP, order=outbox.c.due.desc())

    def _owe(self, row: dict[str, Any], by: str) -> bool:
        account = People(self._tx).reach(row["to"].removeprefix("person:"))
        if account is None and not row["to"].startswith(CONVERSATION):
            return False
        lane = account.lane if account else row["lane"]
        again = {"state": PENDING, "lane": lane, "due": self._tx.now, "attempts": 0, "error": None}
        if not self._tx.change(outbox, again, outbox.c.key == row["key"], outbox.c.state == FAILED):
            return False  # somebody else was quicker
        resend = Resend(id=self._tx.mint(), key=row["key"], by=by, at=self._tx.now)
        Records(self._tx, resends).add(asdict(resend), did="message.sent_again", by=by)
        return True


def _id(key: str) -> str:
    return sha256(key.encode()).hexdigest()[:10]
