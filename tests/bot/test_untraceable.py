"""An attack on anonymous answers, with all that leaves the program or stays in it: rows, files, log and payloads.

Two runs differ in nothing but in who said what. Where all that an attacker gets is the same, it tells nobody's answer;
what is made by chance, sealed answers and ids, says nothing by itself (tests/storage/test_ballots.py).
"""

import json
import logging
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot.app import Bot
from bot.log import set_up
from domain.anonymity import Shown
from playground.testing import Served
from storage.ballots import answered, sealed, sealed_keys
from storage.db import Database, metadata
from storage.polls import Polls
from storage.sealing import UnsealedError, unseal
from tests.bot.at_once import at_once
from tests.bot.conftest import Workspace, settings, until
from tests.bot.fake_slack import FakeSlack
from tests.bot.test_no_words import louder
from tests.conftest import TEACHER, WORKSPACE, District, counter
from tests.polling import LUNCH, people

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
KEY = SecretStr("a secret of at least thirty-two characters")
ROOM = {"type": "message", "message_ts": "8.0", "channel_id": "C1", "is_ephemeral": False}
#: What differs from run to run whatever people say: moments, random ids and keys, hashes, ports and places.
CHANCE = re.compile(
    r"127\.0\.0\.1:\d+|datetime\.datetime\([^)]*\)+|\d{4}-\d\d-\d\d[T ][\d:.+]+Z?|gAAAA[\w=-]+|\b[0-9a-f]{16,64}\b|"
    r"\b\d+\.\d+\b|\b\d+:\d\d [AP]M|0x[0-9a-f]+|[\w./+-]+\.py:\d+"
)
#: Lines that name the poll, somebody or a press: those of the clock and of pools come when they come.
OF_A_POLL = re.compile(r"poll|wave\.|U9\d|\bb?id\d|block_actions", re.IGNORECASE)

#: What the clock did, which runs meanwhile: in one of two runs it may be a job further.
CLOCK = ("occurrences ", "schedules ", "failures ")


@dataclass
class Evidence:
    """All that an attacker gets."""

    rows: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    payloads: list[str] = field(default_factory=list)
    files: bytes = b""

    def without_chance(self) -> Counter[str]:
        rows = [row for row in self.rows if not row.startswith(CLOCK)]
        return Counter(CHANCE.sub("#", one) for one in (*rows, *self.lines, *self.payloads))


@contextmanager
def served(slack: FakeSlack, district: District, url: str, **more: Any) -> Iterator[Workspace]:
    """The bot with a secret; ids in order, so that two runs of the same have the same."""
    ids, database = counter(), Database(url, mint=lambda: "never")
    database.mint = lambda: f"b{ids()}"
    with Served(Bot(settings(slack, url, secret_key=KEY, **more), database).web()) as running:
        yield Workspace(running.url, slack, district)
    database.close()


def asked(workspace: Workspace, mode: str) -> str:
    """A poll that is posted; its number."""
    values = {
        "question": LUNCH["question"],
        "answers": LUNCH["answers"],
        "mode": {"option": mode},
        "span": {"option": "day"},
        "where": {"option": f"slack:{WORKSPACE} C1"},
    }
    assert workspace.submit(TEACHER, "poll.begin", values=values).text == ""
    until(lambda: workspace.slack.direct("C1"))
    (row,) = workspace.district.do(lambda tx: tx.rows(metadata.tables["polls"]), write=False)
    return str(row["number"])


def press(workspace: Workspace, who: str, number: str, key: str, *, named: bool) -> str:
    does = "poll.vote" if named else "poll.seal"
    return workspace.press_body(who, does, f"{number} {key}", f"1.{who}", container=ROOM)


def gather(workspace: Workspace, url: str, logged: Any, of: re.Pattern[str] = OF_A_POLL) -> Evidence:
    """`of`: the lines of the log that are looked at."""
    found = Evidence()
    for table in metadata.sorted_tables:
        if not table.info.get("system"):
            rows = workspace.district.do(lambda tx, t=table: tx.rows(t), write=False)
            found.rows += [f"{table.name} {_sized(row)}" for row in rows]
    told = logged.readouterr()
    apart = (told.out + told.err).replace("{", "\n{").replace("}", "}\n")  # threads write into each other's lines
    found.lines = [line for line in apart.splitlines() if of.search(line)]
    found.payloads = [f"{method} {json.dumps(told, sort_keys=True)}" for method, told in workspace.slack.calls]
    file = Path(url.removeprefix("sqlite:///"))
    found.files = b"".join(one.read_bytes() for one in file.parent.glob(f"{file.name}*"))
    return found


def _outbox(workspace: Workspace) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = workspace.district.do(lambda tx: tx.rows(metadata.tables["outbox"]), write=False)
    return rows


def _sized(row: dict[str, Any]) -> dict[str, Any]:
    """Of what is sealed, its length."""
    return {name: len(value) if isinstance(value, bytes) else value for name, value in row.items()}


def run(slack: FakeSlack, district: District, url: str, logged: Any, said: Sequence[str], mode: str) -> list[Evidence]:
    """One poll: all there is while it is open, and after it was closed."""
    with served(slack, district, url) as workspace:
        louder()
        logged.readouterr()
        number = asked(workspace, mode)
        for who, key in zip(people(len(said)), said, strict=True):
            told = len(slack.calls)
            assert workspace.send(press(workspace, who, number, key, named=mode == "named")).status_code == 200
            until(lambda told=told: len(slack.calls) >= told + 2)  # its directory entry, and the answer
        until(lambda: workspace.count("accounts") >= 6 + len(said))
        workspace.settled()
        open_ = gather(workspace, url, logged)
        told = len(slack.calls)
        workspace.press(TEACHER, "poll.close", number, at="2.0", container=ROOM)
        until(lambda: len(slack.calls) >= told + 2)  # the message in the conversation, and the answer
        until(lambda: not any(row["state"] == "pending" for row in _outbox(workspace)))
        return [open_, gather(workspace, url, logged)]


@pytest.fixture(autouse=True)
def _loud() -> Iterator[None]:
    """Everything that can be logged is logged."""
    set_up(form="json", level="DEBUG")
    levels = {name: logging.getLogger(name).level for name in ("", *logging.root.manager.loggerDict)}
    yield
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)
    set_up(form="json", level="INFO")


@pytest.fixture
def twice(slack: FakeSlack, district: District, database_url: str, capfd: Any, tmp_path: Path) -> Any:
    """Run two polls that differ in who said what, each in a copy of the same district."""
    copy = tmp_path / "second.db"
    copy.write_bytes(Path(database_url.removeprefix("sqlite:///")).read_bytes())

    def both(first: str, second: str, mode: str) -> list[tuple[Evidence, Evidence]]:
        one = run(slack, district, database_url, capfd, first, mode)
        slack.calls.clear()
        slack.done.clear()
        other = District(Database(f"sqlite:///{copy}", mint=counter(1001)))
        two = run(slack, other, f"sqlite:///{copy}", capfd, second, mode)
        other.database.close()
        return list(zip(one, two, strict=True))

    return both


def test_r39_nothing_that_there_is_tells_who_said_what(twice: Any) -> None:
    for one, two in twice("AAABBBC", "CBBBAAA", "anonymous"):
        a, b = one.without_chance(), two.without_chance()
        assert (a - b, b - a) == (Counter(), Counter())
        assert len(one.rows) > 50
        assert len(one.payloads) > 10
        assert len(one.lines) >= 3


def test_the_same_attack_finds_what_a_named_poll_tells(twice: Any) -> None:
    for one, two in twice("AAB", "BAA", "named"):
        assert one.without_chance() != two.without_chance()


@pytest.mark.parametrize("number", [3, 4, 5, 8, 23])
def test_whoever_has_all_files_opens_no_answer_and_finds_none_after_the_close(
    slack: FakeSlack, district: District, database_url: str, number: int
) -> None:
    """Every word of the files that may be a key is tried on what is sealed; afterwards nothing of it is there."""
    said = ["ABC"[nth % 3] for nth in range(number)]
    with served(slack, district, database_url) as workspace:
        poll = asked(workspace, "anonymous")
        bodies = [press(workspace, who, poll, key, named=False) for who, key in zip(people(number), said, strict=True)]
        assert {one.status for one in at_once(workspace.url, bodies)} == {200}
        until(lambda: workspace.count("answered") == number)
        boxes = [row["box"] for row in district.do(lambda tx: tx.rows(sealed))]
        key = district.do(lambda tx: tx.rows(sealed_keys))[0]
        files = stored(database_url)
        assert all(box in files for box in boxes)
        for word in {*re.findall(rb"[0-9a-f]{64}", files), *(files[i : i + 64] for i in found(files, key["private"]))}:
            with pytest.raises((UnsealedError, ValueError)):
                unseal(boxes, word.decode())
        workspace.press(TEACHER, "poll.close", poll, at="2.0", container=ROOM)
        until(lambda: workspace.count("sealed_keys") == 0)

    files = stored(database_url)
    assert [box for box in boxes if box in files] == []
    assert key["private"].encode() not in files
    counts = district.do(lambda tx: Polls(tx).get(poll)).result
    assert counts.n == number
    assert bool(counts.ranges) is (number >= 5)


def stored(url: str) -> bytes:
    file = Path(url.removeprefix("sqlite:///"))
    return b"".join(one.read_bytes() for one in file.parent.glob(f"{file.name}*"))


def found(files: bytes, word: str) -> list[int]:
    return [match.start() for match in re.finditer(re.escape(word.encode()), files)]


def test_two_hundred_presses_within_a_moment_are_each_counted_once(
    slack: FakeSlack, district: District, database_url: str
) -> None:
    number = 200
    said = ["A" if nth % 4 else "B" for nth in range(number)]
    with served(slack, district, database_url) as workspace:
        poll = asked(workspace, "anonymous")
        bodies = [press(workspace, who, poll, key, named=False) for who, key in zip(people(number), said, strict=True)]

        answers = at_once(workspace.url, [*bodies, *bodies[:50]])

        assert {one.status for one in answers} == {200}
        until(lambda: workspace.count("answered") == number)
        workspace.press(TEACHER, "poll.close", poll, at="2.0", container=ROOM)
        until(lambda: workspace.count("sealed_keys") == 0)

    result = district.do(lambda tx: Polls(tx).get(poll)).result
    assert result == Shown(n=200, ranges={"A": (150, 150), "B": (50, 50), "C": (0, 0)})
    assert [district.do(lambda tx, t=t: tx.rows(t)) for t in (sealed, answered)] == [[], []]
