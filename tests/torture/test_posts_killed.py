"""The clock is killed while it owes what districts post, and then those that send it."""

import random
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest

from bot.tick_cli import tick_once
from playground.testing import Served
from storage.conversations import Conversations
from storage.db import Database, Tx
from storage.digests import POST as DIGEST
from storage.outbox import outbox
from storage.publishing import POST as AGENDA
from storage.settings import DistrictSettings
from tests.bot.conftest import until
from tests.bot.installed import KEY, put_in
from tests.bot.test_conversations import WELL
from tests.cabinets import found
from tests.conftest import counter
from tests.fan_out import FanOut
from tests.inbox import NEVER, Inbox
from tests.process import Running

pytestmark = pytest.mark.torture
DISTRICTS, AT_ONCE, SENDERS, MOST = 60, 3, 6, 20
PATIENCE = 900.0  # seconds: the first agenda of a process takes long on a machine with much else to do
JOBS = [AGENDA, DIGEST]
TUESDAY = datetime(2027, 3, 9, 14, 0, tzinfo=UTC)  # eight in Chicago


class Posts(Inbox):
    """Districts call their posts alike, so each is counted with whose token it came."""

    def key(self, told: dict[str, Any], token: str) -> str:
        return f"{token} {super().key(told, token)}"


@pytest.fixture
def inbox() -> Iterator[Inbox]:
    fake = Posts()
    fake.say["conversations.info"] = {"ok": True, "channel": WELL}
    fake.say["conversations.members"] = {"ok": True, "members": ["U1"]}
    with Served(fake.app()) as running:
        fake.url = running.url
        yield fake


def test_what_was_due_is_owed_once_and_posted_whatever_is_killed(database_url: str, inbox: Inbox) -> None:
    database, chance = Database(database_url, mint=counter()), random.Random(7)  # noqa: S311 - points to die at
    names = found(database, DISTRICTS)
    for nth, name in enumerate(names):
        database.do(name, partial(_on_tuesdays, workspace=f"W{nth}"), now=TUESDAY - timedelta(days=1), door="test")
        inbox.teams[f"xoxb-{nth}"] = f"W{nth}"
        put_in(database, f"W{nth}", f"xoxb-{nth}", district=name)
    tick_once(database, TUESDAY - timedelta(hours=1))

    rounds = 0
    while (before := _owed(database, names)) < len(JOBS) * DISTRICTS:
        ticking, more = [_tick(database_url) for _ in range(AT_ONCE)], chance.randint(1, MOST)
        until(partial(_is_owed, database, names, min(before + more, len(JOBS) * DISTRICTS)), PATIENCE)
        for one in ticking:
            one.kill()
        rounds += 1
    last = _tick(database_url)
    assert last.process.wait(PATIENCE) == 0

    assert [database.do(name, _posts, now=TUESDAY, door="test") for name in names] == [JOBS] * DISTRICTS
    running = [_serve(database_url, inbox) for _ in range(SENDERS)]
    inbox.answers, kills, may_repeat = chance.randint(1, MOST), 0, 0
    keys = {
        f"xoxb-{nth} {key}"
        for nth, name in enumerate(names)
        for key in database.do(name, _keys, now=TUESDAY, door="test")
    }
    owed = FanOut(database, [f"D{nth}" for nth in range(DISTRICTS)], keys)  # a district is called as its workspace is
    while len(running) > 1 and inbox.got.total() < len(keys) - MOST:
        until(partial(_waits, inbox), PATIENCE)  # nobody hears any more whether it arrived
        dying = running.pop()
        dying.kill()
        kills, may_repeat = kills + 1, may_repeat + owed.lanes_of(dying.owner)
        owed.leases_run_out(dying.owner)
        inbox.answers = inbox.got.total() + chance.randint(1, MOST)
    inbox.answers = NEVER
    until(lambda: owed.ledger() == {"sent": len(keys)}, PATIENCE)
    for one in running:
        one.stop()

    print(f"{len(keys)} posts, {rounds} x {AT_ONCE} kills while they were owed, {kills} while they were sent")  # noqa: T201
    print(f"{inbox.repeats} repeats of at most {may_repeat}")  # noqa: T201
    assert rounds > 1
    assert may_repeat > 0
    assert inbox.got.keys() == keys
    assert inbox.repeats <= may_repeat
    database.close()


def _on_tuesdays(tx: Tx, workspace: str) -> None:
    Conversations(tx).seen("slack", workspace, "C2", label="review")
    for key, value in {"digest_day": "tuesday", "cabinet_day": "tuesday", "mrt_channel": "C2"}.items():
        DistrictSettings(tx).set(key, value, by="system")


def _posts(tx: Tx) -> list[str]:
    return sorted(row["what"] for row in tx.rows(outbox, outbox.c.what.in_(JOBS)))


def _owed(database: Database, names: Sequence[str]) -> int:
    return sum(len(database.do(name, _posts, now=TUESDAY, door="test", write=False)) for name in names)


def _is_owed(database: Database, names: Sequence[str], number: int) -> bool:
    return _owed(database, names) >= number


def _tick(database_url: str) -> Running:
    return Running.begin(["bot", "tick", "--now", TUESDAY.isoformat()], {"DATABASE_URL": database_url})


def _serve(database_url: str, inbox: Inbox) -> Running:
    return Running.start(database_url, inbox, token="", SECRET_KEY=KEY)


def _keys(tx: Tx) -> set[str]:
    tx.change(outbox, {"due": datetime.now(UTC)})
    return {row["key"] for row in tx.rows(outbox)}


def _waits(inbox: Inbox) -> bool:
    return inbox.waiting > 0
