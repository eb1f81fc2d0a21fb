"""Ten thousand requests, and bursts, against the bot as a process of its own."""

import asyncio

import pytest

from tests.bot.at_once import at_once, p99
from tests.bot.conftest import FakeSlack, Workspace, until
from tests.bot.mixed import ask_all
from tests.conftest import TEACHER, District
from tests.process import Running

pytestmark = pytest.mark.torture
WARM_UP, REQUESTS = 2_000, 10_000
GROWTH = 1.05
IN_TIME = 1.0  # seconds
PATIENCE = 120.0


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
    running.stop()


@pytest.mark.parametrize("many", [40, 200])
def test_r6_many_forms_at_once_while_slack_is_slow_are_answered_within_a_second(
    district: District, database_url: str, slack: FakeSlack, many: int
) -> None:
    running = Running.start(database_url, slack)
    workspace = Workspace(running.url, slack, district)
    workspace.command(TEACHER, "/car list")
    slack.delay = 0.2

    answers = at_once(running.url, [workspace.file_body(TEACHER, f"The gate {n}", f"V{n}") for n in range(many)])

    print(f"{many} at once: p99 {p99(answers):.3f} s")  # noqa: T201
    until(lambda: workspace.count("cars") == many, PATIENCE)
    running.stop()
    assert {answer.status for answer in answers} == {200}
    assert p99(answers) < IN_TIME
