"""Files are kept with their hash, and erased without a trace of what they held."""

from datetime import timedelta
from pathlib import Path

import pytest

from domain.cars import REDACTED
from domain.errors import RefusedError
from domain.files import File, Purpose
from domain.people import PersonId
from storage.db import Tx, metadata
from storage.files import Files, contents, hash_of
from storage.history import History
from storage.outbox import BESIDE, Outbox, outbox, posted
from storage.redaction import Redactions
from storage.verify import verify
from tests.conftest import NOW, TEACHER, District

CANARY = b"xyzzy\x00plugh\xff" * 500


def keep(district: District, content: bytes = CANARY, name: str = "Nosy Parker.pdf", **more: object) -> File:
    given = {"about": "cars:CAR-2026-001", "purpose": Purpose.EVIDENCE, "media": "application/pdf", **more}
    by = PersonId(district.person(TEACHER))
    made: File = district.do(lambda tx: Files(tx).add(content, name=name, by=by, **given))
    return made


def erase(district: District, file: File) -> None:
    district.do(lambda tx: Files(tx).erase(file, because="A pupil is seen", by=PersonId("mr")), now=NOW)


def test_what_was_kept_is_what_is_read(district: District) -> None:
    file = keep(district)

    found = district.do(lambda tx: Files(tx).find(file.id))
    assert (found.name, found.size, found.sha256) == ("Nosy Parker.pdf", len(CANARY), hash_of(CANARY))
    assert district.do(lambda tx: Files(tx).content(file.id)) == CANARY
    assert [one.id for one in district.do(lambda tx: Files(tx).of("cars:CAR-2026-001"))] == [file.id]
    assert district.do(lambda tx: Files(tx).of("cars:CAR-2026-002")) == []
    assert district.database.do("another", lambda tx: Files(tx).find(file.id), now=NOW, door="test") is None


def test_history_knows_a_file_and_finds_a_content_that_was_changed_or_is_gone(district: District) -> None:
    file = keep(district)
    assert [e["did"] for e in district.do(lambda tx: History(tx).about(f"files:{file.id}"))] == ["file.kept"]
    assert district.do(verify).broken == []

    district.do(lambda tx: tx.change(contents, {"content": b"other"}, contents.c.file == file.id))
    assert district.do(verify).broken == [f"the content of files:{file.id} was changed"]
    district.do(lambda tx: tx.remove(contents, contents.c.file == file.id))
    assert district.do(verify).broken == [f"the content of files:{file.id} is gone; nothing says who erased it"]


def test_an_erased_file_keeps_its_hash_and_who_erased_it_when_and_why(district: District) -> None:
    file = keep(district)
    erase(district, file)

    found = district.do(lambda tx: Files(tx).find(file.id))
    (why,) = district.do(lambda tx: Redactions(tx).about(f"files:{file.id}"))
    assert (found.sha256, found.erased_at, found.erased_by) == (file.sha256, NOW, "mr")
    assert found.name == REDACTED
    assert why.reason == "A pupil is seen"
    with pytest.raises(RefusedError, match="not kept any more"):
        district.do(lambda tx: Files(tx).content(file.id))
    report = district.do(verify)
    assert (report.broken, report.redacted) == ([], [f"files:{file.id} (name)"])


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # PostgreSQL's files are its server's
def test_an_erased_file_is_in_no_row_and_in_no_byte_of_sqlites_files(district: District) -> None:
    file = keep(district)
    path = Path(str(district.database.url.database))

    def everything() -> bytes:
        return b"".join(one.read_bytes() for one in path.parent.glob(f"{path.name}*"))

    assert CANARY[:400] in everything()
    assert b"Nosy Parker" in everything()
    erase(district, file)

    assert CANARY[:50] not in everything()
    assert b"Nosy Parker" not in everything()
    with district.database.begin(write=False) as connection:
        assert CANARY not in [v for t in metadata.sorted_tables for row in connection.execute(t.select()) for v in row]


def test_no_list_of_files_reads_what_they_hold(district: District) -> None:
    file = keep(district)
    district.do(lambda tx: tx.remove(contents))

    assert [one.id for one in district.do(lambda tx: Files(tx).of(file.about))] == [file.id]


def test_copies_that_were_sent_are_drawn_again_when_a_file_is_erased(district: District) -> None:
    file, me = keep(district), district.person(TEACHER)

    def sent(tx: Tx) -> None:
        Outbox(tx).owe("file.ready", file.id, to=me, key="k")

    district.do(sent)
    (lane,) = {row["lane"] for row in district.do(lambda tx: tx.rows(outbox))}
    (message,) = district.do(lambda tx: Outbox(tx).due(lane, NOW, 9))
    assert district.do(lambda tx: Outbox(tx).sent(message, "D1", "1.0", files=["F1"]))
    standing = district.do(lambda tx: tx.rows(posted, order=posted.c.key))
    assert [(row["conversation"], row["message"]) for row in standing] == [("D1", "1.0"), (BESIDE, "F1")]

    erase(district, file)
    again = district.do(lambda tx: tx.rows(outbox, outbox.c.updates.is_not(None), outbox.c.what == "file.ready"))
    assert {row["updates"] for row in again} == {row["key"] for row in standing}


def test_what_was_drawn_is_forgotten_after_its_time_and_evidence_never(district: District) -> None:
    old, evidence = keep(district, purpose=Purpose.EXPORT), keep(district)
    later = NOW + timedelta(days=31)

    def forget(tx: Tx) -> int:
        return Files(tx).forget(Purpose.EXPORT, tx.now - timedelta(days=30), most=9)

    assert district.do(forget) == 0
    assert district.do(forget, now=later) == 1
    assert district.do(forget, now=later) == 0

    found = district.do(lambda tx: Files(tx).find(old.id))
    assert (found.name, found.erased_at, found.erased_by) == ("Nosy Parker.pdf", later, None)
    assert district.do(lambda tx: Files(tx).content(evidence.id)) == CANARY
    assert district.do(verify).broken == []


def test_an_empty_file_and_one_that_is_too_large_are_refused(district: District) -> None:
    with pytest.raises(RefusedError, match="empty"):
        keep(district, b"")
    with pytest.raises(RefusedError, match="a file may have 10 MB"):
        keep(district, b"x" * (10 * 1024 * 1024 + 1))
