"""What a person does in a channel: type a command or a message, open the app's Home, use a shortcut."""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from playground.errors import Refused
from playground.outgoing import Answer, send_command, send_event, send_payload
from playground.payloads import channel_reference, interaction, message_object, view_object
from playground.responses import say
from playground.server import Playground
from playground.workspace import SLACKBOT, Channel, Message, Pane, Workspace

Outcome = dict[str, Any]


class NotPossibleError(Exception):
    """A person could not do this in Slack; the message says why."""


@dataclass(frozen=True, slots=True)
class Actor:
    """One person at one keyboard."""

    playground: Playground
    workspace: Workspace
    user: str

    def channel(self, channel_id: str) -> Channel:
        """Find a channel that this person sees. The app's id means the direct messages with it."""
        if channel_id in (self.workspace.app.bot_user, self.workspace.app.id, "D" + self.user[1:]):
            return self.workspace.im_with(self.user)
        channel = self.workspace.channels.get(channel_id)
        if channel is None or self.user not in channel.members:
            raise NotPossibleError(f"{self.user} does not see a channel {channel_id}.")
        return channel

    def message(self, channel: Channel, ts: str) -> Message:
        message = channel.message(ts)
        if message is None or message.only_for not in (None, self.user):
            raise NotPossibleError(f"{self.user} does not see a message {ts} in {channel.id}.")
        return message

    def response_url(self, channel: Channel, ts: str | None = None) -> str:
        name = self.workspace.response_urls.issue(self.user, channel.id, ts)
        return f"{self.playground.base_url}/response/{self.workspace.id}/{name}"

    def trigger(self) -> str:
        return self.workspace.triggers.issue(self.user)

    async def send(self, kind: str, **fields: Any) -> Answer:
        payload = interaction(self.workspace, kind, self.user) | fields
        return await send_payload(self.playground, self.workspace, payload)

    def sees_now(self) -> Outcome:
        """Give the modal on top and the Home tab, where there are any."""
        top, home = self.workspace.modals.top(self.user), self.workspace.modals.homes.get(self.user)
        shown = {"modal": top, "home": home}
        return {name: view_object(self.workspace, view) if view else None for name, view in shown.items()}

    def outcome(self, note: str | None = None, **more: Any) -> Outcome:
        """Say what became of an act, and what the person sees now."""
        body: Outcome = {"ok": note is None, **self.sees_now(), **more}
        return body | ({"note": self.workspace.tell(self.user, note)} if note else {})


async def type_command(actor: Actor, channel_id: str, text: str, thread_ts: str | None = None) -> Outcome:
    """Send a slash command, and show what comes back at once."""
    channel = actor.channel(channel_id)
    command, _, rest = text.strip().partition(" ")
    known = any(one["command"] == command for one in actor.workspace.app.commands)
    if thread_ts:
        return _slackbot_says(actor, channel, f"{command} is not supported in threads. Sorry!")
    if not known:
        return _slackbot_says(actor, channel, f"{command} is not a valid command.")
    answer = await send_command(actor.playground, actor.workspace, _command_fields(actor, channel, command, rest))
    if answer.failure:
        code = "operation_timeout" if answer.failure == "operation_timeout" else "dispatch_failed"
        return _slackbot_says(actor, channel, f"{command} failed with the error “{code}”")
    try:
        if answer.body:
            say(actor.workspace, channel, actor.user, answer.body)
    except Refused as refused:
        return _slackbot_says(actor, channel, f"{command} failed with the error “{refused.error}”")
    return actor.outcome()


def _command_fields(actor: Actor, channel: Channel, command: str, text: str) -> Mapping[str, str]:
    workspace = actor.workspace
    return {
        "token": workspace.verification_token,
        "team_id": workspace.id,
        "team_domain": workspace.domain,
        "channel_id": channel.id,
        "channel_name": channel_reference(channel)["name"],
        "user_id": actor.user,
        "user_name": workspace.people[actor.user].name,
        "command": command,
        "text": escaped(workspace, text.strip(), mentions=_wants_mentions(workspace, command)),
        "api_app_id": workspace.app.id,
        "is_enterprise_install": "false",
        "response_url": actor.response_url(channel),
        "trigger_id": actor.trigger(),
    }


def _wants_mentions(workspace: Workspace, command: str) -> bool:
    """Say whether the manifest asks for ids in place of names (`should_escape`)."""
    return any(one["command"] == command and one.get("should_escape") for one in workspace.app.commands)


def _slackbot_says(actor: Actor, channel: Channel, words: str) -> Outcome:
    message = Message(ts=actor.workspace.next_ts(), user=SLACKBOT, text=words, only_for=actor.user)
    actor.workspace.post(channel, message)
    return actor.outcome(words)


async def type_message(actor: Actor, channel_id: str, text: str, thread_ts: str | None = None) -> Outcome:
    """Post a message as a person, and tell the bot where it may hear it."""
    channel = actor.channel(channel_id)
    workspace = actor.workspace
    if channel.is_archived:
        raise NotPossibleError(f"{channel.name} is archived.")
    pane = workspace.panes.get(actor.user)
    if pane and channel.kind == "im":
        thread_ts, pane.status = thread_ts or pane.thread, ""
    message = Message(ts=workspace.next_ts(), user=actor.user, text=escaped(workspace, text), thread_ts=thread_ts)
    workspace.post(channel, message)
    actor.playground.listeners.wake()
    event = message_object(workspace, message) | {
        "blocks": [rich_text(message.text)],
        "channel": channel.id,
        "event_ts": message.ts,
    }
    for kind in _heard_as(workspace, channel, message.text):
        await send_event(actor.playground, workspace, event | kind)
    return actor.outcome(ts=message.ts, channel=channel.id)


def _heard_as(workspace: Workspace, channel: Channel, text: str) -> list[dict[str, str]]:
    """Say as which events the bot hears a message: it subscribes to few, and hears where it is a member."""
    wanted, bot = workspace.app.events, workspace.app.bot_user
    if channel.kind == "im":
        return [{"type": "message", "channel_type": "im"}] if "message.im" in wanted else []
    mentioned = f"<@{bot}>" in text and bot in channel.members
    return [{"type": "app_mention"}] if mentioned and "app_mention" in wanted else []


async def open_home(actor: Actor, tab: str = "home") -> Outcome:
    workspace = actor.workspace
    channel = workspace.im_with(actor.user)
    event: dict[str, Any] = {
        "type": "app_home_opened",
        "user": actor.user,
        "channel": channel.id,
        "tab": tab,
        "event_ts": workspace.next_ts(),
    }
    home = workspace.modals.homes.get(actor.user)
    if home and tab == "home":
        event["view"] = view_object(workspace, home)
    if "app_home_opened" in workspace.app.events:
        await send_event(actor.playground, workspace, event)
    if tab == "messages":
        await _open_pane(actor, channel)
    return actor.outcome(channel=channel.id)


async def _open_pane(actor: Actor, channel: Channel) -> None:
    """Begin a conversation in the app's pane, which stands in the Messages tab here, unless there is one."""
    workspace = actor.workspace
    if not workspace.app.assistant or actor.user in workspace.panes:
        return
    pane = workspace.panes[actor.user] = Pane(channel=channel.id, thread=workspace.next_ts())
    told = {"user_id": actor.user, "context": {}, "channel_id": channel.id, "thread_ts": pane.thread}
    event = {"type": "assistant_thread_started", "assistant_thread": told, "event_ts": pane.thread}
    if event["type"] in workspace.app.events:
        await send_event(actor.playground, workspace, event)


async def use_shortcut(actor: Actor, callback_id: str, channel_id: str | None = None, ts: str | None = None) -> Outcome:
    """Use one of the app's shortcuts: on a message, or (global) anywhere."""
    found = [one for one in actor.workspace.app.shortcuts if one["callback_id"] == callback_id]
    if not found:
        raise NotPossibleError(f"The app has no shortcut {callback_id}.")
    fields: dict[str, Any] = {
        "callback_id": callback_id,
        "trigger_id": actor.trigger(),
        "action_ts": actor.workspace.next_ts(),
    }
    if found[0].get("type") == "message":
        channel = actor.channel(channel_id or "")
        message = actor.message(channel, ts or "")
        fields |= {
            "channel": channel_reference(channel),
            "message_ts": message.ts,
            "message": message_object(actor.workspace, message),
            "response_url": actor.response_url(channel, message.ts),
        }
    kind = "message_action" if found[0].get("type") == "message" else "shortcut"
    return actor.outcome(trouble(actor, await actor.send(kind, **fields)))


TROUBLE = {
    "operation_timeout": "{app} did not answer in time.",
    "dispatch_failed": "{app} could not be reached.",
    "http_error": "{app} responded with status code {status}.",
}


def trouble(actor: Actor, answer: Answer) -> str | None:
    """Say in words why an interaction failed, if it did."""
    words = TROUBLE.get(answer.failure or "")
    return words.format(app=actor.workspace.app.name, status=answer.status) if words else None


ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
LIVE = re.compile(r"<(?:[@#][A-Z0-9]+|!(?:here|channel|everyone))>")


def escaped(workspace: Workspace, typed: str, *, mentions: bool = True) -> str:
    """Write what was typed as Slack passes it on: entities escaped, "@Name" a mention."""
    if not mentions:
        return _entities(typed)
    for person in sorted(workspace.people.values(), key=lambda one: -len(one.real_name)):
        typed = typed.replace(f"@{person.real_name}", f"<@{person.id}>")
    parts: list[str] = []
    end = 0
    for live in LIVE.finditer(typed):
        parts += [_entities(typed[end : live.start()]), live.group()]
        end = live.end()
    return "".join([*parts, _entities(typed[end:])])


def _entities(words: str) -> str:
    return "".join(ENTITIES.get(char, char) for char in words)


def rich_text(text: str) -> dict[str, Any]:
    """Give a person's words as the block that Slack sends beside them."""
    elements: list[dict[str, Any]] = []
    for part in re.split(r"(<@[A-Z0-9]+>)", text):
        if part.startswith("<@"):
            elements.append({"type": "user", "user_id": part[2:-1]})
        elif part:
            plain = part.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
            elements.append({"type": "text", "text": plain})
    section = {"type": "rich_text_section", "elements": elements}
    return {"type": "rich_text", "block_id": secrets.token_urlsafe(4)[:5], "elements": [section]}
