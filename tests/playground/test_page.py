"""The page in a real browser: a person reports a problem, another one finds it."""

from collections.abc import Iterator
from typing import Any

import pytest

from playground.testing import Client, FakeBot, Json

pytestmark = pytest.mark.browser


@pytest.fixture
def page(browser: Any, client: Client) -> Iterator[Any]:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.set_default_timeout(60_000)
    opened = context.new_page()
    broken: list[str] = []
    opened.on("pageerror", lambda error: broken.append(str(error)))
    opened.goto(client.url)
    yield opened
    context.close()
    assert not broken


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def teach(bot: FakeBot) -> None:
    """Teach the bot to take a report by a form and to post it to the principal."""
    schools = [{"text": plain(name), "value": name[0]} for name in ("East School", "West School")]
    what = {"type": "plain_text_input", "action_id": "a", "multiline": True}
    where = {"type": "external_select", "action_id": "school", "min_query_length": 0}
    form = {
        "type": "modal",
        "callback_id": "form",
        "title": plain("Report a problem"),
        "submit": plain("Send"),
        "blocks": [
            {"type": "input", "block_id": "what", "label": plain("What happened?"), "element": what},
            {"type": "input", "block_id": "where", "label": plain("Where?"), "element": where},
        ],
    }

    async def start(body: Json) -> None:
        await bot.call("views.open", trigger_id=body["trigger_id"], view=form)

    async def submitted(body: Json) -> Any:
        words = body["view"]["state"]["values"]["what"]["a"]["value"]
        if len(words) < 10:
            return {"response_action": "errors", "errors": {"what": "Say a little more."}}
        button = {"type": "button", "action_id": "done", "text": plain("Mark done"), "value": "1"}
        blocks = [
            {"type": "section", "text": plain(words)},
            {"type": "actions", "elements": [button]},
        ]
        await bot.call("chat.postMessage", channel="U02PRINEAST", text=words, blocks=blocks)
        return None

    async def done(body: Json) -> None:
        await bot.respond(body["response_url"], replace_original=True, text="Done. Thank you.")

    async def schools_found(_body: Json) -> Any:
        return {"options": schools}

    bot.on |= {"/car": start, "form": submitted, "done": done, "block_suggestion": schools_found}


def test_a_report_goes_from_one_person_to_another(page: Any, client: Client, bot: FakeBot) -> None:
    teach(bot)
    page.get_by_role("button", name="east-school").click()
    page.get_by_label("Message #east-school").fill("/car")
    page.keyboard.press("Enter")
    form = page.get_by_role("dialog")
    form.get_by_label("What happened?").fill("<b>Gate")
    form.get_by_role("combobox", name="Where?").click()
    form.get_by_role("option", name="East School").click()
    form.get_by_role("button", name="Send").click()
    form.get_by_text("Say a little more.").wait_for()
    form.get_by_label("What happened?").fill("<b>The gate does not close.")
    form.get_by_role("button", name="Send").click()
    form.wait_for(state="detached")
    page.get_by_label("You are").select_option("U02PRINEAST")
    page.get_by_role("button", name="Kaizen 1 unread").click()
    page.get_by_text("<b>The gate does not close.").wait_for()
    page.get_by_role("button", name="Mark done").click()
    page.get_by_text("Done. Thank you.").wait_for()

    assert bot.last("form")["view"]["state"]["values"]["where"]["school"]["selected_option"]["value"] == "E"
    assert client.messages("U02PRINEAST", "app")[-1]["text"] == "Done. Thank you."


def test_the_keyboard_is_enough(page: Any, bot: FakeBot) -> None:
    teach(bot)
    page.get_by_role("button", name="east-school").click()
    page.keyboard.type("/c")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    form = page.get_by_role("dialog")
    form.get_by_label("What happened?").wait_for()
    page.keyboard.type("The gate does not close.")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    form.get_by_role("option", name="West School").wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert form.get_by_role("combobox", name="Where?").input_value() == "East School"
    page.keyboard.press("Enter")
    form.wait_for(state="detached")

    assert bot.count("form") == 1


def test_escape_closes_a_modal(page: Any, client: Client, bot: FakeBot) -> None:
    teach(bot)
    page.get_by_role("button", name="east-school").click()
    page.get_by_label("Message #east-school").fill("/car")
    page.keyboard.press("Enter")
    page.get_by_role("dialog").wait_for()
    page.keyboard.press("Escape")
    page.get_by_role("dialog").wait_for(state="detached")

    assert client.modal("U01TEACHER") is None


def test_the_page_fits_a_phone(page: Any) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.get_by_role("button", name="Channels").click()
    page.get_by_role("button", name="east-school").click()
    page.get_by_text("The gate latch by the playground is broken again.").wait_for()

    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_what_was_typed_stays_when_the_bot_changes_the_form(page: Any, client: Client, bot: FakeBot) -> None:
    words = {"type": "plain_text_input", "action_id": "a"}
    kinds = [{"text": plain("Bus"), "value": "bus"}, {"text": plain("Gate"), "value": "gate"}]
    kind = {"type": "static_select", "action_id": "kind", "options": kinds, "placeholder": plain("Kind")}
    asked = {"type": "input", "block_id": "what", "label": plain("What happened?"), "element": words}
    more = {"type": "input", "block_id": "more", "label": plain("Which bus?"), "element": words}
    chosen = {"type": "actions", "block_id": "kinds", "elements": [kind]}
    form = {"type": "modal", "callback_id": "form", "title": plain("Report"), "submit": plain("Send")}

    async def start(body: Json) -> None:
        view = form | {"blocks": [chosen, asked]}
        await bot.call("views.open", trigger_id=body["trigger_id"], view=view)

    async def choose(body: Json) -> None:
        view = form | {"blocks": [chosen, asked, more]}
        await bot.call("views.update", view_id=body["view"]["id"], hash=body["view"]["hash"], view=view)

    bot.on |= {"/car": start, "kind": choose}
    client.post("command", user="U01TEACHER", channel="C03EAST", text="/car")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("What happened?").fill("It came la")
    dialog.get_by_label("Kind").select_option("Bus")
    dialog.get_by_label("Which bus?").wait_for()

    assert dialog.get_by_label("What happened?").input_value() == "It came la"
    assert dialog.get_by_label("Kind").input_value() == "bus"


def test_a_choice_in_a_message_leaves_the_button_beside_it_where_it_is(page: Any, client: Client, bot: FakeBot) -> None:
    kinds = [{"text": plain("Bus"), "value": "bus"}, {"text": plain("Gate"), "value": "gate"}]
    kind = {"type": "static_select", "action_id": "kind", "options": kinds, "placeholder": plain("Kind")}
    beside = {"type": "button", "action_id": "go", "text": plain("Go on"), "value": "1"}
    blocks = [{"type": "actions", "block_id": "kinds", "elements": [kind, beside]}]

    async def start(body: Json) -> None:
        await bot.respond(body["response_url"], text="Choose", blocks=blocks)

    bot.on |= {"/car": start}
    page.get_by_role("button", name="east-school").click()
    client.post("command", user="U01TEACHER", channel="C03EAST", text="/car")
    held = page.get_by_role("button", name="Go on").element_handle()
    page.get_by_label("Kind").select_option("Bus")
    page.locator("[aria-busy]").wait_for(state="detached")
    page.wait_for_timeout(300)

    assert held.evaluate("node => node.isConnected")
    shown = client.get("state", user="U01TEACHER")["channels"]["C03EAST"]["messages"][-1]
    assert shown["state"]["values"]["kinds"]["kind"]["selected_option"]["value"] == "bus"


def test_what_is_being_pressed_stays_until_it_is_let_go(page: Any, client: Client, bot: FakeBot) -> None:
    press = {"type": "button", "action_id": "go", "text": plain("Go on"), "value": "1"}
    posted: Json = {}

    def saying(words: str) -> Json:
        blocks = [{"type": "section", "text": plain(words)}, {"type": "actions", "elements": [press]}]
        return {"channel": "C01GENERAL", "text": words, "blocks": blocks}

    async def start(_body: Json) -> None:
        posted.update(await bot.call("chat.postMessage", **saying("First")))

    async def change(_body: Json) -> None:
        await bot.call("chat.update", ts=posted["ts"], **saying("Changed"))

    async def go(_body: Json) -> None:
        await bot.call("chat.postMessage", channel="C01GENERAL", text="Pressed")

    bot.on |= {"/car": start, "/idea": change, "go": go}
    page.get_by_role("button", name="general").click()
    client.post("command", user="U01TEACHER", channel="C01GENERAL", text="/car")
    page.get_by_role("button", name="Go on").hover()
    page.mouse.down()
    client.post("command", user="U01TEACHER", channel="C01GENERAL", text="/idea")
    page.wait_for_timeout(500)
    page.mouse.up()

    page.get_by_text("Changed").wait_for()
    page.get_by_text("Pressed").wait_for()


def test_a_place_that_is_being_pressed_is_gone_to_when_something_else_is_drawn_meanwhile(page: Any) -> None:
    """As while the page opens: it then tells the app that its Home is looked at, and draws that."""
    page.get_by_role("navigation").get_by_role("button", name="general").hover()
    page.mouse.down()
    page.evaluate("document.getElementById('tab-messages').click()")
    page.wait_for_timeout(500)
    page.mouse.up()

    page.get_by_role("main").get_by_role("heading", name="general").wait_for(timeout=5_000)
