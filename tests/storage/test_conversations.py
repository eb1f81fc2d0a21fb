"""What is kept of the conversations that the bot posts to."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from storage.conversations import Conversations
from storage.db import Tx
from tests.conftest import District


@pytest.mark.parametrize("seen_before", [False, True])
def test_two_looks_at_once_find_a_problem_once(district: District, *, seen_before: bool) -> None:
    if seen_before:
        district.do(lambda tx: Conversations(tx).seen("slack", "T1", "C1", label="cabinet"))

    def look(tx: Tx) -> bool:
        found = Conversations(tx).seen("slack", "T1", "C1", label="cabinet", problem="archived")
        time.sleep(0.3)  # until both have looked
        return found

    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(district.do, [look, look]))

    assert sorted(found) == [False, True]
