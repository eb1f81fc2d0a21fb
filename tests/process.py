"""A program of ours as a process of its own, and what Linux says of it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import httpx

from bot.settings import CHECKOUT
from tests.bot.conftest import LONG, SECRET, FakeSlack
from tests.ports import free_port

TOKEN = "xoxb-test"
started: "list[subprocess.Popen[bytes]]" = []  # so that none outlives its test


@dataclass
class Running:
    """A process that serves at `url`."""

    process: "subprocess.Popen[bytes]"
    url: str

    @classmethod
    def start(cls, database_url: str, slack: FakeSlack, *, token: str = TOKEN, **more: str) -> Self:
        """`kaizen serve`, ready to answer; without a token of the environment's where it is empty."""
        told = {
            "DATABASE_URL": database_url,
            "SLACK_API_URL": f"{slack.url}/api/",
            "SLACK_SIGNING_SECRET": SECRET,
            "LOG_LEVEL": "ERROR",
            "MESSAGES_A_SECOND": "0",
        }
        if token:
            told["SLACK_BOT_TOKEN"] = token
        made = cls.begin(["bot", "serve"], {**told, **more})
        made.wait()
        return made

    @classmethod
    def begin(cls, module: Sequence[str], told: dict[str, str]) -> Self:
        """`python -m` a module, which finds its port in its environment, not ready yet."""
        port = free_port()
        environment = {**os.environ, **told, "PORT": str(port)}
        process = subprocess.Popen([sys.executable, "-m", *module], env=environment, cwd=CHECKOUT)
        started.append(process)
        return cls(process, f"http://127.0.0.1:{port}")

    def wait(self) -> None:
        """Until it answers."""
        deadline = time.monotonic() + LONG
        with httpx.Client(timeout=LONG) as client:  # one for all: to make one costs ten times what a refusal does
            while time.monotonic() < deadline and self.process.poll() is None:
                try:
                    if client.get(f"{self.url}/readyz").status_code == 200:
                        return
                except httpx.TransportError:
                    time.sleep(0.005)  # a start is measured by this
        raise AssertionError("it did not start")

    def kill(self) -> None:
        """As kill -9: it gets no chance to do anything."""
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def tell_to_stop(self) -> None:
        """As systemd does it."""
        self.process.terminate()

    def stop(self) -> None:
        self.tell_to_stop()
        self.has_ended()

    def has_ended(self) -> None:
        """In good order, before systemd would kill it."""
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
    def cpu(self) -> float:
        """Seconds that it has computed, in all its threads."""
        told = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")

    @property
    def files(self) -> int:
        """How many files and connections it has open."""
        return len(list(Path(f"/proc/{self.process.pid}/fd").iterdir()))


def end_all() -> None:
    """Nothing that was started runs on."""
    for process in started:
        if process.poll() is None:
            process.kill()
            process.wait()
    started.clear()
