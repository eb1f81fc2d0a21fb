"""Somebody in front of the playground's Teams page."""

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from tests.desk import Desk, desk_at
from views.teams import GO_BACK

GONE, TRIES = 3000, 20  # milliseconds after which a list that was opened is taken for gone; and how often it is opened


@dataclass
class TeamsDesk(Desk):
    """Somebody in front of Teams: cards stand in messages, and dialogs in front of them."""

    def become(self, name: str) -> None:
        """Another person; what the one before saw is gone from the page then."""
        you = self.page.get_by_label("You are")
        if you.locator("option:checked").inner_text() != name:
            self.page.locator("#composer").evaluate("box => box.dataset.before = 'somebody else'")
            you.select_option(label=name)
            self.page.locator("#composer:not([data-before])").wait_for()

    def type(self, text: str) -> None:
        typed = self.page.get_by_role("article", name=re.compile("^(?!Kaizen)")).filter(has_text=text)
        before = typed.count()
        super().type(text)
        typed.nth(before).wait_for()

    def chat(self) -> None:
        """Their own chat with Kaizen."""
        self.channel("Kaizen")

    def moves_in(self, name: str) -> None:
        """Somebody who uses Kaizen in Teams, so that it writes to them there."""
        self.become(name)
        self.type("home")
        self.card("shows what else there is.").wait_for()

    def cards(self, text: str) -> Any:
        """The messages of Kaizen that say this."""
        return self.page.get_by_role("article", name=re.compile("^Kaizen")).filter(has_text=text)

    def card(self, text: str) -> Any:
        """The newest of them."""
        return self.cards(text).last

    def press_in(self, text: str, name: str) -> None:
        """A button of the newest card that says this."""
        self.card(text).get_by_role("button", name=name, exact=True).click()
        self.clicks += 1

    def find_in_card(self, label: str, option: str) -> None:
        """A choice in the newest card that asks this. Where the card is replaced meanwhile its list is gone: again."""
        from playwright.sync_api import TimeoutError as TooLateError

        for _ in range(TRIES):
            self.page.get_by_role("combobox", name=label).last.click()
            with suppress(TooLateError):
                self.page.get_by_role("option", name=option).last.click(timeout=GONE)
                self.clicks += 2
                return
        raise AssertionError(f"{option} was never there to choose")

    def submit_in(self, text: str) -> None:
        """Send the newest card that asks this."""
        self.press_in(text, "Submit")

    def close(self) -> None:
        """The dialog in front of everything."""
        self.form.get_by_role("button", name="Close").first.click()
        self.page.get_by_role("dialog").wait_for(state="hidden")

    def press_and_agree(self, name: str) -> None:
        """The question takes the place of what stands in the window that the button is in."""
        self.press(name)
        self.form.get_by_text(GO_BACK).wait_for()
        self.form.get_by_role("button", name=name, exact=True).click()
        self.clicks += 1

    def act_on(self, message: str, name: str) -> None:
        """Something in the "…" menu of a message."""
        shown = self.page.get_by_role("article").filter(has_text=message).first
        shown.hover()
        shown.get_by_role("button", name="More actions for this message").click()
        self.page.get_by_role("menuitem", name=name).click()
        self.clicks += 2


@contextmanager
def teams_desk_at(browser: Any, address: str, **look: Any) -> Iterator[TeamsDesk]:
    with desk_at(browser, f"{address}/teams", **look) as desk:
        yield TeamsDesk(desk.page)
