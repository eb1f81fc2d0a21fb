"""The container file and the systemd unit name what is there."""

import configparser
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

from bot.cli import parser
from bot.settings import BotSettings

ROOT = Path(__file__).parent.parent
CONTAINER = (ROOT / "Containerfile").read_text()
UNIT = ROOT / "deploy" / "kaizen.service"
#: What a program on a machine has no need of: the local Slack stays out of the image.
PRODUCT = {"bot", "domain", "handlers", "scheduled", "storage", "teams", "views"}
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
NEEDED = PROJECT["dependencies"]
#: Each lock that an image may be built from, and what it has to bring.
LOCKS = {
    "requirements.lock": NEEDED,
    "requirements-teams.lock": [*NEEDED, *PROJECT["optional-dependencies"]["teams"]],
}


def lines(instruction: str) -> list[str]:
    return [
        line.removeprefix(f"{instruction} ") for line in CONTAINER.splitlines() if line.startswith(f"{instruction} ")
    ]


def test_the_container_has_the_whole_product_and_each_file_exists() -> None:
    copied = [line.split()[0] for line in lines("COPY")]

    assert [name for name in copied if "$" not in name and not (ROOT / name).exists()] == []
    assert {name for name in copied if "/" not in name} == PRODUCT
    sent = {line.removeprefix("!") for line in (ROOT / ".containerignore").read_text().splitlines() if line[0] == "!"}
    assert sent == {name.partition("/")[0] for name in copied}


def test_the_container_names_no_registry_and_does_not_run_as_root() -> None:
    assert lines("FROM") == ["python:3.11-slim"]
    assert int(lines("USER")[-1]) >= 1000


def test_the_container_asks_the_bot_how_it_is_and_runs_a_command_that_exists() -> None:
    (path,) = re.findall(r"http://127\.0\.0\.1:(\d+/\w+)", lines("HEALTHCHECK")[0])
    assert path == f"{BotSettings.model_fields['port'].default}/readyz"
    assert '"/readyz"' in (ROOT / "bot" / "app.py").read_text()

    assert lines("CMD") == ['["serve"]']
    assert parser().parse_args(["serve"]).run


def test_the_settings_of_the_container_are_settings() -> None:
    names = {pair.partition("=")[0] for pair in lines("ENV")[0].split()}

    assert {name.lower() for name in names - {"PYTHONPATH"}} <= set(BotSettings.model_fields)


def test_the_container_installs_a_lock_that_is_there_and_brings_teams_unless_told_otherwise() -> None:
    (lock,) = re.findall(r"^LOCK=(\S+)$", "\n".join(lines("ARG")), re.MULTILINE)
    (instead,) = re.findall(r"--build-arg LOCK=(\S+)", CONTAINER)

    assert lock == "requirements-teams.lock"
    assert {lock, instead} == set(LOCKS)
    assert {path.name for path in (ROOT / "deploy").glob("*.lock")} == set(LOCKS)
    assert "deploy/${LOCK} deploy/" in lines("COPY")
    assert "--require-hashes --requirement deploy/${LOCK}" in lines("RUN")[-1]


@pytest.mark.parametrize("lock", LOCKS)
def test_the_container_installs_what_was_tested(lock: str) -> None:
    """Each pinned version, with its hashes, is that of the tests."""
    tested = (ROOT / "requirements.lock").read_text()
    installed = (ROOT / "deploy" / lock).read_text()
    pins = re.findall(r"^[^\s#].*?(?=^\S|\Z)", installed, re.MULTILINE | re.DOTALL)

    assert [pin.split()[0] for pin in pins if pin.strip() not in tested] == []
    names = {re.split(r"[\[><=; ]", one)[0] for one in LOCKS[lock]}
    assert names - set(re.findall(r"^([\w-]+)(?:\[\w+\])?==", installed, re.MULTILINE)) == set()
    assert not {"pytest", "ruff", "mypy", "playwright"} & set(re.findall(r"^([\w-]+)==", installed, re.MULTILINE))


def test_who_has_slack_alone_installs_nothing_of_teams() -> None:
    slack, both = ((ROOT / "deploy" / lock).read_text() for lock in LOCKS)

    assert "pyjwt==" not in slack
    assert "pyjwt[crypto]==" in both or "pyjwt==" in both


def test_the_unit_starts_a_command_that_exists() -> None:
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment, method-assign]
    unit.read(UNIT)

    command = unit["Service"]["ExecStart"].split()
    assert command[0].endswith("/.venv/bin/kaizen")
    assert parser().parse_args(command[1:]).run
    assert unit["Service"]["NoNewPrivileges"] == "yes"


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not on this machine")
def test_systemd_understands_the_unit(tmp_path: Path) -> None:
    """With a program that is here, since `verify` looks for it."""
    (tmp_path / UNIT.name).write_text(re.sub(r"ExecStart=\S+", f"ExecStart={shutil.which('true')}", UNIT.read_text()))
    looked = subprocess.run(
        [str(shutil.which("systemd-analyze")), "verify", str(tmp_path / UNIT.name)],
        capture_output=True,
        text=True,
        check=False,
    )

    # Of other units, and of a machine that systemd does not run, it may say what it likes.
    assert [line for line in looked.stderr.splitlines() if UNIT.name in line] == []
