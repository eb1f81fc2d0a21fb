"""The Slack workspaces in which the bot is installed: a client with its own token for each, over one HTTP session.

Tokens are read from the database when they are first needed and kept in memory until Slack takes them back. The token
of the environment, if there is one, serves the one workspace that it belongs to: until Slack has said which that is,
nothing is sent with it.
"""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import structlog

from bot.conversations import Look
from bot.directory import SilentError
from bot.documents import Upload
from bot.fetching import Brought
from bot.loading import load
from bot.platforms.slack_calls import OUTAGE_WAIT, REFUSED_WAIT, TIMEOUT, Identity, Refused
from bot.sealing import Seal, UnreadableError
from bot.sending import LaterError, Posted, There
from storage.db import Database
from storage.installations import ENVIRONMENT, REMOVED, Installation, all_installations, installation, stop
from storage.people import Account
from views.elements import Card

if TYPE_CHECKING:
    import aiohttp
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.platforms.slack_api import SlackApi

log = structlog.get_logger()

SLACK = "slack"
API = "bot.platforms.slack_api"  # with aiohttp a sixth of a start: it is loaded when Slack is first called
TOLERANCE = timedelta(seconds=5)  # between Slack's clock, which tells whole seconds, and ours
#: What may mend itself, since the token was not taken back: Slack says this of a request from the wrong address, too.
MAY_RECOVER = {"invalid_auth"}


class NotInstalledError(Exception):
    """There is no token for this workspace."""


class NotToldError(NotInstalledError):
    """The environment's token may be this workspace's, but Slack has not said yet whose it is."""


class SlackWorkspaces:
    """Made inside the event loop that uses it; close it there. A sender and a directory for all its workspaces."""

    def __init__(self, database: Database, base_url: str, seal: Seal, token: str = "") -> None:
        self._database = database
        self._base_url = base_url
        self._seal = seal
        self._token = token  # of the environment
        self.own = ""  # the workspace that it is for, once Slack has said so
        self._told = asyncio.Event()
        self._session: aiohttp.ClientSession | None = None
        self._known: dict[str, tuple[str, Installation | None]] = {}  # tokens
        self._apis: dict[str, SlackApi] = {}

    async def close(self) -> None:
        if self._session:
            await self._session.close()

    async def of(self, workspace: str) -> "SlackApi":
        """The Web API of a workspace, when it is known whose the environment's token is; raises `NotInstalledError`."""
        with suppress(NotToldError):
            return await self._now(workspace)
        with suppress(TimeoutError):
            async with asyncio.timeout(TIMEOUT):
                await self._told.wait()
        return await self._now(workspace)

    async def _now(self, workspace: str) -> "SlackApi":
        """The same, without waiting; raises `NotToldError` as well."""
        if made := self._apis.get(workspace):
            return made
        await load(API)
        token, found = await self._token_of(workspace)
        api = self.api(token, lambda why: self._refused(workspace, found, why))
        return self._apis.setdefault(workspace, api)

    async def has(self, workspace: str) -> bool:
        """Whether it can be spoken to there, as far as is known."""
        try:
            await self._token_of(workspace)
        except NotToldError:
            return True
        except NotInstalledError:
            return False
        return True

    async def _token_of(self, workspace: str) -> tuple[str, Installation | None]:
        """The token of a workspace, and what is kept of it; raises `NotInstalledError`."""
        return self._known.get(workspace) or await self._look_up(workspace)

    async def _look_up(self, workspace: str) -> tuple[str, Installation | None]:
        found = await self._database.system_seen(lambda connection: installation(connection, SLACK, workspace))
        token = self._opened(found) if found and found.token else self._token_for(workspace, found)
        if not token:
            raise NotInstalledError(workspace)
        return self._known.setdefault(workspace, (token, found))

    def _opened(self, found: Installation) -> str:
        try:
            return self._seal.open(found.token or "")
        except UnreadableError as error:
            log.error("token unreadable", workspace=found.workspace, error=str(error))  # noqa: TRY400 - no trace needed
            return ""

    def _token_for(self, workspace: str, found: Installation | None) -> str:
        """The environment's token, if it is this workspace's."""
        if found and found.stopped_why == REMOVED:
            return ""
        if self._token and not self.own and (found is None or found.source == ENVIRONMENT):
            raise NotToldError(workspace)
        return self._token if self.own == workspace else ""

    def api(self, token: str, refused: Refused | None = None) -> "SlackApi":
        from bot.platforms.slack_api import SlackApi

        return SlackApi(token, self._base_url, self._shared(), refused)

    def _shared(self) -> "aiohttp.ClientSession":
        """The session of all workspaces."""
        from bot.platforms.slack_client import new_session

        self._session = self._session or new_session()
        return self._session

    @property
    def has_own_token(self) -> bool:
        return bool(self._token)

    async def own_identity(self) -> Identity:
        """Whose the environment's token is."""
        await load(API)
        return await self.api(self._token).identity()

    def is_own(self, workspace: str) -> None:
        """Slack says that the environment's token is for this workspace."""
        self.own = workspace
        self._told.set()

    def plain_client(self) -> "AsyncWebClient":
        """A client without a token, in the same session: for OAuth, before there is one."""
        from slack_sdk.web.async_client import AsyncWebClient

        return AsyncWebClient(base_url=self._base_url, timeout=TIMEOUT, session=self._shared())

    def closed(self, token: str) -> str:
        return self._seal.close(token)

    def forget(self, workspace: str) -> None:
        """Its token was changed, or taken back."""
        self._known.pop(workspace, None)
        self._apis.pop(workspace, None)

    async def look_again(self) -> None:
        """Forget what another process changed: a command, or another replica."""
        kept = await self._database.system_seen(lambda connection: all_installations(connection, SLACK))
        now = {one.workspace: _stand(one) for one in kept}
        for workspace, (_, was) in list(self._known.items()):
            if now.get(workspace) != _stand(was):
                self.forget(workspace)

    async def _refused(self, workspace: str, was: Installation | None, why: str) -> None:
        """Slack does not take the token any more: what was told to be sent waits, and no job runs for it."""
        self.forget(workspace)
        if was is None:
            return
        keep = why in MAY_RECOVER
        stopped = await self._database.system(lambda connection: stop(connection, was, why, keep_token=keep))
        if stopped:  # known before: said before
            log.warning("workspace stopped", workspace=workspace, error=why)

    async def stopped(self, workspace: str, why: str, at: datetime) -> None:
        """Slack says that the bot was uninstalled there, at this time: unless it was installed again since."""
        found = await self._database.system_seen(lambda connection: installation(connection, SLACK, workspace))
        if found is None or found.installed_at > at + TOLERANCE:
            return
        await self._refused(workspace, found, why)

    # As delivery and the directory use it

    async def post(self, account: Account, card: Card, key: str) -> Posted:
        return await (await self._reached(account.workspace)).post(account, card, key)

    async def post_in(self, there: There, card: Card, key: str) -> Posted:
        return await (await self._reached(there.workspace)).post_in(there, card, key)

    async def look_at(self, workspace: str, known: str) -> Look:
        return await (await self._asked(workspace)).look_at(known)

    async def ask_member(self, account: Account, known: str) -> Account:
        del known  # Slack tells of everybody alike
        return await self.ask_directory(account)

    async def post_with(self, account: Account, card: Card, key: str, files: Sequence[Upload]) -> Posted:
        return await (await self._reached(account.workspace)).post_with(account, card, key, files)

    async def bring(self, workspace: str, link: str) -> Brought | None:
        return await (await self._reached(workspace)).bring(link)

    async def update(self, card: Card, where: Posted) -> None:
        await (await self._reached(where.workspace)).update(card, where)

    async def publish(self, account: Account, card: Card) -> None:
        await (await self._reached(account.workspace)).publish(account, card)

    async def _reached(self, workspace: str) -> "SlackApi":
        try:
            return await self.of(workspace)
        except NotToldError:
            raise LaterError("slack is not reached", wait=OUTAGE_WAIT, lane=True) from None
        except NotInstalledError:  # all that is owed there is kept, and sent when it is installed again
            raise LaterError("not_installed", wait=REFUSED_WAIT, lane=True) from None

    async def ask_directory(self, account: Account) -> Account:
        return await (await self._asked(account.workspace)).ask_directory(account)

    async def members(self, workspace: str, group: str) -> set[str]:
        if ":" in group:  # a group of another platform, in which nobody of this one is
            return set()
        organization = workspace.startswith("E")  # in Slack's ids; a workspace's begins with T
        return await (await self._asked(workspace)).members(group, everywhere=organization)

    async def _asked(self, workspace: str) -> "SlackApi":
        try:
            return await self.of(workspace)
        except NotInstalledError:
            raise SilentError("not_installed") from None


def _stand(one: Installation | None) -> object:
    """What makes a client another one."""
    return (one.token, one.installed_at, one.stopped_at) if one else None
