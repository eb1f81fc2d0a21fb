"""The main job as a person does it: `kaizen demo`, and a browser."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.desk import Desk, desk_at
from tests.running import demo_running

pytestmark = pytest.mark.browser

WHAT = "The latch of the playground gate is broken. Pupils reach the street in the break."


@pytest.fixture(scope="module")
def demo() -> Iterator[str]:
    with demo_running() as address:
        yield address


@pytest.fixture
def desk(browser: Any, demo: str) -> Iterator[Desk]:
    with desk_at(browser, demo) as desk:
        yield desk


def test_a_report_is_filed_with_one_box_accepted_with_one_press_and_reaches_its_owner(desk: Desk) -> None:
    desk.become("Teacher, East School")
    desk.channel("east-school")
    desk.type("/car gate latch broken at East")
    desk.form.get_by_label("What happened?").wait_for()
    assert desk.form.get_by_label("What happened?").input_value() == "gate latch broken at East"
    desk.picture("report")
    desk.fill("What happened?", WHAT)
    desk.submit()
    desk.sees("It is on record. Your copy is in your messages with Kaizen.")
    desk.picture("filed")

    desk.become("Quality Office")
    desk.kaizen("Messages")
    desk.sees("A report for you to decide.")
    desk.picture("triage")
    desk.press("Accept")
    desk.sees("Waiting for Principal, East School")
    desk.picture("accepted")

    desk.become("Principal, East School")
    desk.kaizen("Messages")
    desk.sees("You are asked to put this right. It is yours until it is fixed and checked.")
    desk.picture("owner")
    desk.kaizen("Home")
    desk.sees("You own (1)")
    desk.picture("home")

    desk.become("Teacher, East School")
    desk.kaizen("Messages")
    desk.sees("Your report was accepted. Its owner puts it right.")
    desk.channel("east-school")
    desk.type("/car list")
    desk.sees("Open reports (3)")
    desk.picture("list")


def test_a_detail_is_asked_for_and_given(desk: Desk) -> None:
    desk.become("School nurse")
    desk.channel("general")
    desk.type("/car the cupboard is locked")
    desk.submit()

    desk.become("Quality Office")
    desk.kaizen("Messages")
    desk.press("Return")
    desk.fill("Which detail is missing?", "Which cupboard, and in which school?")
    desk.picture("return")
    desk.submit("Return")
    desk.sees("Sent back for a detail")

    desk.become("School nurse")
    desk.kaizen("Messages")
    desk.sees("One detail is missing before your report can be decided.")
    desk.press("Answer")
    desk.fill("Your answer", "The medicine cupboard at North School")
    desk.submit("Send")
    desk.sees("Answer: The medicine cupboard at North School")


def test_accepting_with_changes_asks_for_an_owner_and_names_them(desk: Desk) -> None:
    desk.become("Teacher, East School")
    desk.kaizen("Home")
    desk.press("Report a problem")
    desk.fill("What happened?", "Chairs in the library are broken")
    desk.form.get_by_label("Which school?").select_option(label="West School")
    desk.press("Photo, link, sealed …")
    desk.fill("Link", "https://example.org/chairs")
    desk.submit()

    desk.become("Quality Office")
    desk.kaizen("Messages")
    desk.sees("Chairs in the library are broken")
    desk.press("Accept and change …")
    desk.picture("accept-form")
    desk.form.get_by_label("How serious is it?").select_option(label="Needs a plan")
    desk.submit("Accept")
    desk.sees("Needs a plan")


def test_a_message_becomes_a_report(desk: Desk) -> None:
    desk.become("Principal, East School")
    desk.channel("east-school")
    message = desk.page.locator("[data-ts]").filter(has_text="The gate latch by the playground is broken again.")
    message.hover()
    message.get_by_role("button", name=re.compile("actions|More", re.IGNORECASE)).click()
    desk.page.get_by_role("menuitem", name="Report a problem").click()

    desk.form.get_by_label("What happened?").wait_for()
    assert "gate latch by the playground" in desk.form.get_by_label("What happened?").input_value()
    desk.picture("shortcut")


def test_the_settings_are_on_home_for_those_who_may(desk: Desk) -> None:
    desk.become("Quality Office")
    desk.kaizen("Home")
    desk.press("Settings")
    desk.picture("settings-menu")
    desk.press("District")
    desk.fill("Time zone", "America/Chicaga")
    desk.form.get_by_role("button", name="Save").click()
    desk.sees("Did you mean America/Chicago?")
    desk.picture("settings")
    desk.fill("Time zone", "America/Denver")
    desk.form.get_by_role("button", name="Save").click()
    desk.sees("Each change stands in history, with your name.")
    desk.sees("America/Denver")


def test_the_page_works_on_a_phone(browser: Any, demo: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, color_scheme="dark")
    page = context.new_page()
    page.goto(demo)
    desk = Desk(page)
    desk.press("Report a problem")
    desk.form.get_by_label("What happened?").wait_for()
    desk.picture("phone")

    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    context.close()
