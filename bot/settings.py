"""Every setting of the program, typed, from the environment (docs/operating.md lists them)."""

from pathlib import Path
from typing import TypeVar

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

CHECKOUT = Path(__file__).resolve().parent.parent
SECRET_LENGTH = 32

MISSING = {
    "slack_bot_token": "It is shown in the Slack app's settings under OAuth & Permissions and begins with xoxb-.",
    "slack_signing_secret": "It is shown in the Slack app's settings under Basic Information.",
}

FITS = {
    "int_parsing": "use a whole number",
    "log_format": "use json or text",
    "log_level": "use DEBUG, INFO, WARNING or ERROR",
}


class SettingsError(Exception):
    """A setting is missing or wrong; the message names it and says what fits."""


class DatabaseSettings(BaseSettings):
    """What every command needs."""

    model_config = SettingsConfigDict(env_file=None, extra="ignore", hide_input_in_errors=True)

    database_url: str = f"sqlite:///{CHECKOUT / 'var' / 'kaizen.db'}"

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, url: str) -> str:
        if not url.startswith(("sqlite:///", "postgresql://")):
            raise ValueError("use sqlite:///path/to/file.db or postgresql://user:password@host/name")
        return url


class BotSettings(DatabaseSettings):
    """What the bot needs to serve."""

    slack_bot_token: SecretStr = Field(min_length=1)
    slack_signing_secret: SecretStr = Field(min_length=1)
    slack_api_url: str = "https://slack.com/api/"
    host: str = "127.0.0.1"
    port: int = Field(default=3000, ge=0, le=65535)
    log_format: str = Field(default="json", pattern="^(json|text)$")
    log_level: str = Field(default="INFO", pattern="^(DEBUG|INFO|WARNING|ERROR)$")
    secret_key: SecretStr | None = None
    public_url: str = ""
    metrics_token: SecretStr | None = None

    @field_validator("slack_api_url")
    @classmethod
    def _ends_in_slash(cls, url: str) -> str:
        return _address(url) + "/"

    @field_validator("public_url")
    @classmethod
    def _reached(cls, url: str) -> str:
        return _address(url) if url else ""

    @field_validator("secret_key", "metrics_token")
    @classmethod
    def _long_enough(cls, key: SecretStr | None) -> SecretStr | None:
        if key is not None and len(key.get_secret_value()) < SECRET_LENGTH:
            raise ValueError(f"use at least {SECRET_LENGTH} characters, for example from: openssl rand -hex 32")
        return key


def _address(url: str) -> str:
    if not url.startswith(("https://", "http://")):
        raise ValueError("use an address that begins with https://")
    return url.rstrip("/")


Read = TypeVar("Read", bound=DatabaseSettings)


def read_settings(kind: type[Read]) -> Read:
    """The settings, or a `SettingsError` that names the first one that is missing or wrong."""
    try:
        return kind.model_validate({})
    except ValidationError as error:
        fault = error.errors(include_input=False, include_url=False)[0]
        name = str(fault["loc"][0])
        if fault["type"] in ("missing", "too_short"):
            raise SettingsError(f"{name.upper()} is not set. {MISSING.get(name, '')}".strip()) from None
        said = FITS.get(fault["type"]) or FITS.get(name) or str(fault["msg"]).removeprefix("Value error, ")
        raise SettingsError(f"{name.upper()} does not fit: {said}.") from None
