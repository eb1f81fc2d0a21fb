"""What was heard at meetings, and what was done about it (domain/meeting_themes.py)."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from sqlalchemy import and_, func, select

from domain.meeting_themes import Theme
from domain.people import PersonId
from domain.snapshots import Talk
from storage.db import OURS, Tx, read
from storage.meeting_tables import meeting_themes, meetings
from storage.people import as_one
from storage.records import Records

T, M = meeting_themes.c, meetings.c
OF_MEETING = and_(M.district == T.district, M.number == T.meeting)


class Themes:
    """Of meetings that somebody found (storage/meeting_sight.py)."""

    def __init__(self, tx: Tx) -> None:
        self._tx = tx
        self._records = Records(tx, meeting_themes)

    def of(self, meeting: str) -> list[Theme]:
        """In the order in which they were written, without those that were taken out."""
        rows = self._records.rows(T.meeting == meeting, T.dropped.is_(False), order=T.nth)
        return [_theme(self._tx, row) for row in rows]

    def add(self, theme: Theme) -> Theme:
        """With the next number of its meeting."""
        every = self._tx.rows(meeting_themes, T.meeting == theme.meeting)
        new = replace(theme, nth=len(every) + 1)
        self._records.add(asdict(new), did="theme.heard", by=new.by)
        return new

    def save(self, theme: Theme, *, did: str, by: PersonId) -> None:
        """Of two who change one at once one is told."""
        self._records.save(asdict(theme), did=did, by=by)


def themes_between(tx: Tx, first: date, last: date) -> list[Theme]:
    """What was heard at meetings on these days, both included, the earliest first: for digests and agendas.

    A theme names nobody, so all who read those may read it, whoever was at the meeting.
    """
    query = (
        select(meeting_themes)
        .join(meetings, OF_MEETING)
        .where(T.district == OURS, T.dropped.is_(False), M.day.between(first, last))
        .order_by(M.day, M.number, T.nth)
    )
    return [_theme(tx, row) for row in Records(tx, meeting_themes).read(tx.ask_once(query))]


def talks_between(tx: Tx, first: date, last: date) -> list[Talk]:
    """The meetings of these days in which people were heard, the earliest first, counted."""
    query = (
        select(M.number, M.kind, M.school, func.count().label("n"), func.count(T.did).label("did"))
        .select_from(meeting_themes.join(meetings, OF_MEETING))
        .where(T.district == OURS, T.dropped.is_(False), M.day.between(first, last))
        .group_by(M.number, M.kind, M.school, M.day)
        .order_by(M.day, M.number)
    )
    return [read(Talk, row | {"place": row["school"] or None}) for row in tx.ask_once(query)]


def first_said(tx: Tx, numbers: Collection[str]) -> dict[str, str]:
    """The first theme of each of these meetings, as far as there is one."""
    rows = Records(tx, meeting_themes).rows(T.meeting.in_(list(numbers)), T.dropped.is_(False), order=T.nth.desc())
    return {row["meeting"]: row["said"] or "" for row in rows}


def _theme(tx: Tx, row: Mapping[str, Any]) -> Theme:
    words = {name: row[name] or "" for name in ("said", "did")}
    return read(Theme, as_one(tx, row, "by") | words)
