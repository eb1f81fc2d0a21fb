"""Whoever owes reminders, fetches files or draws them is killed, again and again: nothing is lost, or done twice."""

import asyncio
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from hashlib import sha256
from typing import Any

import pytest
from starlette.requests import Request
from starlette.responses import Response

from bot.tick_cli import tick_once
from domain.cars import Car
from domain.evidence import Shows
from domain.exports import Kind, Standing
from domain.people import PersonId
from playground.testing import Served
from storage.cars import CarLog
from storage.db import Database, Tx
from storage.evidence import Evidence, evidence
from storage.exports import drawings, exports
from storage.files import contents, files
from storage.outbox import Outbox, outbox
from storage.people import People
from storage.verify import verify
from tests.bot.conftest import LONG, FakeSlack, until
from tests.bot.test_exporting import asked
from tests.cabinets import MONDAY, found
from tests.conftest import DISTRICT, MR, OTHER, PRINCIPAL, TEACHER, District, counter
from tests.domain.pictures import FULL_JPEG
from tests.fan_out import PAST, FanOut
from tests.inbox import NEVER
from tests.process import Running
from tests.reminding import MESSAGE
from tests.story import filed

pytestmark = pytest.mark.torture
DISTRICTS, AT_ONCE, MOST = 60, 3, 15
PIECES, FETCHERS_KILLED = 30, 6
DRAWERS_KILLED, SOON = 6, 0.6  # seconds, within which one dies once it draws
WEEKS = timedelta(weeks=3)


# Reminders: the clock is killed, three processes at once


def test_everybody_is_owed_one_reminder_a_day_whatever_is_killed(database_url: str) -> None:
    database, chance = Database(database_url, mint=counter()), random.Random(3)  # noqa: S311 - points to die at
    names = found(database, DISTRICTS)
    for nth, name in enumerate(names):
        database.do(name, partial(_waits_long, workspace=f"W{nth}"), now=MONDAY - WEEKS, door="test")
    tick_once(database, MONDAY - timedelta(hours=1))
    assert _reminded(database, names) == [0] * DISTRICTS

    rounds = 0
    while (before := sum(_reminded(database, names))) < DISTRICTS:
        ticking, enough = [_tick(database_url) for _ in range(AT_ONCE)], before + chance.randint(1, MOST)
        until(partial(_are_reminded, database, names, min(enough, DISTRICTS)), LONG)
        for one in ticking:
            one.kill()
        rounds += 1
    for _ in range(2):
        assert _tick(database_url).process.wait(LONG) == 0

    print(f"{DISTRICTS} reminders, {rounds} x {AT_ONCE} kills while they were owed")  # noqa: T201
    assert rounds > 1
    assert _reminded(database, names) == [1] * DISTRICTS
    assert all(not database.do(name, verify, now=MONDAY, door="test").broken for name in names)
    database.close()


def _waits_long(tx: Tx, workspace: str) -> None:
    """A report that the office has not decided about."""
    filer = People(tx).meet("slack", workspace, "U2", "Teacher")
    day = tx.now.date()
    told: dict[str, Any] = {"requester": filer.person, "filed_at": tx.now, "filed_on": day, "happened_on": day}
    CarLog(tx, People(tx).viewer(filer)).add(Car(number="CAR-2027-001", what="A gate", **told))


def _reminded(database: Database, names: Sequence[str]) -> list[int]:
    def count(tx: Tx) -> int:
        return len(tx.rows(outbox, outbox.c.what == MESSAGE))

    return [database.do(name, count, now=MONDAY, door="test", write=False) for name in names]


def _are_reminded(database: Database, names: Sequence[str], many: int) -> bool:
    return sum(_reminded(database, names)) >= many


def _tick(database_url: str) -> Running:
    return Running.begin(["bot", "tick", "--now", MONDAY.isoformat()], {"DATABASE_URL": database_url})


# Files that people added: whoever fetches one is killed while it comes


@dataclass
class Source(FakeSlack):
    """A Slack that gives so many files, and then lets whoever asks for one wait."""

    gives: int = NEVER
    given: int = 0
    waiting: int = 0

    async def give(self, request: Request) -> Response:
        self.waiting += 1
        while self.given >= self.gives:
            if await request.is_disconnected():
                break
            await asyncio.sleep(0.01)
        self.waiting -= 1
        self.given += 1
        return await super().give(request)


@pytest.fixture
def source() -> Iterator[Source]:
    fake = Source()
    with Served(fake.app()) as running:
        fake.url = running.url
        yield fake


def test_a_file_is_kept_once_however_often_whoever_fetches_it_is_killed(
    district: District, database_url: str, source: Source
) -> None:
    _offer(district, source)
    chance, owed = random.Random(5), FanOut(district.database, [])  # noqa: S311 - points to die at
    for _ in range(FETCHERS_KILLED):
        source.gives = source.given + chance.randint(0, 3)
        fetching = Running.start(database_url, source)
        until(lambda: source.waiting > 0, LONG)
        fetching.kill()
        until(lambda: source.waiting == 0, LONG)
        owed.leases_run_out(fetching.owner)
    source.gives = NEVER
    last = Running.start(database_url, source)
    until(lambda: not district.do(_unsettled), LONG)
    last.stop()

    kept, pieces = _rows(district, files), _rows(district, evidence)
    print(f"{PIECES} files, {FETCHERS_KILLED} kills while one came: {source.given} were asked for")  # noqa: T201
    assert {piece["file"] for piece in pieces} == {file["id"] for file in kept}
    assert len(pieces) == len(kept) == len(_rows(district, contents)) == PIECES
    assert {piece["problem"] for piece in pieces} == {None}
    assert PIECES < source.given <= PIECES + FETCHERS_KILLED
    assert _right(district)
    assert district.do(verify).broken == []


def _offer(district: District, source: Source) -> None:
    """Many files of one report, that the bot owes to fetch."""
    number = filed(district).number
    told = {"name": "gate.jpg", "size": len(FULL_JPEG), "url_private_download": f"{source.url}/files/gate.jpg"}
    source.say["files.info"] = {"ok": True, "file": told}
    source.files["gate.jpg"] = FULL_JPEG
    links = [f"https://sunrise.slack.com/files/U1/F{nth:07}/gate.jpg" for nth in range(PIECES)]

    def add(tx: Tx) -> None:
        Evidence(tx).add(number, links, Shows.LATER, by=PersonId(district.account(tx, TEACHER).person))

    district.database.do(DISTRICT, add, now=PAST, door="slack")


def _unsettled(tx: Tx) -> int:
    waits = [row for row in tx.rows(evidence) if not row["file"] and not row["problem"]]
    return len(waits) + Outbox(tx).ledger()["pending"]


# Exports: whoever draws is killed while it does


def test_an_export_is_drawn_and_told_of_once_however_often_whoever_draws_it_is_killed(
    district: District, database_url: str, source: Source
) -> None:
    for nth in range(30):
        filed(district, what=f"Thing {nth}")
    kinds, people = (Kind.LOG_PDF, Kind.LOG_XLSX, Kind.LOG_CSV), (MR, OTHER, TEACHER, PRINCIPAL)
    numbers = sorted(asked(district, kind, who=who) for kind in kinds for who in people)
    chance, owed, died = random.Random(7), FanOut(district.database, []), 0  # noqa: S311 - points to die at

    for _ in range(DRAWERS_KILLED):
        drawing = Running.start(database_url, source)
        until(lambda: district.do(_is_drawn) or not _rows(district, drawings), LONG)
        time.sleep(chance.random() * SOON)
        drawing.kill()
        died += district.do(_is_drawn)
        owed.leases_run_out(drawing.owner)
        district.do(lambda tx: tx.change(drawings, {"until": PAST}))
    last = Running.start(database_url, source)
    until(lambda: not _rows(district, drawings) and not district.do(_owes), LONG)
    last.stop()

    print(f"{len(numbers)} exports, {DRAWERS_KILLED} kills, of them {died} while one was drawn")  # noqa: T201
    made, kept = _rows(district, exports), {file["id"]: file for file in _rows(district, files)}
    assert died > 0
    assert sorted(one["number"] for one in made if one["standing"] == Standing.READY) == numbers
    assert {one["file"]: one["sha256"] for one in made} == {known: file["sha256"] for known, file in kept.items()}
    assert _right(district)
    told = [row["about"] for row in _rows(district, outbox) if row["what"] == "exports.ready" and not row["updates"]]
    assert sorted(told) == numbers
    assert district.do(verify).broken == []


def _is_drawn(tx: Tx) -> bool:
    return any(row["until"] and row["until"] > PAST for row in tx.rows(drawings))


def _owes(tx: Tx) -> bool:
    return Outbox(tx).ledger()["pending"] > 0


def _right(district: District) -> bool:
    """Each file is as it was when its hash was taken."""
    whole = {row["file"]: sha256(row["content"]).hexdigest() for row in _rows(district, contents)}
    return whole == {row["id"]: row["sha256"] for row in _rows(district, files)}


def _rows(district: District, table: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = district.do(lambda tx: tx.rows(table), write=False)
    return found
