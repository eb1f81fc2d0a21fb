"""Two districts on one platform whose workspaces use the same ids."""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Any

from bot.answering import Answer, Answering, Asked, Refused
from bot.capabilities import routes
from domain.people import Role
from handlers.routing import Show
from storage.conversations import Conversations
from storage.db import Tx
from storage.people import People
from storage.settings import DistrictSettings
from storage.staff import Staff
from storage.system import connect_workspace
from tests.conftest import MR, NOW, OTHER, TEACHER, WORKSPACE, District
from tests.story import filed

HILL, CHANNEL = "hill", "C1"


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
    for do, label, problem in (
        (district.do, "cabinet", "archived"),
        (lambda work: in_hill(district, work), "chess", None),
    ):
        do(lambda tx: DistrictSettings(tx).set("digest_channel", CHANNEL, by="system"))
        do(partial(_seen, label=label, problem=problem))

    here = ask(district, district.id, WORKSPACE, "car list").reply
    there = ask(district, HILL, WORKSPACE, "car list").reply

    assert isinstance(here, Show)
    assert number in str(here.card)
    assert isinstance(there, Refused)  # named over here, and a stranger over there
    mine = district.do(lambda tx: district.account(tx, TEACHER))
    theirs = in_hill(district, lambda tx: People(tx).meet("slack", WORKSPACE, TEACHER))
    assert (mine.name, theirs.name) == ("Teacher", "Another teacher")
    assert mine.person != theirs.person
    assert conversation(district.do) == ("cabinet", "archived", False)
    assert conversation(lambda work: in_hill(district, work)) == ("chess", None, True)


def _seen(tx: Tx, label: str, problem: str | None) -> None:
    """What the platform says of the one channel id that both have."""
    Conversations(tx).seen("slack", WORKSPACE, CHANNEL, label=label, problem=problem)


def conversation(do: Callable[[Callable[[Tx], Any]], Any]) -> tuple[str, str | None, bool]:
    """What a district knows of the conversation of its digest, and whether it may post there."""
    known = do(lambda tx: DistrictSettings(tx).all()["digest_channel"])
    found = do(lambda tx: Conversations(tx).get("slack", known))
    return found.label, found.problem, do(lambda tx: Conversations(tx).is_open("slack", known))


def test_r35_seats_and_groups_of_one_district_are_not_those_of_another(district: District) -> None:
    with district.database.begin() as connection:
        connect_workspace(connection, "slack", "T2", new=HILL)
    district.do(lambda tx: Staff(tx).set_members("slack", WORKSPACE, "S1", [OTHER]))

    assert in_hill(district, lambda tx: People(tx).holders(Role.MANAGEMENT_REPRESENTATIVE)) == []
    assert in_hill(district, lambda tx: Staff(tx).is_member("slack", WORKSPACE, "S1", OTHER)) is False
    met = in_hill(district, lambda tx: People(tx).viewer(People(tx).meet("slack", WORKSPACE, MR)))
    assert not met.is_mr
