"""A year of digests: each comes once, at the time that was set, whatever happens to those who post them."""

import asyncio
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from bot.clock import tick
from domain.schedules import DAY, WEEK
from scheduled.cabinet import digest
from scheduled.cabinet import jobs as cabinet
from scheduled.firing import due_jobs, fire
from storage.conversations import Conversations, conversations
from storage.db import Tx
from storage.digests import JOB, MISSED, POST, Digests
from storage.outbox import Outbox, outbox
from storage.people import accounts
from storage.settings import DistrictSettings
from tests import cabinets
from tests.conftest import District as Small
from tests.conftest import opened
from tests.story import filed
from tests.years import JAN, SKEWED, ZONES, Year, a_year, at, open_day

MONDAYS = [date(2027, 1, 4) + WEEK * n for n in range(50)]  # those of the winter break come as one, in January
DOWN = date(2027, 3, 15)  # from Sunday evening for 40 hours, over this Monday: the Cabinet met without
LATE = date(2027, 9, 13)  # for an hour and a half
(JOB_,) = cabinet.all


@pytest.fixture
def year(sqlite_template: Path, tmp_path: Path) -> Iterator[Year]:
    def set_up(settings: DistrictSettings) -> None:
        settings.set("digest_channel", "C1", by="system")

    with a_year(sqlite_template, tmp_path, [JOB_], "storage.digests.Digests.made", set_up) as found:
        yield found


def test_each_digest_of_2027_comes_once_on_its_morning_in_six_zones(
    year: Year, monkeypatch: pytest.MonkeyPatch
) -> None:
    for district in ZONES:
        year.look(district, at(JAN, district), monkeypatch)  # so that the clock has begun
        for monday in MONDAYS:
            day = open_day(monday)
            if day == DOWN:  # nobody looks before the Cabinet has met
                year.look(district, at(day + DAY, district, time(10)), monkeypatch)
            elif day == LATE:
                year.look(district, at(day, district, time(9, 30)), monkeypatch)
            else:
                year.look(district, at(day, district) - timedelta(minutes=1), monkeypatch)
                year.look(district, at(day, district), monkeypatch)
            year.look(district, at(day, district, time(15)), monkeypatch)

    for district in ZONES:
        days = {str(monday): open_day(monday) for monday in MONDAYS}
        expected = {slot: at(day, district, time(9, 30) if day == LATE else time(8)) for slot, day in days.items()}
        del expected[str(DOWN)]
        found = year.owed(district, POST)
        assert [slot for slot, _ in found] == sorted(expected)
        assert [slot for slot, when in found if abs(when - expected[slot]) > SKEWED] == []
        assert [slot for slot, _ in year.owed(district, MISSED)] == [str(DOWN)]
        following = year.do(district, lambda tx: Digests(tx).get(str(DOWN + WEEK)), at(JAN, district))
        assert following.digest.missed == (DOWN,), "the next one names it"


def test_a_tick_owes_every_district_its_digest_and_the_next_one_none(sqlite_template: Path, tmp_path: Path) -> None:
    """`make torture` does so with a thousand of them, within a minute."""
    shutil.copy(sqlite_template, tmp_path / "kaizen.db")
    with opened(f"sqlite:///{tmp_path / 'kaizen.db'}") as database:
        names = cabinets.found(database, 20)
        asyncio.run(tick(database, cabinet.all, cabinets.MONDAY - timedelta(hours=1)))

        first, again = (asyncio.run(tick(database, cabinet.all, cabinets.MONDAY)) for _ in range(2))

        assert ([fired.ran for _, fired in first.fired], again.fired) == ([True] * 20, [])
        assert cabinets.posted(database, names, POST) == [1] * 20


# In one small district


MONDAY = datetime(2026, 3, 9, 13, 0, tzinfo=UTC)  # eight in Chicago


def begun(district: Small, **more: str) -> None:
    def work(tx: Tx) -> None:
        for key, value in {"digest_channel": "C1", **more}.items():
            DistrictSettings(tx).set(key, value, by="system")
        Conversations(tx).seen("slack", "T1", "C1", label="cabinet")

    district.do(work)
    looked(district, MONDAY - DAY)


def looked(district: Small, now: datetime) -> list[tuple[str, bool]]:
    def work(tx: Tx) -> list[tuple[str, bool]]:
        fired = fire(tx, JOB_) if due_jobs(tx, [JOB_]) else None
        return [(fired.slot, fired.ran)] if fired else []

    found: list[tuple[str, bool]] = district.do(work, now=now)
    return found


def posts(district: Small) -> list[str]:
    rows = district.do(lambda tx: tx.rows(outbox, outbox.c.what == POST, order=outbox.c.key))
    return [row["about"] for row in rows]


@pytest.mark.parametrize(
    ("late", "comes"), [(timedelta(0), True), (timedelta(hours=2), True), (timedelta(hours=2, seconds=1), False)]
)
def test_it_comes_late_until_the_cabinet_meets_and_is_told_of_after_that(
    district: Small, late: timedelta, *, comes: bool
) -> None:
    begun(district)

    assert looked(district, MONDAY + late) == [("2026-03-09", comes)]
    assert posts(district) == (["2026-03-09"] if comes else [])
    told = district.do(lambda tx: Outbox(tx).told(MISSED, "2026-03-09"))
    assert bool(told) is not comes


def test_while_it_is_paused_nothing_comes_and_nothing_is_missed(district: Small) -> None:
    begun(district, digest_paused="yes")
    looked(district, MONDAY + timedelta(days=14, hours=5))
    district.do(lambda tx: DistrictSettings(tx).set("digest_paused", "no", by="system"))

    assert looked(district, MONDAY + timedelta(days=14, hours=6)) == []
    assert looked(district, MONDAY + timedelta(days=21)) == [("2026-03-30", True)]
    assert district.do(lambda tx: Digests(tx).get("2026-03-30")).digest.missed == ()


def test_a_conversation_that_is_set_in_the_week_brings_none_of_before(district: Small) -> None:
    looked(district, MONDAY - DAY)
    looked(district, MONDAY)
    begun(district)

    assert looked(district, MONDAY + timedelta(hours=1)) == []
    assert posts(district) == []


def test_another_day_and_time_hold_from_the_next_one(district: Small) -> None:
    begun(district, digest_day="wednesday", digest_time="14:15", cabinet_day="thursday", cabinet_time="09:00")

    assert looked(district, MONDAY) == []
    wednesday = datetime(2026, 3, 11, 19, 15, tzinfo=UTC)
    assert looked(district, wednesday - timedelta(seconds=1)) == []
    assert looked(district, wednesday + timedelta(hours=18)) == [("2026-03-11", True)]


def test_a_digest_holds_what_was_counted_up_to_the_evening_before_however_late_it_comes(district: Small) -> None:
    begun(district)
    filed(district)  # at ten on this Monday

    looked(district, MONDAY + timedelta(hours=2))

    kept = district.do(lambda tx: Digests(tx).get("2026-03-09"))
    assert (kept.digest.cut_off, kept.digest.now.open) == (date(2026, 3, 8), 0)


def test_a_conversation_that_nobody_has_looked_at_is_posted_to_where_the_office_is_reached(district: Small) -> None:
    begun(district)
    district.do(lambda tx: tx.remove(conversations))

    assert looked(district, MONDAY) == [("2026-03-09", True)]
    rows = district.do(lambda tx: tx.rows(outbox, outbox.c.what == POST))
    assert [(row["lane"], row["to"]) for row in rows] == [("slack:T1", "conversation:C1")]


def test_where_there_is_nowhere_to_post_it_the_office_is_told(district: Small) -> None:
    begun(district)

    def gone(tx: Tx) -> None:
        tx.remove(conversations)
        tx.change(accounts, {"gone": True})

    district.do(gone)

    looked(district, MONDAY)

    assert posts(district) == []
    assert district.do(lambda tx: tx.rows(outbox, outbox.c.what == MISSED))


def test_it_is_called_as_the_calendar_names_it() -> None:
    assert (JOB_.name, JOB_.run) == (JOB, digest)
