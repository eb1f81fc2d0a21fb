"""What only the bot needed is forgotten in time."""

import asyncio
from datetime import timedelta

from bot.capabilities import jobs
from bot.clock import run_everywhere
from scheduled.housekeeping import KEEP_REPEATS, forget_repeats
from scheduled.jobs import Job
from storage.db import Tx
from storage.repeats import Repeats
from tests.conftest import NOW, District

DAY = timedelta(days=1)


def test_a_repeat_is_known_for_thirty_days_and_then_forgotten(district: District) -> None:
    district.do(lambda tx: Repeats(tx).is_first("old"), now=NOW)
    district.do(lambda tx: Repeats(tx).is_first("new"), now=NOW + DAY)

    district.do(forget_repeats, now=NOW + KEEP_REPEATS + DAY / 2)

    assert district.do(lambda tx: Repeats(tx).is_first("new")) is False
    assert district.do(lambda tx: Repeats(tx).is_first("old")) is True


def test_a_job_run_twice_does_nothing_new(district: District) -> None:
    for job in jobs():
        district.do(job.run)

        assert district.do(job.run) == 0, job.name


def test_a_job_that_fails_in_one_district_runs_in_the_others(district: District) -> None:
    ran = []

    def run(tx: Tx) -> None:
        ran.append(tx.district)
        if len(ran) == 1:
            raise OSError("no")

    with district.database.begin() as connection:
        from storage.system import connect_workspace

        connect_workspace(connection, "slack", "T2", new="hills")
    asyncio.run(run_everywhere(district.database, Job(name="x", hours=1, run=run)))

    assert sorted(ran) == ["hills", "sunrise"]
