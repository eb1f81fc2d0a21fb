"""No text of a spreadsheet is a formula."""

import pytest

from domain.exports import Export, Kind, harmless
from domain.log import Rows
from tests.domain.story import ANN, CAR


@pytest.mark.parametrize(
    "begins", ["=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20", " =", "\ufeff="]
)
def test_what_a_spreadsheet_would_take_for_a_formula_is_text(begins: str) -> None:
    assert harmless(f"{begins}HYPERLINK(1)") == f"'{begins}HYPERLINK(1)"


@pytest.mark.parametrize("text", ["", "The latch", "a=b", "1-2", "mail@example.org", "'quoted"])
def test_all_other_text_stays_as_it_was_typed(text: str) -> None:
    assert harmless(text) == text


def test_an_export_knows_its_rows_with_the_words_that_stand_apart() -> None:
    rows = Rows(text="gate latch", by_due=True)
    one = Export(
        number="EXP-2026-001",
        kind=Kind.LOG_CSV,
        filters=rows.wordless,
        text=rows.text,
        by=ANN.person,
        asked_at=CAR.filed_at,
    )

    assert one.chosen == rows
