"""Signed links: what was signed opens, and nothing else does."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import RefusedError
from domain.links import ExpiredError, ForgedError, Pass, opened, required, signed

NOW = datetime(2026, 3, 9, 15, tzinfo=UTC)
KEY, OTHER = "k" * 32, "o" * 32
GIVEN = Pass(purpose="report", district="d1", about="CAR-2026-014", person="p1", until=NOW + timedelta(days=1))
WORD = signed(GIVEN, [KEY])


def test_what_was_signed_is_read_again() -> None:
    assert opened(WORD, "report", [KEY], NOW) == GIVEN


@given(st.text(), st.text(), st.text(), st.text(min_size=1))
def test_any_names_are_read_as_they_were_signed(district: str, about: str, person: str, secret: str) -> None:
    one = replace(GIVEN, district=district, about=about, person=person)

    assert opened(signed(one, [secret]), "report", [secret], NOW) == one


def test_a_link_is_no_longer_good_at_its_end() -> None:
    assert opened(WORD, "report", [KEY], GIVEN.until - timedelta(seconds=1)) == GIVEN
    with pytest.raises(ExpiredError):
        opened(WORD, "report", [KEY], GIVEN.until)


@pytest.mark.parametrize("place", range(len(WORD)))
def test_no_letter_of_it_can_be_changed(place: int) -> None:
    for letter in "AZaz09-_.":
        if letter != WORD[place]:
            with pytest.raises(ForgedError):
                opened(WORD[:place] + letter + WORD[place + 1 :], "report", [KEY], NOW)


@given(st.text())
def test_whatever_else_somebody_types_opens_nothing(word: str) -> None:
    for forged in (word, f"{word}.", f".{word}", WORD + word + "x", WORD.partition(".")[0] + word):
        with pytest.raises(ForgedError):
            opened(forged, "report", [KEY], NOW)


def test_a_link_opens_no_other_page_and_not_by_another_secret() -> None:
    for purpose, keys in (("survey", [KEY]), ("report", [OTHER]), ("report", [])):
        with pytest.raises(ForgedError):
            opened(WORD, purpose, keys, NOW)


def test_a_forged_link_is_not_even_told_that_it_is_too_old() -> None:
    with pytest.raises(ForgedError):
        opened(WORD, "report", [OTHER], GIVEN.until + timedelta(days=1))


def test_the_first_key_signs_and_every_key_opens() -> None:
    rotated = [OTHER, KEY]

    assert opened(WORD, "report", rotated, NOW) == GIVEN
    assert opened(signed(GIVEN, rotated), "report", [OTHER], NOW) == GIVEN


def test_what_needs_a_setting_says_so_in_one_sentence() -> None:
    assert required("A link to a page", "PUBLIC_URL", "https://x.example") == "https://x.example"
    with pytest.raises(RefusedError, match=r"^A link to a page needs PUBLIC_URL: ask your IT office to set it\.$"):
        required("A link to a page", "PUBLIC_URL", "")
