"""conversations.*: channels, their members, and direct messages."""

from collections.abc import Mapping

from playground.errors import Refused
from playground.payloads import channel_object
from playground.webapi.call import Call, Json, Method

TYPES = {"public_channel": "public", "private_channel": "private", "im": "im", "mpim": "mpim"}


def open_conversation(call: Call) -> Json:
    """Open the direct messages with one person; group messages are not there yet."""
    if call.args.get("channel"):
        channel = call.channel()
    else:
        users = str(call.need("users", "users_list_not_supplied")).split(",")
        if len(users) != 1:
            raise Refused("not_enough_users" if not users else "mpim_not_supported_by_playground")
        person = call.workspace.people.get(users[0])
        if person is None or person.is_bot:
            raise Refused("user_not_found")
        if person.deleted:
            raise Refused("user_disabled")
        channel = call.workspace.im_with(person.id)
    full = channel_object(call.workspace, channel)
    return {"channel": full if call.flag("return_im") else {"id": channel.id}}


def list_all(call: Call) -> Json:
    wanted = {TYPES.get(one.strip()) for one in (call.text("types") or "public_channel").split(",")}
    if None in wanted:
        raise Refused("invalid_types")
    bot = call.workspace.app.bot_user
    found = [
        channel
        for channel in call.workspace.channels.values()
        if channel.kind in wanted
        and (channel.kind == "public" or bot in channel.members)
        and not (call.flag("exclude_archived") and channel.is_archived)
    ]
    page, more = call.page_of(found)
    return {"channels": [channel_object(call.workspace, one) for one in page], **more}


def info(call: Call) -> Json:
    return {"channel": channel_object(call.workspace, call.channel())}


def members(call: Call) -> Json:
    page, more = call.page_of(call.channel().members)
    return {"members": page, **more}


def join(call: Call) -> Json:
    channel = call.channel()
    bot = call.workspace.app.bot_user
    if channel.kind != "public":
        raise Refused("method_not_supported_for_channel_type")
    if channel.is_archived:
        raise Refused("is_archived")
    already = bot in channel.members
    if not already:
        channel.members.append(bot)
    warning = {"warning": "already_in_channel"} if already else {}
    return {"channel": channel_object(call.workspace, channel), **warning}


METHODS: Mapping[str, Method] = {
    "conversations.open": open_conversation,
    "conversations.list": list_all,
    "conversations.info": info,
    "conversations.members": members,
    "conversations.join": join,
}
