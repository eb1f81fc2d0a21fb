"""What a bot says in answer to a command or through a `response_url`."""

from typing import Any

from playground import limits
from playground.errors import Refused
from playground.server import Playground
from playground.webapi.call import NO, Json
from playground.webapi.chat import change, checked_content, from_bot
from playground.workspace import Channel, Workspace


def respond(playground: Playground, team: str, name: str, args: Json) -> None:
    """Answer through a response URL: replace or delete what was pressed, or say something new."""
    workspace = playground.workspace(team)
    address = workspace.response_urls.use(name)
    channel = workspace.channels[address.channel]
    original = channel.message(address.message_ts) if address.message_ts else None
    if _says(args, "delete_original"):
        if original:
            channel.messages.remove(original)
    elif _says(args, "replace_original") and original:
        change(workspace, original, checked_content(args, limits.TEXT))
    else:
        say(workspace, channel, address.user, args)


def say(workspace: Workspace, channel: Channel, user: str, args: Json) -> None:
    """Post an answer; only the person who asked sees it unless it says `in_channel`."""
    kind = args.get("response_type", "ephemeral")
    if kind not in ("ephemeral", "in_channel"):
        raise Refused("invalid_response_type")
    content = checked_content(args, limits.TEXT)
    only_for = user if kind == "ephemeral" else None
    workspace.post(channel, from_bot(workspace, content, thread_ts=args.get("thread_ts"), only_for=only_for))


def _says(args: Json, name: str) -> Any:
    return args.get(name) not in (None, False, *NO)
