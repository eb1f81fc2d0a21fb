"""The first revision: people, corrective action requests, words, history, outbox."""

import sqlalchemy as sa
from alembic import op

from storage.db import Moment

revision = "0001"
down_revision = None

# Frozen as it was first released: later changes are migrations of their own.
TABLES = {
    "accounts": (
        sa.Column("district", sa.String(40), primary_key=True),
        sa.Column("platform", sa.String(20), primary_key=True),
        sa.Column("workspace", sa.String(80), primary_key=True),
        sa.Column("external", sa.String(80), primary_key=True),
        sa.Column("person", sa.String(40), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("email", sa.String(320)),
        sa.Column("zone", sa.String(64)),
        sa.Column("admin", sa.Boolean(), nullable=False),
        sa.Column("guest", sa.Boolean(), nullable=False),
        sa.Column("bot", sa.Boolean(), nullable=False),
        sa.Column("gone", sa.Boolean(), nullable=False),
        sa.Column("checked_at", Moment()),
    ),
    "cars": (
        sa.Column("district", sa.String(40), primary_key=True),
        sa.Column("number", sa.String(20), primary_key=True),
        sa.Column("what", sa.String(40)),
        sa.Column("requester", sa.String(40), nullable=False),
        sa.Column("filed_at", Moment(), nullable=False),
        sa.Column("filed_on", sa.Date(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("school", sa.String(40)),
        sa.Column("department", sa.String(40)),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("hide_name", sa.Boolean(), nullable=False),
        sa.Column("sealed", sa.Boolean(), nullable=False),
        sa.Column("on_behalf_of", sa.String(40)),
        sa.Column("already_done", sa.String(40)),
        sa.Column("link", sa.String(40)),
        sa.Column("photos", sa.String(40)),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("source", sa.String(40), nullable=False),
        sa.Column("severity", sa.String(20)),
        sa.Column("requirement", sa.String(40)),
        sa.Column("objective", sa.String(200)),
        sa.Column("owner", sa.String(40)),
        sa.Column("checker", sa.String(40)),
        sa.Column("reason", sa.String(40)),
        sa.Column("answer", sa.String(40)),
        sa.Column("rejection", sa.String(40)),
        sa.Column("related", sa.String(40)),
        sa.Column("decided_by", sa.String(40)),
        sa.Column("appealed", sa.Boolean(), nullable=False),
        sa.Column("appeal", sa.String(40)),
        sa.Column("outcome", sa.String(20)),
        sa.Column("done", sa.String(40)),
        sa.Column("cause", sa.String(40)),
        sa.Column("cause_category", sa.String(60)),
        sa.Column("elsewhere", sa.Boolean()),
        sa.Column("accepted_on", sa.Date()),
        sa.Column("approved_on", sa.Date()),
        sa.Column("plan_due", sa.Date()),
        sa.Column("implementation_due", sa.Date()),
        sa.Column("effectiveness_due", sa.Date()),
        sa.Column("original_plan_due", sa.Date()),
        sa.Column("original_implementation_due", sa.Date()),
        sa.Column("original_effectiveness_due", sa.Date()),
        sa.Column("inconclusive", sa.Boolean(), nullable=False),
        sa.Column("signed_off_by", sa.String(40)),
        sa.Column("closed_on", sa.Date()),
        sa.Column("cycle", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
    ),
    "chain": (
        sa.Column("district", sa.String(40), primary_key=True),
        sa.Column("nr", sa.BigInteger(), nullable=False),
        sa.Column("head", sa.String(64), nullable=False),
    ),
    "districts": (
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("short", sa.String(60), nullable=False),
    ),
    "history": (
        sa.Column("district", sa.String(40), primary_key=True),
        sa.Column("nr", sa.BigInteger(), autoincrement=False, primary_key=True),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("by", sa.String(40), nullable=False),
        sa.Column("door", sa.String(40), nullable=False),
        sa.Column("did", sa.String(60), nullable=False),
        sa.Column("about", sa.String(120), nullable=False),
        sa.Column("old", sa.String(64)),
        sa.Column("new", sa.String(64), nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
    ),
    "lanes": (
        sa.Column("name", sa.String(120), primary_key=True),
        sa.Column("of_district", sa.String(40), nullable=False),
        sa.Column("owner", sa.String(80)),
        sa.Column("until", Moment()),
        sa.Column("next_at", Moment()),
    ),
    "numbers": (
        sa.Column("district", sa.String(40), primary_key=True),
        sa.Column("series", sa.String(20), primary_key=True),
        sa.Column("year", sa.Integer(), autoincrement=False, primary_key=True),
        sa.Column("last", sa.Integer(), nullable=False),
    ),
    "outbox": (
        sa.Column("district", sa.String(40), primary_key=True),
        sa.Column("key", sa.String(200), primary_key=True),
        sa.Column("lane", sa.String(120), nullable=False),
        sa.Column("to", sa.String(120), nullable=False),
        sa.Column("what", sa.String(60), nullable=False),
        sa.Column("about", sa.String(80), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("due", Moment(), nullable=False),
        sa.Column("nth", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(200)),
        sa.Column("sent_at", Moment()),
    ),
    "passages": (
        sa.Column("district", sa.String(40), primary_key=True),
        sa.Column("car", sa.String(20), primary_key=True),
        sa.Column("nth", sa.Integer(), autoincrement=False, primary_key=True),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("entered_at", Moment(), nullable=False),
        sa.Column("left_at", Moment()),
        sa.Column("by", sa.String(40), nullable=False),
    ),
    "people": (
        sa.Column("district", sa.String(40), primary_key=True),
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("merged_into", sa.String(40)),
        sa.Column("version", sa.Integer(), nullable=False),
    ),
    "places": (
        sa.Column("district", sa.String(40), primary_key=True),
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
    ),
    "posted": (
        sa.Column("district", sa.String(40), primary_key=True),
        sa.Column("key", sa.String(200), primary_key=True),
        sa.Column("what", sa.String(60), nullable=False),
        sa.Column("about", sa.String(80), nullable=False),
        sa.Column("person", sa.String(40)),
        sa.Column("lane", sa.String(120), nullable=False),
        sa.Column("conversation", sa.String(120), nullable=False),
        sa.Column("message", sa.String(120), nullable=False),
    ),
    "repeats": (
        sa.Column("district", sa.String(40), primary_key=True),
        sa.Column("key", sa.String(200), primary_key=True),
        sa.Column("answer", sa.String(400)),
        sa.Column("at", Moment(), nullable=False),
    ),
    "seats": (
        sa.Column("district", sa.String(40), primary_key=True),
        sa.Column("role", sa.String(40), primary_key=True),
        sa.Column("place", sa.String(40), primary_key=True),
        sa.Column("person", sa.String(40), primary_key=True),
        sa.Column("deputy", sa.Boolean(), nullable=False),
        sa.Column("held", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
    ),
    "settings": (
        sa.Column("district", sa.String(40), primary_key=True),
        sa.Column("key", sa.String(60), primary_key=True),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
    ),
    "words": (
        sa.Column("district", sa.String(40), primary_key=True),
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("text", sa.Text()),
        sa.Column("salt", sa.String(40)),
        sa.Column("digest", sa.String(64), nullable=False),
    ),
    "workspaces": (
        sa.Column("platform", sa.String(20), primary_key=True),
        sa.Column("workspace", sa.String(80), primary_key=True),
        sa.Column("of_district", sa.String(40), nullable=False),
    ),
}
INDEXES = {
    "ix_accounts_person": ("accounts", ["district", "person"]),
    "ix_cars_owner": ("cars", ["district", "owner", "state"]),
    "ix_cars_requester": ("cars", ["district", "requester", "filed_at"]),
    "ix_cars_state": ("cars", ["district", "state", "filed_at"]),
    "ix_history_about": ("history", ["district", "about"]),
    "ix_posted_about": ("posted", ["district", "about"]),
    "ix_repeats_at": ("repeats", ["district", "at"]),
}
GUARDS = {
    "sqlite": (
        """CREATE TRIGGER history_update BEFORE UPDATE ON history
        BEGIN SELECT RAISE(ABORT, 'history is append-only'); END""",
        """CREATE TRIGGER history_delete BEFORE DELETE ON history
        BEGIN SELECT RAISE(ABORT, 'history is append-only'); END""",
    ),
    "postgresql": (
        """CREATE FUNCTION history_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'history is append-only'; END $$""",
        """CREATE TRIGGER history_update BEFORE UPDATE OR DELETE ON history
        FOR EACH ROW EXECUTE FUNCTION history_is_append_only()""",
        """CREATE TRIGGER history_truncate BEFORE TRUNCATE ON history
        FOR EACH STATEMENT EXECUTE FUNCTION history_is_append_only()""",
    ),
}
PENDING = sa.text("state = 'pending'")


def upgrade() -> None:
    for name, columns in TABLES.items():
        op.create_table(name, *columns)
    for name, (table, on) in INDEXES.items():
        op.create_index(name, table, on)
    due = ["district", "lane", "due", "nth"]
    op.create_index("ix_outbox_pending", "outbox", due, sqlite_where=PENDING, postgresql_where=PENDING)
    op.create_index("ix_districts_short", "districts", ["short"], unique=True)
    for statement in GUARDS[op.get_bind().dialect.name]:
        op.execute(statement)
