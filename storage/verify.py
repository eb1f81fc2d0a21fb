"""Checks that history and records still say what was written: `kaizen verify-history`."""

from collections.abc import Iterator
from dataclasses import field
from typing import Any

from sqlalchemy import Table, select

from domain.frozen import dataclass
from storage.db import Tx, metadata
from storage.files import hashes
from storage.history import START, chain, hash_of, history
from storage.records import about, digest_of_row
from storage.redaction import Redactions
from storage.words import digest_of, word_columns, words


@dataclass(slots=True)
class Report:
    entries: int = 0
    head: str = START
    broken: list[str] = field(default_factory=list)
    redacted: list[str] = field(default_factory=list)  # each word that was emptied, by its record and column
    printed: int | None = None  # the entry whose hash is the head that was asked for


def verify(tx: Tx, head: str = "") -> Report:
    """Read a district's whole history in order, then each record and each word once.

    `head` is one that was printed earlier, or how it begins: `printed` says at which entry the chain had it.
    """
    report = Report(printed=0 if head and START.startswith(head) else None)
    latest: dict[str, str] = {}
    for entry in _stream(tx, history):
        _check_link(entry, report)
        if head and entry["hash"].startswith(head):
            report.printed = entry["nr"]
        latest[entry["about"]] = entry["new"]
    _check_head(tx, report)
    digests = _check_words(tx, report)
    for table in metadata.sorted_tables:
        if table.info.get("record"):
            _check_records(tx, table, digests, latest, report)
    report.broken += [f"{name} is gone; history knows it" for name in latest]
    _check_files(tx, report)
    return report


def _stream(tx: Tx, table: Table) -> Iterator[dict[str, Any]]:
    query = select(table).where(table.c.district == tx.district).order_by(*table.primary_key)
    for row in tx.connection.execute(query, execution_options={"yield_per": 1000}).mappings():
        yield dict(row)


def _check_link(entry: dict[str, Any], report: Report) -> None:
    report.entries += 1
    where = f"history entry {entry['nr']} ({entry['did']}, {entry['about']})"
    if entry["nr"] != report.entries:
        report.broken.append(f"before {where} an entry is missing")
        report.entries = entry["nr"]
    elif entry["previous"] != report.head:
        report.broken.append(f"{where} does not follow the one before it")
    if hash_of(entry) != entry["hash"]:
        report.broken.append(f"{where} was changed")
    report.head = entry["hash"]


def _check_head(tx: Tx, report: Report) -> None:
    if report.entries and not tx.rows(chain):
        report.broken.append(f"history has {report.entries} entries, but how many were written is not kept any more")
    for row in tx.rows(chain):
        if (row["nr"], row["head"]) != (report.entries, report.head):
            report.broken.append(f"history ends at entry {report.entries}, but {row['nr']} were written")


def _check_words(tx: Tx, report: Report) -> dict[str, str]:
    digests = {}
    on_record = Redactions(tx).emptied()
    for row in _stream(tx, words):
        digests[row["id"]] = row["digest"]
        if row["text"] is None and row["id"] in on_record:
            report.redacted.append(f"{row['of']} ({row['field']})")
        elif row["text"] is None:
            report.broken.append(f"word {row['id']} of {row['of'] or 'a record'} was emptied; no redaction says so")
        elif row["salt"] is None or digest_of(row["salt"], row["text"]) != row["digest"]:
            report.broken.append(f"word {row['id']} was changed")
    return digests


def _check_files(tx: Tx, report: Report) -> None:
    for file, kept, now in hashes(tx):
        if now is None:
            report.broken.append(f"the content of files:{file} is gone; nothing says who erased it")
        elif now != kept:
            report.broken.append(f"the content of files:{file} was changed")


def _check_records(tx: Tx, table: Table, digests: dict[str, str], latest: dict[str, str], report: Report) -> None:
    columns = word_columns(table)
    for row in _stream(tx, table):
        name = about(table, row)
        now = digest_of_row(row, {column: digests.get(row[column] or "") for column in columns})
        known = latest.pop(name, None)
        if known is None:
            report.broken.append(f"{name} has no history")
        elif known != now:
            report.broken.append(f"{name} was changed behind the bot's back")
