"""People: the staff list, absences, claims, who is expected, and messages that are drawn again where they stand."""

import sqlalchemy as sa
from alembic import op

from storage.db import Moment

revision = "0002"
down_revision = "0001"

TABLES = {
    "absences": (
        sa.Column("district", sa.String(40), primary_key=True),
        sa.Column("person", sa.String(40), primary_key=True),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("deputy", sa.String(40), nullable=False),
        sa.Column("ended", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
    ),
    "claims": (
        sa.Column("district", sa.String(40), primary_key=True),
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("person", sa.String(40), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("reversed_by", sa.String(40)),
        sa.Column("version", sa.Integer(), nullable=False),
    ),
    "expected": (
        sa.Column("district", sa.String(40), primary_key=True),
        sa.Column("email", sa.String(320), primary_key=True),
        sa.Column("person", sa.String(40), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
    ),
    "groups": (
        sa.Column("district", sa.String(40), primary_key=True),
        sa.Column("platform", sa.String(20), primary_key=True),
        sa.Column("workspace", sa.String(80), primary_key=True),
        sa.Column("group", sa.String(80), primary_key=True),
        sa.Column("asked_at", Moment(), nullable=False),
    ),
    "members": (
        sa.Column("district", sa.String(40), primary_key=True),
        sa.Column("platform", sa.String(20), primary_key=True),
        sa.Column("workspace", sa.String(80), primary_key=True),
        sa.Column("group", sa.String(80), primary_key=True),
        sa.Column("external", sa.String(80), primary_key=True),
    ),
    "staff": (
        sa.Column("district", sa.String(40), primary_key=True),
        sa.Column("person", sa.String(40), primary_key=True),
        sa.Column("named", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
    ),
    "workplaces": (
        sa.Column("district", sa.String(40), primary_key=True),
        sa.Column("person", sa.String(40), primary_key=True),
        sa.Column("school", sa.String(40)),
        sa.Column("department", sa.String(40)),
        sa.Column("version", sa.Integer(), nullable=False),
    ),
}
INDEXES = {
    "ix_accounts_email": ("accounts", ["district", "email"]),
    "ix_expected_person": ("expected", ["district", "person"]),
    "ix_outbox_about": ("outbox", ["district", "about"]),
    "ix_people_merged_into": ("people", ["district", "merged_into"]),
}


def upgrade() -> None:
    for name, columns in TABLES.items():
        op.create_table(name, *columns)
    op.add_column("outbox", sa.Column("updates", sa.String(200)))
    for name, (table, on) in INDEXES.items():
        op.create_index(name, table, on)
