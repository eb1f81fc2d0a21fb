"""A year of six districts whose clocks are looked at by three replicas, of which now and then one is killed."""

import itertools
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from domain.people import Role
from domain.schedules import DAY
from scheduled.firing import due_jobs, fire
from scheduled.jobs import Job
from storage.conversations import Conversations
from storage.db import Database, Tx
from storage.outbox import outbox
from storage.people import People
from storage.settings import DistrictSettings
from storage.system import connect_workspace
from tests.conftest import MR, counter

ZONES = ("New_York", "Chicago", "Denver", "Phoenix", "Anchorage", "Honolulu")
ZONE = {name: ZoneInfo(f"Pacific/{name}" if name == "Honolulu" else f"America/{name}") for name in ZONES}
FREE = ("2027-01-18 Martin Luther King Day", "2027-05-31 Memorial Day", "2027-12-20..2027-12-31 Winter break")
CLOSED = {date(2027, 1, 18), date(2027, 5, 31), *(date(2027, 12, 20) + DAY * n for n in range(12))}
JAN = date(2027, 1, 1)
SKEWED = timedelta(seconds=10)
#: What a replica does for one slot, and where it is killed: where things are counted is another place for each job.
KILLS = ("before it claims", "", "after it claimed", "when the post is owed", "", "before it commits", "", "")


class KilledError(BaseException):
    """The process ends here and now."""


@dataclass
class Year:
    """Six districts in one database. `counts` is what a job calls once it has claimed a slot."""

    database: Database
    jobs: Sequence[Job]
    counts: str
    kills: Iterator[str]

    def do(self, district: str, work: Any, now: datetime) -> Any:
        return self.database.do(district, work, now=now, door="clock")

    def look(self, district: str, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
        """Three replicas, whose clocks are seconds apart, look one after the other; one may be killed on the way."""
        for skew in (0, 5, -5):
            at = now + timedelta(seconds=5 + skew)
            with monkeypatch.context() as patch:
                self._kill(patch, next(self.kills))
                try:
                    for job in self.do(district, lambda tx: due_jobs(tx, self.jobs), at):
                        while self.do(district, lambda tx, job=job: fire(tx, job), at):
                            pass
                except KilledError:
                    pass

    def _kill(self, patch: pytest.MonkeyPatch, where: str) -> None:
        """At a named point of what a replica does for one slot."""

        def dies(*_: Any, **__: Any) -> None:
            raise KilledError(where)

        points = {
            "before it claims": "scheduled.firing.turn",
            "after it claimed": self.counts,
            "when the post is owed": "storage.outbox.Outbox.owe_post",
            "before it commits": "storage.outbox.Outbox._write",
        }
        if where in points:
            patch.setattr(points[where], dies)

    def owed(self, district: str, what: str) -> list[tuple[str, datetime]]:
        """What each of these is about, and when it became due."""

        def look(tx: Tx) -> list[tuple[str, datetime]]:
            rows = tx.rows(outbox, outbox.c.what == what, order=outbox.c.due)
            return [(row["about"], row["due"]) for row in rows]

        found: list[tuple[str, datetime]] = self.do(district, look, at(JAN, district))
        return found


def at(day: date, district: str, hour: time = time(8)) -> datetime:
    return datetime.combine(day, hour, tzinfo=ZONE[district]).astimezone(UTC)


def open_day(day: date) -> date:
    """The same day, or the next on which there is school."""
    while day in CLOSED or day.weekday() > 4:
        day += DAY
    return day


@contextmanager
def a_year(
    template: Path, folder: Path, jobs: Sequence[Job], counts: str, set_up: Callable[[DistrictSettings], None]
) -> Iterator[Year]:
    shutil.copy(template, folder / "kaizen.db")
    database = Database(f"sqlite:///{folder / 'kaizen.db'}", mint=counter())
    for nth, name in enumerate(ZONES):
        with database.begin() as connection:
            connect_workspace(connection, "slack", f"T{nth}", new=name)

        def begin(tx: Tx, name: str = name, workspace: str = f"T{nth}") -> None:
            _begin(tx, name, workspace)
            set_up(DistrictSettings(tx))

        database.do(name, begin, now=at(JAN, name), door="test")
    yield Year(database, jobs, counts, itertools.cycle(KILLS))
    database.close()


def _begin(tx: Tx, name: str, workspace: str) -> None:
    office = People(tx).meet("slack", workspace, MR, "Quality Office")
    People(tx).seat(Role.MANAGEMENT_REPRESENTATIVE, office.person, by="system")
    settings = DistrictSettings(tx)
    settings.set("timezone", ZONE[name].key, by="system")
    settings.set("closures", "\n".join(FREE), by="system")
    Conversations(tx).seen("slack", workspace, "C1", label="cabinet")
