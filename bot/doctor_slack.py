"""The checks of `kaizen doctor` that ask Slack, with each token that there is. They change nothing."""

from collections.abc import Collection, Iterator
from datetime import UTC, datetime, timedelta

import aiohttp
from slack_sdk.errors import SlackApiError

from bot.conversations import named
from bot.doctor_checks import Patient, UncheckedError, WrongError, told_health, told_settings
from bot.platforms.slack_api import SlackApi
from bot.platforms.slack_client import error_of
from bot.platforms.slack_scopes import NEEDED, missing
from bot.platforms.slack_workspaces import SLACK, SlackWorkspaces
from bot.sealing import Seal, UnreadableError
from bot.settings import BotSettings
from domain.conversations import POSTS
from storage.db import Database, Tx
from storage.installations import Installation, all_installations
from storage.settings import DistrictSettings
from storage.system import all_districts, database_now, workspaces_of

NO_ANSWER = (aiohttp.ClientError, TimeoutError)
MEANT = {"removed", "app_uninstalled"}  # why a workspace is stopped that somebody took Kaizen off
APART = timedelta(seconds=30)  # of two clocks; Slack's requests are refused when they look five minutes old
NOT_IN = "Kaizen is not in {name} ({known}): type /invite @Kaizen there"


async def token(patient: Patient) -> str:
    """Each token, that of the environment and those that are kept. None is stopped for what Slack says here."""
    told = _told(patient)
    if patient.database is None or not told_health(patient).revision:
        raise UncheckedError("It needs the database.")
    slack = SlackWorkspaces(patient.database, told.slack_api_url, Seal([]))
    patient.held.push_async_callback(slack.close)
    problems = []
    tokens = list(_tokens(told, patient.database))
    for name, known, mend in tokens:
        api = slack.api(known)
        try:
            identity = await api.identity()
        except SlackApiError as error:
            problems.append(f"Slack refuses {name} ({error_of(error)}): {mend}")
        except NO_ANSWER as error:
            why = type(error).__name__
            raise WrongError(f"Slack is not reached at {told.slack_api_url} ({why}): let this machine do so.") from None
        else:
            patient.workspaces[identity.workspace] = (api, identity)
            patient.ahead = datetime.now(UTC) - identity.at if identity.at else None
    if not tokens:
        raise WrongError("No workspace has a token: set SLACK_BOT_TOKEN, or see kaizen workspace add --help.")
    if problems:
        raise WrongError("; ".join(problems) + ".")
    return f"Slack accepts it, for {', '.join(patient.workspaces)}."


def _told(patient: Patient) -> BotSettings:
    """The settings, where they are about Slack at all."""
    told = told_settings(patient)
    if not told.speaks_slack:
        raise UncheckedError("Slack is not set up.")
    return told


def _tokens(told: BotSettings, database: Database) -> Iterator[tuple[str, str, str]]:
    """What each token is called, the token, and what to do when Slack refuses it."""
    if told.slack_bot_token:
        mend = "copy it again from the app's page OAuth & Permissions, and start the bot again"
        yield "SLACK_BOT_TOKEN", told.slack_bot_token.get_secret_value(), mend
    seal = Seal(told.secret_keys)
    for found in _installed(database):
        if found.live and found.token:
            try:
                known = seal.open(found.token)
            except UnreadableError as error:
                raise WrongError(
                    f"The token of {found.workspace} cannot be read, {error}: put the earlier key behind the new one."
                ) from None
            yield f"the token of {found.workspace}", known, "install Kaizen there again"


async def workspace(patient: Patient) -> str:
    _told(patient)
    if not patient.workspaces or patient.database is None:
        raise UncheckedError("It needs a token and the database.")
    connected = {found.workspace for found in patient.database.system_now(lambda c: workspaces_of(c, SLACK))}
    strange = patient.workspaces.keys() - connected
    if connected and strange:
        mine, theirs = ", ".join(strange), ", ".join(sorted(connected))
        raise WrongError(
            f"The token is for workspace {mine}, but the database belongs to {theirs}: "
            "use that one's token, or kaizen workspace add."
        )
    if stopped := [_of_stopped(one, patient) for one in _installed(patient.database) if _is_missed(one)]:
        raise WrongError("; ".join(stopped) + ".")
    return (
        f"{len(connected)} connected." if connected else "None is connected yet: the first to speak to the bot will be."
    )


def _installed(database: Database) -> list[Installation]:
    return database.system_now(lambda connection: all_installations(connection, SLACK))


def _is_missed(one: Installation) -> bool:
    """Whether nothing is sent there although nobody took Kaizen off."""
    return not one.live and one.stopped_why not in MEANT


def _of_stopped(one: Installation, patient: Patient) -> str:
    accepted = one.workspace in patient.workspaces
    mend = "Slack accepts its token by now, so start the bot again" if accepted else "install Kaizen there again"
    return (
        f"{one.workspace} was stopped on {one.stopped_at:%Y-%m-%d} ({one.stopped_why}) "
        f"and gets no messages and no reminders: {mend}"
    )


async def time(patient: Patient) -> str:
    """A clock that is wrong makes every request of Slack's look old, and every reminder late."""
    _told(patient)
    if patient.ahead is None or patient.database is None:
        raise UncheckedError("It needs a token, and Slack's answer to it.")
    with patient.database.begin(write=False) as connection:
        before_database = datetime.now(UTC) - database_now(connection)
    for whose, ahead in (("Slack's", patient.ahead), ("the database's", before_database)):
        if abs(ahead) > APART:
            side = "ahead of" if ahead > timedelta(0) else "behind"
            raise WrongError(
                f"This machine's clock is {abs(ahead).total_seconds():.0f} seconds {side} {whose}: "
                "set whichever is wrong, for example with timedatectl set-ntp true."
            )
    return f"This machine's clock agrees with Slack's and the database's within {APART.seconds} seconds."


async def scopes(patient: Patient) -> str:
    _told(patient)
    if not patient.workspaces:
        raise UncheckedError("It needs a token.")
    granted = {name: _scopes(identity.scopes) for name, (_, identity) in patient.workspaces.items()}
    lacking = [f"{', '.join(gone)} in {name}" for name, given in granted.items() if (gone := missing(given))]
    if lacking:
        raise WrongError(
            f"Slack did not grant {'; '.join(lacking)}: paste manifest.json into the app's settings, and reinstall it."
        )
    if not all(granted.values()):
        raise UncheckedError("Slack did not say which were granted.")
    return f"All {len(NEEDED)} were granted."


def _scopes(told: str) -> Collection[str]:
    return {scope.strip() for scope in told.split(",")} - {""}


async def conversations(patient: Patient) -> str:
    _told(patient)
    if not patient.workspaces or patient.database is None:
        raise UncheckedError("It needs a token and the database.")
    named, problems = 0, []
    for district, short, workspaces in patient.database.system_now(all_districts):
        apis = [patient.workspaces[one][0] for one in workspaces if one in patient.workspaces]
        for key, known in _named(patient.database, district):
            named += 1
            said = [await _problem(api, f"{key} of {short}", known) for api in apis]
            problems += said[-1:] if all(said) else []  # in one of the district's workspaces is enough
    if problems:
        raise WrongError("; ".join(problems) + ".")
    return f"{named} set, and Kaizen is in each." if named else "None is set yet."


def _named(database: Database, district: str) -> list[tuple[str, str]]:
    """Each conversation of Slack's that a district has set: which one it is, and its id."""

    def work(tx: Tx) -> list[tuple[str, str]]:
        found, here = DistrictSettings(tx).all(), named(tx, SLACK)
        return [(key, found[key]) for key in POSTS if found[key] in here]

    return database.do(district, work, now=datetime.now(UTC), door="cli", write=False)


async def _problem(api: SlackApi, name: str, known: str) -> str:
    try:
        told = (await api.client.conversations_info(channel=known))["channel"]
    except SlackApiError as error:
        return (
            f"{name} ({known}) cannot be seen ({error_of(error)}): invite Kaizen there, or choose another in Settings"
        )
    except NO_ANSWER as error:
        return f"{name} ({known}) could not be asked for ({type(error).__name__}): try again"
    if told.get("is_archived"):
        return f"{name} ({known}) is archived: choose another in Settings"
    return "" if told.get("is_member") else NOT_IN.format(name=name, known=known)
