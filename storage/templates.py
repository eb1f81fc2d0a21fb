"""The templates of Word that a district brought, revision by revision: the newest is used, the others stay."""

from dataclasses import asdict

from sqlalchemy import Column, Integer, String

from domain.files import Purpose
from domain.people import PersonId
from domain.templates import Kept, Template
from storage.db import Moment, Tx, read
from storage.files import Files
from storage.people import as_one
from storage.records import Records, record_table

MEDIA = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

templates = record_table(
    "templates",
    Column("kind", String(20), primary_key=True),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("file", String(40), nullable=False),  # "": back to the one that Kaizen comes with
    Column("by", String(40), nullable=False),
    Column("at", Moment, nullable=False),
)


class Templates:
    def __init__(self, tx: Tx) -> None:
        self._tx = tx
        self._records = Records(tx, templates)

    def revisions(self, kind: Template) -> list[Kept]:
        """The newest first."""
        rows = self._records.rows(templates.c.kind == str(kind), order=templates.c.revision.desc())
        return [read(Kept, as_one(self._tx, row, "by")) for row in rows]

    def content(self, kind: Template) -> bytes | None:
        """What is used now; None where that is the one that Kaizen comes with, or it was erased."""
        newest = next(iter(self.revisions(kind)), None)
        found = Files(self._tx).find(newest.file) if newest and newest.file else None
        return Files(self._tx).content(found.id) if found and not found.erased_at else None

    def put(self, kind: Template, content: bytes | None, *, name: str = "", by: PersonId) -> Kept:
        """Use this one from now on, which was tried before; or again the one that Kaizen comes with."""
        nth = len(self.revisions(kind)) + 1
        file = ""
        if content is not None:
            about = f"templates:{kind}/{nth}"
            kept = Files(self._tx).add(content, about=about, purpose=Purpose.TEMPLATE, name=name, media=MEDIA, by=by)
            file = kept.id
        made = Kept(kind=kind, revision=nth, file=file, by=by, at=self._tx.now)
        self._records.add({**asdict(made), "kind": str(kind)}, did="template.set", by=by)
        return made
