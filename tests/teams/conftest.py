"""The bot as it runs, and the playground's Teams in front of it: both over real HTTP."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot.app import Bot
from bot.settings import PRETENDED, BotSettings
from domain.people import Role
from domain.places import PlaceKind
from playground.app import create_app
from playground.seed import default_data
from playground.teams.seed import default_tenant
from playground.teams.server import Teams
from playground.testing import Client, Served
from storage.db import Database, Tx
from storage.people import Account, People
from storage.places import Places
from storage.settings import DistrictSettings
from storage.staff import Staff
from storage.system import connect_workspace
from tests.bot.conftest import later_ids, until
from tests.conftest import DISTRICT, NOW, ON_SQLITE_FIRST, made_for

DATA = default_tenant()
TENANT, APP = DATA["tenant"]["id"], DATA["app"]["id"]
PEOPLE = {one["key"]: one["id"] for one in DATA["people"]}
TEACHER, PRINCIPAL, MR, DEPUTY, PUPIL, GUEST, NURSE = (
    "teacher",
    "principal",
    "quality",
    "deputy",
    "pupil",
    "guest",
    "nurse",
)
KEY = SecretStr("a key of the tests that is long enough")
STAFF = (TEACHER, PRINCIPAL, MR, DEPUTY, "superintendent", NURSE)


@dataclass
class Tenant:
    """People in a tenant of Teams who use the bot at `url`."""

    url: str
    client: Client
    teams: Teams
    database: Database

    def do(self, work: Any, *, write: bool = True) -> Any:
        return self.database.do(DISTRICT, work, now=NOW, door="test", write=write)

    def count(self, table: str) -> int:
        from storage.db import metadata

        return len(self.do(lambda tx: tx.rows(metadata.tables[table]), write=False))

    def settled(self) -> dict[str, int]:
        """The ledger, once nothing is pending any more."""
        from storage.outbox import Outbox

        def ledger() -> dict[str, int]:
            found: dict[str, int] = self.do(lambda tx: Outbox(tx).ledger(), write=False)
            return found

        until(lambda: not ledger()["pending"])
        return ledger()

    def words(self, who: str, channel: str = "") -> str:
        """Everything that somebody reads in their chat with the bot, or in a channel."""
        return str(self.client.chat(who, channel))

    def reads(self, who: str, words: str, channel: str = "") -> None:
        """Wait until somebody reads this."""
        until(lambda: words in self.words(who, channel))


def settings(url: str, playground: str, **more: Any) -> BotSettings:
    told = {
        "database_url": url,
        "teams_app_id": APP,
        "teams_app_password": SecretStr(PRETENDED),
        "teams_tenant_id": TENANT,
        "secret_key": KEY,
        "teams_authority": f"{playground}/teams/authority",
        "messages_a_second": 0,
    }
    return BotSettings(**{**told, **more})


def account(tx: Tx, who: str) -> Account:
    return People(tx).meet("teams", TENANT, PEOPLE[who], who)


def set_up(tx: Tx) -> None:
    """A small district that has only Teams: one school with a principal, an MR with a deputy, and who is staff."""
    DistrictSettings(tx).set("timezone", "America/Chicago", by="system")
    Places(tx).set_names(PlaceKind.SCHOOL, ["East School"], by="system")
    (school,) = Places(tx).all(PlaceKind.SCHOOL)
    people = People(tx)
    people.seat(Role.MANAGEMENT_REPRESENTATIVE, account(tx, MR).person, by="system")
    people.seat(Role.MANAGEMENT_REPRESENTATIVE, account(tx, DEPUTY).person, deputy=True, by="system")
    people.seat(Role.PRINCIPAL, account(tx, PRINCIPAL).person, place=school.id, by="system")
    for who in STAFF:
        Staff(tx).name(account(tx, who).person, by="system")


@contextmanager
def serving(database_url: str, **more: Any) -> Iterator[Tenant]:
    """The bot while it runs, with a playground of its own."""
    database = Database(database_url, mint=later_ids())
    app = create_app(default_data(), "http://127.0.0.1:9/slack/events")
    teams: Teams = app.state.teams
    teams.faults.invoke_seconds = teams.faults.message_seconds = 90.0  # however slow this machine is
    with Served(app) as playground, Client(playground.url) as client:
        bot = Bot(settings(database_url, playground.url, **more), database, teams=True)
        with Served(bot.web()) as running:
            teams.bot_url = f"{running.url}/api/messages"
            yield Tenant(running.url, client, teams, database)
    database.close()


@pytest.fixture(params=ON_SQLITE_FIRST)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The same as everywhere; but a door is tested on PostgreSQL by `make torture`, unless a file says `ON_BOTH`."""
    return made_for(request, tmp_path)


@pytest.fixture
def bare_tenant(database_url: str, database: Database) -> Iterator[Tenant]:
    """A district with Teams as it is before anybody set anything."""
    with database.begin() as connection:
        connect_workspace(connection, "teams", TENANT, new=DISTRICT)
    with serving(database_url) as made:
        yield made


@pytest.fixture
def tenant(database_url: str, database: Database) -> Iterator[Tenant]:
    """The bot, serving a small district that has only Teams."""
    with database.begin() as connection:
        connect_workspace(connection, "teams", TENANT, new=DISTRICT)
    database.do(DISTRICT, set_up, now=NOW, door="test")
    with serving(database_url) as made:
        yield made
