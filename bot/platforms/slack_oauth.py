"""The pages with which an admin installs the bot in a workspace: Slack's OAuth, over our own store.

Bolt's flow checks the state, which is good once, for ten minutes and in the same browser, and trades Slack's code for a
token. A workspace that comes this way gets a district of its own: anybody can open the page, so it names none.
"""

import logging
import secrets
from datetime import timedelta
from html import escape

import aiohttp
from slack_bolt import BoltResponse
from slack_bolt.adapter.starlette.async_handler import to_async_bolt_request, to_starlette_response
from slack_bolt.error import BoltError
from slack_bolt.oauth.async_callback_options import AsyncCallbackOptions, AsyncFailureArgs, AsyncSuccessArgs
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_sdk.oauth.installation_store import Installation as Given
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore
from starlette.requests import Request
from starlette.responses import Response

from bot.installing import Installing
from bot.platforms.slack_calls import Identity
from bot.platforms.slack_scopes import NEEDED
from bot.platforms.slack_workspaces import SlackWorkspaces
from bot.settings import CALLBACK_PATH, INSTALL_PATH, BotSettings
from storage.db import Database
from storage.installations import OAUTH, consume_state, issue_state

STATE_LIVES = timedelta(seconds=600)
ROTATES = "Token rotation is on in the app's settings in Slack, and Kaizen cannot use such tokens. Turn it off."
UNSAID = "Slack gave no token, or did not say of which workspace it is."
#: What went wrong, in words. Slack and Bolt name it by a code.
FAILED = {
    "access_denied": "Slack was told not to install it.",
    "invalid_browser": "It was begun in another browser, or more than ten minutes ago.",
    "invalid_state": "It was begun more than ten minutes ago, or this page was opened twice.",
    "invalid_code": "Slack did not accept it any more.",
}
PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Kaizen</title><style>body{{font:1.1rem/1.6 system-ui;max-width:34rem;margin:4rem auto;padding:0 1rem}}</style>
<h1>{title}</h1>{parts}</html>"""


class _States(AsyncOAuthStateStore):
    def __init__(self, database: Database) -> None:
        self._database = database

    async def async_issue(self, *_: object, **__: object) -> str:
        state = secrets.token_urlsafe(32)
        await self._database.system(lambda connection: issue_state(connection, state, STATE_LIVES))
        return state

    async def async_consume(self, state: str) -> bool:
        return await self._database.system(lambda connection: consume_state(connection, state))


class _Store(AsyncInstallationStore):
    def __init__(self, installing: Installing) -> None:
        self._installing = installing

    async def async_save(self, installation: Given) -> None:
        if installation.bot_refresh_token:
            raise BoltError(ROTATES)
        told = _identity(installation)
        if not (told.workspace and installation.bot_token):
            raise BoltError(UNSAID)
        await self._installing.keep(told, source=OAUTH, token=installation.bot_token)


def _identity(given: Given) -> Identity:
    """In an installation for a whole organization there is no team: the organization is the workspace."""
    whole = bool(given.is_enterprise_install)
    return Identity(
        workspace=(given.enterprise_id if whole else given.team_id) or "",
        name=str((given.enterprise_name if whole else given.team_name) or ""),
        bot_user=given.bot_user_id or "",
        enterprise=given.enterprise_id,
        scopes=",".join(sorted(given.bot_scopes or [])),
    )


class OAuthPages:
    def __init__(
        self, settings: BotSettings, database: Database, slack: SlackWorkspaces, installing: Installing
    ) -> None:
        secret = settings.slack_client_secret
        quiet = logging.getLogger("kaizen.oauth")
        quiet.setLevel(logging.CRITICAL)  # Bolt would log Slack's codes
        self._flow = AsyncOAuthFlow(
            client=slack.plain_client(),
            logger=quiet,
            settings=AsyncOAuthSettings(
                client_id=settings.slack_client_id,
                client_secret=secret.get_secret_value() if secret else "",
                scopes=sorted(NEEDED),
                redirect_uri=f"{settings.public_url}{CALLBACK_PATH}",
                install_path=INSTALL_PATH,
                redirect_uri_path=CALLBACK_PATH,
                authorization_url=settings.slack_api_url.removesuffix("api/") + "oauth/v2/authorize",
                installation_store=_Store(installing),
                state_store=_States(database),
                state_expiration_seconds=int(STATE_LIVES.total_seconds()),
                install_page_rendering_enabled=False,
                callback_options=AsyncCallbackOptions(success=_succeeded, failure=_failed),
            ),
        )

    async def begin(self, request: Request) -> Response:
        """Send the admin to Slack, which asks them."""
        return to_starlette_response(await self._flow.handle_installation(to_async_bolt_request(request, b"")))

    async def end(self, request: Request) -> Response:
        """Slack sends the admin back here, with a code or with why not."""
        try:
            answer = await self._flow.handle_callback(to_async_bolt_request(request, b""))
        except (aiohttp.ClientError, TimeoutError):
            answer = _page(502, "Kaizen was not installed.", "Slack did not answer.", again=True)
        return to_starlette_response(answer)


async def _succeeded(args: AsyncSuccessArgs) -> BoltResponse:
    told = _identity(args.installation)
    said = f"Kaizen is installed in {told.name or told.workspace}."
    return _page(200, said, "Open Slack, look for Kaizen under Apps and open its Home.")


async def _failed(args: AsyncFailureArgs) -> BoltResponse:
    why = str(args.error) if isinstance(args.error, BoltError) else FAILED.get(args.reason, "Something did not work.")
    return _page(args.suggested_status_code, "Kaizen was not installed.", why, again=True)


def _page(status: int, title: str, said: str, *, again: bool = False) -> BoltResponse:
    link = f'<p><a href="{INSTALL_PATH}">Try again</a></p>' if again else ""
    body = PAGE.format(title=escape(title), parts=f"<p>{escape(said)}</p>{link}")
    return BoltResponse(status=status, body=body, headers={"Content-Type": "text/html; charset=utf-8"})
