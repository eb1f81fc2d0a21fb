"""chat.*: messages that everybody in a channel sees, and those that one person sees."""

from collections.abc import Mapping
from typing import Any

from playground import limits
from playground.blocks import faults_in_blocks, normalise, too_many_characters
from playground.errors import Refused
from playground.payloads import message_object
from playground.values import carried_over
from playground.webapi.call import Call, Json, Method
from playground.workspace import Channel, Message, Workspace


def post_message(call: Call) -> Json:
    content = checked_content(call.args, limits.TEXT)
    channel = channel_to_post_in(call)
    key = _key(call.args.get("metadata"))
    earlier = call.workspace.keys.get((channel.id, key)) if key and call.playground.faults.honour_keys else None
    message = (channel.message(earlier) if earlier else None) or _post(call, channel, content)
    if key:
        call.workspace.keys.setdefault((channel.id, key), message.ts)
    return {"channel": channel.id, "ts": message.ts, "message": message_object(call.workspace, message)}


def post_ephemeral(call: Call) -> Json:
    content = checked_content(call.args, limits.TEXT)
    channel = channel_to_post_in(call)
    user = call.need("user", "user_not_found")
    if user not in channel.members:
        raise Refused("user_not_in_channel")
    message = from_bot(call.workspace, content, thread_ts=call.args.get("thread_ts"), only_for=user)
    call.workspace.post(channel, message)
    return {"message_ts": message.ts}


def update(call: Call) -> Json:
    content = checked_content(call.args, limits.UPDATE_TEXT)
    channel = call.channel()
    message = _own_message(call, channel, "cant_update_message")
    change(call.workspace, message, content)
    body = message_object(call.workspace, message)
    return {"channel": channel.id, "ts": message.ts, "text": message.text, "message": body}


def delete(call: Call) -> Json:
    channel = call.channel()
    message = _own_message(call, channel, "cant_delete_message")
    channel.messages.remove(message)
    return {"channel": channel.id, "ts": message.ts}


def get_permalink(call: Call) -> Json:
    channel = call.channel()
    ts = call.need("message_ts", "message_not_found")
    if channel.message(ts) is None:
        raise Refused("message_not_found")
    place = f"archives/{channel.id}/p{ts.replace('.', '')}"
    return {"channel": channel.id, "permalink": f"https://{call.workspace.domain}.slack.com/{place}"}


def checked_content(args: Mapping[str, Any], most: int) -> Json:
    """Refuse what Slack refuses, before anything is posted."""
    text, blocks = str(args.get("text") or ""), args.get("blocks") or []
    if not text and not blocks and not args.get("attachments") and not args.get("files"):
        raise Refused("no_text")
    if len(text) > most:
        raise Refused("msg_too_long")
    faults = faults_in_blocks(blocks)
    if faults:
        raise Refused("invalid_blocks", messages=faults, extra={"errors": faults})
    if too_many_characters(blocks):
        raise Refused("msg_blocks_too_long")
    return {"text": text, "blocks": normalise(blocks), "metadata": _metadata(args.get("metadata"))}


def from_bot(
    workspace: Workspace, content: Json, *, thread_ts: str | None = None, only_for: str | None = None
) -> Message:
    return Message(
        ts=workspace.next_ts(),
        user=workspace.app.bot_user,
        by_bot=True,
        thread_ts=thread_ts,
        only_for=only_for,
        **content,
    )


def change(workspace: Workspace, message: Message, content: Json) -> None:
    """Write a message anew. What people typed into its inputs stays."""
    message.text, message.blocks = content["text"], content["blocks"]
    message.metadata = content["metadata"] or message.metadata
    message.edited = workspace.next_ts()
    message.typed = {user: carried_over(message.blocks, typed) for user, typed in message.typed.items()}


def channel_to_post_in(call: Call) -> Channel:
    """Find where to post. A person's id means the direct messages with that person."""
    wanted = str(call.need("channel", "channel_not_found"))
    if wanted in call.workspace.people and wanted != call.workspace.app.bot_user:
        return call.workspace.im_with(wanted)
    channel = call.channel()
    if channel.is_archived:
        raise Refused("is_archived")
    if call.workspace.app.bot_user not in channel.members:
        raise Refused("not_in_channel")
    return channel


def _post(call: Call, channel: Channel, content: Json) -> Message:
    thread = call.args.get("thread_ts")
    return call.workspace.post(channel, from_bot(call.workspace, content, thread_ts=thread))


def _own_message(call: Call, channel: Channel, error: str) -> Message:
    """Find a message that the bot may change. Ephemeral ones cannot be found this way."""
    message = channel.message(str(call.need("ts", "message_not_found")))
    if message is None or message.only_for:
        raise Refused("message_not_found")
    if not message.by_bot:
        raise Refused(error)
    return message


def _metadata(metadata: Any) -> Json | None:
    if not metadata:
        return None
    if not isinstance(metadata, dict) or not {"event_type", "event_payload"} <= metadata.keys():
        raise Refused("invalid_metadata_format")
    return metadata


def _key(metadata: Any) -> str | None:
    """Read the idempotency key of a message, where its metadata carry one."""
    return (metadata.get("event_payload") or {}).get("key") if isinstance(metadata, dict) else None


METHODS: Mapping[str, Method] = {
    "chat.postMessage": post_message,
    "chat.postEphemeral": post_ephemeral,
    "chat.update": update,
    "chat.delete": delete,
    "chat.getPermalink": get_permalink,
}
