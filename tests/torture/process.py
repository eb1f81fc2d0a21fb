"""The bot as it is installed, a process of its own, and a Slack that counts what it is sent by key."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import httpx

from bot.settings import CHECKOUT
from tests.bot.conftest import SECRET, FakeSlack

START_SECONDS = 60.0
started: "list[subprocess.Popen[bytes]]" = []  # so that none outlives its test


@dataclass
class Inbox(FakeSlack):
    """Takes every message; where it `honours` the key, one that comes twice is shown once."""

    honours: bool = False
    got: Counter[str] = field(default_factory=Counter)
    stood: dict[str, dict[str, Any]] = field(default_factory=dict)

    def _usual(self, method: str, told: dict[str, Any]) -> dict[str, Any]:
        if method != "chat.postMessage" or "metadata" not in told:
            return super()._usual(method, told)
        metadata = told["metadata"] if isinstance(told["metadata"], dict) else json.loads(told["metadata"])
        key = metadata["event_payload"]["key"]
        self.got[key] += 1
        answer = super()._usual(method, told)
        return self.stood.setdefault(key, answer) if self.honours else answer

    @property
    def repeats(self) -> int:
        return self.got.total() - len(self.got)


@dataclass
class Running:
    """`kaizen serve`."""

    process: "subprocess.Popen[bytes]"
    url: str

    @classmethod
    def start(cls, database_url: str, slack: FakeSlack) -> Self:
        port = _free_port()
        told = {
            "DATABASE_URL": database_url,
            "SLACK_API_URL": f"{slack.url}/api/",
            "SLACK_BOT_TOKEN": "xoxb-test",
            "SLACK_SIGNING_SECRET": SECRET,
            "PORT": str(port),
            "LOG_LEVEL": "ERROR",
        }
        process = subprocess.Popen([sys.executable, "-m", "bot", "serve"], env={**os.environ, **told}, cwd=CHECKOUT)
        started.append(process)
        made = cls(process, f"http://127.0.0.1:{port}")
        made.wait()
        return made

    def wait(self) -> None:
        """Until it answers."""
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            try:
                if httpx.get(f"{self.url}/readyz").status_code == 200:
                    return
            except httpx.TransportError:
                time.sleep(0.02)
        raise AssertionError("the bot did not start")

    def kill(self) -> None:
        """As kill -9: it gets no chance to do anything."""
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        """As systemd does it."""
        self.process.terminate()
        assert self.process.wait(30) in (0, -signal.SIGTERM)  # the server ends by the signal once all is done

    @property
    def owner(self) -> str:
        """What the lanes that it holds say, as SQL's LIKE takes it."""
        return f"%:{self.process.pid}:%"

    @property
    def memory(self) -> int:
        """Bytes that are its own: what Linux counts as resident."""
        pages = int(Path(f"/proc/{self.process.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")

    @property
    def files(self) -> int:
        """How many files and connections it has open."""
        return len(list(Path(f"/proc/{self.process.pid}/fd").iterdir()))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
