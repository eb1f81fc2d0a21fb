"""The lifecycle of a report as a table: what `kaizen lifecycle` prints, and what the manual shows."""

import json
from collections.abc import Iterable, Sequence

from domain.cars import SEEN, State
from domain.lifecycle import WAITS_FOR, as_rows


def as_table() -> str:
    """Each state in the members' words, and each move from one to another: Markdown."""
    states = ((f"`{state}`", SEEN[state], str(WAITS_FOR.get(state, "–"))) for state in State)
    moves = ((f"`{row['from']}`", f"`{row['to']}`", row["by"], row["needs"]) for row in as_rows())
    both = (("state", "members see", "waits for"), states), (("from", "to", "who", "what it needs"), moves)
    return "\n\n".join(_table(heads, rows) for heads, rows in both)


def as_json() -> str:
    return json.dumps(as_rows(), indent=2, ensure_ascii=False)


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    return "\n".join(f"| {' | '.join(row)} |" for row in (heads, ["---"] * len(heads), *rows))
