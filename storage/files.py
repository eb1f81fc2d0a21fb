"""The files of a district. What they hold stands in a table of its own, so that no list of them ever reads it.

History knows a file by its hash: `kaizen verify-history` finds a content that is not the one that was kept.
"""

from collections.abc import Collection, Iterator
from dataclasses import asdict
from datetime import datetime
from hashlib import sha256

from sqlalchemy import Column, Index, Integer, LargeBinary, String, Table

from domain.errors import RefusedError
from domain.files import File, Purpose, check_size, name_to_save
from domain.people import PersonId
from storage.db import EMPTIED, Moment, Tx, district, metadata, read
from storage.outbox import Outbox
from storage.records import Records, record_table
from storage.redaction import Redactions
from storage.words import word

files = record_table(
    "files",
    Column("id", String(40), primary_key=True),
    Column("about", String(120), nullable=False),
    Column("purpose", String(20), nullable=False),
    word("name"),
    Column("media", String(100), nullable=False),
    Column("size", Integer, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("made_by", String(40), nullable=False),
    Column("erased_at", Moment),
    Column("erased_by", String(40)),
)
Index("ix_files_about", files.c.district, files.c.about)

contents = Table(
    "contents",
    metadata,
    district(),
    Column("file", String(40), primary_key=True),
    Column("content", LargeBinary, nullable=False),
)
NOBODY = "system"  # who history names when a file's time was over


class Files:
    """Whoever asks for a content checks first who may read it (handlers/files.py)."""

    def __init__(self, tx: Tx) -> None:
        self._tx = tx
        self._records = Records(tx, files)

    def add(self, content: bytes, *, about: str, purpose: Purpose, name: str, media: str, by: PersonId) -> File:
        """Keep a file; refused when it is empty or too large for its purpose."""
        check_size(name, len(content), purpose)
        made = File(
            id=self._tx.mint(),
            about=about,
            purpose=purpose,
            name=name_to_save(name),
            media=media,
            size=len(content),
            sha256=hash_of(content),
            made_at=self._tx.now,
            made_by=by,
        )
        self._records.add({**asdict(made), "purpose": str(purpose)}, did="file.kept", by=by)
        self._tx.add(contents, {"file": made.id, "content": content})
        return made

    def find(self, name: str) -> File | None:
        found = self._records.having(id=name)
        return read(File, found[0]) if found else None

    def named(self, ids: Collection[str]) -> dict[str, File]:
        """Those of these ids, by id; those that were erased as well."""
        rows = self._records.rows(files.c.id.in_(list(ids))) if ids else []
        return {row["id"]: read(File, row) for row in rows}

    def of(self, about: str) -> list[File]:
        """Those of a record, in the order in which they came; those that were erased as well."""
        rows = self._records.having(about=about, order="made_at")
        return [read(File, row) for row in rows]

    def content(self, name: str) -> bytes:
        rows = self._tx.rows(contents, contents.c.file == name)
        if not rows:
            raise RefusedError("This file is not kept any more.")
        return bytes(rows[0]["content"])

    def erase(self, file: File, *, because: str, by: PersonId) -> None:
        """Empty a file and its name for good; its hash stays, and who erased it, when and why. A hold is not asked.

        Copies that were sent are taken away. `Redactions.about("files:…")` has the reason.
        """
        Redactions(self._tx).redact(f"files:{file.id}", ["name"], reason=because, by=by)
        self._empty(file, by=by, did="file.erased")

    def forget(self, purpose: Purpose, before: datetime, *, most: int) -> int:
        """Empty up to `most` files that are older: their rows stay, with the hash. Says how many there were."""
        old = (files.c.purpose == str(purpose), files.c.made_at < before, files.c.erased_at.is_(None))
        found = [read(File, row) for row in self._records.rows(*old, order=files.c.made_at)[:most]]
        for file in found:
            self._empty(file, by=None, did="file.forgotten")
        return len(found)

    def _empty(self, file: File, *, by: PersonId | None, did: str) -> None:
        (now,) = self._tx.rows(files, files.c.id == file.id)
        row = {"id": file.id, "version": now["version"], "erased_at": self._tx.now, "erased_by": by}
        self._records.save(row, did=did, by=by or NOBODY)
        self._tx.notes[EMPTIED] = True
        self._tx.remove(contents, contents.c.file == file.id)
        Outbox(self._tx).refresh(file.id)


def hash_of(content: bytes) -> str:
    return sha256(content).hexdigest()


def hashes(tx: Tx) -> Iterator[tuple[str, str, str | None]]:
    """Of each file that is kept its id, its hash, and that of what is there now: one at a time, for size."""
    for row in tx.rows(files, files.c.erased_at.is_(None), order=files.c.id):
        found = tx.rows(contents, contents.c.file == row["id"])
        yield row["id"], row["sha256"], hash_of(bytes(found[0]["content"])) if found else None
