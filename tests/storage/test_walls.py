"""On PostgreSQL the database itself keeps districts apart, also where a query forgets to say whose rows it wants."""

import pytest
from sqlalchemy import Connection, select, text
from sqlalchemy.exc import DBAPIError

from bot.ids import mint
from storage.car_table import cars
from storage.db import Database, metadata
from storage.migrate import UnservedError, migrate
from storage.numbers import next_number, numbers
from storage.system import connect_workspace
from storage.verify import verify
from storage.walls import build, passes_walls, unwalled
from tests.conftest import DISTRICT, NOW, District
from tests.postgresql import named
from tests.story import filed

HILL = "hill"


@pytest.fixture
def database_url(postgresql_url: str) -> str:
    """Only PostgreSQL has such walls."""
    return postgresql_url


@pytest.fixture
def two(district: District) -> District:
    """Sunrise with a report, and another district with one as well."""
    with district.database.begin() as connection:
        connect_workspace(connection, "slack", "T2", new=HILL)
    filed(district)
    district.database.do(HILL, lambda tx: next_number(tx, "car", 2026), now=NOW, door="test")
    return district


def whose(connection: Connection) -> set[str]:
    """Whose numbers somebody sees who asks for all of them."""
    return set(connection.execute(select(numbers.c.district)).scalars())


def test_a_query_that_forgets_its_district_sees_its_own_rows_only(two: District) -> None:
    assert two.do(lambda tx: whose(tx.connection), write=False) == {DISTRICT}
    assert two.do(lambda tx: tx.connection.execute(cars.update().values(urgent=True)).rowcount) == 1
    assert two.database.do("o'hara", lambda tx: whose(tx.connection), now=NOW, door="test") == set()


def test_a_row_for_another_district_is_refused(two: District) -> None:
    row = {"district": HILL, "series": "car", "year": 2027, "last": 1}

    with pytest.raises(DBAPIError, match="row-level security"):
        two.do(lambda tx: tx.connection.execute(numbers.insert().values(row)))
    with pytest.raises(DBAPIError, match="row-level security"):
        two.do(lambda tx: tx.connection.execute(numbers.update().values(district=HILL)))


def test_who_never_says_whose_transaction_it_is_sees_nothing(two: District) -> None:
    with two.database.writer.connect() as connection:
        connection.info["begins"] = (DISTRICT, False, False)
        connection.exec_driver_sql("RESET ALL")

        assert connection.exec_driver_sql("SELECT count(*) FROM numbers").scalar_one() == 0


def test_the_next_transaction_of_a_connection_is_not_still_in_the_last_district(two: District) -> None:
    for district in (DISTRICT, HILL) * 6:  # more than a driver needs to prepare a statement
        seen = two.database.do(district, lambda tx: whose(tx.connection), now=NOW, door="test", write=False)

        assert seen == {district}


def test_what_belongs_to_no_district_and_the_check_of_history_still_work(two: District) -> None:
    assert two.database.system_now(whose) == {DISTRICT, HILL}
    assert two.do(verify, write=False).broken == []


def test_every_table_of_a_district_has_a_wall(database: Database) -> None:
    ours = [name for name, table in metadata.tables.items() if table.columns.keys()[0] == "district"]

    with database.begin() as connection:
        walled = connection.execute(text("SELECT tablename FROM pg_policies")).scalars().all()
        assert unwalled(connection) == []

    assert sorted(walled) == sorted(ours)


def test_a_table_that_came_later_gets_its_wall_and_without_it_nothing_is_served(database: Database) -> None:
    with database.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE later (district text, word text)")
        assert unwalled(connection) == ["later"]
    with pytest.raises(UnservedError, match="no policy on later"):
        migrate(database)

    with database.begin() as connection:
        build(connection)

    assert migrate(database) is False


def test_a_role_that_no_wall_binds_is_found_out(database: Database, postgresql_server: str) -> None:
    name = database.url.database
    assert name
    superuser = Database(named(postgresql_server, name, "postgres"), mint=mint)

    assert database.system_now(passes_walls) is False
    assert superuser.system_now(passes_walls) is True
    superuser.close()


def test_sqlite_has_one_file_and_no_walls(sqlite_template: object) -> None:
    embedded = Database(f"sqlite:///{sqlite_template}", mint=mint)

    assert embedded.system_now(unwalled) == []
    assert embedded.system_now(passes_walls) is False
    embedded.close()
