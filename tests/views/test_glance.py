"""The fullest digest and the fullest agenda are read at one glance, on a phone."""

from itertools import pairwise

import pytest

from domain.agendas import FIRST, TITLES
from domain.digests import Section
from tests.views.agenda_scene import BUSY as MONTH
from tests.views.agenda_scene import VAST, drawn
from tests.views.test_cabinet import CARD
from views.agendas import Told, agenda_card
from views.cabinet import TITLES as SECTIONS
from views.elements import Card, Heading, Text
from views.fallback import in_words

LINES, LETTERS = 40, 200  # of the digest: three screens of a phone


def headings(card: Card) -> list[str]:
    return [part.body for part in card.parts if isinstance(part, Heading)]


def test_the_fullest_digest_says_the_state_first_then_what_is_to_be_decided_in_few_lines() -> None:
    lines = [line for line in in_words(CARD).splitlines() if line.strip()]

    assert lines[1].startswith("14 reports are open (2 more than last time), 3 of them overdue")
    assert headings(CARD)[: len(SECTIONS)] == list(SECTIONS.values())
    assert lines[2] == SECTIONS[Section.DECISIONS]
    assert len(lines) <= LINES
    assert max(map(len, lines)) <= LETTERS


@pytest.mark.parametrize("told", [VAST, drawn(MONTH)], ids=["huge", "busy"])
def test_the_fullest_agenda_shows_four_lines_of_each_part_and_how_many_more_there_are(told: Told) -> None:
    card = agenda_card(told)

    assert [name.partition(" · ")[2] for name in headings(card)] == list(TITLES.values())
    for heading, part in pairwise(card.parts):
        if isinstance(heading, Heading) and isinstance(part, Text):
            lines = part.body.splitlines()
            assert len(lines) <= FIRST + 1
            assert len(lines) <= FIRST or lines[-1].startswith("… and ")
