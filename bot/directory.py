"""Who somebody is, as their platform's directory says: asked before a newcomer is let in, and again now and then.

Nobody is ever listed: a person is asked for by id, and a group that the district named by its own (R21).
"""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Protocol, TypeVar

import structlog

from handlers.routing import Route
from storage.db import Database, Tx
from storage.outbox import Outbox
from storage.people import Account, People
from storage.settings import DistrictSettings
from storage.staff import Staff
from storage.twins import ask_about_twin

log = structlog.get_logger()
T = TypeVar("T")

#: Seconds that a platform has to say who somebody is: a form must open within three, one that was sent may wait.
FOR_A_LOOK, FOR_A_CHANGE = 2.0, 8.0


class SilentError(Exception):
    """A platform does not say who somebody is."""


class Directory(Protocol):
    """What a platform knows of people. Both raise `SilentError`."""

    async def ask_directory(self, account: Account) -> Account: ...

    async def members(self, workspace: str, group: str) -> set[str]: ...


class Stranger(Protocol):
    """Who asks for what."""

    @property
    def district(self) -> str: ...
    @property
    def platform(self) -> str: ...
    @property
    def workspace(self) -> str: ...
    @property
    def external(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def route(self) -> Route: ...


class Directories:
    """The directories of all platforms. A platform without one, as in tests, tells nothing and keeps nobody out."""

    def __init__(self, database: Database, owed: Callable[[], None]) -> None:
        self._database = database
        self._owed = owed
        self.by_platform: dict[str, Directory] = {}

    async def find_out(self, asked: Stranger) -> bool:
        """Meet somebody, and ask who they are; False when nobody says."""
        account, unasked = await self._seen(asked) or await self._met_first(asked)
        directory = self.by_platform.get(asked.platform)
        if directory is None:
            return True
        try:
            async with asyncio.timeout(FOR_A_CHANGE if asked.route.writes else FOR_A_LOOK):
                if must_ask(account):
                    await self.met(asked.district, await directory.ask_directory(account))
                if unasked:
                    await self.sync(asked.district, asked.platform, asked.workspace)
        except (SilentError, TimeoutError) as error:
            log.warning("directory", error=str(error) or type(error).__name__)
            return False
        return True

    async def _seen(self, asked: Stranger) -> tuple[Account, bool] | None:
        """The account of somebody who was met before, as whoever got a message; and whether a group must be asked."""

        def look(tx: Tx) -> tuple[Account, bool] | None:
            account = People(tx).account(asked.platform, asked.workspace, asked.external)
            return (account, must_ask_group(tx, account)) if account else None

        return await self._do(asked.district, look, door=asked.platform, write=False)

    async def _met_first(self, asked: Stranger) -> tuple[Account, bool]:
        def meet(tx: Tx) -> tuple[Account, bool]:
            met = People(tx).meet(asked.platform, asked.workspace, asked.external, asked.name)
            return met, must_ask_group(tx, met)

        return await self._do(asked.district, meet, door=asked.platform)

    async def sync(self, district: str, platform: str, workspace: str) -> None:
        """Keep who is in the group that is staff, where the district named one."""
        group = await self._do(district, _group, door=platform, write=False)
        if not group:
            return
        found = await self.by_platform[platform].members(workspace, group)
        await self._do(district, lambda tx: Staff(tx).set_members(platform, workspace, group, found), door=platform)

    async def known(self, district: str, platform: str, workspace: str, external: str) -> Account | None:
        """The account of somebody who was seen before."""

        def look(tx: Tx) -> Account | None:
            return People(tx).account(platform, workspace, external)

        return await self._do(district, look, door=platform, write=False)

    async def met(self, district: str, account: Account) -> None:
        """Keep what a directory says about somebody, and what follows from it."""

        def work(tx: Tx) -> bool:
            joined = People(tx).refresh(account)
            if joined:
                Outbox(tx).welcome(account.person)
            ask_about_twin(tx, account)
            return joined or Outbox(tx).owes

        if await self._do(district, work, door=account.platform):
            self._owed()

    async def _do(self, district: str, work: Callable[[Tx], T], *, door: str, write: bool = True) -> T:
        return await self._database.run(district, work, now=datetime.now(UTC), door=door, write=write)


def must_ask(account: Account) -> bool:
    """Whether the directory has told nothing of somebody yet: it might be a guest."""
    return account.checked_at is None


def must_ask_group(tx: Tx, account: Account) -> bool:
    """Whether staff is a group that was never asked for."""
    group = _group(tx)
    return bool(group) and not Staff(tx).knows_group(account.platform, account.workspace, group)


def _group(tx: Tx) -> str:
    """The user group that is staff, where the district says so."""
    kind, _, group = DistrictSettings(tx).all()["staff"].partition(":")
    return group if kind == "group" else ""
