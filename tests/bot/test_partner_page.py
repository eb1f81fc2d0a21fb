"""The page of a partner, through the web door: what they tell counts, is said to the lead, and nothing else opens."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from pydantic import SecretStr

from bot.links import Links
from bot.pages import with_pages
from domain.links import Pass, signed
from domain.partners import A_DAY, PARTNER
from domain.partnerships import Happened
from handlers.routing import Draw
from storage.partners import PartnerLinks
from storage.partnerships import Partnerships
from storage.verify import verify
from tests.bot.conftest import LONG, FakeSlack
from tests.bot.test_web import KEY, served
from tests.browser import opened as chromium
from tests.conftest import DISTRICT, TEACHER, District
from tests.handlers.test_improvement import words
from tests.handlers.test_partnerships import begun
from tests.improving import LEAD
from tests.office import drawn, known, setting
from tests.story import ask, owed
from views.elements import Card, Link, Note
from views.form_html import FORM_POLICY, TRAP

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
LINKS = Links("http://kaizen.test", [KEY])
ROOM = 2  # the promise that is the partner's
TOLD = {"promise": str(ROOM), "day": "2026-03-02", "said": "A room <b>for</b> & with the board"}


@pytest.fixture
def address(slack: FakeSlack, district: District, database_url: str) -> Iterator[str]:
    with served(slack, database_url, secret_key=SecretStr(KEY)) as url:
        yield url
    assert district


def card(district: District, number: str, links: Links | None = LINKS) -> Card:
    shown = drawn(district, LEAD, Draw("partner.card", number))
    found: Card = district.do(lambda tx: with_pages(shown, district.call(tx, LEAD), links), now=datetime.now(UTC))
    return found


def invited(district: District, number: str) -> str:
    """The way to the page, behind the server's name. It was made today, as the server counts."""
    who = district.person(LEAD)
    made = district.do(lambda tx: PartnerLinks(tx).renew(number, by=who), now=datetime.now(UTC))
    given = Pass(purpose=PARTNER, district=DISTRICT, about=f"{number}/{made.id}", person=who, until=made.until)
    return LINKS.to(given).removeprefix(LINKS.address)


def sent(url: str, **changed: str) -> httpx.Response:
    return httpx.post(url, data={**TOLD, TRAP: "", **changed}, timeout=LONG)


def happened(district: District, number: str) -> list[Happened]:
    found: list[Happened] = district.do(lambda tx: Partnerships(tx).happened([number])[number])
    return found


def messages(district: District) -> int:
    return sum(what == "partner.told" for what, _ in owed(district))


def test_a_partner_tells_without_an_account_and_the_lead_hears_of_it(address: str, district: District) -> None:
    number = begun(district)
    url = address + invited(district, number)
    page = httpx.get(url, timeout=LONG)
    answer = sent(url)
    thanked = httpx.get(f"{address}{answer.headers['location']}", timeout=LONG)

    assert "A room" in page.text
    assert "Board trainings" not in page.text  # what the district promised alone
    assert (answer.status_code, thanked.status_code) == (303, 200)
    assert "Thank you. It is kept" in thanked.text
    assert [(one.said, one.by, str(one.day)) for one in happened(district, number)] == [
        (TOLD["said"], PARTNER, "2026-03-02")
    ]
    assert messages(district) == 1
    told = drawn(district, LEAD, Draw("partner.told", f"{number} {ROOM} 1"))
    assert TOLD["said"] in words(told)
    assert told.state == "School boards told of it"
    assert f"{TOLD['said']} · the partner" in words(
        drawn(district, TEACHER, Draw("partnership.one_card", f"{number} {ROOM}"))
    )
    assert district.do(verify).broken == []


def test_the_same_sent_twice_is_one_and_a_program_is_told_nothing_else(address: str, district: District) -> None:
    number = begun(district)
    url = address + invited(district, number)

    answers = [sent(url), sent(url), sent(url, **{TRAP: "http://spam.example"}, said="Buy this")]

    assert {answer.status_code for answer in answers} == {303}
    assert (len(happened(district, number)), messages(district)) == (1, 1)


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"said": ""}, "Please say what shows it."),
        ({"said": "x" * 601}, "600"),
        ({"day": "2031-01-01"}, "Choose a day of the term that is not after today."),
        ({"day": ""}, "Please choose a day."),
        ({"promise": "1"}, "Please choose a promise."),
        ({"promise": "x"}, "Please choose a promise."),
        ({"said": "Student J.D. came, ID 1234567"}, "This looks like"),
    ],
)
def test_what_does_not_fit_is_said_beside_its_question_and_nothing_is_lost(
    address: str, district: District, changed: dict[str, str], says: str
) -> None:
    number = begun(district)
    answer = sent(address + invited(district, number), **changed)

    assert answer.status_code == 422
    assert says in answer.text
    assert (changed.get("said", "A room &lt;b&gt;for&lt;/b&gt; &amp; with the board")) in answer.text
    assert happened(district, number) == []


def test_whoever_says_that_no_student_is_named_is_not_held_up(address: str, district: District) -> None:
    number = begun(district)
    said = "Student J.D. is the name of a play"

    assert sent(address + invited(district, number), said=said, names="no_student").status_code == 303
    assert [one.said for one in happened(district, number)] == [said]


def test_a_page_is_for_its_form_alone_and_is_kept_nowhere(address: str, district: District) -> None:
    page = httpx.get(address + invited(district, begun(district)), timeout=LONG)

    assert page.headers["content-security-policy"] == FORM_POLICY
    assert page.headers["cache-control"] == "no-store"
    assert page.headers["referrer-policy"] == "no-referrer"
    assert "<script" not in page.text
    assert "http" not in page.text.replace(page.headers["content-security-policy"], "")


def test_a_link_that_was_replaced_or_ended_opens_nothing(address: str, district: District) -> None:
    number = begun(district)
    first = address + invited(district, number)
    second = address + invited(district, number)
    assert [httpx.get(url, timeout=LONG).status_code for url in (first, second)] == [410, 200]
    assert sent(first).status_code == 410

    ask(district, LEAD, "partner.end", about=number)

    assert sent(second).status_code == 410
    assert happened(district, number) == []
    assert "Make a link" in [button.label for button in card(district, number).buttons]


def test_a_link_opens_only_what_it_was_signed_for_and_in_its_round(address: str, district: District) -> None:
    number = begun(district)
    url = address + invited(district, number)
    later = Pass(purpose="report", district=DISTRICT, about=number, until=datetime.now(UTC) + timedelta(days=1))

    assert httpx.get(f"{address}/page/partner/{signed(later, [KEY])}", timeout=LONG).status_code == 403
    assert httpx.get(url.replace("/page/partner/", "/page/report/"), timeout=LONG).status_code == 403
    assert httpx.get(f"{url}x", timeout=LONG).status_code == 403
    setting(district, "link_round", "2")
    assert httpx.get(url, timeout=LONG).status_code == 410


def test_a_link_opens_no_longer_than_its_maker_is_there(address: str, district: District) -> None:
    number = begun(district)
    url = address + invited(district, number)

    known(district, LEAD, gone=True)

    assert (httpx.get(url, timeout=LONG).status_code, sent(url).status_code) == (403, 403)


def test_too_much_at_once_or_in_a_day_is_not_taken(address: str, district: District) -> None:
    number = begun(district)
    url = address + invited(district, number)
    assert sent(url, said="x" * 20_000).status_code == 413

    answers = [sent(url, said=f"Room {n}") for n in range(A_DAY + 1)]

    assert [answer.status_code for answer in answers] == [303] * A_DAY + [422]
    assert "That was a lot for one day" in answers[-1].text
    assert len(happened(district, number)) == A_DAY


def test_without_an_address_the_card_says_what_is_missing(address: str, district: District) -> None:
    number = begun(district)
    invited(district, number)

    assert [part for part in card(district, number).parts if isinstance(part, Link)]
    notes = [part.body for part in card(district, number, links=None).parts if isinstance(part, Note)]
    assert any("needs PUBLIC_URL" in note for note in notes)
    assert address


def test_a_browser_fills_it_in_by_keyboard_alone(address: str, district: District) -> None:
    number = begun(district)
    url = address + invited(district, number)
    with chromium() as browser:
        page = browser.new_page(viewport={"width": 320, "height": 700})
        page.goto(url)
        page.get_by_label("On which day?").fill("2026-03-02")
        page.get_by_label("What shows it?").fill("The room was there")
        page.get_by_label("What shows it?").press("Tab")
        page.keyboard.press("Enter")
        page.get_by_text("Thank you. It is kept").wait_for()
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert [one.said for one in happened(district, number)] == ["The room was there"]
