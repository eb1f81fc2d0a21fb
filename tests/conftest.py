"""What the tests share: a database of each kind, a small district, and no way out of this machine."""

import gc
import itertools
import json
import os
import shutil
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import hypothesis
import pytest

from bot.answering import call_of
from bot.demo import found_district
from domain.people import Role
from domain.places import PlaceKind
from handlers.routing import Call
from storage.db import Database, Tx
from storage.migrate import migrate
from storage.people import Account, People
from storage.places import Places
from storage.settings import DistrictSettings
from storage.system import connect_workspace, district_of
from tests import browser as chromium
from tests import known
from tests.alike import share_what_was_compiled
from tests.postgresql import TEMPLATE, Reused, Rows, named, postgresql, run_on

NOW = datetime(2026, 3, 9, 15, 0, tzinfo=UTC)  # a Monday, ten in the morning in Chicago
DISTRICT, WORKSPACE = "sunrise", known.WORKSPACE
DEMO = json.loads((files("bot") / "demo.json").read_text())
TEACHER, PRINCIPAL, MR, DEPUTY, ADMIN, OTHER = "U1", "U2", "U3", "U4", "U5", "U6"
NAMES = {
    TEACHER: "Teacher",
    PRINCIPAL: "Principal, East School",
    MR: "Quality Office",
    DEPUTY: "Deputy",
    ADMIN: "IT",
    OTHER: "Nurse",
}


#: The same examples on every machine, however slow it is; `make torture` looks for others.
hypothesis.settings.register_profile("everywhere", hypothesis.settings.get_profile("ci"))
hypothesis.settings.load_profile("everywhere")


#: Files that take long: begun last, one of them would keep one worker while the others have nothing to do.
FIRST = (
    "test_rights",
    "test_soak",
    "test_killed",
    "test_interleaved",
    "test_privacy",
    "test_life_in_browser",
    "test_setting_up",
    "test_teams_in_browser",
    "test_edges",
    "test_in_charge",
    "test_removed_words",
    "test_teams_limits",
    "test_plans_in_browser",
    "test_voice_in_browser",
)


def pytest_xdist_auto_num_workers() -> int:
    """Two for each processor of a small machine: many tests wait for what they started."""
    processors = os.cpu_count() or 1
    return max(processors, min(2 * processors, 8))


def pytest_configure() -> None:
    share_what_was_compiled()
    # httpx reads all certificates of the world for each `httpx.get`, and nothing here is reached by https.
    ssl.create_default_context = cache(ssl.create_default_context)  # type: ignore[assignment]


def pytest_collectstart() -> None:
    gc.disable()  # whoever looks for garbage while tests are collected finds none


def pytest_collection_finish() -> None:
    """What was collected stays until the end: nobody looks through it for garbage again and again."""
    gc.enable()
    gc.freeze()
    gc.set_threshold(10_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: FIRST.index(item.path.stem) if item.path.stem in FIRST else len(FIRST))


@pytest.fixture(autouse=True)
def _no_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that would leave this machine fails instead."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and address[0] not in ("127.0.0.1", "::1", "localhost"):
            raise AssertionError(f"a test tried to reach {address}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(autouse=True)
def _nothing_is_due(monkeypatch: pytest.MonkeyPatch) -> None:
    """A bot of a test does what the test asks: no job of this hour of the real day runs beside it."""
    monkeypatch.setattr("bot.app.jobs", tuple)


def counter(first: int = 1) -> Callable[[], str]:
    """Ids in order, so that a test can be repeated."""
    numbers = itertools.count(first)
    return lambda: f"id{next(numbers):06}"


#: The first id of a test in the small district, whose own ids come before.
LATER = 1001


@contextmanager
def opened(url: str, *, first: int = 1) -> Iterator[Database]:
    made = Database(url, mint=counter(first))
    yield made
    made.close()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty database of SQLite."""
    path = tmp_path_factory.mktemp("template") / "kaizen.db"
    with opened(f"sqlite:///{path}") as database:
        migrate(database)
    return path


@pytest.fixture
def founded(sqlite_template: Path, tmp_path: Path) -> Iterator[Database]:
    """The demo's district on SQLite, as it is when the demo begins."""
    shutil.copy(sqlite_template, tmp_path / "kaizen.db")
    with opened(f"sqlite:///{tmp_path / 'kaizen.db'}") as made:
        found_district(made, DEMO, datetime.now(UTC))
        yield made


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A Chromium for the tests of one file."""
    with chromium.opened() as made:
        yield made


@pytest.fixture(scope="session")
def sqlite_district(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with the small district in it."""
    path = tmp_path_factory.mktemp("district") / "kaizen.db"
    shutil.copy(sqlite_template, path)
    with opened(f"sqlite:///{path}") as database:
        small_district(database)
    return path


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """A server whose databases live for one test, with a migrated template to clone."""
    with postgresql(durable=False) as url:
        run_on(url, f"CREATE DATABASE {TEMPLATE} OWNER kaizen")
        with opened(named(url, TEMPLATE)) as database:
            migrate(database)
        yield url


@pytest.fixture(scope="session")
def reused(postgresql_server: str) -> Iterator[Reused]:
    made = Reused(postgresql_server)
    yield made
    made.close()


@pytest.fixture(scope="session")
def postgresql_district(reused: Reused) -> Rows:
    """The small district, as the rows of a database on PostgreSQL."""
    with opened(reused.url({})) as database:
        small_district(database)
    return reused.kept()


def in_a_district(request: pytest.FixtureRequest) -> bool:
    """Whether the test stands in the small district: then it begins with a copy, since making one takes longer."""
    return "district" in request.fixturenames


#: For tests of what does not depend on the database, like most of the doors: on PostgreSQL `make torture` runs them.
ON_SQLITE_FIRST = ["sqlite", pytest.param("postgresql", marks=pytest.mark.torture)]
POSTGRESQL_IN_TORTURE = pytest.mark.parametrize("database_url", ON_SQLITE_FIRST, indirect=True)
#: For tests of a door whose promise is kept by the database.
ON_BOTH = pytest.mark.parametrize("database_url", ["sqlite", "postgresql"], indirect=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a migrated database of each kind, empty or with the small district if the test asks for it."""
    return made_for(request, tmp_path)


def made_for(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        source = "sqlite_district" if in_a_district(request) else "sqlite_template"
        shutil.copy(request.getfixturevalue(source), tmp_path / "kaizen.db")
        return f"sqlite:///{tmp_path / 'kaizen.db'}"
    return str(request.getfixturevalue("postgresql_url"))


@pytest.fixture
def postgresql_url(request: pytest.FixtureRequest, reused: Reused) -> str:
    """The same on PostgreSQL."""
    return reused.url(request.getfixturevalue("postgresql_district") if in_a_district(request) else {})


@pytest.fixture
def database(request: pytest.FixtureRequest, database_url: str) -> Iterator[Database]:
    with opened(database_url, first=LATER if in_a_district(request) else 1) as made:
        yield made


@dataclass(frozen=True)
class District:
    """A small district in a database: one school with a principal, an MR with a deputy, a teacher."""

    database: Database
    id: str = DISTRICT

    def do(self, work: Callable[[Tx], Any], *, now: datetime = NOW, write: bool = True) -> Any:
        return self.database.do(self.id, work, now=now, door="test", write=write)

    def account(self, tx: Tx, external: str) -> Account:
        return People(tx).meet("slack", WORKSPACE, external, NAMES.get(external, ""))

    def call(self, tx: Tx, external: str, **more: Any) -> Call:
        return replace(call_of(tx, self.account(tx, external)), **more)

    def person(self, external: str) -> str:
        return str(self.do(lambda tx: self.account(tx, external).person))

    def school(self, name: str = "East School") -> str:
        return str(self.do(lambda tx: next(p.id for p in Places(tx).all() if p.name == name)))


@pytest.fixture
def district(database: Database) -> District:
    """See `District`. It is in the database already, unless a file of tests brings a database of its own."""
    with database.begin(write=False) as connection:
        there = district_of(connection, "slack", WORKSPACE)
    return District(database) if there else small_district(database)


def small_district(database: Database) -> District:
    with database.begin() as connection:
        connect_workspace(connection, "slack", WORKSPACE, new=DISTRICT)
    made = District(database)
    made.do(lambda tx: _set_up(tx, made))
    return made


@pytest.fixture
def empty_district(database: Database) -> District:
    """A district as it is before anybody set anything."""
    with database.begin() as connection:
        connect_workspace(connection, "slack", WORKSPACE, new=DISTRICT)
    return District(database)


def _set_up(tx: Tx, made: District) -> None:
    people = {external: made.account(tx, external) for external in NAMES}
    for external, account in people.items():  # the directory has told of them
        People(tx).refresh(replace(account, admin=external == ADMIN, checked_at=NOW))
    DistrictSettings(tx).set("timezone", "America/Chicago", by="system")
    school = Places(tx).add(PlaceKind.SCHOOL, "East School", by="system")
    Places(tx).add(PlaceKind.SCHOOL, "West School", by="system")
    seats = People(tx)
    seats.seat(Role.MANAGEMENT_REPRESENTATIVE, people[MR].person, by="system")
    seats.seat(Role.MANAGEMENT_REPRESENTATIVE, people[DEPUTY].person, deputy=True, by="system")
    seats.seat(Role.PRINCIPAL, people[PRINCIPAL].person, place=school.id, by="system")
