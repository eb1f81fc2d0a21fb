"""A thousand districts whose digest comes in the same minute, and a thousand whose agenda does."""

import asyncio
import resource
import time
from datetime import datetime, timedelta

import pytest

from bot.clock import tick
from scheduled.cabinet import jobs as cabinet
from scheduled.jobs import Job
from scheduled.mrt import jobs as mrt
from storage.db import Database
from storage.digests import POST as DIGEST
from storage.publishing import JOB
from storage.publishing import POST as AGENDA
from tests.cabinets import MONDAY, TUESDAY, found, posted

pytestmark = pytest.mark.torture
DISTRICTS, WITHIN = 1_000, 60.0  # seconds
GROWTH = 20 * 1024  # kB
(DIGESTS,) = cabinet.all
AGENDAS = next(job for job in mrt.all if job.name == JOB)


def memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


@pytest.mark.parametrize(("job", "when", "post"), [(DIGESTS, MONDAY, DIGEST), (AGENDAS, TUESDAY, AGENDA)])
def test_what_is_due_in_a_thousand_districts_in_one_minute_is_owed_within_a_minute(
    database: Database, job: Job, when: datetime, post: str
) -> None:
    names = found(database, DISTRICTS)
    asyncio.run(tick(database, [job], when - timedelta(hours=1)))
    before, began, computed = memory(), time.monotonic(), time.process_time()

    done = asyncio.run(tick(database, [job], when))

    took, cost, grown = time.monotonic() - began, time.process_time() - computed, memory() - before
    print(f"{DISTRICTS} × {post} in {took:.1f} s, {cost:.1f} s of one processor, {grown} kB more")  # noqa: T201
    assert (len(done.fired), done.failed) == (DISTRICTS, [])
    assert posted(database, names, post) == [1] * DISTRICTS
    assert took < WITHIN
    assert grown < GROWTH
