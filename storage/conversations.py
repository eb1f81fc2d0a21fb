"""The conversations that the bot posts to: what they are called now, and what keeps it from posting there.

A setting holds a conversation's id; its label is refreshed when it was renamed. While there is a problem, that post is
paused (`is_open`), and those who can mend it are told once.
"""

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Column, String, Table

from domain.frozen import dataclass
from storage.db import Moment, Tx, district, metadata

conversations = Table(
    "conversations",
    metadata,
    district(),
    Column("platform", String(20), primary_key=True),
    Column("id", String(200), primary_key=True),
    Column("workspace", String(80), nullable=False),
    Column("label", String(200), nullable=False),
    Column("problem", String(40)),
    Column("since", Moment),
    Column("checked_at", Moment, nullable=False),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Conversation:
    platform: str
    id: str
    workspace: str
    label: str = ""
    problem: str | None = None  # a key of domain.conversations.PROBLEMS
    since: datetime | None = None
    checked_at: datetime

    @property
    def lane(self) -> str:
        return f"{self.platform}:{self.workspace}"


class Conversations:
    def __init__(self, tx: Tx) -> None:
        self._tx = tx

    def get(self, platform: str, known: str) -> Conversation | None:
        c = conversations.c
        found = self._tx.find(Conversation, conversations, c.platform == platform, c.id == known)
        return found[0] if found else None

    def of(self, known: str) -> Conversation | None:
        """The same by its id alone, which is all that a setting holds."""
        found = self._tx.find(Conversation, conversations, conversations.c.id == known) if known else []
        return found[0] if found else None

    def all(self) -> list[Conversation]:
        return self._tx.find(Conversation, conversations, order=conversations.c.id)

    def is_open(self, platform: str, known: str) -> bool:
        """Whether a post may go there: who posts asks first."""
        found = self.get(platform, known)
        return found is None or found.problem is None

    def seen(self, platform: str, workspace: str, known: str, *, label: str = "", problem: str | None = None) -> bool:
        """Keep what the platform says of a conversation now; True when this is a problem that was not known.

        Of two that look at once, one finds it: the other one's change meets a row that is not what it read any more.
        """
        before, now = self.get(platform, known), self._tx.now
        same = before is not None and before.problem == problem
        new = Conversation(
            platform=platform,
            id=known,
            workspace=workspace,
            label=label or (before.label if before else ""),
            problem=problem,
            since=before.since if before and same else now if problem else None,
            checked_at=now,
        )
        c = conversations.c
        if before is None:
            first = self._tx.add_once(conversations, asdict(new))
        else:
            unchanged = c.problem.is_not_distinct_from(before.problem)
            first = self._tx.change(conversations, asdict(new), c.platform == platform, c.id == known, unchanged) == 1
        return bool(problem) and not same and first
