"""Who is staff in Teams, as docs/operating.md says it."""

from collections.abc import Callable

import pytest

from bot.districts_cli import change
from domain.people import Role
from storage.db import Tx
from storage.people import People
from storage.roster import Roster
from storage.settings import DistrictSettings
from tests.teams.conftest import DATA, MR, PEOPLE, PRINCIPAL, PUPIL, TEACHER, Tenant, account
from tests.teams.people import say

NOT_STAFF = "Kaizen is for staff of"
TEAM = DATA["team"]


def staff_is(tenant: Tenant, value: str) -> None:
    tenant.do(lambda tx: DistrictSettings(tx).set("staff", value, by="system"))


def is_refused(tenant: Tenant, who: str) -> bool:
    return NOT_STAFF in str(say(tenant, who, "help"))


def test_everyone_is_everyone_on_the_list_since_pupils_are_in_the_same_directory(bare_tenant: Tenant) -> None:
    assert is_refused(bare_tenant, TEACHER)

    email = next(one["email"] for one in DATA["people"] if one["key"] == PRINCIPAL)

    def listed(tx: Tx) -> None:
        Roster(tx).expect(email, People(tx).expected(by="system"), "Principal")

    bare_tenant.do(listed)
    assert not is_refused(bare_tenant, PRINCIPAL)
    assert is_refused(bare_tenant, PUPIL)


def test_by_domain_the_email_decides(bare_tenant: Tenant) -> None:
    staff_is(bare_tenant, "domain:nowhere.example")
    assert is_refused(bare_tenant, TEACHER)

    domain = next(one["email"] for one in DATA["people"] if one["key"] == TEACHER).partition("@")[2]
    staff_is(bare_tenant, f"domain:{domain}")
    assert not is_refused(bare_tenant, TEACHER)
    assert not is_refused(bare_tenant, PUPIL)  # whose e-mail ends alike: so it is for districts where it does not


def test_by_group_those_in_the_team_are_staff(bare_tenant: Tenant) -> None:
    bare_tenant.client.act("team", MR)  # adds Kaizen to it
    staff_is(bare_tenant, f"group:{TEAM['id']}")

    assert TEACHER in TEAM["members"]
    assert not is_refused(bare_tenant, TEACHER)
    assert is_refused(bare_tenant, PUPIL)


@pytest.mark.parametrize("written", [str.upper, str.lower])
def test_a_name_on_the_machine_and_in_chat_is_one_person(bare_tenant: Tenant, written: Callable[[str], str]) -> None:
    named = written(PEOPLE[MR])
    bare_tenant.do(lambda tx: change(tx, "management_representative", named))

    say(bare_tenant, MR, "home")
    bare_tenant.reads(MR, "Still to set up")
    holders = bare_tenant.do(lambda tx: People(tx).holders(Role.MANAGEMENT_REPRESENTATIVE))
    assert bare_tenant.do(lambda tx: account(tx, MR).person) in holders
    assert bare_tenant.count("accounts") == 1
