"""Jobs: what the bot does unasked, every so many hours, in each district."""

from collections.abc import Callable
from dataclasses import dataclass

from storage.db import Tx


@dataclass(frozen=True, kw_only=True, slots=True)
class Job:
    """`run` gets a transaction of one district; run twice, it does nothing new."""

    name: str
    hours: int
    run: Callable[[Tx], object]


class Jobs:
    """The jobs of one capability."""

    def __init__(self) -> None:
        self.all: list[Job] = []

    def every(self, *, hours: int) -> Callable[[Callable[[Tx], object]], Callable[[Tx], object]]:
        def keep(run: Callable[[Tx], object]) -> Callable[[Tx], object]:
            self.all.append(Job(name=run.__name__, hours=hours, run=run))
            return run

        return keep
