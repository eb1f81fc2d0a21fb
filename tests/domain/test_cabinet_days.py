"""When the Cabinet meets next, and what of its agenda stands on the next one."""

from datetime import UTC, date, datetime, time

import pytest

from domain.agendas import ANY_PART, AgendaItem, Origin, carried
from domain.cars import REDACTED
from domain.people import PersonId
from domain.rhythms import cabinet_days, cabinet_time
from domain.settings import Settings

CHICAGO = {"timezone": "America/Chicago"}
ITEM = AgendaItem(id="a", meeting="MTG-2026-001", section=8, subject="Late buses", by=PersonId("ann"))


@pytest.mark.parametrize(
    ("now", "first"),
    [
        (datetime(2026, 3, 9, 14, 59, tzinfo=UTC), date(2026, 3, 9)),  # a minute before ten on Monday
        (datetime(2026, 3, 9, 15, 0, tzinfo=UTC), date(2026, 3, 16)),
        (datetime(2026, 3, 14, 3, 0, tzinfo=UTC), date(2026, 3, 16)),
    ],
)
def test_it_meets_next_on_its_day_as_long_as_its_time_has_not_come(now: datetime, first: date) -> None:
    assert cabinet_days(Settings(CHICAGO), now)[0] == first


def test_on_a_day_without_school_it_meets_on_the_next_working_day() -> None:
    settings = Settings(CHICAGO | {"closures": "2026-03-16"})

    days = cabinet_days(settings, datetime(2026, 3, 10, 13, 0, tzinfo=UTC))

    assert days[:2] == [date(2026, 3, 17), date(2026, 3, 23)]


def test_it_meets_on_the_day_and_at_the_time_that_are_set() -> None:
    settings = Settings(CHICAGO | {"cabinet_day": "thursday", "cabinet_time": "14:30"})

    assert cabinet_days(settings, datetime(2026, 3, 9, 15, 0, tzinfo=UTC))[0] == date(2026, 3, 12)
    assert cabinet_time(settings) == time(14, 30)


def test_what_is_left_stands_in_one_part_of_a_meeting_without_parts_and_comes_once() -> None:
    there = AgendaItem(id="b", meeting="MTG-2026-002", section=ANY_PART, subject="Gates", by=PersonId("ann"))
    gates = AgendaItem(id="c", meeting="MTG-2026-001", section=4, subject="Gates", by=PersonId("ann"))
    gone = AgendaItem(id="d", meeting="MTG-2026-001", section=2, subject=REDACTED, by=PersonId("ann"))

    (item,) = carried([ITEM, gates, gone], [there], "MTG-2026-002", ANY_PART)

    assert (item.subject, item.section, item.origin) == ("Late buses", ANY_PART, Origin.CARRIED)
    assert [one.section for one in carried([ITEM], [there], "MTG-2026-002")] == [8]
