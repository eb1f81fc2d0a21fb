"""What the tests at full size share."""

from collections.abc import Iterator

import pytest

from tests.bot.conftest import slack
from tests.torture.process import started

__all__ = ["slack"]


@pytest.fixture(autouse=True)
def _nothing_runs_on() -> Iterator[None]:
    """A test that fails leaves no process behind."""
    yield
    for process in started:
        if process.poll() is None:
            process.kill()
            process.wait()
    started.clear()
