"""User groups of a workspace."""

from playground.testing import Client


def test_a_group_has_the_members_that_the_workspace_names(client: Client) -> None:
    listed = client.api("usergroups.list")["usergroups"]

    assert [(one["id"], one["handle"], one["user_count"]) for one in listed] == [("S01STAFF", "staff", 4)]
    assert "U01TEACHER" in client.api("usergroups.users.list", usergroup="S01STAFF")["users"]


def test_a_group_that_is_not_there_is_said_so(client: Client) -> None:
    assert client.api("usergroups.users.list", usergroup="S9")["error"] == "no_such_subteam"
