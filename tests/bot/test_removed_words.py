"""A word that was removed is found 0 times: in no row, no file, no message and no line of the log."""

import json
import logging
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.log import set_up
from domain.undo import REPLACED, TYPED
from storage.car_table import cars
from storage.cars import CarLog
from storage.db import Tx, metadata
from storage.verify import verify
from storage.words import word_columns
from tests.bot.conftest import Workspace, until
from tests.conftest import MR, TEACHER, District
from tests.story import filed, seen
from views.redaction import EVERYTHING, PARTS

TYPED_IN = sorted(set(word_columns(cars)) - {"before"})


def canary(column: str, nth: int = 2) -> str:
    """Something to look for in a column, another in each version of it."""
    return f"xyzzy{column.replace('_', '')}v{nth}"


def full(district: District) -> str:
    """A report with a word of its own in every column, in two versions, and those that an acceptance would replace."""
    words = {name: canary(name, 1) for name in ("already_done", "on_behalf_of")}
    link, photo = f"https://x.example/{canary('link', 1)}", f"https://x.example/{canary('photos', 1)}.jpg"
    number = filed(district, what=canary("what", 1), **words, link=link, photos=[photo]).number
    for nth in (1, 2):
        district.do(lambda tx, nth=nth: _write(tx, district, number, nth))
    return number


def _write(tx: Tx, district: District, number: str, nth: int) -> None:
    log = CarLog(tx, district.call(tx, MR).viewer)
    was = log.get(number)
    words: dict[str, Any] = {name: canary(name, nth) for name in TYPED_IN}
    before = {name: canary(name, nth) if name in TYPED else None for name in REPLACED}
    words |= {"photos": (canary("photos", nth),), "before": json.dumps(before)}
    log.save(replace(was, **words), was=was, did="test")


@pytest.fixture
def logged(capfd: pytest.CaptureFixture[str]) -> Iterator[pytest.CaptureFixture[str]]:
    """All that the program logs, at the loudest level."""
    set_up(form="json", level="DEBUG")
    levels = {name: logging.getLogger(name).level for name in ("", *logging.root.manager.loggerDict)}
    for name in levels:
        logging.getLogger(name).setLevel(logging.DEBUG)
    yield capfd
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)
    set_up(form="json", level="INFO")


def everywhere(workspace: Workspace) -> str:
    """Every row of every table, every file of SQLite, and what stands in the messages."""
    with workspace.district.database.begin(write=False) as connection:
        rows = str([connection.execute(table.select()).all() for table in metadata.sorted_tables])
    path = Path(str(workspace.district.database.url.database))
    files = [one.read_bytes().decode("latin-1") for one in path.parent.glob(f"{path.name}*") if path.is_absolute()]
    return "\n".join([rows, *files, str(workspace.slack.standing())])


#: What is removed is the same on either database; that nothing of it stays is looked for in both.
EACH = [*(("sqlite", part) for part in PARTS), ("postgresql", EVERYTHING), ("postgresql", "what")]


@pytest.mark.parametrize(("database_url", "part"), EACH, indirect=["database_url"])
def test_whatever_part_is_removed_is_found_nowhere_and_the_rest_stays(
    workspace: Workspace, logged: pytest.CaptureFixture[str], part: str
) -> None:
    number = full(workspace.district)
    workspace.file(TEACHER, "Something else", "V0")  # the bot wakes up, and sends
    workspace.settled()
    chosen = TYPED_IN if part == EVERYTHING else [column for column in PARTS[part][1] if column in TYPED_IN]
    gone = [canary(column, nth) for column in chosen for nth in (1, 2)]
    stays = [canary(column, nth) for column in set(TYPED_IN) - set(chosen) for nth in (1, 2)]
    held = everywhere(workspace)
    assert found(gone, held) == gone

    workspace.submit(MR, "redaction.make", "V1", {"parts": {"ticks": [part]}, "reason": "A name"}, about=number)
    workspace.settled()

    until(lambda: not found(gone, everywhere(workspace)), every=0.1)
    held = everywhere(workspace) + _before(workspace, number)
    assert found(stays, held) == stays
    out, err = logged.readouterr()
    assert "xyzzy" not in out + err
    assert '"event": "answered"' in out + err
    assert workspace.district.do(verify).broken == []


def found(words: Iterable[str], held: str) -> list[str]:
    return [word for word in words if word in held]


def _before(workspace: Workspace, number: str) -> str:
    return str(seen(workspace.district, number).before)
