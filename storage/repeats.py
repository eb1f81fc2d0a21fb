"""What was answered already: the same press, form or command that comes again gets the first answer."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Index, String, Table, bindparam

from storage.db import OURS, Moment, Tx, district, metadata
from storage.pruning import BATCH, remove_some

repeats = Table(
    "repeats",
    metadata,
    district(),
    Column("key", String(200), primary_key=True),
    Column("answer", String(400)),  # names and record numbers as JSON, never a person's words
    Column("at", Moment, nullable=False),
)
Index("ix_repeats_at", repeats.c.district, repeats.c.at)

ANSWERED = (
    repeats.update()
    .where(repeats.c.district == OURS, repeats.c.key == bindparam("this"))
    .values(answer=bindparam("told"))
)


class Repeats:
    def __init__(self, tx: Tx) -> None:
        self._tx = tx

    def is_first(self, key: str) -> bool:
        """Claim a key. A twin that runs at the same time waits here until this transaction ends."""
        return self.claim(key)()

    def claim(self, key: str) -> Callable[[], bool]:
        """The same together with what is asked next: call what this gives to know whether it is the first."""
        return self._tx.add_once_soon(repeats, {"key": key, "at": self._tx.now})

    def answered(self, key: str, answer: dict[str, Any]) -> None:
        self._tx.tell(ANSWERED, this=key, told=json.dumps(answer))

    def answer_of(self, key: str) -> dict[str, Any]:
        answer: dict[str, Any] = json.loads(self._tx.having(repeats, key=key)[0]["answer"])
        return answer

    def forget(self, key: str) -> None:
        self._tx.remove(repeats, repeats.c.key == key)

    def prune(self, before: datetime, *, most: int = BATCH) -> int:
        return len(remove_some(self._tx, repeats, repeats.c.at < before, most=most))
