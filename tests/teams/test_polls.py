"""A poll in a channel of Teams: asked there, answered by whoever presses, and seen by all when it is closed."""

import pytest

from tests.bot.conftest import until
from tests.teams.conftest import GUEST, MR, PRINCIPAL, TEACHER, Tenant

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def asked(tenant: Tenant, mode: str) -> str:
    """A poll in the channel; the id of its message."""
    tenant.client.act("team", MR)
    tenant.client.act("say", TEACHER, text="@Kaizen poll Lunch? | Soup | Pizza", channel="General")
    tenant.reads(TEACHER, "What do you ask?")
    form = tenant.client.chat(TEACHER)[-1]
    tenant.client.act("press", TEACHER, message=form["id"], title="Ask it", inputs={"mode": mode})
    tenant.reads(TEACHER, "open until", "General")
    tenant.settled()
    return next(str(one["id"]) for one in tenant.client.chat(TEACHER, "General") if "Choose A" in str(one["cards"]))


def press(tenant: Tenant, who: str, message: str, title: str) -> str:
    """What they see in the channel then."""
    told = tenant.client.act("press", who, message=message, title=title, channel="General")
    return f"{told} {tenant.words(who, 'General')}"


def test_an_anonymous_poll_tells_each_alone_that_their_answer_is_in(tenant: Tenant) -> None:
    message = asked(tenant, "anonymous")
    said = len(tenant.client.chat(TEACHER, "General"))

    for who in (TEACHER, MR, PRINCIPAL):
        assert "Your answer is in" in press(tenant, who, message, "Choose B")
    assert "Your answer is in" not in tenant.words(GUEST, "General")
    assert "Kaizen is for staff" in press(tenant, GUEST, message, "Choose A")
    assert tenant.count("answered") == 3
    assert len(tenant.client.chat(TEACHER, "General")) == said, "nothing is posted for an answer"
    press(tenant, MR, message, "Close it")

    tenant.reads(PRINCIPAL, "Too few answered to show anything: 3, and it takes 5", "General")
    assert len(tenant.client.chat(TEACHER, "General")) == said, "nothing is posted for the close either"
    assert tenant.count("sealed") == tenant.count("answered") == 0


def test_a_named_poll_shows_its_counts_to_all(tenant: Tenant) -> None:
    message = asked(tenant, "named")

    assert "You say: Pizza" in press(tenant, TEACHER, message, "Choose B")
    tenant.reads(TEACHER, "Choose A", "General")  # once it is drawn again for all
    assert "You say: Soup" in press(tenant, TEACHER, message, "Choose A")
    press(tenant, MR, message, "Choose A")

    until(lambda: "2 of 2 · 100 %" in tenant.words(PRINCIPAL, "General"))
