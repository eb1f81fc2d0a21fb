"""A file that is sent to the bot in its chat in Teams is fetched, cleaned and kept."""

from typing import Any

import pytest

from bot.platforms.teams_clouds import CLOUDS
from bot.platforms.teams_payloads import FILE, turn_of
from storage.evidence import evidence
from storage.files import contents
from tests.bot.conftest import until
from tests.domain.pictures import CANARY, FULL_JPEG
from tests.teams.conftest import MR, TEACHER, Tenant
from tests.teams.people import report, say

ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def rows(tenant: Tenant, table: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tenant.do(lambda tx: tx.rows(table), write=False)
    return found


def send(tenant: Tenant, who: str, text: str, content: bytes, url: str = "") -> None:
    uploaded = tenant.client.http.post(
        f"{tenant.client.url}/control/upload", data={"user": "U01TEACHER"}, files={"file": ("gate.jpg", content)}
    ).json()["file"]
    there = url or f"{tenant.client.url}/control/file/{uploaded['id']}"
    tenant.client.act("say", who, text=text, files=[{"name": "gate.jpg", "url": there}])


@ON_SQLITE
def test_a_picture_that_is_sent_with_a_number_is_kept_without_its_place(tenant: Tenant) -> None:
    report(tenant, TEACHER)
    send(tenant, TEACHER, "1", FULL_JPEG)
    until(lambda: rows(tenant, contents))

    assert CANARY not in rows(tenant, contents)[0]["content"]
    assert rows(tenant, evidence)[0]["file"]
    assert "being fetched" in tenant.words(TEACHER)
    say(tenant, MR, "car show 1")
    assert "File 1" in tenant.words(MR)


@ON_SQLITE
def test_without_a_number_it_is_asked_for_and_nothing_is_kept(tenant: Tenant) -> None:
    report(tenant, TEACHER)
    send(tenant, TEACHER, "look at this", FULL_JPEG)

    tenant.reads(TEACHER, "Which report does this file belong to?")
    assert rows(tenant, evidence) == []


@ON_SQLITE
def test_what_lies_elsewhere_stays_a_link_and_is_not_fetched(tenant: Tenant) -> None:
    report(tenant, TEACHER)
    send(tenant, TEACHER, "1", FULL_JPEG, url="http://127.0.0.1:9/gate.jpg")
    until(lambda: [row for row in rows(tenant, evidence) if row["problem"]])

    assert [row["problem"] for row in rows(tenant, evidence)] == ["link"]
    assert rows(tenant, contents) == []


def test_an_attachment_that_is_no_file_is_none() -> None:
    sent = {"contentType": FILE, "name": "a b.pdf", "content": {"downloadUrl": "https://x.sharepoint.com/f?t=1"}}
    pasted = {"contentType": "image/png", "contentUrl": "https://smba.trafficmanager.net/x"}
    activity = {"type": "message", "attachments": [sent, pasted, {"contentType": FILE}, "x"]}

    assert turn_of(activity).files == ("https://x.sharepoint.com/f?t=1#a%20b.pdf",)


@pytest.mark.parametrize(
    ("url", "keeps"),
    [
        ("https://sunrise-my.sharepoint.com/personal/x?tempauth=1", True),
        ("http://sunrise.sharepoint.com/x", False),
        ("https://sharepoint.com.example.org/x", False),
        ("https://user@sunrise.sharepoint.com/x", False),
        ("https://sunrise.sharepoint.com:444/x", False),
        ("https://127.0.0.1/x", False),
        ("https://smba.trafficmanager.net/x", False),
    ],
)
def test_files_are_fetched_from_where_teams_keeps_them_alone(url: str, keeps: bool) -> None:  # noqa: FBT001
    assert CLOUDS["public"].keeps(url) is keeps
