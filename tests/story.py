"""Reports as people file them, for tests that need one."""

from dataclasses import replace
from typing import Any

from bot.capabilities import routes
from domain.cars import Car, State
from domain.offices import Office
from domain.people import Role
from handlers.routing import Draw, Reply, answer
from storage.cars import CarLog
from storage.db import Tx
from storage.evidence import Evidence
from storage.holds import Holds
from storage.offices import Offices
from storage.outbox import Outbox, outbox
from storage.people import People, accounts
from storage.story import Story
from tests.conftest import MR, TEACHER, District

ROUTES = routes()


def ask(district: District, who: str, route: str, form: dict[str, Any] | None = None, **more: Any) -> Reply:
    """Let somebody do something, in a transaction of its own."""
    reply: Reply = district.do(lambda tx: answer(ROUTES[route], district.call(tx, who, **more), form))
    return reply


def filed(district: District, *, by: str = TEACHER, school: str | None = None, **form: Any) -> Car:
    """A report on record."""
    form = {"what": "The gate latch is broken", "happened_on": "2026-03-09", **form}
    reply = ask(district, by, "car.file", {**form, "school": school or district.school()})
    assert isinstance(reply, Draw)
    return seen(district, reply.about, by)


def seen(district: District, number: str, by: str = MR) -> Car:
    """A report as somebody sees it."""
    car: Car = district.do(lambda tx: CarLog(tx, district.call(tx, by).viewer).get(number))
    return car


def in_state(district: District, car: Car, state: State) -> Car:
    """The same report brought to a state that no screen leads to yet."""

    def work(tx: Tx) -> None:
        CarLog(tx, district.call(tx, MR).viewer).save(replace(car, state=state), was=car, did="test")

    district.do(work)
    return seen(district, car.number)


def owed(district: District) -> list[tuple[str, str]]:
    """What is owed, and to whom by their id on the platform."""
    return _owed(district, outbox.c.updates.is_(None))


def drawn_again(district: District) -> list[tuple[str, str]]:
    """Which messages are to be drawn again where they stand, and whose."""
    return _owed(district, outbox.c.updates.is_not(None))


def _owed(district: District, *where: Any) -> list[tuple[str, str]]:
    def work(tx: Tx) -> list[tuple[str, str]]:
        names = {f"person:{row['person']}": row["external"] for row in tx.rows(accounts)}
        rows = tx.rows(outbox, *where, order=outbox.c.nth)
        return [(row["what"], names.get(row["to"], row["to"])) for row in rows]

    found: list[tuple[str, str]] = district.do(work)
    return found


def settled(district: District) -> None:
    """Everything that is owed has been sent."""

    def work(tx: Tx) -> None:
        for lane in {row["lane"] for row in tx.rows(outbox)} - {""}:
            for message in Outbox(tx).due(lane, tx.now, 99):
                Outbox(tx).sent(message, f"D{message.to}", "1.0")

    district.do(work)


CHIEF, CHAIR, OFFICER = "U7", "U8", "U9"  # the superintendent, the chair of the board, the Title IX officer


def seat(district: District, role: Role, who: str, **more: Any) -> None:
    def work(tx: Tx) -> None:
        People(tx).seat(role, district.account(tx, who).person, by="system", **more)

    district.do(work)


def with_seats(district: District) -> District:
    """The same district with a superintendent, a chair of the board and a Title IX officer."""
    seat(district, Role.SUPERINTENDENT, CHIEF)
    seat(district, Role.BOARD_CHAIR, CHAIR)
    officer = district.person(OFFICER)
    district.do(lambda tx: Offices(tx).name(Office.TITLE_IX, officer, by="system"))
    return district


def finds(district: District, number: str, who: str) -> Car | None:
    """A report as somebody finds it, if they do."""
    found: Car | None = district.do(lambda tx: CarLog(tx, district.call(tx, who).viewer).find(number))
    return found


def told(tx: Tx, car: Car) -> list[object]:
    """What a report's story is made of."""
    story = Story(tx, car)
    return [story.acts(), story.stays(), Holds(tx).of(car.number), Evidence(tx).of(car.number)]
