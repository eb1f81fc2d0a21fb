"""What comes of a meeting, and when it holds."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from domain.errors import RefusedError
from domain.minutes import (
    Minutes,
    Outcome,
    OutcomeKind,
    Room,
    approve_minutes,
    check_corrects,
    check_outcome,
    corrected,
    in_minutes,
    strike,
    told_of,
    verdict,
)
from domain.people import PersonId
from domain.plans import Resources

NOW = datetime(2027, 3, 9, 15, tzinfo=UTC)
TODAY = date(2027, 3, 9)
ANA, BEN, CLEO = PersonId("ana"), PersonId("ben"), PersonId("cleo")
FULL = Room(voting=3, present=frozenset({ANA, BEN, CLEO}), quorum=True)
THIN = Room(voting=3, present=frozenset({ANA}), quorum=False)


def outcome(kind: OutcomeKind = OutcomeKind.DECISION, **more: Any) -> Outcome:
    said: dict[str, Any] = {"id": "1", "meeting": "MTG-2027-003", "nth": 1, "section": 4, "text": "Buy ten latches."}
    return Outcome(kind=kind, by=ANA, at=NOW, **(said | more))


@pytest.mark.parametrize(
    ("votes", "words"),
    [
        ((2, 1, 0), "Carried: 2 for, 1 against, 0 abstained"),
        ((1, 1, 1), "Not carried: 1 for, 1 against, 1 abstained"),
        ((0, 0, 3), "Not carried: 0 for, 0 against, 3 abstained"),
        ((0, 0, 0), "By consent"),
    ],
)
def test_a_decision_is_carried_by_more_votes_for_than_against(votes: tuple[int, int, int], words: str) -> None:
    told = verdict(outcome(votes_for=votes[0], against=votes[1], abstain=votes[2]))

    assert told == words


def test_no_more_votes_are_counted_than_voters_are_present() -> None:
    with pytest.raises(RefusedError, match="4 votes were counted, and 3 of those who vote are here") as refused:
        check_outcome(outcome(votes_for=3, against=1), FULL, TODAY)

    assert refused.value.field == "votes_for"


def test_no_votes_are_below_nothing() -> None:
    with pytest.raises(RefusedError):
        check_outcome(outcome(votes_for=3, against=-1), FULL, TODAY)


def test_whoever_does_not_vote_moves_nothing() -> None:
    recorder = PersonId("rita")

    with pytest.raises(RefusedError, match="votes here and is present") as refused:
        check_outcome(outcome(mover=recorder), FULL, TODAY)

    assert refused.value.field == "mover"


def test_without_a_quorum_a_decision_is_advice_and_binds_nobody() -> None:
    kept = check_outcome(outcome(votes_for=1), THIN, TODAY)

    assert kept.advisory
    assert not kept.binds
    assert verdict(kept).endswith("advice only, there was no quorum")


def test_without_a_quorum_nobody_gives_out_resources() -> None:
    with pytest.raises(RefusedError, match="Without a quorum"):
        check_outcome(outcome(OutcomeKind.RESOURCE, resources=Resources.ALLOCATED, amount="$800"), THIN, TODAY)


def test_resources_that_are_given_say_how_much_or_who() -> None:
    with pytest.raises(RefusedError) as refused:
        check_outcome(outcome(OutcomeKind.RESOURCE, resources=Resources.IN_PART, fund="Title I"), FULL, TODAY)
    declined = outcome(OutcomeKind.RESOURCE, resources=Resources.DECLINED)

    assert refused.value.field == "amount"
    assert check_outcome(declined, FULL, TODAY) == declined


def test_a_step_is_due_today_or_later() -> None:
    with pytest.raises(RefusedError) as refused:
        check_outcome(outcome(OutcomeKind.STEP, owner=BEN, due=date(2027, 3, 8)), FULL, TODAY)

    assert refused.value.field == "due"


def test_an_outcome_says_something() -> None:
    with pytest.raises(RefusedError) as refused:
        check_outcome(outcome(OutcomeKind.INFORMATION, text=" "), FULL, TODAY)

    assert refused.value.field == "text"


def test_what_a_plan_is_told_of_resources_names_the_meeting() -> None:
    given = outcome(OutcomeKind.RESOURCE, amount="$800", people="the locksmith", fund="Title I", text="For East.")

    assert told_of(given) == "MTG-2027-003 · $800, the locksmith, Title I · For East."


def test_what_is_corrected_keeps_whether_there_was_a_quorum() -> None:
    was = check_outcome(outcome(votes_for=1), THIN, TODAY)
    now = corrected(was, replace(was, text="Buy twelve latches.", advisory=False), by=BEN, at=NOW)

    assert (now.text, now.advisory, now.corrected_by) == ("Buy twelve latches.", True, BEN)


def test_the_words_of_a_step_are_its_owners() -> None:
    was = outcome(OutcomeKind.STEP, step=41, owner=BEN, due=TODAY)

    with pytest.raises(RefusedError, match="Step 41"):
        corrected(was, replace(was, text="Something else."), by=ANA, at=NOW)


def test_approved_minutes_are_never_corrected() -> None:
    with pytest.raises(RefusedError, match="are approved"):
        check_corrects(outcome(), approved=True)


@pytest.mark.parametrize("kind", [OutcomeKind.STEP, OutcomeKind.RESOURCE])
def test_what_others_were_told_of_is_not_struck(kind: OutcomeKind) -> None:
    with pytest.raises(RefusedError):
        strike(outcome(kind, step=41, car="CAR-2027-001"), "Wrong item", by=ANA, at=NOW)


def test_what_was_struck_stands_in_no_minutes_and_binds_nobody() -> None:
    gone = strike(outcome(), "Wrong item", by=ANA, at=NOW)
    late, early = outcome(id="2", nth=2, section=9), outcome(id="3", nth=3, section=1)

    assert not gone.binds
    assert in_minutes([gone, late, early]) == [early, late]


def test_a_later_meeting_with_a_quorum_approves_minutes_once() -> None:
    minutes = Minutes(meeting="MTG-2027-002", closed_by=ANA, closed_at=NOW)
    approved = approve_minutes(minutes, "abc", FULL, of="MTG-2027-003", by=BEN, at=NOW)

    assert (approved.approved_in, approved.approved_by, approved.digest) == ("MTG-2027-003", BEN, "abc")
    with pytest.raises(RefusedError, match="approved already"):
        approve_minutes(approved, "abc", FULL, of="MTG-2027-004", by=BEN, at=NOW)
    with pytest.raises(RefusedError, match="not its own"):
        approve_minutes(minutes, "abc", FULL, of="MTG-2027-002", by=BEN, at=NOW)
    with pytest.raises(RefusedError, match="Without a quorum"):
        approve_minutes(minutes, "abc", THIN, of="MTG-2027-003", by=BEN, at=NOW)


@pytest.mark.parametrize(
    ("room", "words"),
    [
        (FULL, "3 of 3 who vote are here: there is a quorum."),
        (THIN, "1 of 3 who vote are here: there is no quorum. What is decided is advice only."),
    ],
)
def test_a_quorum_is_told_in_words(room: Room, words: str) -> None:
    assert room.words == words
