"""All records that hold words of a plan, each with its kind, its goal and its step."""

from collections.abc import Iterator, Mapping

from sqlalchemy import Column

from domain.plan_words import Part, Words
from storage.db import Tx
from storage.evidence import evidence
from storage.improvement_tables import (
    district_plans,
    measure_values,
    plan_goals,
    plan_revisions,
    plan_strategies,
    step_updates,
)
from storage.partnerships import commitments, happenings, partnerships
from storage.records import about
from storage.redaction import Redactions
from storage.roadmaps import roadmap_answers
from storage.routines import routine_decisions
from storage.step_table import steps

#: Where each table names the plan.
OF: Mapping[str, Column[str]] = {
    str(column.table.name): column
    for column in (
        district_plans.c.number,
        plan_revisions.c.plan,
        plan_goals.c.plan,
        plan_strategies.c.plan,
        measure_values.c.plan,
        steps.c.of,
        step_updates.c.of,
        roadmap_answers.c.plan,
        evidence.c.car,
        routine_decisions.c.plan,
        partnerships.c.plan,
        commitments.c.plan,
        happenings.c.plan,
    )
}
#: To which kind each column belongs.
PARTS: Mapping[str, Mapping[str, Part]] = {
    "district_plans": {"said": Part.REASONS},
    "plan_revisions": {
        **dict.fromkeys(("title", "mission", "vision", "policy"), Part.HEADER),
        "why": Part.REASONS,
    },
    "plan_goals": dict.fromkeys(("statement", "measure", "baseline", "target"), Part.GOALS),
    "plan_strategies": dict.fromkeys(
        ("does", "adults", "adults_measure", "students", "students_measure"), Part.STRATEGIES
    ),
    "measure_values": {"note": Part.VALUES},
    "roadmap_answers": dict.fromkeys(("done", "heard", "unheard", "nations", "to_do"), Part.ANSWERS),
    "steps": {
        "what": Part.STEPS,
        "team": Part.STEPS,
        "collects": Part.STEPS,
        **dict.fromkeys(("evidence", "reason"), Part.TOLD),
    },
    "partnerships": {"partner": Part.HEADER},
    "commitments": {"what": Part.GOALS},
    "happenings": {"said": Part.TOLD},
    "routine_decisions": {"because": Part.REASONS},
    "evidence": {"link": Part.FILES},
    "step_updates": {"comment": Part.TOLD, "what_was": Part.STEPS},
}


def words_of_plan(tx: Tx, plan: str) -> list[Words]:
    """Each column of each record, in every version of the plan, that holds words now or once did."""
    goals = {row["number"]: row["goal"] for row in tx.rows(steps, steps.c.of == plan)}
    return [found for name in OF for found in _of_table(tx, name, plan, goals)]


def _of_table(tx: Tx, name: str, plan: str, goals: Mapping[int, int | None]) -> Iterator[Words]:
    table = OF[name].table
    for row in tx.rows(table, OF[name] == plan):
        record = about(table, row)
        step = row.get("number") if name == "steps" else row.get("step")
        goal = {"plan_goals": row.get("nth")}.get(name, row.get("goal"))
        for field in sorted(Redactions(tx).fields_of(record)):
            yield Words(
                record=record,
                field=field,
                part=PARTS[name][field],
                goal=goals.get(step) if step else goal,
                step=step,
            )
