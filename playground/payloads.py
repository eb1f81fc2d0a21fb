"""The shapes in which Slack describes people, channels, messages, views and interactions."""

import secrets
import time
from collections.abc import Mapping
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from playground.modals import View
from playground.values import starting_values
from playground.workspace import Channel, File, Message, Person, Workspace

Json = dict[str, Any]


def user_object(workspace: Workspace, person: Person) -> Json:
    """Describe a person as users.info does."""
    profile = {
        "real_name": person.real_name,
        "real_name_normalized": person.real_name,
        "display_name": person.real_name,
        "display_name_normalized": person.real_name,
        "title": "",
        "phone": "",
        "status_text": "",
        "status_emoji": "",
        "team": workspace.id,
    }
    return {
        "id": person.id,
        "team_id": workspace.id,
        "name": person.name,
        "deleted": person.deleted,
        "real_name": person.real_name,
        "tz": person.tz,
        "tz_label": person.tz,
        "tz_offset": 0,
        "profile": profile if person.is_bot else profile | {"email": person.email},
        "is_admin": person.is_admin,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": person.is_restricted,
        "is_ultra_restricted": person.is_ultra_restricted,
        "is_bot": person.is_bot,
        "is_app_user": False,
        "is_email_confirmed": not person.is_bot,
        "locale": "en-US",
        "updated": int(time.time()),
    } | ({"is_stranger": True} if person.is_stranger else {})


def channel_object(workspace: Workspace, channel: Channel) -> Json:
    """Describe a channel as conversations.info does."""
    bot = workspace.app.bot_user
    base = {
        "id": channel.id,
        "created": channel.created,
        "is_archived": channel.is_archived,
        "is_im": channel.kind == "im",
        "is_org_shared": False,
        "context_team_id": workspace.id,
        "updated": channel.created * 1000,
    }
    if channel.kind == "im":
        return base | {
            "user": next(one for one in channel.members if one != bot),
            "priority": 0,
            "is_user_deleted": False,
        }
    return base | {
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": channel.kind == "public",
        "is_group": False,
        "is_mpim": False,
        "is_private": channel.kind == "private",
        "is_general": channel.name == "general",
        "is_shared": False,
        "is_ext_shared": False,
        "is_member": bot in channel.members,
        "creator": channel.members[0] if channel.members else bot,
        "unlinked": 0,
        "topic": {"value": channel.topic, "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
        "previous_names": [],
        "num_members": len(channel.members),
    }


def message_object(workspace: Workspace, message: Message) -> Json:
    """Describe a message as it stands in events, interactions and answers of the Web API."""
    body: Json = {"type": "message", "user": message.user, "ts": message.ts, "text": message.text, "team": workspace.id}
    if message.by_bot:
        app = workspace.app
        body |= {"bot_id": app.bot_id, "app_id": app.id}
        body["bot_profile"] = {
            "id": app.bot_id,
            "app_id": app.id,
            "name": app.name,
            "deleted": False,
            "team_id": workspace.id,
        }
    else:
        body["client_msg_id"] = str(uuid5(NAMESPACE_URL, message.ts))
    optional = {
        "blocks": message.blocks,
        "thread_ts": message.thread_ts,
        "metadata": message.metadata,
        "edited": message.edited and {"user": workspace.app.bot_user, "ts": message.edited},
        "files": [file_object(workspace, workspace.files[one]) for one in message.files],
        "reactions": [{"name": n, "users": who, "count": len(who)} for n, who in message.reactions.items()],
    }
    return body | {name: part for name, part in optional.items() if part}


def file_object(workspace: Workspace, file: File, base_url: str = "") -> Json:
    return {
        "id": file.id,
        "created": file.created,
        "timestamp": file.created,
        "name": file.name,
        "title": file.title,
        "mimetype": file.mimetype,
        "filetype": file.name.rpartition(".")[2].lower() if "." in file.name else "binary",
        "user": file.user,
        "user_team": workspace.id,
        "size": file.size,
        "mode": "hosted",
        "is_external": False,
        "is_public": False,
        "url_private": f"{base_url}/files-pri/{workspace.id}-{file.id}/{file.name}",
        "url_private_download": f"{base_url}/files-pri/{workspace.id}-{file.id}/download/{file.name}",
        "permalink": f"{base_url}/files/{file.user}/{file.id}/{file.name}",
    }


VIEW_DEFAULTS: Mapping[str, Any] = {
    "private_metadata": "",
    "callback_id": "",
    "clear_on_close": False,
    "notify_on_close": False,
    "close": None,
    "submit": None,
    "external_id": "",
}


def view_object(workspace: Workspace, view: View) -> Json:
    """Describe a view as it stands in interactions and answers of the Web API."""
    home = {"title": {"type": "plain_text", "text": "View Title", "emoji": True}} if view.body["type"] == "home" else {}
    return {
        **VIEW_DEFAULTS,
        **home,
        **view.body,
        "id": view.id,
        "team_id": workspace.id,
        "state": {"values": view.typed},
        "hash": view.hash,
        "previous_view_id": view.previous,
        "root_view_id": view.root,
        "app_id": workspace.app.id,
        "app_installed_team_id": workspace.id,
        "bot_id": workspace.app.bot_id,
    }


def interaction(workspace: Workspace, kind: str, user: str) -> Json:
    """Give the fields that every interaction carries."""
    person = workspace.people[user]
    return {
        "type": kind,
        "team": {"id": workspace.id, "domain": workspace.domain},
        "user": {"id": user, "username": person.name, "name": person.name, "team_id": workspace.id},
        "api_app_id": workspace.app.id,
        "token": workspace.verification_token,
        "enterprise": None,
        "is_enterprise_install": False,
    }


def channel_reference(channel: Channel) -> Json:
    name = "privategroup" if channel.kind == "private" else channel.name
    return {"id": channel.id, "name": name}


def message_source(workspace: Workspace, channel: Channel, message: Message, user: str) -> Json:
    """Say from which message an interaction came. An ephemeral message is not sent along."""
    ephemeral = message.only_for is not None
    container = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel.id,
        "is_ephemeral": ephemeral,
    }
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    typed = message.typed.get(user) or starting_values(message.blocks)
    body: Json = {"container": container, "channel": channel_reference(channel), "state": {"values": typed}}
    return body if ephemeral else body | {"message": message_object(workspace, message)}


def view_source(workspace: Workspace, view: View) -> Json:
    return {"container": {"type": "view", "view_id": view.id}, "view": view_object(workspace, view)}


def event_callback(workspace: Workspace, event: Mapping[str, Any]) -> Json:
    """Wrap an event in the envelope of the Events API."""
    event_id = "Ev" + secrets.token_hex(5).upper()
    return {
        "token": workspace.verification_token,
        "team_id": workspace.id,
        "context_team_id": workspace.id,
        "context_enterprise_id": None,
        "api_app_id": workspace.app.id,
        "event": dict(event),
        "type": "event_callback",
        "event_id": event_id,
        "event_time": int(time.time()),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": workspace.id,
                "user_id": workspace.app.bot_user,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
        "event_context": f"4-{event_id}",
    }
