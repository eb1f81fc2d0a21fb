"""A thousand districts whose digest comes in the same minute."""

import asyncio
import resource
import time

import pytest

from bot.clock import tick
from scheduled.cabinet import jobs
from storage.db import Database
from tests.cabinets import MONDAY, found, posted

pytestmark = pytest.mark.torture
DISTRICTS, WITHIN = 1_000, 60.0  # seconds
GROWTH = 20 * 1024  # kB


def memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def test_a_thousand_digests_of_one_minute_are_owed_within_a_minute(database: Database) -> None:
    names = found(database, DISTRICTS)
    asyncio.run(tick(database, jobs.all, MONDAY.replace(hour=13)))
    before, began, computed = memory(), time.monotonic(), time.process_time()

    done = asyncio.run(tick(database, jobs.all, MONDAY))

    took, cost, grown = time.monotonic() - began, time.process_time() - computed, memory() - before
    print(f"{DISTRICTS} digests in {took:.1f} s, {cost:.1f} s of one processor, {grown} kB more")  # noqa: T201
    assert (len(done.fired), done.failed) == (DISTRICTS, [])
    assert posted(database, names) == [1] * DISTRICTS
    assert took < WITHIN
    assert grown < GROWTH
