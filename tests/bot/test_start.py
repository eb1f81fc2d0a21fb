"""What a start loads, and what it leaves until it is needed."""

import json
import subprocess
import sys

from bot.settings import CHECKOUT

#: Each takes time of every start, for what few districts or few moments need.
NOT_YET = {
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
