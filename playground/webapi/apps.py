"""apps.connections.open: where a bot in Socket Mode opens its next line. It shows the app's token, not the bot's."""

from collections.abc import Mapping

from playground.errors import Refused
from playground.webapi.call import Call, Json, Method


def connections_open(call: Call) -> Json:
    sockets = call.playground.sockets
    if sockets.switched_off:
        raise Refused("socket_mode_not_enabled")
    return {"url": sockets.address(call.workspace.app_token)}


METHODS: Mapping[str, Method] = {"apps.connections.open": connections_open}
