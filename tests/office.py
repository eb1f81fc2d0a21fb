"""What the office does with people, for tests that need it."""

from dataclasses import replace
from typing import Any

from handlers.routing import Draw, Show
from storage.people import People
from storage.settings import DistrictSettings
from tests.conftest import MR, NOW, District
from tests.story import ROUTES, ask
from views.elements import Card, Item, Items

MORE = "U9"  # a second account, or a second admin
WEEK = {"first": "2026-03-09", "last": "2026-03-13"}


def drawn(district: District, who: str, named: Draw) -> Card:
    card: Card = district.do(lambda tx: ROUTES[named.what].handle(district.call(tx, who, about=named.about)))
    return card


def items(card: Card) -> list[Item]:
    return [item for part in card.parts if isinstance(part, Items) for item in part.items]


def screen(district: District, who: str = MR) -> dict[str, str]:
    """What the screen of seats says, by the seat's name."""
    reply = ask(district, who, "people.open")
    assert isinstance(reply, Show)
    said: dict[str, str] = {}
    for item in items(reply.card):
        said[item.name] = f"{said[item.name]}; {item.detail}" if item.name in said else item.detail
    return said


def known(district: District, external: str, **told: Any) -> str:
    """Somebody of whom the directory has told."""

    def meet(tx: Any) -> str:
        account = replace(district.account(tx, external), checked_at=NOW, **told)
        People(tx).refresh(account)
        return account.person

    return str(district.do(meet))


def setting(district: District, key: str, value: str) -> None:
    district.do(lambda tx: DistrictSettings(tx).set(key, value, by="system"))


def give(district: District, role: str, to: str, **form: Any) -> Draw:
    reply = ask(district, MR, "people.give", {"role": role, "person": district.person(to), **form})
    assert isinstance(reply, Draw)
    return reply


def away(district: District, who: str, deputy: str, **form: Any) -> Draw:
    reply = ask(district, who, "people.away", {**WEEK, "deputy": district.person(deputy), **form})
    assert isinstance(reply, Draw)
    return reply
