"""The message of the day to many people who do many steps: owed in one pass, sent in pace, and counted all the time."""

import asyncio
import time
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from bot.answering import Answering
from bot.capabilities import routes
from bot.delivery import Delivery
from bot.pacing import BURST, Pacing
from bot.sending import LaterError, Posted
from storage.db import Database
from storage.outbox import Outbox
from storage.people import Account
from storage.reminded import reminded
from storage.system import lanes
from tests.bot.test_lanes import KilledError
from tests.conftest import MR, District
from tests.fan_out import PAST, Receiver
from tests.many_steps import MORNING, many_steps
from tests.reminding import at, tick
from views.elements import Card

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
PEOPLE, EACH, FIVE = 40, 5, 5.0


@dataclass
class Clock:
    """Seconds that this process computes, and those that it would have slept: nobody waits, and work still counts."""

    slept: float = 0.0

    def now(self) -> float:
        return time.process_time() + self.slept

    async def sleep(self, seconds: float) -> None:
        self.slept += seconds


@dataclass
class Counting(Receiver):
    """As `Receiver`, which looks at the ledger with each message; at some it says that it was too fast, or dies."""

    district: District | None = None
    limited: set[int] = field(default_factory=set)
    killed: set[int] = field(default_factory=set)
    tries: int = 0

    async def post(self, account: Account, card: Card, key: str) -> Posted:
        assert self.district
        assert sum(ledger(self.district).values()) == PEOPLE
        self.tries += 1
        if self.tries in self.limited:
            raise LaterError("ratelimited", wait=1, limited=True)
        posted = await super().post(account, card, key)
        if self.tries in self.killed:
            raise KilledError
        return posted


def ledger(district: District) -> dict[str, int]:
    return {state: n for state, n in district.do(lambda tx: Outbox(tx).ledger()).items() if n}


def delivery(database: Database, receiver: Receiver, me: str, pace: Pacing) -> Delivery:
    made = Delivery(database, lambda: Answering(database, routes(), lambda: None), me)
    made.senders["slack"], made.pace = receiver, pace
    return made


def free(database: Database) -> None:
    """Every lane has rested, and every lease of whoever died has run out."""
    database.system_now(lambda c: c.execute(lanes.update().values(next_at=PAST, until=PAST)))


@pytest.fixture
def owed(district: District) -> District:
    """A morning on which everybody is reminded of one step at least."""
    many_steps(district, people=PEOPLE, each=EACH)
    tick(district, MORNING)
    return district


def test_all_that_is_due_is_owed_in_one_pass_and_sent_at_the_pace_that_was_set(owed: District) -> None:
    assert ledger(owed) == {"pending": PEOPLE}
    told = owed.do(lambda tx: tx.rows(reminded))
    assert len({row["person"] for row in told}) == PEOPLE
    assert len(told) == 2 * PEOPLE  # of each what is due on that day, and within a week
    clock, receiver = Clock(), Counting(district=owed)
    pace = Pacing(FIVE, clock=clock.now, sleep=clock.sleep)

    began = clock.now()
    asyncio.run(delivery(owed.database, receiver, "one", pace).send_all())

    ideal = (PEOPLE - BURST) / FIVE
    assert ideal <= clock.now() - began <= ideal / 0.95
    assert ledger(owed) == {"sent": PEOPLE}
    assert receiver.repeats == 0


def test_with_three_replicas_of_which_one_is_killed_and_a_limit_between_nobody_is_left_out(owed: District) -> None:
    receiver = Counting(district=owed, limited={12, 30}, killed={20})
    clock = Clock()
    pace = Pacing(FIVE, clock=clock.now, sleep=clock.sleep)
    replicas = [delivery(owed.database, receiver, me, pace) for me in ("one", "two", "three")]

    async def work() -> None:
        await asyncio.gather(*(sending.send_all() for sending in replicas), return_exceptions=True)

    for _ in range(6):
        asyncio.run(work())
        free(owed.database)

    assert ledger(owed) == {"sent": PEOPLE}
    assert len(receiver.got) == PEOPLE
    assert receiver.repeats == 1  # what was on its way as one was killed


def test_whoever_is_asked_something_does_not_wait_for_what_all_get(owed: District) -> None:
    person = owed.person(MR)
    later = at(MORNING) + timedelta(minutes=1)
    owed.do(lambda tx: Outbox(tx).owe("car.card", "CAR-2026-001", to=person, key="asked"), now=later)

    due = owed.do(lambda tx: Outbox(tx).due("slack:T1", tx.now, 3), now=later)

    assert [one.what for one in due] == ["car.card", "reminders.day", "reminders.day"]
