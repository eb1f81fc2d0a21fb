"""Needs in chat: written down, changed, fed to goals, set aside, listed and counted."""

from datetime import timedelta
from typing import Any

import pytest

from domain.errors import RefusedError
from domain.exports import Kind
from domain.needs import Need
from handlers.exports import DRAWINGS, Tally
from handlers.routing import Draw, FormError, Open, Show
from storage.db import Tx
from storage.exports import Exports
from storage.needs import Needs
from storage.redaction import Redactions
from storage.verify import verify
from tests.bot.test_exported_papers import kept_as, waiting
from tests.bot.test_exporting import opens
from tests.conftest import MR, NOW, OTHER, PRINCIPAL, TEACHER, District
from tests.improving import LEAD, drafted, in_force
from tests.office import drawn
from tests.story import ask
from tests.working import items, labels
from views.elements import Card, Facts

GAP = {"statement": "Families who work late cannot come", "side": "gap", "priority": "1", "evidence": "perception"}
HEARD = {"found_in": ["forum"], "groups": ["families", "nations"], "others": "Night-shift parents", "shows": "8 of 10"}


def noted(district: District, who: str = MR, **form: Any) -> str:
    reply = ask(district, who, "needs.save", {**GAP, **form})
    assert isinstance(reply, Draw)
    return reply.about


def card(district: District, who: str, number: str) -> Card:
    return drawn(district, who, Draw("needs.card", number))


def listed(district: District, who: str, text: str = "") -> list[str]:
    reply = ask(district, who, "plan needs", text=text)
    assert isinstance(reply, Show)
    return [item.name.partition(" · ")[0] for item in items(reply.card)]


def facts(drawn_: Card) -> dict[str, str]:
    return dict(row for part in drawn_.parts if isinstance(part, Facts) for row in part.rows)


def goals_of(district: District, who: str, number: str) -> list[tuple[str, int]]:
    one: Need = district.do(lambda tx: Needs(tx, district.call(tx, who).viewer).get(number))
    return [(goal.plan, goal.goal) for goal in one.goals]


def test_a_need_is_written_down_and_read_by_all_staff(district: District) -> None:
    number = noted(district, **HEARD)
    shown = card(district, TEACHER, number)

    assert shown.title == "NEED-2026-001 · Gap"
    assert shown.state == "Comes first"
    assert facts(shown)["Shown by"] == "What people say: 8 of 10"
    assert facts(shown)["Who was heard"] == (
        "Families, Sovereign nations (government to government), Night-shift parents"
    )
    assert labels(shown) == ["All needs"]
    assert "Change" in labels(card(district, MR, number))
    assert district.do(verify).broken == []


def test_a_head_writes_needs_of_the_own_place_and_is_asked_for_no_other(district: District) -> None:
    opened = ask(district, PRINCIPAL, "needs.form")
    assert isinstance(opened, Open)
    (place,) = (one for one in opened.form.asks if one.name == "place")
    assert [option.label for option in place.options] == ["East School"]
    assert place.optional is False

    noted(district, PRINCIPAL, place=district.school())
    for school in (None, district.school("West School")):
        with pytest.raises(FormError, match="place"):
            ask(district, PRINCIPAL, "needs.save", {**GAP, "place": school})
    with pytest.raises(RefusedError, match="Only the management representative"):
        ask(district, TEACHER, "needs.form")


def test_whoever_leads_a_plan_writes_needs_of_its_place(district: District) -> None:
    number = in_force(district)
    school = district.school()
    ask(district, LEAD, "plan.change", {"why": "So"}, about=number)
    ask(district, LEAD, "plan.header", {"title": "Ours", "lead": district.person(TEACHER)}, about=number)

    assert noted(district, TEACHER, place=school)
    with pytest.raises(FormError):
        ask(district, TEACHER, "needs.save", GAP)


def test_a_need_feeds_goals_and_their_cards_show_it(district: District) -> None:
    plan, need = in_force(district), noted(district)
    ask(district, MR, "needs.link", {"goal": f"{plan} 2"}, about=need)

    goal = drawn(district, TEACHER, Draw("plan.goal_card", f"{plan} 2"))
    assert [item.name for item in items(goal)] == [f"{need} · {GAP['statement']}"]
    assert goals_of(district, TEACHER, need) == [(plan, 2)]
    with pytest.raises(FormError, match="goal"):
        ask(district, MR, "needs.link", {"goal": f"{plan} 2"}, about=need)
    ask(district, MR, "needs.unlink", about=f"{need} {plan} 2")
    assert goals_of(district, MR, need) == []
    ask(district, MR, "needs.link", {"goal": f"{plan} 2"}, about=need)
    assert goals_of(district, MR, need) == [(plan, 2)]
    assert district.do(verify).broken == []


def test_a_goal_of_a_draft_is_told_to_those_who_find_the_draft(district: District) -> None:
    plan, need = drafted(district), noted(district)
    ask(district, MR, "needs.link", {"goal": f"{plan} 1"}, about=need)

    assert goals_of(district, LEAD, need) == [(plan, 1)]
    assert goals_of(district, TEACHER, need) == []
    assert plan not in str(card(district, TEACHER, need))
    sheet = district.do(lambda tx: list(DRAWINGS[Kind.NEEDS_XLSX].lines(*asked_for(tx, district, TEACHER), Tally())))
    assert plan not in str(sheet)


def asked_for(tx: Tx, district: District, who: str) -> tuple[Any, Any]:
    call = district.call(tx, who)
    return call, Exports(tx).ask(Kind.NEEDS_XLSX, by=call.me, year=2026)


def test_needs_are_listed_by_what_comes_first(district: District) -> None:
    later = noted(district, priority="3")
    first = noted(district, place=district.school())
    strength = noted(district, side="strength")

    assert listed(district, OTHER) == [first, later, strength]
    assert listed(district, OTHER, "gaps") == [first, later]
    assert listed(district, OTHER, "strength") == [strength]
    assert listed(district, PRINCIPAL, "school") == [first]
    assert listed(district, OTHER, "district") == [later, strength]
    ask(district, MR, "needs.aside", {"reason": "The bus goes later"}, about=later)
    assert listed(district, OTHER, "aside") == [later]
    assert later not in listed(district, OTHER)
    ask(district, MR, "needs.again", about=later)
    assert listed(district, OTHER, "gaps") == [first, later]


def test_what_is_changed_is_told_since_a_moment_and_of_two_at_once_one_is_told(district: District) -> None:
    number = noted(district)
    before = district.do(lambda tx: Needs(tx, district.call(tx, MR).viewer).get(number))
    ask(district, MR, "needs.save", {**GAP, "statement": "Nobody can come"}, about=number)

    def changed(tx: Tx, since: Any) -> list[str]:
        return [one.statement for one in Needs(tx, district.call(tx, OTHER).viewer).changed(since, most=9)]

    assert district.do(lambda tx: changed(tx, NOW)) == ["Nobody can come"]
    assert district.do(lambda tx: changed(tx, NOW + timedelta(seconds=1))) == []
    with pytest.raises(RefusedError, match="changed this just now"):
        district.do(lambda tx: Needs(tx, district.call(tx, MR).viewer).save(before, did="test"))


def test_the_inventory_counts_what_was_found_and_says_who_was_not_heard(district: District) -> None:
    noted(district, **HEARD)
    noted(district, side="strength", found_in=["interview"], groups=["staff"], place=district.school())
    reply = ask(district, OTHER, "plan needs", text="inventory")
    assert isinstance(reply, Show)
    said = str(reply.card)

    assert "1 gap and 1 strength were found. 1 gap feeds no goal yet." in said
    assert facts(reply.card)["Forum"] == "1 gap, 0 strengths"
    assert "Not heard yet: Students (as a group), School leaders" in said
    school = ask(district, OTHER, "needs.inventory", about=f"0 {district.school()}")
    assert isinstance(school, Show)
    assert school.card.title == "Inventory of needs (1) · East School"


def test_words_of_a_need_are_removed_for_good_by_the_office(district: District) -> None:
    number = noted(district, **HEARD)
    opened = ask(district, MR, "redact", text="need 1")
    assert isinstance(opened, Open)
    gone = {"parts": ["statement", "others"], "reason": "It names somebody"}
    assert ask(district, MR, "needs.redact", gone, about=number) == Draw("needs.redacted", number)

    shown = str(card(district, OTHER, number))
    assert GAP["statement"] not in shown
    assert "Night-shift" not in shown
    assert "8 of 10" in shown
    assert "It names somebody" in str(drawn(district, MR, Draw("needs.redacted", number)))
    with pytest.raises(RefusedError, match="management representative or a deputy"):
        ask(district, PRINCIPAL, "needs.redact", gone, about=number)
    assert district.do(verify).broken == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("kind", [Kind.NEEDS_XLSX, Kind.NEEDS_PDF])
def test_an_inventory_is_a_file_until_words_in_it_are_removed(district: District, kind: Kind) -> None:
    number = noted(district, **HEARD)
    other = noted(district, side="strength", place=district.school())
    pressed = ask(district, OTHER, "needs.file", about=f"{kind} {district.school()}")
    assert isinstance(pressed, Draw)
    all_ = kept_as(district, OTHER, waiting(district, OTHER, kind, ""))
    east = kept_as(district, OTHER, waiting(district, OTHER, kind, district.school()))
    assert (opens(district, all_, OTHER), opens(district, east, OTHER)) == (True, True)
    district.do(lambda tx: Redactions(tx).redact(f"needs:{number}", ["statement"], reason="A name", by="test"))

    assert (opens(district, all_, OTHER), opens(district, east, OTHER)) == (False, True)
    assert GAP["statement"] not in str(card(district, OTHER, number))
    assert GAP["statement"] in str(card(district, OTHER, other))
    with pytest.raises(RefusedError, match="no such school"):
        ask(district, OTHER, "needs.file", about=f"{kind} nowhere")
    with pytest.raises(RefusedError, match="choose Excel or PDF"):
        ask(district, OTHER, "needs.file", about="plan.pdf")
