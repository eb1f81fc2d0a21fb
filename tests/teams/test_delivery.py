"""Messages that are owed in Teams: to a chat that is known or made, and what each refusal of the connector means."""

from typing import Any

import aiohttp
import pytest

from bot.platforms.teams_api import CallError, meaning
from bot.sending import LaterError, NeverError
from storage.chats import Chats
from storage.dead_letters import DeadLetters
from tests.bot.conftest import until
from tests.teams.conftest import MR, PEOPLE, TEACHER, TENANT, Tenant, account
from tests.teams.people import WHAT, of_bot, press, reported, say


def fault(tenant: Tenant, method: str, status: int, code: str = "", **more: Any) -> None:
    """Let the connector refuse a kind of call."""
    tenant.client.post("teams/faults", method={method: {"status": status, "code": code, **more}})


def ledger(tenant: Tenant) -> dict[str, int]:
    from storage.outbox import Outbox

    found: dict[str, int] = tenant.do(lambda tx: Outbox(tx).ledger(), write=False)
    return found


def test_a_chat_is_made_with_who_never_wrote_and_known_from_then_on(tenant: Tenant) -> None:
    reported(tenant, TEACHER)
    press(tenant, MR, "Accept")
    tenant.settled()

    made = [one for one in tenant.client.get("teams/calls")["calls"] if one["name"] == "createConversation"]
    assert len(made) == len({one["request"]["members"][0]["id"] for one in made})
    assert tenant.do(lambda tx: Chats(tx).get("teams", TENANT, PEOPLE[MR]), write=False)


def test_a_chat_that_is_gone_is_made_anew(tenant: Tenant) -> None:
    say(tenant, MR, "help")
    known = tenant.do(lambda tx: Chats(tx).get("teams", TENANT, PEOPLE[MR]), write=False)
    fault(tenant, "sendActivity", 404, "ConversationNotFound", times=1)
    reported(tenant, TEACHER)

    assert known
    assert WHAT in tenant.words(MR)
    assert ledger(tenant)["failed"] == 0


def test_r25_who_blocked_the_bot_is_known_as_unreachable_by_the_next_message(tenant: Tenant) -> None:
    say(tenant, MR, "help")
    tenant.client.act("block", MR)
    reported(tenant, TEACHER)

    assert tenant.do(lambda tx: account(tx, MR).gone, write=True)
    assert ledger(tenant)["failed"] == 1


def test_r24_who_removed_the_app_is_unreachable_until_it_is_back(tenant: Tenant) -> None:
    say(tenant, TEACHER, "help")
    tenant.client.act("install", TEACHER, action="remove")
    until(lambda: tenant.do(lambda tx: account(tx, TEACHER).gone))
    tenant.client.act("install", TEACHER, action="add")

    until(lambda: not tenant.do(lambda tx: account(tx, TEACHER).gone))


def test_who_writes_again_after_a_block_is_reached_again(tenant: Tenant) -> None:
    say(tenant, MR, "help")
    tenant.client.act("block", MR)
    reported(tenant, TEACHER)
    tenant.client.act("block", MR, blocked=False)
    tenant.client.act("say", MR, text="car list")

    until(lambda: not tenant.do(lambda tx: account(tx, MR).gone))
    assert "Kaizen is for staff" not in tenant.words(MR)


def test_retry_after_is_waited_for_and_no_message_is_lost(tenant: Tenant) -> None:
    say(tenant, TEACHER, f"car {WHAT}")
    fault(tenant, "sendActivity", 429, retry_after=1, times=2)
    press(tenant, TEACHER, "Submit")

    assert tenant.settled()["sent"] == 3
    assert ledger(tenant)["failed"] == 0


def test_an_answer_waits_for_the_limit_to_end(tenant: Tenant) -> None:
    fault(tenant, "sendActivity", 429, retry_after=1, times=1)

    assert "What Kaizen can do" in str(say(tenant, TEACHER, "help"))


def test_a_token_that_was_taken_back_is_asked_for_again(tenant: Tenant) -> None:
    say(tenant, TEACHER, "help")
    tenant.teams.authority.forget()

    assert "Open reports" in str(say(tenant, TEACHER, "home"))


def test_a_message_that_is_gone_is_not_drawn_again_elsewhere(tenant: Tenant) -> None:
    reported(tenant, TEACHER)
    fault(tenant, "updateActivity", 404, "ActivityNotFoundInConversation")
    press(tenant, MR, "Accept")

    tenant.settled()
    assert ledger(tenant)["failed"] == 0


def test_a_message_that_failed_is_listed_for_the_administrator(tenant: Tenant) -> None:
    say(tenant, TEACHER, f"car {WHAT}")
    fault(tenant, "sendActivity", 413, "MessageSizeTooBig")
    press(tenant, TEACHER, "Submit")

    tenant.settled()
    assert ledger(tenant)["failed"] == 3
    assert tenant.do(lambda tx: DeadLetters(tx).count(), write=False) == 3


MEANT = [
    (CallError(429, "", 7.0), LaterError, {"wait": 7.0, "lane": True}),
    (CallError(429, ""), LaterError, {"wait": 1.0, "lane": True}),
    (CallError(401, "unauthorized"), LaterError, {"lane": True}),
    (CallError(403, "BotDisabledByAdmin"), LaterError, {"lane": True}),
    (CallError(403, "MessageWritesBlocked"), NeverError, {"gone": True}),
    (CallError(403, "ConversationBlockedByUser"), NeverError, {"gone": True}),
    (CallError(403, "ForbiddenOperationException"), NeverError, {"gone": True}),
    (CallError(404, "ConversationNotFound"), NeverError, {"gone": True}),
    (CallError(412, "PreconditionFailed"), LaterError, {"lane": False}),
    (CallError(413, "MessageSizeTooBig"), NeverError, {"gone": False}),
    (CallError(400, "BadSyntax"), NeverError, {"gone": False}),
    (CallError(500, "ServiceError"), LaterError, {"lane": True, "perhaps": True}),
    (CallError(502, ""), LaterError, {"lane": True, "perhaps": True}),
    (CallError(503, ""), LaterError, {"lane": True, "perhaps": True}),
    (CallError(504, ""), LaterError, {"lane": True, "perhaps": True}),
    (TimeoutError(), LaterError, {"lane": True, "perhaps": True}),
    (aiohttp.ServerDisconnectedError(), LaterError, {"lane": True, "perhaps": True}),
]


@pytest.mark.parametrize(("error", "kind", "more"), MEANT, ids=lambda one: str(one)[:40])
def test_each_failure_has_its_meaning_in_the_ledger(error: Exception, kind: type, more: dict[str, Any]) -> None:
    found = meaning(error)

    assert isinstance(found, kind)
    assert {name: getattr(found, name) for name in more} == more


def test_nothing_is_posted_twice_when_the_answer_comes_late(tenant: Tenant) -> None:
    tenant.client.post("teams/faults", latency_ms=150)
    reported(tenant, TEACHER)

    assert len([one for one in of_bot(tenant, MR) if WHAT in str(one)]) == 1
