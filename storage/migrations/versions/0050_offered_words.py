"""What reads like a report is looked for among the words of closed ones alone, however many are open."""

from alembic import op
from sqlalchemy import text

revision = "0050"
down_revision = "0049"


def upgrade() -> None:
    op.drop_index("ix_car_words_car", "car_words")
    op.create_index("ix_car_words_car", "car_words", ["district", "car", "stem"])
    op.create_index(
        "ix_car_words_offered",
        "car_words",
        ["district", "offered", "stem", "car"],
        sqlite_where=text("offered IS 1"),  # written as the question writes it, or SQLite would not take it
        postgresql_where=text("offered IS true"),
    )
