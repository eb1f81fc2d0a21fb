"""Which few kinds make up most: counts in order, with the share of all that they make up so far."""

from collections.abc import Callable, Mapping

from domain.frozen import dataclass

OTHER = "other"  # what is named nowhere else; always last


@dataclass(frozen=True, kw_only=True, slots=True)
class Bar:
    key: str
    count: int
    cumulative: float  # per cent, to one decimal


def pareto(counts: Mapping[str, int], *, most: int = 8, words: Callable[[str], str] = str) -> list[Bar]:
    """The largest first; those of one size by their words; what does not fit among `most` joins "other"."""
    named = {key: count for key, count in counts.items() if key != OTHER and count}
    order = sorted(named, key=lambda key: (-named[key], words(key).casefold(), key))
    total, shown = sum(counts.values()), order[:most]
    rest = total - sum(named[key] for key in shown)
    rows = [*((key, named[key]) for key in shown), *([(OTHER, rest)] if rest else [])]
    bars, so_far = [], 0
    for key, count in rows:
        so_far += count
        bars.append(Bar(key=key, count=count, cumulative=round(100 * so_far / total, 1)))
    return bars
