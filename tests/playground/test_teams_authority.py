"""The authority of this machine: tokens for the bot, and signatures that the bot can check."""

import time
from typing import Any

import jwt
import pytest
from jwt import PyJWKSet

from bot import demo
from playground.teams.seed import default_tenant
from playground.teams.testing import TeamsBot
from playground.testing import Client

APP = default_tenant()["app"]["id"]


def claims(client: Client, bot: TeamsBot, **asked: Any) -> dict[str, Any]:
    """What the signature of the last activity says, checked as the bot checks it."""
    token = bot.heard[-1].headers["authorization"].removeprefix("Bearer ")
    keys = PyJWKSet.from_dict(client.http.get(f"{client.url}/teams/authority/keys").json())
    key = keys[jwt.get_unverified_header(token)["kid"]]
    read: dict[str, Any] = jwt.decode(token, key, algorithms=["RS256"], audience=APP, **asked)
    return read


def test_an_activity_is_signed_for_this_app_as_in_production(client: Client, teams: TeamsBot) -> None:
    client.act("say", "teacher", text="help")
    said = claims(client, teams, issuer="https://api.botframework.com")

    assert said["serviceurl"] == teams.last("message")["serviceUrl"] == f"{client.url}/teams/"
    assert said["nbf"] <= time.time() < said["exp"]


def test_the_signature_is_no_other_apps(client: Client, teams: TeamsBot) -> None:
    client.act("say", "teacher", text="help")
    token = teams.heard[-1].headers["authorization"].removeprefix("Bearer ")

    with pytest.raises(jwt.InvalidTokenError):
        jwt.decode(token, "another", algorithms=["HS256"], audience=APP)


def test_the_secret_gives_a_token_that_opens_the_connector(teams: TeamsBot) -> None:
    given = teams.sign_in().json()

    assert (given["token_type"], given["expires_in"]) == ("Bearer", 3600)
    assert teams.chat_with("45b79e09-667b-443b-8a74-f7e509661d0b")


def test_who_is_not_the_bot_gets_no_token(teams: TeamsBot) -> None:
    for changed, status, error in (
        ({"client_secret": "guessed"}, 401, "invalid_client"),
        ({"client_id": "another"}, 401, "invalid_client"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
        ({"scope": "https://graph.microsoft.com/.default"}, 400, "invalid_scope"),
        ({"tenant": "another"}, 400, "invalid_request"),
    ):
        answer = teams.sign_in(**changed)

        assert (answer.status_code, answer.json()["error"]) == (status, error)


def test_without_a_token_of_this_authority_the_connector_is_shut(teams: TeamsBot) -> None:
    teams.token = "made-up"
    answer = teams.send("a:1", text="Hello")
    teams.token = ""

    assert answer.status_code == 401
    assert answer.json()["error"]["code"] == "Unauthorized"


def test_the_secret_stands_in_no_log(client: Client, teams: TeamsBot) -> None:
    teams.sign_in()

    assert "playground-only" not in client.http.get(f"{client.url}/control/teams/calls").text


def test_the_demo_gives_the_bot_the_app_of_the_tenant() -> None:
    data = default_tenant()

    assert (data["app"]["id"], data["app"]["secret"]) == (demo.TEAMS_APP, demo.TEAMS_SECRET)
    assert data["tenant"]["id"] == demo.TEAMS_TENANT
