"""What happened cannot be changed unseen."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from domain.cars import REDACTED
from domain.people import Role
from storage.cars import CarLog
from storage.db import Tx
from storage.history import History
from storage.people import People
from storage.redaction import Redactions
from storage.verify import Report, verify
from tests.conftest import MR, TEACHER, District
from tests.story import filed

GUARDED = ["UPDATE history SET did = 'x'", "DELETE FROM history"]


def test_what_was_written_verifies(district: District) -> None:
    filed(district)

    report = district.do(verify)

    assert (report.broken, report.redacted) == ([], [])
    assert report.entries == district.do(lambda tx: History(tx).head())[0]


@pytest.mark.parametrize("statement", [*GUARDED, "TRUNCATE history"])
def test_history_is_only_added_to(district: District, statement: str) -> None:
    filed(district)
    if statement.startswith("TRUNCATE") and "sqlite" in str(district.database.url):
        statement = "DELETE FROM history"  # SQLite has no TRUNCATE: this is its own

    with pytest.raises(DatabaseError, match="history is append-only"):
        district.do(lambda tx: tx.connection.execute(text(statement)))


def tampered(district: District, *statements: str) -> Report:
    """What is found after somebody with the database in their hands took the guards away."""

    def work(tx: Tx) -> None:
        if tx.connection.dialect.name == "sqlite":
            tx.connection.execute(text("DROP TRIGGER history_update"))
            tx.connection.execute(text("DROP TRIGGER history_delete"))
        else:
            tx.connection.execute(text("ALTER TABLE history DISABLE TRIGGER ALL"))
        for statement in statements:
            tx.connection.execute(text(statement))

    district.do(work)
    found: Report = district.do(verify)
    return found


def test_a_changed_entry_is_named(district: District) -> None:
    filed(district)

    report = tampered(district, "UPDATE history SET did = 'x' WHERE nr = 3")

    assert [place for place in report.broken if "entry 3" in place and "was changed" in place]


def test_an_entry_taken_out_is_noticed(district: District) -> None:
    filed(district)

    report = tampered(district, "DELETE FROM history WHERE nr = 3")

    assert "before history entry 4" in report.broken[0]


def test_a_tail_cut_off_is_noticed(district: District) -> None:
    filed(district)

    report = tampered(district, "DELETE FROM history WHERE nr = (SELECT max(nr) FROM history)")

    assert any("were written" in place for place in report.broken)


def test_a_count_taken_away_is_noticed(district: District) -> None:
    filed(district)

    report = tampered(district, "DELETE FROM chain")

    assert any("is not kept any more" in place for place in report.broken)


def test_a_record_changed_behind_the_bots_back_is_named(district: District) -> None:
    number = filed(district).number

    report = tampered(district, "UPDATE cars SET state = 'closed'")

    assert report.broken == [f"cars:{number} was changed behind the bot's back"]


def test_a_record_taken_out_is_named(district: District) -> None:
    number = filed(district).number

    report = tampered(district, "DELETE FROM cars")

    assert report.broken == [f"cars:{number} is gone; history knows it"]


def test_a_changed_word_is_named(district: District) -> None:
    filed(district)

    report = tampered(district, "UPDATE words SET text = 'All is well'")

    assert len(report.broken) == 1
    assert report.broken[0].startswith("word ")


def test_a_redacted_word_is_listed_apart_and_the_chain_still_verifies(district: District) -> None:
    number, mr = filed(district, what="The gate is open").number, district.person(MR)

    district.do(lambda tx: Redactions(tx).redact(f"cars:{number}", ["what"], reason="A name", by=mr))

    report = district.do(verify)
    assert (report.broken, report.redacted) == ([], [f"cars:{number} (what)"])
    car = district.do(lambda tx: CarLog(tx, district.call(tx, TEACHER).viewer).get(number))
    assert car.what == REDACTED


def test_a_word_emptied_behind_the_bots_back_is_named(district: District) -> None:
    number = filed(district).number

    report = tampered(district, "UPDATE words SET text = NULL, salt = NULL")

    assert "was emptied; no redaction says so" in report.broken[0]
    assert f"cars:{number}" in report.broken[0]


def test_a_head_that_was_printed_is_found_at_its_entry(district: District) -> None:
    filed(district)
    entries, head = district.do(lambda tx: History(tx).head())
    filed(district)

    assert district.do(lambda tx: verify(tx, head)).printed == entries
    assert district.do(lambda tx: verify(tx, head[:12])).printed == entries
    assert district.do(lambda tx: verify(tx, "ab" * 32)).printed is None
    assert district.do(verify).printed is None


def test_history_holds_nobodys_words(district: District) -> None:
    filed(district, what="xyzzy")

    dump = district.do(lambda tx: str(tx.connection.execute(text("SELECT * FROM history")).all()))
    dump += district.do(lambda tx: str(tx.connection.execute(text("SELECT * FROM outbox")).all()))

    assert "xyzzy" not in dump


def test_a_seat_given_and_taken_is_in_history(district: District) -> None:
    def work(tx: Tx) -> list[str]:
        people = People(tx)
        person = district.account(tx, TEACHER).person
        people.seat(Role.RECORDER, person, by="system")
        people.unseat(Role.RECORDER, person, by="system")
        return people.holders(Role.RECORDER)  # type: ignore[return-value]

    assert district.do(work) == []
    record = f"seats:recorder//{district.person(TEACHER)}"
    entries = district.do(lambda tx: History(tx).about(record))
    assert [entry["did"] for entry in entries] == ["seat.given", "seat.taken"]
