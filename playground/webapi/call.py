"""One call of the Web API: whose it is, and its arguments however they came."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import Request

from playground.errors import Refused
from playground.server import Playground
from playground.workspace import Channel, Person, Workspace

Json = dict[str, Any]
Method = Callable[["Call"], Json]
#: Arguments that come as JSON inside a form.
JSON_ARGUMENTS = ("blocks", "attachments", "view", "metadata", "files", "prompts")
NO, YES = ("", "0", "false", "False"), ("1", "true", "True")


@dataclass(frozen=True, slots=True)
class Call:
    playground: Playground
    workspace: Workspace
    args: Mapping[str, Any]

    def need(self, name: str, error: str = "invalid_arguments") -> Any:
        value = self.args.get(name)
        if value in (None, ""):
            raise Refused(error, messages=[f"missing required field: {name}"])
        return value

    def text(self, name: str) -> str:
        return str(self.args.get(name) or "")

    def flag(self, name: str) -> bool:
        return self.args.get(name) is True or self.args.get(name) in YES

    def number(self, name: str, otherwise: int) -> int:
        try:
            return int(self.args.get(name) or otherwise)
        except ValueError as wrong:
            raise Refused("invalid_arguments", messages=[f"must provide an integer: {name}"]) from wrong

    def person(self, name: str = "user") -> Person:
        found = self.workspace.people.get(self.need(name, "user_not_found"))
        if found is None:
            raise Refused("user_not_found")
        return found

    def channel(self, name: str = "channel") -> Channel:
        """Find a channel that the bot may know of. A private one that it is not in does not exist for it."""
        channel = self.workspace.channels.get(self.need(name, "channel_not_found"))
        bot = self.workspace.app.bot_user
        if channel is None or (channel.kind != "public" and bot not in channel.members):
            raise Refused("channel_not_found")
        return channel

    def page_of(self, items: list[Any], usual: int = 100) -> tuple[list[Any], Json]:
        """Cut one page of a list, and say where the next begins."""
        limit = min(max(self.number("limit", usual), 1), 1000)
        cursor = self.text("cursor")
        if cursor and not cursor.isdecimal():
            raise Refused("invalid_cursor")
        start = int(cursor or 0)
        more = str(start + limit) if start + limit < len(items) else ""
        return items[start : start + limit], {"response_metadata": {"next_cursor": more}}


async def read_arguments(request: Request) -> Json:
    """Read arguments from the query, a form or JSON, whichever way the bot sent them."""
    args: Json = dict(request.query_params)
    kind = request.headers.get("content-type", "").partition(";")[0]
    if request.method == "GET":
        pass
    elif kind == "application/json":
        args |= _json(await request.body())
    elif kind in ("application/x-www-form-urlencoded", "multipart/form-data"):
        form = await request.form()
        args |= {name: part for name, part in form.items() if not isinstance(part, UploadFile)}
    return {name: _decoded(name, value) for name, value in args.items()}


def _json(body: bytes) -> Json:
    if not body:
        return {}
    try:
        found = json.loads(body)
    except ValueError as wrong:
        raise Refused("invalid_json") from wrong
    if not isinstance(found, dict):
        raise Refused("json_not_object")
    return found


def _decoded(name: str, value: Any) -> Any:
    if name not in JSON_ARGUMENTS or not isinstance(value, str) or not value:
        return value
    try:
        return json.loads(value)
    except ValueError as wrong:
        error = "invalid_blocks_format" if name == "blocks" else "invalid_arguments"
        raise Refused(error, messages=[f"must provide valid JSON: {name}"]) from wrong


def token_of(request: Request, args: Mapping[str, Any]) -> str:
    header = request.headers.get("authorization", "")
    return header.removeprefix("Bearer ").strip() or str(args.get("token") or "")
