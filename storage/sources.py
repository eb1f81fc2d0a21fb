"""How a capability gives what waits for people: a query for many of them at once, and who they may be at all."""

from collections.abc import Callable, Collection, Iterable
from collections.abc import Set as AbstractSet
from typing import Any

from sqlalchemy import Select, String, bindparam

from domain.frozen import dataclass
from domain.items import Item
from domain.people import PersonId
from storage.db import Tx
from storage.people import People
from storage.step_table import steps

Persons = AbstractSet[PersonId]
#: Those who are asked about, by every id that a record may name them with: given, so that a query is made once.
THEM = bindparam("them", type_=String, expanding=True)


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """Both name people by their canonical ids, and as the records do: who stands in for whom is not theirs to know."""

    whom: Callable[[Tx], Iterable[PersonId | str]]  # everybody for whom there may be something: more is no harm
    items: Callable[[Tx, Persons], Iterable[Item]]  # what waits for these, by as many queries for many as for one


def numbers_of(tx: Tx, query: Select[Any], person: PersonId, numbers: Collection[int]) -> set[int]:
    """Those of these steps of somebody that a query finds."""
    if not numbers:
        return set()
    mine = query.where(steps.c.number.in_(list(numbers)), steps.c.owner.in_(known_as(tx, {person})))
    return {row["number"] for row in tx.ask_once(mine)}


def known_as(tx: Tx, persons: Persons) -> list[str]:
    """Every id under which a record may name one of these."""
    return sorted({one for person in persons for one in People(tx).ids_of(person)})
