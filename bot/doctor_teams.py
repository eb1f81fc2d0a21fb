"""The checks of `kaizen doctor` about Microsoft Teams, where it is set up. They change nothing.

What speaks to Microsoft is loaded only then, so whoever has Slack alone needs no package more.
"""

from collections.abc import Iterator
from importlib.util import find_spec
from typing import TYPE_CHECKING

import aiohttp

from bot.doctor_checks import PATIENCE, Patient, UncheckedError, WrongError, told_health, told_settings
from bot.platforms.teams_registration import TEAMS
from bot.sealing import Seal, UnreadableError
from bot.settings import NEITHER, BotSettings
from storage.db import Database
from storage.installations import REMOVED, Installation, all_installations
from storage.system import all_districts, workspaces_of

if TYPE_CHECKING:
    from bot.platforms.teams_api import Identity
    from bot.platforms.teams_clouds import Cloud

EXTRA = "jwt"  # what the extra `teams` brings
NOT_SET_UP = "Teams is not set up."


async def registration(patient: Patient) -> str:
    """Whether Microsoft accepts each secret: it gives a token for it."""
    told, database = told_settings(patient), _database(patient)
    patient.teams = bool(told.teams_app_id or _kept(database))
    if not patient.teams:
        if not told.speaks_slack:
            raise WrongError(NEITHER)
        raise UncheckedError(NOT_SET_UP)
    if find_spec(EXTRA) is None:
        raise WrongError("Teams needs a package more: pip install 'kaizen-bot[teams]'")
    found = list(_identities(told, database))
    problems = [said for one, mend in found if (said := await _refused(_cloud(told), one, mend))]
    if problems:
        raise WrongError("; ".join(problems) + ".")
    return f"Microsoft gives a token for {', '.join(one.tenant for one, _ in found)}."


async def _refused(cloud: "Cloud", identity: "Identity", mend: str) -> str:
    """What Microsoft has against a registration."""
    from bot.platforms.teams_api import CallError, TeamsApi

    try:
        async with aiohttp.ClientSession(timeout=PATIENCE) as session:
            await TeamsApi(identity, cloud, session).token()
    except CallError as error:
        return f"Microsoft refuses the secret of {identity.tenant} ({error}): {mend}"
    except (aiohttp.ClientError, TimeoutError) as error:
        where, why = cloud.token.format(tenant=identity.tenant), type(error).__name__
        raise WrongError(f"Microsoft is not reached at {where} ({why}): let this machine do so.") from None
    return ""


def _identities(told: BotSettings, database: Database) -> Iterator[tuple["Identity", str]]:
    """Each registration that there is, and what to do when Microsoft refuses its secret."""
    from bot.platforms.teams_api import Identity

    if told.teams_app_password:
        app, tenant = told.teams_app_id.lower(), told.teams_tenant_id.lower()
        password = told.teams_app_password.get_secret_value()
        yield (
            Identity(app=app, tenant=tenant, password=password),
            "make a new one under Certificates & secrets, and put it into TEAMS_APP_PASSWORD",
        )
    seal = Seal(told.secret_keys)
    for one in _kept(database):
        if one.token:
            try:
                secret = seal.open(one.token)
            except UnreadableError as error:
                raise WrongError(
                    f"The secret of {one.workspace} cannot be read, {error}: put the earlier key behind the new one."
                ) from None
            yield Identity(app=one.bot_user, tenant=one.workspace, password=secret), "run kaizen teams add again"


async def tenant(patient: Patient) -> str:
    """Whether what comes from each tenant has a district to go to."""
    if not patient.teams:
        raise UncheckedError(NOT_SET_UP)
    told, database = told_settings(patient), _database(patient)
    connected = {one.workspace for one in database.system_now(lambda connection: workspaces_of(connection, TEAMS))}
    own = told.teams_tenant_id.lower()
    if own and _taken_off(database, own):
        raise WrongError(
            f"{own} was taken off by kaizen teams remove: run kaizen teams add, or take it out of the settings."
        )
    if own and own not in connected:
        if len(database.system_now(all_districts)) > 1:
            raise WrongError(
                f"The tenant {own} belongs to no district, and there are several: "
                "say which, with kaizen teams add --district D."
            )
        return f"{own} is connected when the bot starts."
    if lost := [one.workspace for one in _kept(database) if not one.token and one.workspace != own]:
        raise WrongError(
            f"There is no secret for {', '.join(lost)}: "
            "set TEAMS_APP_ID and the two beside it again, or run kaizen teams add."
        )
    return f"{len(connected)} connected."


def _cloud(told: BotSettings) -> "Cloud":
    from bot.platforms.teams_clouds import CLOUDS, on_this_machine

    return on_this_machine(told.teams_authority) if told.teams_authority else CLOUDS[told.teams_cloud]


def _kept(database: Database) -> list[Installation]:
    """The registrations that nobody has taken off."""
    return [one for one in _all(database) if one.live or one.stopped_why != REMOVED]


def _taken_off(database: Database, tenant: str) -> bool:
    return any(one.workspace == tenant and one.stopped_why == REMOVED for one in _all(database))


def _all(database: Database) -> list[Installation]:
    return database.system_now(lambda connection: all_installations(connection, TEAMS))


def _database(patient: Patient) -> Database:
    if patient.database is None or not told_health(patient).revision:
        raise UncheckedError("It needs the database.")
    return patient.database
