"""Every setting of the program, typed, from the environment (docs/operating.md lists them)."""

import os
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, ValidationInfo, field_validator

CHECKOUT = Path(__file__).resolve().parent.parent
SECRET_LENGTH = 32
LOOPBACK = {"127.0.0.1", "::1", "localhost"}
GUID = "^$|^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$"
PRETENDED = "playground-only"  # the one app password with which the playground's authority is believed
INSTALL_PATH, CALLBACK_PATH = "/slack/oauth/install", "/slack/oauth/callback"

#: What a setting needs beside it: how OAuth works, and where a token comes from that is not in the environment.
NEEDS = {
    "slack_client_id": ("slack_client_secret", "public_url", "secret_key"),
    "slack_client_secret": ("slack_client_id",),
    "teams_app_id": ("teams_app_password", "teams_tenant_id"),
    "teams_app_password": ("teams_app_id",),
    "teams_tenant_id": ("teams_app_id",),
    "teams_authority": ("teams_app_id",),
}
MISSING = {
    "slack_bot_token": "It is shown in the Slack app's settings under OAuth & Permissions and begins with xoxb-.",
    "slack_signing_secret": "It is shown in the Slack app's settings under Basic Information; "
    "with SLACK_APP_TOKEN it is not needed.",
    "slack_client_id": "It is shown in the Slack app's settings under Basic Information.",
    "slack_client_secret": "It is shown in the Slack app's settings under Basic Information.",
    "teams_app_id": "It is the Microsoft App ID of the Azure Bot.",
    "teams_app_password": "It is a client secret of the app registration.",
    "teams_tenant_id": "It is the Directory (tenant) ID of the district's Microsoft 365.",
    "public_url": "It is the address at which Slack and browsers reach Kaizen, such as https://kaizen.example.org.",
    "secret_key": "Tokens are kept encrypted with it. Make one with: openssl rand -hex 32",
}

NEITHER = (
    "Neither Slack nor Teams is set up: set SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET, or TEAMS_APP_ID and the two "
    "beside it. docs/operating.md says how."
)

FITS = {
    "int_parsing": "use a whole number",
    "log_format": "use json or text",
    "slack_connections": "use a number from 1 to 10",
    "messages_a_second": "use a number from 0 to 1000",
    "log_level": "use DEBUG, INFO, WARNING or ERROR",
    "teams_app_id": "use an id such as 00000000-0000-0000-0000-000000000000",
    "teams_tenant_id": "use an id such as 00000000-0000-0000-0000-000000000000",
    "teams_cloud": "use public, gcc, gcchigh or dod",
}


class SettingsError(Exception):
    """A setting is missing or wrong; the message names it and says what fits."""


class DatabaseSettings(BaseModel):
    """What every command needs."""

    model_config = ConfigDict(hide_input_in_errors=True, defer_build=True)  # only the kind that is read is built

    database_url: str = f"sqlite:///{CHECKOUT / 'var' / 'kaizen.db'}"

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, url: str) -> str:
        if not url.startswith(("sqlite:///", "postgresql://")):
            raise ValueError("use sqlite:///path/to/file.db or postgresql://user:password@host/name")
        return url


class LinkSettings(DatabaseSettings):
    """Where Kaizen is reached, and with which secret it signs links and seals tokens."""

    public_url: str = ""
    secret_key: SecretStr | None = None

    @field_validator("public_url")
    @classmethod
    def _reached_safely(cls, url: str) -> str:
        found = urlsplit(url)
        safe = found.scheme == "https" or (found.scheme == "http" and found.hostname in LOOPBACK)
        if url and not (safe and found.hostname and not found.query and not found.fragment):
            raise ValueError("use an address that begins with https://")
        return url.rstrip("/")

    @field_validator("secret_key")
    @classmethod
    def _long_enough(cls, key: SecretStr | None) -> SecretStr | None:
        if key is not None and any(len(one.encode()) < SECRET_LENGTH for one in _keys(key)):
            raise ValueError(f"use at least {SECRET_LENGTH} characters, for example from: openssl rand -hex 32")
        return key

    @property
    def secret_keys(self) -> list[str]:
        """The first one signs and seals; those behind it still open what they signed and sealed."""
        return _keys(self.secret_key) if self.secret_key else []


def _keys(several: SecretStr) -> list[str]:
    return [one.strip() for one in several.get_secret_value().split(",")]


class PackageSettings(LinkSettings):
    """For which registration the app's package is made."""

    teams_app_id: str = Field(default="", pattern=GUID)


class SlackSettings(LinkSettings):
    """What whoever keeps tokens needs."""

    slack_api_url: str = "https://slack.com/api/"

    @field_validator("slack_api_url")
    @classmethod
    def _ends_in_slash(cls, url: str) -> str:
        if not url.startswith(("https://", "http://")):
            raise ValueError("use an address that begins with https://")
        return url.rstrip("/") + "/"


class TokenSettings(SlackSettings):
    """The same, where it cannot be done without a key."""

    secret_key: SecretStr = Field(min_length=1)


class BotSettings(SlackSettings):
    """What the bot needs to serve."""

    slack_app_token: SecretStr | None = None
    slack_connections: int = Field(default=2, ge=1, le=10)
    slack_signing_secret: SecretStr = SecretStr("")
    slack_bot_token: SecretStr | None = Field(default=None, min_length=1)
    slack_client_id: str = ""
    slack_client_secret: SecretStr | None = None
    metrics_token: SecretStr | None = None
    messages_a_second: float = Field(default=5, ge=0, le=1000)  # to each workspace and tenant; 0: as many as can
    host: str = "127.0.0.1"
    port: int = Field(default=3000, ge=0, le=65535)
    log_format: str = Field(default="json", pattern="^(json|text)$")
    log_level: str = Field(default="INFO", pattern="^(DEBUG|INFO|WARNING|ERROR)$")
    teams_app_id: str = Field(default="", pattern=GUID)
    teams_app_password: SecretStr | None = Field(default=None, min_length=1)
    teams_tenant_id: str = Field(default="", pattern=GUID)
    teams_cloud: str = Field(default="public", pattern="^(public|gcc|gcchigh|dod)$")
    teams_authority: str = ""  # who signs instead of Microsoft, on this machine alone

    @field_validator("teams_authority")
    @classmethod
    def _on_this_machine(cls, url: str, known: ValidationInfo) -> str:
        """Whoever is believed to sign decides who everybody is: never anybody but the playground beside us."""
        found, password = urlsplit(url), known.data.get("teams_app_password")
        if url and not (found.scheme == "http" and found.hostname in LOOPBACK and known.data.get("host") in LOOPBACK):
            raise ValueError("it is for the playground, so it and HOST have to be on 127.0.0.1")
        if url and password and password.get_secret_value() != PRETENDED:
            raise ValueError("it is for the playground, and never beside a real TEAMS_APP_PASSWORD")
        return url.rstrip("/")

    @field_validator("slack_app_token")
    @classmethod
    def _app_level(cls, token: SecretStr | None) -> SecretStr | None:
        if token and not token.get_secret_value().startswith("xapp-"):
            raise ValueError("use an app-level token of the Slack app, which begins with xapp-")
        return token

    @field_validator("metrics_token")
    @classmethod
    def _hard_to_guess(cls, token: SecretStr | None) -> SecretStr | None:
        if token and len(token.get_secret_value()) < SECRET_LENGTH:
            raise ValueError(f"use at least {SECRET_LENGTH} characters, for example from: openssl rand -hex 32")
        return token

    @property
    def speaks_slack(self) -> bool:
        """Only what comes by HTTP is signed."""
        return bool(self.slack_signing_secret.get_secret_value() or self.slack_app_token)

    @property
    def install_link(self) -> str:
        """Where an admin of a workspace installs the bot, if that is set up."""
        return f"{self.public_url}{INSTALL_PATH}" if self.slack_client_id else ""


Read = TypeVar("Read", bound=DatabaseSettings)


def read_settings(kind: type[Read]) -> Read:
    """The settings, or a `SettingsError` that names the first one that is missing or wrong."""
    try:
        found = kind.model_validate({name: value for name in kind.model_fields if (value := _told(name)) is not None})
    except ValidationError as error:
        fault = error.errors(include_input=False, include_url=False)[0]
        name = str(fault["loc"][0])
        if fault["type"] in ("missing", "too_short"):
            raise _missing(name) from None
        said = FITS.get(fault["type"]) or FITS.get(name) or str(fault["msg"]).removeprefix("Value error, ")
        raise SettingsError(f"{name.upper()} does not fit: {said}.") from None
    for name, beside in NEEDS.items():
        for needed in beside:
            if getattr(found, name, None) and not getattr(found, needed, True):  # a command may need less
                raise _missing(needed)
    if isinstance(found, BotSettings):
        _check_chats(found)
    return found


def _told(name: str) -> str | None:
    """What the environment says of a setting, as it is written in docs/operating.md: in capitals."""
    return os.environ.get(name.upper())


def _check_chats(found: BotSettings) -> None:
    """Something has to speak to the bot. With a key, where it is installed may be kept in the database."""
    teams = bool(found.teams_app_id)
    if not (found.speaks_slack or found.slack_bot_token or found.slack_client_id or teams or found.secret_key):
        raise SettingsError(NEITHER)
    if not found.speaks_slack and (found.slack_bot_token or found.slack_client_id):
        raise _missing("slack_signing_secret")
    if found.speaks_slack and not (found.slack_bot_token or found.secret_key):
        raise _missing("slack_bot_token")  # tokens may come from `kaizen workspace add` and OAuth


def _missing(name: str) -> SettingsError:
    return SettingsError(f"{name.upper()} is not set. {MISSING.get(name, '')}".strip())
