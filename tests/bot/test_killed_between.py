"""Work that takes several commits, in a process that ends before or after each of them, and another that goes on."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from itertools import count
from typing import Any

import pytest

from bot.fetching import Brought
from storage.db import Database
from storage.evidence import Evidence, evidence
from storage.files import files
from storage.history import history
from storage.outbox import outbox
from storage.verify import verify
from tests.bot.test_delivery import FakeSender, KilledError, delivery, hurry, ledger, run
from tests.bot.test_exporting import asked, content_of, exporting, table
from tests.conftest import MR, TEACHER, District
from tests.domain.pictures import FULL_JPEG
from tests.reminding import at, reminded, tick
from tests.story import filed
from tests.working import OWNER, STEPPER, accepted, approved

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
ENDS = [(nth, after) for nth in (1, 2, 3) for after in (False, True)]
Run = Callable[..., Awaitable[Any]]


@contextmanager
def ends(nth: int, *, after: bool) -> Iterator[list[int]]:
    """The process ends at its nth commit: what it was writing is lost, or, `after`, written and nothing more done.

    Yields the commits that there were till then.
    """
    real, commits, made = Database.run, count(1), list[int]()

    async def run(self: Database, *given: Any, **more: Any) -> Any:
        if not more.get("write", True):
            return await real(self, *given, **more)
        made.append(this := next(commits))
        if this == nth and not after:
            raise KilledError
        done = await real(self, *given, **more)
        if this == nth:
            raise KilledError
        return done

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Database, "run", run)
        with suppress(KilledError, BaseExceptionGroup):
            yield made


class WithFile(FakeSender):
    async def bring(self, workspace: str, link: str) -> Brought:
        del workspace, link
        return Brought("gate.jpg", FULL_JPEG)


@pytest.mark.parametrize(("nth", "after"), ENDS)
def test_a_file_is_kept_once_wherever_the_fetching_ends(district: District, nth: int, *, after: bool) -> None:
    number, sender = filed(district).number, WithFile()
    run(delivery(district, sender).send_all())
    add(district, number)

    with ends(nth, after=after) as commits:
        run(delivery(district, sender).send_all())
    assert commits == [1, 2, 3][:nth]
    hurry(district)
    run(delivery(district, sender, "two").send_all())

    (kept,) = district.do(lambda tx: tx.rows(files))
    (piece,) = district.do(lambda tx: tx.rows(evidence))
    assert (piece["file"], piece["problem"]) == (kept["id"], None)
    assert len(district.do(lambda tx: tx.rows(history, history.c.did == "evidence.kept"))) == 1
    assert set(ledger(district)) == {"sent"}
    assert district.do(verify).broken == []


def add(district: District, number: str) -> None:
    """Its requester adds a photo in the chat."""
    link = "https://sunrise.slack.com/files/U1/F1/gate.jpg"

    def work(tx: Any) -> None:
        call = district.call(tx, TEACHER)
        Evidence(tx).add(number, [link], "later", by=call.me)  # type: ignore[arg-type]

    district.database.do(district.id, work, now=at("2026-03-09T10:00"), door="slack")


@pytest.mark.parametrize(("nth", "after"), ENDS)
def test_everybody_gets_one_message_of_a_day_wherever_the_look_ends(
    district: District, monkeypatch: pytest.MonkeyPatch, nth: int, *, after: bool
) -> None:
    monkeypatch.setattr("scheduled.reminders.CHUNK", 1)  # a commit for each person
    approved(district)  # its steps are due on 1 and 2 April
    accepted(district)
    filed(district)

    with ends(nth, after=after) as commits:
        tick(district, "2026-04-02T08:00")
    assert commits == [1, 2, 3][:nth]
    tick(district, "2026-04-02T08:30")

    persons = [who for about, who in reminded(district) if about.startswith("2026-04-02")]
    assert sorted(persons) == sorted({*persons})
    assert {OWNER, STEPPER, MR} <= {*persons}
    assert district.do(verify).broken == []


@pytest.mark.parametrize("after", [False, True])
def test_an_export_is_drawn_once_wherever_the_drawing_ends(district: District, *, after: bool) -> None:
    numbers = [filed(district).number for _ in range(2)]
    number = asked(district)

    with ends(1, after=after) as commits:
        asyncio.run(exporting(district, timedelta(0)).draw_all())
    assert commits == [1]
    asyncio.run(exporting(district).draw_all())

    assert sorted(row["Number"] for row in table(content_of(district, number))) == numbers
    assert len(district.do(lambda tx: tx.rows(files))) == 1
    assert len(district.do(lambda tx: tx.rows(outbox, outbox.c.what == "exports.ready"))) == 1
    assert district.do(verify).broken == []
