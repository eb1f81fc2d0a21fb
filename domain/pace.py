"""How fast messages leave: so many a second, a few at once after a rest, and slower once a platform says so."""

from dataclasses import replace
from math import inf
from typing import Self

from domain.frozen import dataclass

SLOWEST = 1 / 8  # of the usual pace
GROWS = 1.02  # with each message: from half the pace to the usual one in 35


@dataclass(frozen=True, kw_only=True, slots=True)
class Pace:
    """A bucket that fills again: `burst` may leave at once, then `rate` a second. Times are seconds of any clock."""

    usual: float  # messages a second
    burst: int
    rate: float  # now: at most the usual one
    full_at: float = -inf  # when as many as `burst` may leave at once again

    def wait(self, now: float) -> float:
        """Seconds until the next one may leave."""
        return max(0.0, self.full_at - (self.burst - 1) / self.rate - now)

    def left(self, now: float) -> Self:
        """After one has left."""
        return replace(self, rate=min(self.usual, self.rate * GROWS), full_at=max(now, self.full_at) + 1 / self.rate)

    def slower(self) -> Self:
        """After the platform said that it was too fast."""
        return replace(self, rate=max(self.usual * SLOWEST, self.rate / 2))


def begin(usual: float, burst: int) -> Pace:
    return Pace(usual=usual, burst=burst, rate=usual)
