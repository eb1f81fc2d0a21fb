"""`kaizen import people`: the district's list of staff."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from domain.people import Role
from domain.places import PlaceKind
from storage.outbox import Outbox
from storage.people import People
from storage.places import Places
from storage.verify import verify
from tests.bot.test_cli import kaizen
from tests.conftest import MR, NOW, TEACHER, District
from tests.office import setting
from tests.story import CHIEF, ask, drawn_again, filed, owed, settled, with_seats

HEAD = "email,name,school,department,roles,deputy_of"
WHOLE = (
    "ann@x.example,Ann Archer,West School,,principal,",
    "Bob@X.example,Bob Byrd,East School,,cabinet member;MRT_member,principal@West School",
    "cho@x.example,Che Chow,,,superintendent,",
)
SEATS = 5


@pytest.fixture(autouse=True)
def _here(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", database_url)


def written(path: Path, *lines: str, head: str = HEAD) -> str:
    path.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    return str(path)


def holders(district: District, role: Role, place: str = "") -> list[str]:
    def work(tx: Any) -> list[str]:
        people = People(tx)
        names = people.names(people.holders(role, place))
        return [names[person] for person in people.holders(role, place)]

    found: list[str] = district.do(work)
    return found


def seen(district: District, external: str, email: str) -> None:
    """Somebody's first word: the directory tells their e-mail."""

    def meet(tx: Any) -> None:
        account = replace(district.account(tx, external), email=email, name=external, checked_at=NOW)
        if People(tx).refresh(account):
            Outbox(tx).welcome(account.person)

    district.do(meet)


def test_people_get_their_seats_and_a_second_run_changes_nothing(
    district: District, tmp_path: Path, capsys: Any
) -> None:
    file = written(tmp_path / "people.csv", *WHOLE)

    assert kaizen("import", "people", file) == 0
    assert capsys.readouterr().out == "3 people, 3 of them new; 5 seats given; 0 places added\n"
    assert holders(district, Role.PRINCIPAL, district.school("West School")) == ["Ann Archer", "Bob Byrd"]
    assert holders(district, Role.CABINET_MEMBER) == ["Bob Byrd"]

    assert kaizen("import", "people", file, "--district", "T1") == 0
    assert capsys.readouterr().out == "3 people, 0 of them new; 0 seats given; 0 places added\n"
    assert district.do(verify).broken == []


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("ann,Ann Archer,,,,", "“ann” is not an e-mail address."),
        ("ann@x.example,,,,,", "a name has 1 to 200 letters."),
        ("ann@x.example,Ann,Eastt School,,,", "there is no school “Eastt School”. Did you mean East School?"),
        ("ann@x.example,Ann,,,princpal,", "there is no role “princpal”. Did you mean principal?"),
        ("ann@x.example,Ann,,,principal,", "principal needs a school: fill that column, or write principal@"),
        ("ann@x.example,Ann,,,recorder@East School,", "recorder is a seat of the whole district"),
        ("cho@x.example,Ann,,,,", "line 2 has cho@x.example already."),
        ("ann@x.example,Ann,,,superintendent,", "line 2 has superintendent already."),
    ],
)
def test_a_line_that_does_not_fit_is_named_and_nothing_is_written(
    district: District, tmp_path: Path, capsys: Any, line: str, said: str
) -> None:
    file = written(tmp_path / "people.csv", WHOLE[2], line)

    assert kaizen("import", "people", file) == 1

    told = capsys.readouterr().out
    assert f"line 3: {said}" in told
    assert "1 line does not fit, so nothing was written." in told
    assert holders(district, Role.SUPERINTENDENT) == []


def test_a_dry_run_says_what_would_be_done_and_writes_nothing(district: District, tmp_path: Path, capsys: Any) -> None:
    file = written(tmp_path / "people.csv", *WHOLE)

    assert kaizen("import", "people", file, "--dry-run") == 0

    assert capsys.readouterr().out.startswith("Nothing was written. It would be: 3 people, 3 of them new; 5 seats")
    assert holders(district, Role.SUPERINTENDENT) == []


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ("email,school", "The column name is missing."),
        ("email,name,shool", "There is no column shool."),
    ],
)
def test_a_wrong_column_is_named(district: District, tmp_path: Path, capsys: Any, head: str, said: str) -> None:
    assert kaizen("import", "people", written(tmp_path / "people.csv", head=head)) == 1
    assert said in capsys.readouterr().out
    assert kaizen("import", "people", str(tmp_path / "none.csv")) == 1
    assert "cannot be read" in capsys.readouterr().out
    assert district


def test_who_is_expected_gets_their_account_when_first_seen_and_what_was_kept(
    district: District, tmp_path: Path
) -> None:
    kaizen("import", "people", written(tmp_path / "people.csv", *WHOLE))
    west = district.school("West School")
    district.do(lambda tx: Outbox(tx).owe_seat(Role.PRINCIPAL, "car.triage", "CAR-1", key="k", place=west))
    assert district.do(lambda tx: Outbox(tx).ledger()["unfilled"]) == 2 + SEATS

    seen(district, "U77", "ann@x.example")

    assert district.do(lambda tx: district.call(tx, "U77").viewer.holds(Role.PRINCIPAL, west))
    assert district.do(lambda tx: Outbox(tx).ledger()) == {
        "pending": 1 + 1,  # Ann hears of her seat as well
        "sent": 0,
        "failed": 0,
        "unfilled": 1 + SEATS - 1,
        "skipped": 0,
    }
    assert [what for what, _ in owed(district)].count("people.seated") == SEATS
    assert district.do(verify).broken == []


def test_whoever_is_replaced_by_an_import_is_told_and_keeps_no_words(district: District, tmp_path: Path) -> None:
    filed(with_seats(district), concerns="quality_office")
    settled(district)

    kaizen("import", "people", written(tmp_path / "people.csv", *WHOLE))

    assert ("people.unseated", CHIEF) in owed(district)
    assert ("car.triage", CHIEF) in drawn_again(district)


def test_who_is_on_the_list_is_staff_where_staff_are_named_until_taken_off(district: District, tmp_path: Path) -> None:
    setting(district, "staff", "named")
    kaizen("import", "people", written(tmp_path / "people.csv", "ann@x.example,Ann Archer,,,,"))
    seen(district, "U77", "ann@x.example")

    def is_staff() -> bool:
        return bool(district.do(lambda tx: district.call(tx, "U77").viewer.staff))

    assert is_staff()
    ask(district, MR, "people.staff_remove", {"person": district.person("U77")})
    assert not is_staff()
    kaizen("import", "people", written(tmp_path / "people.csv", "ann@x.example,Ann Archer,,,,"))
    assert not is_staff()
    ask(district, MR, "people.staff_add", {"person": district.person("U77")})
    assert is_staff()


def test_somebody_who_moved_to_another_school_is_moved(district: District, tmp_path: Path, capsys: Any) -> None:
    from storage.roster import workplaces

    for school in ("West School", "East School", "East School"):
        kaizen("import", "people", written(tmp_path / "people.csv", f"ann@x.example,Ann,{school},,,"))

    (row,) = district.do(lambda tx: tx.rows(workplaces))
    assert (row["school"], row["version"]) == (district.school("East School"), 2)
    assert district.do(verify).broken == []
    assert "1 people, 0 of them new" in capsys.readouterr().out


def test_a_guest_with_an_expected_email_gets_nobodys_seat(district: District, tmp_path: Path) -> None:
    kaizen("import", "people", written(tmp_path / "people.csv", *WHOLE))

    def meet(tx: Any) -> bool:
        account = replace(district.account(tx, "U77"), email="cho@x.example", guest=True, checked_at=NOW)
        return People(tx).refresh(account)

    assert district.do(meet) is False
    assert not district.do(lambda tx: district.call(tx, "U77").viewer.holds(Role.SUPERINTENDENT))


def test_somebody_seen_before_is_found_by_their_email(district: District, tmp_path: Path) -> None:
    seen(district, TEACHER, "cho@x.example")

    kaizen("import", "people", written(tmp_path / "people.csv", *WHOLE))

    assert district.do(lambda tx: People(tx).holders(Role.SUPERINTENDENT)) == [district.person(TEACHER)]


@pytest.mark.parametrize(("database_url", "people"), [("sqlite", 3000), ("postgresql", 600)], indirect=["database_url"])
def test_r11_three_thousand_people_and_250_schools_cost_no_more_each_than_a_few(
    district: District, tmp_path: Path, people: int
) -> None:
    """Some seconds on two cores; what counts is that it is asked as much for the last one as for the first."""
    lines = [f"p{n}@x.example,Person {n},School {n % 250:03},,{'principal' if n < 250 else ''}," for n in range(people)]
    some = people // 10
    few, many = written(tmp_path / "few.csv", *lines[:some]), written(tmp_path / "many.csv", *lines)

    with asked_of_the_database() as first:
        assert kaizen("import", "people", few, "--add-places") == 0
    with asked_of_the_database() as then:
        assert kaizen("import", "people", many, "--add-places") == 0

    assert some < len(first) < some * 40
    assert len(then) <= len(first) * 10
    assert district.do(lambda tx: len(Places(tx).all(PlaceKind.SCHOOL))) == 252


@contextmanager
def asked_of_the_database() -> Iterator[list[str]]:
    """Every statement that it is told meanwhile."""
    told: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        told.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    yield told
    event.remove(Engine, "before_cursor_execute", note)


def test_an_administrator_is_named_by_command_and_sees_no_more_of_records(district: District, capsys: Any) -> None:
    assert kaizen("district", "set", "T1", f"administrator={TEACHER}") == 0
    assert "beside the admins of the workspace" in capsys.readouterr().out

    viewer = district.do(lambda tx: district.call(tx, TEACHER).viewer)
    assert viewer.administrator
    assert not viewer.is_mr
