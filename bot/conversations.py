"""Keeps what a platform says of the conversations that a district posts to, and tells those who can mend a problem."""

from collections.abc import Callable

from domain.conversations import POSTS
from domain.people import Role
from storage.conversations import Conversations
from storage.db import Tx
from storage.outbox import Outbox
from storage.people import People
from storage.settings import DistrictSettings

NOTICE = "conversation.problem"


def named(tx: Tx, platform: str) -> list[str]:
    """The conversations that a setting names, but for those that are known to be on another platform."""
    settings = DistrictSettings(tx).all()
    elsewhere = {one.id for one in Conversations(tx).all() if one.platform != platform}
    return sorted({settings[key] for key in POSTS if settings[key]} - elsewhere)


def keeping(platform: str, workspace: str, known: str, label: str, problem: str | None) -> Callable[[Tx], None]:
    def keep(tx: Tx) -> None:
        before = Conversations(tx).get(platform, known)
        if Conversations(tx).seen(platform, workspace, known, label=label, problem=problem):
            key = f"{NOTICE}:{known}:{problem}:{tx.now.isoformat()}"
            Outbox(tx).owe_seat(Role.MANAGEMENT_REPRESENTATIVE, NOTICE, known, key=key)
            for admin in People(tx).administrators():
                Outbox(tx).owe(NOTICE, known, to=admin, key=key)
        elif before and before.problem and not problem:
            Outbox(tx).refresh(known, NOTICE)

    return keep
