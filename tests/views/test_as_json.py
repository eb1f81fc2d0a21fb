"""JSON as platforms are sent it says what the standard library's says, whatever somebody's phone sent."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from views.as_json import as_json, is_within

WORDS = st.text(st.characters(codec=None))  # half a character included
TOLD = st.recursive(
    WORDS | st.booleans() | st.none() | st.integers(),
    lambda inner: st.lists(inner) | st.dictionaries(WORDS, inner),
    max_leaves=20,
)


@given(TOLD)
def test_it_reads_back_as_what_was_told(told: Any) -> None:
    assert json.loads(as_json(told)) == told


@given(st.dictionaries(st.text(), st.text()), st.integers(0, 200))
def test_what_is_within_a_size_is_so_in_characters(told: dict[str, str], most: int) -> None:
    whole = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    assert is_within(told, most) == (len(whole) <= most)


def test_half_a_character_is_sent_in_ascii() -> None:
    assert as_json({"text": "\ud83d"}) == b'{"text":"\\ud83d"}'
