"""What somebody does in Teams, in the words of a test."""

from typing import Any

from tests.bot.conftest import until
from tests.teams.conftest import Tenant

WHAT = "The gate latch at East School is broken"
Json = dict[str, Any]


def of_bot(tenant: Tenant, who: str) -> list[Json]:
    return [one for one in tenant.client.chat(who) if one["by_bot"]]


def last(tenant: Tenant, who: str) -> Json:
    """The newest message of the bot in somebody's chat."""
    return of_bot(tenant, who)[-1]


def say(tenant: Tenant, who: str, text: str) -> Json:
    """Type something in the own chat, and give the answer."""
    before = len(of_bot(tenant, who))
    tenant.client.act("say", who, text=text)
    until(lambda: len(of_bot(tenant, who)) > before)
    return last(tenant, who)


def report(tenant: Tenant, who: str, what: str = WHAT) -> Json:
    """Report something by the card that "car" brings."""
    form = say(tenant, who, f"car {what}")
    return dict(tenant.client.act("press", who, message=form["id"], title="Submit"))


def reported(tenant: Tenant, who: str) -> None:
    """A report that has reached those who decide."""
    report(tenant, who)
    tenant.settled()


def press(tenant: Tenant, who: str, title: str, **inputs: str) -> Json:
    """Press a button of the newest message, with what is typed in it."""
    return dict(tenant.client.act("press", who, message=last(tenant, who)["id"], title=title, inputs=inputs))


def dialog(tenant: Tenant, who: str) -> Json:
    found = tenant.client.dialog(who)
    assert found, "no dialog is open"
    return found
