"""What `kaizen teams` does: register the bot in tenants, list them, take them off; and make the app's package."""

import sys
from getpass import getpass
from uuid import UUID

from bot.ids import mint
from bot.platforms.teams_registration import TEAMS, made_of
from bot.sealing import Seal
from bot.settings import TokenSettings
from domain.errors import RefusedError
from storage.db import Database
from storage.installations import COMMAND, REMOVED, Installation, all_installations, keep, stop
from storage.system import all_districts


def add(database: Database, settings: TokenSettings, app: str, tenant: str, district: str | None) -> str:
    """Keep a registration. Its secret is typed or piped in: never an argument, which other users could read."""
    app, tenant = _id("app", app), _id("tenant", tenant)
    secret = (getpass("Client secret: ") if sys.stdin.isatty() else sys.stdin.readline()).strip()
    if not secret:
        raise RefusedError("Nothing was typed. The client secret stands in Azure under Certificates & secrets.")
    taken = next((one for one in _all(database) if one.bot_user == app and one.workspace != tenant and one.live), None)
    if taken:
        raise RefusedError(f"This app is registered for the tenant {taken.workspace}: each district has its own.")
    closed = Seal(settings.secret_keys).close(secret)
    made = made_of(app, tenant, source=COMMAND, closed=closed)
    found = database.system_now(lambda connection: keep(connection, made, new=mint(), district=district))
    short = next(short for id_, short, _ in database.system_now(all_districts) if id_ == found)
    return f"The tenant {tenant} is connected to the district {short}. If it is the first one, start Kaizen again."


def _id(of: str, told: str) -> str:
    """An id as Microsoft writes it: with any other nothing would ever be let in."""
    try:
        return str(UUID(told))
    except ValueError:
        raise RefusedError(f"{told} is no {of} id: use one such as 00000000-0000-0000-0000-000000000000.") from None


def shown(database: Database) -> list[str]:
    """One line a registration: tenant, app, district, and how it is."""
    of = {workspace: short for _, short, mine in database.system_now(all_districts) for workspace in mine}
    return [f"{one.workspace}  {one.bot_user}  {of.get(one.workspace, '')}  {_how(one)}" for one in _all(database)]


def _how(one: Installation) -> str:
    if one.stopped_at:
        return f"stopped on {one.stopped_at:%Y-%m-%d}: {one.stopped_why}"
    return f"secret from {one.source}, since {one.installed_at:%Y-%m-%d}"


def remove(database: Database, tenant: str) -> str:
    """Forget a secret. What was recorded stays, and what is owed waits."""
    found = next((one for one in _all(database) if one.workspace == tenant.lower()), None)
    if found is None:
        raise RefusedError(f"There is no tenant {tenant}. See: kaizen teams list")
    if not database.system_now(lambda connection: stop(connection, found, REMOVED)):
        return f"{found.workspace} was stopped before."
    return (
        f"The secret of {found.workspace} is deleted. Records stay. Remove the app in the Teams admin center as well."
    )


def _all(database: Database) -> list[Installation]:
    return database.system_now(lambda connection: all_installations(connection, TEAMS))
