"""Modals and Home tabs that people have open: each person has one stack of at most three modals."""

import hashlib
import secrets
import time
from dataclasses import dataclass, field
from typing import Any

from playground.values import carried_over

Typed = dict[str, dict[str, dict[str, Any]]]  # block_id -> action_id -> {"type": ..., "value": ...}


@dataclass(slots=True, kw_only=True)
class View:
    """One view as the bot sent it, with what the person has typed into it."""

    id: str
    user: str
    body: dict[str, Any]
    root: str
    previous: str | None = None
    hash: str = ""
    typed: Typed = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    note: str = ""

    def __post_init__(self) -> None:
        self.show(self.body)

    @property
    def blocks(self) -> list[dict[str, Any]]:
        return list(self.body["blocks"])

    def show(self, body: dict[str, Any]) -> None:
        """Draw another body in this view. What was typed stays where block and action keep their names."""
        self.body = body
        self.typed = carried_over(self.blocks, self.typed)
        self.errors, self.note = {}, ""
        self.hash = f"{int(time.time())}.{hashlib.sha1(secrets.token_bytes(8)).hexdigest()[:8]}"  # noqa: S324


@dataclass(slots=True)
class Modals:
    """All open views of a workspace."""

    stacks: dict[str, list[View]] = field(default_factory=dict)
    homes: dict[str, View] = field(default_factory=dict)

    def stack(self, user: str) -> list[View]:
        return self.stacks.get(user, [])

    def top(self, user: str) -> View | None:
        stack = self.stack(user)
        return stack[-1] if stack else None

    def open(self, user: str, body: dict[str, Any]) -> View:
        view_id = new_view_id()
        view = View(id=view_id, user=user, body=body, root=view_id)
        self.stacks[user] = [view]
        return view

    def push(self, user: str, body: dict[str, Any]) -> View:
        below = self.stacks[user][-1]
        view = View(id=new_view_id(), user=user, body=body, root=below.root, previous=below.id)
        self.stacks[user].append(view)
        return view

    def publish(self, user: str, body: dict[str, Any]) -> View:
        home = self.homes.get(user)
        if home:
            home.show(body)
        else:
            view_id = new_view_id()
            home = self.homes[user] = View(id=view_id, user=user, body=body, root=view_id)
        return home

    def close(self, view: View) -> None:
        self.stacks[view.user] = [one for one in self.stack(view.user) if one is not view]

    def clear(self, user: str) -> None:
        self.stacks.pop(user, None)

    def find(self, view_id: str | None = None, external_id: str | None = None) -> View | None:
        """Find an open view. One that was closed is gone."""
        views = [*(view for stack in self.stacks.values() for view in stack), *self.homes.values()]
        for view in views:
            if view.id == view_id or (external_id and view.body.get("external_id") == external_id):
                return view
        return None


def new_view_id() -> str:
    return "V" + secrets.token_hex(5).upper()
