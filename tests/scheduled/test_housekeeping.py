"""What only the bot needed is forgotten in time."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from domain.files import Purpose
from domain.people import PersonId
from domain.retention import KEEP_DRAWN, KEEP_MESSAGES, KEEP_OCCURRENCES, KEEP_REPEATS
from domain.schedules import Due
from scheduled.housekeeping import forget
from scheduled.jobs import Occasion, Ran
from storage.files import Files
from storage.outbox import Outbox
from storage.repeats import Repeats
from storage.schedules import Schedules, occurrences
from tests.conftest import MR, NOW, TEACHER, District
from tests.story import ask, filed, settled

DAY = timedelta(days=1)
NIGHT = Occasion(job="housekeeping.forget", slot="2026-03-09", due=datetime.combine(NOW, time(8), tzinfo=UTC))


def tonight(district: District, now: datetime, after: str = "") -> Ran:
    ran: Ran = district.do(lambda tx: forget(tx, replace(NIGHT, after=after)), now=now)
    return ran


def test_a_repeat_is_known_for_thirty_days_and_then_forgotten(district: District) -> None:
    district.do(lambda tx: Repeats(tx).is_first("old"), now=NOW)
    district.do(lambda tx: Repeats(tx).is_first("new"), now=NOW + DAY)

    district.do(lambda tx: forget(tx, NIGHT), now=NOW + KEEP_REPEATS + DAY / 2)

    assert district.do(lambda tx: Repeats(tx).is_first("new")) is False
    assert district.do(lambda tx: Repeats(tx).is_first("old")) is True


def test_what_came_due_is_known_for_ninety_days_and_what_is_not_finished_for_ever(district: District) -> None:
    for slot, more in (("2026-03-07", None), ("2026-03-08", "half"), ("2026-03-09", None)):
        due = Due(slot=slot, at=NOW if slot.endswith("9") else NOW - DAY)
        district.do(lambda tx, due=due: Schedules(tx).begin("x", due))
        district.do(lambda tx, slot=slot, more=more: Schedules(tx).note("x", slot, did=1, more=more))

    district.do(lambda tx: forget(tx, NIGHT), now=NOW + KEEP_OCCURRENCES - DAY / 2)

    kept = district.do(lambda tx: [row["slot"] for row in tx.rows(occurrences, order=occurrences.c.slot)])
    assert kept == ["2026-03-08", "2026-03-09"]


def test_a_settled_message_is_kept_for_four_hundred_days_and_counted_for_ever(district: District) -> None:
    number = filed(district).number
    settled(district)
    ask(district, MR, "car.accept", about=number)  # owes two more, and draws three again
    before = district.do(lambda tx: Outbox(tx).ledger())
    assert (before["sent"], before["pending"]) == (3, 2)

    assert tonight(district, NOW + KEEP_MESSAGES).did == 0
    assert tonight(district, NOW + KEEP_MESSAGES + DAY).did == 3

    assert district.do(lambda tx: Outbox(tx).ledger()) == before
    settled(district)
    assert tonight(district, NOW + KEEP_MESSAGES + DAY).did == 2 + 3
    assert district.do(lambda tx: Outbox(tx).ledger()) == {**before, "sent": 5, "pending": 0}


def test_what_waits_for_an_empty_seat_is_never_forgotten(empty_district: District) -> None:
    ask(empty_district, TEACHER, "car.file", {"what": "The gate latch is broken", "happened_on": "2026-03-09"})
    settled(empty_district)

    tonight(empty_district, NOW + 2 * KEEP_MESSAGES)

    assert empty_district.do(lambda tx: Outbox(tx).ledger()["unfilled"]) == 1


def test_a_message_that_was_forgotten_can_still_be_drawn_without_removed_words(district: District) -> None:
    number = filed(district).number
    settled(district)
    stand = district.do(lambda tx: Outbox(tx).posted_about(number))

    tonight(district, NOW + KEEP_MESSAGES + DAY)

    assert district.do(lambda tx: Outbox(tx).refresh(number)) == stand == 3


def test_a_few_rows_are_removed_at_a_time_until_none_are_left(
    district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    for nth in range(5):
        district.do(lambda tx, nth=nth: Repeats(tx).is_first(f"key{nth}"))
    monkeypatch.setattr("scheduled.housekeeping.BATCH", 2)
    monkeypatch.setitem(Repeats.prune.__kwdefaults__, "most", 2)
    later = NOW + KEEP_REPEATS + DAY

    first = tonight(district, later)
    second = tonight(district, later, first.more or "")
    third = tonight(district, later, second.more or "")

    assert [first, second, third] == [Ran(2, "2"), Ran(2, "4"), Ran(1, None)]


def test_what_was_drawn_for_somebody_is_emptied_after_thirty_days(district: District) -> None:
    me = PersonId(district.person(MR))
    about = {"about": "exports:1", "purpose": Purpose.EXPORT, "name": "Log.csv", "media": "text/csv", "by": me}
    file = district.do(lambda tx: Files(tx).add(b"x", **about))

    assert tonight(district, NOW + KEEP_DRAWN - DAY).did == 0
    assert tonight(district, NOW + KEEP_DRAWN + DAY).did == 1
    kept = district.do(lambda tx: Files(tx).find(file.id))
    assert kept.erased_at is not None
