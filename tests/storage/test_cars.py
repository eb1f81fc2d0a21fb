"""Lists of reports in a district that has many."""

from typing import Any

import pytest
from sqlalchemy import ColumnElement, text

from domain.cars import COUNTED, Car
from storage.car_sight import NEWEST, Sight, count_of, everything, lines_in, looking, page_of, still_open
from storage.cars import CarLog, Page
from storage.db import OURS, Tx
from storage.people import People
from tests.conftest import TEACHER, District
from tests.story import ROUTES
from views.elements import Card

MANY = COUNTED + 20


@pytest.fixture
def busy(district: District) -> District:
    """More reports than are counted."""
    district.do(lambda tx: _file(tx, district, MANY))
    return district


def _file(tx: Tx, district: District, many: int) -> None:
    account = district.account(tx, TEACHER)
    log, day = CarLog(tx, People(tx).viewer(account)), tx.now.date()
    for _ in range(many):
        number = log.next_number(2026)
        log.add(Car(number=number, requester=account.person, filed_at=tx.now, filed_on=day, happened_on=day, what="A"))


def page(district: District, offset: int) -> Page:
    def work(tx: Tx) -> Page:
        viewer = People(tx).viewer(district.account(tx, TEACHER))
        return CarLog(tx, viewer).page(still_open(), offset=offset)

    found: Page = district.do(work, write=False)
    return found


def test_reports_are_counted_until_it_is_clear_that_there_are_many(busy: District) -> None:
    first, far, last = page(busy, 0), page(busy, COUNTED), page(busy, MANY - 10)

    assert (len(first.cars), first.total) == (10, COUNTED + 1)
    assert (len(far.cars), far.total) == (10, COUNTED + 11)
    assert (len(last.cars), last.total) == (10, MANY)
    assert [first.cars[0].number, last.cars[-1].number] == [f"CAR-2026-{MANY:03}", "CAR-2026-001"]


def test_a_list_says_that_there_are_more_than_were_counted(busy: District) -> None:
    def shown(offset: int) -> Card:
        card: Card = busy.do(lambda tx: ROUTES["car.page"].handle(busy.call(tx, TEACHER, about=f"open {offset}")).card)
        return card

    first, last = shown(0), shown(MANY - 10)

    assert first.title == f"Open reports (1–10 of more than {COUNTED})"
    assert [button.label for button in first.buttons] == ["Older"]
    assert [button.label for button in last.buttons] == ["Newer"]
    assert f"({COUNTED + 11}–{MANY} of" in last.title


def plan(district: District, where: ColumnElement[bool]) -> str:
    """How a page of these is found, and counted."""
    with district.database.begin() as connection:
        connection.execute(text("ANALYZE"))

    def work(tx: Tx) -> str:
        given = {OURS.key: district.id, **looking(tx, People(tx).viewer(district.account(tx, TEACHER))), "most": 501}
        pages = [page_of(Sight(), (where,)), lines_in(Sight(), (where,), NEWEST, 10)]
        asked = [*pages, count_of(Sight(), (where,))]
        return "\n".join(_plan(tx, query, {**given, "size": 10, "offset": 0}) for query in asked)

    found: str = district.do(work)
    return found


def test_a_page_of_the_whole_log_sorts_none_of_it(busy: District) -> None:
    found = plan(busy, everything())

    assert "ix_cars_filed" in found
    assert "TEMP B-TREE" not in found
    assert "Sort" not in found


def test_a_page_of_what_is_open_is_not_looked_for_among_all_that_there_ever_was(busy: District) -> None:
    """Nor sorted, however much is open."""
    found = plan(busy, still_open())

    assert "ix_cars_open" in found
    assert "ix_cars_filed" not in found
    assert "TEMP B-TREE" not in found
    assert "Sort" not in found


def _plan(tx: Tx, query: Any, given: dict[str, Any]) -> str:
    """How the database finds what a query asks for."""
    sqlite = tx.connection.dialect.name == "sqlite"
    told = query.compile(dialect=tx.connection.dialect).construct_expanded_state(given)
    values = told.positional_parameters if sqlite else told.parameters
    explain = "EXPLAIN QUERY PLAN " if sqlite else "EXPLAIN "
    return "\n".join(str(row[-1]) for row in tx.connection.exec_driver_sql(explain + told.statement, values))
