"""Many at once, and something that stalls: each is answered in time, and each thing is done once.

On a machine that is slow, seconds say nothing: what must not be waited for is kept from happening until the answers are
there. `make torture` asks for one second, of a machine that has nothing else to do.
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Engine, event, text

from storage.car_table import cars
from storage.history import History
from storage.outbox import Outbox
from tests.bot.at_once import Measured, asked_at_once
from tests.bot.conftest import BY_BOTH_ON_BOTH, LONG, Workspace, this_year, until
from tests.bot.test_slack import number_of
from tests.conftest import MR, TEACHER, WORKSPACE

pytestmark = [BY_BOTH_ON_BOTH, pytest.mark.usefixtures("hurried")]
WHAT = "The gate latch is broken"
MANY = 200  # forms at once


@contextmanager
def stalled(workspace: Workspace) -> Iterator[None]:
    """The database does nothing for anybody: a lock that is held, as by a backup."""
    with workspace.district.database.begin() as connection:  # on SQLite that is the lock already
        if connection.dialect.name == "postgresql":
            connection.execute(text("LOCK TABLE accounts, repeats IN ACCESS EXCLUSIVE MODE"))
        yield


def numbers(workspace: Workspace) -> list[str]:
    return [row["number"] for row in workspace.district.do(lambda tx: tx.rows(cars, order=cars.c.number), write=False)]


def test_r6_many_forms_at_once_while_slack_is_slow_are_answered_and_each_is_done_once(workspace: Workspace) -> None:
    workspace.slack.delay = 0.2
    bodies = [workspace.file_body(TEACHER, f"{WHAT} {n}", f"V{n}") for n in range(MANY)]

    answers = asked_at_once(workspace, bodies)

    assert {answer.status for answer in answers} == {200}
    assert max(answer.first_byte for answer in answers) < LONG
    until(lambda: workspace.count("cars") >= MANY)
    again = asked_at_once(workspace, bodies[:20])
    assert {answer.status for answer in again} == {200}
    assert numbers(workspace) == [f"CAR-{this_year()}-{n:03}" for n in range(1, MANY + 1)]
    owed = workspace.district.do(lambda tx: Outbox(tx).ledger(), write=False)
    assert sum(owed.values()) == 3 * MANY


def whatever(workspace: Workspace) -> list[str]:
    """One of each kind of request."""
    return [
        workspace.file_body(TEACHER, WHAT, "V1", url=f"{workspace.slack.url}/respond"),
        workspace.command_body(TEACHER, "/car the gate"),
        workspace.command_body(TEACHER, "/car list"),
        workspace.press_body(TEACHER, "car.report"),
        workspace.press_body(MR, "car.page", "open"),
    ]


def test_r5_whatever_is_asked_is_answered_before_slack_has_said_anything(workspace: Workspace) -> None:
    with workspace.slack.silence():
        answers = asked_at_once(workspace, whatever(workspace))

    assert {answer.status for answer in answers} == {200}


def test_r4_while_the_database_stalls_everybody_is_answered_and_then_everything_is_done_once(
    workspace: Workspace,
) -> None:
    workspace.file(TEACHER, WHAT, "V0")
    number, url = number_of(workspace), f"{workspace.slack.url}/respond"
    bodies = [
        workspace.file_body(TEACHER, f"{WHAT} again", "V1", url=url),
        workspace.press_body(TEACHER, "car.withdraw", number),
    ]

    with stalled(workspace):
        first = asked_at_once(workspace, [*bodies, workspace.command_body(TEACHER, "/car list")])
        again = asked_at_once(workspace, bodies)

    answers = [*first, *again]
    assert {answer.status for answer in answers} == {200}
    assert "Saving" in json.dumps(first[0].json())
    until(lambda: len(workspace.slack.told("views.update")) == 2)
    assert all("It is on record" in told["view"] for told in workspace.slack.told("views.update"))
    until(lambda: len([told for told in workspace.slack.told("respond") if "Taken back" in told["text"]]) == 2)
    assert len(numbers(workspace)) == 2
    assert [e["did"] for e in history(workspace, number)] == ["car.filed", "car.withdrawn"]


def test_r4_stalled_before_anybody_was_answered_the_first_request_is_answered_all_the_same(
    workspace: Workspace,
) -> None:
    """Whose workspace it is, and with which token, is looked up beside whoever holds the lock."""
    url = f"{workspace.slack.url}/respond"

    with stalled(workspace):
        answers = asked_at_once(
            workspace,
            [
                workspace.file_body(TEACHER, WHAT, "V1", url=url),
                workspace.press_body(TEACHER, "car.page", "open"),
                workspace.command_body(TEACHER, "/car list"),
            ],
        )

    assert {answer.status for answer in answers} == {200}
    until(lambda: workspace.slack.told("views.update"))
    assert len(numbers(workspace)) == 1


def history(workspace: Workspace, number: str) -> list[Any]:
    found: list[Any] = workspace.district.do(lambda tx: History(tx).about(f"cars:{number}"), write=False)
    return found


def test_r4_one_whom_the_directory_is_slow_to_name_holds_up_nobody(workspace: Workspace) -> None:
    """Outside any transaction: the directory is asked about somebody new."""
    form = workspace.file_body("U99", WHAT, "V1")
    workspace.slack.silent = lambda method, _: method == "users.info"

    late, twin, press, *others = asked_at_once(
        workspace,
        [
            form,
            form,
            workspace.press_body("U98", "car.page", "open"),
            *(workspace.command_body(MR, "/car list") for _ in range(5)),
        ],
    )
    until(lambda: lists(workspace, others) == len(others))
    workspace.slack.silent = lambda method, told: method == "users.info" and told["user"] == "U98"

    assert {answer.status for answer in (press, *others)} == {200}
    assert all("Saving" in answer.text for answer in (late, twin))
    until(lambda: len(workspace.slack.told("views.update")) == 2)
    until(lambda: any("could not look up who you are" in told["text"] for told in workspace.slack.told("respond")))
    assert len(numbers(workspace)) == 1


def lists(workspace: Workspace, answers: Sequence[Measured]) -> int:
    """How many were shown the list, at once or later."""
    late = [told["text"] for told in workspace.slack.told("respond")]
    return sum("Open reports" in text for text in [*late, *(answer.text for answer in answers)])


def test_r2_a_form_whose_first_delivery_died_before_the_commit_is_filed_by_the_second(workspace: Workspace) -> None:
    with dying_at("INSERT INTO history"):
        first = workspace.file(TEACHER, WHAT)
    assert "Something broke" in first.json()["errors"]["what"]
    assert numbers(workspace) == []

    second = workspace.file(TEACHER, WHAT)

    assert (second.status_code, second.text) == (200, "")
    assert numbers(workspace) == [f"CAR-{this_year()}-001"]
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
