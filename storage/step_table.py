"""The one table of steps: one thing that one owner does by a date, whatever plan it belongs to."""

from sqlalchemy import Column, Date, Index, Integer, String

from storage.records import record_table
from storage.words import word

steps = record_table(
    "steps",
    Column("number", Integer, primary_key=True, autoincrement=False),  # of the district: people say "step 41"
    Column("of", String(80), nullable=False),  # what it belongs to: a report's number
    Column("cycle", Integer, nullable=False),  # of that report, in which it was planned
    Column("place", Integer),  # in its plan; None once the plan goes without it
    word("what"),
    Column("owner", String(40), nullable=False),
    Column("due", Date, nullable=False),
    Column("status", String(20), nullable=False),
    word("evidence"),
    word("reason"),
    Column("done_on", Date),
    Column("cancelled_on", Date),
    told=True,
)
Index("ix_steps_of", steps.c.district, steps.c.of)
Index("ix_steps_owner", steps.c.district, steps.c.owner, steps.c.status)
