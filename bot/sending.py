"""What delivery and a platform agree on: what is sent where, and what a failure means."""

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from bot.documents import Upload
from domain.frozen import dataclass
from storage.people import Account
from views.elements import Card


class LaterError(Exception):
    """It could not be sent now. `wait`: seconds to wait; `lane`: everything on this lane waits.

    `perhaps`: it looks as if the platform is down, but it may be this message that it cannot take. `limited`: it was
    too fast for the platform.
    """

    def __init__(
        self,
        reason: str,
        *,
        wait: float | None = None,
        lane: bool = False,
        perhaps: bool = False,
        limited: bool = False,
    ) -> None:
        super().__init__(reason)
        self.wait = wait
        self.lane = lane or limited
        self.perhaps = perhaps
        self.limited = limited


class NeverError(Exception):
    """It can never be sent. `gone`: nobody is reached at that account any more."""

    def __init__(self, reason: str, *, gone: bool = False) -> None:
        super().__init__(reason)
        self.gone = gone


class ElsewhereError(Exception):
    """Whoever gets it is not reached on this lane any more, but on that one."""

    def __init__(self, lane: str) -> None:
        super().__init__(lane)
        self.lane = lane


@dataclass(frozen=True, slots=True)
class Posted:
    conversation: str
    message: str
    workspace: str = ""
    files: Sequence[str] = ()  # the platform's ids of what was sent beside it


class Sender(Protocol):
    """What a platform must be able to do with a card: post it to a person, draw it again where it stands, or as a Home.

    All raise `LaterError` or `NeverError`.
    """

    async def post(self, account: Account, card: Card, key: str) -> Posted: ...

    async def update(self, card: Card, where: Posted) -> None: ...

    async def publish(self, account: Account, card: Card) -> None: ...


@runtime_checkable
class SendsFiles(Protocol):
    """What a platform that takes files can do beside that: a card, and files that follow it."""

    async def post_with(self, account: Account, card: Card, key: str, files: Sequence[Upload]) -> Posted: ...


@dataclass(frozen=True, kw_only=True, slots=True)
class There:
    """A conversation of several people, and the message in whose thread something goes, if it does."""

    workspace: str
    conversation: str
    under: str = ""


@runtime_checkable
class SendsPosts(Protocol):
    """The same to a conversation of several people."""

    async def post_in(self, there: There, card: Card, key: str) -> Posted: ...
