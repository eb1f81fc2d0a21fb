"""Turns the lines that come in into a spreadsheet: `python -m bot.spreadsheet xlsx`, or csv; a process of its own.

It loads nothing of the bot. The first line is the sheet, each of the others a row, or the names and columns of a sheet
more; what comes out is the file. No cell is ever a formula: whatever people typed is written as text. Memory holds one
row, however many there are.
"""

import csv
import io
import json
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO

Sheet = dict[str, Any]
Rows = Iterator[list[Any] | Sheet]
MOST_MEMORY = 1 << 30  # bytes
CELL_MAX = 32_000  # characters; a cell takes 32,767


def xlsx(sheet: Sheet, rows: Rows, out: BinaryIO) -> None:
    import xlsxwriter

    with TemporaryDirectory() as folder:
        path = Path(folder) / "log.xlsx"
        book = xlsxwriter.Workbook(
            path, {"constant_memory": True, "tmpdir": folder, "default_date_format": "yyyy-mm-dd"}
        )
        book.set_properties({"title": sheet["title"], "created": datetime.fromisoformat(sheet["at"])})
        _cover(book, sheet)
        table: Sheet | None = sheet
        while table:
            table = _table(book, table, rows)
        book.close()
        with path.open("rb") as made:
            while piece := made.read(1 << 20):
                out.write(piece)


def _cover(book: Any, sheet: Sheet) -> None:
    page = book.add_worksheet(sheet["cover_name"])
    page.set_column(0, 0, 24)
    page.set_column(1, 1, 90)
    page.write_string(0, 0, sheet["title"], book.add_format({"bold": True, "font_size": 14}))
    strong, wrapped = book.add_format({"bold": True, "valign": "top"}), book.add_format({"text_wrap": True})
    for nth, (name, said) in enumerate(sheet["cover"], 2):
        page.write_string(nth, 0, name, strong)
        page.write_string(nth, 1, said, wrapped)


def _table(book: Any, sheet: Sheet, rows: Rows) -> Sheet | None:
    """One sheet, and the one that comes next, if another one begins."""
    page = book.add_worksheet(sheet["table_name"])
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    for nth, column in enumerate(sheet["columns"]):
        page.set_column(nth, nth, column["width"])
    page.freeze_panes(1, 1)
    page.repeat_rows(0)
    for nth, column in enumerate(sheet["columns"]):
        page.write_string(0, nth, column["head"], head)
    last, after = _rows(book, page, sheet["columns"], rows)
    page.autofilter(0, 0, last, len(sheet["columns"]) - 1)
    return after


def _rows(book: Any, page: Any, columns: list[Any], rows: Rows) -> tuple[int, Sheet | None]:
    """How many rows it has."""
    text, day = (
        book.add_format({"text_wrap": True, "valign": "top"}),
        book.add_format({"num_format": "yyyy-mm-dd", "align": "left", "valign": "top"}),
    )
    last = 0
    for row in rows:
        if isinstance(row, dict):
            return last, row
        last += 1
        for nth, (column, value) in enumerate(zip(columns, row, strict=True)):
            match column["kind"]:
                case _ if value is None:
                    page.write_blank(last, nth, None, text)
                case "date":
                    page.write_datetime(last, nth, datetime.fromisoformat(value), day)
                case "number":
                    page.write_number(last, nth, value, text)
                case _:
                    page.write_string(last, nth, value[:CELL_MAX], text)
    return last, None


def csv_(sheet: Sheet, rows: Rows, out: BinaryIO) -> None:
    """With a mark by which a spreadsheet knows that it is UTF-8; what it is a copy of stands below the table.

    `aside` is after how many columns: beyond those that are read where the file is brought in again.
    """
    text = io.TextIOWrapper(out, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow(column["head"] for column in sheet["columns"])
    for row in rows:
        writer.writerow(["" if value is None else value for value in row])
    writer.writerow([])
    writer.writerows([""] * sheet.get("aside", 0) + line for line in sheet["cover"])
    text.flush()
    text.detach()


def limit_memory() -> None:
    with suppress(ImportError, ValueError, OSError):  # where a system has no such limit
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


def main(kind: str, lines: Iterator[str], out: BinaryIO) -> None:
    sheet = json.loads(next(lines))
    rows = (json.loads(line) for line in lines if line.strip())
    {"xlsx": xlsx, "csv": csv_}[kind](sheet, rows, out)


if __name__ == "__main__":
    limit_memory()
    main(sys.argv[1], (line.decode() for line in sys.stdin.buffer), sys.stdout.buffer)
