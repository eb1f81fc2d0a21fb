"""What a start loads, and what it leaves until it is needed."""

import json
import subprocess
import sys

import httpx
import pytest
from structlog.testing import capture_logs

from bot.app import Bot
from bot.settings import CHECKOUT
from playground.testing import Served
from tests.bot.conftest import LONG, SECRET, FakeSlack, Workspace, serving, settings, until
from tests.conftest import TEACHER, District
from tests.process import Running

#: Each takes time of every start, for what few districts or few moments need.
NOT_YET = {
    "aiohttp": "a call to Slack, once the doors are open",
    "alembic": "a database that is behind",
    "apscheduler": "the clock, which begins once the doors are open",
    "babel": "a language that is not English",
    "cryptography": "a token that is sealed, and Teams",
    "icalendar": "a calendar that is imported",
    "jinja2": "what a post says in words",
    "jwt": "Teams",
    "python_calamine": "a workbook",
    "resvg_py": "a picture",
    "prometheus_client": "numbers that somebody asks for",
    "psycopg": "PostgreSQL",
    "segno": "a letter with a code to scan",
    "slack_sdk": "a request's signature and a call to Slack, once the doors are open",
    "slack_bolt": "an app that others install",
    "sqlalchemy.dialects.postgresql": "PostgreSQL",
    "sqlalchemy.dialects.sqlite": "SQLite",
    "sqlite3": "SQLite",
    "typst": "a paper",
    "xlsxwriter": "a file that somebody asks for",
}
LOAD = """
import json, sys
from bot.loading import loading
with loading():
    from bot.app import serve
    from bot.capabilities import jobs, routes
    routes(), jobs()
print(json.dumps(sorted(sys.modules)))
"""


def test_a_start_loads_nothing_that_the_first_answer_does_not_need() -> None:
    done = subprocess.run([sys.executable, "-c", LOAD], capture_output=True, text=True, check=True, cwd=CHECKOUT)
    loaded = set(json.loads(done.stdout))

    assert {"bot.platforms.slack", "handlers.cars", "scheduled.triage"} <= loaded
    assert {name: why for name, why in NOT_YET.items() if name in loaded} == {}


def test_whoever_asks_before_what_calls_slack_is_loaded_gets_their_form(
    district: District, database_url: str, slack: FakeSlack
) -> None:
    told = {"DATABASE_URL": database_url, "SLACK_API_URL": f"{slack.url}/api/", "SLACK_SIGNING_SECRET": SECRET}
    running = Running.begin(["tests.bot.late", "serve"], {**told, "SLACK_BOT_TOKEN": "xoxb-test", "LOG_LEVEL": "ERROR"})
    try:
        running.wait()
        answered = Workspace(running.url, slack, district).command(TEACHER, "/car")
        assert not slack.told("auth.test")  # so early was that
        until(lambda: slack.told("views.open"))
    finally:
        running.kill()

    assert answered.status_code == 200


def test_a_part_that_cannot_be_loaded_is_logged_and_the_doors_stay_open(
    slack: FakeSlack, district: District, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: str) -> None:
        raise ImportError("aiohttp")

    monkeypatch.setattr("bot.app.load", broken)
    with capture_logs() as logs, serving(slack, district, database_url, "http") as workspace:
        until(lambda: {"connecting", "clock"} <= {line["event"] for line in logs})
        told = httpx.get(f"{workspace.url}/readyz").json()

    assert told["slack"] == "not reached yet"


def test_where_no_token_is_to_be_asked_for_slack_is_reached_at_once(
    slack: FakeSlack, district: District, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.app.OPENED", LONG)
    without = settings(slack, database_url, slack_bot_token=None)
    with Served(Bot(without, district.database).web()) as running:
        assert httpx.get(f"{running.url}/readyz").json()["slack"] == "ok"
