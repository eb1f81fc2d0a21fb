"""Links to a survey: how many, and what they are called."""

import pytest

from domain.errors import RefusedError
from domain.survey_links import MOST, link_id, number_of, open_id, sheaf_of


@pytest.mark.parametrize(("typed", "number"), [("", 0), (" ", 0), ("1", 1), (f" {MOST} ", MOST)])
def test_an_empty_box_asks_for_one_link_for_everybody(typed: str, number: int) -> None:
    assert number_of(typed) == number


@pytest.mark.parametrize("typed", ["0", "-1", str(MOST + 1), "ten", "1.5"])
def test_a_number_that_does_not_fit_is_refused_at_its_box(typed: str) -> None:
    with pytest.raises(RefusedError) as refused:
        number_of(typed)

    assert refused.value.field == "number"


def test_links_that_were_made_together_are_known_by_their_batch() -> None:
    assert sheaf_of(link_id(12, "a1b2")) == "12"
    assert sheaf_of(open_id("id000001")) == open_id("id000001")
