"""The tables of the Corrective Action Log."""

from sqlalchemy import Boolean, Column, Date, Index, Integer, String, Table, and_, literal_column, select

from domain.cars import TERMINAL, State
from storage.db import Moment, district, index_of_some, metadata
from storage.records import later, record_table
from storage.words import word

cars = record_table(
    "cars",
    Column("number", String(20), primary_key=True),
    word("what"),
    Column("requester", String(40), nullable=False),
    Column("filed_at", Moment, nullable=False),
    Column("filed_on", Date, nullable=False),
    Column("happened_on", Date, nullable=False),
    Column("school", String(40)),
    Column("department", String(40)),
    Column("state", String(20), nullable=False),
    Column("urgent", Boolean, nullable=False),
    Column("hide_name", Boolean, nullable=False),
    Column("sealed", Boolean, nullable=False),
    later(Column("concerns", String(20), nullable=False, server_default="nobody"), "nobody"),
    word("on_behalf_of"),
    word("already_done"),
    word("link"),
    word("photos"),  # one link a line
    Column("kind", String(20), nullable=False),
    Column("source", String(40), nullable=False),
    Column("severity", String(20)),
    word("requirement"),
    Column("objective", String(200)),  # the office's own words
    Column("owner", String(40)),
    Column("checker", String(40)),
    word("reason"),
    word("answer"),
    Column("rejection", String(40)),
    word("related"),
    Column("decided_by", String(40)),
    Column("appealed", Boolean, nullable=False),
    word("appeal"),
    Column("outcome", String(20)),
    word("done"),
    word("cause"),
    Column("cause_category", String(60)),
    Column("elsewhere", Boolean),
    Column("accepted_on", Date),
    Column("approved_on", Date),
    Column("plan_due", Date),
    Column("implementation_due", Date),
    Column("effectiveness_due", Date),
    Column("original_plan_due", Date),
    Column("original_implementation_due", Date),
    Column("original_effectiveness_due", Date),
    Column("inconclusive", Boolean, nullable=False),
    Column("signed_off_by", String(40)),
    Column("closed_on", Date),
    Column("cycle", Integer, nullable=False),
    later(Column("handed_to", String(40))),
    later(Column("handed_at", Moment)),
    later(word("handed_note")),
    later(Column("undo_until", Moment)),
    later(word("before")),
    later(Column("asked_owner", String(40))),
    later(Column("on_hold_since", Date)),
    later(Column("extensions", Integer, nullable=False, server_default="0"), 0),
    later(Column("recurrence_of", String(20))),
    later(Column("former", String(40))),
    told=True,
)
#: Named one by one and as they are, since an index finds what a column is, and only where a query says the same.
OPEN = sorted(str(state) for state in set(State) - TERMINAL)
STILL_OPEN = and_(cars.c.state.in_([literal_column(f"'{state}'") for state in OPEN]), cars.c.handed_to.is_(None))

Index("ix_cars_filed", cars.c.district, cars.c.filed_at, cars.c.number)
index_of_some("ix_cars_open", cars.c.district, cars.c.filed_at, cars.c.number, where=STILL_OPEN)
#: The few that somebody works on now, however many they did before.
for name in ("owner", "checker", "asked_owner"):
    index_of_some(f"ix_cars_open_{name}", cars.c.district, cars.c[name], where=STILL_OPEN)
Index("ix_cars_due", cars.c.district, cars.c.implementation_due)
Index("ix_cars_original_due", cars.c.district, cars.c.original_implementation_due)
Index("ix_cars_state", cars.c.district, cars.c.state, cars.c.filed_at, cars.c.number)
Index("ix_cars_severity", cars.c.district, cars.c.severity, cars.c.filed_at, cars.c.number)
Index("ix_cars_kind", cars.c.district, cars.c.kind, cars.c.filed_at, cars.c.number)
Index("ix_cars_urgent", cars.c.district, cars.c.urgent, cars.c.filed_at, cars.c.number)
Index("ix_cars_closed", cars.c.district, cars.c.closed_on)
Index("ix_cars_owner", cars.c.district, cars.c.owner, cars.c.state)
Index("ix_cars_school", cars.c.district, cars.c.school, cars.c.filed_at, cars.c.number)
Index("ix_cars_department", cars.c.district, cars.c.department, cars.c.filed_at, cars.c.number)
Index("ix_cars_source", cars.c.district, cars.c.source, cars.c.filed_at, cars.c.number)
Index("ix_cars_requester", cars.c.district, cars.c.requester, cars.c.filed_at)

passages = Table(
    "passages",
    metadata,
    district(),
    Column("car", String(20), primary_key=True),
    Column("nth", Integer, primary_key=True, autoincrement=False),
    Column("state", String(20), nullable=False),
    Column("entered_at", Moment, nullable=False),
    Column("left_at", Moment),
    Column("by", String(40), nullable=False),
)
Index("ix_passages_entered", passages.c.district, passages.c.state, passages.c.entered_at)
Index("ix_passages_left", passages.c.district, passages.c.state, passages.c.left_at)

#: Since when a report stands where it does, looked up for each that is found: joined, SQLite would begin with the
#: passages of all that there ever were.
STANDS_SINCE = (
    select(passages.c.entered_at)
    .where(passages.c.district == cars.c.district, passages.c.car == cars.c.number, passages.c.left_at.is_(None))
    .correlate(cars)
    .scalar_subquery()
)
