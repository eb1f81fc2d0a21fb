"""The demo's workspace has a visiting consultant and a pupil: neither is staff."""

from collections.abc import Iterator
from typing import Any

import pytest

from playground.testing import Client
from storage.car_table import cars
from storage.db import Database
from storage.settings import DistrictSettings
from storage.system import connect_workspace
from tests.conftest import NOW, POSTGRESQL_IN_TORTURE
from tests.desk import Desk, desk_at, talking

pytestmark = POSTGRESQL_IN_TORTURE

TEACHER, GUEST, PUPIL, ELSEWHERE = "U01TEACHER", "U12GUEST", "U13PUPIL", "U09HR"
GENERAL, DISTRICT = "C01GENERAL", "sunrise"
OUTSIDE = "Kaizen is for staff of Sunrise Valley Schools"


@pytest.fixture
def client(database: Database) -> Iterator[Client]:
    """The bot and the playground, talking to each other."""
    with database.begin() as connection:
        connect_workspace(connection, "slack", "T0SUNRISE", new=DISTRICT)
    setting(database, "name", "Sunrise Valley Schools")
    with talking(database) as client:
        yield client


@pytest.fixture
def desk(client: Client, browser: Any) -> Iterator[Desk]:
    with desk_at(browser, client.url) as desk:
        yield desk


def setting(database: Database, key: str, value: str) -> None:
    database.do(DISTRICT, lambda tx: DistrictSettings(tx).set(key, value, by="system"), now=NOW, door="test")


def told(client: Client, user: str) -> str:
    """What somebody reads after they asked for the list of reports."""
    client.post("command", user=user, channel=GENERAL, text="/car list")
    return str(
        client.eventually(
            lambda: [
                m
                for m in client.messages(user, GENERAL)
                if m.get("only_for") or "report" in str(m).lower() or "Kaizen" in str(m)
            ]
        )
    )


@pytest.mark.parametrize("user", [GUEST, PUPIL])
def test_a_guest_and_a_pupil_are_refused_in_one_sentence(client: Client, user: str) -> None:
    assert OUTSIDE in told(client, user)
    client.post("command", user=user, channel=GENERAL, text="/car gate latch broken")

    assert client.modal(user) is None


def test_a_teacher_is_let_in(client: Client) -> None:
    assert OUTSIDE not in told(client, TEACHER)


def test_the_members_of_the_workspaces_group_are_staff(client: Client, database: Database) -> None:
    setting(database, "staff", "group:S01STAFF")

    assert OUTSIDE not in told(client, TEACHER)
    assert OUTSIDE in told(client, ELSEWHERE)


def test_a_group_that_does_not_exist_lets_nobody_in_unseen(client: Client, database: Database) -> None:
    setting(database, "staff", "group:S09NONE")

    assert "could not look up who you are" in told(client, TEACHER)


@pytest.mark.browser
@pytest.mark.parametrize("name", ["Visiting consultant · guest", "Pupil, grade 8 · pupil"])
def test_a_guest_and_a_pupil_who_type_in_a_browser_are_refused_and_no_form_opens(
    desk: Desk, database: Database, name: str
) -> None:
    desk.become(name)
    desk.channel("general")
    for typed in ("/car gate latch broken at East", "/car list", "/car"):
        before = desk.page.get_by_text(OUTSIDE).count()
        desk.type(typed)
        desk.page.get_by_text(OUTSIDE).nth(before).wait_for()
        assert desk.page.get_by_role("dialog").count() == 0, typed
    desk.picture(f"refused-{name[:5]}")
    desk.kaizen("Home")
    desk.sees(OUTSIDE)
    desk.picture(f"refused-home-{name[:5]}")

    assert desk.page.get_by_role("button", name="Report a problem").count() == 0
    assert database.do(DISTRICT, lambda tx: tx.rows(cars), now=NOW, door="test") == []
