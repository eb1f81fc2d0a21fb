"""What one person sees, as JSON: channels, messages, modals, Home. The page draws it, and tests read it."""

from typing import Any

from playground.modals import View
from playground.payloads import message_object, view_object
from playground.values import starting_values
from playground.workspace import Channel, Message, Person, Workspace

Json = dict[str, Any]


def state_of(workspace: Workspace, user: str, most: int | None = None) -> Json:
    """Show everything that this person sees. `most` keeps the newest messages of each channel."""
    home = workspace.modals.homes.get(user)
    return {
        "user": user,
        "started": workspace.started,
        "channels": {one.id: _channel(workspace, one, user, most) for one in workspace.channels_of(user)},
        "modals": [shown_view(workspace, view) for view in workspace.modals.stack(user)],
        "home": shown_view(workspace, home) if home else None,
        "pane": _pane(workspace, user),
        "notes": workspace.notes.get(user, []),
    }


def about(workspace: Workspace, teams: list[Workspace]) -> Json:
    """Show what does not change: the workspace, its people, and what the app offers."""
    app = workspace.app
    return {
        "team": {"id": workspace.id, "name": workspace.name, "domain": workspace.domain},
        "started": workspace.started,
        "teams": [{"id": one.id, "name": one.name} for one in teams],
        "app": {
            "id": app.id,
            "name": app.name,
            "bot_user": app.bot_user,
            "about": app.about,
            "read_only": app.read_only,
            "commands": list(app.commands),
            "shortcuts": list(app.shortcuts),
        },
        "people": {one.id: _person(one) for one in workspace.people.values()},
        "channels": {
            one.id: {"id": one.id, "name": one.name, "kind": one.kind}
            for one in workspace.channels.values()
            if one.kind != "im"
        },
    }


def shown_view(workspace: Workspace, view: View) -> Json:
    return view_object(workspace, view) | {"errors": view.errors, "note": view.note}


def _pane(workspace: Workspace, user: str) -> Json | None:
    pane = workspace.panes.get(user)
    return {"title": pane.title, "prompts": pane.prompts, "status": pane.status} if pane else None


def _person(person: Person) -> Json:
    role = (
        "pupil" if person.is_ultra_restricted else "guest" if person.is_restricted else "app" if person.is_bot else ""
    )
    return {
        "id": person.id,
        "name": person.real_name,
        "tz": person.tz,
        "is_bot": person.is_bot,
        "deleted": person.deleted,
        "role": role or ("admin" if person.is_admin else ""),
    }


def _channel(workspace: Workspace, channel: Channel, user: str, most: int | None) -> Json:
    messages = channel.seen_by(user)
    return {
        "id": channel.id,
        "name": channel.name,
        "kind": channel.kind,
        "topic": channel.topic,
        "is_archived": channel.is_archived,
        "members": channel.members,
        "app_is_member": workspace.app.bot_user in channel.members,
        "messages": [_message(workspace, one, user) for one in (messages[-most:] if most else messages)],
    }


def _message(workspace: Workspace, message: Message, user: str) -> Json:
    typed = message.typed.get(user) or starting_values(message.blocks)
    body = message_object(workspace, message) | {"ephemeral": message.only_for is not None, "state": {"values": typed}}
    body.pop("client_msg_id", None)
    return body | {"blocks": message.blocks}
