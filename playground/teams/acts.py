"""What a person does in a chat or a channel: write, react, add the app, take it off."""

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from playground.outgoing import Answer
from playground.teams.errors import NotPossibleError
from playground.teams.outgoing import send, trouble
from playground.teams.payloads import account, activity, mention
from playground.teams.server import Teams
from playground.teams.shown import shown_dialog
from playground.teams.tenant import Conversation, Json, Message, Person, Tenant

Outcome = dict[str, Any]
REACTIONS = ("like", "heart", "laugh", "surprised", "sad", "angry")
INSTALLS = ("add", "remove", "add-upgrade")


@dataclass(frozen=True, slots=True)
class Actor:
    """One person at one keyboard."""

    teams: Teams
    person: Person

    @property
    def tenant(self) -> Tenant:
        return self.teams.tenant

    def conversation(self, called: str | None) -> Conversation:
        """Find what this person sees: a channel by its id or name, without one the chat with the app."""
        own = self.tenant.personal(self.person)
        if called in (None, "", "chat", own.id):
            return own
        plain = str(called).partition(";messageid=")[0]
        found = [one for one in self.tenant.seen_by(self.person) if plain in (one.id, one.name)]
        if not found:
            raise NotPossibleError(f"{self.person.key} does not see {called}.")
        return found[0]

    def message(self, message_id: str, conversation: Conversation | None = None) -> tuple[Conversation, Message]:
        for place in [conversation] if conversation else self.tenant.seen_by(self.person):
            found = place.message(message_id)
            if found:
                return place, found
        raise NotPossibleError(f"{self.person.key} does not see a message {message_id}.")

    def needs_app(self, conversation: Conversation) -> None:
        """Who has no app cannot talk to it; in a channel it is the team that has it."""
        inside = self.person.id in self.tenant.installed
        if conversation.kind == "channel":
            inside = self.tenant.team.installed
        if not inside:
            raise NotPossibleError(f"{self.tenant.app.name} is not added here.")
        if conversation.kind == "personal" and self.person.id in self.tenant.blocked:
            raise NotPossibleError(f"{self.person.key} blocked {self.tenant.app.name}.")

    async def send(self, kind: str, conversation: Conversation, root: str = "", **fields: Any) -> Answer:
        return await send(self.teams, activity(self.teams, kind, conversation, self.person, root) | fields)

    def outcome(self, note: str | None = None, **extra: Any) -> Outcome:
        dialog = self.tenant.dialogs.get(self.person.id)
        noted = {"note": note} if note else {}
        return {"ok": True, "dialog": shown_dialog(dialog) if dialog else None, **noted, **extra}


async def say(
    actor: Actor, text: str, where: str | None = None, reply_to: str = "", files: Sequence[Mapping[str, str]] = ()
) -> Outcome:
    """Write a message. In a channel the app hears only what mentions it: "@Kaizen car".

    Of `files`, each a name and an address that needs no token, the app hears in its own chat.
    """
    conversation, tenant = actor.conversation(where), actor.tenant
    if conversation.kind == "personal":
        actor.needs_app(conversation)
    message = Message(id=tenant.next_id(), author=actor.person.id, text=text, format="plain", root=reply_to)
    if reply_to:
        actor.message(reply_to, conversation)
    conversation.messages.append(message)
    actor.teams.changed()
    if conversation.kind == "personal":
        sent: dict[str, Any] = {"attachments": [_file(one) for one in files]} if files else {}
        answer = await actor.send("message", conversation, id=message.id, text=text, textFormat="plain", **sent)
    elif _mentions(tenant, text) and tenant.team.installed:
        answer = await _mention(actor, conversation, message)
    else:
        answer = Answer(None)
    return actor.outcome(trouble(actor.teams, answer), id=message.id, conversation=conversation.id)


def _file(one: Mapping[str, str]) -> dict[str, Any]:
    name, url = one["name"], one["url"]
    content = {"downloadUrl": url, "uniqueId": name, "fileType": name.rpartition(".")[2]}
    kind = "application/vnd.microsoft.teams.file.download.info"
    return {"contentType": kind, "contentUrl": url, "name": name, "content": content}


def _mentions(tenant: Tenant, text: str) -> bool:
    return f"@{tenant.app.name}" in text


async def _mention(actor: Actor, conversation: Conversation, message: Message) -> Answer:
    """Send what was said as Teams passes it on: the mention as markup, and once more as HTML beside it."""
    tenant, root = actor.tenant, message.root or message.id
    named = mention(tenant)
    text = message.text.replace(f"@{tenant.app.name}", named["text"])
    rich = re.sub(r"<at>", '<span itemscope="" itemtype="http://schema.skype.com/Mention" itemid="0">', named["text"])
    rich = html.escape(message.text).replace(f"@{tenant.app.name}", rich.replace("</at>", "</span>"))
    base = activity(actor.teams, "message", conversation, actor.person, root)
    fields: Json = {
        "id": message.id,
        "text": text,
        "textFormat": "plain",
        "attachments": [{"contentType": "text/html", "content": f"<div><div>{rich}</div></div>"}],
        "entities": [named, *base["entities"]],
    }
    return await send(actor.teams, base | fields | ({"replyToId": message.root} if message.root else {}))


async def react(actor: Actor, message_id: str, kind: str = "like", *, removed: bool = False) -> Outcome:
    """Put a reaction under a message, or take it back. The app hears of its own messages."""
    if kind not in REACTIONS:
        raise NotPossibleError(f"A reaction is one of: {', '.join(REACTIONS)}.")
    conversation, message = actor.message(message_id)
    people = message.reactions.setdefault(kind, [])
    if removed == (actor.person.id not in people):
        return actor.outcome()
    (people.remove if removed else people.append)(actor.person.id)
    actor.teams.changed()
    if message.author != "bot":
        return actor.outcome()
    side = "reactionsRemoved" if removed else "reactionsAdded"
    root = message.root or message.id
    answer = await actor.send("messageReaction", conversation, root, replyToId=message.id, **{side: [{"type": kind}]})
    return actor.outcome(trouble(actor.teams, answer))


async def install(actor: Actor, action: str = "add") -> Outcome:
    """Add the app for oneself, take it off, or get its new version. The app hears of each."""
    if action not in INSTALLS:
        raise NotPossibleError(f"To install is one of: {', '.join(INSTALLS)}.")
    if actor.person.role == "guest":
        raise NotPossibleError("A guest cannot add apps.")
    installed, conversation = actor.tenant.installed, actor.tenant.personal(actor.person)
    (installed.discard if action == "remove" else installed.add)(actor.person.id)
    actor.teams.changed()
    answer = await actor.send("installationUpdate", conversation, action=action)
    if action == "add":
        app = {"id": actor.tenant.app.mri, "name": actor.tenant.app.name}
        answer = await actor.send("conversationUpdate", conversation, membersAdded=[app])
    return actor.outcome(trouble(actor.teams, answer))


async def block(actor: Actor, *, blocked: bool = True) -> Outcome:
    """Block the app, or let it write again. No event tells the app."""
    (actor.tenant.blocked.add if blocked else actor.tenant.blocked.discard)(actor.person.id)
    return actor.outcome()


async def team(actor: Actor, action: str) -> Outcome:
    """Add the app to the team, or take it off."""
    if action not in INSTALLS:
        raise NotPossibleError(f"To install is one of: {', '.join(INSTALLS)}.")
    actor.tenant.team.installed = action != "remove"
    conversation, app = actor.tenant.conversations[actor.tenant.team.channels[0]], actor.tenant.app
    side = "membersRemoved" if action == "remove" else "membersAdded"
    answer = await actor.send("installationUpdate", conversation, action=action)
    if action != "add-upgrade":
        bot = [{"id": app.mri, "name": app.name}]
        about: Json = {side: bot, **_data(actor, conversation, "")}
        answer = await actor.send("conversationUpdate", conversation, **about)
    return actor.outcome(trouble(actor.teams, answer))


def _data(actor: Actor, conversation: Conversation, event: str) -> Json:
    base = activity(actor.teams, "conversationUpdate", conversation, actor.person)["channelData"]
    return {"channelData": base | ({"eventType": event} if event else {})}


async def member(actor: Actor, called: str, *, removed: bool = False) -> Outcome:
    """Add somebody to the team, or take them off."""
    other, team_of = actor.tenant.person(called), actor.tenant.team
    if other is None:
        raise NotPossibleError(f"Nobody is called {called}.")
    if removed == (other.id not in team_of.members):
        return actor.outcome()
    (team_of.members.remove if removed else team_of.members.append)(other.id)
    conversation = actor.tenant.conversations[team_of.channels[0]]
    side, event = ("membersRemoved", "teamMemberRemoved") if removed else ("membersAdded", "teamMemberAdded")
    about = {side: [account(other)], **_data(actor, conversation, event)}
    return actor.outcome(trouble(actor.teams, await actor.send("conversationUpdate", conversation, **about)))


async def channel(actor: Actor, called: str, *, name: str = "", deleted: bool = False) -> Outcome:
    """Rename a channel, or delete it."""
    conversation = actor.tenant.channel(called)
    if conversation is None:
        raise NotPossibleError(f"There is no channel {called}.")
    conversation.name = name or conversation.name
    conversation.deleted = deleted
    about = _data(actor, conversation, "channelDeleted" if deleted else "channelRenamed")
    general = actor.tenant.conversations[actor.tenant.team.channels[0]]
    return actor.outcome(trouble(actor.teams, await actor.send("conversationUpdate", general, **about)))
