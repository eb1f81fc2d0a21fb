"""How often the database is asked: each time is a round trip on PostgreSQL, and computes as much as ten functions."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from sqlalchemy import event

from bot.answering import Answering, Asked
from bot.capabilities import routes
from bot.delivery import Delivery
from storage.db import Database
from tests.conftest import TEACHER, WORKSPACE, District
from tests.fan_out import Receiver, fan_out

WHAT = "The gate by the playground does not close."
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@contextmanager
def asked(database: Database) -> Iterator[list[str]]:
    """What the database is asked meanwhile, without what begins and ends a transaction."""
    told: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        told.append(" ".join(statement.split()))

    for engine in (database.reader, database.writer):
        event.listen(engine, "before_cursor_execute", note)
    yield told
    for engine in (database.reader, database.writer):
        event.remove(engine, "before_cursor_execute", note)


@pytest.mark.parametrize(
    ("route", "most", "more"),
    [
        ("car", 3, {}),  # who asks; the school reported about last; the one where they work
        ("car list", 2, {}),  # who asks; a page of none
        ("car.file", 14, {"values": {"what": WHAT, "happened_on": date(2026, 3, 9)}}),
    ],
)
def test_an_answer_asks_no_more_than_so_often(district: District, route: str, most: int, more: dict[str, Any]) -> None:
    answering = Answering(district.database, routes(), lambda: None)
    who = {"district": district.id, "platform": "slack", "workspace": WORKSPACE, "external": TEACHER}
    one = Asked(route=answering.routes[route], **who, **more)

    asyncio.run(answering.answer(one))  # what a district has set up is read once
    with asked(district.database) as told:
        answer = asyncio.run(answering.answer(one))

    assert type(answer.reply).__name__ in {"Open", "Show", "Draw"}
    assert len(told) <= most, told


def test_a_message_asks_no_more_than_so_often(database: Database) -> None:
    """Of each: whose it is, the report and what its card shows, three notes that it was sent."""
    owed, receiver = fan_out(database, workspaces=1, each=2), Receiver()
    delivery = Delivery(database, lambda: answering, "test")
    answering = Answering(database, routes(), lambda: None)
    delivery.senders["slack"] = receiver
    asyncio.run(delivery.send_all())

    owed.owe(20)
    with asked(database) as told:
        asyncio.run(delivery.send_all())

    assert receiver.got.total() == 22
    assert len(told) <= 20 * 10 + 12, told
