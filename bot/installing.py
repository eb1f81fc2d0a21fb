"""Keeps where the bot is installed, however that came about: from the environment, by command, or by OAuth.

At start and every hour each workspace is asked whether the bot still is there, and what it may do. Where a scope is
missing, as after an upgrade, the administrators get one message with the way to mend it.
"""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError

from bot.districts import Districts
from bot.ids import mint
from bot.platforms.slack_calls import Identity
from bot.platforms.slack_client import error_of
from bot.platforms.slack_scopes import missing
from bot.platforms.slack_workspaces import SLACK, NotInstalledError, SlackWorkspaces
from storage.db import Database, Tx
from storage.installations import ENVIRONMENT, REMOVED, Installation, all_installations, confirm, installation, keep
from storage.outbox import Outbox
from storage.people import People

log = structlog.get_logger()

RETRY = 5.0  # seconds between two tries to reach Slack at start
TOLD = "workspace.scopes"  # the notice of missing scopes


class Installing:
    def __init__(
        self, database: Database, slack: SlackWorkspaces, districts: Districts, owed: Callable[[], None]
    ) -> None:
        self._database = database
        self._slack = slack
        self._districts = districts
        self._owed = owed
        self.reached = not slack.has_own_token  # whether Slack has accepted the environment's token

    async def run(self) -> None:
        """Learn whose the environment's token is, however long Slack takes to answer, and check all the others."""
        await asyncio.gather(self._learn_own(), self.check_all())

    async def _learn_own(self) -> None:
        said = ""
        while not self.reached:
            try:
                told = await self._slack.own_identity()
                await self._keep_own(told)
                self.reached = True
            except Exception as error:  # noqa: BLE001 - whatever keeps Slack away, the bot goes on and tries again
                if said != (said := error_of(error)):  # once, not every five seconds
                    log.warning("slack is not reached", error=said)
                await asyncio.sleep(RETRY)

    async def _keep_own(self, told: Identity) -> None:
        """Until Slack answers, the first signed request founds the district; afterwards its answer does."""
        self._slack.is_own(told.workspace)
        if await self._districts.of(SLACK, told.workspace) is None:
            log.error("the token belongs to a workspace that is not connected", workspace=told.workspace)
            return
        await self._keep(made_of(told, source=ENVIRONMENT))
        await self._tell(told.workspace)

    async def keep(self, told: Identity, *, source: str, token: str) -> None:
        """A workspace was installed just now."""
        await self._keep(made_of(told, source=source, closed=self._slack.closed(token)))
        log.info("workspace installed", workspace=told.workspace, source=source)
        await self._tell(told.workspace)

    async def _keep(self, made: Installation) -> None:
        await self._database.system(lambda connection: keep(connection, made, new=mint()))
        self._slack.forget(made.workspace)

    async def check_all(self) -> None:
        """Ask each workspace of which there is a token whether it still is good, and for what."""
        for found in await self._database.system_seen(lambda connection: all_installations(connection, SLACK)):
            if found.token or (found.workspace == self._slack.own and found.stopped_why != REMOVED):
                await self._check(found)

    async def _check(self, found: Installation) -> None:
        try:
            told = await (await self._slack.of(found.workspace)).identity()
        except (SlackApiError, NotInstalledError, aiohttp.ClientError, TimeoutError) as error:
            log.warning("workspace not checked", workspace=found.workspace, error=error_of(error))
            return
        await self._database.system(lambda c: confirm(c, found, name=told.name, scopes=told.scopes))
        await self._tell(found.workspace)

    async def _tell(self, workspace: str) -> None:
        """What was kept waiting is sent; and who can mend what is missing hears of it, once for each thing."""
        found = await self._database.system_seen(lambda c: installation(c, SLACK, workspace))
        district = await self._districts.of(SLACK, workspace)
        lacking = missing(found.granted) if found else []
        if lacking and district:
            log.warning("scopes are missing", workspace=workspace, scopes=",".join(lacking))
            owe, now = partial(_owe, workspace=workspace, lacking=lacking), datetime.now(UTC)
            await self._database.run(district, owe, now=now, door=SLACK)
        self._owed()


def made_of(told: Identity, *, source: str, closed: str | None = None) -> Installation:
    """An installation as Slack tells of it; it begins when it is kept."""
    return Installation(
        platform=SLACK,
        workspace=told.workspace,
        name=told.name,
        source=source,
        token=closed,
        bot_user=told.bot_user,
        enterprise=told.enterprise,
        scopes=told.scopes,
    )


def _owe(tx: Tx, workspace: str, lacking: list[str]) -> None:
    """The key names what is missing: told once, and again when something else is."""
    key = f"{TOLD}:{workspace}:{sha256(','.join(lacking).encode()).hexdigest()[:12]}"
    for admin in People(tx).administrators():
        Outbox(tx).owe(TOLD, workspace, to=admin, key=key)
