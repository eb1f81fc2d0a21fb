"""auth.test: who the token belongs to."""

from collections.abc import Mapping

from playground.webapi.call import Call, Json, Method


def test(call: Call) -> Json:
    workspace = call.workspace
    return {
        "url": f"https://{workspace.domain}.slack.com/",
        "team": workspace.name,
        "user": workspace.app.name.lower(),
        "team_id": workspace.id,
        "user_id": workspace.app.bot_user,
        "bot_id": workspace.app.bot_id,
        "is_enterprise_install": False,
    }


METHODS: Mapping[str, Method] = {"auth.test": test, "api.test": lambda _call: {}}
