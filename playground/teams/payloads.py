"""The activities that Teams sends to the app, as objects."""

import html
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from playground.teams.server import Teams
from playground.teams.tenant import BOT, Conversation, Json, Message, Person, Tenant


def activity(teams: Teams, kind: str, conversation: Conversation, person: Person, root: str = "") -> Json:
    """What stands in every activity: who, where, when and in which language."""
    now, tenant = datetime.now(UTC), teams.tenant
    return {
        "type": kind,
        "id": tenant.next_id(),
        "timestamp": _moment(now),
        "localTimestamp": now.astimezone(ZoneInfo(person.timezone)).isoformat(timespec="milliseconds"),
        "localTimezone": person.timezone,
        "locale": person.locale,
        "channelId": "msteams",
        "serviceUrl": teams.service_url,
        "from": account(person),
        "recipient": {"id": tenant.app.mri, "name": tenant.app.name},
        "conversation": place(tenant, conversation, root),
        "channelData": channel_data(tenant, conversation),
        "entities": [client_info(person)],
    }


def _moment(when: datetime) -> str:
    return when.strftime("%Y-%m-%dT%H:%M:%S.") + f"{when.microsecond // 1000:03d}Z"


def account(person: Person) -> Json:
    return {"id": person.mri, "name": person.name, "aadObjectId": person.id}


def place(tenant: Tenant, conversation: Conversation, root: str = "") -> Json:
    about: Json = {"conversationType": conversation.kind, "tenantId": tenant.id, "id": conversation.id}
    if conversation.kind == "channel":
        about |= {"isGroup": True} | ({"id": f"{conversation.id};messageid={root}"} if root else {})
    return about


def channel_data(tenant: Tenant, conversation: Conversation) -> Json:
    data: Json = {"tenant": {"id": tenant.id}}
    if conversation.kind == "channel":
        team = tenant.team
        data |= {
            "team": {"id": team.id, "name": team.name, "aadGroupId": team.group},
            "channel": {"id": conversation.id, "name": conversation.name},
            "teamsTeamId": team.id,
            "teamsChannelId": conversation.id,
        }
    return data


def client_info(person: Person) -> Json:
    country = person.locale.partition("-")[2] or "US"
    return {
        "type": "clientInfo",
        "locale": person.locale,
        "country": country,
        "platform": "Web",
        "timezone": person.timezone,
    }


def mention(tenant: Tenant) -> Json:
    words = f"<at>{tenant.app.name}</at>"
    return {"type": "mention", "text": words, "mentioned": {"id": tenant.app.mri, "name": tenant.app.name}}


def message_payload(tenant: Tenant, conversation: Conversation, message: Message) -> Json:
    """A message as a message extension gets it."""
    when = _moment(datetime.fromtimestamp(message.at, UTC))
    return {
        "id": message.id,
        "replyToId": message.root or None,
        "createdDateTime": when,
        "lastModifiedDateTime": when if message.edited else None,
        "deleted": False,
        "summary": message.summary or None,
        "subject": None,
        "importance": "normal",
        "locale": "en-us",
        "linkToMessage": f"https://teams.microsoft.com/l/message/{conversation.id}/{message.id}",
        "body": {"contentType": "html", "content": f"<p>{html.escape(message.text)}</p>" if message.text else ""},
        "from": _author(tenant, message),
        "attachments": [{"contentType": "application/vnd.microsoft.card.adaptive"} for _ in message.cards],
        "mentions": [],
        "reactions": [
            {"reactionType": kind, "user": {"user": _user(tenant.people[one])}}
            for kind, people in message.reactions.items()
            for one in people
        ],
    }


def _author(tenant: Tenant, message: Message) -> Json:
    if message.author == BOT:
        app = {"id": tenant.app.id, "displayName": tenant.app.name, "applicationIdentityType": "bot"}
        return {"application": app, "user": None, "device": None, "conversation": None}
    return {"application": None, "user": _user(tenant.people[message.author]), "device": None, "conversation": None}


def _user(person: Person) -> Json:
    return {"id": person.id, "displayName": person.name, "userIdentityType": "aadUser"}


def merged(base: Mapping[str, Any], extra: Mapping[str, Any]) -> Json:
    """One object with what another says on top, also inside."""
    both = dict(base)
    for name, value in extra.items():
        inner = both.get(name)
        both[name] = merged(inner, value) if isinstance(inner, dict) and isinstance(value, Mapping) else value
    return both
