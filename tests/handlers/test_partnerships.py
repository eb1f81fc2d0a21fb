"""A partnership: who it is with, what each side promised, and what lacks."""

import pytest

from domain.errors import RefusedError
from domain.improvement import Kind
from handlers.routing import Draw, FormError, Show
from storage.verify import verify
from tests.conftest import MR, TEACHER, District
from tests.handlers.test_improvement import words
from tests.improving import LEAD, in_force
from tests.reminding import days_of, lines, message, tick
from tests.story import ask
from tests.working import card, labels

TERM = {"partner": "School boards", "starts": "2025-07-01", "ends": "2028-06-30", "renewal_by": "2026-05-04"}
TRAININGS = {"side": "district", "what": "Board trainings", "a_year": "2"}


def begun(district: District) -> str:
    number = in_force(district, kind=Kind.PARTNERSHIP)
    assert ask(district, LEAD, "partnership.term", TERM, about=number) == Draw("partnership.card", number)
    ask(district, LEAD, "partnership.promise", TRAININGS, about=number)
    room = {"side": "partner", "what": "A room", "due": "2026-03-20", "marks": ["resource"]}
    ask(district, LEAD, "partnership.promise", room, about=number)
    return number


def drawn(district: District, about: str, notice: str = "partnership.card", who: str = TEACHER) -> str:
    return words(card(district, who, about, notice))


def tell(district: District, number: str, day: str, nth: int = 1) -> None:
    ask(district, LEAD, "partnership.happened", {"day": day, "said": "The minutes"}, about=f"{number} {nth}")


def test_each_side_has_its_promises_and_each_says_how_it_stands(district: District) -> None:
    number = begun(district)
    assert "with School boards" in drawn(district, number)
    assert "Board trainings | Due · 0 of 2 this year" in drawn(district, number)
    assert "A room | Due · by Fri 20 Mar (in 11 days)" in drawn(district, number)

    tell(district, number, "2025-09-01")
    tell(district, number, "2026-03-02")

    assert "Board trainings | Met · 2 of 2 this year" in drawn(district, number)
    assert "The minutes" in drawn(district, f"{number} 1", "partnership.one_card")
    assert district.do(verify).broken == []


def test_what_was_told_last_is_taken_back_and_a_promise_can_be_taken_out(district: District) -> None:
    number = begun(district)
    tell(district, number, "2025-09-01")
    ask(district, LEAD, "partnership.undo", about=f"{number} 1")
    assert "Due · 0 of 2 this year" in drawn(district, number)
    with pytest.raises(RefusedError, match="Nothing was told of it yet"):
        ask(district, LEAD, "partnership.undo", about=f"{number} 1")

    ask(district, LEAD, "partnership.drop", about=f"{number} 1")

    assert "Board trainings" not in drawn(district, number)
    with pytest.raises(RefusedError, match="has no commitment 1 any more"):
        ask(district, TEACHER, "partnership.one", about=f"{number} 1")


def test_whoever_leads_it_hears_that_its_year_ends_and_of_its_renewal(district: District) -> None:
    number = begun(district)
    tick(district, "2026-05-04T08:00")
    said = lines(message(district, LEAD, days_of(district, LEAD)[-1]))
    assert f"{number} · Ask for the renewal of the partnership · due Mon 4 May (today)" in said
    assert days_of(district, MR) == []
    tick(district, "2026-06-23T08:00")
    said = lines(message(district, LEAD, days_of(district, LEAD)[-1]))
    assert f"{number} · Keep what the partnership promised for this year · due Tue 30 Jun (in 7 days)" in said

    ask(district, LEAD, "partnership.renewed", about=number)
    tell(district, number, "2025-09-01")
    tell(district, number, "2026-03-02")

    after = message(district, LEAD, days_of(district, LEAD)[-1])
    assert "Ask for the renewal" not in words(after)
    assert "promised for this year" not in words(after)
    ask(district, LEAD, "partnership.renewed", about=number)
    assert "to be asked for by" in str(card(district, LEAD, number, "partnership.card"))


def test_only_a_partnership_has_a_partner_and_whoever_leads_it_writes(district: District) -> None:
    other, number = in_force(district), begun(district)
    with pytest.raises(RefusedError, match="is not a partnership"):
        ask(district, LEAD, "partnership.show", about=other)
    shown = ask(district, TEACHER, "plan partnership", text="2")
    assert isinstance(shown, Show)
    assert labels(shown.card) == ["Show the plan"]
    for route in ("term_form", "promise_form", "renewed"):
        with pytest.raises(RefusedError, match="Only whoever leads it"):
            ask(district, TEACHER, f"partnership.{route}", about=number)
    with pytest.raises(FormError) as refused:
        ask(district, LEAD, "partnership.promise", {**TRAININGS, "a_year": "often"}, about=number)
    assert list(refused.value.faults) == ["a_year"]


def test_its_words_are_removed_with_those_of_the_plan(district: District) -> None:
    number = begun(district)
    tell(district, number, "2025-09-01")

    ask(district, MR, "plan.redact", {"parts": ["everything"], "reason": "A name"}, about=number)

    shown = drawn(district, number) + drawn(district, f"{number} 1", "partnership.one_card")
    assert not [word for word in ("School boards", "Board trainings", "The minutes") if word in shown]
