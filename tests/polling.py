"""Polls as people ask and answer them, for tests that need one."""

from typing import Any

from domain.polls import Poll
from handlers.routing import Draw, Here, Reply
from scheduled.jobs import Occasion
from storage.polls import Polls
from tests.conftest import NOW, TEACHER, WORKSPACE, District
from tests.story import ask

ROOM = "C0STAFF"
HERE = Here(workspace=WORKSPACE, id=ROOM, label="staff")
CLOCK = Occasion(job="polls.close", slot="2026-03-09 10:00", due=NOW)
LUNCH: dict[str, Any] = {
    "question": "What is for lunch?",
    "answers": "Soup\nPizza\nSalad",
    "mode": "named",
    "span": "day",
    "where": f"slack:{WORKSPACE} {ROOM}",
}


class Vault:
    """Keeps a key by turning it round: enough to see that it does not stand in the database as it is."""

    def close(self, token: str) -> str:
        return token[::-1]

    def open(self, closed: str) -> str:
        return closed[::-1]


def begun(district: District, by: str = TEACHER, **more: Any) -> Poll:
    """A poll that is open."""
    district.database.vault = district.database.vault or Vault()
    reply = ask(district, by, "poll.begin", {**LUNCH, **more})
    assert isinstance(reply, Draw)
    return poll_of(district, reply.about)


def poll_of(district: District, number: str) -> Poll:
    poll: Poll = district.do(lambda tx: Polls(tx).get(number))
    return poll


def says(district: District, who: str, poll: Poll, key: str) -> Reply:
    """Somebody answers it where it stands."""
    route = "poll.vote" if poll.is_named else "poll.seal"
    return ask(district, who, route, about=f"{poll.number} {key}", here=HERE)


def people(number: int) -> list[str]:
    """So many members of staff, by their ids in the workspace."""
    return [f"U9{nth:03}" for nth in range(number)]
