"""Modals and the Home tab: triggers, the stack, what an ack of a submission does, and typed values."""

import asyncio
from typing import Any

from starlette.responses import PlainTextResponse

from playground.testing import Client, FakeBot, Json

TEACHER, GENERAL = "U01TEACHER", "C01GENERAL"


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def options(*words: str) -> list[Json]:
    return [{"text": plain(word), "value": word.lower()} for word in words]


def ask(name: str, element: Json, **more: Any) -> Json:
    return {"type": "input", "block_id": name, "label": plain(name), "element": {"action_id": "a"} | element} | more


def form(*blocks: Json, **more: Any) -> Json:
    base = {"type": "modal", "callback_id": "form", "title": plain("Form"), "submit": plain("Send")}
    return base | {"blocks": list(blocks)} | more


TEXT = ask("what", {"type": "plain_text_input"})


def opens(bot: FakeBot, view: Json) -> list[Json]:
    """Let `/car` open this view, and note what the Web API answered."""
    answers: list[Json] = []

    async def start(body: Json) -> None:
        answers.append(await bot.call("views.open", trigger_id=body["trigger_id"], view=view))

    bot.on["/car"] = start
    return answers


def acks(bot: FakeBot, name: str, ack: Any) -> None:
    async def answer(_body: Json) -> Any:
        return ack

    bot.on[name] = answer


def open_form(client: Client, bot: FakeBot, *blocks: Json, **more: Any) -> Json:
    answers = opens(bot, form(*(blocks or (TEXT,)), **more))
    seen = client.post("command", user=TEACHER, channel=GENERAL, text="/car")
    assert answers[0]["ok"], answers
    modal: Json = seen["modal"]
    return modal


def test_a_trigger_is_good_once(client: Client, bot: FakeBot) -> None:
    open_form(client, bot)
    trigger = bot.last("/car")["trigger_id"]

    assert client.api("views.open", trigger_id=trigger, view=form())["error"] == "exchanged_trigger_id"
    assert client.api("views.open", trigger_id="1.2.x", view=form())["error"] == "invalid_trigger_id"


def test_a_trigger_expires(client: Client, bot: FakeBot) -> None:
    client.post("faults", trigger_seconds=0)
    client.post("command", user=TEACHER, channel=GENERAL, text="/car")

    answer = client.api("views.open", trigger_id=bot.last("/car")["trigger_id"], view=form())
    assert answer["error"] == "expired_trigger_id"


def test_a_refused_view_leaves_the_trigger_good(client: Client, bot: FakeBot) -> None:
    client.post("command", user=TEACHER, channel=GENERAL, text="/car")
    trigger = bot.last("/car")["trigger_id"]
    refused = client.api("views.open", trigger_id=trigger, view=form(title=plain("x" * 25)))

    assert refused["error"] == "invalid_arguments"
    assert (
        "[ERROR] must be less than 25 characters [json-pointer:/view/title/text]"
        in (refused["response_metadata"]["messages"])
    )
    assert client.api("views.open", trigger_id=trigger, view=form())["ok"]


def test_a_view_over_250_kb_is_too_large(client: Client, bot: FakeBot) -> None:
    client.post("command", user=TEACHER, channel=GENERAL, text="/car")
    words = [{"type": "section", "text": plain("ä" * 3000)}] * 50

    answer = client.api("views.open", trigger_id=bot.last("/car")["trigger_id"], view=form(*words))
    assert answer["error"] == "view_too_large"


def test_an_empty_ack_closes_the_modal(client: Client, bot: FakeBot) -> None:
    open_form(client, bot)
    seen = client.post("submit", user=TEACHER, values={"what": "The gate"})

    assert (seen["ok"], seen["modal"]) == (True, None)
    sent = bot.last("form")
    assert sent["view"]["state"]["values"]["what"]["a"] == {"type": "plain_text_input", "value": "The gate"}
    assert sent["view"]["root_view_id"] == sent["view"]["id"]


def test_slacks_own_form_refuses_before_the_bot_hears(client: Client, bot: FakeBot) -> None:
    number = {"type": "number_input", "is_decimal_allowed": False, "max_value": "9"}
    open_form(client, bot, TEXT, ask("many", number), ask("mail", {"type": "email_text_input"}, optional=True))
    seen = client.post("submit", user=TEACHER, values={"many": "12", "mail": "nobody"})

    assert seen["errors"] == {
        "what": "Please complete this required field.",
        "many": "Please enter a number of at most 9.",
        "mail": "Please enter a valid email address.",
    }
    assert bot.count("form") == 0


def test_errors_stand_on_the_field_and_keep_what_was_typed(client: Client, bot: FakeBot) -> None:
    open_form(client, bot)
    acks(bot, "form", {"response_action": "errors", "errors": {"what": "Say a little more."}})
    seen = client.post("submit", user=TEACHER, values={"what": "Gate"})

    assert seen["errors"] == {"what": "Say a little more."}
    assert seen["modal"]["state"]["values"]["what"]["a"]["value"] == "Gate"


def test_errors_for_no_field_of_the_form_are_trouble(client: Client, bot: FakeBot) -> None:
    open_form(client, bot)
    acks(bot, "form", {"response_action": "errors", "errors": {"nowhere": "x"}})

    assert client.post("submit", user=TEACHER, values={"what": "x"})["note"].startswith("We had some trouble")


def test_an_ack_may_update_push_and_clear(client: Client, bot: FakeBot) -> None:
    first = open_form(client, bot)
    acks(bot, "form", {"response_action": "update", "view": form(callback_id="second")})
    second = client.post("submit", user=TEACHER, values={"what": "x"})["modal"]
    acks(bot, "second", {"response_action": "push", "view": form(callback_id="third")})
    third = client.post("submit", user=TEACHER)["modal"]
    acks(bot, "third", {"response_action": "clear"})

    assert second["id"] == first["id"]
    assert second["hash"] != first["hash"]
    assert third["previous_view_id"] == third["root_view_id"] == first["id"]
    assert client.post("submit", user=TEACHER)["modal"] is None
    assert client.state(TEACHER)["modals"] == []


def test_a_stack_has_at_most_three_modals(client: Client, bot: FakeBot) -> None:
    button = {"type": "button", "action_id": "deeper", "text": plain("Deeper")}
    view = form({"type": "actions", "elements": [button]})
    answers: list[Json] = []

    async def deeper(body: Json) -> None:
        answers.append(await bot.call("views.push", trigger_id=body["trigger_id"], view=view))

    open_form(client, bot, *view["blocks"])
    bot.on["deeper"] = deeper
    for _ in range(3):
        client.post("click", user=TEACHER, action_id="deeper")

    assert [one.get("error") for one in answers] == [None, None, "push_limit_reached"]
    assert len(client.state(TEACHER)["modals"]) == 3


def test_a_late_or_failing_ack_keeps_the_modal_open(client: Client, bot: FakeBot) -> None:
    open_form(client, bot)
    acks(bot, "form", PlainTextResponse("oh", 500))
    assert client.post("submit", user=TEACHER, values={"what": "x"})["modal"]["id"]

    async def slow(_body: Json) -> None:
        await asyncio.sleep(0.3)

    bot.on["form"] = slow
    client.post("faults", ack_seconds=0.1)
    seen = client.post("submit", user=TEACHER)
    assert seen["note"] == "We had some trouble connecting. Try again?"
    assert seen["modal"]["state"]["values"]["what"]["a"]["value"] == "x"


def test_a_view_changes_only_under_the_right_hash(client: Client, bot: FakeBot) -> None:
    view = open_form(client, bot)
    wrong = client.api("views.update", view_id=view["id"], hash="other", view=form(TEXT))
    right = client.api("views.update", view_id=view["id"], hash=view["hash"], view=form(TEXT))

    assert wrong["error"] == "hash_conflict"
    assert right["view"]["hash"] != view["hash"]


def test_a_closed_view_is_not_found(client: Client, bot: FakeBot) -> None:
    view = open_form(client, bot)
    client.post("close", user=TEACHER)

    assert client.api("views.update", view_id=view["id"], view=form())["error"] == "not_found"
    assert bot.count("view_closed") == 0


def test_a_bot_that_asked_hears_that_its_modal_was_closed(client: Client, bot: FakeBot) -> None:
    open_form(client, bot, notify_on_close=True)
    client.post("close", user=TEACHER)

    assert bot.last("view_closed")["is_cleared"] is False


def test_a_changed_view_keeps_typed_words_where_names_stay(client: Client, bot: FakeBot) -> None:
    pick = {"type": "static_select", "action_id": "kind", "options": options("Bus", "Gate")}
    choose = {"type": "section", "block_id": "s", "text": plain("Kind"), "accessory": pick}
    view = open_form(client, bot, choose, TEXT)

    async def chosen(body: Json) -> None:
        assert body["view"]["state"]["values"]["what"]["a"]["value"] == "half a sent"
        more = form(choose, TEXT, ask("new", {"type": "datepicker"}))
        await bot.call("views.update", view_id=view["id"], hash=body["view"]["hash"], view=more)

    bot.on["kind"] = chosen
    typed = {"what": {"a": {"type": "plain_text_input", "value": "half a sent"}}}
    seen = client.post("click", user=TEACHER, action_id="kind", option="bus", state=typed)["modal"]

    values = seen["state"]["values"]
    assert values["what"]["a"]["value"] == "half a sent"
    assert values["s"]["kind"]["selected_option"]["value"] == "bus"
    assert values["new"]["a"]["selected_date"] is None


def test_every_input_gives_its_typed_value(client: Client, bot: FakeBot) -> None:
    acks(bot, "block_suggestion", {"options": options("East School")})
    multi = {"type": "multi_static_select", "options": options("Red", "Green"), "initial_options": options("Red")}
    open_form(
        client, bot,
        ask("date", {"type": "datepicker"}), ask("time", {"type": "timepicker", "initial_time": "08:30"}),
        ask("number", {"type": "number_input", "is_decimal_allowed": True}), ask("url", {"type": "url_text_input"}),
        ask("one", {"type": "static_select", "options": options("Red", "Green")}), ask("many", multi),
        ask("school", {"type": "external_select"}), ask("radio", {"type": "radio_buttons", "options": options("No")}),
        ask("boxes", {"type": "checkboxes", "options": options("A", "B")}), ask("who", {"type": "users_select"}),
        ask("all", {"type": "multi_users_select"}), ask("room", {"type": "conversations_select"}),
        ask("open", {"type": "channels_select"}), ask("file", {"type": "file_input"}),
    )  # fmt: skip
    uploaded = client.http.post(
        f"{client.url}/control/upload", data={"user": TEACHER}, files={"file": ("a.txt", b"words")}
    ).json()["file"]
    given = {
        "date": "2026-03-09", "number": "1.5", "url": "https://x.example", "one": "green", "school": "East School",
        "radio": "no", "boxes": ["a", "b"], "who": "U02PRINEAST", "all": ["U02PRINEAST"], "room": GENERAL,
        "open": GENERAL, "file": [uploaded["id"]],
    }  # fmt: skip
    assert client.post("submit", user=TEACHER, values=given)["ok"]

    state = bot.last("form")["view"]["state"]["values"]
    got = {name: next(value for key, value in actions["a"].items() if key != "type") for name, actions in state.items()}
    assert got["file"][0]["name"] == "a.txt"
    assert [one["value"] for one in got["boxes"]] == ["a", "b"]
    assert [one["value"] for one in got["many"]] == ["red"]
    assert (got["one"]["value"], got["school"]["text"]["text"], got["radio"]["value"]) == ("green", "East School", "no")
    plain_values = {name: got[name] for name in ("date", "time", "number", "url", "who", "all", "room", "open")}
    assert plain_values == {
        "date": "2026-03-09", "time": "08:30", "number": "1.5", "url": "https://x.example", "who": "U02PRINEAST",
        "all": ["U02PRINEAST"], "room": GENERAL, "open": GENERAL,
    }  # fmt: skip


def test_a_person_cannot_choose_what_is_not_offered(client: Client, bot: FakeBot) -> None:
    open_form(client, bot, ask("one", {"type": "static_select", "options": options("Red")}))

    assert "not one of the options" in client.post("submit", user=TEACHER, values={"one": "blue"})["error"]
    assert "no input" in client.post("submit", user=TEACHER, values={"two": "blue"})["error"]


def test_a_search_carries_the_words_and_the_view(client: Client, bot: FakeBot) -> None:
    acks(bot, "block_suggestion", {"options": options("East School")})
    view = open_form(client, bot, ask("school", {"type": "external_select"}))
    seen = client.post("suggest", user=TEACHER, action_id="a", block_id="school", value="ea")

    assert [one["value"] for one in seen["options"]] == ["east school"]
    sent = bot.last("block_suggestion")
    assert (sent["value"], sent["block_id"], sent["view"]["id"]) == ("ea", "school", view["id"])


def test_opening_home_lets_the_bot_draw_it(client: Client, bot: FakeBot) -> None:
    async def home(body: Json) -> None:
        blocks = [{"type": "header", "text": plain("Waiting for you")}]
        await bot.call("views.publish", user_id=body["event"]["user"], view={"type": "home", "blocks": blocks})

    bot.on["app_home_opened"] = home
    seen = client.post("home", user=TEACHER)

    assert seen["home"]["blocks"][0]["text"]["text"] == "Waiting for you"
    assert "view" not in bot.last("app_home_opened")["event"]
    client.post("home", user=TEACHER)
    assert bot.last("app_home_opened")["event"]["view"]["id"] == seen["home"]["id"]
