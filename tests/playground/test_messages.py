"""Messages: who may post where, what is too long, who sees them, and how they change."""

import pytest

from playground.testing import TOKEN, Client, FakeBot, Json

TEACHER, PRINCIPAL, GENERAL, EAST, MRT = "U01TEACHER", "U02PRINEAST", "C01GENERAL", "C03EAST", "C04MRT"
BLOCKS = [{"type": "section", "text": {"type": "mrkdwn", "text": "*Hello*"}}]


def test_the_bot_says_who_it_is(client: Client) -> None:
    who = client.api("auth.test")

    assert who["ok"]
    assert (who["team_id"], who["user_id"], who["bot_id"]) == ("T0SUNRISE", "U00KAIZEN", "B00KAIZEN")


def test_a_call_without_a_good_token_is_refused(client: Client) -> None:
    assert client.api("auth.test", token="")["error"] == "not_authed"
    assert client.api("auth.test", token="xoxb-other")["error"] == "invalid_auth"
    assert client.api("dance.now")["error"] == "unknown_method"


def test_arguments_come_by_query_form_or_json(client: Client) -> None:
    url, args = f"{client.url}/api/users.info", {"user": TEACHER, "token": TOKEN}

    assert client.http.get(url, params=args).json()["user"]["tz"] == "America/Chicago"
    assert client.http.post(url, data=args).json()["user"]["id"] == TEACHER
    assert client.http.post(url, json=args).json()["user"]["id"] == TEACHER


def test_a_posted_message_is_seen_by_the_members(client: Client) -> None:
    posted = client.api("chat.postMessage", channel=GENERAL, text="Hello", blocks=BLOCKS)

    assert posted["message"]["bot_id"] == "B00KAIZEN"
    assert client.messages(TEACHER, GENERAL)[-1]["ts"] == posted["ts"]


def test_posting_to_a_person_opens_direct_messages_that_nobody_else_sees(client: Client) -> None:
    posted = client.api("chat.postMessage", channel=TEACHER, text="For you")

    assert posted["channel"].startswith("D")
    assert client.messages(TEACHER, "app")[-1]["text"] == "For you"
    assert posted["channel"] not in client.state(PRINCIPAL)["channels"]


def test_posting_to_a_deactivated_person_succeeds(client: Client) -> None:
    client.post("change", id=TEACHER, set={"deleted": True})

    assert client.api("chat.postMessage", channel=TEACHER, text="Hello")["ok"]
    assert client.api("conversations.open", users=TEACHER)["error"] == "user_disabled"


REFUSED: list[tuple[str, Json, str]] = [
    ("chat.postMessage", {"channel": EAST, "text": "x"}, "not_in_channel"),
    ("chat.postMessage", {"channel": "C99", "text": "x"}, "channel_not_found"),
    ("chat.postMessage", {"channel": GENERAL}, "no_text"),
    ("chat.postMessage", {"channel": GENERAL, "text": "x" * 40_001}, "msg_too_long"),
    ("chat.postMessage", {"channel": GENERAL, "text": "x", "blocks": [{"type": "x"}]}, "invalid_blocks"),
    ("chat.postEphemeral", {"channel": MRT, "user": TEACHER, "text": "x"}, "user_not_in_channel"),
    ("chat.update", {"channel": GENERAL, "ts": "1.0", "text": "x"}, "message_not_found"),
    ("users.info", {"user": "U99"}, "user_not_found"),
    ("users.lookupByEmail", {"email": "nobody@x.example"}, "users_not_found"),
    ("conversations.info", {"channel": "C99"}, "channel_not_found"),
    ("reactions.add", {"channel": GENERAL, "timestamp": "1.0", "name": "eyes"}, "message_not_found"),
]


@pytest.mark.parametrize(("method", "args", "error"), REFUSED)
def test_what_slack_refuses_is_refused_with_its_code(client: Client, method: str, args: Json, error: str) -> None:
    assert client.api(method, **args)["error"] == error


def test_refused_blocks_name_the_place(client: Client) -> None:
    answer = client.api("chat.postMessage", channel=GENERAL, text="x", blocks=[{"type": "x"}])

    assert answer["response_metadata"]["messages"] == ["[ERROR] unsupported type: x [json-pointer:/blocks/0/type]"]


def test_too_many_characters_in_blocks_have_their_own_error(client: Client) -> None:
    long = [{"type": "section", "text": {"type": "plain_text", "text": "x" * 3000}}] * 5

    assert client.api("chat.postMessage", channel=GENERAL, text="x", blocks=long)["error"] == "msg_blocks_too_long"


def test_nobody_posts_into_an_archived_channel(client: Client) -> None:
    client.post("change", id=GENERAL, set={"is_archived": True})

    assert client.api("chat.postMessage", channel=GENERAL, text="x")["error"] == "is_archived"


def test_a_private_channel_without_the_bot_does_not_exist_for_it(client: Client) -> None:
    client.post("change", id=MRT, set={"members": ["U06QUALITY"]})

    assert client.api("conversations.info", channel=MRT)["error"] == "channel_not_found"
    assert client.api("chat.postMessage", channel=MRT, text="x")["error"] == "channel_not_found"


def test_the_bot_may_join_a_public_channel(client: Client) -> None:
    client.api("conversations.join", channel=EAST)

    assert client.api("chat.postMessage", channel=EAST, text="Here I am")["ok"]


def test_an_ephemeral_message_is_seen_by_one_person_and_cannot_be_updated(client: Client) -> None:
    posted = client.api("chat.postEphemeral", channel=GENERAL, user=TEACHER, text="Only you")

    assert client.messages(TEACHER, GENERAL)[-1]["ephemeral"]
    assert client.messages(PRINCIPAL, GENERAL)[-1]["text"] != "Only you"
    again = client.api("chat.update", channel=GENERAL, ts=posted["message_ts"], text="x")
    assert again["error"] == "message_not_found"


def test_the_bot_changes_and_deletes_its_own_messages_only(client: Client) -> None:
    ts = client.api("chat.postMessage", channel=GENERAL, text="One")["ts"]
    human = client.messages(TEACHER, GENERAL)[0]["ts"]

    assert client.api("chat.update", channel=GENERAL, ts=ts, text="Two")["text"] == "Two"
    assert client.api("chat.update", channel=GENERAL, ts=ts, text="x" * 4001)["error"] == "msg_too_long"
    assert client.api("chat.update", channel=GENERAL, ts=human, text="x")["error"] == "cant_update_message"
    assert client.api("chat.delete", channel=GENERAL, ts=ts)["ok"]
    assert client.messages(TEACHER, GENERAL)[-1]["text"] != "Two"


def test_a_key_is_honoured_only_when_asked(client: Client) -> None:
    metadata = {"event_type": "kaizen", "event_payload": {"key": "k1"}}
    message = {"channel": GENERAL, "text": "Once", "metadata": metadata}

    first, second = client.api("chat.postMessage", **message), client.api("chat.postMessage", **message)
    assert first["ts"] != second["ts"]
    client.post("faults", honour_keys=True)
    assert client.api("chat.postMessage", **message)["ts"] == first["ts"]


def test_a_fault_is_met_as_often_as_asked(client: Client) -> None:
    client.post("faults", method={"chat.postMessage": {"status": 429, "retry_after": 2, "times": 1}})
    headers = {"Authorization": f"Bearer {TOKEN}"}
    args = {"channel": GENERAL, "text": "x"}

    first = client.http.post(f"{client.url}/api/chat.postMessage", json=args, headers=headers)
    assert (first.status_code, first.headers["retry-after"], first.json()["error"]) == (429, "2", "ratelimited")
    assert client.api("chat.postMessage", **args)["ok"]


def test_lists_come_in_pages(client: Client) -> None:
    first = client.api("users.list", limit=10)
    rest = client.api("users.list", limit=10, cursor=first["response_metadata"]["next_cursor"])

    assert len(first["members"]) == 10
    assert rest["response_metadata"]["next_cursor"] == ""
    assert {"U12GUEST", "U13PUPIL"} <= {one["id"] for one in rest["members"] if one["is_restricted"]}


def test_a_file_goes_up_in_three_steps(client: Client) -> None:
    where = client.api("files.getUploadURLExternal", filename="chart.png", length=3)
    client.http.post(where["upload_url"], content=b"png")
    files = [{"id": where["file_id"], "title": "Late buses"}]
    done = client.api("files.completeUploadExternal", files=files, channel_id=GENERAL, initial_comment="A chart")

    assert done["files"][0]["title"] == "Late buses"
    shown = client.messages(TEACHER, GENERAL)[-1]
    assert (shown["text"], shown["files"][0]["size"]) == ("A chart", 3)
    private = done["files"][0]["url_private"]
    assert client.http.get(private).status_code == 404
    assert client.http.get(private, headers={"Authorization": f"Bearer {TOKEN}"}).content == b"png"


def test_every_call_is_logged_both_ways(client: Client, bot: FakeBot) -> None:
    start = client.get("calls")["last"]
    client.post("command", user=TEACHER, channel=GENERAL, text="/car list")
    client.api("chat.postMessage", channel=GENERAL, text="x")
    log = client.get("calls", since=start)["calls"]

    assert bot.count("/car") == 1
    assert [(one["direction"], one["name"], one["status"]) for one in log] == [
        ("to bot", "/car", 200),
        ("from bot", "chat.postMessage", 200),
    ]
    assert log[1]["request"] == {"channel": GENERAL, "text": "x"}
