"""Numbers of records: no gap and no double, also when two replicas take one at once."""

from sqlalchemy import Column, Integer, String, Table

from storage.db import INSERT, Tx, district, metadata

numbers = Table(
    "numbers",
    metadata,
    district(),
    Column("series", String(20), primary_key=True),
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("last", Integer, nullable=False),
)


def next_number(tx: Tx, series: str, year: int) -> int:
    """Take the next number of a district's series. Take it first: it holds a lock until the transaction ends."""
    into = INSERT[tx.connection.dialect.name](numbers).values(district=tx.district, series=series, year=year, last=1)
    take = into.on_conflict_do_update(
        index_elements=["district", "series", "year"],
        set_={"last": numbers.c.last + 1},
    )
    taken: int = tx.connection.execute(take.returning(numbers.c.last)).scalar_one()
    return taken
