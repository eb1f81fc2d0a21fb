"""Questions in plain words, answered with what whoever asks may see."""

from datetime import date
from typing import Any

import pytest

from domain.cars import State
from domain.errors import RefusedError
from domain.places import PlaceKind
from storage.places import Places
from tests.conftest import MR, OTHER, PRINCIPAL, TEACHER, District
from tests.story import OFFICER, ask, filed, in_state, with_seats
from tests.working import accepted, verifying
from views.elements import Card, Item, Items


def answer(district: District, who: str, said: str, **more: Any) -> Card:
    reply = ask(district, who, "unknown", text=said, **more)
    card: Card = reply.card  # type: ignore[union-attr]
    return card


def numbers(card: Card) -> list[str]:
    items = [item for part in card.parts if isinstance(part, Items) for item in part.items]
    return [item.name[:12] for item in items if isinstance(item, Item)]


def labels(card: Card) -> list[str]:
    return [button.label for button in card.buttons]


def test_the_answer_says_which_filters_were_understood(district: District) -> None:
    here = filed(district).number
    filed(district, school=district.school("West School"))

    card = answer(district, OTHER, "How many are open at East?")

    assert (card.title, numbers(card)) == ("Open · East School: 1", [here])


def test_overdue_is_what_due_dates_and_the_school_calendar_say(district: District) -> None:
    waits, works = filed(district).number, accepted(district)
    in_state(district, filed(district), State.CLOSED)
    days = [date(2026, 3, 16), date(2026, 3, 17), date(2026, 4, 8), date(2026, 4, 9)]

    late = [sorted(numbers(answer(district, OTHER, "what is overdue?", today=day))) for day in days]

    assert late == [[], [waits], [waits], [waits, works]]


@pytest.mark.parametrize("said", ["due this week", "due since 2026-03-01", "due in March"])
def test_what_is_due_in_a_time_is_found_by_the_day_of_its_decision(district: District, said: str) -> None:
    number = filed(district).number  # on Monday 9 March: a decision is due on the 16th
    found = numbers(answer(district, OTHER, said))

    assert found == ([number] if said == "due in March" else [])


def test_what_waits_for_somebody_is_all_that_they_have_to_do(district: District) -> None:
    new, mine, check = filed(district).number, accepted(district), verifying(district)

    assert numbers(answer(district, MR, "what waits for me")) == [new]
    assert numbers(answer(district, PRINCIPAL, "what should I do?")) == [mine]
    assert numbers(answer(district, "U30", "what is on my plate")) == [check]


def test_my_reports_are_those_that_i_reported_or_own(district: District) -> None:
    own, other = filed(district, by=PRINCIPAL).number, accepted(district)

    assert sorted(numbers(answer(district, PRINCIPAL, "my CARs"))) == sorted([own, other])
    assert numbers(answer(district, PRINCIPAL, "what did I report")) == [own]
    assert numbers(answer(district, OTHER, "my reports")) == []


def test_who_owns_one_and_when_it_is_due_stand_above_it(district: District) -> None:
    number = accepted(district)

    assert "Owner: Principal, East School." in str(answer(district, OTHER, f"who owns {number}"))
    assert "Due Wed 8 Apr (in 30 days)." in str(answer(district, OTHER, f"when is {number} due?"))
    assert "entries in the history" in str(answer(district, OTHER, f"what happened to {number}?"))


def test_somebodys_reports_are_found_by_their_name(district: District) -> None:
    number = accepted(district)

    found = answer(district, OTHER, "what does principal own")
    nobody = answer(district, OTHER, "what does Nurse own?")

    assert (found.title, numbers(found)) == ("Open · Principal, East School: 1", [number])
    assert nobody.title == "Nobody called “nurse” owns a report that you can see."


def test_no_question_tells_of_a_report_that_one_may_not_see(district: District) -> None:
    with_seats(district)
    sealed = accepted(district, marks=["sealed"])
    handed = filed(district).number
    ask(district, MR, "car.hand_over", {"office": "title_ix"}, about=handed)

    for said in ("open at East", "all reports at East", "what does Principal own", "urgent", "due in April", "all"):
        shown = answer(district, OTHER, said)
        assert sealed not in str(shown), said
        assert not (handed in str(shown) and "East" in said), said
    assert numbers(answer(district, PRINCIPAL, "what do I own")) == [sealed]
    assert numbers(answer(district, OFFICER, "all reports at East")) == [handed]
    with pytest.raises(RefusedError, match="There is no report"):
        answer(district, OTHER, f"who owns {sealed}")


def test_a_long_answer_has_pages_that_keep_the_question(district: District) -> None:
    for _ in range(9):
        filed(district)
    card = answer(district, OTHER, "open at East School")
    (older,) = card.buttons

    then = ask(district, OTHER, "ask.list", about=older.about).card  # type: ignore[union-attr]

    assert (card.title, len(numbers(card))) == ("Open · East School: 9", 8)
    assert (then.title, len(numbers(then)), labels(then)) == ("Open · East School: 9", 1, ["Newer"])


def test_a_word_that_is_not_known_is_named_with_three_suggestions(district: District) -> None:
    card = answer(district, OTHER, "what is overdue in Narnia?")

    assert card.title == "Kaizen does not know what “narnia” means here."
    assert labels(card) == ["Open · overdue", "What waits for me", "What is open"]


def test_a_place_that_may_be_one_of_two_is_asked_for(district: District) -> None:
    for name in ("North High", "North Middle"):
        district.do(lambda tx, one=name: Places(tx).add(PlaceKind.SCHOOL, one, by="system"))

    card = answer(district, OTHER, "closed at North")
    found = ask(district, OTHER, "ask.list", about=card.buttons[0].about).card  # type: ignore[union-attr]

    assert labels(card)[:2] == ["At North High", "At North Middle"]
    assert found.title == "Closed · North High: 0"


def test_what_reads_like_a_report_can_be_reported(district: District) -> None:
    card = answer(district, TEACHER, "The gate latch at East is broken")

    assert labels(card)[0] == "Report this as a problem"
    form = ask(district, TEACHER, "car.report", text=card.buttons[0].about).form  # type: ignore[union-attr]
    assert form.asks[0].value == "The gate latch at East is broken"


@pytest.mark.parametrize("said", ["help", "Hello!", "¿qué puedes hacer?"])
def test_help_is_given(district: District, said: str) -> None:
    assert answer(district, OTHER, said).title == "What Kaizen can do"
