"""The plans of a district, as somebody sees them: loaded whole, and saved by what changed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, select

from domain.errors import RefusedError
from domain.improvement import ENDED, DistrictPlan, Goal, Kind, PlanState, PlanStep, Signature, Strategy
from domain.improvement_rights import in_charge
from domain.people import PersonId, Role, Viewer
from domain.texts import command
from storage.db import OURS, Tx, read
from storage.improvement_sight import P, asking, found, one_plan, plans_in_force, plans_of
from storage.improvement_tables import district_plans, plan_goals, plan_readers, plan_revisions, plan_strategies
from storage.numbers import next_number
from storage.people import as_one
from storage.plan_steps import PlanSteps
from storage.records import Records
from storage.words import Words

SEATS: Mapping[Role, str] = {Role.MANAGEMENT_REPRESENTATIVE: "mr", Role.SUPERINTENDENT: "chief"}
Row = Mapping[str, Any]

USED = (
    select(plan_goals.c.plan, func.max(plan_goals.c.nth).label("last"))
    .where(plan_goals.c.district == OURS, plan_goals.c.plan.in_(bindparam("plans", expanding=True)))
    .group_by(plan_goals.c.plan)
)


class PlanBook:
    """What storage/improvement_sight.py does not let somebody find is not there for them."""

    def __init__(self, tx: Tx, viewer: Viewer) -> None:
        self._tx = tx
        self._viewer = viewer
        self._charge = in_charge(viewer)

    def next_number(self, year: int) -> str:
        return f"PLAN-{year}-{next_number(self._tx, 'plan', year):03}"

    def find(self, number: str, revision: int | None = None) -> DistrictPlan | None:
        plans = self._load(
            self._ask(one_plan(charge=self._charge, revision=revision is not None), number=number, revision=revision)
        )
        return plans[0] if plans else None

    def get(self, number: str, revision: int | None = None) -> DistrictPlan:
        plan = self.find(number, revision)
        if plan is None:
            raise RefusedError(
                "There is no plan {number} that you can see. Look it up with: {list}",
                number=number,
                list=command("plan"),
            )
        return plan

    def page(self, *where: ColumnElement[bool], offset: int = 0, size: int = 10) -> tuple[list[DistrictPlan], int]:
        """Some plans, the newest school year first, and how many there are."""
        me = asking(self._viewer)
        counted = (
            select(func.count().label("total")).select_from(district_plans).where(found(charge=self._charge), *where)
        )
        pages = plans_of(charge=self._charge).where(*where).order_by(P.year.desc(), P.number.desc())
        rows = self._tx.ask_once(pages.offset(offset).limit(size), **me)
        return self._load(rows), self._tx.ask_once(counted, **me)[0]["total"]

    def in_force(self) -> list[DistrictPlan]:
        """Every one, as it was approved, in the order of their numbers."""
        return self._load(self._ask(plans_in_force(charge=self._charge)))

    def revisions(self, number: str) -> list[tuple[int, date | None, str | None]]:
        """Those that were in force, the newest first: which, since when, and why it was begun."""
        rows = Records(self._tx, plan_revisions).rows(
            plan_revisions.c.plan == number,
            plan_revisions.c.in_force_on.is_not(None),
            order=plan_revisions.c.revision.desc(),
        )
        return [(row["revision"], row["in_force_on"], row["why"]) for row in rows]

    def add(self, plan: DistrictPlan) -> None:
        row = _plan_row(plan) | {"started_at": self._tx.now}
        self._records(district_plans).add(row, did="plan.started", by=self._by)
        self._keep_revision(plan, None, did="plan.started")
        for person in sorted(plan.readers):
            self._let_in(plan.number, person)

    def save(self, plan: DistrictPlan, was: DistrictPlan, *, did: str) -> None:
        """Keep what changed. The version is compared, so of two who change a plan at once one is told."""
        self._records(district_plans).save(_plan_row(plan), did=did, by=self._by)
        self._keep_revision(plan, was if was.revision == plan.revision else None, did=did)
        for person in sorted(plan.readers - was.readers):
            self._let_in(plan.number, person)

    def replaced(self, number: str) -> None:
        """The plan of the next year is in force."""
        row = self._tx.rows(district_plans, P.number == number)[0]
        if row["ended"] is None:
            now = {"number": number, "version": row["version"], "ended": str(PlanState.REPLACED)}
            self._records(district_plans).save(now, did="plan.replaced", by=self._by)

    @property
    def _by(self) -> str:
        return self._viewer.person

    def _records(self, table: Any) -> Records:
        return Records(self._tx, table)

    def _let_in(self, number: str, person: PersonId) -> None:
        known = self._tx.rows(plan_readers, plan_readers.c.plan == number, plan_readers.c.person == person)
        if not known:
            row = {"plan": number, "person": person, "reads": True}
            self._records(plan_readers).add(row, did="plan.shown", by=self._by)

    def _keep_revision(self, plan: DistrictPlan, was: DistrictPlan | None, *, did: str) -> None:
        mine = (plan_revisions.c.plan == plan.number, plan_revisions.c.revision == plan.revision)
        known = self._tx.rows(plan_revisions, *mine)
        row = _header_row(plan)
        if not known:
            self._records(plan_revisions).add(row, did=did, by=self._by)
        elif was is None or _header_row(was) != row:
            self._records(plan_revisions).save(row | {"version": known[0]["version"]}, did=did, by=self._by)
        at, old = {"plan": plan.number, "revision": plan.revision}, was.goals if was else ()
        self._keep_rows(plan_goals, at, _goal_rows(plan.goals), _goal_rows(old), did=did)
        self._keep_rows(plan_strategies, at, _strategy_rows(plan.goals), _strategy_rows(old), did=did)

    def _keep_rows(self, table: Any, at: Row, now: Mapping[Any, Row], was: Mapping[Any, Row], *, did: str) -> None:
        """Rows by their key within a revision: new ones are added, others saved if they changed or went."""
        records = self._records(table)
        for key, row in now.items():
            if key not in was:
                records.add({**at, **row, "dropped": False}, did=did, by=self._by)
            elif was[key] != row:
                self._save_row(records, table, {**at, **row, "dropped": False}, did)
        for key in was.keys() - now.keys():
            self._save_row(records, table, {**at, **was[key], "dropped": True}, did)

    def _save_row(self, records: Records, table: Any, row: Row, did: str) -> None:
        key = [table.c[c.name] == row[c.name] for c in table.primary_key if c.name != "district"]
        version = self._tx.rows(table, *key)[0]["version"]
        records.save({**row, "version": version}, did=did, by=self._by)

    def _ask(self, query: Select[Any], **given: Any) -> list[dict[str, Any]]:
        return self._tx.ask(query, **asking(self._viewer), **given)

    def _load(self, rows: Sequence[Row]) -> list[DistrictPlan]:
        heads = Records(self._tx, district_plans).read(rows)
        headers = Records(self._tx, plan_revisions).read(rows)
        numbers = [row["number"] for row in rows]
        if not numbers:
            return []
        goals, used, readers = self._goals(numbers), self._used(numbers), self._readers(numbers)
        steps = PlanSteps(self._tx).of(numbers)
        return [
            _plan(
                as_one(self._tx, {**head, **{w: header[w] for w in WORDS}}, "lead", "mr_by", "chief_by"),
                (goals.get((head["number"], head["revision"]), ()), used.get(head["number"], 0)),
                [step for step in steps.get(head["number"], ()) if step.cycle <= head["revision"]],
                readers.get(head["number"], frozenset()),
            )
            for head, header in zip(heads, headers, strict=True)
        ]

    def _goals(self, numbers: Sequence[str]) -> Mapping[tuple[str, int], tuple[Goal, ...]]:
        """By plan and revision."""
        strategies, used = self._strategies(numbers)
        found: dict[tuple[str, int], tuple[Goal, ...]] = defaultdict(tuple)
        for row in self._records(plan_goals).having(plan=list(numbers), dropped=False, order="nth"):
            at, goal = (row["plan"], row["revision"]), (row["plan"], row["nth"])
            more = {"statement": row["statement"] or "", "strategies": tuple(strategies[*at, row["nth"]])}
            found[at] += (read(Goal, row | more | {"used": used.get(goal, 0)}),)
        return found

    def _strategies(self, numbers: Sequence[str]) -> tuple[Mapping[Any, list[Strategy]], Mapping[Any, int]]:
        """By plan, revision and goal; and the highest number that any of a goal ever had."""
        found: dict[Any, list[Strategy]] = defaultdict(list)
        used: dict[Any, int] = {}
        for row in self._records(plan_strategies).having(plan=list(numbers), order="nth"):
            used[row["plan"], row["goal"]] = row["nth"]  # in order, so the last one is the highest
            if not row["dropped"]:
                one = read(Strategy, row | {"does": row["does"] or ""})
                found[row["plan"], row["revision"], row["goal"]].append(one)
        return found, used

    def _used(self, numbers: Sequence[str]) -> Mapping[str, int]:
        """The highest number that a goal of each plan ever had."""
        return {row["plan"]: row["last"] for row in self._tx.ask(USED, plans=list(numbers))}

    def _readers(self, numbers: Sequence[str]) -> Mapping[str, frozenset[PersonId]]:
        found: dict[str, frozenset[PersonId]] = {}
        for row in self._tx.having(plan_readers, plan=list(numbers), reads=True):
            person = as_one(self._tx, row, "person")["person"]
            found[row["plan"]] = found.get(row["plan"], frozenset()) | {PersonId(person)}
        return found


def titles_of(tx: Tx, numbers: Sequence[str]) -> Mapping[str, str]:
    """What these plans are called, as all staff find them: as they were approved."""
    c = plan_revisions.c
    at = and_(c.district == P.district, c.plan == P.number, c.revision == P.in_force)
    named = select(c.plan, c.title).join(district_plans, at).where(c.district == OURS, c.plan.in_(numbers))
    rows = tx.ask_once(named) if numbers else []
    texts = Words(tx).texts(row["title"] for row in rows)
    return {row["plan"]: texts.get(row["title"], "") for row in rows}


#: What stands in the header of a revision in words.
WORDS = ("title", "mission", "vision", "policy", "why")


def _goal_rows(goals: Iterable[Goal]) -> dict[int, Row]:
    rows = {goal.nth: asdict(goal) for goal in goals}
    return {nth: {name: row[name] for name in row if name not in ("strategies", "used")} for nth, row in rows.items()}


def _strategy_rows(goals: Iterable[Goal]) -> dict[tuple[int, int], Row]:
    return {(goal.nth, one.nth): {**asdict(one), "goal": goal.nth} for goal in goals for one in goal.strategies}


def _plan_row(plan: DistrictPlan) -> dict[str, Any]:
    ended = plan.state if plan.state in ENDED else None
    told = not ended and plan.revision == plan.newest
    return {
        "number": plan.number,
        "kind": str(plan.kind),
        "place": plan.place,
        "year": plan.year,
        "lead": plan.lead,
        "newest": plan.newest,
        **({"newest_state": str(plan.state)} if told else {}),
        "in_force": plan.in_force,
        "ended": ended and str(ended),
        "said": plan.said,
        "rolled_from": plan.rolled_from,
        "version": plan.version,
    }


def _header_row(plan: DistrictPlan) -> dict[str, Any]:
    signed = {signature.role: signature for signature in plan.signatures}
    row: dict[str, Any] = {"plan": plan.number, "revision": plan.revision}
    row |= {name: getattr(plan, name) for name in WORDS}
    for role, name in SEATS.items():
        one = signed.get(role)
        row |= {f"{name}_by": one and one.by, f"{name}_on": one and one.on, f"{name}_digest": one and one.digest}
    held = plan.in_force == plan.revision
    return row | {"in_force_on": max(one.on for one in plan.signatures) if held and plan.signatures else None}


def _plan(
    row: Row, goals: tuple[tuple[Goal, ...], int], steps: Sequence[PlanStep], readers: frozenset[PersonId]
) -> DistrictPlan:
    return DistrictPlan(
        number=row["number"],
        kind=Kind(row["kind"]),
        title=row["title"] or "",
        year=row["year"],
        lead=PersonId(row["lead"]),
        place=row["place"],
        mission=row["mission"],
        vision=row["vision"],
        policy=row["policy"],
        goals=goals[0],
        used=goals[1],
        steps=tuple(steps),
        revision=row["revision"],
        state=_state(row),
        in_force=row["in_force"],
        newest=row["newest"],
        newest_state=PlanState(row["newest_state"]),
        signatures=tuple(_signature(row, role) for role, name in SEATS.items() if row[f"{name}_by"]),
        why=row["why"],
        said=row["said"],
        rolled_from=row["rolled_from"],
        readers=readers,
        version=row["version"],
    )


def _signature(row: Row, role: Role) -> Signature:
    name = SEATS[role]
    return Signature(role=role, by=PersonId(row[f"{name}_by"]), on=row[f"{name}_on"], digest=row[f"{name}_digest"])


def _state(row: Row) -> PlanState:
    """Of the revision that is shown."""
    if row["ended"]:
        return PlanState(row["ended"])
    if row["revision"] == row["in_force"]:
        return PlanState.IN_FORCE
    if row["revision"] == row["newest"]:
        return PlanState(row["newest_state"])
    return PlanState.REPLACED if row["in_force_on"] else PlanState.DROPPED
