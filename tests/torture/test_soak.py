"""Ten thousand requests, bursts and things that stall, against the bot as a process of its own."""

import asyncio
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pytest
from sqlalchemy import text

from tests.bot.at_once import Measured, at_once
from tests.bot.conftest import FakeSlack, Workspace, until
from tests.bot.mixed import ask_all
from tests.bot.test_bursts import stalled, whatever
from tests.conftest import TEACHER, District
from tests.process import Running

pytestmark = pytest.mark.torture
WARM_UP, REQUESTS = 2_000, 10_000
GROWTH = 1.05
IN_TIME = 1.0  # seconds
PATIENCE = 120.0
BETWEEN = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in trans%'"


def test_r37_after_ten_thousand_requests_memory_and_files_are_as_after_the_first(
    district: District, database_url: str, slack: FakeSlack
) -> None:
    running = Running.start(database_url, slack)
    workspace = Workspace(running.url, slack, district)
    asyncio.run(ask_all(workspace, WARM_UP, beside=8))
    workspace.settled()
    memory, files = running.memory, running.files

    answers = asyncio.run(ask_all(workspace, REQUESTS, beside=8))
    workspace.settled()

    print(f"memory {memory} → {running.memory}, files {files} → {running.files}")  # noqa: T201
    assert {answer.status for answer in answers} == {200}
    assert running.memory < memory * GROWTH
    until(lambda: running.files <= files)
    until(lambda: held_open(district) == 0)
    running.stop()


def held_open(district: District) -> int:
    """How many connections were not given back; on SQLite each is one of the files."""
    with district.database.begin() as connection:
        if connection.dialect.name == "sqlite":
            return 0
        return int(connection.execute(text(BETWEEN)).scalar_one())


@contextmanager
def alone(district: District, database_url: str, slack: FakeSlack) -> Iterator[Workspace]:
    """The bot, which has answered once."""
    running = Running.start(database_url, slack)
    workspace = Workspace(running.url, slack, district)
    workspace.command(TEACHER, "/car list")
    workspace.file(TEACHER, "The gate", "V0")
    workspace.settled()
    yield workspace
    running.stop()


def in_time(said: str, answers: Sequence[Measured]) -> None:
    """Every single one, by its first byte."""
    slowest = max(answer.first_byte for answer in answers)
    print(f"{said}: the slowest of {len(answers)} after {slowest:.3f} s")  # noqa: T201
    assert {answer.status for answer in answers} == {200}
    assert slowest < IN_TIME


@pytest.mark.parametrize("many", [40, 200])
def test_r6_many_forms_at_once_while_slack_is_slow_are_each_answered_within_a_second(
    district: District, database_url: str, slack: FakeSlack, many: int
) -> None:
    with alone(district, database_url, slack) as workspace:
        slack.delay = 0.2

        answers = at_once(workspace.url, [workspace.file_body(TEACHER, f"The gate {n}", f"V{n}x") for n in range(many)])

        until(lambda: workspace.count("cars") == many + 1, PATIENCE)
        in_time(f"{many} at once", answers)


def test_r5_whatever_is_asked_while_slack_is_slow_is_answered_within_a_second(
    district: District, database_url: str, slack: FakeSlack
) -> None:
    with alone(district, database_url, slack) as workspace:
        slack.delay = 2.0

        in_time("a slow Slack", at_once(workspace.url, whatever(workspace)))


def test_r4_while_the_database_stalls_for_two_seconds_everybody_is_answered_within_one(
    district: District, database_url: str, slack: FakeSlack
) -> None:
    with alone(district, database_url, slack) as workspace:
        with stalled(workspace):
            began = time.monotonic()
            answers = at_once(workspace.url, whatever(workspace))
            time.sleep(max(0.0, began + 2.0 - time.monotonic()))

        in_time("a database that stalls", answers)
        until(lambda: workspace.count("cars") == 2, PATIENCE)


def test_r4_somebody_who_takes_four_seconds_to_look_up_holds_up_nobody(
    district: District, database_url: str, slack: FakeSlack
) -> None:
    with alone(district, database_url, slack) as workspace:
        until_then = time.monotonic() + 4.0
        slack.silent = lambda method, _: method == "users.info" and time.monotonic() < until_then

        answers = at_once(workspace.url, [workspace.file_body("U99", "The gate", "V99"), *whatever(workspace)])

        in_time("a slow directory", answers)
        until(lambda: workspace.count("cars") == 3, PATIENCE)
