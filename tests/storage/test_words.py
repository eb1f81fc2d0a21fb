"""Words that were removed are gone from the files of the database, and from a dump of it."""

from pathlib import Path

import pytest

from storage.belongings import words_beside
from storage.cars import CarLog
from storage.db import Tx, metadata
from storage.redaction import Redactions
from tests.conftest import MR, NOW, District
from tests.story import filed

CANARY = "xyzzy plugh"


def files(district: District) -> bytes:
    """The file of SQLite and what lies beside it, byte by byte."""
    path = Path(str(district.database.url.database))
    return b"".join(one.read_bytes() for one in sorted(path.parent.glob(f"{path.name}*")))


def redact(district: District, number: str) -> None:
    """Everything that was said in a report, and beside it."""
    record = f"cars:{number}"

    def work(tx: Tx) -> int:
        words, beside = Redactions(tx), words_beside(tx, number)
        return words.redact(record, words.fields_of(record), reason="A name", by="test", beside=beside)

    district.do(work)


def dump(district: District) -> str:
    """Every row of every table, as any dump has them."""
    with district.database.begin(write=False) as connection:
        return str([connection.execute(table.select()).all() for table in metadata.sorted_tables])


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # PostgreSQL's files are its server's
@pytest.mark.parametrize("length", [1, 200])
def test_a_removed_word_is_gone_from_sqlites_files(district: District, length: int) -> None:
    filed(district, what="Something else")
    number = filed(district, what=f"{CANARY} " * length, already_done=CANARY, link=f"https://x.example/{CANARY}").number
    assert CANARY.encode() in files(district)

    redact(district, number)

    assert CANARY.encode() not in files(district)
    assert b"Something else" in files(district)


def test_a_removed_word_is_in_no_row_of_any_table(district: District) -> None:
    number = filed(district, what=CANARY, already_done=CANARY, photos=[f"https://x.example/{CANARY}.jpg"]).number
    assert dump(district).count(CANARY) == 4, "the address of a picture stands with the files too"

    redact(district, number)

    assert CANARY not in dump(district)
    found = district.do(lambda tx: CarLog(tx, district.call(tx, MR).viewer).get(number))
    assert found.filed_at == NOW
