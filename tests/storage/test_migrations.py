"""What a migration does to rows that were there before."""

from typing import Any

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import text

from storage.migrate import MIGRATIONS
from storage.redaction import Redactions
from storage.verify import verify
from tests.conftest import MR, District
from tests.story import filed

BACK = (
    "DROP TABLE redactions",
    "DROP TABLE holds",
    "DROP INDEX ix_words_of",
    'ALTER TABLE words DROP COLUMN "of"',
    "ALTER TABLE words DROP COLUMN field",
)


def test_words_that_were_there_before_are_found_by_their_report(district: District) -> None:
    number, mr = filed(district, what="xyzzy", already_done="plugh").number, district.person(MR)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    before = ScriptDirectory.from_config(config).get_revision("0004").down_revision

    with district.database.begin() as connection:
        for statement in (*BACK, f"UPDATE alembic_version SET version_num = '{before}'"):  # noqa: S608 - ours
            connection.execute(text(statement))
        attributes: dict[str, Any] = config.attributes
        attributes["connection"] = connection
        command.upgrade(config, "0004")

    record = f"cars:{number}"
    assert district.do(lambda tx: Redactions(tx).fields_of(record)) == {"what", "already_done"}
    assert district.do(lambda tx: Redactions(tx).redact(record, ["what"], reason="A name", by=mr)) == 1
    assert district.do(verify).broken == []
