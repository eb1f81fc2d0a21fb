"""Two districts in one playground: nothing crosses, though their ids are the same."""

import json
from collections.abc import Iterator

import pytest

from playground.app import create_app
from playground.seed import default_data
from playground.testing import Client, FakeBot, Json, Served

TEACHER, GENERAL = "U01TEACHER", "C01GENERAL"


@pytest.fixture
def two(bot: FakeBot) -> Iterator[Client]:
    """Serve a second district beside the first, with its own team, token and secret."""
    first = default_data()["workspaces"][0]
    second: Json = json.loads(json.dumps(first))
    second |= {"team": {"id": "T0OTHER", "name": "Other District", "domain": "other"}}
    second |= {"bot_token": "xoxb-other", "signing_secret": "other-secret"}
    with Served(bot.app()) as served:
        app = create_app({"workspaces": [first, second]}, f"{served.url}/slack/events")
        with Served(app) as playground, Client(playground.url) as client:
            yield client


def test_a_message_stays_in_the_workspace_of_its_token(two: Client) -> None:
    two.api("chat.postMessage", token="xoxb-other", channel=GENERAL, text="Other news")

    assert two.messages(TEACHER, GENERAL)[-1]["text"] != "Other news"
    other = two.get("state", user=TEACHER, team="T0OTHER")
    assert other["channels"][GENERAL]["messages"][-1]["text"] == "Other news"
    assert two.api("auth.test", token="xoxb-other")["team_id"] == "T0OTHER"


def test_a_trigger_of_one_workspace_is_none_of_the_other(two: Client, bot: FakeBot) -> None:
    two.post("command", user=TEACHER, channel=GENERAL, text="/car", team="T0OTHER")
    sent = bot.last("/car")
    view = {"type": "modal", "title": {"type": "plain_text", "text": "t"}, "blocks": []}

    assert sent["team_id"] == "T0OTHER"
    assert two.api("views.open", trigger_id=sent["trigger_id"], view=view)["error"] == "invalid_trigger_id"
    assert two.api("views.open", token="xoxb-other", trigger_id=sent["trigger_id"], view=view)["ok"]


def test_the_page_shows_the_workspace_that_is_asked_for(two: Client) -> None:
    assert "Other District" in two.http.get(f"{two.url}/?team=T0OTHER").text
    assert two.http.get(f"{two.url}/?team=T9").status_code == 404
