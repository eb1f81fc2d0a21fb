"""What only the bot needed is forgotten in time."""

from datetime import UTC, datetime, time, timedelta

from domain.schedules import Due
from scheduled.housekeeping import KEEP_OCCURRENCES, KEEP_REPEATS, forget
from scheduled.jobs import Occasion
from storage.repeats import Repeats
from storage.schedules import Schedules, occurrences
from tests.conftest import NOW, District

DAY = timedelta(days=1)
NIGHT = Occasion(job="housekeeping.forget", slot="2026-03-09", due=datetime.combine(NOW, time(8), tzinfo=UTC))


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
