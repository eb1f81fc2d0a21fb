"""Whoever comes for the first time is looked up before they are let in."""

import json
from typing import Any

import pytest

from storage.db import metadata
from storage.people import People
from storage.settings import DistrictSettings
from storage.staff import Staff
from tests.bot.conftest import BY_BOTH, FakeSlack, Workspace, until
from tests.conftest import MR, OTHER, TEACHER, WORKSPACE, District

pytestmark = BY_BOTH
NEW = "U99"
OUTSIDE = "Kaizen is for staff of this district"
UNKNOWN = {"ok": False, "error": "internal_error"}


def says(slack: FakeSlack, **user: Any) -> None:
    """What the directory says of everybody."""
    slack.say["users.info"] = {
        "ok": True,
        "user": {"real_name": "Visitor", "profile": {"email": "v@x.example"}, **user},
    }


def setting(district: District, key: str, value: str) -> None:
    district.do(lambda tx: DistrictSettings(tx).set(key, value, by="system"))


@pytest.mark.parametrize(
    "user",
    [
        {"is_restricted": True},
        {"is_restricted": True, "is_ultra_restricted": True},
        {"is_stranger": True},
        {"is_bot": True},
        {"deleted": True},
        {"team_id": "T0ELSEWHERE"},
    ],
)
def test_a_guest_is_refused_at_the_first_word(workspace: Workspace, user: dict[str, Any]) -> None:
    says(workspace.slack, **user)

    assert OUTSIDE in workspace.command(NEW, "/car list").text
    assert OUTSIDE in workspace.command(NEW, "/car gate").text
    assert OUTSIDE in workspace.file(NEW, "The gate latch is broken").text
    assert workspace.count("cars") == 0
    assert not workspace.slack.told("views.open")


def test_a_guests_home_button_and_search_say_no_more_than_that(workspace: Workspace) -> None:
    says(workspace.slack, is_restricted=True)

    workspace.event(type="app_home_opened", tab="home", user=NEW)
    until(lambda: workspace.slack.told("views.publish"))
    assert OUTSIDE in workspace.slack.told("views.publish")[0]["view"]
    assert "Report a problem" not in workspace.slack.told("views.publish")[0]["view"]

    workspace.press(NEW, "car.page", "open")
    until(lambda: workspace.slack.told("respond"))
    assert OUTSIDE in workspace.slack.told("respond")[0]["text"]

    found = workspace.payload(
        type="block_suggestion",
        team={"id": WORKSPACE},
        user={"id": NEW},
        action_id="places.school",
        block_id="school",
        value="",
    )
    assert found.json()["options"] == []


def test_a_newcomer_who_is_staff_is_looked_up_once(workspace: Workspace) -> None:
    says(workspace.slack)

    assert "Open reports" in workspace.command(NEW, "/car list").text
    workspace.command(NEW, "/car list")

    assert len(workspace.slack.told("users.info")) == 1


def test_while_the_directory_is_silent_an_empty_form_opens_and_nothing_else_is_done(workspace: Workspace) -> None:
    workspace.slack.say["users.info"] = UNKNOWN

    assert "could not look up who you are" in workspace.command(NEW, "/car list").text
    assert workspace.command(NEW, "/car gate").text == ""
    until(lambda: workspace.slack.told("views.open"))
    answer = workspace.file(NEW, "The gate latch is broken")

    assert "could not look up who you are" in json.dumps(answer.json())
    assert workspace.count("cars") == 0
    says(workspace.slack)
    assert workspace.file(NEW, "The gate latch is broken").text == ""
    assert workspace.count("cars") == 1


@pytest.mark.parametrize("said", [{"ok": False, "error": "unknown_method"}, {"ok": True}])
def test_a_stand_in_for_slack_without_a_directory_keeps_nobody_out(workspace: Workspace, said: dict[str, Any]) -> None:
    workspace.slack.say["users.info"] = said

    workspace.file(NEW, "The gate is open")

    assert workspace.count("cars") == 1


def test_a_guest_cannot_be_made_an_owner(workspace: Workspace) -> None:
    school = workspace.district.school()
    workspace.submit(TEACHER, "car.file", "V1", {"what": "Gate", "happened_on": {"date": "2026-03-09"}})
    number = workspace.district.do(lambda tx: tx.rows(metadata.tables["cars"])[0]["number"], write=False)
    says(workspace.slack, is_restricted=True)
    form = {
        "owner": {"user": NEW},
        "severity": {"option": "minor"},
        "kind": {"option": "corrective"},
        "source": {"option": "employee"},
        "school": {"option": school},
    }

    answer = workspace.submit(MR, "car.accept_with", "V2", form, about=number)

    assert answer.json()["errors"] == {"owner": "They are not staff of this district. Please choose somebody who is."}


def test_the_group_of_staff_is_asked_for_when_it_is_first_needed(workspace: Workspace) -> None:
    setting(workspace.district, "staff", "group:S1")
    workspace.slack.say["usergroups.users.list"] = {"ok": True, "users": [TEACHER]}

    says(workspace.slack)
    assert "Open reports" in workspace.command(TEACHER, "/car list").text
    assert OUTSIDE in workspace.command(NEW, "/car list").text
    assert OUTSIDE in workspace.command(OTHER, "/car list").text
    assert len(workspace.slack.told("usergroups.users.list")) == 1


def test_who_is_in_the_group_is_asked_again_and_a_failure_changes_nothing(workspace: Workspace) -> None:
    import asyncio

    from bot.directory import Directories, SilentError

    setting(workspace.district, "staff", "group:S1")

    class Groups:
        fails = False

        async def ask_directory(self, account: Any) -> Any:
            return account

        async def members(self, workspace: str, group: str) -> set[str]:
            assert workspace == WORKSPACE
            if self.fails:
                raise SilentError("missing_scope")
            return {OTHER} if group == "S1" else set()

    directories, groups = Directories(workspace.district.database, lambda: None), Groups()
    directories.by_platform["slack"] = groups
    asyncio.run(directories.sync(workspace.district.id, "slack", WORKSPACE))
    groups.fails = True
    with pytest.raises(SilentError):
        asyncio.run(directories.sync(workspace.district.id, "slack", WORKSPACE))

    def is_member(external: str) -> bool:
        return bool(
            workspace.district.do(lambda tx: Staff(tx).is_member("slack", WORKSPACE, "S1", external), write=False)
        )

    assert [is_member(OTHER), is_member(TEACHER)] == [True, False]


def test_r22_somebody_renamed_or_deactivated_is_not_cached_for_ever(workspace: Workspace) -> None:
    def account() -> Any:
        return workspace.district.do(lambda tx: People(tx).account("slack", WORKSPACE, OTHER), write=False)

    says(workspace.slack, real_name="Nurse Lee")
    workspace.command(OTHER, "/car list")  # the entry is older than a day
    until(lambda: account().name == "Nurse Lee")

    workspace.event(type="user_change", user={"id": OTHER, "real_name": "Nurse Moss", "deleted": True})
    until(lambda: account().gone)
    assert account().name == "Nurse Moss"
    assert OUTSIDE in workspace.command(OTHER, "/car list").text


def test_a_change_of_somebody_who_never_came_is_not_kept(workspace: Workspace) -> None:
    before = workspace.count("accounts")

    workspace.event(type="user_change", user={"id": NEW, "real_name": "Nobody"})
    workspace.event(type="user_change", user={"id": OTHER, "real_name": "Nurse Moss"})

    until(lambda: "Nurse Moss" in str(workspace.district.do(lambda tx: People(tx).account("slack", WORKSPACE, OTHER))))
    assert workspace.count("accounts") == before


def test_r21_no_request_lists_all_channels_or_people(workspace: Workspace) -> None:
    says(workspace.slack)
    workspace.event(type="app_home_opened", tab="home", user=NEW)
    workspace.command(NEW, "/car list")
    workspace.file(TEACHER, "The gate latch is broken")
    workspace.press(MR, "people.open")
    workspace.settled()

    asked = {method for method, _ in workspace.slack.calls}
    assert not {method for method in asked if method.endswith(".list") and method != "usergroups.users.list"}


def test_r10_a_press_by_one_draws_the_copy_of_the_other_again(workspace: Workspace) -> None:
    workspace.submit(
        TEACHER,
        "car.file",
        values={
            "what": "The gate latch is broken",
            "happened_on": {"date": "2026-03-09"},
            "school": {"option": workspace.district.school()},
        },
    )
    assert workspace.settled()["sent"] == 3
    workspace.slack.say["chat.update"] = {"ok": False, "error": "message_not_found"}
    number = workspace.district.do(lambda tx: tx.rows(_cars())[0]["number"], write=False)

    workspace.press(MR, "car.accept", number)
    until(lambda: len(workspace.slack.told("chat.update")) == 3)

    assert workspace.settled()["failed"] == 0
    assert all("Looking into it" in body["text"] for body in workspace.slack.told("chat.update"))


def _cars() -> Any:
    from storage.car_table import cars

    return cars
