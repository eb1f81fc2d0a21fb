"""The rhythm of each plan, what its routines decided, and whom it asks how a step goes (domain/routines.py).

Meetings may read the same: `Routines.rhythm`, `Routines.decided`, and the agenda of domain/routines.py.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, replace
from datetime import date, timedelta

from sqlalchemy import Boolean, Column, Date, Integer, String, and_, func, select

from domain.items import Item, ItemKind
from domain.people import PersonId
from domain.routines import ASK_DAYS, Decided, Rhythm
from storage.db import OURS, Moment, Tx, read
from storage.improvement_tables import district_plans, step_updates
from storage.people import People, as_one
from storage.plan_items import OF_PLAN, TO_DO
from storage.records import Records, record_table
from storage.settings import DistrictSettings
from storage.sources import THEM, Persons, Source, known_as
from storage.step_items import told_status
from storage.step_table import steps
from storage.words import word

plan_rhythms = record_table(
    "plan_rhythms",
    Column("plan", String(20), primary_key=True),
    Column("first", Date, nullable=False),
    Column("weeks", Integer, nullable=False),
    Column("goes_on", Boolean, nullable=False),
)
routine_decisions = record_table(
    "routine_decisions",
    Column("plan", String(20), primary_key=True),
    Column("on", Date, primary_key=True),  # the day of the routine
    Column("goal", Integer, primary_key=True, autoincrement=False),
    Column("strategy", Integer, primary_key=True, autoincrement=False),
    Column("decision", String(20), nullable=False),
    word("because"),
    Column("by", String(40), nullable=False),
    Column("at", Moment, nullable=False),
)
R, S, P, U = plan_rhythms.c, steps.c, district_plans.c, step_updates.c
IN_RHYTHM = and_(R.district == P.district, R.plan == P.number, R.goes_on.is_(True))
HOLDS = (P.district == OURS, P.in_force.is_not(None), P.ended.is_(None))
LEADS = select(P.lead).join(plan_rhythms, IN_RHYTHM).where(*HOLDS)
DOERS = select(S.owner).distinct().join(district_plans, OF_PLAN).join(plan_rhythms, IN_RHYTHM).where(TO_DO)
LED_BY_THEM = LEADS.add_columns(P.number, P.place, R.first, R.weeks).where(P.lead.in_(THEM))
TOLD = select(func.max(U.day)).where(U.district == OURS, U.step == S.number, U.undone.is_(False)).scalar_subquery()
ASKED = (
    select(S.number, S.of, S.owner, S.due, S.status, P.place, R.first, R.weeks, TOLD.label("told"))
    .join(district_plans, OF_PLAN)
    .join(plan_rhythms, IN_RHYTHM)
    .where(TO_DO, S.owner.in_(THEM))
)


class Routines:
    """Of plans that somebody found (storage/improvement.py)."""

    def __init__(self, tx: Tx) -> None:
        self._tx = tx
        self._rhythms = Records(tx, plan_rhythms)
        self._decisions = Records(tx, routine_decisions)

    def rhythm(self, plan: str) -> Rhythm | None:
        rows = self._rhythms.rows(R.plan == plan)
        return read(Rhythm, rows[0]) if rows else None

    def set(self, rhythm: Rhythm, *, by: str) -> None:
        known = self.rhythm(rhythm.plan)
        if known is None:
            self._rhythms.add(asdict(rhythm), did="rhythm.set", by=by)
        else:
            self._rhythms.save(asdict(replace(rhythm, version=known.version)), did="rhythm.set", by=by)

    def decided(self, plan: str) -> list[Decided]:
        """All that routines of a plan decided, the newest first."""
        rows = self._decisions.rows(routine_decisions.c.plan == plan, order=routine_decisions.c.on.desc())
        return [read(Decided, as_one(self._tx, {**row, "because": row["because"] or ""}, "by")) for row in rows]

    def decide(self, decided: Decided) -> None:
        """The last word about a strategy on a day; what was said before stays in history."""
        c, row = routine_decisions.c, asdict(decided) | {"at": self._tx.now}
        same = (c.plan == decided.plan, c.on == decided.on, c.goal == decided.goal, c.strategy == decided.strategy)
        known = self._tx.rows(routine_decisions, *same)
        if known:
            self._decisions.save(row | {"version": known[0]["version"]}, did="routine.decided", by=decided.by)
        else:
            self._decisions.add(row, did="routine.decided", by=decided.by)


def _whom(tx: Tx) -> Iterator[str]:
    yield from (row["owner"] for row in tx.ask(DOERS))
    yield from (row["lead"] for row in tx.ask(LEADS))


def _items(tx: Tx, persons: Persons) -> Iterator[Item]:
    settings, known = DistrictSettings(tx).all(), known_as(tx, persons)
    today = tx.now.astimezone(settings.zone).date()
    for row in tx.ask(ASKED, them=known):
        calendar = settings.rules.calendar_of(row["place"])
        on = Rhythm(plan=row["of"], first=row["first"], weeks=row["weeks"]).on_or_after(today, calendar)
        asked = on - timedelta(days=ASK_DAYS)
        answered = row["told"] is not None and row["told"] >= asked
        if today >= asked and not answered and row["due"] > on:  # what is due by then has a line of its own
            yield Item(
                kind=ItemKind.UPDATE,
                about=str(row["number"]),
                of=row["of"],
                whose=PersonId(People(tx).canonical(row["owner"])),
                since=asked,
                due=on,
                place=row["place"],
                stands=told_status(row["status"]),
            )
    yield from _to_prepare(tx, known, today)


def _to_prepare(tx: Tx, known: Collection[str], today: date) -> Iterator[Item]:
    """Whoever leads a plan is told on the day of its routine, until something was decided in it."""
    settings = DistrictSettings(tx).all()
    rows = tx.ask(LED_BY_THEM, them=known)
    held = _held(tx, [row["number"] for row in rows], today) if rows else {}
    for row in rows:
        calendar = settings.rules.calendar_of(row["place"])
        on = Rhythm(plan=row["number"], first=row["first"], weeks=row["weeks"]).on_or_after(today, calendar)
        if on <= calendar.next_working_day(today) and held.get(row["number"]) != on:
            yield Item(
                kind=ItemKind.ROUTINE,
                about=row["number"],
                of=row["number"],
                whose=PersonId(People(tx).canonical(row["lead"])),
                since=on,
                due=on,
                place=row["place"],
            )


def _held(tx: Tx, plans: Collection[str], today: date) -> Mapping[str, date]:
    """On which day each of these plans decided something last."""
    c = routine_decisions.c
    rows = tx.rows(routine_decisions, c.plan.in_(list(plans)), c.on >= today, order=c.on)
    return {row["plan"]: row["on"] for row in rows}


ROUTINES = Source(whom=_whom, items=_items)
