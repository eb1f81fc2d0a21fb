"""The playground as a whole: its workspaces, faults, log, and the one connection to the bot."""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from playground.calls import Calls, Listeners
from playground.faults import Faults
from playground.seed import Data, workspaces_from
from playground.sockets import Sockets
from playground.workspace import Workspace


class UnknownWorkspaceError(Exception):
    """There is no such workspace here."""


@dataclass(slots=True)
class Playground:
    data: Data
    bot_url: str
    base_url: str = ""  # how the bot reaches us, learned from what it and the page ask for
    workspaces: list[Workspace] = field(default_factory=list)
    faults: Faults = field(default_factory=Faults)
    calls: Calls = field(default_factory=Calls)
    listeners: Listeners = field(default_factory=Listeners)
    sockets: Sockets = field(default_factory=Sockets)
    _session: aiohttp.ClientSession | None = None
    _tasks: set[asyncio.Task[Any]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Make everything as new. What was under way is dropped."""
        for task in self._tasks:
            task.cancel()
        self.workspaces = workspaces_from(self.data)
        self.faults = Faults()
        self.sockets.forget()
        self.calls.clear()
        self.listeners.wake()

    def workspace(self, team: str | None = None) -> Workspace:
        found = [one for one in self.workspaces if team in (None, "", one.id)]
        if not found:
            raise UnknownWorkspaceError(f"There is no workspace {team}.")
        return found[0]

    def by_token(self, token: str) -> Workspace | None:
        return next((one for one in self.workspaces if one.bot_token == token), None)

    def by_app_token(self, token: str) -> Workspace | None:
        return next((one for one in self.workspaces if one.app_token == token), None)

    def change_faults(self, wanted: dict[str, Any]) -> None:
        self.faults.change(wanted)
        for workspace in self.workspaces:
            workspace.triggers.seconds = self.faults.trigger_seconds
            workspace.response_urls.seconds = self.faults.response_url_seconds

    @property
    def session(self) -> aiohttp.ClientSession:
        # A fresh connection each time: a bot that was started again must not look broken.
        if self._session is None:
            self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0, force_close=True))
        return self._session

    def in_background(self, work: Coroutine[Any, Any, Any]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        self.listeners.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.sockets.close()
        if self._session:
            await self._session.close()
            self._session = None
