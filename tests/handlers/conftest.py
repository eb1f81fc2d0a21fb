"""A prepared district for tables that walk through all of it."""

import shutil
from collections.abc import Iterator

import pytest

from storage.db import Database
from tests.conftest import counter, small_district
from tests.postgresql import named, run_on
from tests.rights import Prepared, prepared


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prepared]:
    """One prepared district for the whole table."""
    if request.param == "sqlite":
        url = f"sqlite:///{shutil.copy(request.getfixturevalue('sqlite_template'), tmp_path_factory.mktemp('rights'))}"
        yield from _prepared(url)
        return
    server = request.getfixturevalue("postgresql_server")
    run_on(server, "CREATE DATABASE rights OWNER kaizen TEMPLATE template_kaizen")
    yield from _prepared(named(server, "rights"))
    run_on(server, "DROP DATABASE rights WITH (FORCE)")


def _prepared(url: str) -> Iterator[Prepared]:
    database = Database(url, mint=counter())
    with prepared(small_district(database)) as world:
        yield world
    database.close()
