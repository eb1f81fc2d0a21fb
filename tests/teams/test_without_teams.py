"""Whoever has Slack alone loads nothing of Teams, so start time and memory stay as they were."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bot.conftest import LONG

ROOT = Path(__file__).parent.parent.parent
OF_TEAMS = (
    "jwt",
    "bot.teams_side",
    "bot.doctor_teams",
    "bot.platforms.teams",
    "bot.platforms.teams_api",
    "bot.platforms.teams_gate",
    "bot.platforms.teams_tenants",
    "views.teams",
)

#: Makes a bot with what the environment says, lets it start and stop, and prints what of Teams was loaded.
START = f"""
import sys
from starlette.testclient import TestClient
from bot.app import Bot
from bot.cli import parser
from bot.settings import BotSettings, read_settings
from storage.db import Database

teams = sys.argv[1] == "teams"
settings = read_settings(BotSettings)
bot = Bot(settings, Database(settings.database_url, mint=lambda: "1"), teams=teams)
with TestClient(bot.web()) as client:
    assert client.get("/healthz").status_code == 200
    assert client.post("/api/messages", content=b"{{}}").status_code == (401 if teams else 404)
parser()
print(*[name for name in {OF_TEAMS!r} if name in sys.modules])
"""


@pytest.fixture
def database_url(tmp_path: Path, sqlite_template: Path) -> str:
    """What is loaded is no matter of the database."""
    shutil.copy(sqlite_template, tmp_path / "kaizen.db")
    return f"sqlite:///{tmp_path / 'kaizen.db'}"


def loaded(database_url: str, with_what: str, **told: str) -> set[str]:
    """What of Teams a bot has loaded that was started and stopped in a process of its own."""
    ended = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", START, with_what],
        env={"PATH": os.environ["PATH"], "DATABASE_URL": database_url, **told},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=LONG,
    )
    assert ended.returncode == 0, ended.stderr
    return set(ended.stdout.splitlines()[-1].split())


def test_without_teams_nothing_of_it_is_loaded(database_url: str) -> None:
    slack = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "s", "SLACK_API_URL": "http://127.0.0.1:9/api/"}

    assert loaded(database_url, "slack", **slack) == set()


def test_with_teams_it_is_loaded_and_the_names_above_are_real(database_url: str) -> None:
    assert loaded(database_url, "teams", SECRET_KEY="k" * 32) == set(OF_TEAMS) - {"bot.doctor_teams"}
