"""Who starts the bot with a setting that is missing or wrong is told of it in one sentence."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from logging import captureWarnings

import pytest

from bot.settings import CHECKOUT
from tests.bot.conftest import LONG
from tests.bot.test_cli import kaizen

WHOLE = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "s"}


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """An environment with nothing else in it; how Python tells of what nobody caught stays as it is."""
    for name in os.environ:
        monkeypatch.delenv(name)
    for name, value in WHOLE.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    monkeypatch.setattr(sys, "unraisablehook", sys.unraisablehook)
    yield monkeypatch
    captureWarnings(capture=False)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("SLACK_BOT_TOKEN", None, "SLACK_BOT_TOKEN is not set."),
        ("SLACK_SIGNING_SECRET", None, "SLACK_SIGNING_SECRET is not set."),
        ("SLACK_BOT_TOKEN", "", "SLACK_BOT_TOKEN is not set."),
        ("SLACK_APP_TOKEN", "xoxb-1", "SLACK_APP_TOKEN does not fit: use an app-level token"),
        ("SLACK_CONNECTIONS", "11", "SLACK_CONNECTIONS does not fit: use a number from 1 to 10."),
        ("PORT", "many", "PORT does not fit: use a whole number."),
        ("LOG_LEVEL", "loud", "LOG_LEVEL does not fit: use DEBUG, INFO, WARNING or ERROR."),
        ("DATABASE_URL", "postgresql://127.0.0.1:9/none", "DATABASE_URL names a database that does not answer"),
        ("DATABASE_URL", "mysql://x", "DATABASE_URL does not fit: use sqlite:///"),
        ("PUBLIC_URL", "http://kaizen.example.org", "PUBLIC_URL does not fit: use an address that begins with https"),
        ("SECRET_KEY", "k" * 32 + ",short", "SECRET_KEY does not fit: use at least 32 characters"),
        ("SLACK_CLIENT_ID", "1.2", "SLACK_CLIENT_SECRET is not set."),
        ("SLACK_CLIENT_SECRET", "s", "SLACK_CLIENT_ID is not set."),
        ("PUBLIC_URL", "kaizen", "PUBLIC_URL does not fit: use an address that begins with https://"),
        ("SECRET_KEY", "short", "SECRET_KEY does not fit: use at least 32 characters"),
    ],
)
def test_a_missing_or_wrong_setting_is_named_in_one_sentence(
    told: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], name: str, value: str | None, said: str
) -> None:
    told.delenv(name, raising=False) if value is None else told.setenv(name, value)

    assert kaizen("serve") == 1

    out, err = capfd.readouterr()
    assert said in out
    assert len(out.strip().splitlines()) == 1
    assert err == ""


def test_a_program_that_does_not_start_says_it_on_standard_error_alone() -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "bot", "serve"],
        env={**WHOLE, "PATH": os.environ["PATH"], "PORT": "many"},
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
        timeout=LONG,
    )

    assert (ended.returncode, ended.stdout) == (1, "")
    (line,) = ended.stderr.strip().splitlines()
    assert line.startswith("PORT does not fit")
