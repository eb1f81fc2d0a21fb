"""What the tests at full size share."""

from collections.abc import Iterator

import pytest

from tests.bot.conftest import slack, transport, workspace
from tests.process import end_all

__all__ = ["slack", "transport", "workspace"]


@pytest.fixture(autouse=True)
def _nothing_runs_on() -> Iterator[None]:
    """A test that fails leaves no process behind."""
    yield
    end_all()
