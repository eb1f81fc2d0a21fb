"""One district on Slack and Teams: one person, one ledger, and messages where they were last."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from pydantic import SecretStr

from playground.testing import Served
from storage.db import Tx
from storage.pairs import pairs
from storage.people import People
from storage.staff import Staff
from storage.where import reach_at
from tests.bot.conftest import SECRET, Workspace, until
from tests.bot.fake_slack import FakeSlack
from tests.conftest import MR as SLACK_MR
from tests.conftest import TEACHER as SLACK_TEACHER
from tests.conftest import District
from tests.teams.conftest import PEOPLE, TEACHER, TENANT, Tenant, serving
from tests.teams.people import WHAT, press, report, say

EMAIL = "u01teacher@sunrise.example"


@dataclass
class Both:
    slack: Workspace
    teams: Tenant


@pytest.fixture
def both(district: District, database_url: str) -> Iterator[Both]:
    """The small district on Slack, whose tenant of Teams is registered in the environment."""
    fake = FakeSlack()

    def set_up(tx: Tx) -> None:
        """The teacher of both has one e-mail; the one in Teams is on the list."""
        people = People(tx)
        known = people.meet("slack", "T1", SLACK_TEACHER)
        people.refresh(replace(known, email=EMAIL))
        Staff(tx).name(people.meet("teams", TENANT, PEOPLE[TEACHER], "Teacher").person, by="system")

    district.do(set_up)
    with Served(fake.app()) as running:
        fake.url = running.url
        more = {
            "slack_bot_token": SecretStr("xoxb-test"),
            "slack_signing_secret": SecretStr(SECRET),
            "slack_api_url": f"{fake.url}/api/",
        }
        with serving(database_url, **more) as teams:
            yield Both(Workspace(teams.url, fake, district), teams)


def link(both: Both) -> None:
    """The teacher writes in Teams, and the quality office says that both accounts are theirs."""
    say(both.teams, TEACHER, "help")
    until(lambda: both.slack.count("pairs"))
    pair = both.teams.do(lambda tx: tx.rows(pairs)[0]["id"])
    both.slack.press(SLACK_MR, "people.pair_yes", pair)
    until(lambda: both.teams.do(lambda tx: People(tx).viewer(People(tx).meet("slack", "T1", SLACK_TEACHER)).merged))


def test_the_tenant_of_the_environment_joins_the_one_district(both: Both) -> None:
    report(both.teams, TEACHER)

    both.slack.settled()
    assert WHAT in str(both.slack.slack.direct(SLACK_MR))
    both.teams.reads(TEACHER, "is on record")


def test_two_accounts_of_one_email_are_asked_about_once(both: Both) -> None:
    say(both.teams, TEACHER, "help")
    until(lambda: both.slack.count("pairs"))
    say(both.teams, TEACHER, "help")

    assert both.slack.count("pairs") == 1
    until(lambda: both.slack.slack.direct(SLACK_MR))
    assert "one person?" in str(both.slack.slack.direct(SLACK_MR))


def test_messages_of_a_linked_person_go_where_they_were_last(both: Both) -> None:
    link(both)
    report(both.teams, TEACHER)
    both.slack.settled()
    both.teams.reads(TEACHER, "you hear here when it is decided")
    assert WHAT not in str(both.slack.slack.direct(SLACK_TEACHER))

    both.slack.file(SLACK_TEACHER, "The sink leaks")
    both.slack.settled()
    assert "The sink leaks" in str(both.slack.slack.direct(SLACK_TEACHER))
    assert "The sink leaks" not in both.teams.words(TEACHER)


def test_a_linked_person_chooses_on_their_page_where_messages_go(both: Both) -> None:
    link(both)
    home = str(say(both.teams, TEACHER, "home"))
    assert "Always in Slack" in home
    press(both.teams, TEACHER, "Always in Slack")
    report(both.teams, TEACHER)

    both.slack.settled()
    assert WHAT in str(both.slack.slack.direct(SLACK_TEACHER))
    assert "as you chose" in str(say(both.teams, TEACHER, "home"))


def test_what_one_platform_reports_the_other_reads(both: Both) -> None:
    link(both)
    both.slack.file(SLACK_TEACHER, "The sink leaks")
    both.slack.settled()

    assert "The sink leaks" in str(say(both.teams, TEACHER, "car list mine"))


def test_another_replica_may_have_noted_where_they_were_meanwhile(both: Both) -> None:
    link(both)
    say(both.teams, TEACHER, "help")
    both.teams.do(lambda tx: reach_at(tx, People(tx).meet("slack", "T1", SLACK_TEACHER), chosen=False))
    report(both.teams, TEACHER)
    both.slack.settled()

    both.teams.reads(TEACHER, "you hear here when it is decided")
    assert WHAT not in str(both.slack.slack.direct(SLACK_TEACHER))
