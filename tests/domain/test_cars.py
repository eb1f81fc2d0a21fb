"""What a report holds: its title, and what filing asks for."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.cars import (
    LIMITS,
    PHOTOS_MAX,
    SEEN,
    TITLE_MAX,
    UNTITLED,
    WHAT_MAX,
    Car,
    check_report,
    title_of,
)
from domain.errors import RefusedError
from tests.domain.story import CAR


def refused(car: Car) -> RefusedError:
    with pytest.raises(RefusedError) as error:
        check_report(car)
    return error.value


def test_a_short_report_is_its_own_title() -> None:
    assert CAR.title == CAR.what


def test_a_title_is_one_line_with_single_spaces() -> None:
    assert title_of("  Gate latch \n\n broken\tat East ") == "Gate latch broken at East"


def test_a_long_title_is_cut_between_words() -> None:
    title = title_of("The latch of the south gate at the bus loop is broken again and two children ran onto the street")

    assert title == "The latch of the south gate at the bus loop is broken again and two children…"


def test_a_title_may_use_all_of_its_room() -> None:
    assert title_of("a" * 80) == "a" * 80
    assert title_of("a" * 79 + " b") == "a" * 79 + "…"


def test_a_word_that_is_too_long_is_cut_where_it_must() -> None:
    assert title_of("See " + "x" * 200) == "See " + "x" * 75 + "…"


def test_a_redacted_report_still_has_a_title() -> None:
    assert replace(CAR, what="").title == UNTITLED


@given(st.text(max_size=400))
def test_a_title_fits_and_is_never_empty(what: str) -> None:
    title = title_of(what)

    assert 0 < len(title) <= TITLE_MAX
    assert title == " ".join(title.split())
    assert not what.strip() or title[:10].rstrip("…").strip() in " ".join(what.split())


@given(st.text(alphabet="ab  \n", max_size=300))
def test_a_cut_title_begins_as_the_report_does(what: str) -> None:
    words = " ".join(what.split())

    assert title_of(what) in (words, UNTITLED) or words.startswith(title_of(what)[:-1])


def test_filing_needs_words_and_nothing_else() -> None:
    check_report(CAR)

    for blank in ("", "  \n "):
        error = refused(replace(CAR, what=blank))
        assert (error.field, error.sentence) == ("what", "Please say what happened, in a few words.")


def test_filing_says_how_many_letters_fit() -> None:
    error = refused(replace(CAR, what="x" * (WHAT_MAX + 1)))

    assert error.sentence == "Please use 3,000 letters or fewer here; this has 3,001."


@pytest.mark.parametrize(("field", "at_most"), LIMITS.items())
def test_each_answer_has_its_limit(field: str, at_most: int) -> None:
    text = "https://" + "x" * at_most
    error = refused(replace(CAR, **{field: text}))

    assert error.field == field
    check_report(replace(CAR, **{field: text[:at_most]}))


def test_a_problem_has_not_happened_tomorrow() -> None:
    check_report(replace(CAR, happened_on=CAR.filed_on))

    assert refused(replace(CAR, happened_on=CAR.filed_on + timedelta(days=1))).field == "happened_on"


def test_a_link_leads_to_a_page_and_runs_nothing() -> None:
    assert refused(replace(CAR, link="javascript:alert(1)")).field == "link"


def test_photos_are_few() -> None:
    assert refused(replace(CAR, photos=("p",) * (PHOTOS_MAX + 1))).field == "photos"


def test_the_moment_of_filing_has_its_time_zone() -> None:
    naive = datetime(2026, 3, 4, tzinfo=UTC).replace(tzinfo=None)

    with pytest.raises(ValueError, match="time zone"):
        replace(CAR, filed_at=naive)


def test_the_third_try_goes_to_the_review_team() -> None:
    assert [replace(CAR, cycle=cycle).for_mrt for cycle in (1, 2, 3)] == [False, False, True]


def test_members_read_no_names_of_the_manual() -> None:
    words = " ".join(SEEN.values()).lower()

    assert not [word for word in ("nonconform", "verif", "implement", "effective", "reject", "cancel") if word in words]
