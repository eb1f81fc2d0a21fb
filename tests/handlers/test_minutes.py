"""A meeting while it goes on: what is written down, by whom, and how its minutes come to stand."""

from datetime import date, timedelta

import pytest

from domain.errors import RefusedError
from domain.meetings import MeetingKind, Phase
from domain.minutes import OutcomeKind, Output
from domain.plans import Resources
from handlers.routing import Draw, FormError, Open
from storage.agendas import Agendas
from storage.minutes import MinutesBook
from storage.step_lists import StepLists
from storage.verify import verify
from tests.conftest import MR, TEACHER, District
from tests.handlers.test_improvement import words
from tests.improving import LEAD, in_force
from tests.minuting import CHAIR, MEMBER, RECORDER, THIRD, closed, meeting_of, members, noted, planned, running, written
from tests.story import ask, owed
from tests.working import card, case_of, items, labels, press
from tests.working import planned as plan_sent
from views.elements import Note


@pytest.fixture
def review(district: District) -> District:
    members(district)
    return district


def drawn(district: District, about: str, who: str = RECORDER) -> str:
    return words(card(district, who, about, "minutes.card"))


def test_the_recorder_writes_a_decision_with_its_votes(review: District) -> None:
    number = running(review, item="Gates of East")
    said = {"text": "Check all gates in August.", "mover": review.person(MEMBER), "votes_for": "2", "against": "1"}

    reply = written(review, number, "decision", **said, output="improvement")

    (one,) = noted(review, number)
    assert reply == Draw("minutes.card", f"{number} 4")
    assert (one.kind, one.votes_for, one.against, one.output) == (OutcomeKind.DECISION, 2, 1, Output.IMPROVEMENT)
    assert "Carried: 2 for, 1 against, 0 abstained" in drawn(review, f"{number} 4")
    assert "talked about" in drawn(review, f"{number} 4")


def test_a_recorder_moves_nothing_and_more_votes_than_voters_are_refused(review: District) -> None:
    number = running(review)

    with pytest.raises(FormError) as moved:
        written(review, number, "decision", text="Buy locks.", mover=review.person(RECORDER))
    with pytest.raises(FormError) as counted:
        written(review, number, "decision", text="Buy locks.", votes_for="4")

    assert "votes here and is present" in moved.value.faults["mover"]
    assert "4 votes were counted, and 3" in counted.value.faults["votes_for"]
    assert noted(review, number) == []


def test_whoever_does_not_run_the_meeting_writes_nothing(review: District) -> None:
    number = running(review)

    for who in (MEMBER, TEACHER):
        with pytest.raises(RefusedError):
            written(review, number, "information", who=who, text="Heard.")
    assert noted(review, number) == []


def test_without_a_quorum_a_decision_is_kept_as_advice(review: District) -> None:
    number = running(review, CHAIR)
    written(review, number, "decision", text="Buy locks.", votes_for="1")

    (one,) = noted(review, number)
    assert one.advisory
    assert "1 of 3 who vote are here: there is no quorum" in drawn(review, number)
    assert review.do(lambda tx: MinutesBook(tx).outputs(number)) == []


def test_a_step_stands_in_its_owners_list(review: District) -> None:
    number = running(review)
    given = {"text": "Ask for a price", "owner": review.person(THIRD), "due": "2026-03-20"}
    written(review, number, "step", **given)

    (one,) = noted(review, number)
    mine = review.do(lambda tx: StepLists(tx).mine(review.account(tx, THIRD).person, size=5))
    assert [(line.number, line.of, line.what, line.due) for line in mine] == [
        (one.step, number, "Ask for a price", date(2026, 3, 20))
    ]


@pytest.mark.parametrize("route", ["meeting.step_form", "meeting.step"])
def test_no_step_of_a_review_passes_by_its_minutes(review: District, route: str) -> None:
    form = {"what": "Write", "owner": review.person(TEACHER), "due": "2026-04-01"} if route == "meeting.step" else None

    with pytest.raises(RefusedError, match="written down with its minutes"):
        ask(review, MR, route, form, about=running(review))


def test_resources_go_to_the_report_that_waits_and_its_clock_goes_on(review: District) -> None:
    car = plan_sent(review, resources="A locksmith")
    press(review, MR, "Approve, resources later", car)
    due = case_of(review, car).car.implementation_due
    assert due
    number = running(review, day=date(2026, 3, 12))
    later = date(2026, 3, 12)
    said = {"car": car, "as_": "in_part", "amount": "$800", "fund": "Title I", "text": "For East."}
    ask(review, RECORDER, "minutes.resource", said, about=f"{number} 10 - 0", today=later)

    case = case_of(review, car)
    assert case.plan
    assert (case.plan.resources, case.plan.resources_given) == (
        Resources.IN_PART,
        f"{number} · $800, Title I · For East.",
    )
    assert (case.car.on_hold_since, case.car.implementation_due) == (None, due + timedelta(days=3))
    with pytest.raises(RefusedError, match="No report waits"):
        ask(review, RECORDER, "minutes.resource_form", about=f"{number} 10 - 1")


def test_the_resources_of_a_report_that_is_sealed_later_are_told_to_nobody(review: District) -> None:
    car = plan_sent(review, resources="A locksmith")
    press(review, MR, "Approve, resources later", car)
    number = running(review)
    said = {"car": car, "as_": "allocated", "amount": "$800", "text": "For the gate of East."}
    ask(review, RECORDER, "minutes.resource", said, about=f"{number} 10 - 0")
    closed(review, number)

    ask(review, MR, "car.seal", about=car)

    for notice in ("minutes.card", "minutes.ready"):
        told = words(card(review, MEMBER, number, notice))
        assert "about a report that not everybody may read" in told
        assert car not in told
        assert "$800" not in told
        assert "gate of East" not in told


def test_two_who_write_at_once_are_both_heard_and_the_second_is_asked(review: District) -> None:
    number = running(review, item="Gates of East")
    written(review, number, "information", text="Three gates are open.")
    first = noted(review, number)[0]
    stale = f"{number} 4 {first.item} 0"

    again = written(review, number, "information", about=stale, text="Two gates are open.")

    assert isinstance(again, Open)
    assert len(noted(review, number)) == 1
    kept = {one.name: one.value for one in again.form.asks}
    assert kept["text"] == "Two gates are open."
    assert "Three gates are open." in str(again.form.parts[0])
    written(review, number, "information", about=again.form.about, text="Two gates are open.")
    assert [one.text for one in noted(review, number)] == ["Three gates are open.", "Two gates are open."]


def test_of_two_who_correct_at_once_the_second_is_told(review: District) -> None:
    number = running(review)
    written(review, number, "information", text="Three gates.")
    (one,) = noted(review, number)
    ask(review, RECORDER, "minutes.correct", {"text": "Four gates."}, about=f"{one.id} 1")

    with pytest.raises(RefusedError, match="Somebody else changed this"):
        ask(review, CHAIR, "minutes.correct", {"text": "Five gates."}, about=f"{one.id} 1")

    assert [(one.text, one.corrected_by) for one in noted(review, number)] == [("Four gates.", review.person(RECORDER))]


def test_what_was_struck_stands_in_no_minutes_and_stays_on_record(review: District) -> None:
    number = running(review)
    written(review, number, "information", text="Wrong meeting.")
    (one,) = noted(review, number)
    ask(review, RECORDER, "minutes.correct", {"text": one.text, "why": "It was said elsewhere"}, about=f"{one.id} 1")

    assert "Wrong meeting." not in drawn(review, number)
    assert noted(review, number)[0].struck == "It was said elsewhere"


def test_closing_sends_the_minutes_to_all_who_were_expected_where_it_is_announced_nowhere(review: District) -> None:
    number = running(review, CHAIR, MEMBER)
    written(review, number, "decision", text="Buy locks.")
    closed(review, number)

    assert meeting_of(review, number).phase is Phase.CLOSED
    for who in (MEMBER, THIRD, RECORDER):
        assert ("minutes.ready", who) in owed(review)
    told = words(card(review, THIRD, number, "minutes.ready"))
    assert "Decision: Buy locks." in told
    assert "By consent" in told
    facts = drawn(review, number, MEMBER)
    assert "Board room" in facts
    assert "Absent" in facts
    with pytest.raises(RefusedError):
        written(review, number, "information", text="Too late.")


def test_the_next_meeting_approves_minutes_and_then_they_stand(review: District) -> None:
    first = running(review)
    written(review, first, "decision", text="Buy locks.")
    (one,) = noted(review, first)
    closed(review, first)
    ask(review, RECORDER, "minutes.correct", {"text": "Buy ten locks."}, about=f"{one.id} 1")
    second = running(review, day=date(2026, 4, 14))
    assert f"Minutes of {first}" in drawn(review, second, CHAIR)

    ask(review, CHAIR, "minutes.approve", about=f"{first} {second}")

    assert (meeting_of(review, first).phase, meeting_of(review, first).approved_in) == (Phase.APPROVED, second)
    notes = [part.body for part in card(review, MEMBER, first, "minutes.card").parts if isinstance(part, Note)]
    assert notes == [f"Approved Mon 9 Mar in {second}, noted by Quality Office. They do not change any more."]
    with pytest.raises(RefusedError, match="are approved"):
        ask(review, RECORDER, "minutes.correct", {"text": "Buy twelve."}, about=f"{one.id} 2")
    assert "Minutes of" not in drawn(review, second, CHAIR)
    assert review.do(verify).broken == []


def test_without_a_quorum_no_minutes_are_approved(review: District) -> None:
    first = running(review)
    closed(review, first)
    second = running(review, CHAIR, day=date(2026, 4, 14))

    assert "Approve" not in [
        item.button.label for item in items(card(review, CHAIR, second, "minutes.card")) if item.button
    ]
    with pytest.raises(RefusedError, match="Without a quorum"):
        ask(review, CHAIR, "minutes.approve", about=f"{first} {second}")


def test_a_decision_to_change_a_plan_reaches_who_leads_it_and_the_version_says_where_it_is_from(
    review: District,
) -> None:
    plan = in_force(review)
    number = running(review)
    written(review, number, "decision", text="Add a goal for gates.", plan=plan)
    (one,) = noted(review, number)

    opened = ask(review, LEAD, "minutes.change_form", about=one.id)

    assert one.output is Output.CHANGE
    assert ("minutes.change", LEAD) in owed(review)
    assert "Change the plan" in labels(card(review, LEAD, one.id, "minutes.change"))
    assert isinstance(opened, Open)
    assert [part.value for part in opened.form.asks] == [f"{number}: Add a goal for gates."]
    with pytest.raises(RefusedError, match="Only whoever leads the plan"):
        ask(review, THIRD, "minutes.change_form", about=one.id)


def test_an_item_of_the_cabinet_goes_to_the_management_review_team(review: District) -> None:
    team = planned(review, day=date(2026, 3, 17))
    number = running(review, kind=MeetingKind.CABINET, item="Late buses")
    (item,) = review.do(lambda tx: Agendas(tx).items(number))

    ask(review, RECORDER, "minutes.to_team", about=f"{number} {item.section} {item.id}")

    (copy,) = review.do(lambda tx: Agendas(tx).items(team))
    assert (copy.subject, copy.carried_from, copy.done) == ("Late buses", number, False)
    assert f"given to the Management Review Team, {team}" in drawn(review, f"{number} {item.section}")
    with pytest.raises(RefusedError, match="already"):
        ask(review, RECORDER, "minutes.to_team", about=f"{number} {item.section} {item.id}")
