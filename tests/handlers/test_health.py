"""What administrators are told of how the bot runs, and that nothing of a record is among it."""

from datetime import datetime, timedelta

import pytest

from bot.capabilities import jobs
from domain.errors import RefusedError
from handlers.routing import Show
from scheduled.jobs import Ran
from storage.conversations import Conversations
from storage.db import Tx
from storage.outbox import Outbox
from storage.people import accounts
from storage.running import Running
from storage.settings import DistrictSettings
from tests.clockwork import job, ticked
from tests.conftest import ADMIN, MR, NOW, TEACHER, District
from tests.story import ROUTES, ask, filed
from views.fallback import in_words
from views.health import JOBS

SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def health(district: District, now: datetime = NOW) -> list[str]:
    card = district.do(lambda tx: ROUTES["health.card"].handle(district.call(tx, ADMIN)), now=now)
    return in_words(card).splitlines()


def test_a_district_in_which_all_is_well(district: District) -> None:
    ticked(district, jobs(), NOW)

    said = health(district)

    assert said[0] == "How Kaizen runs — All is well"
    assert "Forgets what is not needed · last Mon 9 Mar 10:00 AM · next Tue 10 Mar 3:00 AM" in said
    assert "Cabinet digest · last not yet · next not in force" in said
    district.do(lambda tx: DistrictSettings(tx).set("digest_channel", "C1", by="x"))
    assert "Cabinet digest · last not yet · next Mon 16 Mar 8:00 AM" in health(district)


@SQLITE
def test_a_job_that_failed_is_named_with_its_kind_of_error_until_it_runs_again(district: District) -> None:
    def breaks(*_: object) -> Ran:
        raise LookupError("CAR-2026-001 is about Pat")

    ticked(district, [job(breaks, name="reminders.daily")], NOW)

    (line,) = [line for line in health(district) if line.startswith("The message of the day")]
    assert "FAILED Mon 9 Mar 10:00 AM: LookupError, in the log" in line
    assert not any("Pat" in line or "CAR-" in line for line in health(district))
    assert health(district)[0] == "How Kaizen runs — 1 thing to look at"

    ticked(district, [one for one in jobs() if one.name == "reminders.daily"], NOW + timedelta(minutes=30))
    assert district.do(lambda tx: Running(tx).failed()) == {}


@SQLITE
def test_conversations_people_and_messages_that_are_not_reached(district: District) -> None:
    filed(district)
    district.do(lambda tx: tx.change(accounts, {"gone": True}, accounts.c.external == TEACHER))

    def work(tx: Tx) -> None:
        DistrictSettings(tx).set("digest_channel", "C1", by="x")
        Conversations(tx).seen("slack", "T1", "C1", label="cabinet", problem="archived")
        Conversations(tx).seen("slack", "T1", "C2", label="refused", problem="outsiders")
        Outbox(tx).owe("car.received", "CAR-2026-001", to=district.account(tx, TEACHER).person, key="again")

    district.do(work)

    said = health(district)
    assert "#cabinet was archived. Open it again, or choose another conversation." in said
    assert not any("refused" in line for line in said), "nobody posts there"
    assert said[said.index("1 person who is not reached") + 1] == "Teacher"
    assert not any("CAR-" in line or "latch" in line for line in said)


@SQLITE
def test_whoever_looks_after_the_installation_asks_for_it_and_nobody_else(district: District) -> None:
    reply = ask(district, ADMIN, "health")

    assert isinstance(reply, Show)
    for who in (MR, TEACHER):
        with pytest.raises(RefusedError, match="Only an administrator"):
            ask(district, who, "health")


def test_each_name_of_a_job_is_one_that_there_is() -> None:
    assert set(JOBS) <= {one.name for one in jobs()}
