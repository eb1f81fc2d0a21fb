"""Days without school, however the office pastes them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.closures import Closure, closed_days, read_closures, written
from domain.errors import RefusedError

THANKSGIVING = Closure(first=date(2026, 11, 26), last=date(2026, 11, 26), name="Thanksgiving")
WINTER = Closure(first=date(2026, 12, 21), last=date(2027, 1, 1), name="Winter break")


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-26 Thanksgiving\n2026-12-21 to 2027-01-01 Winter break",
        "11/26/2026 Thanksgiving\n\n12/21/2026 - 1/1/2027: Winter break",
        "Date,End,Name\n2026-11-26,,Thanksgiving\n2026-12-21,2027-01-01,Winter break",
        'Name;First day;Last day\n"Thanksgiving";11/26/2026;\nWinter break;12/21/2026;01/01/2027\n',
        "2026-11-26\tThanksgiving\n2026-12-21\t2027-01-01\tWinter break",
    ],
)
def test_dates_one_a_line_are_read_however_they_are_written(text: str) -> None:
    assert read_closures(text).closures == [THANKSGIVING, WINTER]


CALENDAR = """BEGIN:VCALENDAR\r
VERSION:2.0\r
BEGIN:VTIMEZONE\r
TZID:America/Chicago\r
BEGIN:STANDARD\r
DTSTART:20071104T020000\r
END:STANDARD\r
END:VTIMEZONE\r
BEGIN:VEVENT\r
DTSTART;VALUE=DATE:20261126\r
SUMMARY:Thanks\r
 giving\r
BEGIN:VALARM\r
SUMMARY:Remind me\r
END:VALARM\r
END:VEVENT\r
BEGIN:VEVENT\r
SUMMARY;LANGUAGE=en:Winter break\r
DTSTART;VALUE=DATE:20261221\r
DTEND;VALUE=DATE:20270102\r
END:VEVENT\r
BEGIN:VEVENT\r
DTSTART:20261201T180000Z\r
SUMMARY:Board meeting\r
END:VEVENT\r
BEGIN:VEVENT\r
DTSTART;VALUE=DATE:20261202\r
STATUS:CANCELLED\r
SUMMARY:Called off\r
END:VEVENT\r
BEGIN:VEVENT\r
DTSTART;VALUE=DATE:20261203\r
RRULE:FREQ=YEARLY\r
SUMMARY:Founders\\, every year\r
END:VEVENT\r
END:VCALENDAR\r
"""


def test_a_calendar_file_closes_on_its_whole_days_and_counts_the_rest() -> None:
    found = read_closures(CALENDAR)

    assert (found.closures, found.left_out) == ([THANKSGIVING, WINTER], 3)


def test_the_length_of_an_event_may_stand_for_its_end() -> None:
    text = (
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20260316\nDURATION:P1W\nSUMMARY:Break\\, spring\nEND:VEVENT"
    )

    assert written(read_closures(text).closures) == "2026-03-16 to 2026-03-22 Break, spring"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2026-11-26 x\nsoon", "Line 2 needs one or two dates"),
        ("soon", "Line 1 needs one or two dates"),
        ("2026-13-01", "Line 1 has a day that is on no calendar"),
        ("2026-01-02 2026-01-01", "Line 1 ends before it begins"),
        ("2026-01-02 to 2029-01-01", "Line 1 is longer than 400 days"),
        ("2026-01-01 2026-01-02 2026-01-03", "Line 1 needs one or two dates"),
        ("\n".join(["2026-01-02 x"] * 501), "501 entries; 500 fit"),
        ("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20261326\nEND:VEVENT", "on no calendar"),
    ],
)
def test_what_cannot_be_read_is_refused_by_its_line(text: str, said: str) -> None:
    with pytest.raises(RefusedError, match=said):
        read_closures(text)


NAMES = st.text(st.characters(codec="utf-8"), max_size=100) | st.text("0123456789-/ to.,:\n", max_size=60)


@given(st.lists(st.tuples(st.dates(date(2000, 1, 1), date(2100, 1, 1)), NAMES), max_size=5))
def test_what_is_kept_is_read_as_it_was(days: list[tuple[date, str]]) -> None:
    events = [
        f"BEGIN:VEVENT\nDTSTART;VALUE=DATE:{day:%Y%m%d}\nSUMMARY:{' '.join(name.splitlines())}\nEND:VEVENT"
        for day, name in days
    ]
    kept = written(read_closures("\n".join(["BEGIN:VCALENDAR", *events])).closures)

    assert written(read_closures(kept).closures) == kept
    assert closed_days(kept) == {day for day, _ in days}
