"""What `kaizen backup` and `kaizen restore` do: SQLite by its own backup, PostgreSQL by its client programs."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from domain.errors import RefusedError
from storage.backup import check_sqlite, clearing, copy_sqlite, holds_records, kind_of
from storage.db import Database
from storage.health import health

NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
PRIVATE = 0o600
INSTALL = (
    "install PostgreSQL's client programs, of the server's version or newer "
    "(on Debian and Ubuntu a package like postgresql-client-16)"
)
#: Row-level security would leave rows out: the program says that it belongs to no single district.
AT_ONCE = ("--single-transaction", "--set=ON_ERROR_STOP=1")
EVERYTHING, ROWS = "-c kaizen.district=*", "--enable-row-security"


def back_up(database: Database, file: Path) -> str:
    """Copy the whole database into a file that only we may read, while the bot runs."""
    if file.exists():
        raise RefusedError(f"{file} exists already. Name another file: nothing is overwritten.")
    _must_hold_something(database)
    part = file.with_name(f"{file.name}.part")
    part.unlink(missing_ok=True)
    part.touch(PRIVATE)
    try:
        _copy(database, part)
        part.rename(file)
    finally:
        part.unlink(missing_ok=True)
    return f"{file}: {file.stat().st_size:,} bytes. Keep it where nobody reads it who may not read the reports."


def restore(database: Database, file: Path, *, replace: bool) -> None:
    """Put a copy in the place of the database. The bot must not run meanwhile."""
    ours, theirs = database.url.get_backend_name(), kind_of(file)
    if theirs != ours:
        found = f"a copy of {NAMES[theirs]}" if theirs else "no copy of a database"
        raise RefusedError(f"{file} is {found}, but DATABASE_URL names {NAMES[ours]}.")
    if not replace and holds_records(database):
        raise RefusedError(
            "The database holds records already, and nothing was changed. Make a backup of it first; "
            "then --replace puts the copy in its place."
        )
    _RESTORE[ours](database, file)


def _must_hold_something(database: Database) -> None:
    """A copy of nothing would be kept as if it were one. Nothing is made here, and nothing migrated."""
    embedded = database.url.get_backend_name() == "sqlite"
    if embedded and not _file(database).exists():
        raise RefusedError(f"There is no file {_file(database)}: name the right one in DATABASE_URL.")
    if not health(database).revision or not holds_records(database):
        raise RefusedError("The database that DATABASE_URL names holds no district, so there is nothing to copy.")


def _copy(database: Database, part: Path) -> None:
    if database.url.get_backend_name() == "sqlite":
        copy_sqlite(_file(database), part, standalone=True)
        check_sqlite(part)
    else:
        _run(database, "pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={part}", ROWS)


def _restore_sqlite(database: Database, file: Path) -> None:
    check_sqlite(file)
    copy_sqlite(file, _file(database), standalone=False)


def _restore_postgresql(database: Database, file: Path) -> None:
    """In one transaction: where anything fails, and the machine itself as well, all is as it was."""
    with TemporaryDirectory() as folder:  # read by its owner alone
        clear, script = Path(folder) / "clear.sql", Path(folder) / "restore.sql"
        clear.write_text(clearing())
        _run(database, "pg_restore", "--no-owner", "--no-privileges", f"--file={script}", str(file), connects=False)
        _run(database, "psql", "--no-psqlrc", "--quiet", *AT_ONCE, f"--file={clear}", f"--file={script}")


_RESTORE: dict[str, Callable[[Database, Path], None]] = {
    "sqlite": _restore_sqlite,
    "postgresql": _restore_postgresql,
}


def _file(database: Database) -> Path:
    return Path(database.url.database or "")


def _run(database: Database, program: str, *arguments: str, connects: bool = True) -> None:
    """Run a program of PostgreSQL's on our database. The password goes by the environment, which `ps` does not show."""
    found = shutil.which(program)
    if found is None:
        raise RefusedError(f"{program} is not there: {INSTALL}.")
    url = database.url._replace(password=None).render_as_string(hide_password=False)
    told = {**os.environ, "PGOPTIONS": EVERYTHING, "PGPASSWORD": str(database.url.password or "")}
    named = [f"--dbname={url}"] if connects else []
    ended = subprocess.run([found, *named, *arguments], env=told, capture_output=True, text=True, check=False)  # noqa: S603 - our own arguments
    if ended.returncode:
        said = (ended.stderr.strip().splitlines() or ["it did not say why"])[0]  # the lines behind it may hold rows
        hint = f" To mend that, {INSTALL}." if "version" in said else ""
        raise RefusedError(f"{program} failed: {said}.{hint}")
