"""Whether something changes, or only varies: run charts and p-charts.

The run chart's rule is that of Anhøj and Olesen (2014): a run on one side of the median that is too long, or too few
crossings of it. There is no rule of "n rising points": such runs come by chance.
"""

from collections.abc import Sequence
from itertools import accumulate, groupby, pairwise
from math import comb, log2, sqrt
from statistics import median

from domain.frozen import dataclass

JUDGED = 10  # points, below which nothing is said of them
EACH = 5  # of a month, below which a share of them has no limits worth drawing
SIGMAS = 3
IN_TWENTY = 20  # one in twenty is 5 %


def can_judge(n: int) -> bool:
    """Whether there are enough points, or reports, to say more of them than which they are."""
    return n >= JUDGED


@dataclass(frozen=True, kw_only=True, slots=True)
class RunChart:
    centre: float
    useful: int  # points that are not on the median
    longest: int  # run on one side of it
    most: int  # longest run that comes by chance
    crossings: int
    fewest: int  # crossings that come by chance

    @property
    def judged(self) -> bool:
        return can_judge(self.useful)

    @property
    def signal(self) -> bool:
        """Whether it changed; never said of too few points."""
        return self.judged and (self.longest > self.most or self.crossings < self.fewest)


def run_chart(points: Sequence[float]) -> RunChart | None:
    """None where there is no point at all."""
    if not points:
        return None
    centre = median(points)
    sides = [point > centre for point in points if point != centre]
    return RunChart(
        centre=centre,
        useful=len(sides),
        longest=max((len(list(run)) for _, run in groupby(sides)), default=0),
        most=longest_run(len(sides)),
        crossings=sum(one is not other for one, other in pairwise(sides)),
        fewest=fewest_crossings(len(sides)),
    )


def longest_run(n: int) -> int:
    """The longest run among n useful points that still comes by chance."""
    return round(log2(n) + 3) if n else 0


def fewest_crossings(n: int) -> int:
    """The 5 % quantile of the binomial distribution of n - 1 trials with an even chance."""
    trials = max(0, n - 1)
    chances = accumulate(comb(trials, crossings) for crossings in range(trials + 1))
    return next(crossings for crossings, chance in enumerate(chances) if chance * IN_TWENTY >= 2**trials)


@dataclass(frozen=True, kw_only=True, slots=True)
class Sample:
    """How many of a month's were so."""

    n: int
    d: int

    def __post_init__(self) -> None:
        if not 0 <= self.d <= self.n:
            raise ValueError(f"{self.d} of {self.n}")


@dataclass(frozen=True, kw_only=True, slots=True)
class PChart:
    centre: float
    shares: tuple[float, ...]
    lower: tuple[float, ...]
    upper: tuple[float, ...]

    @property
    def judged(self) -> bool:
        return can_judge(len(self.shares))

    @property
    def outside(self) -> tuple[int, ...]:
        """Which points lie outside their limits; never said of too few points."""
        points = zip(self.lower, self.shares, self.upper, strict=True)
        return tuple(nth for nth, (low, share, high) in enumerate(points) if self.judged and not low <= share <= high)


def p_chart(samples: Sequence[Sample]) -> PChart | None:
    """Months of which there were none are no points. None where there is no point at all."""
    kept = [sample for sample in samples if sample.n]
    if not kept:
        return None
    centre = sum(sample.d for sample in kept) / sum(sample.n for sample in kept)
    wide = [SIGMAS * sqrt(centre * (1 - centre) / sample.n) for sample in kept]
    return PChart(
        centre=centre,
        shares=tuple(sample.d / sample.n for sample in kept),
        lower=tuple(max(0.0, centre - one) for one in wide),
        upper=tuple(min(1.0, centre + one) for one in wide),
    )


def fits_p_chart(samples: Sequence[Sample]) -> bool:
    """Whether each month has enough; else a run chart says more."""
    kept = [sample.n for sample in samples if sample.n]
    return bool(kept) and min(kept) >= EACH
