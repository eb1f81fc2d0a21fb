"""On PostgreSQL a test finds a database as it was at first, whatever the tests before it did."""

from collections.abc import Iterator

import psycopg
import pytest

from tests.conftest import opened as opened_for_tests
from tests.conftest import small_district
from tests.postgresql import Reused, Rows, run_on

MIGRATED: Rows = {}


@pytest.fixture
def another(postgresql_server: str) -> Iterator[Reused]:
    """One apart from that of the other tests."""
    made = Reused(postgresql_server, prefix="apart")
    yield made
    made.close()


def test_no_row_is_left(another: Reused) -> None:
    url = another.url(MIGRATED)
    with opened_for_tests(url) as database:
        small_district(database)
    held = another.kept()

    assert "history" in held
    assert another.url(MIGRATED) == url
    assert not any(another.kept().values())


def test_rows_that_were_kept_are_there_again(another: Reused) -> None:
    with opened_for_tests(another.url(MIGRATED)) as database:
        small_district(database)
    held = another.kept()

    another.url(MIGRATED)
    another.url(held)

    assert another.kept() == held


@pytest.mark.parametrize(
    "change",
    [
        "DROP TRIGGER history_update ON history",
        "ALTER TABLE history DISABLE TRIGGER history_update",
        "ALTER TABLE cars NO FORCE ROW LEVEL SECURITY",
        "DROP POLICY of_its_district ON cars",
        "ALTER TABLE cars ADD COLUMN more text",
        "DROP INDEX ix_history_about",
        "UPDATE alembic_version SET version_num = '0001'",
        "DROP TABLE files",
    ],
)
def test_who_changed_more_than_rows_gets_the_next_one_a_new_database(another: Reused, change: str) -> None:
    url = another.url(MIGRATED)
    run_on(url, change)

    assert another.url(MIGRATED) != url


def test_so_does_who_stays_connected(another: Reused) -> None:
    url = another.url(MIGRATED)

    with psycopg.connect(url):
        assert another.url(MIGRATED) != url
