"""Workspaces in which the bot is installed with a token of their own, and requests that Slack signs."""

import hashlib
import hmac
import time
from typing import Any

from pydantic import SecretStr

from bot.platforms.slack_scopes import NEEDED
from bot.sealing import Seal
from bot.settings import BotSettings
from storage.db import Database
from storage.installations import COMMAND, Installation, installation, keep
from tests.bot.conftest import SECRET, FakeSlack

KEY = "a key of thirty-two characters or more"
FORM = "application/x-www-form-urlencoded"


def put_in(database: Database, workspace: str, token: str, *, district: str | None = None, scopes: str = "") -> str:
    """Install the bot in a workspace; its district."""
    made = Installation(
        platform="slack",
        workspace=workspace,
        source=COMMAND,
        token=Seal([KEY]).close(token),
        scopes=scopes or ",".join(sorted(NEEDED)),
    )
    return database.system_now(lambda c: keep(c, made, new=workspace.lower(), district=district))


def found(database: Database, workspace: str) -> Installation:
    kept = database.system_now(lambda c: installation(c, "slack", workspace))
    assert kept
    return kept


def without_token(slack: FakeSlack, url: str, **more: Any) -> BotSettings:
    """A bot whose tokens are in the database alone."""
    return BotSettings(
        database_url=url,
        slack_signing_secret=SecretStr(SECRET),
        slack_api_url=f"{slack.url}/api/",
        secret_key=SecretStr(KEY),
        messages_a_second=0,
        **more,
    )


def signed(body: str, kind: str = FORM) -> dict[str, str]:
    """The headers with which Slack sends a body."""
    stamp = str(int(time.time()))
    proof = hmac.new(SECRET.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
    return {"x-slack-request-timestamp": stamp, "x-slack-signature": f"v0={proof}", "content-type": kind}
