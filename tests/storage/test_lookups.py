"""What is looked up by id: each id once in a transaction, also where somebody expected it to be wanted."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from sqlalchemy import event

from storage.db import Tx
from storage.people import CALLED, People
from tests.conftest import MR, PRINCIPAL, TEACHER, District


@contextmanager
def asked(district: District) -> Iterator[list[str]]:
    told: list[str] = []

    def hear(_: Any, __: Any, statement: str, *___: Any) -> None:
        if "accounts.name" in statement and "accounts.person IN" in statement:
            told.append(statement)

    event.listen(district.database.writer, "before_cursor_execute", hear)
    yield told
    event.remove(district.database.writer, "before_cursor_execute", hear)


def test_each_is_asked_for_once_in_a_transaction(district: District) -> None:
    one, two, three = (district.person(who) for who in (TEACHER, PRINCIPAL, MR))

    def work(tx: Tx) -> list[set[str]]:
        people = People(tx)
        people.expect_names([one, None])
        found = [people.names([one]), people.names([one, two]), people.names([]), people.names([two])]
        people.expect_names([one, two])
        people.expect_names([three])
        return [set(each) for each in (*found, people.names([three, one]))]

    with asked(district) as told:
        assert district.do(work) == [{one}, {one, two}, set(), {two}, {one, three}]

    assert len(told) == 3


def test_it_is_asked_again_in_another_transaction_and_after_a_change(district: District) -> None:
    one = district.person(TEACHER)

    def work(tx: Tx) -> list[str]:
        people = People(tx)
        account = people.accounts_of([one])[0]
        before = people.names([one])[one]
        people.refresh(replace(account, name="Newly Named"))
        return [before, people.names([one])[one]]

    before, after = district.do(work)

    assert before != after == "Newly Named"
    assert district.do(lambda tx: People(tx).names([one])) == {one: "Newly Named"}
    assert district.do(lambda tx: CALLED.look_up(tx, ["nobody"])) == {}
