"""Somebody left: the steps that they did for plans, reports and ideas get another owner with the rest."""

from datetime import date

import pytest

from domain.errors import RefusedError
from domain.people import PersonId
from handlers.routing import Draw, FormError, Open, Show
from storage.ideas import CYCLE
from storage.meeting_steps import MeetingSteps
from storage.step_lists import StepLists
from storage.steps import Steps
from storage.verify import verify
from tests.conftest import DEPUTY, MR, PRINCIPAL, TEACHER, District
from tests.improving import DOER, in_force, plan_of
from tests.meeting import meeting
from tests.office import drawn, known
from tests.story import ask, owed, seen
from tests.working import CHECKER, OWNER, approved, card, case_of

NEW, DUE = TEACHER, date(2026, 4, 20)


def idea(district: District) -> str:
    ask(district, MR, "idea.give", {"what": "Bike racks", "school": district.school()})
    form = {"owner": district.person(DOER), "what": "Buy racks", "due": "2026-04-20"}
    ask(district, MR, "idea.adopt", form, about="IDEA-2026-001")
    return "IDEA-2026-001"


def left(district: District) -> tuple[str, str, str]:
    """Somebody left who did a step of a plan, the steps of a report, and that of an idea."""
    plan, report, found = in_force(district), approved(district), idea(district)
    known(district, DOER, gone=True)
    return plan, report, found


def mine(district: District, who: str) -> list[int]:
    person = PersonId(district.person(who))
    found: list[int] = district.do(lambda tx: sorted(line.number for line in StepLists(tx).mine(person, size=99)))
    return found


def give(district: District, *ticked: str, to: str = NEW, who: str = MR) -> Draw:
    reply = ask(district, who, "leavers.give", {"which": ticked, "owner": district.person(to)})
    assert isinstance(reply, Draw)
    return reply


def test_r23_all_steps_of_whoever_left_are_listed_and_given_in_one_form(district: District) -> None:
    plan, report, found = left(district)
    listed = ask(district, MR, "leavers")
    assert isinstance(listed, Show)
    assert all(number in str(listed) for number in (plan, report, found))
    assert "Steps whose owner left (4)" in str(drawn(district, MR, Draw("home")))
    opened = ask(district, MR, "leavers.form")
    assert isinstance(opened, Open)
    assert opened.form.asks[0].options[0].label == "All 4"
    theirs = mine(district, DOER)

    named = give(district, "everything")

    assert (mine(district, NEW), mine(district, DOER)) == (theirs, [])
    assert {("steps.yours", NEW), ("leavers.step", NEW), ("idea.yours", NEW)} <= set(owed(district))
    assert "a step of this report is yours now" in str(card(district, NEW, report, "leavers.step"))
    assert "was " in str(card(district, MR, "1", "steps.card"))
    assert "Teacher has them now and was told." in str(drawn(district, MR, named))
    assert "Steps whose owner left" not in str(drawn(district, MR, Draw("home")))
    assert district.do(verify).broken == []


def test_only_those_that_were_ticked_and_each_stays_as_it_stands(district: District) -> None:
    plan, report, _ = left(district)
    ask(district, MR, "steps.tell", {"status": "at_risk", "comment": "No room", "percent": "20"}, about="1")

    give(district, "step:1")

    step = plan_of(district, plan).steps[0]
    assert (step.owner, step.status, step.percent) == (district.person(NEW), "at_risk", 20)
    case = case_of(district, report)
    assert case.plan
    assert {one.owner for one in case.plan.steps} == {district.person(DOER)}


def test_it_is_taken_back_but_for_what_changed_hands_since(district: District) -> None:
    plan, _, found = left(district)
    theirs = mine(district, DOER)
    named = give(district, "everything")
    ask(district, NEW, "steps.tell", {"status": "done", "comment": "They met"}, about="1")

    assert ask(district, MR, "leavers.undo", about=named.about) == named

    assert mine(district, DOER) == [number for number in theirs if number != 1]
    assert plan_of(district, plan).steps[0].owner == district.person(NEW)
    steps = district.do(lambda tx: Steps(tx).of(found, CYCLE))
    assert [step.owner for step in steps] == [district.person(DOER)]
    with pytest.raises(RefusedError, match="changed hands since"):
        ask(district, MR, "leavers.undo", about=named.about)


def test_a_report_goes_back_as_well(district: District) -> None:
    report = approved(district)
    known(district, OWNER, gone=True)
    named = give(district, report)
    assert seen(district, report).owner == district.person(NEW)

    ask(district, MR, "leavers.undo", about=named.about)

    assert seen(district, report).owner == district.person(OWNER)
    assert "Taken back" in str(drawn(district, MR, named))


def test_nobody_checks_their_own_work_nor_takes_back_what_another_gave(district: District) -> None:
    left(district)
    with pytest.raises(FormError) as refused:
        give(district, "everything", to=CHECKER)
    assert "nobody checks their own work" in refused.value.faults["owner"]
    assert mine(district, DOER)  # all of it, or nothing

    named = give(district, "everything")
    for who in (DEPUTY, TEACHER, PRINCIPAL):
        with pytest.raises(RefusedError):
            ask(district, who, "leavers.undo", about=named.about)
        assert "Teacher" not in str(drawn(district, who, named))


def test_whoever_has_no_part_in_it_is_offered_nothing(district: District) -> None:
    left(district)

    for who in (TEACHER, PRINCIPAL):
        reply = ask(district, who, "leavers.form")
        assert isinstance(reply, Show)
        assert reply.card.title == "All that is open has an owner."
        with pytest.raises(FormError):
            give(district, "step:1", who=who)


def test_a_step_that_a_meeting_decided_is_given_on_as_well_and_taken_back(district: District) -> None:
    number, doer = meeting(district), PersonId(district.person(DOER))
    steps = [
        district.do(lambda tx, nth=nth: MeetingSteps(tx).add(number, what=nth, owner=doer, due=DUE, by=doer).number)
        for nth in ("Write", "Call")
    ]
    known(district, DOER, gone=True)

    named = give(district, "everything")

    assert mine(district, NEW) == steps
    assert ("meeting.step_yours", NEW) in owed(district)
    assert "This step is yours." in str(card(district, NEW, str(steps[1]), "meeting.step_yours"))
    ask(district, MR, "leavers.undo", about=named.about)
    assert (mine(district, NEW), mine(district, DOER)) == ([], steps)
    assert district.do(verify).broken == []
