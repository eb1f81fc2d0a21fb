"""What came of a meeting, as it is kept."""

from dataclasses import replace
from typing import Any

import pytest

from domain.errors import RefusedError
from domain.minutes import Minutes, Outcome, OutcomeKind
from domain.people import PersonId
from storage.db import Tx
from storage.meetings import Meetings
from storage.minutes import MinutesBook, digest_of
from tests.conftest import MR, NOW, District
from tests.meeting import meeting


def written(district: District, number: str, kind: OutcomeKind = OutcomeKind.DECISION, **more: Any) -> Outcome:
    me = PersonId(district.person(MR))

    def work(tx: Tx) -> Outcome:
        said: dict[str, Any] = {"section": 4, "text": "Buy ten latches.", "by": me, "at": NOW, **more}
        nth = MinutesBook(tx).next_nth(number)
        made = Outcome(id=tx.mint(), meeting=number, nth=nth, kind=kind, **said)
        MinutesBook(tx).record(made)
        return made

    made: Outcome = district.do(work)
    return made


def of(district: District, number: str) -> list[Outcome]:
    found: list[Outcome] = district.do(lambda tx: MinutesBook(tx).of(number))
    return found


def test_outcomes_are_read_as_they_were_written_and_those_of_other_meetings_are_not(district: District) -> None:
    first, second = meeting(district, MR), meeting(district, MR)
    one = written(
        district, first, amount="$800", people="A locksmith", fund="Title I", votes_for=2, plan="PLAN-2026-001"
    )
    written(district, second)
    two = written(district, first, OutcomeKind.INFORMATION, text="Three gates are open.")

    assert of(district, first) == [one, two]
    assert (one.nth, two.nth) == (1, 2)


def test_only_what_binds_is_shown_to_the_next_meeting(district: District) -> None:
    number = meeting(district, MR)
    late = written(district, number, section=9)
    early = written(district, number, section=2)
    written(district, number, OutcomeKind.INFORMATION)
    written(district, number, advisory=True)
    written(district, number, against=1)
    written(district, number, struck="Said elsewhere")

    assert district.do(lambda tx: MinutesBook(tx).outputs(number)) == [early, late]


def test_of_two_who_mend_an_outcome_the_second_is_told(district: District) -> None:
    number = meeting(district, MR)
    read, me = written(district, number), PersonId(district.person(MR))

    def mended(text: str) -> None:
        now = replace(read, text=text)
        district.do(lambda tx: MinutesBook(tx).correct(now, did="outcome.corrected", by=me))

    mended("Buy eleven.")
    with pytest.raises(RefusedError, match="Somebody else"):
        mended("Buy twelve.")
    assert [one.text for one in of(district, number)] == ["Buy eleven."]


def test_the_digest_of_minutes_changes_with_each_word_of_theirs(district: District) -> None:
    number = meeting(district, MR)
    one = written(district, number)
    held = district.do(lambda tx: Meetings(tx).get(number))
    there = district.do(lambda tx: Meetings(tx).attendees(number))
    before = digest_of(held, there, [one])

    assert before == digest_of(held, there, of(district, number))
    assert before != digest_of(held, there, [replace(one, text="Buy nine latches.")])
    assert before != digest_of(held, [replace(there[0], votes=False)], [one])
    assert before == digest_of(held, there, [one, replace(one, id="x", struck="Said elsewhere")])


def test_minutes_are_found_by_their_meeting(district: District) -> None:
    me = PersonId(district.person(MR))
    minutes = Minutes(meeting=meeting(district, MR), closed_by=me, closed_at=NOW)
    district.do(lambda tx: MinutesBook(tx).close(minutes))

    assert district.do(lambda tx: MinutesBook(tx).find(minutes.meeting)) == minutes
    assert district.do(lambda tx: MinutesBook(tx).find("MTG-2026-099")) is None
