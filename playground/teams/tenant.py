"""What one tenant holds: people, a team with channels, chats with the app, messages. All of it lives in memory."""

import hashlib
import time
from base64 import urlsafe_b64encode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

Json = dict[str, Any]
Kind = Literal["personal", "channel"]
BOT = "bot"  # as the author of a message


def opaque(*parts: str) -> str:
    """An id that says nothing, and is the same each time."""
    digest = hashlib.sha256("/".join(parts).encode()).digest()
    return urlsafe_b64encode(digest).decode().rstrip("=")


@dataclass(slots=True, kw_only=True)
class Person:
    key: str  # what tests and the page call them
    id: str  # the directory's object id, the same in every app
    name: str
    email: str
    timezone: str
    locale: str
    upn: str = ""
    role: Literal["user", "guest"] = "user"
    mri: str = ""  # what they are for this app: "29:…"
    deleted: bool = False

    def __post_init__(self) -> None:
        self.upn = self.upn or self.email
        self.mri = self.mri or f"29:1{opaque('mri', self.id)}"

    def is_called(self, name: str) -> bool:
        return name in (self.key, self.id, self.mri, self.email, self.upn)


@dataclass(frozen=True, slots=True, kw_only=True)
class App:
    """The app as its manifest describes it."""

    id: str
    secret: str
    name: str
    about: str = ""
    commands: Sequence[Mapping[str, str]] = ()
    extensions: Sequence[Mapping[str, str]] = ()

    @property
    def mri(self) -> str:
        return f"28:{self.id}"


@dataclass(frozen=True, slots=True)
class Beside:
    """A sentence beside a card that one person pressed."""

    text: str
    failed: bool = False


KEPT = 50  # versions of a message that were shown to somebody


@dataclass(slots=True, kw_only=True)
class Message:
    id: str
    author: str  # a person's object id, or BOT
    text: str = ""
    format: str = "markdown"
    summary: str = ""
    entities: list[Json] = field(default_factory=list)
    cards: list[Json] = field(default_factory=list)
    at: float = field(default_factory=time.time)
    root: str = ""  # in a channel: the message that it answers
    edited: bool = False
    reactions: dict[str, list[str]] = field(default_factory=dict)
    cards_for: dict[str, list[Json]] = field(default_factory=dict)  # what a press changed for one person alone
    beside: dict[str, Beside] = field(default_factory=dict)
    version: int = 0  # how often its cards were replaced, for everybody or for one person
    stood: dict[tuple[str, int], list[Json]] = field(default_factory=dict)  # what somebody may still look at

    def cards_of(self, person: str, version: int | None = None) -> list[Json]:
        """What a person sees, or saw at an earlier version."""
        now = self.cards_for.get(person, self.cards)
        return now if version is None else self.stood.get((person, version), now)

    def is_seen(self, person: str) -> int:
        """Which version a person is shown: whoever presses something on it presses what they saw."""
        self.stood[person, self.version] = self.cards_of(person)
        while len(self.stood) > KEPT:
            del self.stood[next(iter(self.stood))]
        return self.version


@dataclass(slots=True, kw_only=True)
class Conversation:
    id: str
    kind: Kind
    name: str = ""
    topic: str = ""
    person: str = ""  # of a personal one
    members: list[str] | None = None  # of a private channel; None: everybody in the team
    deleted: bool = False
    messages: list[Message] = field(default_factory=list)

    def message(self, message_id: str) -> Message | None:
        return next((one for one in reversed(self.messages) if one.id == message_id), None)


@dataclass(slots=True, kw_only=True)
class Team:
    id: str
    group: str
    name: str
    members: list[str]
    channels: list[str]
    installed: bool = True


@dataclass(slots=True, kw_only=True)
class Dialog:
    """What stands in front of one person: a card, or a sentence."""

    id: str
    source: Literal["task", "composeExtension"]
    conversation: str
    message: str = ""
    command: str = ""
    title: str = ""
    height: Any = None
    width: Any = None
    card: Json | None = None
    text: str = ""
    note: str = ""  # why the last submit came to nothing
    version: int = 0


@dataclass(slots=True, kw_only=True)
class Tenant:
    id: str
    name: str
    app: App
    people: dict[str, Person]
    team: Team
    conversations: dict[str, Conversation]
    installed: set[str] = field(default_factory=set)
    blocked: set[str] = field(default_factory=set)
    dialogs: dict[str, Dialog] = field(default_factory=dict)
    found: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)  # person, input -> titles by value
    started: float = field(default_factory=time.time)
    _last: int = 0

    def next_id(self) -> str:
        """An id as Teams gives them: the time in milliseconds, never the same twice."""
        self._last = max(int(time.time() * 1000), self._last + 1)
        return str(self._last)

    def person(self, called: str) -> Person | None:
        return next((one for one in self.people.values() if one.is_called(called)), None)

    def personal(self, person: Person) -> Conversation:
        """Find or make the chat of one person with the app: the same each time."""
        conversation = f"a:1{opaque('chat', self.id, self.app.id, person.id)}"
        if conversation not in self.conversations:
            made = Conversation(id=conversation, kind="personal", name=self.app.name, person=person.id)
            self.conversations[conversation] = made
        return self.conversations[conversation]

    def conversation(self, given: str) -> tuple[Conversation | None, str]:
        """Find a conversation by its id. A channel's may name the message whose thread is meant."""
        plain, _, root = given.partition(";messageid=")
        return self.conversations.get(plain), root

    def channel(self, called: str) -> Conversation | None:
        """Find a channel by its id or its name, while it is there."""
        found = (self.conversations[one] for one in self.team.channels)
        return next((one for one in found if called in (one.id, one.name) and not one.deleted), None)

    def seen_by(self, person: Person) -> Iterator[Conversation]:
        yield self.personal(person)
        if person.id in self.team.members:
            yield from (one for name in self.team.channels if self._is_open(one := self.conversations[name], person))

    def _is_open(self, channel: Conversation, person: Person) -> bool:
        return not channel.deleted and (channel.members is None or person.id in channel.members)

    def members(self, conversation: Conversation) -> list[Person]:
        there = self.team.members if conversation.members is None else conversation.members
        ids = [conversation.person] if conversation.kind == "personal" else there
        return [self.people[one] for one in ids if not self.people[one].deleted]

    def has_app(self, person: Person) -> bool:
        return person.id in self.installed and person.id not in self.blocked
