"""The one table of steps: one thing that one owner does by a date, whatever plan it belongs to."""

from sqlalchemy import Column, Date, Index, Integer, String

from storage.records import later, record_table
from storage.words import word

steps = record_table(
    "steps",
    Column("number", Integer, primary_key=True, autoincrement=False),  # of the district: people say "step 41"
    Column("of", String(80), nullable=False),  # what it belongs to: the number of a report or a plan
    Column("cycle", Integer, nullable=False),  # of that report, or the revision of that plan, in which it was planned
    Column("place", Integer),  # in its plan; None once the plan goes without it
    word("what"),
    Column("owner", String(40), nullable=False),
    Column("due", Date, nullable=False),
    Column("status", String(20), nullable=False),
    word("evidence"),
    word("reason"),
    Column("done_on", Date),
    Column("cancelled_on", Date),
    # Of a step of a district's plan (storage/improvement_tables.py):
    later(Column("goal", Integer)),
    later(Column("strategy", Integer)),  # of that goal, if it belongs to one
    later(Column("percent", Integer)),
    later(word("team")),
    later(Column("stage", String(20))),
    later(word("collects")),
    later(Column("asked_owner", String(40))),  # of a report: who was asked to do it
    later(Column("planned_owner", String(40))),  # of a report: who had it in the approved plan, if it was handed over
    later(Column("from_step", Integer)),  # of the plan of the year before
    told=True,
)
Index("ix_steps_of", steps.c.district, steps.c.of)
Index("ix_steps_owner", steps.c.district, steps.c.owner, steps.c.status)
Index("ix_steps_asked", steps.c.district, steps.c.asked_owner)
Index("ix_steps_due", steps.c.district, steps.c.status, steps.c.due)
