"""Many at once, and something that stalls: each is answered in time, and each thing is done once."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Engine, event, text

from storage.history import History
from storage.outbox import Outbox
from tests.bot.at_once import at_once, p99
from tests.bot.conftest import Workspace, until
from tests.bot.test_slack import number_of
from tests.conftest import MR, TEACHER, WORKSPACE

WHAT = "The gate latch is broken"
#: Seconds: what Slack waits, and less than what stalls here. `make torture` asks for one second, of a machine that has
#: nothing else to do.
SLACK_WAITS, IN_TIME = 3.0, 1.5
LONG = 30.0


@contextmanager
def stalled(workspace: Workspace, seconds: float) -> Iterator[None]:
    """The database does nothing for anybody: a lock that is held, as by a backup."""
    began = time.monotonic()
    with workspace.district.database.begin() as connection:  # on SQLite that is the lock already
        if connection.dialect.name == "postgresql":
            connection.execute(text("LOCK TABLE accounts, repeats IN ACCESS EXCLUSIVE MODE"))
        yield
        time.sleep(max(0.0, began + seconds - time.monotonic()))


def numbers(workspace: Workspace) -> list[str]:
    from storage.car_table import cars

    return [row["number"] for row in workspace.district.do(lambda tx: tx.rows(cars, order=cars.c.number), write=False)]


@pytest.mark.parametrize("many", [40, 200])
def test_r6_many_forms_at_once_while_slack_is_slow_are_answered_in_time_and_done_once(
    workspace: Workspace, many: int
) -> None:
    workspace.slack.delay = 0.2
    bodies = [workspace.file_body(TEACHER, f"{WHAT} {n}", f"V{n}") for n in range(many)]

    answers = at_once(workspace.url, bodies)

    assert {answer.status for answer in answers} == {200}
    assert p99(answers) < SLACK_WAITS
    until(lambda: workspace.count("cars") >= many, LONG)
    again = at_once(workspace.url, bodies[:20])
    assert {answer.status for answer in again} == {200}
    year = time.strftime("%Y")
    assert numbers(workspace) == [f"CAR-{year}-{n:03}" for n in range(1, many + 1)]
    owed = workspace.district.do(lambda tx: Outbox(tx).ledger(), write=False)
    assert sum(owed.values()) == 3 * many


def test_r5_the_first_byte_comes_in_time_whatever_is_asked_while_slack_is_slow(workspace: Workspace) -> None:
    workspace.slack.delay = 2.0
    bodies = [
        workspace.file_body(TEACHER, WHAT, "V1", url=f"{workspace.slack.url}/respond"),
        workspace.command_body(TEACHER, "/car the gate"),
        workspace.command_body(TEACHER, "/car list"),
        workspace.press_body(TEACHER, "car.report"),
        workspace.press_body(MR, "car.page", "open"),
    ]

    answers = at_once(workspace.url, bodies)

    assert {answer.status for answer in answers} == {200}
    assert max(answer.first_byte for answer in answers) < IN_TIME


def test_r4_while_the_database_stalls_everybody_is_answered_and_then_everything_is_done_once(
    workspace: Workspace,
) -> None:
    workspace.file(TEACHER, WHAT, "V0")
    number, url = number_of(workspace), f"{workspace.slack.url}/respond"
    bodies = [
        workspace.file_body(TEACHER, f"{WHAT} again", "V1", url=url),
        workspace.press_body(TEACHER, "car.withdraw", number),
    ]

    with stalled(workspace, 2.0):
        first = at_once(workspace.url, [*bodies, workspace.command_body(TEACHER, "/car list")])
        again = at_once(workspace.url, bodies)

    answers = [*first, *again]
    assert {answer.status for answer in answers} == {200}
    assert max(answer.first_byte for answer in answers) < IN_TIME
    assert "Saving" in json.dumps(first[0].json())
    until(lambda: len(workspace.slack.told("views.update")) == 2)
    assert all("It is on record" in told["view"] for told in workspace.slack.told("views.update"))
    until(lambda: len([told for told in workspace.slack.told("respond") if "Taken back" in told["text"]]) == 2)
    assert len(numbers(workspace)) == 2
    assert [e["did"] for e in history(workspace, number)] == ["car.filed", "car.withdrawn"]


def test_r4_stalled_before_anybody_was_answered_the_first_request_is_answered_in_time(workspace: Workspace) -> None:
    """Whose workspace it is, and with which token, is looked up beside whoever holds the lock."""
    url = f"{workspace.slack.url}/respond"

    with stalled(workspace, 2.0):
        answers = at_once(
            workspace.url,
            [
                workspace.file_body(TEACHER, WHAT, "V1", url=url),
                workspace.press_body(TEACHER, "car.page", "open"),
                workspace.command_body(TEACHER, "/car list"),
            ],
        )

    assert {answer.status for answer in answers} == {200}
    assert max(answer.first_byte for answer in answers) < IN_TIME
    until(lambda: workspace.slack.told("views.update"))
    assert len(numbers(workspace)) == 1


def history(workspace: Workspace, number: str) -> list[Any]:
    found: list[Any] = workspace.district.do(lambda tx: History(tx).about(f"cars:{number}"), write=False)
    return found


def test_r4_one_who_takes_four_seconds_to_look_up_holds_up_nobody(workspace: Workspace) -> None:
    """Outside any transaction: the directory is asked about somebody new."""
    workspace.slack.slow = {"users.info": 4.0}
    form = workspace.file_body("U99", WHAT, "V1")

    late, twin, press, *others = at_once(
        workspace.url,
        [
            form,
            form,
            workspace.press_body("U98", "car.page", "open"),
            *(workspace.command_body(MR, "/car list") for _ in range(5)),
        ],
    )

    assert max(answer.first_byte for answer in (late, twin, press)) < IN_TIME
    assert max(answer.first_byte for answer in others) < IN_TIME
    assert all("Saving" in answer.text for answer in (late, twin))
    until(lambda: len(workspace.slack.told("views.update")) == 2, 8)
    until(lambda: any("could not look up who you are" in told["text"] for told in workspace.slack.told("respond")))
    assert len(numbers(workspace)) == 1


def test_r2_a_form_whose_first_delivery_died_before_the_commit_is_filed_by_the_second(workspace: Workspace) -> None:
    with dying_at("INSERT INTO history"):
        first = workspace.file(TEACHER, WHAT)
    assert "Something broke" in first.json()["errors"]["what"]
    assert numbers(workspace) == []

    second = workspace.file(TEACHER, WHAT)

    assert (second.status_code, second.text) == (200, "")
    assert numbers(workspace) == [f"CAR-{time.strftime('%Y')}-001"]
    assert workspace.settled()["sent"] == 3


@contextmanager
def dying_at(statement: str) -> Iterator[None]:
    """The database goes away as soon as it is told this."""

    def die(_connection: Any, _cursor: Any, told: str, *_: Any) -> None:
        if told.startswith(statement):
            raise OSError("the connection is lost")

    event.listen(Engine, "before_cursor_execute", die)
    try:
        yield
    finally:
        event.remove(Engine, "before_cursor_execute", die)


def test_r3_the_same_event_under_a_new_id_does_nothing_new(workspace: Workspace) -> None:
    """No event makes a record today: a change of a person is kept once, and Home is drawn as it is."""
    user = {"id": TEACHER, "team_id": WORKSPACE, "real_name": "Ann Archer", "profile": {}}
    before = {table: workspace.count(table) for table in ("accounts", "people", "history", "outbox")}

    for _ in range(3):
        workspace.event(type="user_change", user=user)
        workspace.event(type="app_home_opened", user=TEACHER, tab="home", channel="D1")

    until(lambda: len(workspace.slack.told("views.publish")) == 3)
    assert {table: workspace.count(table) for table in before} == before
