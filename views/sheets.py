"""Sheets of a spreadsheet, said in a language, line by line as `bot/spreadsheet.py` reads them."""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from domain.frozen import dataclass
from domain.texts import say
from views.languages import said
from views.log_sheet import cell_in


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    head: str
    kind: str = "text"  # or date, or number
    width: int = 14  # characters


@dataclass(frozen=True, kw_only=True, slots=True)
class Sheet:
    """A cell of a row is text, a date or a number; nothing where there is none."""

    name: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Any]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Book:
    """`facts` say of what it is a copy: on a page before the sheets, or in CSV below the one that there is."""

    title: str
    facts: Sequence[tuple[str, str]]
    sheets: Sequence[Sheet]
    at: datetime


def book_lines(book: Book, language: str) -> Iterator[str]:
    """A workbook."""
    first, *rest = book.sheets
    yield json.dumps({**_about(book, language), **_head(first, language)})
    yield from _rows(first, language, guard=False)
    for sheet in rest:
        yield json.dumps(_head(sheet, language))
        yield from _rows(sheet, language, guard=False)


def csv_lines(book: Book, language: str) -> Iterator[str]:
    """Its one sheet, of which no text is taken for a formula."""
    (sheet,) = book.sheets
    aside = {"aside": len(sheet.columns)}
    yield json.dumps({**_about(book, language), **_head(sheet, language), **aside})
    yield from _rows(sheet, language, guard=True)


def _about(book: Book, language: str) -> dict[str, Any]:
    cover = [[said(name, language), said(value, language)] for name, value in book.facts]
    names = {"title": said(book.title, language), "cover_name": said(say("About"), language)}
    return {**names, "at": book.at.isoformat(), "cover": cover}


def _head(sheet: Sheet, language: str) -> dict[str, Any]:
    columns = [{"head": said(one.head, language), "kind": one.kind, "width": one.width} for one in sheet.columns]
    return {"table_name": said(sheet.name, language), "columns": columns}


def _rows(sheet: Sheet, language: str, *, guard: bool) -> Iterator[str]:
    for row in sheet.rows:
        yield json.dumps([cell_in(value, language, guard=guard) for value in row])
