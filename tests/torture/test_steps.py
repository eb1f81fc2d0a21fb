"""A large district on one morning: 2,000 people who do 20,000 steps of plans."""

import resource
import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from playground.testing import Served
from storage.outbox import Outbox, outbox
from storage.reminded import reminded
from storage.schedules import schedules
from tests.bot.conftest import until
from tests.bot.installed import KEY, put_in
from tests.conftest import WORKSPACE, District
from tests.inbox import Inbox
from tests.many_steps import MORNING, many_steps
from tests.process import Running, end_all
from tests.reminding import tick

pytestmark = pytest.mark.torture
PEOPLE, EACH, PACE, AT_ONCE = 2000, 10, 5, 5
PATIENCE = 1.5 * PEOPLE / PACE
NEVER = "9999-12-31"  # after which nothing comes due: the bots' real day has a morning of its own


@pytest.fixture
def inbox() -> Iterator[Inbox]:
    fake = Inbox()
    with Served(fake.app()) as running:
        fake.url = running.url
        yield fake
    end_all()


def test_2000_people_with_20000_steps_are_owed_in_one_pass_and_reached_in_pace_by_three_replicas_of_which_one_is_killed(
    district: District, database_url: str, inbox: Inbox
) -> None:
    many_steps(district, people=PEOPLE, each=EACH)
    before, began = most_memory(), time.process_time()

    tick(district, MORNING)

    cpu, grew = time.process_time() - began, most_memory() - before
    told = len(district.do(lambda tx: tx.rows(reminded)))
    assert counted(district) == {"pending": PEOPLE}
    print(f"{PEOPLE} people, {PEOPLE * EACH} steps: {cpu:.1f} s of a processor, {grew:.0f} MB more; {told} lines")  # noqa: T201

    now = {"due": datetime.now(UTC)}
    district.do(lambda tx: tx.change(outbox, now))
    district.do(lambda tx: tx.change(schedules, {"last_slot": NEVER}))
    put_in(district.database, WORKSPACE, "xoxb-T1")
    inbox.teams["xoxb-T1"] = WORKSPACE
    running = [start(database_url, inbox)]
    until(lambda: inbox.got.total() > 0, PATIENCE)
    began, first, killed = time.monotonic(), inbox.got.total(), 0.0
    running += [start(database_url, inbox) for _ in range(2)]
    while counted(district) != {"sent": PEOPLE}:
        assert sum(counted(district).values()) == PEOPLE
        assert time.monotonic() - began < PATIENCE
        if not killed and inbox.got.total() > PEOPLE / 2:
            running[0].kill()
            killed = time.monotonic() - began
        time.sleep(0.5)
    took = time.monotonic() - began

    pace = (PEOPLE - first - AT_ONCE) / took
    print(f"{pace:.2f} messages a second, of {PACE} at most; {inbox.repeats} repeats")  # noqa: T201
    for one in running[1:]:
        one.stop()
    assert len(inbox.got) == PEOPLE
    assert inbox.repeats <= 1
    assert pace >= 0.95 * PACE * (1 - 30 / took)  # the lease of whoever was killed runs for half a minute


def most_memory() -> float:
    """Megabytes that this process ever held, as Linux counts them."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def start(database_url: str, inbox: Inbox) -> Running:
    return Running.start(database_url, inbox, token="", SECRET_KEY=KEY, MESSAGES_A_SECOND=str(PACE))


def counted(district: District) -> dict[str, int]:
    return {state: n for state, n in district.do(lambda tx: Outbox(tx).ledger()).items() if n}
