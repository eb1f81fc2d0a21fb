"""Words of a plan that should never have been written are removed for good, unless a hold keeps them."""

import pytest

from domain.cars import REDACTED
from domain.errors import RefusedError
from domain.numbers import said_in
from domain.plan_words import PARTS as KINDS
from handlers.routing import Draw, FormError, Open
from storage.db import Tx
from storage.direct import GONE, note_direct
from storage.outbox import outbox, posted
from storage.plan_words import OF, PARTS
from storage.verify import verify
from storage.words import word_columns, words
from tests.conftest import DEPUTY, MR, PRINCIPAL, TEACHER, District
from tests.handlers.test_improvement import words as read
from tests.improving import DOER, LEAD, in_force, plan_of
from tests.story import ask, drawn_again, settled
from tests.working import card

SECRET = "xyzzy"
STEP = "1"


def full(district: District) -> str:
    """A plan with the word everywhere, also in a version that is not read any more."""
    number = in_force(district, title=f"For {SECRET}", mission=SECRET)
    for nth in range(2):
        ask(district, DOER, "steps.tell", {"status": "at_risk", "comment": f"{SECRET} {nth}"}, about=STEP)
    ask(district, LEAD, "steps.change", change(district, number), about=STEP)
    value = {"of": "0 goal", "value": "4", "day": "2026-03-02", "note": SECRET}
    ask(district, LEAD, "plan.value", value, about=f"{number} 1")
    ask(district, LEAD, "plan.change", {"why": f"{SECRET} asked"}, about=number)
    goal = {"statement": f"{SECRET} reads", "measure": SECRET, "baseline": SECRET, "target": SECRET}
    ask(district, LEAD, "plan.goal_save", goal, about=f"{number} 1")
    strategy = dict.fromkeys(("does", "adults", "adults_measure", "students", "students_measure"), SECRET)
    ask(district, LEAD, "plan.strategy_save", strategy, about=f"{number} 1 1")
    return number


def change(district: District, number: str) -> dict[str, str]:
    more = {"team": SECRET, "collects": SECRET, "why": SECRET, "under": f"{number} 1 1", "due": "2026-03-27"}
    return {"what": f"Meet {SECRET}", "owner": district.person(DOER), **more}


def kept(district: District) -> str:
    return str(district.do(lambda tx: [(row["text"], row["salt"]) for row in tx.rows(words)]))


def redact(district: District, number: str, *parts: str, who: str = MR, **more: str) -> Draw:
    reply = ask(district, who, "plan.redact", {"parts": parts, "reason": "A name", **more}, about=number)
    assert isinstance(reply, Draw)
    return reply


def test_every_column_of_a_plan_that_holds_words_can_be_removed() -> None:
    assert {name: set(word_columns(column.table)) for name, column in OF.items()} == {
        name: set(fields) for name, fields in PARTS.items()
    }
    assert {part for fields in PARTS.values() for part in fields.values()} == set(KINDS)


def test_everything_that_was_ever_typed_into_a_plan_is_gone_and_the_chain_holds(district: District) -> None:
    number = full(district)
    assert kept(district).count(SECRET) > 15

    named = redact(district, number, "everything")

    assert SECRET not in kept(district)
    plan = plan_of(district, number)
    assert (plan.title, plan.steps[0].what, plan.goals[0].statement) == (REDACTED, REDACTED, REDACTED)
    assert (plan.steps[0].status, plan.steps[0].owner) == ("at_risk", district.person(DOER))
    report = district.do(verify)
    assert report.broken == []
    assert f"step_updates:{STEP}/1 (comment)" in report.redacted
    told = read(card(district, MR, named.about, named.what))
    assert "Quality Office removed words on" in told
    assert "Why: A name" in told


def test_only_what_was_told_of_one_step(district: District) -> None:
    number = full(district)
    ask(district, LEAD, "steps.add", change(district, number) | {"what": "Another"}, about=number)
    ask(district, LEAD, "plan.give_up", about=number)

    redact(district, number, "told", only=f"step {STEP}")

    assert plan_of(district, number).steps[0].what == f"Meet {SECRET}"
    assert "xyzzy 1" not in kept(district)
    assert "xyzzy asked" in kept(district)


def test_messages_and_answers_that_show_them_are_drawn_again(district: District) -> None:
    number = in_force(district)
    ask(district, LEAD, "steps.change", change(district, number) | {"owner": district.person(TEACHER)}, about=STEP)
    settled(district)

    def answered(tx: Tx) -> None:
        note_direct(tx, district.account(tx, LEAD), "D1", "7.0", [said_in(number)])

    district.do(answered)
    assert district.do(lambda tx: [row["what"] for row in tx.rows(posted, posted.c.about == said_in(number))]) == [GONE]
    ask(district, DOER, "steps.show", about=STEP)
    before = len(drawn_again(district))

    redact(district, number, "steps")

    fresh = drawn_again(district)[before:]
    assert {("steps.yours", TEACHER), (GONE, LEAD)} <= set(fresh)
    assert district.do(lambda tx: tx.rows(outbox, outbox.c.about == said_in(number)))


def test_a_hold_on_the_district_keeps_them(district: District) -> None:
    number = full(district)
    ask(district, MR, "holds.set", {"cause": "litigation", "reason": "Smith v. District"})

    with pytest.raises(RefusedError, match="A hold on the whole district keeps all words"):
        redact(district, number, "everything")
    assert SECRET in kept(district)


def test_the_office_removes_them_and_nobody_else(district: District) -> None:
    number = full(district)
    opened = ask(district, DEPUTY, "redact", text=number)
    assert isinstance(opened, Open)
    assert opened.form.does == "plan.redact"
    for who in (LEAD, PRINCIPAL, TEACHER):
        with pytest.raises(RefusedError, match="Only the management representative or a deputy can remove words"):
            redact(district, number, "everything", who=who)
    with pytest.raises(FormError) as nothing:
        redact(district, number, "told", only="step 99")
    assert list(nothing.value.faults) == ["parts"]
