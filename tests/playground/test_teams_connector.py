"""The connector: what the bot may send, change and ask, and how it is refused."""

from typing import Any

import pytest

from playground.teams.seed import default_tenant
from playground.teams.testing import TeamsBot, attached, card, execute, words
from playground.testing import Client, Json

DATA = default_tenant()
IDS = {one["key"]: one["id"] for one in DATA["people"]}
GENERAL = DATA["team"]["channels"][0]["id"]
TENANT = DATA["tenant"]["id"]


def code(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


def begin(teams: TeamsBot, person: str, **changed: Any) -> Any:
    return teams.call("POST", body={"members": [{"id": person}], "tenantId": TENANT, "isGroup": False} | changed)


def test_a_chat_with_one_person_is_the_same_each_time(client: Client, teams: TeamsBot) -> None:
    client.act("say", "teacher", text="help")
    heard = teams.last("message")

    assert teams.chat_with(IDS["teacher"]) == teams.chat_with(heard["from"]["id"]) == heard["conversation"]["id"]
    assert teams.chat_with(IDS["principal"]) != heard["conversation"]["id"]


def test_whom_the_app_does_not_reach_cannot_be_written_to(client: Client, teams: TeamsBot) -> None:
    chat = teams.chat_with(IDS["teacher"])
    client.act("block", "teacher")
    assert code(teams.send(chat, text="Hello")) == (403, "MessageWritesBlocked")
    assert code(begin(teams, IDS["teacher"])) == (403, "ConversationBlockedByUser")
    client.act("block", "teacher", blocked=False)
    client.act("install", "teacher", action="remove")

    assert code(teams.send(chat, text="Hello")) == (403, "BotNotInConversationRoster")
    assert code(begin(teams, IDS["teacher"])) == (403, "ForbiddenOperationException")
    assert code(begin(teams, IDS["nurse"])) == (403, "ForbiddenOperationException")
    assert "guest" in begin(teams, IDS["guest"]).json()["error"]["message"]


def test_a_chat_names_its_tenant_and_one_person_who_is_there(teams: TeamsBot) -> None:
    assert code(begin(teams, IDS["teacher"], tenantId="another")) == (400, "BadArgument")
    assert code(begin(teams, IDS["teacher"], tenantId=None)) == (400, "BadArgument")
    assert code(begin(teams, "29:nobody")) == (400, "BadSyntax")
    assert code(begin(teams, IDS["teacher"], bot={"id": "28:another"})) == (400, "BadSyntax")


def test_a_card_alone_gives_an_id_by_which_it_is_changed_and_taken_back(client: Client, teams: TeamsBot) -> None:
    chat = teams.chat_with(IDS["teacher"])
    made = teams.show(chat, [words("One")])
    changed = teams.call(
        "PUT", chat, "activities", made, body={"type": "message", "attachments": [attached(card([words("Two")]))]}
    )
    (seen,) = client.chat("teacher")

    assert changed.json() == {"id": made} == {"id": seen["id"]}
    assert (seen["cards"][0]["body"][0]["text"], seen["edited"]) == ("Two", True)

    assert teams.call("DELETE", chat, "activities", made).status_code == 200
    assert client.chat("teacher") == []
    assert code(teams.call("DELETE", chat, "activities", made)) == (404, "ActivityNotFoundInConversation")


def test_text_beside_a_card_becomes_two_messages_without_an_id(client: Client, teams: TeamsBot) -> None:
    chat = teams.chat_with(IDS["teacher"])
    answer = teams.send(chat, text="Look:", attachments=[attached(card([words("One")]))])

    assert (answer.status_code, answer.json()) == (202, {})
    assert [(one["text"], len(one["cards"])) for one in client.chat("teacher")] == [("Look:", 0), ("", 1)]


def test_what_is_not_there_is_not_found(teams: TeamsBot) -> None:
    chat = teams.chat_with(IDS["teacher"])

    assert code(teams.send("a:unknown", text="Hello")) == (404, "ConversationNotFound")
    assert code(teams.send(f"{GENERAL};messageid=1", text="Hello")) == (404, "ConversationNotFound")
    body: Json = {"type": "message", "text": "Hello"}
    assert code(teams.call("PUT", chat, "activities", "1", body=body)) == (404, "ActivityNotFoundInConversation")


def test_nobody_elses_message_is_changed(client: Client, teams: TeamsBot) -> None:
    said = client.act("say", "teacher", text="help")

    body: Json = {"type": "message", "text": "I never said that"}
    answer = teams.call("PUT", said["conversation"], "activities", said["id"], body=body)
    assert code(answer) == (403, "ForbiddenOperationException")


def test_a_message_over_100_kb_is_refused_counted_as_utf_16(teams: TeamsBot) -> None:
    chat = teams.chat_with(IDS["teacher"])

    assert teams.send(chat, text="x" * 50_000).status_code == 201
    assert code(teams.send(chat, text="x" * 51_300)) == (413, "MessageSizeTooBig")


def test_members_are_found_by_either_id_with_what_the_directory_says(client: Client, teams: TeamsBot) -> None:
    client.act("say", "pupil", text="help")
    heard = teams.last("message")
    chat, mri = heard["conversation"]["id"], heard["from"]["id"]
    (only,) = teams.call("GET", chat, "members").json()

    assert only == teams.call("GET", chat, "members", mri).json()
    assert only == teams.call("GET", chat, "members", IDS["pupil"]).json()
    assert (only["email"], only["userRole"], only["tenantId"]) == ("u13pupil@sunrise.example", "user", TENANT)
    assert only["aadObjectId"] == only["objectId"] == IDS["pupil"]


def test_a_guest_of_the_team_is_called_one(teams: TeamsBot) -> None:
    guest = teams.call("GET", GENERAL, "members", IDS["guest"]).json()

    assert guest["userRole"] == "guest"
    assert "#EXT#" in guest["userPrincipalName"]
    assert code(teams.call("GET", GENERAL, "members", IDS["pupil"])) == (404, "MemberNotFoundInConversation")


def test_a_channel_gets_a_thread_and_an_answer_to_it(client: Client, teams: TeamsBot) -> None:
    data = {"tenant": {"id": TENANT}, "channel": {"id": GENERAL}}
    activity = {"type": "message", "attachments": [attached(card([words("The week")]))]}
    made = teams.call("POST", body={"isGroup": True, "channelData": data, "activity": activity}).json()
    answered = teams.send(made["id"], text="More")

    assert made["id"] == f"{GENERAL};messageid={made['activityId']}"
    assert answered.status_code == 201
    assert [one["root"] for one in client.chat("teacher", "General")[-2:]] == ["", made["activityId"]]


@pytest.mark.parametrize(
    ("fault", "status", "said"),
    [
        ({"code": "Throttled", "retry_after": 2}, 429, "Throttled"),
        ({"status": 412}, 412, "PreconditionFailed"),
        ({"code": "BotDisabledByAdmin"}, 403, "BotDisabledByAdmin"),
        ({"status": 502}, 502, "BadGateway"),
    ],
)
def test_a_fault_comes_when_it_is_asked_for(
    client: Client, teams: TeamsBot, fault: Json, status: int, said: str
) -> None:
    chat = teams.chat_with(IDS["teacher"])
    client.post("teams/faults", method={"sendActivity": fault | {"times": 1}})
    answer = teams.send(chat, text="Hello")

    assert code(answer) == (status, said)
    assert answer.headers.get("Retry-After") == (str(fault["retry_after"]) if "retry_after" in fault else None)
    assert teams.send(chat, text="Hello").status_code == 201


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ([{"type": "Media", "sources": []}], "unsupported type: Media"),
        ([words("Hello", colour="accent")], "invalid additional property: colour"),
        ([{"type": "Input.Text", "label": "What?"}], "missing required field: id"),
        ([{"type": "Input.Text", "id": "a"}, {"type": "Input.Date", "id": "a"}], "two inputs are called a"),
        ([{"type": "Input.ChoiceSet", "id": "a"}], "missing required field: choices"),
        (
            [
                {
                    "type": "Input.ChoiceSet",
                    "id": "a",
                    "isMultiSelect": True,
                    "choices": [{"title": "A", "value": "a,b"}],
                }
            ],
            "a value with a comma",
        ),
        (
            [{"type": "ActionSet", "actions": [{"type": "Action.Execute", "title": "Go"}]}],
            "missing required field: verb",
        ),
        ([{"type": "ActionSet", "actions": [{"type": "Action.ToggleVisibility", "title": "Go"}]}], "unsupported type"),
        ([{"type": "ActionSet", "actions": [execute(str(n), "a") for n in range(6)]}], "no more than 5 actions"),
    ],
)
def test_a_card_that_teams_would_not_draw_is_refused_and_in_the_log(
    client: Client, teams: TeamsBot, wrong: list[Json], why: str
) -> None:
    answer = teams.send(teams.chat_with(IDS["teacher"]), attachments=[attached(card(wrong))])

    assert code(answer) == (400, "BadSyntax")
    assert why in answer.json()["error"]["message"]
    last = client.get("teams/calls")["calls"][-1]
    assert (last["name"], last["status"]) == ("sendActivity", 400)
    assert client.chat("teacher") == []


def test_every_element_that_is_drawn_is_taken(teams: TeamsBot) -> None:
    chosen = [{"title": "Bus", "value": "bus"}]
    inner = card([{"type": "Input.Text", "id": "why", "label": "Why?"}], [execute("Send back", "back")])
    body: list[Json] = [
        words("**Hello**", style="heading", size="large", weight="bolder"),
        {"type": "RichTextBlock", "inlines": ["a", {"type": "TextRun", "text": "b", "italic": True}]},
        {"type": "Container", "style": "attention", "items": [words("Inside")]},
        {"type": "ColumnSet", "columns": [{"type": "Column", "width": "stretch", "items": [words("Left")]}]},
        {"type": "FactSet", "facts": [{"title": "Due", "value": "Fri"}]},
        {"type": "Input.Date", "id": "on", "label": "When?", "max": "2026-11-25"},
        {"type": "Input.ChoiceSet", "id": "kind", "label": "What?", "choices": chosen, "style": "expanded"},
        {
            "type": "Input.ChoiceSet",
            "id": "who",
            "label": "Who?",
            "style": "filtered",
            "choices": [],
            "choices.data": {"type": "Data.Query", "dataset": "graph.microsoft.com/users"},
        },
        {"type": "Input.Toggle", "id": "urgent", "title": "Urgent"},
        {"type": "ActionSet", "actions": [{"type": "Action.OpenUrl", "title": "See", "url": "https://x.example/"}]},
    ]
    actions = [
        execute("Accept", "car.accept", mode="secondary"),
        {"type": "Action.ShowCard", "title": "No", "card": inner},
    ]

    assert teams.show(teams.chat_with(IDS["teacher"]), body, actions)


def test_typing_leaves_nothing_behind(client: Client, teams: TeamsBot) -> None:
    answer = teams.call("POST", teams.chat_with(IDS["teacher"]), "activities", body={"type": "typing"})

    assert answer.status_code == 201
    assert client.chat("teacher") == []


def test_what_is_no_message_is_refused(teams: TeamsBot) -> None:
    chat = teams.chat_with(IDS["teacher"])

    assert code(teams.send(chat)) == (400, "BadSyntax")
    assert code(teams.send(chat, text="Hello", textFormat="html")) == (400, "BadSyntax")
    assert code(teams.send(chat, attachments=[{"contentType": "image/png"}])) == (400, "BadSyntax")
    assert code(teams.call("POST", chat, "activities", body={"type": "trace"})) == (400, "BadSyntax")


def test_members_come_a_page_at_a_time(client: Client, teams: TeamsBot) -> None:
    everybody = teams.call("GET", GENERAL, "members").json()
    assert teams.call("GET", GENERAL, "pagedmembers?pageSize=500").json() == {"members": everybody}
    client.post("teams/faults", page_size=5)
    found: list[Json] = []
    more = "0"
    while more:
        page = teams.call("GET", GENERAL, f"pagedmembers?pageSize=500&continuationToken={more}").json()
        found, more = found + page["members"], page.get("continuationToken", "")

    assert found == everybody
    wrong = teams.call("GET", GENERAL, "pagedmembers?continuationToken=x")
    assert code(wrong) == (400, "BadSyntax")
