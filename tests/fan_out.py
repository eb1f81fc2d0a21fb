"""One message to each of many people, in several workspaces: what a digest or a reminder will owe."""

import asyncio
import itertools
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, func, select

from bot.answering import Answering
from bot.capabilities import routes
from bot.delivery import Delivery
from bot.sending import Posted
from domain.cars import Car
from storage.cars import CarLog
from storage.db import Database, Tx
from storage.outbox import Outbox, outbox
from storage.people import Account, People
from storage.system import connect_workspace, lanes
from views.elements import Card

PAST = datetime(2026, 1, 1, tzinfo=UTC)
NUMBER = "CAR-2026-001"


@dataclass
class FanOut:
    """The districts that owe something, and the keys of all that they owe."""

    database: Database
    workspaces: Sequence[str]
    keys: set[str] = field(default_factory=set)

    def owe(self, each: int, workspace: str = "") -> None:
        """Owe so many people of each workspace, or of one, one more card of one report."""
        times = len(self.keys)
        for one in [workspace] if workspace else self.workspaces:
            self.keys |= self._do(one, partial(_owed, workspace=one, each=each, times=times))

    def ledger(self) -> Counter[str]:
        """All districts' messages by state."""
        found: Counter[str] = Counter()
        for workspace in self.workspaces:
            found.update(self._do(workspace, lambda tx: Outbox(tx).ledger()))
        return +found

    def lanes_of(self, owner: str) -> int:
        """How many lanes somebody has claimed, with a lease that has not run out."""
        found = select(func.count()).select_from(lanes).where(lanes.c.owner.like(owner), lanes.c.until > PAST)
        return int(self.database.system_now(lambda c: c.execute(found).scalar_one()))

    def leases_run_out(self, owner: str = "%") -> None:
        """Half a minute later, as far as leases know: whoever died owns no lane any more."""
        self.database.system_now(
            lambda c: c.execute(lanes.update().where(lanes.c.owner.like(owner)).values(until=PAST))
        )

    def since(self, workspace: str, ago: timedelta, *where: ColumnElement[bool]) -> None:
        """Let what a workspace is owed, or some of it, have waited for so long."""
        due = {"due": datetime.now(UTC) - ago}
        self._do(workspace, lambda tx: tx.change(outbox, due, *where))

    def owners(self) -> set[str]:
        """Who sends on a lane just now."""
        found = select(lanes.c.owner).where(lanes.c.owner.is_not(None))
        return set(self.database.system_now(lambda c: c.execute(found).scalars().all()))

    def _do(self, workspace: str, work: Callable[[Tx], Any]) -> Any:
        return self.database.do(workspace.lower(), work, now=PAST, door="test")


def fan_out(database: Database, *, workspaces: int, each: int) -> FanOut:
    """Districts of one workspace each, with a report, that owe each person a card."""
    made = FanOut(database, [f"T{n}" for n in range(1, workspaces + 1)])
    for workspace in made.workspaces:
        with database.begin() as connection:
            connect_workspace(connection, "slack", workspace, new=workspace.lower())
        made._do(workspace, partial(_report, workspace=workspace))
    made.owe(each)
    return made


def _report(tx: Tx, workspace: str) -> None:
    by = People(tx).meet("slack", workspace, "U1", "Person 1")
    day = tx.now.date()
    log = CarLog(tx, People(tx).viewer(by))
    log.add(Car(number=NUMBER, requester=by.person, filed_at=tx.now, filed_on=day, happened_on=day, what="A gate"))


def _owed(tx: Tx, workspace: str, each: int, times: int) -> set[str]:
    people = [People(tx).meet("slack", workspace, f"U{n}", f"Person {n}") for n in range(1, each + 1)]
    for account in people:
        Outbox(tx).owe("car.card", NUMBER, to=account.person, key=f"{workspace}:{times}")
    return {f"{workspace}:{times}:{account.person}" for account in people}


@dataclass
class Receiver:
    """A platform that takes everything, and counts what it got by key; `honours` shows what came twice once."""

    honours: bool = False
    got: Counter[str] = field(default_factory=Counter)
    shown: list[str] = field(default_factory=list)
    numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    async def post(self, account: Account, card: Card, key: str) -> Posted:
        assert card.title
        self.got[key] += 1
        if not (self.honours and self.got[key] > 1):
            self.shown.append(key)
        return Posted(f"D{account.external}", str(next(self.numbers)))

    async def update(self, card: Card, where: Posted) -> None:
        raise AssertionError(f"nothing is drawn again here: {card.title}, {where}")

    async def publish(self, account: Account, card: Card) -> None:
        raise AssertionError(f"nobody's Home is drawn here: {card.title}, {account.external}")

    @property
    def repeats(self) -> int:
        return self.got.total() - len(self.got)


@contextmanager
def twenty(database: Database) -> Iterator[Callable[[], None]]:
    """Lets twenty be sent, once all is warm: in the `with` block, in which they are owed and then have left."""
    owed, receiver = fan_out(database, workspaces=1, each=2), Receiver()
    delivery = Delivery(database, lambda: answering, "test")
    answering = Answering(database, routes(), lambda: None)
    delivery.senders["slack"] = receiver
    asyncio.run(delivery.send_all())
    owed.owe(20)
    yield lambda: asyncio.run(delivery.send_all())
    assert receiver.got.total() == 22
