"""What a start loads, and what it leaves until it is needed."""

import json
import subprocess
import sys

from bot.settings import CHECKOUT
from tests.bot.conftest import FakeSlack, Workspace, until
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
    "slack_sdk.web.async_client": "a call to Slack, once the doors are open",
    "slack_bolt": "an app that others install",
    "sqlalchemy.dialects.postgresql": "PostgreSQL",
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


def test_whoever_asks_as_soon_as_the_doors_are_open_gets_their_form(
    district: District, database_url: str, slack: FakeSlack
) -> None:
    """What calls Slack is still being loaded then."""
    running = Running.start(database_url, slack)
    try:
        answered = Workspace(running.url, slack, district).command(TEACHER, "/car")
        until(lambda: slack.told("views.open"))
    finally:
        running.kill()

    assert answered.status_code == 200
    assert slack.told("auth.test")  # and the workspace was asked whether it still is ours
