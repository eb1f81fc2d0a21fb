"""Many districts whose digest comes at one moment, and the day after that their agenda."""

from datetime import UTC, datetime, timedelta

from domain.people import Role
from storage.conversations import Conversations
from storage.db import Database, Tx
from storage.outbox import outbox
from storage.people import People
from storage.settings import DistrictSettings
from storage.system import connect_workspace

MONDAY = datetime(2027, 3, 8, 14, 0, tzinfo=UTC)  # eight in Chicago
TUESDAY = MONDAY + timedelta(days=1)  # the second of the month


def found(database: Database, number: int) -> list[str]:
    """So many districts with an office and a conversation of their leaders; their ids."""
    names = [f"d{n}" for n in range(number)]
    for nth, name in enumerate(names):
        with database.begin() as connection:
            connect_workspace(connection, "slack", f"W{nth}", new=name)
        database.do(name, lambda tx, nth=nth: _set_up(tx, f"W{nth}"), now=MONDAY - timedelta(days=1), door="test")
    return names


def _set_up(tx: Tx, workspace: str) -> None:
    office = People(tx).meet("slack", workspace, "U1", "Quality Office")
    People(tx).seat(Role.MANAGEMENT_REPRESENTATIVE, office.person, by="system")
    for key in ("digest_channel", "mrt_channel"):
        DistrictSettings(tx).set(key, "C1", by="system")
    Conversations(tx).seen("slack", workspace, "C1", label="cabinet")


def posted(database: Database, names: list[str], what: str) -> list[int]:
    """How many of these posts are owed in each."""

    def count(tx: Tx) -> int:
        return len(tx.rows(outbox, outbox.c.what == what))

    return [database.do(name, count, now=MONDAY, door="test", write=False) for name in names]
