"""Jobs: what the bot does unasked, by a rule of the calendar, in each district."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.catching_up import CatchUp, Plan
from domain.schedules import Rule
from domain.settings import Settings
from storage.db import Tx

CHUNK = 100  # people whom one transaction owes a message: SQLite has one writer, and nobody may hold it for long


@dataclass(frozen=True, kw_only=True, slots=True)
class Occasion:
    """A slot that came due. `key` begins the key of every message that it causes."""

    job: str
    slot: str
    due: datetime
    after: str = ""  # where the last transaction of this slot stopped

    @property
    def key(self) -> str:
        return f"{self.job}:{self.slot}"


@dataclass(frozen=True, slots=True)
class Ran:
    """How much was done, and where to go on in another transaction, if there is more."""

    did: int = 0
    more: str | None = None


Run = Callable[[Tx, Occasion], Ran]


@dataclass(frozen=True, kw_only=True, slots=True)
class Job:
    """`run` gets a transaction of one district; run twice for one slot, it does nothing new.

    `everywhere`: also in a district that the bot can reach nowhere any more.
    """

    name: str
    run: Run
    rule: Callable[[Settings], Rule]
    catch_up: CatchUp
    grace: timedelta = timedelta(0)
    everywhere: bool = False

    def plan(self, settings: Settings) -> Plan:
        rule, zone = self.rule(settings), settings["timezone"]
        return Plan(rule=rule, zone=zone, catch_up=self.catch_up, grace=self.grace)


class Jobs:
    """The jobs of one capability."""

    def __init__(self) -> None:
        self.all: list[Job] = []

    def when(
        self,
        rule: Callable[[Settings], Rule],
        *,
        catch_up: CatchUp,
        grace: timedelta = timedelta(0),
        everywhere: bool = False,
    ) -> Callable[[Run], Run]:
        """Run by a rule, which may follow from what the district has set; `grace` is for those that skip."""

        def keep(run: Run) -> Run:
            name = f"{run.__module__.rpartition('.')[2]}.{run.__name__}"
            made = Job(name=name, run=run, rule=rule, catch_up=catch_up, grace=grace, everywhere=everywhere)
            self.all.append(made)
            return run

        return keep


def in_chunks(audience: Iterable[str], occasion: Occasion, owe: Callable[[str], object]) -> Ran:
    """Owe to the next ones of an audience, by the order of their ids."""
    left = sorted(person for person in audience if person > occasion.after)
    for person in left[:CHUNK]:
        owe(person)
    return Ran(did=len(left[:CHUNK]), more=left[CHUNK - 1] if len(left) > CHUNK else None)
