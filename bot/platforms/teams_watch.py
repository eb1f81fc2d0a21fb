"""What happens around the bot in Teams: it is added or removed, and the conversations that it posts to change."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

import structlog

from bot.answering import Answering
from bot.conversations import Look, named
from bot.directory import SilentError
from bot.platforms.teams_payloads import Turn
from bot.platforms.teams_registration import TEAMS, Registration
from bot.platforms.teams_tenants import TeamsTenants
from storage.db import Database

log = structlog.get_logger()

#: What is wrong with a conversation after an event; nothing is, after most of them.
PROBLEMS: Mapping[str, str] = {"channelDeleted": "gone", "teamDeleted": "gone", "teamArchived": "archived"}


class Watch:
    def __init__(self, database: Database, answering: Answering, tenants: TeamsTenants) -> None:
        self._database = database
        self._answering = answering
        self._tenants = tenants

    async def writes_again(self, turn: Turn, registration: Registration) -> None:
        """Who was not reached any more and writes now has let the bot in again, of which Teams tells nothing."""
        known = await self._answering.directories.known(registration.district, TEAMS, turn.tenant, turn.person)
        if known and known.gone:
            await self.came_or_went(turn, registration, gone=False)

    async def came_or_went(self, turn: Turn, registration: Registration, *, gone: bool) -> None:
        """The bot was added to somebody's chat, or removed from it: whether they are reached."""
        directories = self._answering.directories
        known = await directories.known(registration.district, TEAMS, turn.tenant, turn.person)
        if known is None:
            return
        try:
            now = replace(known, gone=True) if gone else await self._tenants.ask_directory(known)
        except SilentError as error:
            log.warning("directory", error=str(error))
            return
        await directories.met(registration.district, now)

    async def conversation(self, turn: Turn, registration: Registration) -> None:
        """Keep what happened to a conversation, if it is one of ours."""
        known = turn.channel or turn.conversation
        district, now = registration.district, datetime.now(UTC)
        ours = await self._database.run(district, partial(named, platform=TEAMS), now=now, door=TEAMS, write=False)
        if known not in ours:
            return
        problem = "left" if turn.removed else PROBLEMS.get(turn.event)
        looking = self._answering.looking
        try:
            found = Look(problem=problem) if problem else await self._tenants.look_at(turn.tenant, known)
        except SilentError as error:
            log.warning("conversation", error=str(error))
            return
        await looking.keep(district, TEAMS, turn.tenant, known, replace(found, label=turn.channel_name))
