"""The digest in a private channel of Teams: posted with its thread, and decided in place."""

from datetime import UTC, datetime

import pytest

from domain.ideas import Idea
from domain.people import PersonId
from storage.db import Tx
from storage.digests import Digests
from storage.ideas import IdeaBook
from tests.bot.conftest import until
from tests.conftest import DISTRICT, NOW
from tests.teams.conftest import DEPUTY, MR, TEACHER, Tenant, account

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_a_digest_stands_in_the_channel_and_what_is_decided_there_shows_to_all(tenant: Tenant) -> None:
    tenant.client.act("team", MR)
    tenant.client.act("say", MR, text="@Kaizen use this for the digest", channel="Cabinet")
    tenant.reads(MR, "the weekly Cabinet digest", "Cabinet")
    now = datetime.now(UTC)

    def post(tx: Tx) -> None:
        by = PersonId(account(tx, TEACHER).person)
        for n in range(1, 5):
            idea = Idea(number=f"IDEA-2026-00{n}", what=f"List {n}", by=by, given_at=NOW, given_on=NOW.date())
            IdeaBook(tx).add(idea)
        assert Digests(tx).post("2026-11-23", now.date(), by="x")

    tenant.database.do(DISTRICT, post, now=now, door="test")
    until(
        lambda: (
            len([one for one in tenant.client.chat(DEPUTY, "Cabinet") if "Cabinet digest ·" in str(one["cards"])]) >= 1
        )
    )
    tenant.settled()
    found = tenant.client.chat(DEPUTY, "Cabinet")
    digest = next(one for one in found if "Cabinet digest ·" in str(one["cards"]))
    assert [one["root"] for one in found if "Ideas (4)" in str(one["cards"])] == [digest["id"]]

    tenant.client.act("press", MR, message=digest["id"], title="To the Management Review Team", channel="Cabinet")

    def seen_by(who: str) -> str:
        return str(next(one for one in tenant.client.chat(who, "Cabinet") if one["id"] == digest["id"])["cards"])

    until(lambda: "With the Management Review Team" in seen_by(DEPUTY))
    tenant.reads(MR, "With the Management Review Team")
    assert "Cabinet digest" in seen_by(MR), "it was not replaced by the idea"
