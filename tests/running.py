"""The demo as somebody starts it: `kaizen demo`, in processes of its own."""

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parent.parent


@contextmanager
def demo_running() -> Iterator[str]:
    """The address that `kaizen demo` prints."""
    command = [sys.executable, "-m", "bot", "demo", "--no-browser"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout
        for line in running.stdout:
            found = re.search(r"Kaizen is ready: (\S+)", line)
            if found:
                break
        assert found
        yield found[1]
        running.send_signal(signal.SIGINT)
        running.stdout.read()
