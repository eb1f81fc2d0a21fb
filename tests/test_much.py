"""Years of history: what people look at every day costs what this year's reports cost, whatever lies behind them.

The whole of it, a hundred thousand reports, is measured by `make bench`; here a few thousand are enough, since what a
database does is counted and not timed.
"""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from storage.car_sight import GIVEN
from storage.car_words import CarWords, car_words
from storage.cars import CarLog
from storage.story import Story
from tests.bench.much import Size, fill
from tests.bench.reads import PAGE, READS, Read, asked, asked_by_hand, by_hand, instructions, statements
from tests.conftest import District, opened

SIZE = Size(recent=300, open=200, older=300)


@pytest.fixture(scope="module")
def grown(sqlite_district: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[District]]:
    """The same year with little history and with ten times as much."""
    folder = tmp_path_factory.mktemp("grown")
    made = []
    for times in (1, 10):
        path = folder / f"{times}.db"
        shutil.copy(sqlite_district, path)
        with opened(f"sqlite:///{path}", first=1001) as database:
            fill(District(database), SIZE.with_history(times))
        made.append(path)
    with opened(f"sqlite:///{made[0]}", first=9001) as few, opened(f"sqlite:///{made[1]}", first=9001) as many:
        yield [District(few), District(many)]


@pytest.mark.parametrize("read", READS, ids=lambda read: read.name)
def test_ten_times_the_history_costs_the_same(grown: list[District], read: Read) -> None:
    few, many = (instructions(district, read) for district in grown)

    assert many <= 1.1 * few + 3


def alike(number: str) -> Read:
    return Read("what reads alike", lambda call: CarWords(call.tx).alike(CarLog(call.tx, call.viewer).get(number)))


def test_what_reads_like_a_report_costs_the_same_however_many_are_open(grown: list[District]) -> None:
    newest = [asked(district, READS[0])[1][0].number for district in grown]
    few, many = (instructions(district, alike(number)) for district, number in zip(grown, newest, strict=True))

    assert 0 < many <= 1.1 * few + 3


def both(district: District, read: Read) -> tuple[Any, list[Any]]:
    """What the bot finds, and the rows that somebody finds by hand."""
    return asked(district, read)[1], asked_by_hand(district, by_hand(district, read))[1]


@pytest.mark.parametrize("read", READS[:2], ids=lambda read: read.name)
def test_a_page_that_is_asked_for_by_hand_is_the_page_that_the_bot_shows(grown: list[District], read: Read) -> None:
    lines, rows = both(grown[1], read)

    assert [line.number for line in lines] == [row[0] for row in rows]
    assert len(lines) == PAGE


def test_a_figure_that_is_counted_by_hand_is_the_bots(grown: list[District]) -> None:
    (found, hidden), rows = both(grown[1], READS[2])

    assert found.n + hidden == len(rows)
    assert found.n > PAGE


def test_a_reminder_names_what_is_found_by_hand(grown: list[District]) -> None:
    found, rows = both(grown[0], READS[3])
    named = {item.of for items in found.values() for item in items}

    assert named
    assert named <= {cell for row in rows for cell in row}


GROWING = "(cars|steps|passages|history|changes|words|car_words)"
#: All that there is of a table, or all that the district has of it, as either database says it: but for an index that
#: holds what is open alone.
THROUGH = re.compile(
    rf"Seq Scan on {GROWING}\b|SCAN {GROWING}\b|SEARCH {GROWING} (?!USING INDEX ix_cars_open ).*\(district=\?\)$"
)


def what_happened(number: str) -> Read:
    return Read("what happened to a report", lambda call: Story(call.tx, CarLog(call.tx, call.viewer).get(number)))


#: Who of two deputies reads what is sealed, when nobody remembers it.
READERS = Read("who reads what is sealed", lambda call: call.tx.ask(GIVEN))


def test_no_table_that_grows_is_read_through(district: District) -> None:
    fill(district, Size(recent=200, open=50, older=400))
    district.database.system_now(lambda connection: connection.execute(car_words.update().values(offered=True)))
    number = asked(district, READS[0])[1][0].number
    reads = (*READS, alike(number), what_happened(number), READERS)
    postgresql = district.database.writer.dialect.name == "postgresql"
    with statements(district.database.reader) as told:
        for read in reads:
            asked(district, read)
    assert len(told) > len(reads)

    with district.database.begin(District.id, write=False) as connection:
        cursor: Any = connection.connection.cursor()
        if postgresql:
            cursor.execute("SET LOCAL enable_seqscan = off")  # these are few enough to read them all
        for statement, parameters in told:
            found = cursor.execute(f"EXPLAIN {'' if postgresql else 'QUERY PLAN '}{statement}", parameters).fetchall()
            assert [line[-1] for line in found if THROUGH.search(str(line[-1]))] == [], statement
