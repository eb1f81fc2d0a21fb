"""Calendars of one's own steps: who has an address for theirs, and the steps that stand in it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Column, Date, Select, String, bindparam, func, or_, select

from domain.feeds import KEEPS, Dated, Feed, Met
from domain.people import PersonId, Viewer
from storage.db import OURS, Moment, Tx, read
from storage.history import history
from storage.meeting_sight import SeenMeetings
from storage.people import People
from storage.records import Records, record_table
from storage.step_lists import IN_ORDER, MINE, S, open_to_all, worked_on
from storage.steps import OPEN
from storage.words import Words

calendar_feeds = record_table(
    "calendar_feeds",
    Column("person", String(40), primary_key=True),
    Column("id", String(40), nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("ended_at", Moment),
)
F, H = calendar_feeds.c, history.c
K = TypeVar("K")
LINE = (S.number, S.of, S.what, S.due, S.status, S.percent, S.version)


@cache
def _dated() -> Select[Any]:
    """Steps that people work on, and those that were over a while ago at most."""
    since = bindparam("since", type_=Date)
    lately = or_(S.done_on >= since, S.cancelled_on >= since)
    named = open_to_all().label("named")
    return worked_on(*LINE, named).where(S.owner.in_(MINE), or_(S.status.in_(OPEN), lately)).order_by(*IN_ORDER)


class Feeds:
    def __init__(self, tx: Tx) -> None:
        self._tx = tx
        self._records = Records(tx, calendar_feeds)

    def of(self, person: PersonId) -> Feed | None:
        """Theirs, whichever of their accounts they made it with, and whether it still opens or not."""
        ids = sorted(People(self._tx).ids_of(person))
        rows = self._records.rows(F.person.in_(ids), order=F.made_at.desc())
        return read(Feed, rows[0]) if rows else None

    def renew(self, person: PersonId) -> Feed:
        """A new one, which ends the one that they had."""
        was = self.of(person)
        made = Feed(person=was.person if was else person, id=self._tx.mint(), made_at=self._tx.now)
        if was is None:
            self._records.add(asdict(made), did="calendar.made", by=person)
        else:
            row = asdict(made) | {"version": was.version}
            self._records.save(row, did="calendar.renewed", by=person)
        return made

    def end(self, feed: Feed, *, by: PersonId) -> None:
        row = asdict(feed) | {"ended_at": self._tx.now}
        self._records.save(row, did="calendar.ended", by=by)

    def dated(self, person: PersonId) -> list[Dated]:
        """The steps of somebody, the earliest due first."""
        ids = sorted(People(self._tx).ids_of(person))
        rows = self._tx.ask(_dated(), mine=ids, since=(self._tx.now - KEEPS).date())
        texts = Words(self._tx).texts(row["what"] for row in rows if row["named"])
        changed = self._changed([row["number"] for row in rows])
        return [_read(row, texts.get(row["what"], ""), changed.get(row["number"], self._tx.now)) for row in rows]

    def met(self, viewer: Viewer) -> list[Met]:
        """The meetings of somebody, the earliest first; those that are over for a while."""
        since, own = (self._tx.now - KEEPS).date(), SeenMeetings(self._tx, viewer)
        found = own.theirs(since)
        hosts = People(self._tx).names(one.host for one in found)
        changed = self._changed_since({f"meetings:{one.number}": one.number for one in found})
        now = self._tx.now
        return [
            Met(meeting=one, host=hosts.get(one.host, ""), changed_at=changed.get(one.number, now)) for one in found
        ]

    def _changed(self, numbers: Sequence[int]) -> dict[int, Any]:
        """When each step was changed last."""
        return self._changed_since({f"steps:{number}": number for number in numbers})

    def _changed_since(self, abouts: Mapping[str, K]) -> dict[K, Any]:
        """The same of records as history names them."""
        last = select(H.about, func.max(H.at).label("at")).where(H.district == OURS, H.about.in_(list(abouts)))
        return {abouts[row["about"]]: row["at"] for row in self._tx.ask_once(last.group_by(H.about))} if abouts else {}


def _read(row: dict[str, Any], what: str, changed_at: Any) -> Dated:
    words = {"what": what, "of": row["of"]} if row["named"] else {"what": "", "of": ""}
    return read(Dated, row | words | {"changed_at": changed_at})
