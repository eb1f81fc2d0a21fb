"""Reads workspaces from JSON, and makes them as new again at every reset."""

import json
import time
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from playground.workspace import SLACKBOT, App, Channel, Group, Message, Person, Workspace

Data = Mapping[str, Any]
EVERYBODY = "*"


def default_data() -> Data:
    data: Data = json.loads(files("playground").joinpath("workspace.json").read_text("utf-8"))
    return data


def data_from(path: Path) -> Data:
    data: Data = json.loads(path.read_text("utf-8"))
    return data


def workspaces_from(data: Data) -> list[Workspace]:
    """Make every workspace that the data describe: a list of them, or one alone."""
    return [workspace_from(one) for one in data.get("workspaces", [data])]


def workspace_from(data: Data) -> Workspace:
    app = App(**data["app"])
    people = {one["id"]: _person(one, data.get("defaults", {})) for one in data["users"]}
    everybody = list(people)
    for bot in (_bot(app.bot_user, app.name), _bot(SLACKBOT, "Slackbot")):
        people[bot.id] = bot
    return Workspace(
        id=data["team"]["id"],
        name=data["team"]["name"],
        domain=data["team"]["domain"],
        signing_secret=data["signing_secret"],
        bot_token=data["bot_token"],
        verification_token=data.get("verification_token", "playground"),
        app=app,
        scopes=list(app.scopes),
        people=people,
        channels={one["id"]: _channel(one, everybody) for one in data["channels"]},
        groups={one["id"]: Group(**one) for one in data.get("usergroups", ())},
    )


def _person(data: Data, defaults: Data) -> Person:
    made = {
        "tz": defaults.get("tz", "UTC"),
        "email": f"{data['id'].lower()}@{defaults.get('email_domain', 'x.example')}",
    }
    return Person(**(made | {"name": data["id"].lower()} | dict(data)))


def _bot(user: str, name: str) -> Person:
    return Person(id=user, name=name.lower(), real_name=name, tz="UTC", email="", is_bot=True)


def _channel(data: Data, everybody: list[str]) -> Channel:
    named = data["members"]
    members = [*(everybody if EVERYBODY in named else []), *(one for one in named if one != EVERYBODY)]
    now = time.time()
    return Channel(
        id=data["id"],
        name=data["name"],
        kind="private" if data.get("is_private") else "public",
        topic=data.get("topic", ""),
        members=members,
        created=int(now) - 90 * 86_400,
        is_archived=data.get("is_archived", False),
        messages=[
            Message(ts=f"{now - 60 * one['minutes_ago']:.6f}", user=one["user"], text=one["text"])
            for one in data.get("messages", ())
        ],
    )
