"""What a district has set up is kept in memory, and is never older than the last commit."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event

from domain.people import Role
from domain.places import PlaceKind
from storage import kept as kept_module
from storage.db import Database, Tx
from storage.kept import MOST, remembered, unless_none
from storage.people import People
from storage.places import Places, places
from storage.settings import DistrictSettings
from tests.conftest import DISTRICT, MR, TEACHER, District, counter


def name(tx: Tx) -> str:
    return DistrictSettings(tx).all()["name"]


def call_it(what: str) -> Callable[[Tx], None]:
    return lambda tx: DistrictSettings(tx).set("name", what, by="system")


@contextmanager
def statements(database: Database) -> Iterator[list[str]]:
    """What the database is asked meanwhile."""
    told: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        told.append(statement)

    event.listen(database.reader, "before_cursor_execute", note)
    yield told
    event.remove(database.reader, "before_cursor_execute", note)


def test_what_was_read_once_is_not_read_again(district: District) -> None:
    def ask(tx: Tx) -> tuple[object, ...]:
        return name(tx), People(tx).holders(Role.MANAGEMENT_REPRESENTATIVE), Places(tx).all()

    first = district.do(ask, write=False)
    with statements(district.database) as told:
        second = district.do(ask, write=False)

    assert first == second
    assert [one for one in told if "FROM" in one and "FROM history" not in one] == []


def test_what_somebody_else_committed_is_seen_by_the_next(district: District) -> None:
    assert district.do(name, write=False) == ""

    district.do(call_it("Sunrise"))

    assert district.do(name, write=False) == "Sunrise"


def test_another_process_sees_it_as_well(district: District) -> None:
    other = District(Database(district.database.url.render_as_string(hide_password=False), mint=counter()))
    assert other.do(name, write=False) == ""

    district.do(call_it("Sunrise"))

    assert other.do(name, write=False) == "Sunrise"
    other.database.close()


def test_a_transaction_sees_what_it_changed_itself(district: District) -> None:
    def work(tx: Tx) -> tuple[str, str, str]:
        before = name(tx)
        call_it("Sunrise")(tx)
        changed = name(tx)
        call_it("Sunset")(tx)
        return before, changed, name(tx)

    assert district.do(work) == ("", "Sunrise", "Sunset")


def test_what_was_undone_was_never_so(district: District) -> None:
    def work(tx: Tx) -> None:
        call_it("Sunrise")(tx)
        assert name(tx) == "Sunrise"
        raise OSError("the connection is lost")

    with pytest.raises(OSError, match="lost"):
        district.do(work)

    assert district.do(name, write=False) == ""


def test_what_one_transaction_has_not_committed_is_not_seen_by_another(district: District) -> None:
    def work(tx: Tx) -> str:
        call_it("Sunrise")(tx)
        name(tx)
        return str(district.do(name, write=False))

    assert district.do(work) == ""
    assert district.do(name, write=False) == "Sunrise"


def test_a_change_of_one_table_leaves_the_others_kept(district: District) -> None:
    district.do(lambda tx: (name(tx), Places(tx).all()), write=False)
    district.do(call_it("Sunrise"))

    with statements(district.database) as told:
        district.do(lambda tx: (name(tx), Places(tx).all()), write=False)

    assert [one for one in told if "FROM places" in one] == []
    assert len([one for one in told if "FROM settings" in one]) == 1


def test_after_very_many_changes_all_is_read_again(district: District) -> None:
    district.do(lambda tx: (name(tx), Places(tx).all()), write=False)

    district.do(lambda tx: [Places(tx).add(PlaceKind.SCHOOL, f"School {n}", by="system") for n in range(MOST + 1)])
    district.do(call_it("Sunrise"))

    found = district.do(lambda tx: (name(tx), len(Places(tx).all())), write=False)
    assert found == ("Sunrise", MOST + 3)


def test_two_districts_keep_apart(district: District) -> None:
    district.do(call_it("Sunrise"))
    other = District(district.database, "sunset")
    other.do(call_it("Sunset"))

    assert (district.do(name, write=False), other.do(name, write=False)) == ("Sunrise", "Sunset")
    assert district.id == DISTRICT


def test_a_seat_given_and_taken_and_two_who_are_one_are_seen_at_once(district: District) -> None:
    teacher, mr = district.person(TEACHER), district.person(MR)
    role = Role.SUPERINTENDENT
    assert district.do(lambda tx: People(tx).holders(role), write=False) == []

    district.do(lambda tx: People(tx).seat(role, teacher, by="system"))
    assert district.do(lambda tx: People(tx).holders(role), write=False) == [teacher]

    district.do(lambda tx: People(tx).merge(mr, teacher, by="system"))
    assert district.do(lambda tx: People(tx).holders(role), write=False) == [mr]

    district.do(lambda tx: People(tx).unseat(role, mr, by="system"))
    assert district.do(lambda tx: People(tx).holders(role), write=False) == []


def test_who_began_before_a_change_leaves_nothing_old_behind(district: District) -> None:
    """SQLite shows a transaction the database as it was when it began, while others remember what came since."""

    def schools(tx: Tx) -> int:
        return len(Places(tx).all())

    district.do(name, write=False)

    def began_before(tx: Tx) -> None:
        tx.rows(places)  # from here on it sees no change, on SQLite
        district.do(lambda other: Places(other).add(PlaceKind.SCHOOL, "North School", by="system"))
        district.do(name, write=False)  # somebody else knows of the change, and has not asked for places yet
        schools(tx)

    district.do(began_before, write=False)

    assert district.do(schools, write=False) == 3


def test_whoever_asks_for_an_account_need_not_ask_history_as_well(district: District) -> None:
    def ask(tx: Tx) -> str:
        district.account(tx, TEACHER)
        return name(tx)

    district.do(ask, write=False)
    with statements(district.database) as told:
        district.do(ask, write=False)
    assert len([one for one in told if "FROM" in one]) == 1

    district.do(call_it("Moonrise"))
    assert district.do(ask, write=False) == "Moonrise"


def test_what_this_process_entered_itself_it_need_not_ask_history(district: District) -> None:
    """Whoever comes next hears the number of an entry that is known; but after one of another process is asked."""

    def ask(tx: Tx) -> tuple[str, int]:
        district.account(tx, TEACHER)
        return name(tx), len(Places(tx).all())

    def entered_and_asked(by: District, what: str) -> list[str]:
        by.do(call_it(what))
        with statements(district.database) as told:
            assert district.do(ask, write=False)[0] == what
        return [one for one in told if "FROM" in one]

    district.do(ask, write=False)
    other = District(Database(district.database.url.render_as_string(hide_password=False), mint=counter()))

    assert len(entered_and_asked(district, "Moonrise")) == 2  # the account, and the settings
    assert len(entered_and_asked(other, "Sunset")) == 3  # and history
    assert len(entered_and_asked(district, "Moonrise")) == 2
    other.database.close()


def test_that_there_is_nothing_is_kept_until_something_of_that_table_is_entered(district: District) -> None:
    asked: list[str] = []

    def schools(tx: Tx, about: str = "schools") -> list[str]:
        def look() -> list[str]:
            asked.append(about)
            return [place.name for place in Places(tx).all() if place.name.startswith("North")]

        return unless_none(tx, places, about, look)

    assert [district.do(schools), district.do(schools)] == [[], []]
    assert asked == ["schools"]

    def add_and_ask(tx: Tx) -> list[str]:
        Places(tx).add(PlaceKind.SCHOOL, "North School", by="system")
        return schools(tx)

    assert district.do(add_and_ask) == ["North School"]
    assert district.do(schools) == ["North School"]
    assert len(asked) == 3


def test_what_was_found_about_one_thing_is_kept_until_something_of_that_table_is_entered(district: District) -> None:
    asked: list[str] = []

    def first(tx: Tx, kind: str = "first of all") -> str:
        def look() -> str:
            asked.append(kind)
            return min(place.name for place in Places(tx).all())

        return remembered(tx, places, (kind,), look)

    assert [district.do(first), district.do(first)] == ["East School", "East School"]
    assert asked == ["first of all"]
    assert district.do(lambda tx: first(tx, "another")) == "East School"

    def add_and_ask(tx: Tx) -> str:
        Places(tx).add(PlaceKind.SCHOOL, "Ash School", by="system")
        return first(tx)

    assert district.do(add_and_ask) == "Ash School"
    assert [district.do(first), district.do(first)] == ["Ash School", "Ash School"]
    assert asked == ["first of all", "another", "first of all", "first of all"]


def test_no_more_is_kept_about_one_thing_each_than_so_much(district: District, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_module, "MOST_THINGS", 3)

    for nth in range(9):
        district.do(lambda tx, nth=nth: unless_none(tx, places, str(nth), list))
        district.do(lambda tx, nth=nth: remembered(tx, places, ("a place", nth), lambda: nth))

    made = district.database.memories.get(district.id)
    assert made
    assert len(made.made[places.name]) <= 5
