"""Jobs: what the bot does unasked, by a rule of the calendar, in each district."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from domain.catching_up import CatchUp, Plan
from domain.frozen import dataclass
from domain.schedules import Due, Rule
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
Missed = Callable[[Tx, Sequence[Due]], None]


def _none(_: Settings) -> timedelta:
    return timedelta(0)


def _never(_: Settings) -> bool:
    return False


@dataclass(frozen=True, kw_only=True, slots=True)
class Job:
    """`run` gets a transaction of one district; run twice for one slot, it does nothing new.

    `everywhere`: also in a district that the bot can reach nowhere any more. `rests`: whether it is not in force in a
    district; `missed` is told, in the transaction that passes them over, of slots that came too late.
    `posts`: people see it come, so that it stands in `kaizen calendar`.
    """

    name: str
    run: Run
    rule: Callable[[Settings], Rule]
    catch_up: CatchUp
    grace: Callable[[Settings], timedelta] = _none
    everywhere: bool = False
    rests: Callable[[Settings], bool] = _never
    missed: Missed | None = None
    posts: bool = False

    def plan(self, settings: Settings) -> Plan:
        rule, zone = self.rule(settings), settings["timezone"]
        return Plan(rule=rule, zone=zone, catch_up=self.catch_up, grace=self.grace(settings))


class Jobs:
    """The jobs of one capability."""

    def __init__(self) -> None:
        self.all: list[Job] = []

    def when(
        self,
        rule: Callable[[Settings], Rule],
        *,
        catch_up: CatchUp,
        grace: Callable[[Settings], timedelta] = _none,
        everywhere: bool = False,
        rests: Callable[[Settings], bool] = _never,
        missed: Missed | None = None,
        posts: bool = False,
    ) -> Callable[[Run], Run]:
        """Run by a rule, which may follow from what the district has set; `grace` is for those that skip.

        While it `rests`, what comes due is nothing; `missed` is told of what came too late.
        """

        def keep(run: Run) -> Run:
            name = f"{run.__module__.rpartition('.')[2]}.{run.__name__}"
            made = Job(name=name, run=run, rule=rule, catch_up=catch_up, grace=grace, everywhere=everywhere)
            self.all.append(replace(made, rests=rests, missed=missed, posts=posts))
            return run

        return keep


def in_chunks(audience: Iterable[str], occasion: Occasion, owe: Callable[[str], object]) -> Ran:
    """Owe to the next ones of an audience, by the order of their ids."""
    left = sorted(person for person in audience if person > occasion.after)
    for person in left[:CHUNK]:
        owe(person)
    return Ran(did=len(left[:CHUNK]), more=left[CHUNK - 1] if len(left) > CHUNK else None)
