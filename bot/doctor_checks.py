"""The checks of `kaizen doctor`: each returns what it found to be well, or raises what is wrong and what to do."""

import shutil
from contextlib import AsyncExitStack, closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError

from bot.ids import mint
from bot.platforms.slack import SLACK
from bot.platforms.slack_api import SlackApi, error_of
from bot.platforms.slack_scopes import NEEDED, missing
from bot.settings import BotSettings, DatabaseSettings, SettingsError, read_settings
from storage.db import Database
from storage.health import Health, health
from storage.migrate import UnservedError
from storage.settings import DistrictSettings
from storage.system import all_districts, workspaces_of

PATIENCE = aiohttp.ClientTimeout(total=10)
GIGABYTE = 1 << 30
#: SQLite's log is brought into the file at some 4 MB; one this large means that somebody reads without end.
MUCH_LOG = 256 << 20
CONVERSATIONS = ("digest_channel", "mrt_channel")
UNSIGNED = 401  # how Slack's door answers a request that Slack did not sign


class WrongError(Exception):
    """Something is wrong; the message says what, and what to do."""


class UncheckedError(Exception):
    """It could not be looked at; the message says why."""


@dataclass
class Patient:
    """What the checks look at, and what the ones before have found; `held` closes what they opened."""

    held: AsyncExitStack
    settings: BotSettings | None = None
    database: Database | None = None
    health: Health | None = None
    api: SlackApi | None = None
    identity: Any = None  # what Slack says of the token
    ready: dict[str, Any] | None = None  # what the running bot says of itself


async def settings(patient: Patient) -> str:
    try:
        patient.settings = read_settings(BotSettings)
    except SettingsError as error:
        raise WrongError(str(error)) from None
    return "All that are needed are there, and fit."


async def database(patient: Patient) -> str:
    try:
        url = read_settings(DatabaseSettings).database_url
    except SettingsError as error:
        raise WrongError(str(error)) from None
    found = patient.held.enter_context(closing(Database(url, mint=mint)))
    file = _file(found)
    if file and not file.exists():
        raise WrongError(f"There is no file {file}: start the bot once, or name the right file in DATABASE_URL.")
    try:
        patient.health = health(found)
    except UnservedError as error:
        raise WrongError(f"DATABASE_URL names a database that does not answer: {error}.") from None
    patient.database = found
    return f"It answers: {found.url.render_as_string()}"


async def revision(patient: Patient) -> str:
    seen = _health(patient)
    if seen.revision > seen.newest:
        raise WrongError(
            f"The database is at revision {seen.revision}, newer than this program: install the newer release again."
        )
    if seen.revision < seen.newest:
        raise WrongError(f"The database is at revision {seen.revision or 'none'}: run kaizen migrate.")
    return f"It is at the newest revision, {seen.newest}."


async def history(patient: Patient) -> str:
    seen = _health(patient)
    if not seen.revision:
        raise UncheckedError("There is no history yet.")
    if seen.unguarded:
        raise WrongError(
            f"History is not protected, {', '.join(sorted(seen.unguarded))} missing: "
            "find out who removed that, and restore a backup."
        )
    return "Its triggers are in place; kaizen verify-history reads it all."


async def role(patient: Patient) -> str:
    if _health(patient).superuser:
        raise WrongError(
            "DATABASE_URL names a role that no rule of PostgreSQL binds: make one for Kaizen alone, "
            "as docs/operating.md says under PostgreSQL."
        )
    return "It has no more rights than it needs."


async def disk(patient: Patient) -> str:
    if patient.database is None:
        raise UncheckedError("It needs the database.")
    file = _file(patient.database)
    if file is None:
        return "PostgreSQL keeps its own."
    free, log = shutil.disk_usage(file.parent).free, file.with_name(f"{file.name}-wal")
    needed = max(GIGABYTE, 2 * file.stat().st_size)  # a backup beside it, and room to go on
    if free < needed:
        raise WrongError(f"{_size(free)} are free beside {file}: make room for at least {_size(needed)}.")
    written = log.stat().st_size if log.exists() else 0
    if written > MUCH_LOG:
        raise WrongError(f"{log} has {_size(written)}: end whatever else has {file} open, then start the bot again.")
    return f"{_size(free)} are free; the file has {_size(file.stat().st_size)}, its log {_size(written)}."


async def token(patient: Patient) -> str:
    told = _settings(patient)
    api = SlackApi(told.slack_bot_token.get_secret_value(), told.slack_api_url)
    patient.held.push_async_callback(api.close)
    try:
        patient.identity = await api.client.auth_test()
    except SlackApiError as error:
        raise WrongError(
            f"Slack refuses SLACK_BOT_TOKEN ({error_of(error)}): copy it again from the app's page "
            "OAuth & Permissions, and start the bot again."
        ) from None
    except (aiohttp.ClientError, TimeoutError) as error:
        raise WrongError(
            f"Slack is not reached at {told.slack_api_url} ({type(error).__name__}): let this machine connect to it."
        ) from None
    patient.api = api
    return f"Slack accepts it, for workspace {patient.identity['team_id']}."


async def workspace(patient: Patient) -> str:
    if patient.identity is None or not _health(patient).revision or patient.database is None:
        raise UncheckedError("It needs the token and the database.")
    connected = {found.workspace for found in patient.database.system_now(lambda c: workspaces_of(c, SLACK))}
    mine = patient.identity["team_id"]
    if connected and mine not in connected:
        raise WrongError(
            f"The token is for workspace {mine}, but the database belongs to {', '.join(sorted(connected))}: "
            "use that one's token, or another database."
        )
    return f"{mine} is connected." if connected else "None is connected yet: the first that speaks to the bot will be."


async def scopes(patient: Patient) -> str:
    if patient.identity is None:
        raise UncheckedError("It needs the token.")
    granted = [scope.strip() for scope in (patient.identity.headers.get("x-oauth-scopes") or "").split(",")]
    if not any(granted):
        raise UncheckedError("Slack did not say which were granted.")
    lacking = missing(granted)
    if lacking:
        raise WrongError(
            f"Slack did not grant {', '.join(lacking)}: paste manifest.json into the app's settings, and reinstall it."
        )
    return f"All {len(NEEDED)} were granted."


async def conversations(patient: Patient) -> str:
    if patient.api is None or patient.database is None or not _health(patient).revision:
        raise UncheckedError("It needs the token and the database.")
    named = _named(patient.database)
    problems = [problem for name, known in named if (problem := await _problem(patient.api, name, known))]
    if problems:
        raise WrongError("; ".join(problems) + ".")
    return f"{len(named)} are set, and Kaizen is in each." if named else "None is set yet."


def _named(database: Database) -> list[tuple[str, str]]:
    """Each conversation that a district has set: which one it is, and its id."""
    found = []
    for district, short, _ in database.system_now(all_districts):
        known = database.do(
            district, lambda tx: DistrictSettings(tx).all(), now=datetime.now(UTC), door="cli", write=False
        )
        found += [(f"{key} of {short}", known[key]) for key in CONVERSATIONS if known[key]]
    return found


async def _problem(api: SlackApi, name: str, known: str) -> str:
    try:
        told = (await api.client.conversations_info(channel=known))["channel"]
    except SlackApiError as error:
        return (
            f"{name} ({known}) cannot be seen ({error_of(error)}): invite Kaizen there, or choose another in Settings"
        )
    except (aiohttp.ClientError, TimeoutError) as error:
        return f"{name} ({known}) could not be asked for ({type(error).__name__}): try again"
    if told.get("is_archived"):
        return f"{name} ({known}) is archived: choose another in Settings"
    if not told.get("is_member"):
        return f"Kaizen is not in {name} ({known}): type /invite @Kaizen there"
    return ""


async def bot(patient: Patient) -> str:
    told = _settings(patient)
    address = f"http://{'127.0.0.1' if told.host == '0.0.0.0' else told.host}:{told.port}/readyz"
    try:
        async with aiohttp.ClientSession(timeout=PATIENCE) as session, session.get(address) as response:
            patient.ready = await response.json()
    except (aiohttp.ClientError, TimeoutError, ValueError):
        raise WrongError(f"No bot answers at {address}: start it with kaizen serve.") from None
    if not patient.ready.get("ok"):
        raise WrongError(f"The bot at {address} is not ready, its database does not answer: see its log.")
    if patient.ready.get("slack") != "ok":
        raise WrongError(f"The bot at {address} has not reached Slack since it started: see its log.")
    return f"It runs at {address}."


async def clock(patient: Patient) -> str:
    if patient.ready is None:
        raise UncheckedError("It needs the bot to run.")
    if patient.ready.get("clock") != "ok":
        raise WrongError("The clock of the bot stands still, so nothing falls due: start the bot again.")
    return "It ticks."


async def address(patient: Patient) -> str:
    told = _settings(patient)
    if not told.public_url:
        return "PUBLIC_URL is not set; nothing that you use needs it."
    if not told.public_url.startswith(("https://", "http://127.0.0.1")):
        raise WrongError(f"PUBLIC_URL is {told.public_url}: use an address that begins with https://.")
    door = f"{told.public_url}/slack/events"
    try:
        async with aiohttp.ClientSession(timeout=PATIENCE) as session, session.post(door) as response:
            status = response.status
    except (aiohttp.ClientError, TimeoutError) as error:
        raise WrongError(
            f"{door} is not reached ({type(error).__name__}): look at its DNS name, its certificate and the firewall."
        ) from None
    if status != UNSIGNED:
        raise WrongError(
            f"{door} answers {status}, and the bot would answer {UNSIGNED}: let the web server pass requests on to it."
        )
    return f"{door} leads to the bot, which refuses who is not Slack."


def _settings(patient: Patient) -> BotSettings:
    if patient.settings is None:
        raise UncheckedError("It needs the settings.")
    return patient.settings


def _health(patient: Patient) -> Health:
    if patient.health is None:
        raise UncheckedError("It needs the database.")
    return patient.health


def _file(database: Database) -> Path | None:
    """SQLite's file."""
    return Path(database.url.database or "") if database.url.get_backend_name() == "sqlite" else None


def _size(number: int) -> str:
    return f"{number / GIGABYTE:.1f} GB" if number >= GIGABYTE else f"{number / (1 << 20):.1f} MB"
