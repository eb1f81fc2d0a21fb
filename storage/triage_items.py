"""Reports that nobody has decided about, as items. Of urgent ones there is a message of its own."""

from collections.abc import Iterator

from domain.items import Item, ItemKind
from domain.people import PersonId
from domain.reminders import Waiting, decide_by
from storage.car_items import seated
from storage.db import Tx
from storage.settings import DistrictSettings
from storage.sources import Persons, Source
from storage.waiting import by_decider, undecided


def _not_urgent(tx: Tx) -> list[Waiting]:
    return [one for one in undecided(tx) if not one.urgent]


def _whom(tx: Tx) -> list[PersonId]:
    return list(by_decider(tx, _not_urgent(tx)))


def _items(tx: Tx, persons: Persons) -> Iterator[Item]:
    if not persons & seated(tx):
        return  # who decides has a seat, or acts in one
    settings, found = DistrictSettings(tx).all(), {one.number: one for one in _not_urgent(tx)}
    for person, numbers in by_decider(tx, found.values()).items():
        for one in (found[number] for number in numbers if person in persons):
            yield Item(
                kind=ItemKind.DECIDE,
                about=one.number,
                of=one.number,
                whose=person,
                since=one.since.astimezone(settings.zone).date(),
                due=decide_by(one, settings.rules, settings.zone),
                place=one.school,
            )


UNDECIDED = Source(whom=_whom, items=_items)
