"""Several lanes are sent at once: what is wrong with one delays no other; and whoever sends may die at any point."""

import asyncio
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, TypeVar

import pytest

from bot.answering import Answering
from bot.capabilities import routes
from bot.delivery import BATCH, LANES_AT_ONCE, Delivery
from bot.sending import LaterError, Posted
from storage.db import Database
from storage.outbox import outbox
from storage.people import Account
from storage.system import Lane, claim_lane
from tests.bot.conftest import LONG
from tests.bot.test_delivery import KilledError
from tests.conftest import ON_BOTH, counter
from tests.fan_out import Receiver, fan_out
from views.elements import Card

pytestmark = ON_BOTH

T = TypeVar("T")


@dataclass
class Troubled(Receiver):
    """As `Receiver`, but does not answer a workspace of `held` before it is `freed`, and takes nothing of `limited`."""

    held: set[str] = field(default_factory=set)
    limited: set[str] = field(default_factory=set)
    freed: asyncio.Event = field(default_factory=asyncio.Event)
    now: int = 0
    most: int = 0

    async def post(self, account: Account, card: Card, key: str) -> Posted:
        if account.workspace in self.limited:
            raise LaterError("ratelimited", wait=60, lane=True)
        self.now += 1
        self.most = max(self.most, self.now)
        if account.workspace in self.held:
            await self.freed.wait()
        self.now -= 1
        return await super().post(account, card, key)


def delivery(database: Database, receiver: Receiver, me: str = "one") -> Delivery:
    made = Delivery(database, lambda: Answering(database, routes(), lambda: None), me)
    made.senders["slack"] = receiver
    return made


async def eventually(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(LONG):
        while not true():  # noqa: ASYNC110 - what is asked is the database, which tells nobody
            await asyncio.sleep(0.005)


def test_a_workspace_that_does_not_answer_delays_no_other(database: Database) -> None:
    owed = fan_out(database, workspaces=4, each=5)
    receiver = Troubled(held={"T1"})
    sending = delivery(database, receiver)

    async def story() -> None:
        running = asyncio.create_task(sending.run())
        sending.wake()
        await eventually(lambda: owed.ledger() == {"sent": 15, "pending": 5})
        assert [key for key in receiver.got if key.startswith("T1:")] == []
        receiver.freed.set()
        await eventually(lambda: owed.ledger() == {"sent": 20})
        sending.stop()
        await running

    asyncio.run(story())

    assert (receiver.got.keys(), receiver.repeats) == (owed.keys, 0)


def test_what_comes_while_a_workspace_does_not_answer_is_sent_as_well(database: Database) -> None:
    owed = fan_out(database, workspaces=2, each=0)
    owed.owe(1, "T1")
    receiver = Troubled(held={"T1"})
    sending = delivery(database, receiver)

    async def story() -> None:
        running = asyncio.create_task(sending.run())
        sending.wake()
        await eventually(lambda: receiver.now == 1)
        owed.owe(3, "T2")
        sending.wake()
        await eventually(lambda: owed.ledger() == {"sent": 3, "pending": 1})
        sending.stop()
        receiver.freed.set()
        await running

    asyncio.run(story())

    assert receiver.got.keys() == owed.keys


def test_only_so_many_lanes_are_sent_at_once_each_under_a_name_of_its_own(database: Database) -> None:
    owed = fan_out(database, workspaces=LANES_AT_ONCE + 3, each=1)
    everywhere = {f"T{n}" for n in range(1, LANES_AT_ONCE + 4)}
    receiver = Troubled(held=everywhere)
    sending = delivery(database, receiver)

    async def story() -> None:
        working = asyncio.create_task(sending.send_all())
        await eventually(lambda: receiver.now == LANES_AT_ONCE)
        assert len(owed.owners()) == LANES_AT_ONCE  # or one that lost its lane would let go of another's
        receiver.freed.set()
        await working

    asyncio.run(story())

    assert receiver.most == LANES_AT_ONCE
    assert owed.ledger() == {"sent": LANES_AT_ONCE + 3}


def test_a_limit_pushes_one_lane_back_and_no_other(database: Database) -> None:
    owed = fan_out(database, workspaces=3, each=4)
    receiver = Troubled(limited={"T2"})

    asyncio.run(delivery(database, receiver).send_all())
    assert owed.ledger() == {"sent": 8, "pending": 4}

    receiver.limited.clear()
    asyncio.run(delivery(database, receiver).send_all())
    assert owed.ledger() == {"sent": 8, "pending": 4}  # its minute is not over


def test_while_somebody_waits_for_an_answer_it_is_not_asked_what_is_owed(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.delivery.PATIENCE", LONG)
    owed, receiver = fan_out(database, workspaces=1, each=1), Receiver()
    answering, looks, look = Answering(database, routes(), lambda: None), [], database.system
    sending = Delivery(database, lambda: answering, "one")
    sending.senders["slack"] = receiver

    async def system(work: Callable[..., T]) -> T:
        looks.append(work)
        return await look(work)

    async def story() -> None:
        running = asyncio.create_task(sending.run())
        with answering.turns.first():
            sending.wake()
            await asyncio.sleep(0.1)
            assert looks == []
        await eventually(lambda: owed.ledger() == {"sent": 1})
        sending.stop()
        await running

    monkeypatch.setattr(database, "system", system)
    asyncio.run(story())

    assert looks


def test_the_lane_that_waits_longest_is_sent_first(database: Database) -> None:
    owed = fan_out(database, workspaces=3, each=1)
    for days, workspace in ((2, "T1"), (1, "T2"), (3, "T3")):
        owed.since(workspace, timedelta(days=days))

    def claim() -> Lane | None:
        return database.system_now(lambda c: claim_lane(c, "one", timedelta(seconds=30), ["slack"]))

    claimed = [claim() for _ in range(3)]

    assert [lane.name for lane in claimed if lane] == ["slack:T3", "slack:T1", "slack:T2"]


def test_a_lane_with_much_to_send_lets_those_that_wait_longer_have_their_turn(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.delivery.LANES_AT_ONCE", 1)
    owed = fan_out(database, workspaces=2, each=0)
    owed.owe(BATCH + 10, "T1")
    owed.owe(1, "T2")
    owed.since("T1", timedelta(days=3), outbox.c.nth <= BATCH)
    owed.since("T1", timedelta(days=1), outbox.c.nth > BATCH)
    owed.since("T2", timedelta(days=2))
    receiver = Receiver()

    asyncio.run(delivery(database, receiver).send_all())

    assert [key.partition(":")[0] for key in receiver.shown] == ["T1"] * BATCH + ["T2"] + ["T1"] * 10


def test_who_lost_a_lane_to_another_turn_of_the_same_process_stops(database: Database) -> None:
    owed = fan_out(database, workspaces=1, each=6)
    receiver = Troubled(held={"T1"})
    sending = delivery(database, receiver)

    async def story() -> None:
        slow = asyncio.create_task(sending.send_all())
        await eventually(lambda: receiver.now == 1)
        owed.leases_run_out()
        receiver.held.clear()
        await sending.send_all()
        receiver.freed.set()
        await slow

    asyncio.run(story())

    assert (receiver.got.keys(), receiver.repeats) == (owed.keys, 1)


@dataclass
class Life:
    """How long a process lives: so many hops to the database, and whether the last one is still done."""

    hops: int
    done: bool


class MortalDatabase(Database):
    """A database whose process dies before or after a hop: at a claim, a look, a drawing or a note that it was sent."""

    life = Life(hops=0, done=True)

    async def run(self, *given: Any, **more: Any) -> Any:
        return await self._living(super().run(*given, **more))

    async def system(self, work: Any) -> Any:
        return await self._living(super().system(work))

    async def _living(self, hop: Any) -> Any:
        self.life.hops -= 1
        if self.life.hops <= 0 and not self.life.done:
            hop.close()
            raise KilledError
        found = await hop
        if self.life.hops <= 0:
            raise KilledError
        return found


KILLS, WORKSPACES, EACH = 20, 3, 30


@pytest.mark.parametrize(("replicas", "honours"), [(1, False), (2, False), (1, True)])
def test_r27_killed_at_twenty_points_nothing_is_lost_and_at_most_one_message_a_lane_is_repeated(
    database_url: str, replicas: int, *, honours: bool
) -> None:
    database, mortal = Database(database_url, mint=counter()), MortalDatabase(database_url, mint=counter())
    owed = fan_out(database, workspaces=WORKSPACES, each=EACH)
    receiver, chance = Receiver(honours=honours), random.Random(replicas)  # noqa: S311 - a point to die at
    kills = may_repeat = 0

    while kills < KILLS or not receiver.repeats:  # by chance none was between sending and noting it
        if owed.ledger()["pending"] < EACH:
            owed.owe(EACH)
        mortal.life = Life(chance.randint(1, 16), done=chance.random() < 1 / 2)
        others = [delivery(database, receiver, "other") for _ in range(replicas - 1)]
        kills += asyncio.run(killed(delivery(mortal, receiver, "mortal"), others))
        assert owed.ledger().total() == len(owed.keys)
        may_repeat += owed.lanes_of("mortal/%")
        owed.leases_run_out()
    mortal.close()  # a thread of the last one that died may have claimed a lane since then
    owed.leases_run_out()
    asyncio.run(delivery(database, receiver).send_all())

    ledger = owed.ledger()
    database.close()
    assert ledger == {"sent": len(owed.keys)}
    assert receiver.got.keys() == owed.keys
    assert 0 < receiver.repeats <= may_repeat < kills * WORKSPACES
    assert len(receiver.shown) == len(owed.keys) + (0 if honours else receiver.repeats)


async def killed(mortal: Delivery, others: list[Delivery]) -> bool:
    """Let them send until one dies, and the others are told to stop; whether it died."""
    running = [asyncio.create_task(other.send_all()) for other in others]
    died = False
    try:
        await mortal.send_all()
    except BaseExceptionGroup as error:
        died = error.subgroup(KilledError) is not None
    for other in others:
        other.stop()
    await asyncio.gather(*running)
    return died


@dataclass
class Stopping(Receiver):
    """As `Receiver`, but has its sender stopped while a message is on its way."""

    sender: Delivery | None = None
    left: int = 0

    async def post(self, account: Account, card: Card, key: str) -> Posted:
        self.left -= 1
        if self.sender and not self.left:
            self.sender.stop()
        return await super().post(account, card, key)


def test_told_to_stop_at_any_point_nothing_is_repeated(database: Database) -> None:
    owed = fan_out(database, workspaces=WORKSPACES, each=20)
    receiver, chance, stops = Stopping(), random.Random(7), 0  # noqa: S311 - a point to stop at

    while owed.ledger() != {"sent": len(owed.keys)}:
        receiver.sender, receiver.left = delivery(database, receiver, f"stopped{stops}"), chance.randint(1, 6)
        asyncio.run(receiver.sender.send_all())
        assert owed.ledger().total() == len(owed.keys)
        stops += 1

    assert stops > 5
    assert (receiver.got.keys(), receiver.repeats) == (owed.keys, 0)
