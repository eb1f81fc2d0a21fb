"""Where somebody who has accounts on several platforms gets their messages: where they were last, or as they chose."""

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Boolean, Column, Index, String, Table

from domain.frozen import dataclass
from storage.db import Moment, Tx, district, metadata

preferred = Table(
    "preferred",
    metadata,
    district(),
    Column("person", String(40), primary_key=True),
    Column("platform", String(20), nullable=False),
    Column("workspace", String(80), nullable=False),
    Column("external", String(80), nullable=False),
    Column("chosen", Boolean, nullable=False),  # by themselves: being somewhere else changes nothing
    Column("at", Moment, nullable=False),
)
Index(
    "ix_preferred_account",
    preferred.c.district,
    preferred.c.platform,
    preferred.c.workspace,
    preferred.c.external,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Preferred:
    person: str
    platform: str
    workspace: str
    external: str
    chosen: bool = False
    at: datetime


class Preferences:
    def __init__(self, tx: Tx) -> None:
        self._tx = tx

    def of(self, ids: frozenset[str]) -> Preferred | None:
        """What holds for a human who is known by these ids: the newest of what was kept under each."""
        found = self._tx.find(Preferred, preferred, preferred.c.person.in_(ids), order=preferred.c.at.desc())
        return found[0] if found else None

    def keep(self, new: Preferred) -> None:
        self._tx.put(preferred, asdict(new))
