"""What Slack sends, in our terms. Pure: payload in, plain data out."""

import json
import re
from collections.abc import Mapping
from dataclasses import field, replace
from datetime import datetime
from html import unescape
from typing import Any

from domain.frozen import dataclass
from handlers.routing import Here
from storage.people import Account

Payload = Mapping[str, Any]
MEMO_MAX = 3000  # characters of a view's private_metadata


@dataclass(frozen=True, kw_only=True, slots=True)
class Memo:
    """Where a form was opened from, carried in the form: so its answer finds the way back."""

    about: str = ""
    channel: str = ""  # of the message whose button opened it
    message: str = ""
    url: str = ""  # a response_url
    home: bool = False
    beside: bool = False  # it was opened from a message that several people read, which stays as it is

    def dump(self) -> str:
        """Within Slack's limit: rather one way back less than a memo cut in two, which nobody could read again."""
        kept = {name: value for name in self.__slots__ if (value := getattr(self, name))}
        dear = ["about", "channel", "message", "url"]
        while len(text := json.dumps(kept)) > MEMO_MAX and dear:
            kept.pop(dear.pop(), None)
        return text


@dataclass(frozen=True, kw_only=True, slots=True)
class Press:
    """A pressed button or a rare act behind "More …"."""

    does: str
    about: str
    repeat: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Filled:
    """What stands in a form: values by question, and the user ids of people who were chosen."""

    values: dict[str, Any] = field(default_factory=dict)
    persons: dict[str, str] = field(default_factory=dict)


def memo_of(view: Payload | None) -> Memo:
    return Memo(**json.loads((view or {}).get("private_metadata") or "{}"))


def team_of(body: Payload) -> str:
    """The workspace that a payload comes from: in an installation for a whole organization, the organization."""
    granted = (body.get("authorizations") or [{}])[0]
    if str(granted.get("is_enterprise_install") or body.get("is_enterprise_install")).lower() == "true":
        whole = granted.get("enterprise_id") or body.get("enterprise_id") or (body.get("enterprise") or {}).get("id")
        if whole:
            return str(whole)
    team = body.get("team_id") or (body.get("team") or {}).get("id") or (body.get("user") or {}).get("team_id")
    return str(team or "")


def conversation_of(event: Payload) -> str:
    """The conversation that an event is about: named by its id, or by an object that has one."""
    channel = event.get("channel") or ""
    return str(channel["id"] if isinstance(channel, dict) else channel)


def here_of(body: Payload) -> Here | None:
    """The conversation in which a command was typed, unless it is one of two people alone."""
    known, name = str(body.get("channel_id") or ""), str(body.get("channel_name") or "")
    if not known or known.startswith("D"):
        return None
    return Here(workspace=team_of(body), id=known, label=name)


def pressed_in(body: Payload) -> Here | None:
    """The conversation in which a message's button was pressed, unless it is one of two people alone."""
    known = str((body.get("container") or {}).get("channel_id") or "")
    return Here(workspace=team_of(body), id=known) if known and not known.startswith("D") else None


def user_of(body: Payload) -> tuple[str, str]:
    """Who it is: the user's id, and a name as far as the payload tells one."""
    user = body.get("user") or {}
    if isinstance(user, str):
        return user, ""
    return user.get("id") or body.get("user_id", ""), user.get("name") or body.get("user_name", "")


def told_of(user: Payload, account: Account, now: datetime) -> Account:
    """The account as a user object of the workspace's directory has it."""
    profile = user.get("profile") or {}
    elsewhere = user.get("team_id") not in (None, "", account.workspace) and not user.get("enterprise_user")
    guest = user.get("is_restricted") or user.get("is_ultra_restricted") or user.get("is_stranger") or elsewhere
    return replace(
        account,
        name=profile.get("display_name") or user.get("real_name") or profile.get("real_name") or account.name,
        email=(profile.get("email") or "").lower() or None,
        zone=user.get("tz"),
        locale=user.get("locale") or account.locale,
        admin=bool(user.get("is_admin") or user.get("is_owner")),
        guest=bool(guest),
        bot=bool(user.get("is_bot")),
        gone=bool(user.get("deleted")),
        checked_at=now,
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Heard:
    """What somebody said to the bot: in their chat with it, in its pane, or behind its name in a channel."""

    user: str
    text: str
    channel: str
    thread: str  # the pane is a thread of their chat
    personal: bool
    repeat: str
    files: tuple[str, ...] = ()  # permalinks of what was sent along


#: Our names of what is said, with the events that Slack subscribes us to; and of its pane beside a conversation.
SAID: Mapping[str, str] = {"message": "message.im", "app_mention": "app_mention"}
PANE = ("assistant_thread_started", "assistant_thread_context_changed")
ADDRESSED = re.compile(r"<@[^>]*>")


def heard_in(event: Payload) -> Heard | None:
    """Nothing where no person said anything: the bot's own words, edits, and what Slack itself notes."""
    personal, user = event["type"] == "message", str(event.get("user") or "")
    if event.get("bot_id") or event.get("subtype") not in (None, "file_share") or not user:
        return None
    if personal and event.get("channel_type") != "im":
        return None
    said = str(event.get("text") or "")
    channel, ts = conversation_of(event), str(event.get("ts") or "")
    return Heard(
        user=user,
        text=plain_text(said if personal else ADDRESSED.sub(" ", said)),
        channel=channel,
        thread=str(event.get("thread_ts") or ""),
        personal=personal,
        repeat=f"said:{channel}:{ts}",
        files=tuple(str(file["permalink"]) for file in event.get("files") or () if file.get("permalink")),
    )


def typed_command(body: Payload) -> str:
    """What follows the slash: /car list and /kaizen car list are both "car list"; /kaizen alone asks for help."""
    text = unescape(body.get("text") or "").strip()
    if body["command"] == "/kaizen":
        return text or "help"
    return f"{body['command'].removeprefix('/')} {text}".strip()


def press_of(body: Payload) -> Press:
    action = body["actions"][0]
    if action["type"] == "overflow":
        does, _, about = action["selected_option"]["value"].partition(" ")
    else:
        does, about = action["action_id"].partition("#")[0], action.get("value") or ""
    container = body.get("container") or {}
    where = container.get("message_ts") or container.get("view_id") or ""
    return Press(does=does, about=about, repeat=f"press:{user_of(body)[0]}:{where}:{action.get('action_ts')}")


def filled(view: Payload | None) -> Filled:
    """The answers that stand in a view or a message, by question. An empty box is "", an empty choice is left out."""
    found = Filled()
    for question, elements in ((view or {}).get("state") or {}).get("values", {}).items():
        for element in elements.values():
            _fill(found, question, element)
    return found


def _fill(found: Filled, question: str, element: Payload) -> None:
    if element["type"] == "users_select":
        if element.get("selected_user"):
            found.persons[question] = element["selected_user"]
        return
    value = READ.get(element["type"], _typed)(element)
    if value not in (None, []):
        found.values[question] = value


def _typed(element: Payload) -> Any:
    return element.get("value") or ""


def _option(element: Payload) -> Any:
    return (element.get("selected_option") or {}).get("value")


READ: Mapping[str, Any] = {
    "plain_text_input": _typed,
    "url_text_input": _typed,
    "datepicker": lambda e: e.get("selected_date"),
    "static_select": _option,
    "external_select": _option,
    "checkboxes": lambda e: [option["value"] for option in e.get("selected_options") or ()],
    "conversations_select": lambda e: e.get("selected_conversation"),
    "file_input": lambda e: [file["permalink"] for file in e.get("files") or ()],
}


MENTION = re.compile(r"<([@#!])([^>|]*)(?:\|([^>]*))?>")
LINK = re.compile(r"<([^@#!>|][^>|]*)(?:\|([^>]*))?>")


def plain_text(mrkdwn: str) -> str:
    """A message's text as it was typed, and nobody's name in it."""
    return unescape(LINK.sub(lambda m: m[2] or m[1], MENTION.sub(_mentioned, mrkdwn))).strip()


def _mentioned(found: re.Match[str]) -> str:
    kind, what, label = found[1], found[2], found[3] or ""
    match kind:
        case "#":
            return f"#{label or 'channel'}"
        case "!" if what.startswith("date^"):
            return label
        case "!":  # <!here>, or a user group: <!subteam^S1|@office>
            return "@" + (label.lstrip("@") or what.partition("^")[0])
        case _:
            return "somebody"


def refilled(view: Payload) -> list[dict[str, Any]]:
    """A view's blocks with what was typed put back: for a form that must be shown again."""
    state = (view.get("state") or {}).get("values", {})
    return [_refilled(block, state.get(block.get("block_id"), {})) for block in view.get("blocks", ())]


#: The property in which each kind of input keeps its answer, and the one in which it is given back.
KEPT: Mapping[str, tuple[str, str]] = {
    "plain_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "datepicker": ("selected_date", "initial_date"),
    "users_select": ("selected_user", "initial_user"),
    "static_select": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
    "checkboxes": ("selected_options", "initial_options"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
}


def _refilled(block: Payload, typed: Mapping[str, Payload]) -> dict[str, Any]:
    element = block.get("element")
    if not element or element["type"] not in KEPT:
        return dict(block)
    kept, given = KEPT[element["type"]]
    if element["action_id"] not in typed:
        return dict(block)
    value = typed[element["action_id"]].get(kept)
    rest = {k: v for k, v in element.items() if k != given}
    return {**block, "element": rest | ({given: value} if value else {})}
