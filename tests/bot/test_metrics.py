"""What Prometheus reads: protected, true, and about nobody."""

import re
from collections.abc import Iterator

import httpx
import pytest
from pydantic import SecretStr

from bot.app import Bot
from playground.testing import Served
from storage.db import Database
from tests.bot.conftest import LONG, FakeSlack, Workspace, settings, until
from tests.conftest import NAMES, TEACHER, District, counter

TOKEN = "a token that is long enough for Prometheus"


@pytest.fixture
def measured(slack: FakeSlack, district: District, database_url: str) -> Iterator[Workspace]:
    """The bot, counting."""
    database = Database(database_url, mint=counter())
    told = settings(slack, database_url).model_copy(update={"metrics_token": SecretStr(TOKEN)})
    with Served(Bot(told, database).web()) as running:
        yield Workspace(running.url, slack, district)
    database.close()


def read(workspace: Workspace) -> httpx.Response:
    return httpx.get(f"{workspace.url}/metrics", headers={"authorization": f"Bearer {TOKEN}"}, timeout=LONG)


def number(page: str, name: str, **labels: str) -> float:
    """The number behind a name with these labels, in whatever order; 0 when there is none."""
    begins = f"{name}{{" if labels else f"{name} "
    lines = (line for line in page.splitlines() if line.startswith(begins))
    fitting = (line for line in lines if all(f'{k}="{v}"' in line for k, v in labels.items()))
    return float(next(fitting, "0").rpartition(" ")[2])


def test_without_a_token_there_is_no_such_page(workspace: Workspace) -> None:
    assert read(workspace).status_code == 404


@pytest.mark.parametrize("told", ["", "Bearer wrong", f"Basic {TOKEN}", f"Bearer {TOKEN}x", TOKEN])
def test_nobody_reads_them_without_the_token(measured: Workspace, told: str) -> None:
    refused = httpx.get(f"{measured.url}/metrics", headers={"authorization": told}, timeout=LONG)

    assert refused.status_code == 401
    assert "kaizen_" not in refused.text


def test_answers_are_counted_by_route_and_outcome_with_their_seconds(measured: Workspace) -> None:
    measured.file(TEACHER, "The gate latch is broken")
    measured.file(TEACHER, "", view="V2")
    page = read(measured).text

    assert number(page, "kaizen_answer_seconds_count", route="car.file", outcome="draw") == 1
    assert number(page, "kaizen_answer_seconds_count", route="car.file", outcome="faults") == 1
    assert number(page, "kaizen_answer_seconds_sum", route="car.file", outcome="draw") > 0
    assert number(page, "kaizen_commit_seconds_count") >= 1


def test_a_fault_is_counted_as_one_whatever_its_id(measured: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    from storage.cars import CarLog

    def broken(*_: object) -> None:
        raise OSError("no")

    monkeypatch.setattr(CarLog, "add", broken)
    for view in ("V1", "V2"):
        measured.file(TEACHER, "The gate latch is broken", view=view)

    assert number(read(measured).text, "kaizen_answer_seconds_count", route="car.file", outcome="fault") == 2


def test_messages_are_counted_by_state_and_tries_by_outcome(measured: Workspace) -> None:
    measured.file(TEACHER, "The gate latch is broken")
    measured.settled()
    page = read(measured).text

    assert number(page, "kaizen_messages", district="t1", state="sent") == 3
    assert number(page, "kaizen_delivery_tries_total", outcome="sent") == 3
    assert number(page, "kaizen_lanes_resting") == 0
    assert number(page, "kaizen_oldest_pending_seconds") == 0


def test_a_workspace_that_rests_shows(measured: Workspace) -> None:
    measured.slack.say["chat.postMessage"] = {"ok": False, "error": "invalid_auth"}
    measured.is_reached()
    measured.file(TEACHER, "The gate latch is broken")
    until(lambda: measured.slack.told("chat.postMessage"))
    measured.count("cars")  # the lane was let go in a transaction before this one

    until(lambda: measured.district.database.system_now(lambda c: c.exec_driver_sql(RESTING).scalar()))
    page = read(measured).text

    assert number(page, "kaizen_lanes_resting") == 1
    assert number(page, "kaizen_messages", state="pending") == 3
    assert number(page, "kaizen_delivery_tries_total", outcome="later") == 1


RESTING = "SELECT count(*) FROM lanes WHERE next_at IS NOT NULL"


def test_the_clock_is_heard(measured: Workspace) -> None:
    until(lambda: number(read(measured).text, "kaizen_clock_ticks_total", outcome="ok"))


def test_they_name_no_person_and_no_word(measured: Workspace) -> None:
    measured.file(TEACHER, "The gate latch is broken")
    measured.settled()
    page = read(measured).text

    labels = set(re.findall(r'(\w+)="', page))
    assert labels == {"route", "outcome", "district", "state", "le"}
    persons = {measured.district.person(external) for external in NAMES} | {*NAMES, *NAMES.values()}
    assert [known for known in persons if f'"{known}"' in page] == []
    assert "latch" not in page
