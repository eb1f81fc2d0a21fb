"""Days that pass over a district, for tests of what people are reminded of."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.capabilities import jobs
from handlers.routing import Reply, answer
from storage.cars import CarLog
from storage.db import Tx
from storage.outbox import Outbox, outbox
from storage.people import accounts
from storage.reminded import reminded as told_of
from tests.clockwork import ticked
from tests.conftest import DEPUTY, MR, OTHER, PRINCIPAL, TEACHER, District
from tests.story import CHAIR, CHIEF, ROUTES
from tests.working import CHECKER
from views.elements import Button, Buttons, Card, Items, Text

CHICAGO = ZoneInfo("America/Chicago")
DAILY = [job for job in jobs() if job.name == "reminders.daily"]
MESSAGE = "reminders.day"
EVERYBODY = (TEACHER, PRINCIPAL, MR, DEPUTY, OTHER, CHECKER, CHIEF, CHAIR, "U12")


def at(local: str, zone: ZoneInfo = CHICAGO) -> datetime:
    return datetime.fromisoformat(local).replace(tzinfo=zone).astimezone(UTC)


def tick(district: District, local: str) -> None:
    assert ticked(district, DAILY, at(local)).failed == []


def delivered(district: District, local: str) -> None:
    """What is owed by then has been sent."""

    def work(tx: Tx) -> None:
        for lane in {row["lane"] for row in tx.rows(outbox)} - {""}:
            for one in Outbox(tx).due(lane, tx.now, 99):
                Outbox(tx).sent(one, f"D{one.to}", "1.0")

    district.do(work, now=at(local))


def mornings(district: District, first: str, last: str, time: str = "08:00") -> None:
    """The clock ticks once on each of these days."""
    day = date.fromisoformat(first)
    while day <= date.fromisoformat(last):
        tick(district, f"{day}T{time}")
        day += timedelta(days=1)


def reminded(district: District) -> list[tuple[str, str]]:
    """Who was reminded, and what their message is about: its day, and whether it is that of a week."""

    def work(tx: Any) -> list[tuple[str, str]]:
        names = {f"person:{row['person']}": row["external"] for row in tx.rows(accounts)}
        rows = tx.rows(outbox, outbox.c.what == MESSAGE, outbox.c.updates.is_(None))
        return sorted((row["about"], names[row["to"]]) for row in rows)

    found: list[tuple[str, str]] = district.do(work)
    return found


def days_of(district: District, who: str) -> list[str]:
    """On which days somebody was reminded."""
    return [about for about, person in reminded(district) if person == who]


def dates_of(district: District, who: str) -> list[str]:
    """The same, whether it is that of a week or not."""
    return [about.partition(" ")[0] for about in days_of(district, who)]


def message(district: District, who: str, about: str) -> Card:
    """What somebody's message shows on the afternoon of its day."""
    now = at(f"{about.partition(' ')[0]}T15:00")
    drawn: Card = district.do(lambda tx: ROUTES[MESSAGE].handle(district.call(tx, who, about=about)), now=now)
    return drawn


def lines(card: Card) -> list[str]:
    """Every line of a message, in order."""
    found: list[str] = []
    for part in card.parts:
        if isinstance(part, Text):
            found.append(part.body)
        elif isinstance(part, Items):
            found += [f"{line.name} · {line.detail}" for line in part.items]
    return found


def buttons(card: Card) -> list[Button]:
    beside = [line.button for part in card.parts if isinstance(part, Items) for line in part.items if line.button]
    return [*(one for part in card.parts if isinstance(part, Buttons) for one in part.buttons), *beside]


def press(
    district: District, who: str, about: str, label: str, form: dict[str, Any] | None = None, *, nth: int = 0
) -> Reply:
    """Press a button of a message, and send the form that it opens."""
    now = at(f"{about.partition(' ')[0]}T15:00")
    found = [one for one in buttons(message(district, who, about)) if one.label == label]
    reply: Reply = district.do(
        lambda tx: answer(ROUTES[found[nth].does], district.call(tx, who, about=found[nth].about)), now=now
    )
    if form is None:
        return reply
    opened = reply.form  # type: ignore[union-attr]
    sent: Reply = district.do(
        lambda tx: answer(ROUTES[opened.does], district.call(tx, who, about=opened.about), form), now=now
    )
    return sent


def due(district: District, number: str, **dates: Any) -> None:
    """Give a report other dates."""

    def work(tx: Any) -> None:
        log = CarLog(tx, district.call(tx, MR).viewer)
        car = log.get(number)
        log.save(replace(car, **dates), was=car, did="test")

    district.do(work)


def told_on(district: District, day: str = "2026-04-08") -> dict[str, list[str]]:
    """Who was told on a day, and of which kinds."""

    def work(tx: Any) -> dict[str, list[str]]:
        names = {district.account(tx, who).person: who for who in EVERYBODY}
        found: dict[str, list[str]] = {}
        for row in tx.rows(told_of, told_of.c.day == date.fromisoformat(day), order=told_of.c.item):
            found.setdefault(names[row["person"]], []).append(row["item"].partition(":")[0])
        return found

    told: dict[str, list[str]] = district.do(work)
    return told
