"""The chat of each person with the bot, where a platform has to be told which it is: its id, and where it is served."""

from dataclasses import asdict

from sqlalchemy import Column, Index, String, Table

from domain.frozen import dataclass
from storage.db import Tx, district, metadata

chats = Table(
    "chats",
    metadata,
    district(),
    Column("platform", String(20), primary_key=True),
    Column("workspace", String(80), primary_key=True),
    Column("external", String(80), primary_key=True),
    Column("conversation", String(200), nullable=False),
    Column("service", String(300), nullable=False),
)
Index("ix_chats_conversation", chats.c.district, chats.c.conversation)


@dataclass(frozen=True, kw_only=True, slots=True)
class Chat:
    platform: str
    workspace: str
    external: str
    conversation: str
    service: str


class Chats:
    def __init__(self, tx: Tx) -> None:
        self._tx = tx

    def get(self, platform: str, workspace: str, external: str) -> Chat | None:
        c = chats.c
        found = self._tx.find(Chat, chats, c.platform == platform, c.workspace == workspace, c.external == external)
        return found[0] if found else None

    def at(self, conversation: str) -> Chat | None:
        found = self._tx.find(Chat, chats, chats.c.conversation == conversation)
        return found[0] if found else None

    def keep(self, chat: Chat) -> None:
        self._tx.put(chats, asdict(chat))

    def forget(self, chat: Chat) -> None:
        """It does not lead anywhere any more."""
        c = chats.c
        same = (c.platform == chat.platform, c.workspace == chat.workspace, c.external == chat.external)
        self._tx.remove(chats, *same, c.conversation == chat.conversation)
