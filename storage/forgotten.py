"""How many settled messages were forgotten, by the state that they were in: so that the ledger still adds up."""

from collections.abc import Mapping

from sqlalchemy import Column, Integer, String, Table

from storage.db import Tx, district, inserting, metadata

forgotten = Table(
    "forgotten",
    metadata,
    district(),
    Column("state", String(20), primary_key=True),
    Column("number", Integer, nullable=False),
)


def forgotten_counts(tx: Tx) -> dict[str, int]:
    return {row["state"]: row["number"] for row in tx.rows(forgotten)}


def count_forgotten(tx: Tx, numbers: Mapping[str, int]) -> None:
    """Add to the counts, also while another replica does."""
    into = inserting(tx.connection.dialect.name)(forgotten)
    more = {"number": forgotten.c.number + into.excluded.number}
    adding = into.on_conflict_do_update(index_elements=["district", "state"], set_=more)
    for state, number in sorted(numbers.items()):
        tx.connection.execute(adding, {"district": tx.district, "state": state, "number": number})
