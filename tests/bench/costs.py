"""What it costs to start, to rest, and to send many messages."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

import httpx

from storage.db import Database
from tests.bench.scenes import METRICS_TOKEN, url_of
from tests.bench.slack import TOKEN
from tests.bot.conftest import FakeSlack, until
from tests.bot.installed import KEY, put_in
from tests.fan_out import fan_out
from tests.process import Running

#: Libraries load these where they are, which takes time and memory that an installation does not spend.
DEVELOPERS_HAVE = ("greenlet", "python_multipart", "rich")
INSTALLED = {"PYTHONPATH": str(Path(__file__).parent / "installed"), "NOT_THERE": " ".join(DEVELOPERS_HAVE)}
WORKSPACES, PATIENCE = 4, 300.0
REST = 2.0  # seconds after which it has begun all that it does beside answering
SELDOM = 0.25  # seconds between two looks: whoever looks all the time measures that as well


@dataclass(frozen=True)
class Start:
    """Seconds until it is ready; that, divided by what Python takes to import Bolt, without and with asyncio; bytes."""

    ready: float
    bolt: float
    async_bolt: float
    memory: int


def start(slack: Running, database: Database, *, rounds: int) -> Start:
    """Start the bot and, in turn, a Python that imports Bolt and ends: each as where only the bot is installed."""
    ready, bolt, async_bolt, memory = [], [], [], []
    for _ in range(rounds):
        began = perf_counter()
        running = Running.start(url_of(database), FakeSlack(url=slack.url), **INSTALLED)
        ready.append(perf_counter() - began)
        bolt.append(ready[-1] / importing("slack_bolt"))
        async_bolt.append(ready[-1] / importing("slack_bolt.async_app"))
        time.sleep(REST)
        memory.append(running.memory)
        running.stop()
    return Start(median(ready), median(bolt), median(async_bolt), int(median(memory)))


def importing(module: str) -> float:
    """Seconds that a Python takes which imports this and ends."""
    began = perf_counter()
    subprocess.run([sys.executable, "-c", f"import {module}"], check=True, env=os.environ | INSTALLED)
    return perf_counter() - began


@dataclass(frozen=True)
class Sending:
    """Of each message: seconds computed, and commits; and how many left in a second."""

    cpu: float
    commits: float
    rate: float


def typical(several: Sequence[Sending]) -> Sending:
    return Sending(*(median(getattr(one, name) for one in several) for name in ("cpu", "commits", "rate")))


def sending(slack: Running, database: Database, *, each: int) -> Sending:
    """Let a bot send so many messages in each of four workspaces; the first few, not counted, warm it up."""
    owed = fan_out(database, workspaces=WORKSPACES, each=each // 10)
    for workspace in owed.workspaces:
        put_in(database, workspace, f"{TOKEN}{workspace}", district=workspace.lower())
    running = Running.start(url_of(database), FakeSlack(url=slack.url), METRICS_TOKEN=METRICS_TOKEN, SECRET_KEY=KEY)
    until(lambda: not owed.ledger()["pending"], PATIENCE, every=SELDOM)
    cpu, commits, before = running.cpu, commits_of(running), len(owed.keys)

    owed.owe(each)
    began = perf_counter()
    until(lambda: not owed.ledger()["pending"], PATIENCE, every=SELDOM)
    took = perf_counter() - began

    many = len(owed.keys) - before
    found = Sending((running.cpu - cpu) / many, (commits_of(running) - commits) / many, many / took)
    running.stop()
    return found


def commits_of(running: Running) -> float:
    headers = {"authorization": f"Bearer {METRICS_TOKEN}"}
    told = httpx.get(f"{running.url}/metrics", headers=headers).text
    (count,) = re.findall(r"^kaizen_commit_seconds_count ([0-9.e+]+)$", told, re.MULTILINE)
    return float(count)
