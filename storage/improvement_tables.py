"""The tables of the plans of a district. A revision has rows of its own, so that what was approved stays readable."""

from sqlalchemy import Boolean, Column, Date, Index, Integer, String

from storage.db import Moment
from storage.records import record_table
from storage.words import word

district_plans = record_table(
    "district_plans",
    Column("number", String(20), primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("place", String(40)),
    Column("year", Integer, nullable=False),
    Column("lead", String(40), nullable=False),
    Column("newest", Integer, nullable=False),  # the revision that was begun last,
    Column("newest_state", String(20), nullable=False),  # and where it is
    Column("in_force", Integer),  # the revision that was approved last
    Column("ended", String(20)),
    word("said"),
    Column("rolled_from", String(20)),
    Column("started_at", Moment, nullable=False),
)
Index("ix_district_plans_year", district_plans.c.district, district_plans.c.year)

plan_revisions = record_table(
    "plan_revisions",
    Column("plan", String(20), primary_key=True),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    word("title"),
    word("mission"),
    word("vision"),
    word("policy"),
    word("why"),
    Column("mr_by", String(40)),
    Column("mr_on", Date),
    Column("mr_digest", String(64)),
    Column("chief_by", String(40)),
    Column("chief_on", Date),
    Column("chief_digest", String(64)),
    Column("in_force_on", Date),
)

plan_goals = record_table(
    "plan_goals",
    Column("plan", String(20), primary_key=True),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("nth", Integer, primary_key=True, autoincrement=False),
    word("statement"),
    word("measure"),
    word("baseline"),
    word("target"),
    Column("by_when", Date),
    Column("supports", String(20)),
    Column("supports_goal", Integer),
    Column("dropped", Boolean, nullable=False),
)

plan_strategies = record_table(
    "plan_strategies",
    Column("plan", String(20), primary_key=True),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("goal", Integer, primary_key=True, autoincrement=False),
    Column("nth", Integer, primary_key=True, autoincrement=False),
    word("does"),
    word("adults"),
    word("adults_measure"),
    word("students"),
    word("students_measure"),
    Column("dropped", Boolean, nullable=False),
)

plan_readers = record_table(
    "plan_readers",
    Column("plan", String(20), primary_key=True),
    Column("person", String(40), primary_key=True),
    Column("reads", Boolean, nullable=False),
)

step_updates = record_table(
    "step_updates",
    Column("step", Integer, primary_key=True, autoincrement=False),
    Column("nth", Integer, primary_key=True, autoincrement=False),
    Column("of", String(80), nullable=False),
    Column("day", Date, nullable=False),
    Column("at", Moment, nullable=False),
    Column("status", String(20), nullable=False),
    Column("percent", Integer),
    word("comment"),
    Column("by", String(40), nullable=False),
    Column("undone", Boolean, nullable=False),
    word("what_was"),
    Column("due_was", Date),
    Column("owner_was", String(40)),
)
Index("ix_step_updates_at", step_updates.c.district, step_updates.c.at)

measure_values = record_table(
    "measure_values",
    Column("plan", String(20), primary_key=True),
    Column("goal", Integer, primary_key=True, autoincrement=False),
    Column("strategy", Integer, primary_key=True, autoincrement=False),  # 0: the goal's own measure
    Column("of", String(20), primary_key=True),  # which measure: of the goal, of what adults do, of what students do
    Column("nth", Integer, primary_key=True, autoincrement=False),
    Column("day", Date, nullable=False),
    Column("value", String(40), nullable=False),  # a number in figures: as text it is the same on every database
    word("note"),
    Column("by", String(40), nullable=False),
    Column("undone", Boolean, nullable=False),
)
