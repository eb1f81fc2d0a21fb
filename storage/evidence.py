"""Files that people added to reports, and which of them are kept (storage/files.py)."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import Column, Index, Integer, String

from domain.evidence import Fit, Piece, Problem, Shows
from domain.files import Purpose
from domain.numbers import is_plan
from domain.people import PersonId
from storage.db import Moment, Tx, read
from storage.files import Files
from storage.kept import unless_none
from storage.outbox import Outbox
from storage.people import People, as_one
from storage.records import Records, record_table
from storage.words import word

evidence = record_table(
    "evidence",
    Column("id", String(40), primary_key=True),
    Column("car", String(20), nullable=False),
    Column("part", String(20), nullable=False),
    Column("step", Integer),
    word("link"),
    Column("by", String(40), nullable=False),
    Column("at", Moment, nullable=False),
    Column("file", String(40)),
    Column("sha256", String(64)),
    Column("problem", String(20)),
    told=True,
)
Index("ix_evidence_car", evidence.c.district, evidence.c.car)
FETCHER = "system"
FIGURE = "image/svg+xml"


def record_of(number: str) -> str:
    """How history names the report or the plan to which files were added."""
    return f"{'district_plans' if is_plan(number) else 'cars'}:{number}"


class Evidence:
    def __init__(self, tx: Tx) -> None:
        self._tx = tx
        self._records = Records(tx, evidence)

    def add(self, car: str, links: Sequence[str], part: Shows, *, by: PersonId, step: int | None = None) -> None:
        """Keep where files are, and owe to fetch each from where whoever added it just is."""
        if not links:
            return
        mine = People(self._tx).accounts_of(People(self._tx).ids_of(by))
        here = [account for account in mine if account.platform == self._tx.door]
        did = {Shows.REPORT: "evidence.reported", Shows.LATER: "evidence.sent"}.get(part, "evidence.added")
        left = None if here else Problem.LINK
        for link in dict.fromkeys(links):
            said: dict[str, Any] = {"car": car, "part": part, "step": step, "link": link, "problem": left}
            piece = Piece(id=self._tx.mint(), by=by, at=self._tx.now, **said)
            self._records.add(asdict(piece), did=did, by=by)
            if here:
                Outbox(self._tx).owe_fetch(piece.id, to=by, lane=here[0].lane)

    def add_figure(self, car: str, picture: bytes, *, name: str, by: PersonId) -> None:
        """Keep the picture of a figure that was raised, which needs no fetching."""
        made = Files(self._tx).add(
            picture, about=f"cars:{car}", purpose=Purpose.EVIDENCE, name=name, media=FIGURE, by=by
        )
        said: dict[str, Any] = {"car": car, "part": Shows.FIGURE, "step": None, "link": ""}
        piece = Piece(id=self._tx.mint(), by=by, at=self._tx.now, file=made.id, sha256=made.sha256, **said)
        self._records.add(asdict(piece), did="evidence.figure", by=by)

    def of(self, car: str) -> list[Piece]:
        """Those of a report, for whoever found it, in the order in which they came."""
        rows = unless_none(self._tx, evidence, car, lambda: self._records.having(car=car, order="at"))
        return [self._piece(row) for row in rows]

    def find(self, known: str) -> Piece | None:
        rows = self._records.having(id=known)
        return self._piece(rows[0]) if rows else None

    def keep(self, piece: Piece, fit: Fit) -> None:
        """Keep what was fetched, and draw the messages again that told of it."""
        about = record_of(piece.car)
        made = Files(self._tx).add(
            fit.content, about=about, purpose=Purpose.EVIDENCE, name=fit.name, media=fit.media, by=piece.by
        )
        self._save(replace(piece, file=made.id, sha256=made.sha256), did="evidence.kept")

    def leave(self, piece: Piece) -> None:
        """It is no file that can be fetched: it stays a link."""
        self._save(replace(piece, problem=Problem.LINK), did="evidence.left")

    def refuse(self, piece: Piece, why: Problem) -> None:
        """It is not kept: whoever added it is told."""
        self._save(replace(piece, problem=why), did="evidence.refused")
        Outbox(self._tx).owe("evidence.refused", piece.id, to=piece.by, key=f"evidence.refused:{piece.id}")

    def _save(self, piece: Piece, *, did: str) -> None:
        row = asdict(piece)
        del row["link"]
        self._records.save(row, did=did, by=FETCHER)
        Outbox(self._tx).refresh(piece.car)
        if is_plan(piece.car):  # whose steps have cards of their own
            Outbox(self._tx).refresh(str(piece.step))

    def _piece(self, row: dict[str, Any]) -> Piece:
        return read(Piece, as_one(self._tx, {**row, "link": row["link"] or ""}, "by"))


def gave_up(tx: Tx, known: str) -> None:
    """It was tried as often as anything is."""
    piece = Evidence(tx).find(known)
    if piece and piece.waits:
        Evidence(tx).refuse(piece, Problem.GONE)
