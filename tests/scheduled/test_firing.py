"""What is due is done once: by one replica, whole or not at all, and later when the bot was down."""

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import event

from bot.capabilities import jobs
from bot.clock import tick
from domain.catching_up import CatchUp
from domain.schedules import Closed, DayOfMonth, EveryDay, Rule, Weekday, Weekly
from scheduled.firing import fire
from scheduled.jobs import CHUNK, Occasion, Ran, Run, in_chunks
from storage.db import Database, Tx
from storage.outbox import Outbox, outbox
from storage.schedules import Schedules, occurrences, schedules
from storage.settings import DistrictSettings
from storage.system import connect_workspace
from tests.clockwork import EIGHT, came, job, noting, ticked
from tests.conftest import DEPUTY, MR, NOW, TEACHER, District, counter

CHICAGO = ZoneInfo("America/Chicago")
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


class KilledError(BaseException):
    """The process ends here and now."""


def at(local: str) -> datetime:
    return datetime.fromisoformat(local).replace(tzinfo=CHICAGO).astimezone(UTC)


def telling(district: District) -> Run:
    """A job that owes each of three people a message."""
    people = [district.person(who) for who in (TEACHER, MR, DEPUTY)]

    def run(tx: Tx, occasion: Occasion) -> Ran:
        return in_chunks(people, occasion, lambda person: Outbox(tx).owe("x", "x", to=person, key=occasion.key))

    return run


def owed(district: District) -> list[str]:
    keys: list[str] = district.do(lambda tx: sorted(row["key"] for row in tx.rows(outbox)), write=False)
    return keys


def wanted(district: District, *slots: str) -> list[str]:
    return sorted(f"x:{slot}:{district.person(who)}" for slot in slots for who in (TEACHER, MR, DEPUTY))


def test_what_is_due_is_done_once_and_noted(district: District) -> None:
    ran: list[str] = []

    for now in ("07:30", "08:00", "08:01", "23:00"):
        ticked(district, [job(noting(ran))], at(f"2026-03-10T{now}"))

    assert ran == ["2026-03-10"]
    assert came(district) == [("2026-03-10", True)]


def test_the_tick_says_what_ran(district: District) -> None:
    one = job(noting([]))

    ((short, fired),) = ticked(district, [one], at("2026-03-10T09:00")).fired

    assert (short, fired.job, fired.slot, fired.ran, fired.did, fired.missed) == ("t1", "x", "2026-03-10", True, 1, 0)
    assert ticked(district, [one], at("2026-03-10T09:00")).fired == []


@pytest.mark.parametrize(
    ("catch_up", "grace", "runs", "comes"),
    [
        (CatchUp.ALL, 0, ["11", "12", "13"], [("11", True), ("12", True), ("13", True)]),
        (CatchUp.LATEST, 0, ["13"], [("11", False), ("12", False), ("13", True)]),
        (CatchUp.SKIP, 3, ["13"], [("11", False), ("12", False), ("13", True)]),
        (CatchUp.SKIP, 1, [], [("11", False), ("12", False), ("13", False)]),
    ],
)
def test_r30_a_job_catches_up_by_its_own_rule(
    district: District, catch_up: CatchUp, grace: int, runs: list[str], comes: list[tuple[str, bool]]
) -> None:
    ran: list[str] = []
    one = job(noting(ran), catch_up=catch_up, grace=grace * HOUR)
    ticked(district, [one], at("2026-03-10T08:00"))

    for _ in range(2):
        ticked(district, [one], at("2026-03-13T10:00"))
    ticked(district, [one], at("2026-03-14T08:00"))

    assert ran == [f"2026-03-{day}" for day in ("10", *runs, "14")]
    assert [(slot[-2:], done) for slot, done in came(district)][1:-1] == comes


def test_r29_the_slot_is_stored_so_a_late_or_missed_tick_shifts_none(district: District) -> None:
    ran: list[str] = []
    one = job(noting(ran), rule=Rule(days=Weekly(on=Weekday.MONDAY), at=(time(8),)))

    for now in ("03-09T08:00", "03-16T13:37", "03-23T07:59", "03-23T08:00", "04-01T00:00", "04-06T08:00"):
        ticked(district, [one], at(f"2026-{now}"))

    assert ran == ["2026-03-09", "2026-03-16", "2026-03-23", "2026-03-30", "2026-04-06"]
    dues = district.do(lambda tx: [row["due"] for row in tx.rows(occurrences, order=occurrences.c.slot)])
    assert [due.astimezone(CHICAGO).time() for due in dues] == [time(8)] * 5


def test_r29_a_changed_rule_or_zone_holds_from_today_and_doubles_nothing(district: District) -> None:
    ran: list[str] = []
    monthly = Rule(days=DayOfMonth(day="last"), at=(time(8),))
    ticked(district, [job(noting(ran), rule=monthly)], at("2026-02-28T08:00"))

    daily = job(noting(ran), catch_up=CatchUp.ALL)
    ticked(district, [daily], at("2026-03-12T09:00"))  # it does not make up for the days since February
    later = job(noting(ran), rule=replace(EIGHT, at=(time(10),)), catch_up=CatchUp.ALL)
    ticked(district, [later], at("2026-03-12T10:30"))  # today is done
    district.do(lambda tx: DistrictSettings(tx).set("timezone", "Pacific/Honolulu", by="test"))
    ticked(district, [later], at("2026-03-12T23:00"))
    ticked(district, [later], at("2026-03-13T23:00"))

    assert ran == ["2026-02-28", "2026-03-12", "2026-03-13"]
    assert district.do(lambda tx: Schedules(tx).all()["x"].plan.zone) == "Pacific/Honolulu"


@pytest.mark.parametrize("change", ["2027-03-14", "2027-11-07"])
def test_r26_through_both_changes_a_job_at_half_past_two_and_half_past_one_runs_once_a_day(
    district: District, change: str
) -> None:
    ran: dict[str, list[str]] = {"01:30": [], "02:30": []}
    both = [
        job(noting(slots), rule=Rule(days=EveryDay(), at=(time.fromisoformat(name),)), name=name)
        for name, slots in ran.items()
    ]
    day = datetime.fromisoformat(change).replace(tzinfo=CHICAGO)
    start = (day - DAY).astimezone(UTC)

    for half in range(2 * 72):
        ticked(district, both, start + half * HOUR / 2)

    days = [str((day + n * DAY).date()) for n in (-1, 0, 1)]
    assert ran == {"01:30": days, "02:30": days}


@contextmanager
def dying_at(database: Database, nth: int, moment: str) -> Iterator[list[int]]:
    """Die before the nth statement, or instead of the nth commit."""
    count = [0]

    def die(*_: Any) -> None:
        count[0] += 1
        if count[0] == nth:
            raise KilledError

    event.listen(database.writer, moment, die)
    try:
        yield count
    finally:
        event.remove(database.writer, moment, die)


@pytest.mark.parametrize("moment", ["before_cursor_execute", "commit"])
def test_r27_killed_at_any_point_of_a_reminder_run_nothing_is_lost_and_nothing_doubled(
    district: District, moment: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In parts of two people, so that it may also die between two transactions of one run."""
    monkeypatch.setattr("scheduled.jobs.CHUNK", 2)
    both = [job(telling(district), catch_up=CatchUp.ALL)]
    ticked(district, both, at("2026-03-09T08:00"))
    killed, day = 0, 0
    for nth in range(1, 200):
        day += 1
        now = at("2026-03-09T08:00") + day * DAY
        with dying_at(district.database, nth, moment) as count:
            with suppress(KilledError):  # whoever only read is not told of the end of its transaction
                ticked(district, both, now)
            killed += count[0] >= nth
        assert len(owed(district)) in {3 * day + n for n in (0, 2, 3)}
        ticked(district, both, now)  # started again
        assert len(owed(district)) == 3 * (day + 1)
        if count[0] < nth:
            break

    slots = [str((at("2026-03-09T08:00") + n * DAY).date()) for n in range(day + 1)]
    assert owed(district) == wanted(district, *slots)
    assert killed >= (3 if moment == "commit" else 15)


def test_r28_three_replicas_with_clocks_apart_run_a_slot_once(district: District, database_url: str) -> None:
    replicas = [Database(database_url, mint=counter()) for _ in range(3)]
    together = threading.Barrier(3)
    one = job(telling(district))

    def replica(database: Database, skew: int) -> None:
        together.wait()
        for second in range(0, 12, 2):
            now = at("2026-03-10T07:59:55") + timedelta(seconds=second + skew)
            asyncio.run(tick(database, [one], now))

    try:
        with ThreadPoolExecutor(3) as pool:
            list(pool.map(replica, replicas, (-5, 0, 5)))
    finally:
        for database in replicas:
            database.close()

    assert owed(district) == wanted(district, "2026-03-10")
    assert came(district) == [("2026-03-10", True)]


def test_r28_of_two_who_see_the_same_slot_one_claims_it(district: District) -> None:
    district.do(lambda tx: fire(tx, job(noting([]))), now=at("2026-03-10T07:00"))
    known = district.do(lambda tx: Schedules(tx).get("x"))

    assert district.do(lambda tx: Schedules(tx).claim(known, "2026-03-10"))
    assert not district.do(lambda tx: Schedules(tx).claim(known, "2026-03-10"))


def test_r33_a_slot_is_claimed_before_anything_is_owed(district: District) -> None:
    seen: list[tuple[str, list[str]]] = []

    def run(tx: Tx, occasion: Occasion) -> Ran:
        assert occasion.slot == "2026-03-10"
        noted = [row["slot"] for row in tx.rows(occurrences)]
        seen.append((tx.rows(schedules)[0]["last_slot"], noted))
        return Ran()

    ticked(district, [job(run)], at("2026-03-10T08:00"))

    assert seen == [("2026-03-10", ["2026-03-10"])]


def test_a_slot_that_was_run_is_not_run_again_even_if_the_schedule_is_set_back(district: District) -> None:
    ran: list[str] = []
    ticked(district, [job(noting(ran))], at("2026-03-10T08:00"))

    district.do(lambda tx: tx.change(schedules, {"last_slot": "2026-03-09"}))
    ticked(district, [job(noting(ran))], at("2026-03-10T09:00"))

    assert ran == ["2026-03-10"]


def test_a_large_audience_is_told_in_parts_each_a_transaction_of_its_own(district: District) -> None:
    audience = [f"p{n:04}" for n in range(2 * CHUNK + 50)]
    parts: list[list[str]] = []

    def run(_: Tx, occasion: Occasion) -> Ran:
        parts.append([])
        return in_chunks(reversed(audience), occasion, parts[-1].append)

    fired = ticked(district, [job(run)], at("2026-03-10T08:00")).fired

    assert [len(part) for part in parts] == [CHUNK, CHUNK, 50]
    assert [person for part in parts for person in part] == audience
    assert [one.did for _, one in fired] == [CHUNK, CHUNK, 50]
    (row,) = district.do(lambda tx: tx.rows(occurrences))
    assert (row["did"], row["more"]) == (2 * CHUNK + 50, None)


def test_what_stopped_half_way_goes_on_before_the_next_slot(district: District) -> None:
    ran: list[tuple[str, str]] = []

    def run(_: Tx, occasion: Occasion) -> Ran:
        ran.append((occasion.slot, occasion.after))
        return Ran(1, None if occasion.after else "half")

    one = job(run, catch_up=CatchUp.ALL)
    district.do(lambda tx: fire(tx, one), now=at("2026-03-10T08:00"))
    ticked(district, [one], at("2026-03-11T08:00"))

    first, second = "2026-03-10", "2026-03-11"
    assert ran == [(first, ""), (first, "half"), (second, ""), (second, "half")]


def test_of_two_who_see_the_same_half_done_slot_one_goes_on(district: District) -> None:
    one = job(lambda _, occasion: Ran(1, f"{occasion.after}x"))
    district.do(lambda tx: fire(tx, one), now=at("2026-03-10T08:00"))
    half = district.do(lambda tx: Schedules(tx).unfinished()["x"])

    district.do(lambda tx: fire(tx, one), now=at("2026-03-10T08:00"))

    assert not district.do(lambda tx: Schedules(tx).resume(half))
    assert district.do(lambda tx: Schedules(tx).resume(replace(half, more="xx")))


def test_a_job_that_fails_in_one_district_runs_in_the_others_and_again_at_the_next_tick(district: District) -> None:
    ran: list[str] = []

    def run(tx: Tx, _: Occasion) -> Ran:
        ran.append(tx.district)
        if len(ran) == 1:
            raise OSError("no")
        return Ran()

    with district.database.begin() as connection:
        connect_workspace(connection, "slack", "T2", new="hills")
    one = job(run)
    done = ticked(district, [one], at("2026-03-10T08:00"))
    assert sorted(ran) == ["hills", "sunrise"]
    assert [name for _, name, _ in done.failed] == ["x"]

    ticked(district, [one], at("2026-03-10T08:01"))
    assert sorted(ran[2:]) == [ran[0]]


def test_r41_a_district_that_is_connected_nowhere_gets_no_jobs(district: District) -> None:
    from storage.system import workspaces

    ran: list[str] = []
    with district.database.begin() as connection:
        connection.execute(workspaces.delete())

    assert ticked(district, [job(noting(ran))], at("2026-03-10T08:00")).fired == []
    assert ran == []


def test_what_is_kept_too_long_is_forgotten_also_in_a_district_that_is_connected_nowhere(district: District) -> None:
    from storage.system import workspaces

    with district.database.begin() as connection:
        connection.execute(workspaces.delete())

    fired = ticked(district, jobs(), at("2026-03-10T08:00")).fired

    assert {one.job for _, one in fired} == {"housekeeping.forget"}


def test_every_job_run_twice_for_one_slot_does_nothing_new(district: District) -> None:
    for one in jobs():
        occasion = Occasion(job=one.name, slot="2026-03-09", due=NOW)
        district.do(lambda tx, run=one.run, at=occasion: run(tx, at))
        before = district.do(lambda tx: len(tx.rows(outbox)))
        again = district.do(lambda tx, run=one.run, at=occasion: run(tx, at))

        assert again.more is None, one.name
        assert district.do(lambda tx: len(tx.rows(outbox))) == before, one.name


def test_the_rule_of_every_job_is_kept_and_read_as_it_is(district: District) -> None:
    settings = district.do(lambda tx: DistrictSettings(tx).all())
    rule = Rule(days=Weekly(on=Weekday.MONDAY), at=(time(8), time(9)), closed=Closed.AFTER, before=7)
    for one in (*jobs(), job(noting([]), rule=rule, grace=HOUR)):
        district.do(lambda tx, one=one: fire(tx, one), now=at("2026-03-08T02:00"))

        kept = district.do(lambda tx, name=one.name: Schedules(tx).get(name))
        assert kept.plan == one.plan(settings)


def test_an_idle_tick_writes_nothing(district: District) -> None:
    ticked(district, jobs(), at("2026-03-08T04:00"))
    said: list[str] = []

    def note(*happens: Any) -> None:
        said.append(happens[2].split()[0])

    engines = {district.database.writer, district.database.reader}
    for engine in engines:
        event.listen(engine, "after_cursor_execute", note)
    assert ticked(district, jobs(), at("2026-03-08T04:10")).fired == []
    for engine in engines:
        event.remove(engine, "after_cursor_execute", note)

    assert set(said) <= {"BEGIN", "SELECT"}
    assert "SELECT" in said
