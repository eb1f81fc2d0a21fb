"""Everybody is reminded once a day, at the hour on their own wall clock."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import RefusedError
from domain.mornings import GRACE, HALF_HOURS, LOOKS, MORNINGS, Morning, comes, read_morning
from domain.schedules import due_times, on_wall
from domain.school_calendar import WEEKDAYS

CHICAGO = ZoneInfo("America/Chicago")
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
US = ("New_York", "Chicago", "Denver", "Phoenix", "Anchorage")
ZONES = [ZoneInfo(name) for name in (*(f"America/{city}" for city in US), "Pacific/Honolulu")]
CHANGES = [date(2027, 3, 14), date(2027, 11, 7), date(2028, 3, 12), date(2028, 11, 5)]
EIGHT = Morning(at=time(8), zone=CHICAGO)


def looks(first: date, last: date, district: ZoneInfo = CHICAGO) -> list[datetime]:
    """When the clock of a district looks whose morning it is."""
    start, end = (datetime.combine(day, time(), tzinfo=district) for day in (first, last))
    return due_times(LOOKS, start - DAY, end + DAY, zone=district, calendar=WEEKDAYS)


def came(morning: Morning, found: list[datetime]) -> list[datetime]:
    """When somebody's morning was met, on their wall clock."""
    return [now.astimezone(morning.zone) for last, now in pairwise(found) if comes(morning, last, now, now)]


@pytest.mark.parametrize("zone", ZONES, ids=lambda zone: zone.key)
@pytest.mark.parametrize("change", CHANGES, ids=str)
def test_r26_every_half_hour_of_six_zones_comes_once_a_day_at_both_changes(zone: ZoneInfo, change: date) -> None:
    """At its time on the wall; in spring, where a day lacks that, an hour later. Of a double one it is the first."""
    days = [change - DAY, change, change + DAY]
    found = looks(days[0] - DAY, days[-1] + DAY, zone)
    for at in HALF_HOURS:
        met = [local for local in came(Morning(at=at, zone=zone), found) if local.date() in days]

        assert met == [on_wall(day, at, zone) for day in days]


@pytest.mark.parametrize("zone", ZONES, ids=lambda zone: zone.key)
@pytest.mark.parametrize("change", CHANGES, ids=str)
def test_r26_whoever_lives_in_another_zone_than_the_district_gets_it_on_their_own_wall(
    zone: ZoneInfo, change: date
) -> None:
    """In the hour that the district's clock shows twice it looks once, so somebody far east or west may wait for it."""
    days = [change - DAY, change, change + DAY]
    found = looks(days[0] - DAY, days[-1] + DAY)
    for at in MORNINGS:
        met = [local for local in came(Morning(at=at, zone=zone), found) if local.date() in days]
        late = [local.astimezone(UTC) - on_wall(day, at, zone) for local, day in zip(met, days, strict=True)]

        assert [local.date() for local in met] == days
        assert all(timedelta(0) <= one <= HOUR for one in late)


def test_after_a_time_without_the_bot_it_comes_once_and_not_at_night() -> None:
    morning = datetime(2027, 3, 9, 14, tzinfo=UTC)  # eight in the morning in Chicago
    before = morning - 3 * DAY

    assert comes(EIGHT, before, morning + GRACE, morning + GRACE)
    assert not comes(EIGHT, morning + GRACE, morning + GRACE + HOUR, morning + GRACE + HOUR)
    assert not comes(EIGHT, before, morning + GRACE + HOUR, morning + GRACE + HOUR)
    assert not comes(EIGHT, before, morning - HOUR, morning - HOUR)


def test_what_was_begun_and_stopped_is_not_finished_on_another_day() -> None:
    morning = datetime(2027, 3, 9, 14, tzinfo=UTC)

    assert comes(EIGHT, morning - HOUR, morning, morning + 2 * HOUR)
    assert not comes(EIGHT, morning - HOUR, morning, morning + 23 * HOUR)


@given(
    down=st.lists(st.tuples(st.integers(0, 7 * 48), st.integers(1, 150)), max_size=6),
    moves=st.dictionaries(st.integers(0, 7 * 48), st.sampled_from(ZONES), max_size=4),
    chosen=st.dictionaries(st.integers(0, 7 * 48), st.sampled_from(MORNINGS), max_size=4),
    change=st.sampled_from(CHANGES),
)
def test_whatever_the_clock_and_the_zones_do_there_is_one_message_a_day_at_most(
    down: list[tuple[int, int]], moves: dict[int, ZoneInfo], chosen: dict[int, time], change: date
) -> None:
    """Half hours without the bot, people who travel or choose another hour, and a change of the clocks within."""
    found, lost = looks(change - 3 * DAY, change + 2 * DAY), {n for at, long in down for n in range(at, at + long)}
    morning, last, got = EIGHT, found[0] - HOUR, set[date]()
    for n, now in enumerate(found):
        morning = replace(morning, zone=moves.get(n, morning.zone), at=chosen.get(n, morning.at))
        if n in lost:
            continue
        local = now.astimezone(morning.zone)
        if comes(morning, last, now, now) and local.date() not in got:
            got.add(local.date())
            assert on_wall(local.date(), morning.at, morning.zone) <= local
            assert now - on_wall(local.date(), morning.at, morning.zone) <= GRACE
        last = now
        if not (moves or chosen) and time(8) <= local.time() <= time(16):
            assert local.date() in got  # up again within eight hours of it, it was not left out


def test_a_morning_is_a_full_or_half_hour_of_the_day() -> None:
    assert [read_morning(typed) for typed in ("7:30", " 08:00 ", "20:00")] == [time(7, 30), time(8), time(20)]
    for wrong in ("", "8", "07:15", "04:30", "20:30", "25:00", "99:30"):
        with pytest.raises(RefusedError, match="use a full or half hour"):
            read_morning(wrong)
