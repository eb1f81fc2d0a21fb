"""Jobs and ticks, for tests of what the bot does by itself."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any

from bot.clock import Ticked, tick
from domain.catching_up import CatchUp
from domain.schedules import EveryDay, Rule
from scheduled.jobs import Job, Occasion, Ran, Run
from storage.db import Tx
from storage.schedules import occurrences
from tests.conftest import District

EIGHT = Rule(days=EveryDay(), at=(time(8),))


def job(
    run: Run,
    *,
    rule: Rule = EIGHT,
    catch_up: CatchUp = CatchUp.LATEST,
    grace: timedelta = timedelta(0),
    name: str = "x",
) -> Job:
    return Job(name=name, run=run, rule=lambda _: rule, catch_up=catch_up, grace=lambda _: grace)


def noting(ran: list[str]) -> Run:
    """A job that notes which slots it ran."""

    def run(_: Tx, occasion: Occasion) -> Ran:
        ran.append(occasion.slot)
        return Ran(1)

    return run


def ticked(district: District, jobs: Sequence[Job], now: datetime) -> Ticked:
    return asyncio.run(tick(district.database, jobs, now))


def came(district: District, name: str = "x") -> list[tuple[str, bool]]:
    """The slots that came, and whether each was run."""
    rows: Any = district.do(lambda tx: tx.rows(occurrences, occurrences.c.job == name, order=occurrences.c.slot))
    return [(row["slot"], row["ran_at"] is not None) for row in rows]
