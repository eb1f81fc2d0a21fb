"""The Teams page in a real browser: what is typed, pressed and filled in, with the mouse and with keys alone."""

from collections.abc import Iterator
from typing import Any

import pytest

from playground.teams.seed import default_tenant
from playground.teams.testing import TeamsBot, attached, card, dialog, execute, opens, words
from playground.testing import Client, Json

pytestmark = pytest.mark.browser

IDS = {one["key"]: one["id"] for one in default_tenant()["people"]}
PEOPLE = {"type": "Data.Query", "dataset": "graph.microsoft.com/users"}
FORM = card(
    [
        {
            "type": "Input.Text",
            "id": "what",
            "label": "What happened?",
            "isMultiline": True,
            "isRequired": True,
            "errorMessage": "Say what happened.",
        },
        {
            "type": "Input.ChoiceSet",
            "id": "who",
            "label": "Who should put it right?",
            "choices": [],
            "choices.data": PEOPLE,
        },
    ],
    [{"type": "Action.Submit", "title": "Submit", "data": {"does": "car.file"}}],
)


@pytest.fixture
def page(browser: Any, client: Client) -> Iterator[Any]:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.set_default_timeout(60_000)
    seen = context.new_page()
    broken: list[str] = []
    seen.on("pageerror", lambda error: broken.append(str(error)))
    seen.goto(f"{client.url}/teams")
    yield seen
    context.close()
    assert not broken


def answering(answer: Any) -> Any:
    async def listener(_body: Json) -> Any:
        return answer

    return listener


def heard(client: Client, bot: TeamsBot, name: str) -> Json:
    """What the app heard last by that name, as soon as it did: the page does not wait for it."""
    client.eventually(lambda: bot.count(name))
    return bot.last(name)


def shown(bot: TeamsBot, body: list[Json], *actions: Json) -> str:
    return bot.show(bot.chat_with(IDS["teacher"]), body, list(actions))


def test_what_is_typed_reaches_the_app_and_its_answer_the_page(page: Any, client: Client, teams: TeamsBot) -> None:
    page.get_by_label("Message Kaizen").fill("car gate latch")
    page.keyboard.press("Enter")
    page.get_by_role("article").get_by_text("car gate latch").wait_for()
    teams.send(teams.chat_with(IDS["teacher"]), text="I have **it**: <b>x</b>")
    page.get_by_text("I have it: <b>x</b>").wait_for()

    assert heard(client, teams, "message")["text"] == "car gate latch"


def test_a_form_in_a_card_says_what_is_needed_and_keeps_what_was_typed(page: Any, teams: TeamsBot) -> None:
    fields = [FORM["body"][0], {"type": "Input.Date", "id": "on", "label": "When?"}]
    shown(teams, fields, execute("File it", "car.file", data={"about": "x"}))
    page.get_by_label("When?").fill("2026-11-24")
    page.get_by_role("button", name="File it").click()
    page.get_by_text("Say what happened.").wait_for()
    assert teams.heard == []
    page.locator("textarea:focus").wait_for()
    assert page.get_by_label("What happened?").get_attribute("aria-invalid") == "true"
    page.get_by_label("What happened?").fill("The gate")
    teams.on["car.file"] = answering(
        {
            "statusCode": 200,
            "type": "application/vnd.microsoft.card.adaptive",
            "value": card([words("Filed as CAR-1", style="heading")]),
        }
    )
    page.get_by_role("button", name="File it").click()
    page.get_by_role("heading", name="Filed as CAR-1").wait_for()

    data = teams.last("adaptiveCard/action")["value"]["action"]["data"]
    assert data == {"about": "x", "what": "The gate", "on": "2026-11-24"}
    assert page.get_by_label("What happened?").count() == 0


def test_a_dialog_is_filled_in_with_a_person_who_is_found(page: Any, client: Client, teams: TeamsBot) -> None:
    shown(teams, [words("Hello")], opens("Report", does="car.new"))
    teams.on["task/fetch"] = answering(dialog("Report a problem", FORM))
    page.get_by_role("button", name="Report", exact=True).click()
    form = page.get_by_role("dialog", name="Report a problem")
    form.get_by_label("What happened?").fill("The gate")
    form.get_by_role("combobox", name="Who should put it right?").fill("east")
    form.get_by_role("option", name="Principal, East School").click()
    again = card([words("Say more.", color="attention"), *FORM["body"]], FORM["actions"])
    teams.on["task/submit"] = answering(dialog("Report a problem", again))
    form.get_by_role("button", name="Submit").click()
    form.get_by_text("Say more.").wait_for()
    sent = teams.last("task/submit")["value"]["data"]
    assert sent == {"does": "car.file", "what": "The gate", "who": IDS["principal"]}
    teams.on["task/submit"] = answering({"task": {"type": "message", "value": "Thank you."}})
    form.get_by_label("What happened?").fill("The gate is open")
    form.get_by_role("button", name="Submit").click()
    form.get_by_text("Thank you.").wait_for()
    form.get_by_role("button", name="Close").last.click()
    form.wait_for(state="detached")

    assert client.dialog("teacher") is None


def test_the_menu_of_a_message_opens_the_apps_form(page: Any, client: Client, teams: TeamsBot) -> None:
    said = client.act("say", "principal", channel="General", text="The window is broken")
    teams.on["composeExtension/fetchTask"] = answering(dialog("Report a problem", FORM))
    page.get_by_role("navigation").get_by_role("button", name="General").click()
    message = page.get_by_role("article").filter(has_text="The window is broken")
    message.hover()
    message.get_by_role("button", name="More actions for this message").click()
    page.get_by_role("menuitem", name="Report a problem").click()
    page.get_by_role("dialog", name="Report a problem").get_by_label("What happened?").fill("A")
    page.get_by_role("button", name="Submit").click()
    page.get_by_role("dialog").wait_for(state="detached")

    assert teams.last("composeExtension/submitAction")["value"]["messagePayload"]["id"] == said["id"]


def test_rare_acts_stand_behind_more_and_a_card_unfolds(page: Any, client: Client, teams: TeamsBot) -> None:
    why = card([{"type": "Input.Text", "id": "why", "label": "Why?"}], [execute("Send back", "car.back")])
    unfolds = {"type": "Action.ShowCard", "title": "No", "card": why}
    shown(teams, [words("One")], execute("Accept", "a"), execute("Seal", "car.seal", mode="secondary"), unfolds)
    assert page.get_by_role("button", name="Seal").count() == 0
    page.get_by_role("button", name="More actions", exact=True).click()
    teams.on["car.seal"] = answering(
        {"statusCode": 200, "type": "application/vnd.microsoft.activity.message", "value": "Sealed."}
    )
    page.get_by_role("menuitem", name="Seal").click()
    page.get_by_text("Sealed.").wait_for()
    page.get_by_role("button", name="No", exact=True).click()
    page.get_by_label("Why?").fill("Not ours")
    page.get_by_role("button", name="Send back").click()
    client.eventually(lambda: teams.count("adaptiveCard/action") == 2)
    sent = teams.last("adaptiveCard/action")["value"]["action"]

    assert (sent["verb"], sent["data"]) == ("car.back", {"why": "Not ours"})


def test_a_message_that_the_app_changes_changes_on_the_page(page: Any, teams: TeamsBot) -> None:
    made = shown(teams, [words("Open")])
    page.get_by_text("Open", exact=True).wait_for()
    new = {"type": "message", "attachments": [attached(card([words("Closed")]))]}
    teams.call("PUT", teams.chat_with(IDS["teacher"]), "activities", made, body=new)
    page.get_by_text("Closed", exact=True).wait_for()

    assert page.get_by_text("Open", exact=True).count() == 0


def test_the_keyboard_is_enough(page: Any, client: Client, teams: TeamsBot) -> None:
    shown(teams, [words("Hello")], opens("Report", does="car.new"))
    teams.on["task/fetch"] = answering(dialog("Report a problem", FORM))
    page.get_by_role("button", name="Report", exact=True).focus()
    page.keyboard.press("Enter")
    form = page.get_by_role("dialog", name="Report a problem")
    form.wait_for()
    page.keyboard.type("The gate")
    page.keyboard.press("Tab")
    page.keyboard.type("nurse")
    form.get_by_role("option", name="School nurse").wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    for _ in range(6):  # the focus never leaves the dialog for the page
        page.keyboard.press("Tab")
        assert page.evaluate(
            "!document.hasFocus() || document.activeElement === document.body || "
            "!!document.activeElement.closest('dialog')"
        )
    form.get_by_role("button", name="Submit").focus()
    page.keyboard.press("Enter")
    form.wait_for(state="detached")
    assert teams.last("task/submit")["value"]["data"]["who"] == IDS["nurse"]
    page.get_by_role("button", name="Report", exact=True).focus()
    page.keyboard.press("Enter")
    form.wait_for()
    page.keyboard.press("Escape")
    form.wait_for(state="detached")

    assert client.dialog("teacher") is None
    assert teams.count("task/submit") == 1


def test_in_a_channel_one_answers_and_mentions_the_app(page: Any, client: Client, teams: TeamsBot) -> None:
    said = client.act("say", "principal", channel="General", text="The window is broken")
    page.get_by_role("navigation").get_by_role("button", name="General").click()
    page.get_by_role("article").filter(has_text="The window is broken").get_by_role("button", name="Reply").click()
    page.get_by_label("Reply to Principal, East School").type("@K")
    page.keyboard.press("Tab")
    page.keyboard.type("car")
    page.keyboard.press("Enter")
    page.get_by_role("article").get_by_text("@Kaizen car").wait_for()

    assert heard(client, teams, "message")["replyToId"] == said["id"]
    assert teams.last("message")["text"] == "<at>Kaizen</at> car"


def test_one_switches_the_person_and_adds_the_app(page: Any, client: Client, teams: TeamsBot) -> None:
    page.get_by_label("You are").select_option("School nurse")
    page.get_by_role("button", name="Add Kaizen").click()
    page.get_by_label("Message Kaizen").wait_for()
    assert heard(client, teams, "installationUpdate")["action"] == "add"
    page.get_by_label("You are").select_option("Pupil, grade 8")
    page.get_by_text("You are not in this team.").wait_for()
    page.get_by_role("button", name="help", exact=True).click()
    page.get_by_role("article").get_by_text("help").wait_for()

    assert heard(client, teams, "message")["from"]["aadObjectId"] == IDS["pupil"]


def test_a_bot_that_does_not_answer_is_said_on_the_page(page: Any, client: Client, teams: TeamsBot) -> None:
    async def silent(_body: Json) -> None:
        import asyncio

        await asyncio.sleep(0.5)

    client.post("teams/faults", message_seconds=0.05)
    teams.on["message"] = silent
    page.get_by_label("Message Kaizen").fill("help")
    page.keyboard.press("Enter")
    page.get_by_text("Kaizen did not answer in time.").wait_for()
    page.get_by_role("button", name="Calls").click()

    page.get_by_label("Calls", exact=True).get_by_text("operation_timeout").wait_for()


def test_slack_and_teams_are_one_press_apart(page: Any) -> None:
    page.get_by_role("link", name="Slack").click()
    page.get_by_role("button", name="east-school").wait_for()
    page.get_by_role("link", name="Teams").click()
    page.get_by_role("button", name="General").wait_for()

    assert page.get_by_role("link", name="Teams").get_attribute("aria-current") == "page"


def test_the_page_fits_a_phone(page: Any, teams: TeamsBot) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    row = [{"type": "Column", "width": "stretch", "items": [words("A long line of words that goes on")]}] * 2
    shown(teams, [{"type": "ColumnSet", "columns": row}], *(execute(f"Do thing {n}", "a") for n in range(5)))
    page.get_by_role("button", name="Do thing 4").wait_for()

    assert page.evaluate("document.documentElement.scrollWidth") == 390
