"""The administrator's commands about Teams: registrations, the app's package, the first seat."""

import io
import json
import re
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from bot.sealing import Seal
from domain.people import Role
from storage.db import Database
from storage.installations import Installation, installation
from storage.passes import passes
from storage.people import Account, People
from storage.system import connect_workspace, join_workspace
from tests.bot.installed import KEY
from tests.bot.test_cli import kaizen
from tests.conftest import MR, District
from tests.story import filed
from tests.teams.conftest import PRINCIPAL, TEACHER, Tenant
from tests.teams.people import say

APP, TENANT = "0A1B2C3D-0000-4000-8000-000000000001", "0A1B2C3D-0000-4000-8000-00000000000A"
OTHER = "0a1b2c3d-0000-4000-8000-00000000000b"
PERSON = "0A1B2C3D-0000-4000-8000-0000000000FF"
CLIENT_SECRET = "a client secret of Azure"


@pytest.fixture(autouse=True)
def _here(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("SECRET_KEY", KEY)


@pytest.fixture
def add(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Register a tenant; the secret comes by standard input."""

    def added(app: str = APP, tenant: str = TENANT, *more: str, secret: str = CLIENT_SECRET) -> int:
        monkeypatch.setattr(sys, "stdin", io.StringIO(f"{secret}\n"))
        return kaizen("teams", "add", "--app", app, "--tenant", tenant, *more)

    return added


def kept(database: Database, tenant: str = TENANT) -> Installation:
    found = database.system_now(lambda connection: installation(connection, "teams", tenant.lower()))
    assert found
    return found


def everything(database: Database) -> str:
    return str(database.system_now(lambda c: c.exec_driver_sql("SELECT * FROM installations").all()))


def with_teams(district: District) -> None:
    """The district of Slack has a tenant of Teams as well."""
    district.database.system_now(lambda c: join_workspace(c, "teams", TENANT.lower(), district.id))


def test_a_tenant_is_added_to_a_district_and_its_secret_is_not_readable(
    add: Any, district: District, capsys: Any
) -> None:
    assert add(APP, TENANT, "--district", "sunrise") == 0

    assert f"The tenant {TENANT.lower()} is connected to the district t1." in capsys.readouterr().out
    assert CLIENT_SECRET not in everything(district.database)
    found = kept(district.database)
    assert (found.bot_user, Seal([KEY]).open(found.token or "")) == (APP.lower(), CLIENT_SECRET)
    kaizen("teams", "list")
    assert f"{TENANT.lower()}  {APP.lower()}  t1  secret from command, since" in capsys.readouterr().out
    kaizen("district", "list")
    assert f"{TENANT.lower()}, T1" in capsys.readouterr().out


def test_without_a_district_a_new_tenant_gets_its_own_which_is_found_by_it(
    add: Any, database: Database, capsys: Any
) -> None:
    assert add() == 0

    assert kaizen("district", "show", TENANT) == 0
    assert "timezone='America/Chicago'" in capsys.readouterr().out
    assert kept(database).live


def test_a_tenant_of_another_district_is_not_taken_over(add: Any, district: District, capsys: Any) -> None:
    district.database.system_now(lambda c: connect_workspace(c, "teams", TENANT.lower(), new="hill"))

    assert add(APP, TENANT, "--district", "sunrise") == 1
    assert "belongs to another district already" in capsys.readouterr().out
    assert everything(district.database) == "[]"


def test_one_registration_is_for_one_tenant(add: Any, database: Database, capsys: Any) -> None:
    assert add() == 0
    capsys.readouterr()

    assert add(APP, OTHER) == 1

    assert f"registered for the tenant {TENANT.lower()}: each district has its own." in capsys.readouterr().out
    assert kept(database).live


@pytest.mark.parametrize(
    ("app", "tenant", "secret", "said"),
    [
        (APP, TENANT, "", "Nothing was typed. The client secret stands in Azure"),
        ("kaizen", TENANT, CLIENT_SECRET, "kaizen is no app id: use one such as"),
        (APP, "sunrise.example", CLIENT_SECRET, "sunrise.example is no tenant id: use one such as"),
    ],
)
def test_what_does_not_fit_changes_nothing(
    add: Any, database: Database, capsys: Any, app: str, tenant: str, secret: str, said: str
) -> None:
    assert add(app, tenant, secret=secret) == 1
    assert said in capsys.readouterr().out
    assert everything(database) == "[]"


def test_without_a_key_no_secret_is_kept(add: Any, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    monkeypatch.delenv("SECRET_KEY")

    assert add() == 1
    assert "SECRET_KEY is not set. Tokens are kept encrypted with it." in capsys.readouterr().out


def test_a_registration_is_removed_and_listed_as_stopped(add: Any, database: Database, capsys: Any) -> None:
    kaizen("teams", "list")
    assert "No tenant yet" in capsys.readouterr().out
    add()

    assert kaizen("teams", "remove", TENANT) == 0
    assert kept(database).token is None
    capsys.readouterr()
    kaizen("teams", "list")
    assert "stopped on " in capsys.readouterr().out
    kaizen("teams", "remove", TENANT)
    assert "was stopped before" in capsys.readouterr().out
    assert kaizen("teams", "remove", OTHER) == 1
    assert f"There is no tenant {OTHER}" in capsys.readouterr().out


def test_one_that_was_removed_is_added_again_with_another_secret(add: Any, database: Database) -> None:
    add()
    kaizen("teams", "remove", TENANT)

    assert add(secret="a newer one") == 0
    assert Seal([KEY]).open(kept(database).token or "") == "a newer one"
    assert kept(database).live


def test_a_new_key_encrypts_the_secrets_of_teams_as_well(
    add: Any, database: Database, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    add()
    new = "another key of thirty-two characters"
    monkeypatch.setenv("SECRET_KEY", f"{new},{KEY}")

    assert kaizen("workspace", "reseal") == 0

    assert "1 tokens are encrypted" in capsys.readouterr().out
    assert Seal([new]).open(kept(database).token or "") == CLIENT_SECRET


# The package


def manifest(file: Path) -> dict[str, Any]:
    with ZipFile(file) as package:
        assert sorted(package.namelist()) == ["color.png", "manifest.json", "outline.png"]
        found: dict[str, Any] = json.loads(package.read("manifest.json"))
    return found


def test_the_package_is_made_for_the_app_that_is_named_or_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    monkeypatch.setenv("PUBLIC_URL", "https://kaizen.sunrise.example")
    assert kaizen("teams-package", str(tmp_path / "named.zip"), "--app", APP) == 0
    assert "is ready: upload it in the Teams admin center" in capsys.readouterr().out
    assert manifest(tmp_path / "named.zip")["id"] == APP.lower()

    monkeypatch.setenv("TEAMS_APP_ID", OTHER)
    assert kaizen("teams-package", str(tmp_path / "set.zip")) == 0
    assert manifest(tmp_path / "set.zip")["bots"][0]["botId"] == OTHER


@pytest.mark.parametrize("app", [[], ["--app", "kaizen"]])
def test_without_an_app_no_package_is_made(tmp_path: Path, app: list[str], capsys: Any) -> None:
    assert kaizen("teams-package", str(tmp_path / "made.zip"), *app) == 1

    assert "Give the Microsoft App ID of the Azure Bot: --app ID, or TEAMS_APP_ID." in capsys.readouterr().out
    assert not (tmp_path / "made.zip").exists()


# The first seat


def code(capsys: Any, name: str) -> str:
    capsys.readouterr()
    assert kaizen("district", "claim-code", name) == 0
    (found,) = re.findall(r"^([2-9A-Z]{4}(?:-[2-9A-Z]{4}){2})$", capsys.readouterr().out, re.MULTILINE)
    return str(found)


def holders(tenant: Tenant) -> set[str]:
    def seated(tx: Any) -> set[str]:
        people = People(tx)
        return set(people.names(people.holders(Role.MANAGEMENT_REPRESENTATIVE)).values())

    found: set[str] = tenant.do(seated, write=False)
    return found


def test_whoever_types_the_code_takes_the_first_seat_and_it_is_good_once(bare_tenant: Tenant, capsys: Any) -> None:
    made = code(capsys, "sunrise")

    say(bare_tenant, TEACHER, f"claim {made.lower()}")

    bare_tenant.reads(TEACHER, "Still to set up")
    assert len(holders(bare_tenant)) == 1
    assert made not in everything_of(bare_tenant, "codes")
    assert "This code is not good, or not any more." in str(say(bare_tenant, PRINCIPAL, f"claim {made}"))
    assert kaizen("district", "claim-code", "sunrise") == 1
    assert "is management representative already, and can hand the seat over." in capsys.readouterr().out


def everything_of(tenant: Tenant, table: str) -> str:
    return str(tenant.database.system_now(lambda c: c.exec_driver_sql(f"SELECT * FROM {table}").all()))  # noqa: S608


def test_a_newer_code_makes_those_before_it_useless_and_a_wrong_one_takes_nothing(
    bare_tenant: Tenant, capsys: Any
) -> None:
    first, second = code(capsys, "sunrise"), code(capsys, "sunrise")

    assert "This code is not good" in str(say(bare_tenant, TEACHER, f"claim {first}"))
    assert "This code is not good" in str(say(bare_tenant, TEACHER, "claim"))
    assert holders(bare_tenant) == set()
    say(bare_tenant, TEACHER, f"claim {second}")
    bare_tenant.reads(TEACHER, "Still to set up")


# Somebody of Teams, named on the machine


def in_teams(district: District, email: str = "") -> Account:
    """Somebody who has used Kaizen in Teams."""
    with_teams(district)

    def meet(tx: Any) -> Account:
        made = People(tx).meet("teams", TENANT.lower(), PERSON.lower(), "Terry")
        People(tx).refresh(replace(made, email=email or None))
        return made

    found: Account = district.do(meet)
    return found


def test_the_seat_is_given_to_an_object_id_however_it_is_written(district: District, capsys: Any) -> None:
    with_teams(district)

    for written in (PERSON, PERSON.lower()):
        assert kaizen("district", "set", "sunrise", f"management_representative={written}") == 0
    found = district.do(lambda tx: People(tx).account("teams", TENANT.lower(), PERSON.lower()))
    assert found
    assert set(district.do(lambda tx: People(tx).holders(Role.MANAGEMENT_REPRESENTATIVE))) >= {found.person}
    assert capsys.readouterr().out.count("management_representative:") == 2


def test_the_seat_is_given_by_an_email_that_teams_has_told(district: District, capsys: Any) -> None:
    known = in_teams(district, "terry@sunrise.example")

    assert kaizen("district", "set", "sunrise", "management_representative=Terry@Sunrise.example") == 0
    assert known.person in district.do(lambda tx: People(tx).holders(Role.MANAGEMENT_REPRESENTATIVE))
    assert "management_representative: Terry" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("named", "said"),
    [
        (PERSON, "This district has no workspace of Teams yet."),
        ("Terry", "in Teams it is the Object ID that Microsoft Entra shows of them."),
        ("nobody@sunrise.example", "Nobody with nobody@sunrise.example was seen yet."),
    ],
)
def test_who_cannot_be_found_gets_no_seat_and_it_says_why(
    district: District, capsys: Any, named: str, said: str
) -> None:
    assert kaizen("district", "set", "sunrise", f"management_representative={named}") == 1
    assert said in capsys.readouterr().out
    holders = district.do(lambda tx: People(tx).holders(Role.MANAGEMENT_REPRESENTATIVE))
    assert district.person(MR) in holders


@pytest.mark.parametrize("reader", [PERSON, PERSON.lower(), "terry@sunrise.example"])
def test_a_link_is_made_for_somebody_of_teams(
    district: District, capsys: Any, monkeypatch: pytest.MonkeyPatch, reader: str
) -> None:
    monkeypatch.setenv("PUBLIC_URL", "https://kaizen.example.org")
    known = in_teams(district, "terry@sunrise.example")
    number = filed(district).number

    assert kaizen("link", number, "--for", reader) == 0
    assert capsys.readouterr().out.startswith("https://kaizen.example.org/page/report/")
    assert [row["person"] for row in district.do(lambda tx: tx.rows(passes))] == [known.person]
