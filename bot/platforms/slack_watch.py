"""Looks after the conversations that a district posts to: renamed, archived, made private, or without the bot.

What Slack says is kept with the district. A problem is told once to the management representative and the
administrators, by direct message and never in the conversation that fails.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial

import structlog

from bot.conversations import Looking, named
from bot.directory import SilentError
from bot.districts import Districts
from bot.platforms.slack_workspaces import SLACK, SlackWorkspaces
from storage.db import Database
from storage.system import workspaces_of

log = structlog.get_logger()

#: After these, one of ours may be called, or be, something else.
CONVERSATION_EVENTS = (
    "channel_archive",
    "channel_left",
    "channel_rename",
    "channel_unarchive",
    "group_archive",
    "group_left",
    "group_rename",
    "group_unarchive",
)


class Watch:
    def __init__(self, database: Database, slack: SlackWorkspaces, districts: Districts, looking: Looking) -> None:
        self._database = database
        self._slack = slack
        self._districts = districts
        self._looking = looking

    async def all(self) -> None:
        """Look at every conversation that a setting names."""
        of: dict[str, list[str]] = {}
        for one in await self._database.system_seen(lambda connection: workspaces_of(connection, SLACK)):
            of.setdefault(one.of_district, []).append(one.workspace)
        for district, workspaces in of.items():
            for known in await self._named(district):
                await self._look(district, workspaces, known)

    async def one(self, workspace: str, known: str) -> None:
        """Look at a conversation that Slack told of, if it is one of ours."""
        district = await self._districts.of(SLACK, workspace)
        if district and known in await self._named(district):
            await self._look(district, [workspace], known)

    async def _named(self, district: str) -> list[str]:
        return await self._database.run(
            district, partial(named, platform=SLACK), now=datetime.now(UTC), door=SLACK, write=False
        )

    async def _look(self, district: str, workspaces: Sequence[str], known: str) -> None:
        """Ask in each workspace of the district; one that does not answer leaves all as it was."""
        try:
            found = [(workspace, await self._slack.look_at(workspace, known)) for workspace in workspaces]
            workspace, told = min(found, key=lambda one: one[1].problem == "gone")
            await self._looking.keep(district, SLACK, workspace, known, told)
        except SilentError as error:
            log.warning("conversation", error=str(error), district=district)
