"""The page on which families answer a survey, through the web door: without an account, once by each link."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, cast

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from pydantic import SecretStr
from starlette.applications import Starlette

from bot.limits import Counts, Limits
from bot.links import Links
from bot.platforms.survey import SurveyDoor
from domain.links import Pass, signed
from domain.survey_links import PULSE
from domain.surveys import Wave
from handlers.routing import answer
from handlers.survey_page import ONCE
from storage.ballots import answered, sealed
from storage.db import Tx, metadata
from storage.survey_links import SurveyLinks
from storage.waves import Waves
from tests.bot.conftest import LONG, FakeSlack
from tests.bot.test_web import KEY, served
from tests.browser import opened as chromium
from tests.conftest import DISTRICT, MR, District
from tests.office import setting
from tests.story import ROUTES
from tests.surveying import launched, made, planned, wave_of
from views.form_html import FORM_POLICY, TRAP

if TYPE_CHECKING:
    from bot.answering import Answering

#: What any database does the same; what is kept is tried on each.
ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
LINKS = Links("http://kaizen.test", [KEY])
TODAY = datetime.now(UTC)
SAID = {"q1": "a5", "q2": "a4", "q3": "yes", "q4": "10", "q5": "The <b>gate</b> & the bus"}


@pytest.fixture
def address(slack: FakeSlack, district: District, database_url: str) -> Iterator[str]:
    with served(slack, database_url, secret_key=SecretStr(KEY)) as url:
        yield url
    assert district


def family_wave(district: District, **more: Any) -> Wave:
    """One that families are asked now, as the server counts."""
    draft = planned(district, made(district, "Our school", "families"), audience="families", **more)
    longer = {"opens_at": TODAY - timedelta(days=1), "closes_at": TODAY + timedelta(days=9)}

    def launch(tx: Tx) -> None:
        """At once, or the server's clock, which is of today, would close it."""
        answer(ROUTES["wave.launch"], district.call(tx, MR, about=draft.number), None)
        Waves(tx).save(replace(Waves(tx).get(draft.number), **longer), did="wave.planned", by="system")

    district.do(launch)
    return wave_of(district, draft.number)


def changed(district: District, wave: Wave, **more: Any) -> Wave:
    def work(tx: Tx) -> Wave:
        Waves(tx).save(replace(Waves(tx).get(wave.number), **more), did="wave.planned", by="system")
        return Waves(tx).get(wave.number)

    found: Wave = district.do(work)
    return found


def links_of(district: District, wave: Wave, number: int = 1, place: str | None = None) -> list[str]:
    """The ways to the page, behind the server's name."""

    def work(tx: Tx) -> list[str]:
        sheaf = SurveyLinks(tx).find(wave, SurveyLinks(tx).make(wave, place, number))
        assert sheaf
        return [way(f"{wave.number} {one}") for one in sheaf.ids]

    found: list[str] = district.do(work)
    return found


def way(about: str, **more: Any) -> str:
    given: dict[str, Any] = {"purpose": PULSE, "district": DISTRICT, "about": about, "until": TODAY + timedelta(days=9)}
    return LINKS.to(Pass(**{**given, **more})).removeprefix(LINKS.address)


def opened(url: str, **more: Any) -> httpx.Response:
    return httpx.get(url, timeout=LONG, **more)


def sent(url: str, **changed_: Any) -> httpx.Response:
    return httpx.post(url, data={**SAID, TRAP: "", ONCE: "page1", **changed_}, timeout=LONG)


def test_a_family_answers_once_without_an_account(address: str, district: District) -> None:
    wave = family_wave(district)
    (link,) = links_of(district, wave)
    page = opened(address + link)
    answer = sent(address + link)
    thanked = opened(f"{address}{answer.headers['location']}")
    again = opened(address + link)

    assert "How well does the school keep you informed?" in page.text
    assert (page.status_code, answer.status_code, thanked.status_code, again.status_code) == (200, 303, 200, 200)
    assert "Your answers are in." in thanked.text
    assert "This link was used." in again.text
    assert "This link was used." in sent(address + link).text
    assert kept(district) == (2, 2)  # the first answer and the others, each apart
    assert "The &lt;b&gt;" not in again.text


def kept(district: District) -> tuple[int, int]:
    rows = [district.do(lambda tx, t=table: tx.rows(t)) for table in (sealed, answered)]
    return len(rows[0]), len(rows[1])


def test_a_link_for_everybody_counts_each_page_once(address: str, district: District) -> None:
    wave = family_wave(district)
    (link,) = links_of(district, wave, 0)

    answers = [sent(address + link, once=once) for once in ("one", "one", "two", "<no>")]

    assert [answer.status_code for answer in answers] == [303] * 4
    assert kept(district) == (6, 6)
    assert "Please answer once." in opened(address + link).text


@ON_SQLITE
@pytest.mark.parametrize(
    ("changed_", "says"),
    [
        (dict.fromkeys(SAID, ""), "Please answer one question at least."),
        ({"q1": "a9"}, "Please choose one of the answers."),
        ({"q5": "x" * 501}, "Please use 500 letters or fewer here."),
        ({"q5": "Student J.D. was hit, ID 1234567"}, "This looks like"),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_that_was_filled_in_is_lost(
    address: str, district: District, changed_: dict[str, str], says: str
) -> None:
    (link,) = links_of(district, family_wave(district))
    answer = sent(address + link, **changed_)

    assert answer.status_code == 422
    assert says in answer.text
    if changed_.get("q4", "10"):
        assert '<input type="radio" name="q4" value="10" checked>' in answer.text
        assert changed_.get("q5", "The &lt;b&gt;gate&lt;/b&gt; &amp; the bus") in answer.text
        assert 'name="once" value="page1"' in answer.text
    assert kept(district) == (0, 0)


@ON_SQLITE
def test_whoever_says_that_no_student_is_named_is_not_held_up(address: str, district: District) -> None:
    (link,) = links_of(district, family_wave(district))

    assert sent(address + link, q5="Student J.D. is a play", names="no_student").status_code == 303


@ON_SQLITE
def test_the_page_speaks_the_language_of_the_address_else_that_of_the_browser(address: str, district: District) -> None:
    (link,) = links_of(district, family_wave(district))
    url = address + link

    assert '<html lang="en"' in opened(url).text
    assert '<html lang="es"' in opened(url, headers={"accept-language": "es-MX,es;q=0.9"}).text
    spanish = opened(f"{url}?lang=es", headers={"accept-language": "en"})
    assert '<html lang="es"' in spanish.text
    assert "¿Qué tan bien le mantiene informado la escuela?" in spanish.text
    turned = sent(f"{url}?lang=es", turn="es")
    assert turned.status_code == 200
    assert "The &lt;b&gt;gate&lt;/b&gt; &amp; the bus" in turned.text
    assert kept(district) == (0, 0)


@ON_SQLITE
def test_before_it_opens_and_after_it_closed_the_page_says_so(address: str, district: District) -> None:
    wave = family_wave(district)
    (link,) = links_of(district, wave)
    url = address + link

    changed(district, wave, phase="set", opens_at=TODAY + timedelta(days=2))
    assert "This survey opens" in opened(url).text
    changed(district, wave, phase="open", closes_at=TODAY - timedelta(hours=1))
    assert "This survey is closed." in opened(url).text
    assert "This survey is closed." in sent(url).text
    changed(district, wave, you_said="The bus is late", we_did="Two more buses")
    assert "Two more buses" in opened(url).text
    assert kept(district) == (0, 0)


@ON_SQLITE
def test_whoever_runs_it_looks_at_the_page_and_sends_nothing(address: str, district: District) -> None:
    url = address + way(f"{family_wave(district).number} ")

    assert "Nothing can be sent from here." in opened(url).text
    assert sent(url).status_code == 422
    assert kept(district) == (0, 0)


@ON_SQLITE
def test_what_does_not_open_says_the_same(address: str, district: District) -> None:
    wave = family_wave(district)
    staff = launched(district)
    given = Pass(purpose=PULSE, district=DISTRICT, about=wave.number, until=TODAY + timedelta(days=1))

    for about in (f"{wave.number} 1.nobody", f"{staff.number} ", "PULSE-2026-999-1 1.x"):
        assert opened(address + way(about)).status_code == 403
    assert opened(f"{address}/page/{PULSE}/{signed(given, ['x' * 32])}").status_code == 403
    assert opened(address + way(f"{wave.number} ", until=TODAY - timedelta(days=1))).status_code == 410
    setting(district, "link_round", "2")
    assert opened(address + way(f"{wave.number} ")).status_code == 410


@ON_SQLITE
def test_a_program_is_told_what_a_person_is_told_and_too_much_is_not_taken(address: str, district: District) -> None:
    (link,) = links_of(district, family_wave(district))

    assert sent(address + link, **{TRAP: "http://spam.example"}).status_code == 303
    assert sent(address + link, q5="x" * 40_000).status_code == 413
    assert kept(district) == (0, 0)


@ON_SQLITE
def test_who_sends_too_often_is_held_back_and_keeps_what_was_filled_in(district: District) -> None:
    (link,) = links_of(district, family_wave(district), 0)
    door = SurveyDoor(cast("Answering", None), district.database, [KEY])  # it owes nobody anything
    door.counts = Counts(Limits(opened=1, sent=1))

    async def often() -> list[httpx.Response]:
        through = httpx.ASGITransport(app=Starlette(routes=door.routes()))
        async with httpx.AsyncClient(transport=through, base_url="http://kaizen.test") as client:
            sends = [await client.post(link, data={**SAID, ONCE: once}) for once in ("one", "two")]
            return [*sends, await client.get(link), await client.get(link)]

    first, held, opened_, closed = asyncio.run(often())

    assert [one.status_code for one in (first, held, opened_, closed)] == [303, 429, 200, 429]
    assert "please press Send again in ten minutes" in held.text
    assert "The &lt;b&gt;gate&lt;/b&gt; &amp; the bus" in held.text
    assert held.headers["retry-after"] == closed.headers["retry-after"] == "600"
    assert kept(district) == (2, 2)


@ON_SQLITE
def test_the_page_asks_nobody_for_anything_and_is_kept_nowhere(address: str, district: District) -> None:
    (link,) = links_of(district, family_wave(district))
    page = opened(address + link)

    assert page.headers["content-security-policy"] == FORM_POLICY
    assert page.headers["referrer-policy"] == "no-referrer"
    assert page.headers["cache-control"] == "no-store"
    assert "set-cookie" not in page.headers
    assert "<script" not in page.text
    assert "http" not in page.text


@ON_SQLITE
def test_an_answer_leaves_nothing_but_what_is_sealed_and_that_the_link_was_used(
    address: str, district: District
) -> None:
    """No entry of history, no message, no request that is remembered, no word, and nothing of the invitation."""
    (link,) = links_of(district, family_wave(district))
    before = whole(district)

    assert sent(address + link).status_code == 303

    after = whole(district)
    assert {name for name, rows in after.items() if rows != before[name]} == {"sealed", "answered"}
    assert {tuple(sorted(row)) for row in district.do(lambda tx: tx.rows(answered))} == {("district", "person", "wave")}


def whole(district: District) -> dict[str, list[str]]:
    """All rows of the district but those of the clock, which runs meanwhile."""

    def work(tx: Tx) -> dict[str, list[str]]:
        tables = [one for one in metadata.sorted_tables if not one.info.get("system") and one.name not in CLOCK]
        return {one.name: sorted(map(str, tx.rows(one))) for one in tables}

    found: dict[str, list[str]] = district.do(work, write=False)
    return found


CLOCK = {"occurrences", "schedules", "failures"}


@ON_SQLITE
def test_no_line_of_the_log_tells_that_somebody_was_here(address: str, district: District, capfd: Any) -> None:
    (link,) = links_of(district, family_wave(district))
    capfd.readouterr()
    opened(address + link)
    assert sent(address + link).status_code == 303
    told = "".join(capfd.readouterr())

    assert not any(word in told for word in ("pulse", "127.0.0.1", link.rpartition("/")[2][:40]))


SIZES = [(320, 640), (390, 844)]  # phones; the first is the width to which WCAG 2.2 asks that a page can be shrunk


@ON_SQLITE
@pytest.mark.browser
def test_on_a_phone_with_the_keyboard_alone_and_without_scripts(address: str, district: District) -> None:
    wave = family_wave(district)
    links = links_of(district, wave, 2)

    with chromium() as browser:
        for tag, link, (width, height) in zip(("en", "es"), links, SIZES, strict=True):
            url = f"{address}{link}?lang={tag}"
            phone = {"viewport": {"width": width, "height": height}, "locale": "fr"}
            reader = browser.new_context(**phone, color_scheme="dark" if tag == "es" else "light")
            looked = barriers(reader.new_page(), url)
            assert looked == ([], width), tag

            page = browser.new_context(**phone, java_script_enabled=False).new_page()
            page.goto(url)
            fill_in_by_keyboard(page)
            assert page.get_by_role("heading", level=1).inner_text() == THANKS[tag]
            assert barriers(reader.new_page(), page.url) == ([], width), tag

    assert kept(district) == (4, 4)


THANKS = {"en": "Thank you", "es": "Gracias"}


def barriers(page: Any, url: str) -> tuple[list[str], int]:
    """What axe-core finds on a page, and on the page with an error; and how wide it is, which is the phone's width."""
    page.goto(url)
    found = _barriers(page)
    if page.locator("form").count():
        page.keyboard.press("Tab")
        page.locator("form > button[type=submit]").press("Enter")  # nothing is filled in
        assert page.get_by_role("alert").count() == 1
        found += _barriers(page)
    wide: int = page.evaluate("document.documentElement.scrollWidth")
    return found, wide


def _barriers(page: Any) -> list[str]:
    return [f"{one['id']}: {one['nodes'][0]['html']}" for one in Axe().run(page).response["violations"]]


def fill_in_by_keyboard(page: Any) -> None:
    """From the top of the page to its end, by Tab, arrows, letters and Enter."""
    for key in ("Tab", "Tab", "ArrowDown", "Tab", "ArrowDown", "Tab", "Space", "Tab", "ArrowUp", "Tab"):
        page.keyboard.press(key)
    page.keyboard.type("The gate")
    page.keyboard.press("Tab")
    focused = page.locator(":focus")
    assert focused.evaluate("one => getComputedStyle(one).outlineStyle") == "solid"
    with page.expect_navigation():
        page.keyboard.press("Enter")
