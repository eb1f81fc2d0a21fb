"""The clock of the running bot, and one tick by hand."""

import asyncio
from datetime import time
from typing import Any

import httpx
import pytest
from structlog.testing import capture_logs

from bot import tick_cli
from bot.clock import start_clock
from domain.schedules import EveryDay, Rule
from scheduled.jobs import Occasion, Ran
from storage.db import Tx
from tests.bot.conftest import LONG, FakeSlack, serving, until
from tests.bot.test_cli import kaizen
from tests.clockwork import job
from tests.conftest import District
from tests.story import filed, owed

ALWAYS = Rule(days=EveryDay(), at=(time(0),))


@pytest.fixture(autouse=True)
def _here(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", database_url)


def test_it_ticks_when_the_bot_starts_and_wakes_delivery_when_something_ran(district: District) -> None:
    async def running() -> None:
        woken = asyncio.Event()
        clock = start_clock(district.database, [job(lambda *_: Ran(1), rule=ALWAYS)], woken.set)
        await asyncio.wait_for(woken.wait(), LONG)
        clock.shutdown(wait=False)

    asyncio.run(running())


def test_what_a_busy_machine_comes_to_late_is_done_late_and_not_left_out(district: District) -> None:
    async def hourly() -> None:
        """Nothing: it is not due within this test."""

    async def running() -> set[tuple[int | None, bool]]:
        clock = start_clock(district.database, [], lambda: None, hourly=hourly)
        found = {(one.misfire_grace_time, one.coalesce) for one in clock.get_jobs()}
        clock.shutdown(wait=False)
        return found

    assert asyncio.run(running()) == {(None, True)}


def test_one_tick_as_of_a_moment_says_what_ran(district: District, capsys: Any) -> None:
    filed(district)

    assert kaizen("tick", "--now", "2026-03-12T07:59-05:00") == 0
    first = capsys.readouterr().out
    assert "reminders.daily  2026-03-12 07:30  did 0" in first
    assert "t1  housekeeping.forget  2026-03-12  did 0" in first

    assert kaizen("tick", "--now", "2026-03-12T13:00Z") == 0
    assert "t1  reminders.daily  2026-03-12 08:00  did 2" in capsys.readouterr().out
    assert [what for what, _ in owed(district)].count("reminders.day") == 2

    assert kaizen("tick", "--now", "2026-03-12T08:00:30-05:00") == 0
    assert capsys.readouterr().out == "Nothing was due.\n"

    assert kaizen("tick", "--now", "2026-03-16T20:00-05:00") == 0
    late = capsys.readouterr().out
    assert "t1  reminders.daily  2026-03-16 20:00  did 0, " in late
    assert "t1  triage.remind_urgent  2026-03-16 15:00  too late, " in late


def test_without_a_moment_it_is_now(district: District, capsys: Any) -> None:
    assert district
    for _ in range(2):
        assert kaizen("tick") == 0

    assert capsys.readouterr().out.endswith("Nothing was due.\n")


@pytest.mark.parametrize("wrong", ["2026-03-12T08:00", "tomorrow", "08:00-05:00"])
def test_a_moment_without_its_offset_is_refused(district: District, capsys: Any, wrong: str) -> None:
    assert district
    assert kaizen("tick", "--now", wrong) == 1

    assert f"{wrong} does not fit" in capsys.readouterr().out


def test_what_fails_is_named_with_its_id_and_makes_the_command_fail(
    district: District, capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def bug(_: Tx, occasion: Occasion) -> Ran:
        raise OSError(occasion.slot)

    assert district
    monkeypatch.setattr(tick_cli, "jobs", lambda: [job(bug, rule=ALWAYS), job(lambda *_: Ran(), name="y")])

    assert kaizen("tick", "--now", "2026-03-12T12:00-05:00") == 1

    said = capsys.readouterr()
    assert "t1  y  2026-03-12  did 0" in said.out
    fault = said.out.split("FAILED: ")[1].split()[0]
    assert fault in said.err


def test_a_clock_that_does_not_start_is_logged_and_the_doors_stay_open(
    slack: FakeSlack, district: District, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise ValueError("no zone")

    monkeypatch.setattr("bot.app.start_clock", broken)
    with capture_logs() as logs, serving(slack, district, database_url, "http") as workspace:
        until(lambda: "clock" in [line["event"] for line in logs])
        assert httpx.get(f"{workspace.url}/readyz").status_code == 200
