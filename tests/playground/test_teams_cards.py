"""Cards and dialogs: what is pressed and typed, what Teams asks first, and what the answers do."""

from typing import Any

import pytest

from playground.teams.seed import default_tenant
from playground.teams.testing import TeamsBot, attached, card, dialog, execute, opens, words
from playground.testing import Client, Json

IDS = {one["key"]: one["id"] for one in default_tenant()["people"]}
WHAT: Json = {
    "type": "Input.Text",
    "id": "what",
    "label": "What happened?",
    "isRequired": True,
    "errorMessage": "Say what happened.",
    "maxLength": 20,
}
KINDS = [{"title": "Bus", "value": "bus"}, {"title": "Gate", "value": "gate"}, {"title": "Food", "value": "food"}]
KIND: Json = {"type": "Input.ChoiceSet", "id": "kind", "label": "What kind?", "choices": KINDS, "isMultiSelect": True}
WHO: Json = {
    "type": "Input.ChoiceSet",
    "id": "who",
    "label": "Who?",
    "style": "filtered",
    "choices": [],
    "choices.data": {"type": "Data.Query", "dataset": "graph.microsoft.com/users"},
}
SUBMIT = {"type": "Action.Submit", "title": "Submit", "data": {"does": "car.file"}}


def answering(answer: Any) -> Any:
    async def listener(_body: Json) -> Any:
        return answer

    return listener


def shown(bot: TeamsBot, body: list[Json], *actions: Json, person: str = "teacher") -> str:
    return bot.show(bot.chat_with(IDS[person]), body, list(actions))


def result(kind: str, value: Any, status: int = 200) -> Json:
    return {"statusCode": status, "type": kind, "value": value}


def test_a_press_sends_the_verb_and_what_was_typed_with_the_data(client: Client, teams: TeamsBot) -> None:
    made = shown(teams, [WHAT, KIND, WHO], execute("Send", "car.file", data={"about": "CAR-1", "what": "old"}))
    client.act("press", "teacher", title="Send", inputs={"what": "A", "kind": ["Gate", "bus"], "who": "principal"})
    heard = teams.last("adaptiveCard/action")

    assert heard["type"] == "invoke"
    assert heard["replyToId"] == made
    assert heard["value"]["trigger"] == "manual"
    action = heard["value"]["action"]
    assert (action["type"], action["verb"]) == ("Action.Execute", "car.file")
    assert action["data"] == {"about": "CAR-1", "what": "A", "kind": "gate,bus", "who": IDS["principal"]}


@pytest.mark.parametrize("typed", ["", "  ", "x" * 21])
def test_what_is_not_right_is_said_by_the_input_and_not_sent(client: Client, teams: TeamsBot, typed: str) -> None:
    shown(teams, [WHAT], execute("Send", "car.file"))
    outcome = client.act("press", "teacher", title="Send", inputs={"what": typed})

    assert (outcome["ok"], outcome["errors"]) == (False, {"what": "Say what happened."})
    assert teams.heard == []


def test_dates_patterns_and_ticks_are_checked_before_sending(client: Client, teams: TeamsBot) -> None:
    on = {"type": "Input.Date", "id": "on", "max": "2026-11-25", "errorMessage": "Not after today."}
    link = {"type": "Input.Text", "id": "link", "regex": "^https://", "errorMessage": "Give a link."}
    sure = {"type": "Input.Toggle", "id": "sure", "title": "I am sure", "isRequired": True, "errorMessage": "Tick it."}
    shown(teams, [on, link, sure], execute("Send", "car.file"))
    wrong = client.act("press", "teacher", title="Send", inputs={"on": "2026-11-26", "link": "x.example"})
    good = {"on": "2026-11-25", "link": "https://x.example", "sure": True}

    assert wrong["errors"] == {"on": "Not after today.", "link": "Give a link.", "sure": "Tick it."}
    assert client.act("press", "teacher", title="Send", inputs=good)["ok"]
    assert teams.last("adaptiveCard/action")["value"]["action"]["data"] == good | {"sure": "true"}


def test_only_what_is_offered_can_be_chosen(client: Client, teams: TeamsBot) -> None:
    shown(teams, [KIND, WHO], execute("Send", "car.file"))

    assert "does not offer" in client.act("press", "teacher", title="Send", inputs={"kind": "Snow"})["error"]
    assert "does not offer" in client.act("press", "teacher", title="Send", inputs={"who": "nobody"})["error"]
    assert "no input" in client.act("press", "teacher", title="Send", inputs={"where": "here"})["error"]
    assert "nothing called" in client.act("press", "teacher", title="Accept")["error"]
    assert teams.heard == []


def test_a_card_in_a_card_sends_its_own_inputs_and_those_around_it(client: Client, teams: TeamsBot) -> None:
    why = {"type": "Input.Text", "id": "why", "label": "Why?"}
    more = {"type": "Action.ShowCard", "title": "No", "card": card([why], [execute("Send back", "car.back")])}
    shown(teams, [WHAT], execute("Accept", "car.accept"), more)
    assert client.act("press", "teacher", title="No")["shows"] == "/actions/1/card"
    client.act("press", "teacher", title="Accept", inputs={"what": "A", "why": "typed elsewhere"})
    assert teams.last("adaptiveCard/action")["value"]["action"]["data"] == {"what": "A"}
    client.act("press", "teacher", verb="car.back", inputs={"what": "A", "why": "B"})

    assert teams.last("adaptiveCard/action")["value"]["action"]["data"] == {"what": "A", "why": "B"}


def test_the_answering_card_stands_in_place_for_who_pressed_alone(client: Client, teams: TeamsBot) -> None:
    teams.call(
        "POST",
        default_tenant()["team"]["id"],
        "activities",
        body={"type": "message", "attachments": [attached(card([words("Open")], [execute("Accept", "car.accept")]))]},
    )
    teams.on["car.accept"] = answering(result("application/vnd.microsoft.card.adaptive", card([words("Accepted")])))
    client.act("press", "quality", title="Accept")

    assert client.chat("quality", "General")[-1]["cards"][0]["body"][0]["text"] == "Accepted"
    assert client.chat("teacher", "General")[-1]["cards"][0]["body"][0]["text"] == "Open"


def test_a_sentence_or_a_fault_stands_beside_the_card(client: Client, teams: TeamsBot) -> None:
    shown(teams, [words("One")], execute("Accept", "car.accept"))
    teams.on["car.accept"] = answering(result("application/vnd.microsoft.activity.message", "Thank you."))
    client.act("press", "teacher", title="Accept")
    assert client.chat("teacher")[-1]["beside"] == {"text": "Thank you.", "failed": False}
    fault = {"code": "BadRequest", "message": "Only the quality office can."}
    teams.on["car.accept"] = answering(result("application/vnd.microsoft.error", fault, 400))
    outcome = client.act("press", "teacher", title="Accept")

    assert outcome["note"] == "Only the quality office can."
    assert client.chat("teacher")[-1]["beside"] == {"text": outcome["note"], "failed": True}


@pytest.mark.parametrize(
    "answer",
    [
        {"type": "application/vnd.microsoft.card.adaptive", "value": card([words("no status")])},
        result("application/vnd.microsoft.card.adaptive", card([{"type": "Media", "sources": []}])),
        result("application/vnd.microsoft.odd", "Hello"),
    ],
)
def test_an_answer_that_teams_does_not_know_is_a_fault_in_the_log(
    client: Client, teams: TeamsBot, answer: Json
) -> None:
    shown(teams, [words("One")], execute("Accept", "car.accept"))
    teams.on["car.accept"] = answering(answer)

    assert client.act("press", "teacher", title="Accept")["note"] == "Something went wrong. Please try again."
    assert client.get("teams/calls")["calls"][-1]["name"] == "refused answer"


def test_a_submit_in_a_message_comes_as_a_message_with_a_value(client: Client, teams: TeamsBot) -> None:
    made = shown(teams, [WHAT], SUBMIT)
    client.act("press", "teacher", title="Submit", inputs={"what": "A"})
    heard = teams.last("message")

    assert (heard["value"], heard["replyToId"]) == ({"does": "car.file", "what": "A"}, made)
    assert "text" not in heard


def test_a_dialog_opens_goes_on_and_closes(client: Client, teams: TeamsBot) -> None:
    shown(teams, [words("Hello")], opens("Report", does="car.new"))
    teams.on["task/fetch"] = answering(dialog("Report a problem", card([WHAT], [SUBMIT])))
    outcome = client.act("press", "teacher", title="Report")
    assert teams.last("task/fetch")["value"]["data"] == {"msteams": {"type": "task/fetch"}, "does": "car.new"}
    assert outcome["dialog"]["title"] == "Report a problem"
    assert client.act("submit", "teacher", values={})["errors"] == {"what": "Say what happened."}
    again = card([words("Say more.", color="attention"), WHAT | {"value": "A"}], [SUBMIT])
    teams.on["task/submit"] = answering(dialog("Report a problem", again))
    client.act("submit", "teacher", values={"what": "A"})
    assert teams.last("task/submit")["value"]["data"] == {"does": "car.file", "what": "A"}
    opened = client.dialog("teacher")
    assert opened
    assert opened["card"] == again
    teams.on.pop("task/submit")
    client.act("submit", "teacher", values={})

    assert teams.last("task/submit")["value"]["data"]["what"] == "A"
    assert client.dialog("teacher") is None


def test_a_dialog_ends_with_a_sentence(client: Client, teams: TeamsBot) -> None:
    shown(teams, [words("Hello")], opens("Report"))
    teams.on["task/fetch"] = answering({"task": {"type": "message", "value": "You have no report open."}})
    opened = client.act("press", "teacher", title="Report")["dialog"]
    assert (opened["text"], opened["card"], opened["title"]) == ("You have no report open.", None, "Kaizen")
    client.act("close", "teacher")

    assert client.dialog("teacher") is None
    assert "no dialog" in client.act("close", "teacher")["error"]


@pytest.mark.parametrize(
    "task",
    [
        {"type": "continue", "value": {"title": "x" * 65, "card": attached(card([words("A")]))}},
        {"type": "continue", "value": {"title": "A", "card": card([words("A")])}},
        {"type": "continue", "value": {"title": "A", "card": attached(card([WHAT], [execute("Send", "car.file")]))}},
        {"type": "message", "value": {}},
        {"type": "open"},
    ],
)
def test_a_dialog_that_teams_would_not_open_is_in_the_log(client: Client, teams: TeamsBot, task: Json) -> None:
    shown(teams, [words("Hello")], opens("Report"))
    teams.on["task/fetch"] = answering({"task": task})

    assert client.act("press", "teacher", title="Report")["note"]
    assert client.dialog("teacher") is None
    assert client.get("teams/calls")["calls"][-1]["name"] == "refused answer"


def test_a_dialog_that_could_not_be_sent_stays_with_a_note(client: Client, teams: TeamsBot) -> None:
    shown(teams, [words("Hello")], opens("Report"))
    teams.on["task/fetch"] = answering(dialog("Report a problem", card([WHAT], [SUBMIT])))
    client.act("press", "teacher", title="Report")
    teams.on["task/submit"] = answering({"odd": True})
    client.act("submit", "teacher", values={"what": "A"})
    opened = client.dialog("teacher")

    assert opened
    assert opened["note"] == "Something went wrong. Please try again."
    assert opened["version"] == 1


def test_the_menu_of_a_message_reports_it(client: Client, teams: TeamsBot) -> None:
    said = client.act("say", "principal", channel="General", text="The <gate> is broken")
    teams.on["composeExtension/fetchTask"] = answering(dialog("Report a problem", card([WHAT], [SUBMIT])))
    client.act("extension", "teacher", command="car.report", message=said["id"])
    value = teams.last("composeExtension/fetchTask")["value"]

    assert (value["commandId"], value["commandContext"]) == ("car.report", "message")
    payload = value["messagePayload"]
    assert payload["id"] == said["id"]
    assert payload["body"] == {"contentType": "html", "content": "<p>The &lt;gate&gt; is broken</p>"}
    assert payload["from"]["user"]["id"] == IDS["principal"]

    client.act("submit", "teacher", values={"what": "A"})
    sent = teams.last("composeExtension/submitAction")["value"]
    assert (sent["commandId"], sent["data"]) == ("car.report", {"does": "car.file", "what": "A"})
    assert sent["messagePayload"]["id"] == said["id"]
    assert client.dialog("teacher") is None


def test_choices_are_looked_for_among_people_or_with_the_app(client: Client, teams: TeamsBot) -> None:
    school = WHO | {"id": "school", "choices.data": {"type": "Data.Query", "dataset": "schools"}}
    shown(teams, [WHO, school, KIND], execute("Send", "car.file"))
    found = {"results": [{"title": "East School", "value": "E"}]}
    teams.on["application/search"] = answering(result("application/vnd.microsoft.search.searchResponse", found))
    people = client.act("suggest", "teacher", input="who", words="principal, e")["options"]

    assert [one["value"] for one in people] == [IDS["principal"]]
    assert client.act("suggest", "teacher", input="school", words="ea")["options"] == found["results"]
    asked = teams.last("application/search")["value"]
    assert (asked["queryText"], asked["dataset"]) == ("ea", "schools")
    assert client.act("suggest", "teacher", input="kind", words="ga")["options"] == [KINDS[1]]
    client.act("press", "teacher", title="Send", inputs={"school": "East School"})
    assert teams.last("adaptiveCard/action")["value"]["action"]["data"]["school"] == "E"


def test_a_link_is_opened_by_the_browser_and_heard_by_nobody(client: Client, teams: TeamsBot) -> None:
    shown(teams, [words("One")], {"type": "Action.OpenUrl", "title": "See", "url": "https://x.example/1"})

    assert client.act("press", "teacher", title="See")["url"] == "https://x.example/1"
    assert teams.heard == []


def test_a_new_version_of_the_message_ends_what_presses_changed(client: Client, teams: TeamsBot) -> None:
    made = shown(teams, [words("One")], execute("Accept", "car.accept"))
    teams.on["car.accept"] = answering(result("application/vnd.microsoft.card.adaptive", card([words("Mine")])))
    client.act("press", "teacher", title="Accept")
    new = {"type": "message", "attachments": [attached(card([words("For all")]))]}
    teams.call("PUT", teams.chat_with(IDS["teacher"]), "activities", made, body=new)

    assert client.chat("teacher")[-1]["cards"][0]["body"][0]["text"] == "For all"


def test_who_presses_what_was_replaced_meanwhile_presses_what_they_saw(client: Client, teams: TeamsBot) -> None:
    made = shown(teams, [words("One")], execute("Accept", "car.accept"))
    (seen,) = client.chat("teacher")
    new = {"type": "message", "attachments": [attached(card([words("Two")], [execute("Undo", "car.undo")]))]}
    teams.call("PUT", teams.chat_with(IDS["teacher"]), "activities", made, body=new)
    where = {"message": seen["id"], "card": 0}

    assert client.act("press", "teacher", **where, version=seen["version"], title="Accept")["ok"]
    assert teams.last("adaptiveCard/action")["value"]["action"]["verb"] == "car.accept"
    assert "nothing called" in client.act("press", "teacher", **where, title="Accept")["error"]


def test_buttons_that_read_alike_are_told_apart_by_their_data(client: Client, teams: TeamsBot) -> None:
    acts = [execute("Show", "car.show", data={"app": {"about": about, "memo": {}}}) for about in ("CAR-1", "CAR-2")]
    shown(teams, [{"type": "ActionSet", "actions": acts}])
    client.act("press", "teacher", title="Show", data={"app": {"about": "CAR-2"}})

    assert teams.last("adaptiveCard/action")["value"]["action"]["data"]["app"]["about"] == "CAR-2"
    assert "nothing called" in client.act("press", "teacher", title="Show", data={"app": {"about": "CAR-3"}})["error"]


def test_of_two_cards_in_a_message_the_one_that_was_pressed_changes(client: Client, teams: TeamsBot) -> None:
    two = [attached(card([words(name)], [execute(name, name)])) for name in ("One", "Two")]
    teams.send(teams.chat_with(IDS["teacher"]), attachments=two)
    teams.on["Two"] = answering(result("application/vnd.microsoft.card.adaptive", card([words("Done")])))
    client.act("press", "teacher", title="Two", card=1)

    seen = [one["body"][0]["text"] for one in client.chat("teacher")[-1]["cards"]]
    assert seen == ["One", "Done"]


def test_the_app_finds_choices_for_a_dialog_too(client: Client, teams: TeamsBot) -> None:
    school = WHO | {"id": "school", "choices.data": {"type": "Data.Query", "dataset": "schools"}}
    shown(teams, [words("Hello")], opens("Report"))
    teams.on["task/fetch"] = answering(dialog("Report a problem", card([school], [SUBMIT])))
    client.act("press", "teacher", title="Report")
    found = {"results": [{"title": "East School", "value": "E"}]}
    teams.on["application/search"] = answering(result("application/vnd.microsoft.search.searchResponse", found))
    assert client.act("suggest", "teacher", input="school", words="e")["options"] == found["results"]
    client.act("submit", "teacher", values={"school": "E"})

    assert teams.last("task/submit")["value"]["data"] == {"does": "car.file", "school": "E"}


def test_a_search_that_teams_does_not_understand_finds_nothing(client: Client, teams: TeamsBot) -> None:
    school = WHO | {"id": "school", "choices.data": {"type": "Data.Query", "dataset": "schools"}}
    shown(teams, [school], execute("Send", "car.file"))
    teams.on["application/search"] = answering({"results": []})
    outcome = client.act("suggest", "teacher", input="school", words="e")

    assert outcome["note"] == "Something went wrong. Please try again."
    assert client.get("teams/calls")["calls"][-1]["name"] == "refused answer"
