"""What `kaizen workspace` does: connect workspaces, list them, take them off, encrypt their tokens again."""

import asyncio
import sys
from functools import partial
from getpass import getpass

from bot.ids import mint
from bot.installing import made_of
from bot.platforms.slack_calls import Identity
from bot.platforms.slack_client import error_of
from bot.platforms.slack_scopes import missing
from bot.platforms.slack_workspaces import SLACK, SlackWorkspaces
from bot.platforms.teams_registration import TEAMS
from bot.sealing import Seal, UnreadableError
from bot.settings import SlackSettings, TokenSettings
from domain.errors import RefusedError
from storage.db import Database
from storage.installations import COMMAND, REMOVED, Installation, all_installations, keep, seal_again, stop
from storage.system import all_districts

BOT_TOKEN = "xoxb-"  # noqa: S105 - how each of them begins


def add(database: Database, settings: TokenSettings, district: str | None) -> str:
    """Connect the workspace of a token that is typed or piped in: never an argument, which other users could read."""
    token = (getpass("Bot token (xoxb-…): ") if sys.stdin.isatty() else sys.stdin.readline()).strip()
    if not token.startswith(BOT_TOKEN):
        raise RefusedError("That is no bot token. It begins with xoxb- and stands under OAuth & Permissions.")
    told = asyncio.run(_identity(database, settings, token))
    made = made_of(told, source=COMMAND, closed=Seal(settings.secret_keys).close(token))
    found = database.system_now(lambda connection: keep(connection, made, new=mint(), district=district))
    short = next(short for id_, short, _ in database.system_now(all_districts) if id_ == found)
    lacking = missing(made.granted)
    more = f" It still needs: {', '.join(lacking)}." if lacking else ""
    return f"{told.workspace} ({told.name}) is connected to the district {short}.{more}"


async def _identity(database: Database, settings: SlackSettings, token: str) -> Identity:
    slack = SlackWorkspaces(database, settings.slack_api_url, Seal([]), token)
    try:
        return await slack.own_identity()
    except Exception as error:  # noqa: BLE001 - whatever it is, nothing was connected
        raise RefusedError(f"Slack does not accept this token: {error_of(error)}. Nothing was changed.") from None
    finally:
        await slack.close()


def shown(database: Database) -> list[str]:
    """One line a workspace: id, district, where its token comes from, and how it is."""
    installed = {one.workspace: one for one in _all(database)}
    return [
        f"{workspace}  {short}  {_how(installed.get(workspace))}"
        for _, short, workspaces in database.system_now(all_districts)
        for workspace in workspaces
    ]


def _how(found: Installation | None) -> str:
    if found is None:
        return "not seen yet: it is checked when the bot starts"
    if found.stopped_at:
        return f"stopped on {found.stopped_at:%Y-%m-%d}: {found.stopped_why}"
    lacking = missing(found.granted)
    said = f"scopes missing: {', '.join(lacking)}" if lacking else "ok"
    return f"{found.name}, token from {found.source}, since {found.installed_at:%Y-%m-%d}: {said}"


def remove(database: Database, workspace: str) -> str:
    """Forget a token. What was recorded stays, and what is owed waits."""
    found = next((one for one in _all(database) if one.workspace.lower() == workspace.lower()), None)
    if found is None:
        raise RefusedError(f"There is no workspace {workspace}. See: kaizen workspace list")
    if not database.system_now(lambda connection: stop(connection, found, REMOVED)):
        return f"{found.workspace} was stopped before."
    return f"The token of {found.workspace} is deleted. Records stay. Remove the app in Slack as well."


def reseal(database: Database, settings: TokenSettings) -> str:
    """Encrypt every token, and every secret of Teams, with the first key of SECRET_KEY."""
    seal, done = Seal(settings.secret_keys), 0
    for found in [*_all(database), *database.system_now(lambda connection: all_installations(connection, TEAMS))]:
        if found.token:
            try:
                again = seal.close(seal.open(found.token))
            except UnreadableError as error:
                raise RefusedError(f"The token of {found.workspace} cannot be read: {error}.") from None
            done += database.system_now(partial(seal_again, was=found, sealed=again))
    return f"{done} tokens are encrypted with the first key of SECRET_KEY. The keys behind it can go."


def _all(database: Database) -> list[Installation]:
    return database.system_now(lambda connection: all_installations(connection, SLACK))
