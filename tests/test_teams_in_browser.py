"""Kaizen in Teams as people use it: `kaizen demo`, and a browser."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.desk import desk_at
from tests.running import demo_running
from tests.teams_desk import TeamsDesk, teams_desk_at

pytestmark = pytest.mark.browser

TEACHER, OWNER, OFFICE, DEPUTY, NURSE, PUPIL = (
    "Teacher, East School",
    "Principal, East School",
    "Quality Office",
    "Quality Office, deputy",
    "School nurse",
    "Pupil, grade 8",
)


@pytest.fixture(scope="module")
def demo() -> Iterator[str]:
    with demo_running() as address:
        yield address


@pytest.fixture
def desk(browser: Any, demo: str) -> Iterator[TeamsDesk]:
    with teams_desk_at(browser, demo) as desk:
        yield desk


def report(desk: TeamsDesk, what: str) -> None:
    """A teacher reports something by typing it, and those who decide are in Teams."""
    for who in (OFFICE, DEPUTY):
        desk.moves_in(who)
    desk.become(TEACHER)
    desk.type(f"car {what}")
    desk.submit_in("What happened?")
    desk.card(what).get_by_text("Your report is on record").wait_for()


def test_what_is_typed_after_car_is_a_form_that_becomes_a_line_and_the_copy_follows(desk: TeamsDesk) -> None:
    what = "the gate latch at East School is broken"
    desk.become(TEACHER)
    desk.type(f"car {what}")
    form = desk.card("What happened?")
    assert form.get_by_label("What happened?").input_value() == what
    assert form.get_by_label("Which school?").locator("option:checked").inner_text() == "East School"
    desk.picture("teams-form")
    desk.submit_in("What happened?")
    desk.sees("Your copy follows in this chat.")
    desk.card("Your report is on record").get_by_role("heading", name=what).wait_for()
    desk.picture("teams-filed")

    assert desk.cards("What happened?").count() == 0
    assert desk.cards("on record").count() == 1, "the line and the copy say it once"


def test_a_detail_is_asked_for_in_a_dialog_and_the_card_changes_in_its_place(desk: TeamsDesk) -> None:
    report(desk, "the swing at East School squeaks")
    desk.become(OFFICE)
    desk.press_in("the swing at East", "Return")
    desk.fill("Which detail is missing?", "Which of the two swings?")
    desk.picture("teams-return")
    desk.submit("Return")
    desk.card("the swing at East").get_by_text("Sent back for a detail").wait_for()
    assert desk.cards("the swing at East").count() == 1

    desk.become(TEACHER)
    desk.sees("Which of the two swings?")


def test_what_is_refused_is_said_above_its_field_and_what_was_typed_stays(desk: TeamsDesk) -> None:
    report(desk, "the fence at East School has a hole")
    desk.become(OFFICE)
    desk.press_in("the fence at East", "More actions")
    desk.page.get_by_role("menuitem", name="Reject").click()
    desk.pick("Why is it not taken up?", "It was reported before")
    desk.fill("Which record?", "none that is known")
    desk.fill("What do you tell", "It was reported before.")
    desk.form.get_by_role("button", name="Reject", exact=True).click()
    desk.form.get_by_text("Please look again:").wait_for()
    desk.picture("teams-refused")
    assert desk.form.get_by_label("Which record?").input_value() == "none that is known"
    assert desk.form.get_by_label("What do you tell").input_value() == "It was reported before."

    desk.fill("Which record?", "CAR-2026-001")
    desk.submit("Reject")
    desk.card("the fence at East").get_by_text("Not taken up").first.wait_for()


def test_an_accepted_report_changes_in_place_for_both_who_decide_and_reaches_its_owner(desk: TeamsDesk) -> None:
    what = "the door of the gym at East School jams"
    desk.moves_in(OWNER)
    report(desk, what)
    desk.become(OFFICE)
    desk.card(what).get_by_text("A report for you to decide.").wait_for()
    desk.picture("teams-triage")
    desk.press_in(what, "Accept")
    desk.card(what).get_by_text("Waiting for Principal, East School").wait_for()
    desk.picture("teams-accepted")
    assert desk.cards(what).count() == 1

    desk.become(DEPUTY)
    desk.card(what).get_by_text("Waiting for Principal, East School").wait_for()
    assert desk.card(what).get_by_role("button", name="Accept").count() == 0
    desk.become(OWNER)
    desk.card(what).get_by_text("You are asked to put this right.").wait_for()
    desk.picture("teams-owner")


def test_a_message_of_a_channel_becomes_a_report(desk: TeamsDesk) -> None:
    desk.become(TEACHER)
    desk.channel("General")
    desk.act_on("The gate latch by the playground is broken again.", "Report a problem")
    box = desk.form.get_by_label("What happened?")
    box.wait_for()
    assert box.input_value() == "The gate latch by the playground is broken again."
    desk.picture("teams-extension")
    desk.form.get_by_role("button", name="Submit", exact=True).click()
    desk.form.get_by_text("It is on record. Your copy is in your messages with Kaizen.").wait_for()
    desk.close()

    desk.chat()
    desk.card("The gate latch by the playground").get_by_text("Your report is on record").wait_for()


def test_a_pupil_is_refused_in_one_sentence(desk: TeamsDesk) -> None:
    desk.become(PUPIL)
    for typed in ("car the tap drips", "home", "car list"):
        before = desk.cards("Kaizen is for staff of Sunrise Valley Schools").count()
        desk.type(typed)
        desk.cards("Kaizen is for staff of Sunrise Valley Schools").nth(before).wait_for()
    desk.picture("teams-pupil")

    assert desk.page.get_by_label("What happened?").count() == 0
    assert desk.page.get_by_role("article").get_by_role("button", name="Report a problem").count() == 0


def test_home_is_a_card_that_says_what_waits_and_how_to_type(desk: TeamsDesk) -> None:
    desk.become(OFFICE)
    desk.type("home")
    home = desk.card("Waiting for your decision")
    home.get_by_role("button", name="Settings").wait_for()
    desk.picture("teams-home")
    words = home.inner_text()
    assert "“help” shows what else there is." in words
    assert "/car" not in words
    assert "this workspace" not in words

    desk.type("help")
    desk.sees("See what is open: “car list”")
    desk.press_in("What Kaizen can do", "Open reports")
    desk.form.get_by_text("Open reports (").wait_for()
    desk.picture("teams-list")
    desk.close()


def test_somebody_on_both_reports_in_teams_and_reads_on_in_slack(browser: Any, demo: str, desk: TeamsDesk) -> None:
    what = "the window of the library at West School does not close"
    report(desk, what)
    with desk_at(browser, demo) as slack:
        slack.become(TEACHER)
        slack.channel("general")
        slack.type("/car list mine")
        slack.sees(what)
        slack.picture("teams-read-in-slack")


def test_a_card_of_teams_fits_a_phone(browser: Any, demo: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, color_scheme="dark")
    context.set_default_timeout(90_000)
    page = context.new_page()
    page.goto(f"{demo}/teams")
    desk = TeamsDesk(page)
    desk.type("car the lamp at East School is dark")
    desk.card("What happened?").get_by_role("button", name="Submit").wait_for()
    desk.picture("teams-phone")

    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    context.close()
