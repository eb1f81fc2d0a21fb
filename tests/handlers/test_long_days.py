"""What a message of the day has no room for."""

import pytest

from domain.errors import RefusedError
from handlers.routing import Show, answer
from tests.conftest import MR, OTHER, District
from tests.reminding import at, buttons, lines, message, press, reminded, tick
from tests.story import ROUTES, ask, filed
from views.elements import Card

#: What SQL decides about reminders is asked on both in tests/scheduled.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_what_a_message_has_no_room_for_is_shown_beside_it_by_pages(district: District) -> None:
    numbers = [filed(district).number for _ in range(23)]
    tick(district, "2026-03-11T08:00")
    (about,) = {about for about, _ in reminded(district)}
    assert len(lines(message(district, MR, about))) == 10
    assert "and 13 more." in str(message(district, MR, about))

    first = press(district, MR, about, "See all (23)")
    assert isinstance(first, Show)
    assert (first.beside, first.card.title) == (True, "All that waits for you (11–20 of 23)")
    last = pressed(district, first.card, "Go on")
    assert (last.beside, last.card.title) == (False, "All that waits for you (21–23 of 23)")
    assert [one.label for one in last.card.buttons] == ["Earlier"]
    begin = pressed(district, pressed(district, last.card, "Earlier").card, "Earlier")

    shown = [line.partition(" · ")[0] for page in (begin, first, last) for line in lines(page.card)]
    assert sorted(shown) == sorted(numbers)
    assert {one.label for page in (begin, first, last) for one in buttons(page.card)} == {"Show"}


def pressed(district: District, card: Card, label: str) -> Show:
    (button,) = [one for one in card.buttons if one.label == label]
    reply: Show = district.do(
        lambda tx: answer(ROUTES[button.does], district.call(tx, MR, about=button.about)), now=at("2026-03-11T15:00")
    )
    return reply


def test_a_page_that_was_made_up_shows_no_more_than_there_is(district: District) -> None:
    filed(district)
    tick(district, "2026-03-11T08:00")

    for about in ("2026-03-11 week x", f"2026-03-11 {'9' * 30}"):
        shown = ask(district, OTHER, "reminders.all_page", about=about)
        assert isinstance(shown, Show)
        assert lines(shown.card) == []
    for about in ("", "x"):
        with pytest.raises(RefusedError, match="There is no such message"):
            ask(district, OTHER, "reminders.all_page", about=about)
