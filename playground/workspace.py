"""What one Slack workspace holds: people, channels, messages, files. All of it lives in memory."""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from playground.modals import Modals
from playground.triggers import ResponseUrls, Triggers

Kind = Literal["public", "private", "im"]
Block = dict[str, Any]
SLACKBOT = "USLACKBOT"


@dataclass(slots=True, kw_only=True)
class Person:
    id: str
    name: str
    real_name: str
    tz: str
    email: str
    is_admin: bool = False
    is_restricted: bool = False  # a guest
    is_ultra_restricted: bool = False  # a guest of one channel; in a school, a pupil
    is_stranger: bool = False
    is_bot: bool = False
    deleted: bool = False


@dataclass(slots=True, kw_only=True)
class Message:
    ts: str
    user: str
    text: str
    blocks: list[Block] = field(default_factory=list)
    by_bot: bool = False
    only_for: str | None = None  # an ephemeral message is seen by one person
    thread_ts: str | None = None
    edited: str | None = None
    metadata: Mapping[str, Any] | None = None
    files: list[str] = field(default_factory=list)
    reactions: dict[str, list[str]] = field(default_factory=dict)
    typed: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)  # user -> block -> action -> value


@dataclass(slots=True, kw_only=True)
class Channel:
    id: str
    name: str
    kind: Kind
    topic: str = ""
    members: list[str] = field(default_factory=list)
    created: int = 0
    is_archived: bool = False
    messages: list[Message] = field(default_factory=list)

    def seen_by(self, user: str) -> list[Message]:
        return [message for message in self.messages if message.only_for in (None, user)]

    def message(self, ts: str) -> Message | None:
        return next((message for message in reversed(self.messages) if message.ts == ts), None)


@dataclass(slots=True, kw_only=True)
class File:
    id: str
    name: str
    title: str
    user: str
    size: int = 0
    content: bytes = b""
    mimetype: str = "application/octet-stream"
    created: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A user group."""

    id: str
    handle: str
    name: str
    users: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class App:
    """The app as its manifest describes it: what a person can type and press."""

    id: str
    name: str
    bot_id: str
    bot_user: str
    about: str = ""
    commands: Sequence[Mapping[str, Any]] = ()
    shortcuts: Sequence[Mapping[str, str]] = ()
    events: Sequence[str] = ()
    scopes: Sequence[str] = ()  # what it is granted at first: those of the manifest
    client_id: str = ""
    client_secret: str = ""
    assistant: bool = False  # it has a pane beside conversations: the manifest's assistant_view
    read_only: bool = False  # nobody can write to it: the manifest's messages_tab_read_only_enabled


@dataclass(slots=True, kw_only=True)
class Pane:
    """One person's conversation with the app in its pane: a thread of their direct messages."""

    channel: str
    thread: str
    title: str = ""
    prompts: list[dict[str, str]] = field(default_factory=list)
    status: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """What an admin allowed: traded once for a token."""

    scopes: list[str]
    redirect: str
    until: float


@dataclass(slots=True, kw_only=True)
class Workspace:
    id: str
    name: str
    domain: str
    signing_secret: str
    bot_token: str
    app_token: str
    verification_token: str
    app: App
    people: dict[str, Person]
    channels: dict[str, Channel]
    groups: dict[str, Group] = field(default_factory=dict)
    scopes: list[str] = field(default_factory=list)
    installed: bool = True
    codes: dict[str, Code] = field(default_factory=dict)
    modals: Modals = field(default_factory=Modals)
    triggers: Triggers = field(default_factory=Triggers)
    response_urls: ResponseUrls = field(default_factory=ResponseUrls)
    files: dict[str, File] = field(default_factory=dict)
    panes: dict[str, Pane] = field(default_factory=dict)  # by user
    notes: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    suggested: dict[tuple[str, str], dict[str, Block]] = field(default_factory=dict)  # user, action -> options by value
    keys: dict[tuple[str, str], str] = field(default_factory=dict)  # channel, key -> ts
    started: float = field(default_factory=time.time)
    _last: float = 0.0
    _count: int = 0

    def next_ts(self) -> str:
        """Give a time stamp that no message of this workspace has yet."""
        self._last = max(time.time(), self._last + 0.000002)
        return f"{self._last:.6f}"

    def next_id(self, letter: str) -> str:
        self._count += 1
        return f"{letter}{self._count:08d}"

    def im_with(self, user: str) -> Channel:
        """Find or make the direct messages between one person and the app."""
        channel_id = "D" + user[1:]
        bot = self.app.bot_user
        if channel_id not in self.channels:
            self.channels[channel_id] = Channel(
                id=channel_id, name="directmessage", kind="im", members=[user, bot], created=int(time.time())
            )
        return self.channels[channel_id]

    def channels_of(self, user: str) -> Iterator[Channel]:
        return (channel for channel in self.channels.values() if user in channel.members)

    def post(self, channel: Channel, message: Message) -> Message:
        channel.messages.append(message)
        return message

    def tell(self, user: str, text: str) -> str:
        """Show a person a passing note, as Slack itself does when an app fails."""
        self.notes.setdefault(user, []).append({"text": text, "at": time.time()})
        return text
