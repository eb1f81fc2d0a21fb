"""What has no twin on Teams: the first seat by a code, a conversation chosen by saying so in it, several tenants."""

import re
from datetime import timedelta

import httpx
import pytest

from bot.districts_cli import claim_code
from bot.teams_cli import remove
from domain.people import Role
from storage.conversations import Conversations
from storage.people import People
from storage.settings import DistrictSettings
from tests.bot.conftest import until
from tests.conftest import DISTRICT, NOW
from tests.teams.conftest import MR, TEACHER, TENANT, Tenant, account, serving
from tests.teams.people import last, say

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # tests/teams/test_door.py runs on both


def code_of(tenant: Tenant) -> str:
    return str(tenant.database.do(DISTRICT, claim_code, now=NOW, door="cli")).splitlines()[0]


def holders(tenant: Tenant) -> list[str]:
    return list(tenant.do(lambda tx: People(tx).holders(Role.MANAGEMENT_REPRESENTATIVE), write=False))


def test_the_first_seat_is_taken_with_a_code_that_it_made(bare_tenant: Tenant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.codes.LIFE", timedelta(days=36500))
    assert "Kaizen is for staff" in str(say(bare_tenant, TEACHER, "settings"))
    say(bare_tenant, TEACHER, f"claim {code_of(bare_tenant).lower()}")

    until(lambda: holders(bare_tenant) == [bare_tenant.do(lambda tx: account(tx, TEACHER).person)])
    assert "America" in str(say(bare_tenant, TEACHER, "settings")["cards"])


def test_a_code_is_good_once_and_a_wrong_one_never(bare_tenant: Tenant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.codes.LIFE", timedelta(days=36500))
    code = code_of(bare_tenant)
    assert "This code is not good" in str(say(bare_tenant, MR, "claim AAAA-BBBB-CCCC"))
    say(bare_tenant, TEACHER, f"claim {code}")
    until(lambda: holders(bare_tenant))

    assert "This code is not good" in str(say(bare_tenant, MR, f"claim {code}"))
    assert len(holders(bare_tenant)) == 1


def test_an_old_code_is_good_no_more(bare_tenant: Tenant) -> None:
    """It was made in March."""
    assert "This code is not good" in str(say(bare_tenant, TEACHER, f"claim {code_of(bare_tenant)}"))


def test_a_conversation_is_chosen_by_saying_so_in_it(tenant: Tenant) -> None:
    tenant.client.act("team", MR)
    tenant.client.act("say", MR, text="@Kaizen use this for the digest", channel="Cabinet")

    tenant.reads(MR, "the weekly Cabinet digest", "Cabinet")
    chosen = tenant.do(lambda tx: DistrictSettings(tx).all()["digest_channel"], write=False)
    assert chosen == "19:sunrise-cabinet@thread.tacv2"
    assert tenant.do(lambda tx: Conversations(tx).get("teams", chosen), write=False).label == "Cabinet"


def test_only_the_quality_office_chooses_a_conversation(tenant: Tenant) -> None:
    tenant.client.act("team", MR)
    tenant.client.act("say", TEACHER, text="@Kaizen use this for the digest", channel="General")

    tenant.reads(TEACHER, "Only the management representative", "General")
    assert tenant.do(lambda tx: DistrictSettings(tx).all()["digest_channel"], write=False) == ""


def test_in_ones_own_chat_there_is_nothing_to_choose(tenant: Tenant) -> None:
    assert "Say this in the conversation" in str(say(tenant, MR, "use this for the agenda"))


@pytest.mark.parametrize(("change", "problem"), [({"name": "Heads"}, None), ({"deleted": True}, "gone")])
def test_r18_to_r20_a_channel_that_is_renamed_or_deleted_is_known(
    tenant: Tenant, change: dict[str, object], problem: str | None
) -> None:
    tenant.client.act("team", MR)
    tenant.client.act("say", MR, text="@Kaizen use this for the digest", channel="Cabinet")
    tenant.reads(MR, "the weekly Cabinet digest", "Cabinet")
    tenant.client.act("channel", MR, channel="Cabinet", **change)

    chosen = "19:sunrise-cabinet@thread.tacv2"
    until(
        lambda: (
            (found := tenant.do(lambda tx: Conversations(tx).get("teams", chosen), write=False)).problem == problem
            and found.label == str(change.get("name", found.label))
        )
    )
    if problem:
        tenant.reads(MR, "cannot be found")


def test_the_conversations_form_keeps_what_was_chosen_in_a_channel(tenant: Tenant) -> None:
    tenant.client.act("team", MR)
    tenant.client.act("say", MR, text="@Kaizen use this for the digest", channel="Cabinet")
    tenant.reads(MR, "the weekly Cabinet digest", "Cabinet")
    say(tenant, MR, "settings")
    tenant.client.act("press", MR, message=last(tenant, MR)["id"], title="Conversations")
    tenant.client.act("submit", MR)

    chosen = tenant.do(lambda tx: DistrictSettings(tx).all()["digest_channel"], write=False)
    assert chosen == "19:sunrise-cabinet@thread.tacv2"


def test_a_tenant_that_was_removed_by_command_stays_so_after_a_start(tenant: Tenant, database_url: str) -> None:
    remove(tenant.database, TENANT)
    with serving(database_url) as again:
        ready = httpx.get(f"{again.url}/readyz").json()

    assert ready["teams"] == "no registration"


def test_r16_a_fault_is_told_with_an_id_that_stands_in_the_log(
    tenant: Tenant, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    async def breaks(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("bot.platforms.teams_watch.Watch.writes_again", breaks)
    said = str(say(tenant, TEACHER, "car gate latch broken"))

    assert "Something broke on our side" in said
    assert "gate latch broken" in said
    fault = re.search(r"Tell IT: ([\w-]+)", said)
    assert fault
    assert fault[1] in capfd.readouterr().err
