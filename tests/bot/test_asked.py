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
from storage.db import Database
from storage.embedded import Embedded
from tests.conftest import TEACHER, WORKSPACE, District
from tests.fan_out import twenty

WHAT = "The gate by the playground does not close."
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@contextmanager
def asked(database: Database) -> Iterator[list[str]]:
    """What the database is asked meanwhile, without what begins and ends a transaction."""
    told: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        told.append(" ".join(statement.split()))

    def straight(way: str) -> Any:
        """What goes past SQLAlchemy (storage/statements.py), which is nearly all."""
        usual = getattr(Embedded, way)

        def noted(connection: Embedded, text: str, values: Any) -> Any:
            note(None, None, text)
            return usual(connection, text, values)

        return noted

    with pytest.MonkeyPatch.context() as patch:
        for way in ("ask", "tell", "tell_all"):
            patch.setattr(Embedded, way, straight(way))
        for engine in (database.reader, database.writer):
            event.listen(engine, "before_cursor_execute", note)
        yield told
        for engine in (database.reader, database.writer):
            event.remove(engine, "before_cursor_execute", note)


@pytest.mark.parametrize(
    ("route", "most", "more"),
    [
        ("car", 1, {}),  # who asks; where they reported last is kept in memory
        ("car list", 2, {}),  # who asks; a page of none
        ("car.file", 11, {"values": {"what": WHAT, "happened_on": date(2026, 3, 9)}}),
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
    """Of each: whose it is, the report, its words and names, and three notes that the one before was sent."""
    with twenty(database) as send, asked(database) as told:
        send()

    assert len(told) <= 20 * 7 + 12, told
