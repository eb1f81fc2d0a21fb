"""A year of digests: each comes once, at the time that was set, whatever happens to those who post them."""

import asyncio
import itertools
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.clock import tick
from domain.people import Role
from domain.schedules import DAY, WEEK
from scheduled.cabinet import digest
from scheduled.cabinet import jobs as cabinet
from scheduled.firing import due_jobs, fire
from storage.conversations import Conversations, conversations
from storage.db import Database, Tx
from storage.digests import JOB, MISSED, POST, Digests
from storage.outbox import Outbox, outbox
from storage.people import People, accounts
from storage.settings import DistrictSettings
from storage.system import connect_workspace
from tests import cabinets
from tests.conftest import MR, counter, opened
from tests.conftest import District as Small
from tests.story import filed

ZONES = ("New_York", "Chicago", "Denver", "Phoenix", "Anchorage", "Honolulu")
ZONE = {name: ZoneInfo(f"Pacific/{name}" if name == "Honolulu" else f"America/{name}") for name in ZONES}
FREE = ("2027-01-18 Martin Luther King Day", "2027-05-31 Memorial Day", "2027-12-20..2027-12-31 Winter break")
CLOSED = {date(2027, 1, 18), date(2027, 5, 31), *(date(2027, 12, 20) + DAY * n for n in range(12))}
JAN = date(2027, 1, 1)
MONDAYS = [date(2027, 1, 4) + WEEK * n for n in range(50)]  # those of the winter break come as one, in January
SKEWED = timedelta(seconds=10)
DOWN = date(2027, 3, 15)  # from Sunday evening for 40 hours, over this Monday: the Cabinet met without
LATE = date(2027, 9, 13)  # for an hour and a half
(JOB_,) = cabinet.all


class KilledError(BaseException):
    """The process ends here and now."""


@dataclass
class Year:
    """Six districts in one database."""

    database: Database
    kills: Iterator[str]

    def do(self, district: str, work: Any, now: datetime) -> Any:
        return self.database.do(district, work, now=now, door="clock")

    def look(self, district: str, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
        """Three replicas, whose clocks are seconds apart, look one after the other; one may be killed on the way."""
        for skew in (0, 5, -5):
            at = now + timedelta(seconds=5 + skew)
            with monkeypatch.context() as patch:
                kill(patch, next(self.kills))
                try:
                    if self.do(district, lambda tx: due_jobs(tx, [JOB_]), at):
                        while self.do(district, lambda tx: fire(tx, JOB_), at):
                            pass
                except KilledError:
                    pass


def kill(patch: pytest.MonkeyPatch, where: str) -> None:
    """At a named point of what a replica does for one slot."""

    def dies(*_: Any, **__: Any) -> None:
        raise KilledError(where)

    points = {
        "before it claims": ("scheduled.firing.turn", dies),
        "after it claimed": ("storage.digests.Digests.made", dies),
        "when the post is owed": ("storage.outbox.Outbox.owe_post", dies),
        "before it commits": ("storage.outbox.Outbox._write", dies),
    }
    if where in points:
        patch.setattr(*points[where])


def at(day: date, district: str, hour: time = time(8)) -> datetime:
    return datetime.combine(day, hour, tzinfo=ZONE[district]).astimezone(UTC)


def comes_on(monday: date) -> date:
    while monday in CLOSED or monday.weekday() > 4:
        monday += DAY
    return monday


@pytest.fixture
def year(sqlite_template: Path, tmp_path: Path) -> Iterator[Year]:
    shutil.copy(sqlite_template, tmp_path / "kaizen.db")
    database = Database(f"sqlite:///{tmp_path / 'kaizen.db'}", mint=counter())
    for nth, name in enumerate(ZONES):
        with database.begin() as connection:
            connect_workspace(connection, "slack", f"T{nth}", new=name)
        database.do(name, lambda tx, name=name, nth=nth: _set_up(tx, name, f"T{nth}"), now=at(JAN, name), door="test")
    points = ("before it claims", "", "after it claimed", "when the post is owed", "", "before it commits", "", "")
    yield Year(database, itertools.cycle(points))
    database.close()


def _set_up(tx: Tx, name: str, workspace: str) -> None:
    office = People(tx).meet("slack", workspace, MR, "Quality Office")
    People(tx).seat(Role.MANAGEMENT_REPRESENTATIVE, office.person, by="system")
    settings = DistrictSettings(tx)
    settings.set("timezone", ZONE[name].key, by="system")
    settings.set("closures", "\n".join(FREE), by="system")
    settings.set("digest_channel", "C1", by="system")
    Conversations(tx).seen("slack", workspace, "C1", label="cabinet")


def owed(year: Year, district: str, what: str) -> list[tuple[str, datetime]]:
    def look(tx: Tx) -> list[tuple[str, datetime]]:
        rows = tx.rows(outbox, outbox.c.what == what, order=outbox.c.due)
        return [(row["about"], row["due"]) for row in rows]

    found: list[tuple[str, datetime]] = year.do(district, look, at(JAN, district))
    return found


def test_each_digest_of_2027_comes_once_on_its_morning_in_six_zones(
    year: Year, monkeypatch: pytest.MonkeyPatch
) -> None:
    for district in ZONES:
        year.look(district, at(JAN, district), monkeypatch)  # so that the clock has begun
        for monday in MONDAYS:
            day = comes_on(monday)
            if day == DOWN:  # nobody looks before the Cabinet has met
                year.look(district, at(day + DAY, district, time(10)), monkeypatch)
            elif day == LATE:
                year.look(district, at(day, district, time(9, 30)), monkeypatch)
            else:
                year.look(district, at(day, district) - timedelta(minutes=1), monkeypatch)
                year.look(district, at(day, district), monkeypatch)
            year.look(district, at(day, district, time(15)), monkeypatch)

    for district in ZONES:
        days = {str(monday): comes_on(monday) for monday in MONDAYS}
        expected = {slot: at(day, district, time(9, 30) if day == LATE else time(8)) for slot, day in days.items()}
        del expected[str(DOWN)]
        found = owed(year, district, POST)
        assert [slot for slot, _ in found] == sorted(expected)
        assert [slot for slot, when in found if abs(when - expected[slot]) > SKEWED] == []
        assert [slot for slot, _ in owed(year, district, MISSED)] == [str(DOWN)]
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
        assert cabinets.posted(database, names) == [1] * 20


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
