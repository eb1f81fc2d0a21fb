"""What Teams sends to the app: messages, events, and the same again where no answer came."""

import asyncio
from typing import Any

import pytest
from starlette.responses import Response

from playground.app import create_app
from playground.seed import default_data
from playground.teams.seed import default_tenant
from playground.teams.testing import TeamsBot, card, execute, words
from playground.testing import Client, Json, Served

DATA = default_tenant()
IDS = {one["key"]: one["id"] for one in DATA["people"]}
APP, TENANT, GENERAL = DATA["app"]["id"], DATA["tenant"]["id"], DATA["team"]["channels"][0]["id"]


def test_a_message_says_who_where_and_when(client: Client, teams: TeamsBot) -> None:
    said = client.act("say", "teacher", text="car gate latch broken")
    heard = teams.last("message")

    assert heard["text"] == "car gate latch broken"
    assert heard["from"]["id"].startswith("29:")
    assert heard["from"]["aadObjectId"] == IDS["teacher"]
    assert heard["recipient"]["id"] == f"28:{APP}"
    assert heard["conversation"] == {"conversationType": "personal", "tenantId": TENANT, "id": said["conversation"]}
    assert (heard["channelId"], heard["channelData"]["tenant"]["id"]) == ("msteams", TENANT)
    assert heard["entities"][-1]["timezone"] == heard["localTimezone"] == "America/Chicago"
    assert heard["id"] == said["id"]


def test_in_a_channel_the_app_hears_what_mentions_it(client: Client, teams: TeamsBot) -> None:
    client.act("say", "teacher", channel="General", text="Has anybody seen the key?")
    assert teams.heard == []
    said = client.act("say", "teacher", channel="General", text="@Kaizen car a < b")
    heard = teams.last("message")

    assert heard["text"] == "<at>Kaizen</at> car a < b"
    (mention,) = [one for one in heard["entities"] if one["type"] == "mention"]
    assert mention["mentioned"]["id"] == f"28:{APP}"
    assert heard["conversation"]["id"] == f"{GENERAL};messageid={said['id']}"
    assert heard["conversation"]["conversationType"] == "channel"
    assert heard["channelData"]["channel"]["name"] == "General"
    assert "a &lt; b" in heard["attachments"][0]["content"]


def test_an_answer_in_a_thread_names_what_it_answers(client: Client, teams: TeamsBot) -> None:
    first = client.act("say", "teacher", channel="General", text="@Kaizen car")
    client.act("say", "principal", channel="General", text="@Kaizen help", reply_to=first["id"])
    heard = teams.last("message")

    assert heard["replyToId"] == first["id"]
    assert heard["conversation"]["id"].endswith(f";messageid={first['id']}")


def test_who_is_not_in_the_team_sees_no_channel(client: Client, teams: TeamsBot) -> None:
    assert client.act("say", "pupil", channel="General", text="@Kaizen car")["error"] == "pupil does not see General."
    assert [one["name"] for one in client.sees("pupil")["conversations"].values()] == ["Kaizen"]
    assert teams.heard == []


def test_the_app_is_added_taken_off_and_renewed(client: Client, teams: TeamsBot) -> None:
    assert client.act("say", "nurse", text="help")["error"] == "Kaizen is not added here."
    for action in ("add", "add-upgrade", "remove"):
        client.act("install", "nurse", action=action)

    heard = [one.body.get("action") for one in teams.heard if one.name == "installationUpdate"]
    assert heard == ["add", "add-upgrade", "remove"]
    assert teams.last("conversationUpdate")["membersAdded"][0]["id"] == f"28:{APP}"
    assert client.act("install", "guest")["error"] == "A guest cannot add apps."


def test_the_team_and_its_channels_change(client: Client, teams: TeamsBot) -> None:
    client.act("member", "it", member="pupil")
    assert teams.last("conversationUpdate")["membersAdded"][0]["aadObjectId"] == IDS["pupil"]
    client.act("member", "it", member="pupil", removed=True)
    assert teams.last("conversationUpdate")["membersRemoved"][0]["aadObjectId"] == IDS["pupil"]
    client.act("channel", "it", channel="Cabinet", name="Heads")
    renamed = teams.last("conversationUpdate")["channelData"]
    assert (renamed["eventType"], renamed["channel"]["name"]) == ("channelRenamed", "Heads")
    client.act("channel", "it", channel="Heads", deleted=True)
    assert teams.last("conversationUpdate")["channelData"]["eventType"] == "channelDeleted"
    client.act("team", "it", action="remove")

    assert teams.last("installationUpdate")["action"] == "remove"
    assert teams.last("conversationUpdate")["membersRemoved"][0]["id"] == f"28:{APP}"
    gone = DATA["team"]["channels"][1]["id"]
    assert teams.send(gone, text="Hello").json()["error"]["code"] == "ConversationNotFound"
    assert teams.send(GENERAL, text="Hello").json()["error"]["code"] == "BotNotInConversationRoster"


def test_a_reaction_to_its_own_message_reaches_the_app(client: Client, teams: TeamsBot) -> None:
    made = teams.show(teams.chat_with(IDS["teacher"]), [words("One")])
    client.act("react", "teacher", message=made, reaction="heart")
    heard = teams.last("messageReaction")
    assert (heard["reactionsAdded"], heard["replyToId"]) == ([{"type": "heart"}], made)
    client.act("react", "teacher", message=made, reaction="heart", removed=True)

    assert teams.last("messageReaction")["reactionsRemoved"] == [{"type": "heart"}]
    assert client.chat("teacher")[-1]["reactions"] == {}


def test_a_press_that_is_not_answered_comes_twice_more_the_same(client: Client, teams: TeamsBot) -> None:
    async def slow(_body: Json) -> None:
        await asyncio.sleep(3.0)

    client.post("teams/faults", invoke_seconds=0.5)
    teams.on["car.accept"] = slow
    teams.show(teams.chat_with(IDS["quality"]), [words("One")], [execute("Accept", "car.accept")])
    outcome = client.act("press", "quality", title="Accept")

    assert outcome["note"] == "Kaizen did not answer in time."
    assert client.chat("quality")[-1]["beside"] == {"text": outcome["note"], "failed": True}
    assert teams.count("adaptiveCard/action") == 3
    assert len({one.body["id"] for one in teams.heard}) == 1


@pytest.mark.parametrize(("status", "said"), [(404, "status code 404"), (500, "status code 500")])
def test_a_bot_that_says_no_is_seen_to(client: Client, teams: TeamsBot, status: int, said: str) -> None:
    async def broken(_body: Json) -> Any:
        return Response(status_code=status)

    teams.on["message"] = broken

    assert said in client.act("say", "teacher", text="help")["note"]
    assert teams.count("message") == 1


def test_anything_can_be_sent_and_sent_again(client: Client, teams: TeamsBot) -> None:
    sent = client.act("activity", "teacher", activity={"type": "event", "name": "odd", "from": {"aadObjectId": "x"}})
    assert sent["status"] == 200
    client.act("again", "teacher")
    one, two = teams.heard

    assert one.body == two.body
    assert (one.body["from"]["aadObjectId"], one.body["from"]["name"]) == ("x", "Teacher, East School")


def test_a_reset_makes_all_as_new_and_leaves_the_bots_token_good(client: Client, teams: TeamsBot) -> None:
    teams.show(teams.chat_with(IDS["teacher"]), [words("One")])
    client.post("reset")

    assert client.chat("teacher") == []
    assert teams.send(teams.chat_with(IDS["teacher"]), text="Hello").status_code == 201


def test_people_are_changed_and_named_by_any_name(client: Client, teams: TeamsBot) -> None:
    client.post("teams/change", id="teacher", set={"name": "Somebody else"})
    client.act("say", "u01teacher@sunrise.example", text="help")

    assert teams.last("message")["from"]["name"] == "Somebody else"
    assert client.act("say", "nobody", text="help")["error"] == "Nobody is called nobody."
    assert client.act("say", "teacher")["error"] == "`text` is missing."
    assert "Nobody can" in client.act("dance", "teacher")["error"]
    assert client.get("teams/tenant")["people"][IDS["pupil"]]["role"] == "user"


def test_slack_knows_the_same_people_by_the_same_addresses(client: Client) -> None:
    here = {one["name"]: one["email"] for one in client.get("teams/tenant")["people"].values()}
    found = client.api("users.list")["members"]
    there = {one["profile"]["real_name"]: one["profile"].get("email") for one in found}
    both = here.keys() & there.keys()

    assert len(both) > 10
    assert {name: here[name] for name in both} == {name: there[name] for name in both}
    assert here.keys() - there.keys() == {"Office clerk, East School"}


def test_a_card_of_a_message_is_seen_as_it_was_sent(client: Client, teams: TeamsBot) -> None:
    teams.show(teams.chat_with(IDS["teacher"]), [words("One")])

    assert client.chat("teacher")[-1]["cards"] == [card([words("One")])]


def test_a_bot_that_is_not_there_is_said_to_be_out_of_reach() -> None:
    app = create_app(default_data(), "http://127.0.0.1:9/slack/events")
    with Served(app) as playground, Client(playground.url) as alone:
        assert alone.act("say", "teacher", text="help")["note"] == "Kaizen could not be reached."
        assert alone.get("teams/calls")["calls"][-1]["failure"] == "dispatch_failed"
