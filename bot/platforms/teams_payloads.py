"""What Teams sends, in our terms. Pure: activity in, plain data out; what is missing or of another kind is empty."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import field, replace
from datetime import datetime
from html import unescape
from html.parser import HTMLParser
from typing import Any
from urllib.parse import quote

from domain.frozen import dataclass
from storage.people import Account
from views.teams import OUR, ticked

Payload = Mapping[str, Any]
GUEST = "#ext#"  # in the user name of somebody from another organization
LONGEST = 20_000  # characters of a message that is reported


@dataclass(frozen=True, kw_only=True, slots=True)
class Turn:
    """Who did what where. `asked` is what an invoke brings, or what stands in a card that was sent as a message."""

    kind: str
    name: str = ""  # of an invoke
    id: str = ""
    tenant: str = ""
    person: str = ""  # by their id in the tenant's directory
    called: str = ""
    conversation: str = ""
    personal: bool = False
    replies_to: str = ""  # the message whose button was pressed
    service: str = ""
    text: str = ""
    asked: Payload = field(default_factory=dict)
    zone: str = ""
    locale: str = ""
    action: str = ""  # of an installationUpdate
    event: str = ""  # of a conversationUpdate
    channel: str = ""
    channel_name: str = ""
    files: tuple[str, ...] = ()  # addresses of what was sent along, each with its name behind "#"
    removed: bool = False  # the bot itself was taken out of the conversation


@dataclass(frozen=True, kw_only=True, slots=True)
class Pressed:
    """What was pressed or sent, with what stood in the card. `memo` is what we gave along when it was drawn."""

    does: str = ""
    about: str = ""
    form: bool = False
    home: bool = False  # on somebody's own page
    sure: str = ""  # the question that has to be answered first
    label: str = ""
    memo: Mapping[str, str] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    persons: dict[str, str] = field(default_factory=dict)


def turn_of(activity: Payload) -> Turn:
    kind = _text(activity, "type")
    data = _dict(activity, "channelData")
    bot = _text(activity, "recipient", "id")
    info: Payload = next((e for e in _list(activity, "entities") if _text(e, "type") == "clientInfo"), {})
    return Turn(
        kind=kind,
        name=_text(activity, "name"),
        id=_text(activity, "id"),
        tenant=(_text(data, "tenant", "id") or _text(activity, "conversation", "tenantId")).lower(),
        person=_text(activity, "from", "aadObjectId").lower(),
        called=_text(activity, "from", "name"),
        conversation=_text(activity, "conversation", "id"),
        personal=_text(activity, "conversation", "conversationType") == "personal",
        replies_to=_text(activity, "replyToId"),
        service=_text(activity, "serviceUrl"),
        text=_said(activity, bot) if kind == "message" else "",
        asked=_dict(activity, "value"),
        zone=_text(info, "timezone") or _text(activity, "localTimezone"),
        locale=_text(activity, "locale") or _text(info, "locale"),
        action=_text(activity, "action"),
        event=_text(data, "eventType"),
        channel=_text(data, "channel", "id"),
        channel_name=_text(data, "channel", "name"),
        files=tuple(_files(activity)) if kind == "message" else (),
        removed=any(_text(one, "id") == bot for one in _list(activity, "membersRemoved")),
    )


FILE = "application/vnd.microsoft.teams.file.download.info"


def _files(activity: Payload) -> Iterator[str]:
    """Files that somebody sent: for a few minutes each has an address that needs no token."""
    for one in _list(activity, "attachments"):
        url = _text(one, "content", "downloadUrl")
        if _text(one, "contentType") == FILE and url and "#" not in url:
            yield f"{url}#{quote(_text(one, 'name') or 'file')}"


def pressed_of(data: Payload) -> Pressed:
    """What the data of an action say, which anybody in the conversation may have made up."""
    ours = _dict(data, OUR)
    memo = {key: one for key, one in _dict(ours, "memo").items() if isinstance(one, str)}
    found = Pressed(
        does=_text(ours, "form") or _text(ours, "does"),
        about=_text(ours, "about"),
        form=bool(_text(ours, "form")),
        home=bool(_text(ours, "home")),
        sure=_text(ours, "confirm"),
        label=_text(ours, "label"),
        memo=memo,
        values={key: one for key, one in _dict(ours, "kept").items() if isinstance(one, str)},
    )
    for question, kind in _dict(ours, "kinds").items():
        _fill(found, question, str(kind), data.get(question))
    return found


def _fill(found: Pressed, question: str, kind: str, answer: object) -> None:
    """An empty box is "", an empty choice is left out."""
    said = answer.strip() if isinstance(answer, str) else ""
    if kind == "person" and said:
        found.persons[question] = said.partition(",")[0].lower()
    elif kind in ("line", "paragraph", "link"):
        found.values[question] = said
    elif kind == "ticks" and said:
        found.values[question] = ticked(said)
    elif kind == "photos" and said:
        found.values[question] = said.split()
    elif kind in ("date", "choice") and said:
        found.values[question] = said


def extended(turn: Turn) -> tuple[str, str]:
    """Which message extension somebody uses, and on what: the words of the message that it was opened on."""
    content = _text(turn.asked, "messagePayload", "body", "content")
    html = _text(turn.asked, "messagePayload", "body", "contentType") != "text"
    return _text(turn.asked, "commandId"), (plain_text(content) if html else content)[:LONGEST].strip()


def searched(turn: Turn) -> tuple[str, str]:
    """In which list somebody looks, and for what."""
    return _text(turn.asked, "dataset"), _text(turn.asked, "queryText")


def told_of(member: Payload, account: Account, now: datetime, *, zone: str, locale: str) -> Account:
    """The account as the tenant's directory has it. It does not tell who is a pupil, nor who is an administrator."""
    user = _text(member, "userPrincipalName")
    elsewhere = _text(member, "tenantId").lower() not in ("", account.workspace)
    guest = _text(member, "userRole").lower() == "guest" or GUEST in user.lower() or elsewhere
    return replace(
        account,
        name=_text(member, "name") or account.name,
        email=(_text(member, "email") or user).lower() or None,
        zone=zone or account.zone,
        locale=locale or account.locale,
        admin=False,
        guest=guest,
        bot=False,
        gone=False,
        mixed=True,
        checked_at=now,
    )


def _said(activity: Payload, bot: str) -> str:
    """What was typed, without the mention of the bot; a slash before a command is as good as none."""
    text = _text(activity, "text")
    for entity in _list(activity, "entities"):
        if _text(entity, "type") == "mention" and _text(entity, "mentioned", "id") == bot:
            text = text.replace(_text(entity, "text") or "\0", " ")
    named = re.sub(r"</?at[^>]*>", "", text).replace("\xa0", " ")
    return unescape(named).strip().removeprefix("/")


class _Words(HTMLParser):
    """The words of a message, and nobody's name in it."""

    BREAKS = frozenset({"br", "p", "div", "li", "tr", "blockquote", "h1", "h2", "h3"})

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._named = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if tag == "at":
            self._named += 1
            self.found.append("somebody")
        elif tag in self.BREAKS:
            self.found.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "at":
            self._named = max(0, self._named - 1)

    def handle_data(self, data: str) -> None:
        if not self._named:
            self.found.append(data)


def plain_text(html: str) -> str:
    """A message's text as it was typed."""
    reading = _Words()
    reading.feed(html)
    reading.close()
    lines = (" ".join(line.split()) for line in "".join(reading.found).splitlines())
    return "\n".join(line for line in lines if line)


def _at(data: object, *path: str) -> object:
    for name in path:
        data = data.get(name) if isinstance(data, dict) else None
    return data


def _text(data: object, *path: str) -> str:
    found = _at(data, *path)
    return found if isinstance(found, str) else ""


def _dict(data: object, *path: str) -> dict[str, Any]:
    found = _at(data, *path)
    return found if isinstance(found, dict) else {}


def _list(data: object, *path: str) -> list[Any]:
    found = _at(data, *path)
    return found if isinstance(found, list) else []
