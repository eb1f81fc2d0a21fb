"""The needs of a district, its schools and departments, and which goals they feed."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, Column, ColumnElement, Date, Index, Integer, String, and_, case, func, select

from domain.errors import RefusedError
from domain.improvement_rights import in_charge
from domain.needs import Feeds, Need, Side
from domain.people import Viewer
from domain.texts import command
from storage.db import OURS, Moment, Tx, read
from storage.improvement_sight import P, asking, found, led_by
from storage.improvement_tables import district_plans
from storage.numbers import next_number
from storage.people import as_one
from storage.records import Records, record_table
from storage.words import word

needs = record_table(
    "needs",
    Column("number", String(20), primary_key=True),
    word("statement"),
    Column("side", String(20), nullable=False),
    Column("priority", String(20), nullable=False),
    Column("evidence", String(20), nullable=False),
    word("shows"),
    Column("found_in", String(100), nullable=False),  # with spaces, as are the groups
    Column("groups", String(200), nullable=False),
    word("others"),
    Column("place", String(40)),
    Column("by", String(40), nullable=False),
    Column("noted_on", Date, nullable=False),
    Column("noted_at", Moment, nullable=False),  # or changed last
    word("aside"),
    Column("aside_on", Date),
)
need_goals = record_table(
    "need_goals",
    Column("need", String(20), primary_key=True),
    Column("plan", String(20), primary_key=True),
    Column("goal", Integer, primary_key=True, autoincrement=False),
    Column("dropped", Boolean, nullable=False),
)
N, G = needs.c, need_goals.c
Index("ix_needs_noted_at", N.district, N.noted_at)
Index("ix_need_goals_plan", G.district, G.plan, G.goal)
#: Gaps before strengths, and what comes first before what can wait.
IN_ORDER = (case((N.side == Side.GAP, 0), else_=1), N.priority, N.number)


def of_place(place: str | None) -> ColumnElement[bool]:
    return N.place.is_(None) if place is None else N.place == place


def of_places(places: Sequence[str]) -> ColumnElement[bool]:
    return N.place.in_(places)


def on_side(side: Side) -> ColumnElement[bool]:
    return N.side == str(side)


def standing() -> ColumnElement[bool]:
    return N.aside_on.is_(None)


def put_aside() -> ColumnElement[bool]:
    return N.aside_on.is_not(None)


class Needs:
    """All staff read needs; which goals they feed only as far as they find the plans (storage/improvement_sight.py)."""

    def __init__(self, tx: Tx, viewer: Viewer) -> None:
        self._tx = tx
        self._viewer = viewer
        self._records = Records(tx, needs)
        self._links = Records(tx, need_goals)

    def next_number(self, year: int) -> str:
        return f"NEED-{year}-{next_number(self._tx, 'need', year):03}"

    def get(self, number: str) -> Need:
        found_ = self._read(N.number == number)
        if not found_:
            raise RefusedError(
                "There is no need {number}. All needs: {list}", number=number, list=command("plan needs")
            )
        return found_[0]

    def page(self, *where: ColumnElement[bool], offset: int = 0, size: int = 10) -> tuple[list[Need], int]:
        """Some of these, in order, and how many there are."""
        total = self._tx.ask_once(select(func.count().label("n")).select_from(needs).where(N.district == OURS, *where))
        query = select(needs).where(N.district == OURS, *where).order_by(*IN_ORDER).offset(offset).limit(size)
        return self._needs(self._records.read(self._tx.ask_once(query))), total[0]["n"]

    def every(self, *where: ColumnElement[bool]) -> list[Need]:
        """All that are not set aside, in order."""
        query = select(needs).where(N.district == OURS, standing(), *where).order_by(*IN_ORDER)
        return self._needs(self._records.read(self._tx.ask_once(query)))

    def of_goal(self, plan: str, goal: int) -> list[Need]:
        """Those that a goal of a plan answers, for whoever found that plan."""
        feeding = select(G.need).where(G.district == OURS, G.plan == plan, G.goal == goal, G.dropped.is_(False))
        return self.every(N.number.in_(feeding))

    def changed(self, since: datetime, *, most: int) -> list[Need]:
        """What was noted, changed or set aside since a moment, the newest first: for a digest."""
        query = select(needs).where(N.district == OURS, N.noted_at >= since).order_by(N.noted_at.desc(), N.number)
        return self._needs(self._records.read(self._tx.ask_once(query.limit(most))))

    def led_places(self) -> frozenset[str | None]:
        """The places, None for the district, of the plans that go on and that they lead."""
        led = select(P.place).distinct().where(P.district == OURS, led_by(self._viewer))
        return frozenset(row["place"] for row in self._tx.ask_once(led))

    def add(self, one: Need) -> None:
        self._records.add(self._row(one), did="need.noted", by=self._viewer.person)

    def save(self, one: Need, *, did: str) -> None:
        """Of two who change one at once one is told."""
        self._records.save(self._row(one), did=did, by=self._viewer.person)

    def link(self, one: Need, goal: Feeds) -> None:
        self._put(one, goal, dropped=False, did="need.feeds")

    def unlink(self, one: Need, goal: Feeds) -> None:
        self._put(one, goal, dropped=True, did="need.feeds_no_more")

    def _put(self, one: Need, goal: Feeds, *, dropped: bool, did: str) -> None:
        row = {"need": one.number, "plan": goal.plan, "goal": goal.goal, "dropped": dropped}
        known = self._tx.rows(need_goals, G.need == one.number, G.plan == goal.plan, G.goal == goal.goal)
        if not known:
            self._links.add(row, did=did, by=self._viewer.person)
        elif known[0]["dropped"] != dropped:
            self._links.save(row | {"version": known[0]["version"]}, did=did, by=self._viewer.person)

    def _read(self, *where: ColumnElement[bool]) -> list[Need]:
        return self._needs(self._records.rows(*where))

    def _needs(self, rows: Iterable[Mapping[str, Any]]) -> list[Need]:
        known = list(rows)
        goals = self._goals([row["number"] for row in known])
        return [self._need(row, goals.get(row["number"], ())) for row in known]

    def _need(self, row: Mapping[str, Any], goals: tuple[Feeds, ...]) -> Need:
        lists = {name: tuple(row[name].split()) for name in ("found_in", "groups")}
        plain = as_one(self._tx, row, "by") | lists | {"statement": row["statement"] or ""}
        return replace(read(Need, plain), goals=goals)

    def _goals(self, numbers: Collection[str]) -> Mapping[str, tuple[Feeds, ...]]:
        feeding = (
            select(G.need, G.plan, G.goal)
            .join(district_plans, and_(P.district == G.district, P.number == G.plan))
            .where(G.district == OURS, G.need.in_(list(numbers)), G.dropped.is_(False))
            .where(found(charge=in_charge(self._viewer)))
            .order_by(G.plan, G.goal)
        )
        by_need: dict[str, tuple[Feeds, ...]] = defaultdict(tuple)
        for row in self._tx.ask_once(feeding, **asking(self._viewer)) if numbers else ():
            by_need[row["need"]] += (Feeds(plan=row["plan"], goal=row["goal"]),)
        return by_need

    def _row(self, one: Need) -> dict[str, Any]:
        row = asdict(one) | {
            "found_in": " ".join(one.found_in),
            "groups": " ".join(one.groups),
            "noted_at": self._tx.now,
        }
        row.pop("goals")
        return row
