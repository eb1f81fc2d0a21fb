"""Reading tables that people hand over: CSV in UTF-8, and the sheets of Excel. Nothing in them is run or fetched."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile, ZipFile, is_zipfile

from domain.errors import RefusedError
from domain.frozen import dataclass
from domain.log_cells import Cell

FILE_MAX = 30_000_000  # bytes
UNPACKED_MAX = 400_000_000  # of a workbook, which is packed: a small file may unfold to anything
ROWS_MAX, COLUMNS_MAX = 50_000, 200
CELL_MAX = 100_000  # letters
CHUNK = 1 << 20

Table = Sequence[Sequence[Cell]]


@dataclass(slots=True)
class Result:
    """What bringing a table in did, or would do: its lines, and whether rows did not fit."""

    lines: list[str] = field(default_factory=list)
    bad: bool = False


def write_template(file: Path, columns: Iterable[str], examples: Sequence[Mapping[str, str]], what: str) -> str:
    """A file with all columns and examples, which opens in any spreadsheet; what `kaizen import` then brings in."""
    if file.exists():
        raise RefusedError(f"{file} is there already. Name another one.")
    with file.open("w", encoding="utf-8-sig", newline="") as opened:
        writer = csv.DictWriter(opened, list(columns), restval="")
        writer.writeheader()
        writer.writerows(examples)
    example = "one example: replace it" if len(examples) == 1 else f"{len(examples)} examples: replace them"
    return f"{file} has the columns and {example}. Bring it in with: kaizen import {what} {file}"


def read_table(file: Path, sheet: str = "") -> Table:
    """All rows of a file, the first one too. `sheet` names one of a workbook; else it is the first."""
    try:
        size = file.stat().st_size
        if size > FILE_MAX:
            raise RefusedError(f"{file} has {size / 1e6:.0f} MB; at most {FILE_MAX / 1e6:.0f} fit. Split it.")
        rows = _workbook(file, sheet) if is_zipfile(file) else _csv(file)
    except OSError as error:
        raise RefusedError(f"{file} cannot be read: {error.strerror}.") from None
    if len(rows) > ROWS_MAX or any(len(row) > COLUMNS_MAX for row in rows):
        raise RefusedError(f"{file} has more than {ROWS_MAX:,} rows or {COLUMNS_MAX} columns. Split it.")
    return rows


def _csv(file: Path) -> Table:
    csv.field_size_limit(CELL_MAX)
    try:
        with file.open(encoding="utf-8-sig", newline="") as opened:
            return list(csv.reader(opened, strict=True))
    except (UnicodeDecodeError, csv.Error):
        raise RefusedError(f"{file} is neither a CSV file in UTF-8 nor an Excel workbook (.xlsx).") from None


def _workbook(file: Path, sheet: str) -> Table:
    """A cell with a formula reads as the value that it had when the file was saved."""
    # Only who reads a workbook loads what reads them.
    from python_calamine import CalamineError, CalamineWorkbook

    packed = file.read_bytes()
    check_unpacked(packed, file)
    try:
        with CalamineWorkbook.from_filelike(BytesIO(packed)) as book:
            if sheet and sheet not in book.sheet_names:
                raise RefusedError(f"{file} has no sheet {sheet}. There are: {', '.join(book.sheet_names)}.")
            found = book.get_sheet_by_name(sheet or book.sheet_names[0])
            if found.total_height > ROWS_MAX or found.total_width > COLUMNS_MAX:
                raise RefusedError(f"{file} has more than {ROWS_MAX:,} rows or {COLUMNS_MAX} columns. Split it.")
            rows = found.to_python(skip_empty_area=False)
    except CalamineError:
        raise RefusedError(f"{file} is no Excel workbook that can be read. Save it as .xlsx or .csv again.") from None
    return [[cell if isinstance(cell, Cell) else str(cell) for cell in row] for row in rows]


def check_unpacked(packed: bytes, file: Path) -> None:
    """Unpack it once and keep nothing: what a file says of its own size proves nothing."""
    left = UNPACKED_MAX
    try:
        with ZipFile(BytesIO(packed)) as archive:
            for part in archive.infolist():
                with archive.open(part) as opened:
                    while found := len(opened.read(CHUNK)):
                        left -= found
                        if left < 0:
                            raise RefusedError(f"{file} unfolds to more than {UNPACKED_MAX / 1e6:.0f} MB. Split it.")
    except (BadZipFile, NotImplementedError, RuntimeError):
        raise RefusedError(f"{file} is damaged, or locked by a password. Save it again without one.") from None
