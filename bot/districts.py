"""Which district a workspace belongs to. Where the environment has a token, the first one to speak founds one."""

import asyncio

import structlog

from bot.ids import mint
from storage.db import Database
from storage.system import found_or_join, workspaces_of

log = structlog.get_logger()


class Districts:
    """Answers from memory once a workspace was seen.

    The environment's token serves one workspace: the one that first spoke with our signature, or that the token names.
    All others are connected when they are installed.
    """

    def __init__(self, database: Database, *, founds: bool) -> None:
        self._database = database
        self._founds = founds
        self._known: dict[tuple[str, str], str] = {}
        self._founding = asyncio.Lock()

    async def of(self, platform: str, workspace: str) -> str | None:
        """The district of a workspace, or None when it is not connected."""
        known = self._known.get((platform, workspace))
        return known or await self._look_up(platform, workspace)

    async def _look_up(self, platform: str, workspace: str) -> str | None:
        async with self._founding:
            connected = await self._database.system_seen(lambda connection: workspaces_of(connection, platform))
            self._known.update({(w.platform, w.workspace): w.of_district for w in connected})
            if (platform, workspace) not in self._known and not connected and workspace and self._founds:
                new = mint()
                found = await self._database.system(lambda c: found_or_join(c, platform, workspace, new=new))
                self._known[platform, workspace] = found
                log.info("workspace connected", district=found, workspace=workspace)
            return self._known.get((platform, workspace))
