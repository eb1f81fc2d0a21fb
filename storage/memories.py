"""What is kept in memory of each district, and up to which entry of its history it holds (storage/kept.py)."""

from collections.abc import Collection
from dataclasses import field
from typing import Any, Self

from domain.frozen import dataclass

MOST_MEMORIES = 200  # districts


@dataclass(frozen=True, slots=True)
class Memory:
    """What was made of a district's record tables, by table and maker, and the newest entry of history at that time."""

    seen: int
    made: dict[str, dict[Any, Any]] = field(default_factory=dict)

    def without(self, tables: Collection[str], newest: int) -> Self:
        """The same once entries of these tables were made: a new one, since others may still fill this one."""
        return type(self)(newest, {name: dict(made) for name, made in [*self.made.items()] if name not in tables})


class Memories:
    """The memories of the districts that were asked for last."""

    def __init__(self) -> None:
        self._by_district: dict[str, Memory] = {}

    def get(self, district: str) -> Memory | None:
        return self._by_district.get(district)

    def forget(self) -> None:
        """What was made of entries that were not committed after all is nobody's."""
        self._by_district.clear()

    def entered(self, district: str, before: int, tables: Collection[str], newest: int) -> None:
        """A transaction of this process entered that: whoever comes next need not ask history what it was."""
        memory = self.get(district)
        if memory and memory.seen == before:
            self.keep(district, memory.without(tables, newest))

    def keep(self, district: str, memory: Memory) -> Memory:
        if len(self._by_district) >= MOST_MEMORIES:
            self._by_district.clear()
        self._by_district[district] = memory
        return memory
