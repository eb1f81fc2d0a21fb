"""Reads a tenant from JSON, and makes it as new again at every reset."""

import json
import time
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from playground.teams.tenant import App, Conversation, Message, Person, Team, Tenant

Data = Mapping[str, Any]


def default_tenant() -> Data:
    data: Data = json.loads(files("playground").joinpath("tenant.json").read_text("utf-8"))
    return data


def tenant_from(data: Data) -> Tenant:
    people = [Person(**{**data.get("defaults", {}), **one}) for one in data["people"]]
    ids = {one.key: one.id for one in people}
    without, team = data.get("not_installed_for", ()), data["team"]
    channels = [_channel(one, ids) for one in team["channels"]]
    return Tenant(
        id=data["tenant"]["id"],
        name=data["tenant"]["name"],
        app=App(**data["app"]),
        people={one.id: one for one in people},
        installed={one.id for one in people if one.key not in without},
        conversations={one.id: one for one in channels},
        team=Team(
            id=team["id"],
            group=team["group"],
            name=team["name"],
            members=[ids[key] for key in team["members"]],
            channels=[one.id for one in channels],
        ),
    )


def _channel(data: Data, ids: Mapping[str, str]) -> Conversation:
    members = [ids[key] for key in data["members"]] if "members" in data else None
    channel = Conversation(
        id=data["id"], kind="channel", name=data["name"], topic=data.get("topic", ""), members=members
    )
    for one in data.get("messages", ()):
        at = time.time() - 60 * one["minutes_ago"]
        channel.messages.append(
            Message(id=str(int(at * 1000)), author=ids[one["from"]], text=one["text"], format="plain", at=at)
        )
    return channel
