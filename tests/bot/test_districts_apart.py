"""Two districts on one platform whose workspaces use the same ids."""

import asyncio
from typing import Any

from bot.answering import Answer, Answering, Asked, Refused
from bot.capabilities import routes
from domain.people import Role
from handlers.routing import Show
from storage.people import People
from storage.settings import DistrictSettings
from storage.staff import Staff
from storage.system import connect_workspace
from tests.conftest import MR, NOW, OTHER, TEACHER, WORKSPACE, District
from tests.story import filed

HILL = "hill"


def ask(district: District, of: str, workspace: str, route: str) -> Answer:
    answering = Answering(district.database, routes(), lambda: None)
    asked = Asked(district=of, platform="slack", workspace=workspace, external=TEACHER, route=routes()[route])
    return asyncio.run(answering.answer(asked))


def in_hill(district: District, work: Any) -> Any:
    return district.database.do(HILL, work, now=NOW, door="test")


def test_r35_two_districts_with_the_same_user_id_and_channel_id_share_nothing(district: District) -> None:
    with district.database.begin() as connection:
        connect_workspace(connection, "slack", "T2", new=HILL)
    number = filed(district, by=TEACHER).number
    in_hill(district, lambda tx: People(tx).meet("slack", WORKSPACE, TEACHER, "Another teacher"))
    in_hill(district, lambda tx: DistrictSettings(tx).set("staff", "named", by="system"))
    district.do(lambda tx: Staff(tx).name(district.account(tx, TEACHER).person, by="system"))

    here = ask(district, district.id, WORKSPACE, "car list").reply
    there = ask(district, HILL, WORKSPACE, "car list").reply

    assert isinstance(here, Show)
    assert number in str(here.card)
    assert isinstance(there, Refused)  # named over here, and a stranger over there
    mine = district.do(lambda tx: district.account(tx, TEACHER))
    theirs = in_hill(district, lambda tx: People(tx).meet("slack", WORKSPACE, TEACHER))
    assert (mine.name, theirs.name) == ("Teacher", "Another teacher")
    assert mine.person != theirs.person


def test_r35_seats_and_groups_of_one_district_are_not_those_of_another(district: District) -> None:
    with district.database.begin() as connection:
        connect_workspace(connection, "slack", "T2", new=HILL)
    district.do(lambda tx: Staff(tx).set_members("slack", WORKSPACE, "S1", [OTHER]))

    assert in_hill(district, lambda tx: People(tx).holders(Role.MANAGEMENT_REPRESENTATIVE)) == []
    assert in_hill(district, lambda tx: Staff(tx).is_member("slack", WORKSPACE, "S1", OTHER)) is False
    met = in_hill(district, lambda tx: People(tx).viewer(People(tx).meet("slack", WORKSPACE, MR)))
    assert not met.is_mr
