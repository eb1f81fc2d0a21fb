"""Two accounts with one e-mail on two platforms: who is asked, and when."""

from dataclasses import replace

from domain.people import Role
from storage.db import Tx
from storage.outbox import outbox
from storage.people import Account, People
from storage.seating import give_seat
from storage.twins import ask_about_twin
from tests.conftest import OTHER, TEACHER, District
from tests.story import owed

EMAIL = "teacher@sunrise.example"


def twin(tx: Tx) -> Account:
    """The teacher, of whom Slack tells an e-mail, is told of by Teams."""
    people = People(tx)
    people.refresh(replace(people.meet("slack", "T1", TEACHER), email=EMAIL))
    told = replace(people.meet("teams", "a-tenant", "an-id"), email=EMAIL)
    people.refresh(told)
    ask_about_twin(tx, told)
    ask_about_twin(tx, told)
    return told


def test_the_quality_office_is_asked_once(district: District) -> None:
    district.do(twin)

    assert district.do(states) == ["pending", "pending"]  # the holder and a deputy


def test_while_nobody_holds_the_seat_the_question_waits_for_whoever_takes_it(empty_district: District) -> None:
    empty_district.do(twin)
    assert empty_district.do(states) == ["unfilled"]

    def take(tx: Tx) -> None:
        give_seat(tx, Role.MANAGEMENT_REPRESENTATIVE, People(tx).meet("slack", "T1", OTHER).person, by="system")

    empty_district.do(take)

    assert ("people.pair", OTHER) in owed(empty_district)


def states(tx: Tx) -> list[str]:
    """How the questions stand that are owed."""
    return sorted(row["state"] for row in tx.rows(outbox, outbox.c.what == "people.pair"))
