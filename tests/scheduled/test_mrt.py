"""A year of agendas: each comes once, at the time that was set, whatever happens to those who post them."""

import asyncio
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from bot.clock import tick
from domain.meetings import MeetingKind
from domain.schedules import DAY, WEEK
from scheduled.firing import due_jobs, fire
from scheduled.mrt import jobs as mrt
from storage.agendas import Agendas
from storage.conversations import Conversations
from storage.db import Tx
from storage.meetings import Meetings
from storage.outbox import Outbox, outbox
from storage.publishing import MISSED, POST, SOON
from storage.settings import DistrictSettings
from tests import cabinets
from tests.conftest import District, opened
from tests.story import filed
from tests.years import JAN, SKEWED, ZONES, Year, a_year, at, open_day

AGENDA, PREVIEW = mrt.all
#: The second Tuesdays; that of December lies before the winter break.
TUESDAYS = [
    next(date(2027, month, 1) + DAY * n for n in range(7, 14) if (date(2027, month, 1) + DAY * n).weekday() == 1)
    for month in range(1, 13)
]
DOWN = date(2027, 3, 9)  # for 40 hours from the evening before: the team met without
LATE = date(2027, 9, 14)  # for an hour and a half


@pytest.fixture
def year(sqlite_template: Path, tmp_path: Path) -> Iterator[Year]:
    def set_up(settings: DistrictSettings) -> None:
        settings.set("mrt_channel", "C1", by="system")

    with a_year(sqlite_template, tmp_path, mrt.all, "storage.publishing.Publishing.made", set_up) as found:
        yield found


def test_each_agenda_of_2027_comes_once_on_its_morning_in_six_zones(
    year: Year, monkeypatch: pytest.MonkeyPatch
) -> None:
    for district in ZONES:
        year.look(district, at(JAN, district), monkeypatch)  # so that the clock has begun
        for tuesday in TUESDAYS:
            day = open_day(tuesday)
            year.look(district, at(day - WEEK, district), monkeypatch)
            if day == DOWN:  # nobody looks before the team has met
                year.look(district, at(day + DAY, district, time(14)), monkeypatch)
            elif day == LATE:
                year.look(district, at(day, district, time(9, 30)), monkeypatch)
            else:
                year.look(district, at(day, district) - timedelta(minutes=1), monkeypatch)
                year.look(district, at(day, district), monkeypatch)
            year.look(district, at(day, district, time(18)), monkeypatch)

    for district in ZONES:
        came = [open_day(tuesday) for tuesday in TUESDAYS if tuesday != DOWN]
        posted = year.owed(district, POST)
        expected = [at(day, district, time(9, 30) if day == LATE else time(8)) for day in came]
        assert len(posted) == len({about for about, _ in posted}) == len(came)
        assert [(was, at_) for (_, at_), was in zip(posted, expected, strict=True) if abs(at_ - was) > SKEWED] == []
        assert [slot for slot, _ in year.owed(district, MISSED)] == [str(DOWN)]
        soon = [at(open_day(tuesday) - WEEK, district) for tuesday in TUESDAYS]
        assert [when for _, when in year.owed(district, SOON) if min(abs(when - one) for one in soon) > SKEWED] == []
        assert [slot for slot, _ in year.owed(district, SOON)] == [str(tuesday) for tuesday in TUESDAYS]
        held = year.do(district, lambda tx: Meetings(tx).between(JAN, date(2028, 1, 1)), at(JAN, district))
        assert [(one.kind, one.day) for one in held] == [(MeetingKind.MRT, day) for day in came]


def test_a_tick_owes_every_district_its_agenda_and_the_next_one_none(sqlite_template: Path, tmp_path: Path) -> None:
    """`make torture` does so with a thousand of them, within a minute."""
    shutil.copy(sqlite_template, tmp_path / "kaizen.db")
    with opened(f"sqlite:///{tmp_path / 'kaizen.db'}") as database:
        names = cabinets.found(database, 5)
        asyncio.run(tick(database, [AGENDA], cabinets.TUESDAY - timedelta(hours=1)))

        first, again = (asyncio.run(tick(database, [AGENDA], cabinets.TUESDAY)) for _ in range(2))

        assert ([fired.ran for _, fired in first.fired], again.fired) == ([True] * 5, [])
        assert cabinets.posted(database, names, POST) == [1] * 5


# In one small district


MORNING = datetime(2026, 3, 10, 13, 0, tzinfo=UTC)  # eight in Chicago on the second Tuesday


def begun(district: District, **more: str) -> None:
    def work(tx: Tx) -> None:
        for key, value in {"mrt_channel": "C1", **more}.items():
            DistrictSettings(tx).set(key, value, by="system")
        Conversations(tx).seen("slack", "T1", "C1", label="review")

    district.do(work)
    looked(district, MORNING - DAY)


def looked(district: District, now: datetime) -> list[tuple[str, bool]]:
    def work(tx: Tx) -> list[tuple[str, bool]]:
        fired = fire(tx, AGENDA) if due_jobs(tx, [AGENDA]) else None
        return [(fired.slot, fired.ran)] if fired else []

    found: list[tuple[str, bool]] = district.do(work, now=now)
    return found


def posts(district: District) -> list[str]:
    rows = district.do(lambda tx: tx.rows(outbox, outbox.c.what == POST, order=outbox.c.key))
    return [row["about"] for row in rows]


@pytest.mark.parametrize(
    ("late", "comes"), [(timedelta(0), True), (timedelta(hours=6), True), (timedelta(hours=6, seconds=1), False)]
)
def test_it_comes_late_until_the_team_meets_and_is_told_of_after_that(
    district: District, late: timedelta, *, comes: bool
) -> None:
    begun(district)

    assert looked(district, MORNING + late) == [("2026-03-10", comes)]
    assert posts(district) == (["MTG-2026-001"] if comes else [])
    told = district.do(lambda tx: Outbox(tx).told(MISSED, "2026-03-10"))
    assert bool(told) is not comes


def test_while_it_is_paused_or_has_no_conversation_nothing_comes_and_nothing_is_missed(district: District) -> None:
    begun(district, agenda_paused="yes")

    assert looked(district, MORNING) == [("2026-03-10", False)]
    assert posts(district) == []
    assert district.do(lambda tx: Outbox(tx).told(MISSED, "2026-03-10")) == set()


def test_it_holds_what_was_counted_up_to_the_evening_before_however_late_it_comes(district: District) -> None:
    begun(district)
    filed(district)  # on Monday at ten

    looked(district, MORNING + timedelta(hours=5))

    kept = district.do(lambda tx: Agendas(tx).latest())
    assert (kept.facts.cut_off, kept.day) == (date(2026, 3, 9), date(2026, 3, 10))


def test_a_preview_goes_to_the_quality_office_a_week_before(district: District) -> None:
    begun(district)
    district.do(lambda tx: fire(tx, PREVIEW), now=datetime(2026, 4, 6, 13, tzinfo=UTC))
    assert district.do(lambda tx: Outbox(tx).told(SOON, "2026-04-14")) == set()

    district.do(lambda tx: fire(tx, PREVIEW), now=datetime(2026, 4, 7, 13, tzinfo=UTC))

    assert district.do(lambda tx: Outbox(tx).told(SOON, "2026-04-14"))


def test_in_a_small_district_it_may_come_until_the_cabinet_meets(district: District) -> None:
    begun(district, preset="small")

    assert looked(district, MORNING + timedelta(days=6, hours=2)) == [("2026-03-10", True)]
