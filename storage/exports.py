"""What was asked to be drawn, and what came of it.

Who draws claims a drawing for some minutes; who is killed meanwhile has kept nothing, and another one draws it again.
"""

import zlib
from collections.abc import Collection
from dataclasses import asdict, replace
from datetime import timedelta

from sqlalchemy import Column, ColumnElement, Connection, Index, Integer, LargeBinary, String, Table, or_, select

from domain.auditors import AUDITOR
from domain.exports import FOR_EVERYBODY, OF_MEETING, OF_NEEDS, OF_PLAN, OF_TOGETHER, OF_WAVE, Export, Kind, Standing
from domain.files import File
from domain.frozen import dataclass
from domain.people import PersonId, Viewer
from domain.retention import KEEP_DRAWN
from domain.visits import sees_schools
from storage.car_sight import sight_of
from storage.cars import CarLog
from storage.db import OURS, Moment, Tx, district, metadata, read
from storage.history import history
from storage.improvement import PlanBook
from storage.meeting_sight import SeenMeetings
from storage.numbers import next_number
from storage.records import Records, record_table
from storage.redaction import redactions
from storage.system import database_now
from storage.waves import Waves, sees
from storage.words import word

exports = record_table(
    "exports",
    Column("number", String(20), primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("filters", String(1000), nullable=False),
    word("text"),
    Column("by", String(40), nullable=False),
    Column("asked_at", Moment, nullable=False),
    Column("standing", String(20), nullable=False),
    Column("drawn_at", Moment),
    Column("rows", Integer),
    Column("entries", Integer),
    Column("head", String(64)),
    Column("file", String(40)),
    Column("sha256", String(64)),
    Column("sees", String(200)),
)
Index("ix_exports_by", exports.c.district, exports.c.by, exports.c.standing)

#: What waits to be drawn: who draws it, until when, and how often that was begun.
drawings = Table(
    "drawings",
    metadata,
    district(),
    Column("export", String(20), primary_key=True),
    Column("tries", Integer, nullable=False),
    Column("until", Moment),
)
#: The numbers of the reports, or plans, that a file holds, packed: whether it may still be opened depends on what
#: became of them.
exported = Table(
    "exported",
    metadata,
    district(),
    Column("export", String(20), primary_key=True),
    Column("numbers", LargeBinary, nullable=False),
)
WAITS = "drawing"  # the note of a transaction that asked for it
#: What is drawn of plans or needs, and of no report.
OF_PLANS = frozenset({*OF_PLAN.values(), *OF_TOGETHER.values(), Kind.ROADMAP_PDF})


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing that was claimed, for the so-many-th time."""

    of_district: str
    export: str
    tries: int


def next_drawing(connection: Connection, lease: timedelta) -> Drawing | None:
    """Claim what waits longest, of all districts; two who ask at once get two."""
    now, d = database_now(connection), drawings.c
    free = or_(d.until.is_(None), d.until < now)
    waiting = select(drawings).where(free).order_by(d.tries, d.export).limit(5)
    for row in connection.execute(waiting).mappings().all():
        mine = (d.district == row["district"], d.export == row["export"], d.tries == row["tries"], free)
        claimed = drawings.update().where(*mine).values(until=now + lease, tries=row["tries"] + 1)
        if connection.execute(claimed).rowcount:
            return Drawing(row["district"], row["export"], row["tries"] + 1)
    return None


class Exports:
    def __init__(self, tx: Tx) -> None:
        self._tx = tx
        self._records = Records(tx, exports)

    def ask(self, kind: Kind, *, by: PersonId, year: int, filters: str = "", text: str = "") -> Export:
        """Have something drawn; the same, asked for again before it is there, is one."""
        mine = (exports.c.by == by, exports.c.standing == str(Standing.ASKED))
        for waiting in self._find(*mine):
            if (waiting.kind, waiting.filters, waiting.text or "") == (kind, filters, text):
                return waiting
        number = f"EXP-{year}-{next_number(self._tx, 'export', year):03}"
        made = Export(
            number=number,
            kind=kind,
            filters=filters,
            text=text or None,
            by=by,
            asked_at=self._tx.now,
        )
        self._records.add(_row(made), did="export.asked", by=by)
        self._tx.add(drawings, {"export": number, "tries": 0})
        self._tx.notes[WAITS] = True
        return made

    def find(self, number: str) -> Export | None:
        found = self._find(exports.c.number == number)
        return found[0] if found else None

    def drawn(self, export: Export, file: File, numbers: Collection[str]) -> None:
        """Keep what came of it, unless another one was quicker."""
        kept = replace(export, standing=Standing.READY, drawn_at=self._tx.now, file=file.id, sha256=file.sha256)
        self._records.save(_row(kept), did="export.drawn", by=export.by)
        packed = zlib.compress("\n".join(numbers).encode())
        self._tx.put(exported, {"export": export.number, "numbers": packed})
        self._tx.remove(drawings, drawings.c.export == export.number)

    def failed(self, export: Export) -> None:
        self._records.save(_row(replace(export, standing=Standing.FAILED)), did="export.failed", by=export.by)
        self._tx.remove(drawings, drawings.c.export == export.number)

    def let_go(self, number: str) -> None:
        """It failed this time; it is tried again at once."""
        self._tx.change(drawings, {"until": None}, drawings.c.export == number)

    def waits(self, number: str) -> bool:
        return bool(self._tx.rows(drawings, drawings.c.export == number))

    def fits(self, export: Export, viewer: Viewer) -> bool:  # noqa: PLR0911 - a case for each kind
        """Whether somebody may still read all that a file holds: it is older than what became of its reports.

        What is for everybody opens as long as everybody may read it, whatever whoever asked sees beside that.
        """
        if export.sees != sees_of(self._tx, viewer):
            return False
        if export.kind in OF_PLANS:
            return self._reads_plan(export, viewer) and not self._lost(export, "steps", "step_updates")
        if export.kind in OF_WAVE:
            wave = Waves(self._tx).find(export.filters)
            return wave is not None and sees(self._tx, viewer, wave) and not self._lost(export)
        if export.kind in {*OF_NEEDS, Kind.SCHOOLS_CSV}:
            return not self._lost(export) and (export.kind in OF_NEEDS or sees_schools(viewer))
        if export.kind in OF_MEETING and not self._reads_meeting(export, viewer):
            return False
        numbers, reader = self._numbers(export.number), viewer
        if export.kind in FOR_EVERYBODY:
            reader = AUDITOR
            if self._released_anew(export.entries or 0) & numbers:
                return False
        touched = self._touched(export.entries or 0) & numbers
        found = CarLog(self._tx, reader).named(sorted(touched)) if touched else []
        readable = {car.number for car in found if not (car.handed_to and not car.what)}
        return readable == touched and not self._lost_words(touched, export)

    def holding(self, report: str) -> list[str]:
        """The numbers of those that hold a report and are not forgotten yet."""
        ready = (exports.c.standing == str(Standing.READY), exports.c.drawn_at >= self._tx.now - KEEP_DRAWN)
        return [row["number"] for row in self._tx.rows(exports, *ready) if report in self._numbers(row["number"])]

    def _touched(self, entries: int) -> set[str]:
        """The reports of which history tells anything since."""
        h = history.c
        since = select(h.about).where(h.district == OURS, h.nr > entries, h.about.startswith("cars:")).distinct()
        return {row["about"].removeprefix("cars:") for row in self._tx.ask_once(since)}

    def _reads_plan(self, export: Export, viewer: Viewer) -> bool:
        """Whether the version of a plan is still theirs to read; of all together, each is everybody's."""
        number, _, revision = export.filters.partition(" ")
        return not number or PlanBook(self._tx, viewer).find(number, int(revision or 0) or None) is not None

    def _reads_meeting(self, export: Export, viewer: Viewer) -> bool:
        """Whether the meeting is still theirs to see, and no word was removed that may stand in its papers."""
        seen = SeenMeetings(self._tx, viewer).find(export.filters)
        return seen is not None and not self._lost(export, "outcomes", "agenda_items", "meetings")

    def _lost(self, export: Export, *tables: str) -> bool:
        """Whether words of these plans or needs were removed since, or of any row of some tables."""
        numbers = self._numbers(export.number)
        removed = [row["of"].partition(":") for row in self._tx.rows(redactions, redactions.c.at >= export.asked_at)]
        return any(table in tables or key.partition("/")[0] in numbers for table, _, key in removed)

    def _released_anew(self, entries: int) -> set[str]:
        """The reports of which something else is released since, or nothing any more."""
        h = history.c
        changed = (h.about.startswith("releases:"), h.did != "release.made")
        since = select(h.about).where(h.district == OURS, h.nr > entries, *changed).distinct()
        return {row["about"].removeprefix("releases:") for row in self._tx.ask_once(since)}

    def _numbers(self, number: str) -> set[str]:
        rows = self._tx.rows(exported, exported.c.export == number)
        return set(zlib.decompress(bytes(rows[0]["numbers"])).decode().split("\n")) if rows else set()

    def _lost_words(self, touched: Collection[str], export: Export) -> bool:
        of = redactions.c.of.in_([f"cars:{number}" for number in touched])
        return bool(touched) and bool(self._tx.rows(redactions, of, redactions.c.at >= export.asked_at))

    def _find(self, *where: ColumnElement[bool]) -> list[Export]:
        return [read(Export, row) for row in self._records.rows(*where)]


def sees_of(tx: Tx, viewer: Viewer) -> str:
    """What somebody sees beside what is theirs and open to everybody, as one text to compare."""
    kept = asdict(sight_of(tx, viewer))
    return " ".join(name for name, sees in kept.items() if sees)


def _row(export: Export) -> dict[str, object]:
    return {**asdict(export), "kind": str(export.kind), "standing": str(export.standing)}
