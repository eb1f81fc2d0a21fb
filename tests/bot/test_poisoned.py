"""A message that Slack cannot take, as if it were down, holds up no other; and an outage costs no message."""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from bot.delivery import IN_A_ROW, MOST_TRIES
from bot.sending import LaterError, Posted
from storage.outbox import PENDING, Outbox, outbox
from storage.people import Account
from tests.bot.conftest import Workspace, until
from tests.bot.test_delivery import FakeSender, delivery, hurry, ledger
from tests.conftest import DEPUTY, MR, TEACHER, District
from tests.story import filed
from views.elements import Card


@dataclass
class Picky(FakeSender):
    """Fails as if Slack were down, for some people or for all."""

    bad: set[str] = field(default_factory=set)
    down: bool = False
    tried: list[str] = field(default_factory=list)

    async def post(self, account: Account, card: Card, key: str) -> Posted:
        self.tried.append(account.external)
        if self.down or account.external in self.bad:
            raise LaterError("internal_error", wait=30, lane=True, perhaps=True)
        return await super().post(account, card, key)


def turn(district: District, sender: Picky) -> None:
    """The next turn of the lane, when all that waits has waited long enough."""
    hurry(district)
    asyncio.run(delivery(district, sender).send_all())


def test_a_message_that_slack_cannot_take_holds_up_those_behind_it_a_few_times_only(district: District) -> None:
    filed(district)
    sender = Picky(bad={TEACHER})

    for _ in range(IN_A_ROW):
        turn(district, sender)
        assert sender.posted == []  # it may be that Slack is down
    turn(district, sender)

    assert [who for who, _ in sender.posted] == [MR, DEPUTY]
    assert ledger(district) == {"sent": 2, "pending": 1}


def test_it_is_given_up_when_others_left_meanwhile(district: District) -> None:
    filed(district)
    sender = Picky(bad={TEACHER})

    for _ in range(MOST_TRIES - 1):
        turn(district, sender)
    assert ledger(district) == {"sent": 2, "pending": 1}
    turn(district, sender)

    assert ledger(district) == {"sent": 2, "failed": 1}


def test_an_outage_of_any_length_loses_nothing_and_two_are_tried_in_a_turn(district: District) -> None:
    filed(district)
    sender = Picky(down=True)

    for _ in range(5 * MOST_TRIES):
        turn(district, sender)
    assert ledger(district) == {"pending": 3}
    assert len(sender.tried) <= 2 * 5 * MOST_TRIES

    sender.down = False
    turn(district, sender)
    assert ledger(district) == {"sent": 3}


def test_after_an_outage_nothing_waits_longer_than_ten_minutes(district: District) -> None:
    filed(district)
    for _ in range(5 * MOST_TRIES):
        turn(district, Picky(down=True))

    due = district.do(lambda tx: [row["due"] for row in tx.rows(outbox, outbox.c.state == PENDING)])
    assert max(due) < datetime.now(UTC) + timedelta(minutes=11)


@pytest.mark.parametrize("said", [{"error": "internal_error"}, {"error": "fatal_error"}, {"status": 503}])
def test_what_slack_says_when_it_is_down_is_counted_against_the_message(
    workspace: Workspace, said: dict[str, object]
) -> None:
    workspace.slack.say["chat.postMessage"] = {"ok": False, **said}

    workspace.file(TEACHER, "The gate latch is broken")

    def tries() -> list[int]:
        rows = workspace.district.do(lambda tx: tx.rows(outbox, order=outbox.c.attempts.desc()), write=False)
        return [row["attempts"] for row in rows]

    until(lambda: tries() == [1, 0, 0])
    assert workspace.district.do(lambda tx: Outbox(tx).ledger())["pending"] == 3
