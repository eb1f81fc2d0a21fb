"""The term of each partnership, what each side promised, and what happened of it (domain/partnerships.py)."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import Boolean, Column, Date, Integer, String, and_, select

from domain.items import Item, ItemKind
from domain.partnerships import AHEAD, Commitment, Happened, Term, unmet_this_year, year_at
from domain.people import PersonId
from storage.db import OURS, Tx, read
from storage.improvement_tables import district_plans
from storage.people import People, as_one
from storage.records import Records, record_table
from storage.settings import DistrictSettings
from storage.sources import THEM, Persons, Source, known_as
from storage.words import word

partnerships = record_table(
    "partnerships",
    Column("plan", String(20), primary_key=True),
    word("partner"),
    Column("starts", Date, nullable=False),
    Column("ends", Date, nullable=False),
    Column("renewal_by", Date, nullable=False),
    Column("renewed_on", Date),
)
commitments = record_table(
    "commitments",
    Column("plan", String(20), primary_key=True),
    Column("nth", Integer, primary_key=True, autoincrement=False),
    Column("side", String(20), nullable=False),
    word("what"),
    Column("a_year", Integer),
    Column("due", Date),
    Column("resource", Boolean, nullable=False),
    Column("dropped", Boolean, nullable=False),
)
happenings = record_table(
    "happenings",
    Column("plan", String(20), primary_key=True),
    Column("commitment", Integer, primary_key=True, autoincrement=False),
    Column("nth", Integer, primary_key=True, autoincrement=False),
    Column("day", Date, nullable=False),
    word("said"),
    Column("by", String(40), nullable=False),
    Column("undone", Boolean, nullable=False),
)
P, T = district_plans.c, partnerships.c
LEADS = (
    select(P.lead, P.number, P.place)
    .join(partnerships, and_(T.district == P.district, T.plan == P.number))
    .where(P.district == OURS, P.in_force.is_not(None), P.ended.is_(None))
)
LED_BY_THEM = LEADS.where(P.lead.in_(THEM))


class Partnerships:
    """Of plans that somebody found (storage/improvement.py)."""

    def __init__(self, tx: Tx) -> None:
        self._tx = tx
        self._terms = Records(tx, partnerships)
        self._commitments = Records(tx, commitments)
        self._happenings = Records(tx, happenings)

    def terms(self, plans: Collection[str]) -> Mapping[str, Term]:
        rows = self._terms.having(plan=list(plans))
        return {row["plan"]: read(Term, row | {"partner": row["partner"] or ""}) for row in rows}

    def commitments(self, plans: Collection[str]) -> Mapping[str, list[Commitment]]:
        """Of each plan, those that were dropped as well, in order."""
        found: dict[str, list[Commitment]] = defaultdict(list)
        for row in self._commitments.having(plan=list(plans), order="nth"):
            found[row["plan"]].append(read(Commitment, row | {"what": row["what"] or ""}))
        return found

    def happened(self, plans: Collection[str]) -> Mapping[str, list[Happened]]:
        """Of each plan, what was taken back as well, in the order in which it was told."""
        found: dict[str, list[Happened]] = defaultdict(list)
        for row in self._happenings.having(plan=list(plans), order="nth"):
            found[row["plan"]].append(read(Happened, as_one(self._tx, row | {"said": row["said"] or ""}, "by")))
        return found

    def set_term(self, term: Term, *, by: str) -> None:
        known = self.terms([term.plan]).get(term.plan)
        if known is None:
            self._terms.add(asdict(term), did="partnership.set", by=by)
        else:
            self._terms.save(asdict(replace(term, version=known.version)), did="partnership.set", by=by)

    def keep(self, one: Commitment, *, by: str) -> Commitment:
        """A new one gets the next number."""
        known = self.commitments([one.plan])[one.plan]
        if one.nth:
            self._commitments.save(asdict(one), did="commitment.changed", by=by)
            return one
        new = replace(one, nth=len(known) + 1)
        self._commitments.add(asdict(new), did="commitment.made", by=by)
        return new

    def tell(self, told: Happened) -> None:
        those = [one for one in self.happened([told.plan])[told.plan] if one.commitment == told.commitment]
        self._happenings.add(asdict(replace(told, nth=len(those) + 1)), did="commitment.told", by=told.by)

    def take_back(self, told: Happened, *, by: str) -> None:
        self._happenings.save(asdict(replace(told, undone=True)), did="commitment.taken_back", by=by)


def _whom(tx: Tx) -> Iterator[str]:
    yield from (row["lead"] for row in tx.ask(LEADS))


def _items(tx: Tx, persons: Persons) -> Iterator[Item]:
    """To whoever leads one: that its year ends while something lacks, and that its renewal is to be asked for."""
    rows = {row["number"]: row for row in tx.ask(LED_BY_THEM, them=known_as(tx, persons))}
    if not rows:
        return
    today, book = tx.now.astimezone(DistrictSettings(tx).all().zone).date(), Partnerships(tx)
    promised, told = book.commitments(rows), book.happened(rows)
    for number, term in book.terms(rows).items():
        whose = PersonId(People(tx).canonical(rows[number]["lead"]))
        last = year_at(term, today)[1]
        if today >= last - AHEAD and unmet_this_year(term, promised[number], told[number], today):
            yield _item(ItemKind.YEARLY, number, whose, last)
        if term.renewed_on is None and today >= term.renewal_by - AHEAD:
            yield _item(ItemKind.RENEW, number, whose, term.renewal_by)


def _item(kind: ItemKind, plan: str, whose: PersonId, due: Any) -> Item:
    return Item(kind=kind, about=plan, of=plan, whose=whose, since=due - AHEAD, due=due)


PARTNERS = Source(whom=_whom, items=_items)
