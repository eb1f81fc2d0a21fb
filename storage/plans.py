"""What was planned about a report, why it happened, and what the last check found.

A plan is a row for each cycle of its report: the next cycle begins with the plan of the last one, not approved any
more, until a new one is handed in. Causes are numbered within a report; one that was not the cause stays.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import Boolean, Column, Date, Integer, String

from domain.people import PersonId
from domain.plans import Approval, EffectivenessPlan, Plan, Resources, RootCause, Step, Verdict
from storage.db import Tx, read
from storage.people import as_one
from storage.records import Records, record_table
from storage.steps import Steps
from storage.words import word

plans = record_table(
    "plans",
    Column("car", String(20), primary_key=True),
    Column("cycle", Integer, primary_key=True, autoincrement=False),
    Column("plan_version", Integer, nullable=False),
    word("correction"),
    word("elsewhere_found"),
    word("criterion"),
    word("baseline"),
    word("method"),
    Column("check_on", Date, nullable=False),
    Column("checker", String(40), nullable=False),
    word("resources_asked"),
    Column("resources", String(20)),
    word("resources_given"),
    Column("approved_version", Integer),
    Column("approved_digest", String(64)),
    Column("approved_by", String(40)),
    Column("approved_on", Date),
    Column("resources_pending", Boolean, nullable=False),
    told=True,
)
causes = record_table(
    "causes",
    Column("car", String(20), primary_key=True),
    Column("nth", Integer, primary_key=True, autoincrement=False),
    word("statement"),
    Column("method", String(20), nullable=False),
    word("whys"),  # one a line
    Column("category", String(60), nullable=False),
    word("how_verified"),
    Column("not_confirmed", Boolean, nullable=False),
    Column("dropped", Boolean, nullable=False),
    told=True,
)
verdicts = record_table(
    "verdicts",
    Column("car", String(20), primary_key=True),
    Column("nth", Integer, primary_key=True, autoincrement=False),
    word("result"),
    word("documents"),
    word("lesson"),
    word("early_because"),
    told=True,
)


class Plans:
    """The plans of one report, kept by whoever moves it: its version is compared first (storage/cases.py)."""

    def __init__(self, tx: Tx, car: str, by: str) -> None:
        self._tx = tx
        self._car = car
        self._by = by

    def now(self, cycle: int) -> Plan | None:
        rows = Records(self._tx, plans).having(car=self._car, order="cycle")
        if not rows:
            return None
        row = as_one(self._tx, rows[-1], "checker", "approved_by")
        found = _plan(row, self._causes(), Steps(self._tx).of(self._car, row["cycle"]))
        return found if row["cycle"] == cycle else replace(found, approval=None)

    def every(self) -> list[tuple[int, Plan]]:
        """The plan of each cycle, the oldest first. All causes stand in each: they are numbered within a report."""
        rows = Records(self._tx, plans).having(car=self._car, order="cycle")
        why, steps = self._causes(), Steps(self._tx).every(self._car)
        return [
            (row["cycle"], _plan(as_one(self._tx, row, "checker", "approved_by"), why, steps.get(row["cycle"], ())))
            for row in rows
        ]

    def verdict(self) -> Verdict | None:
        """What the newest check found."""
        found = self.verdicts()
        return found[-1] if found else None

    def verdicts(self) -> list[Verdict]:
        """What each check found, the oldest first."""
        rows = self._verdicts.having(car=self._car, order="nth")
        return [read(Verdict, {**row, **_said(row, "result", "documents", "lesson")}) for row in rows]

    def keep(self, cycle: int, plan: Plan, was: Plan | None, *, did: str) -> None:
        """Only a plan that is handed in begins the row of a new cycle."""
        rows = Records(self._tx, plans)
        found = self._tx.having(plans, car=self._car, order="cycle")
        row = _row(plan) | {"car": self._car, "cycle": cycle}
        if found and found[-1]["cycle"] == cycle:
            rows.save(row | {"version": found[-1]["version"]}, did=did, by=self._by)
        elif was is None or plan.version != was.version:
            rows.add(row, did=did, by=self._by)
        self._keep_causes(plan.causes, did=did)
        Steps(self._tx).keep(self._car, plan.steps, was.steps if was else (), did=did, by=self._by)

    def add_verdict(self, verdict: Verdict, *, did: str) -> None:
        nth = len(self._tx.having(verdicts, car=self._car)) + 1
        self._verdicts.add(asdict(verdict) | {"car": self._car, "nth": nth}, did=did, by=self._by)

    @property
    def _verdicts(self) -> Records:
        return Records(self._tx, verdicts)

    def _causes(self) -> tuple[RootCause, ...]:
        mine = Records(self._tx, causes).having(car=self._car, dropped=False, order="nth")
        return tuple(_cause(row) for row in mine)

    def _keep_causes(self, named: Sequence[RootCause], *, did: str) -> None:
        """In their order; rows beyond them are dropped."""
        rows = Records(self._tx, causes)
        found = rows.having(car=self._car, order="nth")
        for nth, cause in enumerate(named, 1):
            row = asdict(cause) | {"whys": "\n".join(cause.whys) or None}
            row |= {"car": self._car, "nth": nth, "dropped": False}
            if nth > len(found):
                rows.add(row, did=did, by=self._by)
            elif _cause(found[nth - 1]) != cause or found[nth - 1]["dropped"]:
                rows.save(row | {"version": found[nth - 1]["version"]}, did=did, by=self._by)
        for row in found[len(named) :]:
            if not row["dropped"]:
                rows.save({**row, "dropped": True}, did=did, by=self._by)


def _said(row: Mapping[str, Any], *names: str) -> dict[str, str]:
    return {name: row[name] or "" for name in names}


def _cause(row: Mapping[str, Any]) -> RootCause:
    whys = tuple((row["whys"] or "").splitlines())
    return read(RootCause, {**row, **_said(row, "statement"), "whys": whys})


def _plan(row: Mapping[str, Any], why: tuple[RootCause, ...], steps: tuple[Step, ...]) -> Plan:
    said = _said(row, "correction", "elsewhere_found", "criterion", "baseline", "method")
    return Plan(
        correction=said["correction"],
        causes=why,
        elsewhere=said["elsewhere_found"],
        steps=steps,
        effectiveness=EffectivenessPlan(
            criterion=said["criterion"],
            baseline=said["baseline"],
            method=said["method"],
            on=row["check_on"],
            checker=PersonId(row["checker"]),
        ),
        resources_asked=row["resources_asked"],
        resources=row["resources"] and Resources(row["resources"]),
        resources_given=row["resources_given"],
        version=row["plan_version"],
        approval=_approval(row),
    )


def _approval(row: Mapping[str, Any]) -> Approval | None:
    if row["approved_by"] is None:
        return None
    return Approval(
        version=row["approved_version"],
        digest=row["approved_digest"],
        by=PersonId(row["approved_by"]),
        on=row["approved_on"],
        resources_pending=row["resources_pending"],
    )


def _row(plan: Plan) -> dict[str, Any]:
    effect, approval = plan.effectiveness, plan.approval
    return {
        "plan_version": plan.version,
        "correction": plan.correction,
        "elsewhere_found": plan.elsewhere,
        "criterion": effect.criterion,
        "baseline": effect.baseline,
        "method": effect.method,
        "check_on": effect.on,
        "checker": effect.checker,
        "resources_asked": plan.resources_asked,
        "resources": plan.resources and str(plan.resources),
        "resources_given": plan.resources_given,
        "approved_version": approval.version if approval else None,
        "approved_digest": approval.digest if approval else None,
        "approved_by": approval.by if approval else None,
        "approved_on": approval.on if approval else None,
        "resources_pending": bool(approval and approval.resources_pending),
    }
