"""The roadmap in chat: five phases, answered in a form each, with what changed and a page to print."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from domain.errors import RefusedError
from domain.exports import Kind
from domain.improvement import DistrictPlan
from domain.improvement import Kind as PlanKind
from domain.roadmap import Answers
from handlers.exports import DRAWINGS, Tally
from handlers.routing import Draw, FormError, Open, Show, model_of
from storage.db import Tx
from storage.exports import Exports
from storage.roadmaps import Roadmaps
from storage.verify import verify
from tests.conftest import MR, NOW, OTHER, TEACHER, District
from tests.domain.improving import GOALS
from tests.improving import LEAD, drafted, in_force, plan_of
from tests.story import ROUTES, ask
from tests.working import items, labels
from views.elements import Ask, Card

NEEDS = {"done": "Two forums", "groups": ["nations", "families"], "to_do": "Ask the nations", "by_when": "2026-04-01"}


def roadmap(district: District, **more: Any) -> str:
    return in_force(district, kind=PlanKind.ROADMAP, **more)


def answer(district: District, number: str, by: str = LEAD, phase: str = "needs 0", **form: Any) -> None:
    assert ask(district, by, "roadmap.answer", form, about=f"{number} {phase}") == Draw(
        "roadmap.phase_card", f"{number} {phase.split(maxsplit=1)[0]}"
    )


def at(district: District, now: datetime, number: str, **form: Any) -> None:
    """The same at another time."""
    route = ROUTES["roadmap.answer"]

    def work(tx: Tx) -> None:
        call = district.call(tx, LEAD, about=f"{number} needs {len(Roadmaps(tx).of(number))}")
        assert route.form
        route.handle(call, model_of(route.form).model_validate(form))

    district.do(work, now=now)


def lines(district: District, number: str) -> list[Answers]:
    found: list[Answers] = district.do(lambda tx: Roadmaps(tx).of(number))
    return found


def shown(district: District, who: str, route: str, **more: Any) -> Card:
    reply = ask(district, who, route, **more)
    assert isinstance(reply, Show)
    return reply.card


def test_a_phase_is_answered_in_a_form_and_read_by_all_staff(district: District) -> None:
    number = roadmap(district)
    answer(district, number, **NEEDS, who=district.person(OTHER))
    row = next(item for item in items(shown(district, TEACHER, "plan roadmap")) if "Assess Needs" in item.name)
    card = shown(district, TEACHER, "roadmap.phase", about=f"{number} needs")

    assert row.detail == ("still to do: Ask the nations · by Wed 1 Apr (in 23 days) · Nurse · answered Mon 9 Mar")
    assert "Families, Sovereign nations (government to government)" in str(card)
    assert "Mon 9 Mar, Principal, East School" in str(card)
    assert "Answer" not in labels(card)
    assert "Answer" in labels(shown(district, LEAD, "roadmap.phase", about=f"{number} needs"))
    assert district.do(verify).broken == []


def test_the_form_begins_with_the_last_answers_and_nobody_else_gets_it(district: District) -> None:
    number = roadmap(district)
    answer(district, number, **NEEDS)
    opened = ask(district, LEAD, "roadmap.form", about=f"{number} needs")
    assert isinstance(opened, Open)
    asks: dict[str, Ask] = {one.name: one for one in opened.form.asks}

    assert (asks["done"].value, asks["groups"].value) == ("Two forums", ["families", "nations"])
    assert opened.form.about == f"{number} needs 1"
    for route, form in (("roadmap.form", None), ("roadmap.answer", NEEDS)):
        with pytest.raises(RefusedError, match="Only whoever leads it"):
            ask(district, TEACHER, route, form, about=f"{number} needs 0")
    with pytest.raises(FormError, match="done"):
        answer(district, number, phase="needs 1", **NEEDS)


def test_what_changed_since_last_month_is_said_with_what_it_was(district: District) -> None:
    number = roadmap(district)
    at(district, NOW - timedelta(days=60), number, done="One forum")
    assert "Nothing was answered since Mon 9 Feb" in str(shown(district, OTHER, "roadmap.changed", about=number))
    at(district, NOW, number, done="Two forums")
    card = str(shown(district, OTHER, "roadmap.changed", about=number))
    earlier = str(shown(district, OTHER, "roadmap.earlier", about=f"{number} needs 0"))

    assert "What have we done? Two forums" in card
    assert "Before: One forum" in card
    assert earlier.index("Two forums") < earlier.index("One forum")
    assert [line.done for line in district.do(lambda tx: Roadmaps(tx).changed(NOW, most=9))] == ["Two forums"]


def test_of_two_who_answer_at_once_each_box_keeps_what_was_typed_into_it(district: District) -> None:
    number = roadmap(district)
    answer(district, number, **NEEDS)
    answer(district, number, phase="needs 1", **{**NEEDS, "done": "Three forums"})
    answer(district, number, MR, "needs 1", **{**NEEDS, "to_do": "Write it down"})

    last = lines(district, number)[-1]
    assert (last.nth, last.done, last.to_do) == (3, "Three forums", "Write it down")
    with pytest.raises(RefusedError, match="changed this just now"):
        district.do(lambda tx: Roadmaps(tx).add(last))


def test_a_plan_that_was_begun_as_goals_is_read_as_it_is_until_somebody_answers(district: District) -> None:
    made = ask(
        district,
        MR,
        "plan.start",
        {"kind": "roadmap", "year": "2026", "lead": district.person(LEAD), "template": "roadmap"},
    )
    assert isinstance(made, Draw)
    details = {item.name: item.detail for item in items(shown(district, MR, "plan roadmap", text=made.about))}

    assert list(details) == [
        "1 · Set the Vision",
        "2 · Assess Needs",
        "3 · Create Strategic Plan",
        "4 · Implement Plan",
        "5 · Monitor and Adjust",
    ]
    assert "Example: Say which groups were heard" in details["1 · Set the Vision"]
    assert "not answered yet" in details["1 · Set the Vision"]
    answer(district, made.about, MR, "vision 0", done="A vision")
    after = {item.name: item.detail for item in items(shown(district, MR, "plan roadmap", text=made.about))}
    assert "answered Mon 9 Mar" in after["1 · Set the Vision"]


def test_next_year_begins_with_the_answers_of_this_one(district: District) -> None:
    number = roadmap(district)
    answer(district, number, **NEEDS)
    rolled = ask(district, LEAD, "plan.roll", {"which": []}, about=number)
    assert isinstance(rolled, Draw)
    after: DistrictPlan = plan_of(district, rolled.about, LEAD)

    assert after.rolled_from == number
    assert "Two forums" in str(shown(district, LEAD, "roadmap.phase", about=f"{after.number} needs"))
    answer(district, after.number, done="Three forums")
    (line,) = lines(district, after.number)
    assert (line.nth, line.done, line.to_do) == (1, "Three forums", None)


def test_a_draft_is_answered_and_read_by_whom_it_concerns(district: District) -> None:
    number = drafted(district, kind=PlanKind.ROADMAP)
    answer(district, number, **NEEDS)

    with pytest.raises(RefusedError, match="There is no plan"):
        ask(district, TEACHER, "roadmap.phase", about=f"{number} needs")
    assert "There is no roadmap yet" in str(shown(district, TEACHER, "plan roadmap"))
    assert district.do(lambda tx: Roadmaps(tx).changed(NOW, most=9)) == []
    with pytest.raises(RefusedError, match="is no roadmap"):
        ask(district, LEAD, "roadmap.show", about=drafted(district, goals=GOALS))


def test_words_of_answers_are_removed_with_those_of_the_plan(district: District) -> None:
    number = roadmap(district)
    answer(district, number, **NEEDS)
    answer(district, number, phase="needs 1", **{**NEEDS, "done": "Three forums"})
    ask(district, MR, "plan.redact", {"parts": ["answers"], "reason": "A name"}, about=number)

    said = str(shown(district, LEAD, "roadmap.phase", about=f"{number} needs"))
    said += str(shown(district, LEAD, "roadmap.earlier", about=f"{number} needs 0"))
    assert "forums" not in said
    assert "Families" in said
    assert district.do(verify).broken == []


def test_a_page_to_print_has_the_table_that_districts_know(district: District) -> None:
    number = roadmap(district)
    answer(district, number, **NEEDS)
    asked = ask(district, TEACHER, "roadmap.file", about=number)
    assert isinstance(asked, Draw)

    def told(tx: Tx) -> str:
        export = Exports(tx).find(asked.about)
        assert export
        assert export.kind is Kind.ROADMAP_PDF
        tally = Tally()
        said = "".join(DRAWINGS[export.kind].lines(district.call(tx, TEACHER), export, tally))
        assert tally.numbers == [number]
        return said

    said = district.do(told).replace("\u200b", "")
    assert "How have we engaged stakeholders?" in said
    assert "Families, Sovereign nations (government to government)" in said
    assert said.count("Set the Vision") == 2  # its row, and what it is for
    assert "Changed in the last month" in said
