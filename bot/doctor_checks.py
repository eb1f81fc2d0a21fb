"""The checks of `kaizen doctor` on this machine: each returns what is well, or raises what is wrong and what to do."""

import shutil
from contextlib import AsyncExitStack, closing
from dataclasses import field
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp

from bot.ids import mint
from bot.platforms.slack_api import SlackApi
from bot.platforms.slack_calls import Identity
from bot.settings import BotSettings, DatabaseSettings, SettingsError, read_settings
from domain.frozen import dataclass
from storage.db import Database
from storage.health import Health, health
from storage.migrate import UnservedError

PATIENCE = aiohttp.ClientTimeout(total=10)
GIGABYTE = 1 << 30
#: SQLite's log is brought into the file at some 4 MB; one this large means that somebody reads without end.
MUCH_LOG = 256 << 20
OK, UNSIGNED = 200, 401  # the latter how a door answers a request that its platform did not sign


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
    workspaces: dict[str, tuple[SlackApi, Identity]] = field(default_factory=dict)  # whose token Slack accepts
    ahead: timedelta | None = None  # how far this machine's clock is before Slack's
    teams: bool = False  # whether Teams is set up
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
    seen = told_health(patient)
    if seen.revision > seen.newest:
        raise WrongError(
            f"The database is at revision {seen.revision}, newer than this program: install the newer release again."
        )
    if seen.revision < seen.newest:
        raise WrongError(f"The database is at revision {seen.revision or 'none'}: run kaizen migrate.")
    return f"It is at the newest revision, {seen.newest}."


async def history(patient: Patient) -> str:
    seen = told_health(patient)
    if not seen.revision:
        raise UncheckedError("There is no history yet.")
    if seen.unguarded:
        raise WrongError(
            f"History is not protected, {', '.join(sorted(seen.unguarded))} missing: "
            "find out who removed that, and restore a backup."
        )
    return "Its triggers are in place; kaizen verify-history reads it all."


async def walls(patient: Patient) -> str:
    if not told_health(patient).revision:
        raise UncheckedError("There are no tables yet.")
    if found := told_health(patient).unwalled:
        raise WrongError(f"Nothing in PostgreSQL keeps districts apart in {', '.join(found)}: restore a backup.")
    return "Districts are kept apart."


async def role(patient: Patient) -> str:
    if told_health(patient).superuser:
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


async def bot(patient: Patient) -> str:
    told = told_settings(patient)
    address = f"http://{'127.0.0.1' if told.host == '0.0.0.0' else told.host}:{told.port}/readyz"
    try:
        async with aiohttp.ClientSession(timeout=PATIENCE) as session, session.get(address) as response:
            patient.ready = await response.json()
    except (aiohttp.ClientError, TimeoutError, ValueError):
        raise WrongError(f"No bot answers at {address}: start it with kaizen serve.") from None
    if not patient.ready.get("ok"):
        raise WrongError(f"The bot at {address} is not ready, its database does not answer: see its log.")
    if told.speaks_slack and patient.ready.get("slack") != "ok":
        raise WrongError(f"The bot at {address} has not reached Slack since it started: see its log.")
    if patient.teams and patient.ready.get("teams") != "ok":
        raise WrongError(f"The bot at {address} has no registration of Teams that it can use: start it again.")
    return f"It runs at {address}."


async def clock(patient: Patient) -> str:
    if patient.ready is None:
        raise UncheckedError("It needs the bot to run.")
    if patient.ready.get("clock") != "ok":
        raise WrongError("The clock of the bot stands still, so nothing falls due: start the bot again.")
    return "It ticks."


async def address(patient: Patient) -> str:
    told = told_settings(patient)
    if not told.public_url and patient.teams:
        raise UncheckedError("PUBLIC_URL is not set, so nobody knows here at which address Teams reaches the bot.")
    if not told.public_url:
        return "PUBLIC_URL is not set; nothing that you use needs it."
    doors = [*(["/slack/events"] if _slack_by_http(told) else []), *(["/api/messages"] if patient.teams else [])]
    if not doors:  # Slack comes by Socket Mode: what comes here are people who follow a link
        await _knock("GET", f"{told.public_url}/healthz", OK)
        return f"{told.public_url} leads to the bot."
    for door in doors:
        await _knock("POST", f"{told.public_url}{door}", UNSIGNED)
    reached = " and ".join(f"{told.public_url}{door}" for door in doors)
    return f"{reached} leads to the bot, which refuses strangers."


def _slack_by_http(told: BotSettings) -> bool:
    return told.speaks_slack and not told.slack_app_token


async def _knock(method: str, door: str, expected: int) -> None:
    """Ask at a door of the bot from outside; whoever answers otherwise is somebody else."""
    try:
        async with aiohttp.ClientSession(timeout=PATIENCE) as session, session.request(method, door) as response:
            status = response.status
    except (aiohttp.ClientError, TimeoutError) as error:
        raise WrongError(
            f"{door} is not reached ({type(error).__name__}): look at its DNS name, its certificate and the firewall."
        ) from None
    if status != expected:
        raise WrongError(
            f"{door} answers {status}, and the bot would answer {expected}: let the web server pass requests on to it."
        )


def told_settings(patient: Patient) -> BotSettings:
    if patient.settings is None:
        raise UncheckedError("It needs the settings.")
    return patient.settings


def told_health(patient: Patient) -> Health:
    if patient.health is None:
        raise UncheckedError("It needs the database.")
    return patient.health


def _file(database: Database) -> Path | None:
    """SQLite's file."""
    return Path(database.url.database or "") if database.url.get_backend_name() == "sqlite" else None


def _size(number: int) -> str:
    return f"{number / GIGABYTE:.1f} GB" if number >= GIGABYTE else f"{number / (1 << 20):.1f} MB"
