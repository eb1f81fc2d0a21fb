"""Records as people handle them in a browser: handed over, and with words removed for good."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.demo import DISTRICT
from bot.log import set_up
from domain.offices import Office
from playground.testing import Client
from storage.db import Database, metadata
from storage.offices import Offices
from storage.people import People
from storage.verify import verify
from tests.conftest import DEMO
from tests.desk import Desk, desk_at, talking

pytestmark = pytest.mark.browser

CANARY = "Xyzzyplugh"
OFFICER = "U09HR"


@pytest.fixture
def database(founded: Database) -> Database:
    """The demo's district, with an officer for Title IX."""

    def officer(tx: object) -> None:
        person = People(tx).meet("slack", DEMO["workspace"], OFFICER, "Head of Human Resources").person  # type: ignore[arg-type]
        Offices(tx).name(Office.TITLE_IX, person, by="system")  # type: ignore[arg-type]

    founded.do(DISTRICT, officer, now=datetime.now(UTC), door="test")
    return founded


@pytest.fixture
def client(database: Database) -> Iterator[Client]:
    with talking(database) as client:
        yield client


@pytest.fixture
def desk(client: Client, browser: Any) -> Iterator[Desk]:
    with desk_at(browser, client.url) as desk:
        yield desk


@pytest.fixture
def logged(capfd: pytest.CaptureFixture[str]) -> Iterator[pytest.CaptureFixture[str]]:
    """All that the program logs, at the loudest level."""
    set_up(form="json", level="DEBUG")
    yield capfd
    set_up(form="json", level="INFO")


def report(desk: Desk, *, sealed: bool = False, link: str = "") -> None:
    """A teacher reports something with the word in it."""
    desk.become("Teacher, East School")
    desk.channel("general")
    desk.type(f"/car {CANARY} was pushed down the stairs")
    desk.press("Photo, link, sealed …")
    if link:
        desk.fill("Link", link)
    if sealed:
        desk.form.get_by_label("Sealed").check()
    desk.submit()
    desk.sees("It is on record.")


def test_a_sealed_report_is_handed_over_and_read_by_its_officer_alone(desk: Desk, client: Client) -> None:
    report(desk, sealed=True)
    desk.become("Quality Office")
    desk.kaizen("Messages")
    desk.sees(CANARY)
    desk.picture("hand-1-triage")
    desk.choose("Hand over")
    desk.pick("Which office?", "Title IX")
    desk.picture("hand-2-form")
    desk.submit("Hand over")
    desk.sees("was handed to the Title IX office")
    desk.picture("hand-3-office")
    assert desk.page.get_by_text(CANARY).count() == 0

    desk.become("Head of Human Resources")
    desk.kaizen("Messages")
    desk.sees(CANARY)
    desk.picture("hand-4-officer")

    desk.become("School nurse")
    desk.channel("general")
    desk.type("/car show 3")
    desk.sees("There is no report CAR-")
    desk.type("/car list all")
    desk.sees("All reports (2)")
    desk.picture("hand-5-member")

    desk.become("Quality Office")
    desk.channel("general")
    desk.type("/car list all")
    desk.sees("Handed over")
    desk.picture("hand-6-log")
    assert desk.page.get_by_text(CANARY).count() == 0
    assert readers(client) == {"U01TEACHER", OFFICER}


def readers(client: Client) -> set[str]:
    """Who has the word in their messages, in any channel or on Home."""
    people = client.get("workspace")["people"].items()
    return {
        user
        for user, one in people
        if not one["is_bot"] and CANARY in json.dumps({**client.state(user), "calls": None})
    }


def test_a_word_that_is_removed_is_found_nowhere_any_more(
    desk: Desk, client: Client, database: Database, tmp_path: Path, logged: pytest.CaptureFixture[str]
) -> None:
    report(desk, link=f"https://example.org/{CANARY}.jpg")
    desk.become("Quality Office")
    desk.kaizen("Messages")
    desk.press("Return")
    desk.fill("Which detail is missing?", f"Which stairs, and where is {CANARY} now?")
    desk.submit("Return")
    desk.become("Teacher, East School")
    desk.kaizen("Messages")
    desk.press("Answer")
    desk.fill("Your answer", f"The south stairs; {CANARY} is at home")
    desk.submit("Send")
    desk.sees("Answer: The south stairs")
    desk.become("Quality Office")
    desk.kaizen("Messages")
    desk.sees("Answer: The south stairs")
    assert readers(client) == {"U01TEACHER", "U06QUALITY", "U07DEPUTY"}
    assert CANARY.encode() in bytes_of(tmp_path)

    desk.choose("Everything else …")
    desk.press("Words and holds …")
    desk.press("Remove words …")
    desk.form.get_by_label("Everything that was typed").check()
    desk.fill("Why?", "A student's name")
    desk.picture("words-1-form")
    desk.submit("Remove for good")
    desk.sees("Quality Office removed words on")
    desk.sees("(redacted)")
    desk.picture("words-2-removed")

    client.eventually(lambda: not readers(client), patience=90)
    assert CANARY.encode() not in bytes_of(tmp_path)
    out, err = logged.readouterr()
    assert CANARY not in out + err
    assert '"event": "answered"' in out + err
    with database.begin(write=False) as connection:
        assert CANARY not in str([connection.execute(table.select()).all() for table in metadata.sorted_tables])
    found = database.do(DISTRICT, verify, now=datetime.now(UTC), door="test", write=False)
    assert found.broken == []
    assert {of.partition(" ")[0][-3:] for of in found.redacted} == {"003"}
    desk.become("Teacher, East School")
    desk.kaizen("Messages")
    desk.picture("words-3-requester")


def bytes_of(folder: Path) -> bytes:
    """Every file of the bot: the database, and what lies beside it."""
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())
