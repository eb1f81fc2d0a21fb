"""reactions.*: a small mark under a message."""

from collections.abc import Mapping

from playground.errors import Refused
from playground.webapi.call import Call, Json, Method


def add(call: Call) -> Json:
    channel = call.channel()
    message = channel.message(str(call.need("timestamp", "no_item_specified")))
    if message is None or message.only_for:
        raise Refused("message_not_found")
    bot = call.workspace.app.bot_user
    people = message.reactions.setdefault(str(call.need("name", "invalid_name")), [])
    if bot in people:
        raise Refused("already_reacted")
    people.append(bot)
    return {}


METHODS: Mapping[str, Method] = {"reactions.add": add}
