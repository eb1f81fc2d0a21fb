"""Looks at the conversations that a district posts to: what each is called, and what keeps the bot from posting there.

Asked for when somebody chooses one, before each post, and every hour. What is found is kept with the district, and
those who can mend a problem are told once.
"""

from collections.abc import Callable, Collection, Mapping
from datetime import UTC, datetime
from typing import Any, Protocol, TypeVar

from bot.directory import Directories, SilentError, must_ask, must_ask_group
from domain.conversations import MOST_THERE, POSTS
from domain.errors import RefusedError
from domain.frozen import dataclass
from domain.people import Role
from domain.texts import say
from storage.conversations import Conversations
from storage.db import Database, Tx
from storage.outbox import Outbox
from storage.people import Account, People
from storage.settings import DistrictSettings

T = TypeVar("T")
NOTICE = "conversation.problem"
NOT_SEEN = say("Kaizen could not look at that conversation just now, so nothing was changed. Please try again soon.")


@dataclass(frozen=True, kw_only=True, slots=True)
class Look:
    """What a platform tells of a conversation: its name, what is wrong with it, and who is in it."""

    label: str = ""
    problem: str | None = None  # a key of domain.conversations.PROBLEMS
    members: frozenset[str] = frozenset()  # their ids there; of a crowd some more than may be looked through


class LooksAt(Protocol):
    """What a platform can tell of a conversation, and of somebody who is in it. Both raise `SilentError`."""

    async def look_at(self, workspace: str, known: str) -> Look: ...

    async def ask_member(self, account: Account, known: str) -> Account: ...


class Looking:
    """The conversations of all platforms. One that cannot look, as in tests, keeps nothing from being posted."""

    def __init__(self, database: Database, directories: Directories, owed: Callable[[], None]) -> None:
        self._database = database
        self._directories = directories
        self._owed = owed
        self.by_platform: dict[str, LooksAt] = {}

    async def look(self, district: str, platform: str, workspace: str, known: str, *, tells: bool = True) -> str | None:
        """What keeps the bot from posting there now, as it is kept from then on; raises `SilentError`."""
        looks = self.by_platform.get(platform)
        if looks is None:
            return None
        return await self.keep(district, platform, workspace, known, await looks.look_at(workspace, known), tells=tells)

    async def keep(
        self, district: str, platform: str, workspace: str, known: str, found: Look, *, tells: bool = True
    ) -> str | None:
        """Keep what was found, with who is there taken into account."""
        problem = found.problem or await self._among(district, platform, workspace, known, found.members)
        keeps = keeping(platform, workspace, known, found.label, problem, tells=tells)
        await self._do(district, keeps, door=platform)
        self._owed()
        return problem

    async def first(self, district: str, platform: str, workspace: str, chosen: Collection[str]) -> None:
        """Look at what somebody chooses, before it is set: whoever sets it reads what was found."""
        for known in chosen:
            try:
                await self.look(district, platform, workspace, known, tells=False)
            except SilentError:
                raise RefusedError(NOT_SEEN) from None

    async def _among(
        self, district: str, platform: str, workspace: str, known: str, members: Collection[str]
    ) -> str | None:
        """What is wrong with who is there."""
        if len(members) > MOST_THERE:
            return "crowded"
        keys = [(platform, workspace, external) for external in sorted(members)]
        for account in await self._do(district, lambda tx: _unknown(tx, keys), door=platform):
            await self._directories.met(district, await self.by_platform[platform].ask_member(account, known))
        if await self._do(district, lambda tx: _group_unknown(tx, keys), door=platform, write=False):
            await self._directories.sync(district, platform, workspace)
        outside = await self._do(
            district, lambda tx: any(_is_outside(tx, key) for key in keys), door=platform, write=False
        )
        return "outsiders" if outside else None

    async def _do(self, district: str, work: Callable[[Tx], T], *, door: str, write: bool = True) -> T:
        return await self._database.run(district, work, now=datetime.now(UTC), door=door, write=write)


Key = tuple[str, str, str]


def _unknown(tx: Tx, keys: Collection[Key]) -> list[Account]:
    """Those of whom the directory has told nothing yet."""
    return [account for account in (People(tx).meet(*key) for key in keys) if must_ask(account)]


def _group_unknown(tx: Tx, keys: Collection[Key]) -> bool:
    """Whether staff is a group that was never asked for."""
    return any(must_ask_group(tx, account) for account in (People(tx).meet(*key) for key in list(keys)[:1]))


def _is_outside(tx: Tx, key: Key) -> bool:
    """Whether it is a person who is not staff. Apps are chosen by whoever looks after the platform."""
    account = People(tx).meet(*key)
    return not (account.bot or account.gone or People(tx).viewer(account).staff)


def named(tx: Tx, platform: str) -> list[str]:
    """The conversations that a setting names, but for those that are known to be on another platform."""
    settings = DistrictSettings(tx).all()
    elsewhere = {one.id for one in Conversations(tx).all() if one.platform != platform}
    return sorted({settings[key] for key in POSTS if settings[key]} - elsewhere)


def chosen_in(values: Mapping[str, Any]) -> list[str]:
    """The conversations that a form names."""
    return sorted({str(values[key]) for key in POSTS if values.get(key)})


def keeping(
    platform: str, workspace: str, known: str, label: str, problem: str | None, *, tells: bool = True
) -> Callable[[Tx], None]:
    def keep(tx: Tx) -> None:
        before = Conversations(tx).get(platform, known)
        new = Conversations(tx).seen(platform, workspace, known, label=label, problem=problem)
        if new and tells:
            key = f"{NOTICE}:{known}:{problem}:{tx.now.isoformat()}"
            Outbox(tx).owe_seat(Role.MANAGEMENT_REPRESENTATIVE, NOTICE, known, key=key)
            for admin in People(tx).administrators():
                Outbox(tx).owe(NOTICE, known, to=admin, key=key)
        elif before and before.problem and not problem:
            Outbox(tx).refresh(known, NOTICE)

    return keep
