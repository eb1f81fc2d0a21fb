"""What is owed is sent: once where nothing breaks, at least once where something does."""

import asyncio
from collections.abc import Coroutine
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from threading import Barrier
from typing import Any

from sqlalchemy import select, text

from bot.answering import Answering
from bot.capabilities import routes
from bot.delivery import MOST_TRIES, Delivery
from bot.sending import LaterError, NeverError, Posted, There
from handlers.routing import Call, Route
from storage.outbox import Outbox
from storage.people import Account, People
from storage.system import Lane, claim_lane, lanes, release_lane, renew_lane
from tests.bot.conftest import Workspace, until
from tests.conftest import DEPUTY, MR, ON_BOTH, TEACHER, District
from tests.story import ask, filed
from views.elements import Card

pytestmark = ON_BOTH

LANE = "slack:T1"
LONG = timedelta(seconds=30)


class KilledError(BaseException):
    """The process ends here and now."""


@dataclass
class FakeSender:
    """Posts into a list; `fails` says what to raise for the next ones."""

    fails: list[BaseException | None] = field(default_factory=list)
    posted: list[tuple[str, str]] = field(default_factory=list)
    updated: list[tuple[str, str, Card]] = field(default_factory=list)
    homes: list[tuple[str, Card]] = field(default_factory=list)

    async def update(self, card: Card, where: Posted) -> None:
        failure = self.fails.pop(0) if self.fails else None
        if failure:
            raise failure
        self.updated.append((where.conversation, where.message, card))

    async def publish(self, account: Account, card: Card) -> None:
        self.homes.append((account.external, card))

    async def post_in(self, there: There, card: Card, key: str) -> Posted:
        assert card.title
        self.posted.append((f"{there.conversation}>{there.under}" if there.under else there.conversation, key))
        return Posted(there.conversation, str(len(self.posted)))

    async def post(self, account: Account, card: Card, key: str) -> Posted:
        failure = self.fails.pop(0) if self.fails else None
        if failure:
            raise failure
        assert card.title
        self.posted.append((account.external, key))
        return Posted(f"D{account.external}", str(len(self.posted)))


def delivery(district: District, sender: FakeSender, me: str = "one") -> Delivery:
    made = Delivery(district.database, lambda: Answering(district.database, routes(), lambda: None), me)
    made.senders["slack"] = sender
    return made


def run(work: Coroutine[Any, Any, Any]) -> Any:
    return asyncio.run(work)


def ledger(district: District) -> dict[str, int]:
    return {state: n for state, n in district.do(lambda tx: Outbox(tx).ledger()).items() if n}


def hurry(district: District) -> None:
    """Let what waits be due, and every lane be free, also of a sender that died: its threads end here with it."""
    threads = district.database._writing
    most = threads._max_workers
    assert len([*threads.map(Barrier(most).wait, [LONG.total_seconds()] * most)]) == most  # none has anything left
    past = datetime(2026, 1, 1, tzinfo=UTC)
    district.do(lambda tx: tx.connection.execute(text("UPDATE lanes SET owner = NULL, until = NULL, next_at = NULL")))
    from storage.outbox import PENDING, outbox

    district.do(lambda tx: tx.change(outbox, {"due": past}, outbox.c.state == PENDING))


def test_everybody_gets_what_they_are_owed_in_order(district: District) -> None:
    filed(district)
    sender = FakeSender()

    run(delivery(district, sender).send_all())

    assert [who for who, _ in sender.posted] == [TEACHER, MR, DEPUTY]
    assert ledger(district) == {"sent": 3}


def test_what_was_sent_is_not_sent_again(district: District) -> None:
    filed(district)
    sender = FakeSender()

    run(delivery(district, sender).send_all())
    run(delivery(district, sender).send_all())

    assert len(sender.posted) == 3


def test_where_a_message_stands_is_remembered(district: District) -> None:
    filed(district)
    run(delivery(district, FakeSender()).send_all())

    from storage.outbox import posted

    rows = district.do(lambda tx: tx.rows(posted, order=posted.c.message))
    assert [(r["what"], r["conversation"], r["message"]) for r in rows] == [
        ("car.received", "DU1", "1"),
        ("car.triage", "DU3", "2"),
        ("car.triage", "DU4", "3"),
    ]


def test_every_posted_copy_is_drawn_anew_where_it_stands(district: District) -> None:
    number = filed(district).number
    sender = FakeSender()
    run(delivery(district, sender).send_all())

    assert district.do(lambda tx: Outbox(tx).refresh(number)) == 3
    run(delivery(district, sender).send_all())

    assert [at[:2] for at in sender.updated] == [("DU1", "1"), ("DU3", "2"), ("DU4", "3")]
    assert sorted(who for who, _ in sender.homes) == [TEACHER, MR, DEPUTY]
    assert len(sender.posted) == 3
    assert ledger(district) == {"sent": 3}


def test_the_copy_of_somebody_who_left_says_nothing_any_more(district: District) -> None:
    number = filed(district, what="The xyzzy gate").number
    sender = FakeSender(fails=[None, None, None, NeverError("message_not_found")])
    run(delivery(district, sender).send_all())
    district.do(lambda tx: People(tx).refresh(replace(district.account(tx, MR), gone=True)))

    district.do(lambda tx: Outbox(tx).refresh(number))
    run(delivery(district, sender).send_all())

    assert [(at[0], "xyzzy" in str(at[2])) for at in sender.updated] == [("DU3", False), ("DU4", True)]
    assert ledger(district) == {"sent": 3}


def test_a_limit_holds_the_whole_lane_back_and_loses_nothing(district: District) -> None:
    filed(district)
    sender = FakeSender(fails=[None, LaterError("ratelimited", wait=60, lane=True)])
    sending = delivery(district, sender)

    run(sending.send_all())
    run(sending.send_all())

    assert (len(sender.posted), ledger(district)) == (1, {"sent": 1, "pending": 2})
    hurry(district)
    run(sending.send_all())
    assert ledger(district) == {"sent": 3}


def test_one_that_fails_for_now_is_tried_again_and_the_others_go_on(district: District) -> None:
    filed(district)
    sender = FakeSender(fails=[LaterError("timeout")])
    sending = delivery(district, sender)

    run(sending.send_all())
    assert [who for who, _ in sender.posted] == [MR, DEPUTY]

    hurry(district)
    run(sending.send_all())
    assert ledger(district) == {"sent": 3}


def test_somebody_who_cannot_be_reached_is_given_up_and_counted(district: District) -> None:
    filed(district)
    sender = FakeSender(fails=[NeverError("user_disabled")])

    run(delivery(district, sender).send_all())

    assert ledger(district) == {"sent": 2, "failed": 1}


def test_after_so_many_tries_a_message_is_given_up(district: District) -> None:
    filed(district)
    sender = FakeSender(fails=[LaterError("timeout")] * 3 * MOST_TRIES)
    sending = delivery(district, sender)

    for _ in range(MOST_TRIES):
        hurry(district)
        run(sending.send_all())

    assert ledger(district) == {"failed": 3}


def test_one_that_cannot_be_drawn_does_not_hold_up_the_others(district: District) -> None:
    filed(district)
    from storage.outbox import outbox

    district.do(lambda tx: tx.change(outbox, {"what": "no such notice"}, outbox.c.what == "car.received"))
    sender = FakeSender()

    run(delivery(district, sender).send_all())

    assert ledger(district) == {"pending": 1, "sent": 2}


def test_one_that_the_database_cannot_draw_does_not_repeat_the_one_before(district: District) -> None:
    """It is drawn in the transaction that notes the one before, which PostgreSQL would then undo without a word."""
    filed(district)
    from storage.outbox import outbox

    def break_it(call: Call) -> Card:
        call.tx.connection.execute(text("SELECT nothing FROM nowhere"))
        raise AssertionError("the database answers that")

    district.do(lambda tx: tx.change(outbox, {"what": "test.breaks"}, outbox.c.what == "car.triage"))
    known = {**routes(), "test.breaks": Route(name="test.breaks", handle=break_it)}
    sender = FakeSender()
    made = Delivery(district.database, lambda: Answering(district.database, known, lambda: None), "one")
    made.senders["slack"] = sender

    run(made.send_all())

    assert [who for who, _ in sender.posted] == [TEACHER]
    assert ledger(district) == {"pending": 2, "sent": 1}


def test_killed_between_sending_and_noting_it_repeats_one_message_and_loses_none(district: District) -> None:
    filed(district)
    sender = FakeSender()
    dying = delivery(district, sender)

    async def die(*_: Any, **__: Any) -> bool:
        raise KilledError

    dying._settle = die  # type: ignore[method-assign,assignment]
    with suppress(BaseExceptionGroup):
        run(dying.send_all())
    hurry(district)
    run(delivery(district, sender, "two").send_all())

    assert [who for who, _ in sender.posted] == [TEACHER, TEACHER, MR, DEPUTY]
    assert ledger(district) == {"sent": 3}


def test_two_senders_at_once_send_each_message_once(district: District) -> None:
    for _ in range(5):
        filed(district)
    sender = FakeSender()

    async def both() -> None:
        await asyncio.gather(*(delivery(district, sender, me).send_all() for me in ("one", "two")))
        await delivery(district, sender, "three").send_all()

    run(both())

    assert (len(sender.posted), len(set(sender.posted))) == (15, 15)


def test_a_lane_has_one_sender_until_its_lease_runs_out(district: District) -> None:
    filed(district)
    claim = district.database.system_now

    one = claim(lambda c: claim_lane(c, "one", LONG, ["slack"]))
    assert one == Lane(LANE, district.id, "one")
    assert claim(lambda c: claim_lane(c, "two", LONG, ["slack"])) is None
    assert claim(lambda c: renew_lane(c, one, timedelta(seconds=-1))()) is True
    assert claim(lambda c: claim_lane(c, "two", LONG, ["slack"])) == Lane(LANE, district.id, "two")
    assert claim(lambda c: renew_lane(c, one, LONG)()) is False


def test_stopped_while_sending_it_ends_after_that_message_and_lets_the_lane_go(district: District) -> None:
    filed(district)
    sender = FakeSender()
    sending = delivery(district, sender)
    post = sender.post

    async def post_and_stop(account: Account, card: Card, key: str) -> Posted:
        sending.stop()
        return await post(account, card, key)

    sender.post = post_and_stop  # type: ignore[method-assign]
    run(sending.send_all())
    assert ledger(district) == {"sent": 1, "pending": 2}

    run(delivery(district, FakeSender(), "two").send_all())

    assert ledger(district) == {"sent": 3}


def test_a_lane_of_a_platform_that_is_not_served_here_is_left_alone(district: District) -> None:
    filed(district)

    assert district.database.system_now(lambda c: claim_lane(c, "one", LONG, ["teams"])) is None


def test_a_lane_let_go_by_another_stays_with_its_owner(district: District) -> None:
    filed(district)
    claim = district.database.system_now
    claim(lambda c: claim_lane(c, "one", LONG, ["slack"]))

    claim(lambda c: release_lane(c, Lane(LANE, district.id, "two")))

    assert claim(lambda c: claim_lane(c, "two", LONG, ["slack"])) is None


def test_somebody_without_an_account_is_counted_as_skipped(district: District) -> None:
    district.do(lambda tx: Outbox(tx).owe("car.received", "CAR-1", to="nobody", key="k"))

    assert ledger(district) == {"skipped": 1}


def test_one_press_settles_all_copies(district: District) -> None:
    number = filed(district).number
    sender = FakeSender()
    sending = delivery(district, sender)
    run(sending.send_all())

    ask(district, MR, "car.accept", about=number)
    run(sending.send_all())
    run(sending.send_all())

    assert sorted(where for where, *_ in sender.updated) == [f"D{TEACHER}", f"D{MR}", f"D{DEPUTY}"]
    assert ledger(district) == {"sent": 5}


def test_a_copy_that_was_not_sent_yet_shows_what_holds_when_it_is(district: District) -> None:
    number = filed(district).number
    ask(district, MR, "car.accept", about=number)
    sender = FakeSender()

    run(delivery(district, sender).send_all())

    assert len(sender.posted) == 5
    assert ledger(district) == {"sent": 5}


def test_a_copy_that_is_gone_is_given_up_and_the_messages_are_counted_as_before(district: District) -> None:
    number = filed(district).number
    sender = FakeSender()
    sending = delivery(district, sender)
    run(sending.send_all())
    ask(district, MR, "car.accept", about=number)
    sender.fails = [NeverError("message_not_found")] * 9

    run(sending.send_all())

    from storage.outbox import outbox

    copies = district.do(lambda tx: tx.rows(outbox, outbox.c.updates.is_not(None)))
    assert [(row["state"], row["error"]) for row in copies] == [("failed", "message_not_found")] * 3


def test_slacks_limit_holds_the_lane_as_long_as_slack_says(workspace: Workspace) -> None:
    limit = {"ok": False, "error": "ratelimited", "status": 429, "headers": {"Retry-After": "47"}}
    workspace.slack.say["chat.postMessage"] = limit
    workspace.is_reached()
    began = datetime.now(UTC)

    workspace.file(TEACHER, "The gate latch is broken")

    def rests_until() -> datetime | None:
        found: datetime | None = workspace.district.database.system_now(
            lambda c: c.execute(select(lanes.c.next_at)).scalar_one()
        )
        return found

    until(rests_until)
    until_then = rests_until() or began
    assert began + timedelta(seconds=46) < until_then < datetime.now(UTC) + timedelta(seconds=48)
    assert len(workspace.slack.told("chat.postMessage")) == 1
