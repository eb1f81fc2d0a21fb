"""What only the bot needed is forgotten in time."""

import asyncio
from datetime import timedelta

from bot.capabilities import jobs
from bot.clock import run_everywhere
from domain.retention import KEEP_MESSAGES, KEEP_REPEATS
from scheduled.housekeeping import forget_messages, forget_repeats
from scheduled.jobs import Job
from storage.db import Tx
from storage.outbox import Outbox
from storage.repeats import Repeats
from tests.conftest import MR, NOW, TEACHER, District
from tests.story import ask, filed, settled

DAY = timedelta(days=1)


def test_a_repeat_is_known_for_thirty_days_and_then_forgotten(district: District) -> None:
    district.do(lambda tx: Repeats(tx).is_first("old"), now=NOW)
    district.do(lambda tx: Repeats(tx).is_first("new"), now=NOW + DAY)

    district.do(forget_repeats, now=NOW + KEEP_REPEATS + DAY / 2)

    assert district.do(lambda tx: Repeats(tx).is_first("new")) is False
    assert district.do(lambda tx: Repeats(tx).is_first("old")) is True


def test_a_settled_message_is_kept_for_four_hundred_days_and_counted_for_ever(district: District) -> None:
    number = filed(district).number
    settled(district)
    ask(district, MR, "car.accept", about=number)  # owes two more, and draws three again
    before = district.do(lambda tx: Outbox(tx).ledger())
    assert (before["sent"], before["pending"]) == (3, 2)

    assert district.do(forget_messages, now=NOW + KEEP_MESSAGES) == 0
    assert district.do(forget_messages, now=NOW + KEEP_MESSAGES + DAY) == 3

    assert district.do(lambda tx: Outbox(tx).ledger()) == before
    settled(district)
    assert district.do(forget_messages, now=NOW + KEEP_MESSAGES + DAY) == 2 + 3
    assert district.do(lambda tx: Outbox(tx).ledger()) == {**before, "sent": 5, "pending": 0}


def test_what_waits_for_an_empty_seat_is_never_forgotten(empty_district: District) -> None:
    ask(empty_district, TEACHER, "car.file", {"what": "The gate latch is broken", "happened_on": "2026-03-09"})
    settled(empty_district)

    empty_district.do(forget_messages, now=NOW + 2 * KEEP_MESSAGES)

    assert empty_district.do(lambda tx: Outbox(tx).ledger()["unfilled"]) == 1


def test_a_message_that_was_forgotten_can_still_be_drawn_without_removed_words(district: District) -> None:
    number = filed(district).number
    settled(district)
    stand = district.do(lambda tx: Outbox(tx).posted_about(number))

    district.do(forget_messages, now=NOW + KEEP_MESSAGES + DAY)

    assert district.do(lambda tx: Outbox(tx).owe_refresh(number)) == stand == 3


def test_a_few_rows_are_removed_at_a_time(district: District) -> None:
    for nth in range(5):
        district.do(lambda tx, nth=nth: Repeats(tx).is_first(f"key{nth}"))
    later = NOW + KEEP_REPEATS + DAY

    removed = [district.do(lambda tx: Repeats(tx).prune(later, most=2)) for _ in range(4)]

    assert removed == [2, 2, 1, 0]


def test_a_job_run_twice_does_nothing_new(district: District) -> None:
    for job in jobs():
        district.do(job.run)

        assert district.do(job.run) == 0, job.name


def test_a_job_that_fails_in_one_district_runs_in_the_others(district: District) -> None:
    ran = []

    def run(tx: Tx) -> None:
        ran.append(tx.district)
        if len(ran) == 1:
            raise OSError("no")

    with district.database.begin() as connection:
        from storage.system import connect_workspace

        connect_workspace(connection, "slack", "T2", new="hills")
    asyncio.run(run_everywhere(district.database, Job(name="x", hours=1, run=run)))

    assert sorted(ran) == ["hills", "sunrise"]
