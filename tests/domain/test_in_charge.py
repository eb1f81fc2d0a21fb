"""Who acts for somebody is not made one of those whom a report is about; where nobody may decide, the board does."""

from dataclasses import dataclass, replace

import pytest

from domain.cars import Concern
from domain.people import PersonId, Role, acting
from domain.who import is_about, leads, replaced_by, who_may_decide
from tests.domain.story import BOB, CAR, DEB, MIA, SUE, viewer

MR, CHIEF, CHAIR = Role.MANAGEMENT_REPRESENTATIVE, Role.SUPERINTENDENT, Role.BOARD_CHAIR
IDA = viewer("ida", CHAIR)
ABOUT_OFFICE = replace(CAR, concerns=Concern.OFFICE, sealed=True)
ABOUT_CHIEF = replace(CAR, concerns=Concern.SUPERINTENDENT, sealed=True)
SEATS = {MR: ["mia", "deb"], CHIEF: ["sue"], CHAIR: ["ida"]}


@dataclass(frozen=True)
class Row:
    says: str
    about: Concern
    decide: list[str]
    seats: dict[Role, list[str]]
    away: dict[str, str]


TABLE = [
    Row("as always", Concern.OFFICE, ["sue"], {}, {}),
    Row("the chief acts for the representative", Concern.OFFICE, ["sue"], {}, {"mia": "sue"}),
    Row("the chief is a deputy of the office", Concern.OFFICE, ["ida"], {MR: ["mia", "sue"]}, {}),
    Row("the chief is the office", Concern.OFFICE, ["ida"], {MR: ["sue"]}, {}),
    Row("the representative acts for the chief", Concern.OFFICE, ["ida"], {}, {"sue": "mia"}),
    Row("the same, and the board has no chair", Concern.OFFICE, ["sue"], {CHAIR: []}, {"sue": "mia"}),
    Row("a teacher acts for the chief", Concern.OFFICE, ["bob"], {}, {"sue": "bob"}),
    Row("the chief has a deputy, who is of the office", Concern.OFFICE, ["sue"], {CHIEF: ["sue", "deb"]}, {}),
    Row("nobody is superintendent: it waits", Concern.OFFICE, [], {CHIEF: []}, {}),
    Row("nobody is left at all: it waits", Concern.OFFICE, [], {MR: ["sue"], CHAIR: ["sue"]}, {}),
    Row("about the chief", Concern.SUPERINTENDENT, ["ida"], {}, {}),
    Row("the chair acts for the chief", Concern.SUPERINTENDENT, ["ida"], {}, {"sue": "ida"}),
    Row("the chief acts for the chair", Concern.SUPERINTENDENT, ["ida"], {}, {"ida": "sue"}),
    Row("about nobody, the representative is away", Concern.NOBODY, ["bob", "deb"], {}, {"mia": "bob"}),
]


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.says)
def test_who_decides_about_somebody_in_charge(row: Row) -> None:
    seats = {**SEATS, **row.seats}
    away = {PersonId(who): PersonId(deputy) for who, deputy in row.away.items()}

    def holders(role: Role) -> list[PersonId]:
        return [PersonId(person) for person in seats.get(role, [])]

    found = who_may_decide(
        replace(CAR, concerns=row.about), lambda role: [acting(p, away) for p in holders(role)], holders
    )

    assert found == row.decide


def test_who_acts_for_somebody_is_not_one_of_those_it_is_about() -> None:
    acts = replace(SUE, seats=SUE.seats | MIA.seats)

    assert acts.is_mr
    assert leads(ABOUT_OFFICE, acts)
    assert not is_about(Concern.OFFICE, acts)
    assert is_about(Concern.OFFICE, DEB)


def test_who_is_one_of_them_stays_so_while_they_act_for_another() -> None:
    assert not leads(ABOUT_OFFICE, replace(MIA, seats=MIA.seats | SUE.seats))
    assert not leads(ABOUT_CHIEF, replace(SUE, seats=SUE.seats | IDA.seats))


def test_the_chair_does_the_part_of_a_superintendent_who_may_not() -> None:
    seats = {MR: [SUE.person], CHIEF: [SUE.person], CHAIR: [IDA.person]}
    replaces = replaced_by(IDA.seats, seats.__getitem__, seats.__getitem__)

    assert replaces == {CHIEF}
    assert leads(ABOUT_OFFICE, replace(IDA, replaces=replaces))
    assert not leads(ABOUT_OFFICE, IDA)
    assert replaced_by(BOB.seats, seats.__getitem__, seats.__getitem__) == frozenset()
