"""Words that are removed from an agenda for good."""

import pytest

from domain.agendas import FIRST
from domain.cars import REDACTED
from storage.agendas import Agendas
from storage.publishing import MORE, POST
from storage.verify import verify
from tests.conftest import MR, District
from tests.reviewing import MEMBER, TEAM, published, read, with_team
from tests.story import ask, drawn_again
from views.fallback import in_words
from views.names import NO_STUDENT

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def team(district: District) -> District:
    return with_team(district)


def removed(district: District, meeting: str) -> None:
    form = {"parts": ["items"], "reason": "It names a student", "names": NO_STUDENT}
    ask(district, MR, "meeting.redact", form, about=meeting)


def test_words_that_are_removed_are_gone_from_the_post_and_from_its_thread(team: District) -> None:
    for nth in range(FIRST + 1):
        ask(team, MEMBER, "agenda.add", {"subject": f"What Pat said {nth}", "section": 7})
    kept = published(team)
    assert "Pat" in in_words(read(team, f"{kept.meeting} 7", MORE))

    removed(team, kept.meeting)

    there = f"conversation:{TEAM}"
    assert {(POST, there), (MORE, there)} <= set(drawn_again(team))
    for card in (read(team, kept.meeting), read(team, f"{kept.meeting} 7", MORE)):
        assert "Pat" not in in_words(card)
        assert REDACTED in in_words(card)
    assert team.do(verify).broken == []


def test_what_lost_its_words_is_not_carried_over(team: District) -> None:
    ask(team, MEMBER, "agenda.add", {"subject": "What Pat said", "section": 7})
    kept = published(team)
    removed(team, kept.meeting)

    assert team.do(lambda tx: Agendas(tx).carry(kept.meeting, "MTG-2026-002")) == 0
