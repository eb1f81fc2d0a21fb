"""Whether a message is worth sending, and what it holds."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.daily import Day, Message, Told, message_of, snooze_until
from domain.errors import RefusedError
from domain.items import Item, ItemKind, Stage, once_each, stage_of
from domain.people import PersonId
from domain.school_calendar import WEEKDAYS, SchoolCalendar

DAY = timedelta(days=1)
MONDAY = date(2027, 3, 8)
FIX = Item(
    kind=ItemKind.FIX,
    about="CAR-2027-001",
    of="CAR-2027-001",
    whose=PersonId("ole"),
    since=date(2027, 2, 1),
    due=date(2027, 3, 24),  # a Wednesday
)
OWN = replace(FIX, kind=ItemKind.OWN, due=None)


@dataclass
class Person:
    """Somebody who is told what the rules say, day by day."""

    calendar: SchoolCalendar = WEEKDAYS
    weekly: bool = True
    told: dict[str, Told] = field(default_factory=dict)
    snoozed: dict[str, date] = field(default_factory=dict)

    def gets(self, today: date, *items: Item) -> Message | None:
        day = Day(today=today, calendar=self.calendar, told=self.told, snoozed=self.snoozed, weekly=self.weekly)
        message = message_of(items, day)
        for item in message.items if message else ():
            self.told[item.key] = Told(day=today, stage=stage_of(item, today, self.calendar), due=item.due)
        return message

    def days(self, first: date, last: date, *items: Item) -> list[str]:
        """On which days they get a message; that of a week is marked."""
        found = []
        for n in range((last - first).days + 1):
            message = self.gets(first + n * DAY, *items)
            if message:
                found.append(f"{first + n * DAY:%a %d}{' week' if message.weekly else ''}")
        return found


def closed(*days: str) -> SchoolCalendar:
    return SchoolCalendar(closed=frozenset(map(date.fromisoformat, days)))


def test_it_comes_seven_days_ahead_on_the_day_when_newly_overdue_and_on_mondays() -> None:
    person = Person(weekly=False)
    assert person.days(date(2027, 3, 1), date(2027, 4, 9), FIX) == ["Wed 17", "Wed 24", "Thu 25"]

    assert Person().days(date(2027, 3, 1), date(2027, 4, 9), FIX) == [
        "Wed 17",
        "Mon 22 week",
        "Wed 24",
        "Thu 25",
        "Mon 29 week",
        "Mon 05 week",
    ]


@pytest.mark.parametrize(
    ("due", "days"),
    [
        ("2027-03-20", ["Fri 12", "Fri 19", "Mon 22"]),  # a Saturday, as was the day seven days before
        ("2027-03-22", ["Mon 15", "Mon 22", "Tue 23"]),
        ("2027-03-19", ["Fri 12", "Fri 19", "Mon 22"]),  # overdue since a Saturday
    ],
)
def test_what_a_closed_day_would_bring_comes_on_the_working_day_before(due: str, days: list[str]) -> None:
    item = replace(FIX, due=date.fromisoformat(due))

    assert Person(weekly=False).days(MONDAY, date(2027, 4, 9), item) == days


def test_a_break_is_told_of_on_its_eve_and_nothing_comes_within_it() -> None:
    calendar = closed(*(f"2027-03-{day}" for day in range(22, 27)))

    assert Person(calendar=calendar).days(date(2027, 3, 15), date(2027, 3, 31), FIX) == [
        "Wed 17",
        "Fri 19",
        "Mon 29 week",
    ]


def test_the_message_of_the_week_comes_on_its_first_working_day() -> None:
    assert Person(calendar=closed("2027-03-08")).days(date(2027, 3, 4), date(2027, 3, 12), OWN) == [
        "Thu 04 week",  # not told on that Monday, so it is made up for
        "Tue 09 week",
    ]
    whole_week = closed(*(f"2027-03-{day:02}" for day in range(8, 13)))
    assert Person(calendar=whole_week).days(date(2027, 3, 8), date(2027, 3, 16), OWN) == ["Mon 15 week"]


def test_who_wants_no_message_of_the_week_hears_what_is_due_all_the_same() -> None:
    assert Person(weekly=False).days(MONDAY, date(2027, 4, 30), OWN) == []
    assert Person(weekly=False).days(MONDAY, date(2027, 4, 30), FIX) != []


def test_what_came_within_the_week_waits_for_the_next_one() -> None:
    item = replace(OWN, since=date(2027, 3, 10))

    assert Person().days(MONDAY, date(2027, 3, 16), item) == ["Mon 15 week"]


def test_what_was_given_with_less_than_a_week_to_go_is_not_told_ahead() -> None:
    item = replace(FIX, since=date(2027, 3, 18))

    assert Person(weekly=False).days(date(2027, 3, 17), date(2027, 3, 25), item) == ["Wed 24", "Thu 25"]


def test_what_a_time_without_the_bot_left_out_is_in_one_message_afterwards() -> None:
    """A reminder that fires only on the exact day is the mistake of many."""
    person = Person(weekly=False)
    other = replace(FIX, about="CAR-2027-002", due=date(2027, 3, 26))

    message = person.gets(date(2027, 3, 31), FIX, other)

    assert message
    assert [item.about for item in message.items] == ["CAR-2027-001", "CAR-2027-002"]
    assert person.gets(date(2027, 4, 1), FIX, other) is None


def test_a_monday_without_the_bot_is_made_up_for_once() -> None:
    person = Person()

    assert person.days(date(2027, 3, 9), date(2027, 3, 12), OWN) == ["Tue 09 week"]


def test_another_date_begins_anew() -> None:
    person = Person(weekly=False)
    person.days(MONDAY, date(2027, 3, 26), FIX)

    later = replace(FIX, due=date(2027, 4, 14))
    assert person.days(date(2027, 3, 27), date(2027, 4, 16), later) == ["Wed 07", "Wed 14", "Thu 15"]


def test_a_day_names_what_is_near_and_a_week_what_has_no_date_as_well() -> None:
    far = replace(FIX, about="CAR-2027-009", due=date(2027, 6, 1))
    today = Person(weekly=False).gets(date(2027, 3, 24), FIX, OWN, far)
    week = Person().gets(date(2027, 3, 22), FIX, OWN, far)

    assert today is not None
    assert [item.key for item in today.items] == [FIX.key]
    assert week is not None
    assert [item.key for item in week.items] == [FIX.key, OWN.key]


def test_the_longest_overdue_comes_first_and_what_others_are_late_with_last() -> None:
    late = replace(FIX, about="CAR-2027-002", due=date(2027, 3, 1))
    copy = replace(FIX, kind=ItemKind.COPY, about="CAR-2027-003", of="CAR-2027-003", due=date(2027, 2, 1))

    message = Person().gets(date(2027, 3, 22), OWN, copy, FIX, late)

    assert message
    assert [item.key for item in message.items] == [late.key, FIX.key, OWN.key, copy.key]


def test_what_is_snoozed_comes_back_on_its_day_and_on_a_closed_one_before() -> None:
    person = Person(weekly=False)
    person.gets(date(2027, 3, 17), FIX)
    person.snoozed = {FIX.key: date(2027, 3, 23)}
    assert person.days(date(2027, 3, 18), date(2027, 3, 23), FIX) == ["Tue 23"]

    person = Person()
    person.gets(date(2027, 3, 17), FIX)
    person.snoozed = {FIX.key: date(2027, 3, 20)}  # a Saturday
    assert person.days(date(2027, 3, 18), date(2027, 3, 19), FIX) == ["Fri 19"]


@pytest.mark.parametrize(
    ("due", "until", "says"),
    [
        ("2027-03-24", "2027-03-08", "Please choose a day after today."),
        ("2027-03-24", None, "Please choose a day after today."),
        ("2027-03-24", "2027-04-01", "Please choose a day up to Wed 31 Mar 2027."),
        ("2027-03-01", "2027-03-16", "Please choose a day up to Mon 15 Mar 2027."),
        (None, "2027-03-16", "Please choose a day up to Mon 15 Mar 2027."),
    ],
)
def test_nothing_is_put_off_far_beyond_its_date(due: str | None, until: str | None, says: str) -> None:
    item = replace(FIX, due=date.fromisoformat(due) if due else None)

    with pytest.raises(RefusedError) as refused:
        snooze_until(item, date.fromisoformat(until) if until else None, MONDAY)

    assert (refused.value.sentence, refused.value.field) == (says, "until")


def test_until_a_week_past_its_date_it_can_be_put_off_but_not_what_others_are_late_with() -> None:
    assert snooze_until(FIX, date(2027, 3, 31), MONDAY) == date(2027, 3, 31)
    with pytest.raises(RefusedError, match="Somebody else is late"):
        snooze_until(replace(FIX, kind=ItemKind.COPY), date(2027, 3, 9), MONDAY)


def test_whoever_has_to_do_something_about_a_report_hears_of_it_once() -> None:
    copy = replace(FIX, kind=ItemKind.COPY)

    assert once_each([copy, FIX, FIX]) == [FIX]
    assert once_each([copy]) == [copy]


# Whatever happens

DATES = st.dates(date(2027, 3, 1), date(2027, 5, 1))


@st.composite
def lives(draw: st.DrawFn) -> list[tuple[Item, date]]:
    """Things that wait, each with the last day on which it does."""
    found = []
    for n in range(draw(st.integers(1, 4))):
        item = replace(
            FIX,
            about=f"CAR-2027-{n:03}",
            of=f"CAR-2027-{n:03}",
            since=draw(DATES),
            due=draw(st.none() | DATES),
            kind=draw(st.sampled_from([ItemKind.FIX, ItemKind.STEP, ItemKind.COPY])),
        )
        found.append((item, draw(DATES)))
    return found


@given(
    lives=lives(),
    down=st.sets(DATES, max_size=40),
    closures=st.sets(DATES, max_size=20),
    moved=st.dictionaries(DATES, st.tuples(st.integers(0, 3), DATES), max_size=4),
    snoozed=st.dictionaries(DATES, st.tuples(st.integers(0, 3), st.integers(1, 9)), max_size=4),
    weekly=st.booleans(),
)
def test_whatever_happens_nothing_is_told_in_vain_and_everything_due_is_told(
    *,
    lives: list[tuple[Item, date]],
    down: set[date],
    closures: set[date],
    moved: Mapping[date, tuple[int, date]],
    snoozed: Mapping[date, tuple[int, int]],
    weekly: bool,
) -> None:
    """Days without the bot, closed days, dates that move, things that end or are put off, in any order."""
    person = Person(calendar=SchoolCalendar(closed=frozenset(closures)), weekly=weekly)
    items = dict(enumerate(lives))
    for n in range(70):
        today = date(2027, 3, 1) + n * DAY
        if today in moved and moved[today][0] in items:
            which, due = moved[today]
            items[which] = (replace(items[which][0], due=due), items[which][1])
        if today in snoozed and snoozed[today][0] in items:
            person.snoozed[items[snoozed[today][0]][0].key] = today + snoozed[today][1] * DAY
        waits = [item for item, last in items.values() if item.since <= today <= last]
        if today in down:
            continue
        message = person.gets(today, *waits)

        assert message is None or person.calendar.is_open(today)
        assert message is None or message.items
        assert message is None or set(message.items) <= set(waits)
        assert message is None or weekly or not message.weekly
        assert not message or not any(_hidden(person, item, today) for item in message.items)
        if person.calendar.is_open(today):
            assert all(_is_told(person, item, today) for item in waits if not _hidden(person, item, today))
            assert person.gets(today, *waits) is None


def _hidden(person: Person, item: Item, today: date) -> bool:
    return person.snoozed.get(item.key, today) >= person.calendar.next_working_day(today)


def _is_told(person: Person, item: Item, today: date) -> bool:
    """Of whatever is near, its person knows how near."""
    stage: Stage | None = stage_of(item, today, person.calendar)
    told = person.told.get(item.key)
    return stage is None or (told is not None and told.due == item.due and (told.stage or 0) >= stage)
