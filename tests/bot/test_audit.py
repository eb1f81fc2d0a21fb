"""The auditor's pages: what a link opens, for how long, and what never stands on them."""

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from pydantic import SecretStr
from pypdf import PdfReader

from domain.auditors import AuditorLink, Scope
from domain.links import Pass, signed
from domain.people import PersonId
from storage.auditors import AuditorLinks
from storage.history import History
from storage.settings import DistrictSettings
from storage.verify import verify
from tests.bot.conftest import LONG, FakeSlack
from tests.bot.test_web import KEY, served
from tests.browser import opened as chromium
from tests.conftest import DISTRICT, MR, TEACHER, District
from tests.story import ask, filed
from tests.working import watched
from views.audit_html import PAGE_POLICY

NOW = datetime.now(UTC)
LINK = AuditorLink(
    id="audit1",
    auditor="Jo Lee",
    purpose="Yearly audit",
    scope=Scope(),
    made_by=PersonId("x"),
    made_at=NOW,
    until=NOW.date() + timedelta(days=14),
    ends_at=NOW + timedelta(days=14),
)


@pytest.fixture(params=["sqlite"])
def database_url(request: pytest.FixtureRequest, tmp_path: Any) -> str:
    """The door is the same on either database; storage/auditors.py is tested on both."""
    import shutil

    shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path / "kaizen.db")
    return f"sqlite:///{tmp_path / 'kaizen.db'}"


@pytest.fixture
def address(slack: FakeSlack, district: District, database_url: str) -> Iterator[str]:
    with served(slack, database_url, secret_key=SecretStr(KEY)) as url:
        yield url
    assert district


def invited(district: District, **more: Any) -> AuditorLink:
    link = replace(LINK, **more)
    district.do(lambda tx: AuditorLinks(tx).add(link))
    return link


def word(link: AuditorLink, key: str = KEY, **more: Any) -> str:
    given = Pass(purpose="audit", district=DISTRICT, about=link.id, until=link.ends_at)
    return signed(replace(given, **more), [key])


def get(address: str, link: AuditorLink, rest: str = "", **more: Any) -> httpx.Response:
    return httpx.get(f"{address}/page/audit/{word(link)}{rest}", timeout=LONG, **more)


def test_an_auditor_reads_the_log_and_each_report_without_an_account(address: str, district: District) -> None:
    number = watched(district)
    log = get(address, invited(district))
    (leads,) = re.findall(rf'<a href="(/page/audit/[^"]+/{number})">', log.text)
    report = httpx.get(f"{address}{leads}", timeout=LONG)

    assert log.status_code == report.status_code == 200
    assert "The gate latch is broken" in log.text
    for known in ("Corrective action plan", "Make a list", "No open gate in 60 days", "Passages", "Story", "Principal"):
        assert known in report.text
    assert "Teacher" not in log.text + report.text  # who reported it
    assert "(not told to auditors)" in report.text


def test_a_page_asks_nobody_for_anything_and_is_kept_nowhere(address: str, district: District) -> None:
    page = get(address, invited(district))

    assert page.headers["content-security-policy"] == PAGE_POLICY
    assert page.headers["referrer-policy"] == "no-referrer"
    assert page.headers["x-robots-tag"] == "noindex, nofollow"
    assert page.headers["cache-control"] == "no-store"
    assert "<script" not in page.text
    assert "No report fits these filters." in page.text  # an empty district


def test_the_log_is_chosen_from_and_turned_over(address: str, district: District) -> None:
    west = filed(district, what="Cold soup", school=district.school("West School")).number
    many = [filed(district, what="Late bus").number for _ in range(51)]
    ask(district, MR, "car.fixed", {"reason": "ok", "category": "communication"}, about=many[0])
    link = invited(district)

    assert "Cold soup" in get(address, link, f"?school={district.school('West School')}").text
    assert "Late bus" not in get(address, link, f"?school={district.school('West School')}").text
    assert "1–50 of 52" in get(address, link).text
    assert "51–52 of 52" in get(address, link, "?from=50").text
    assert many[0] in get(address, link, "?state=closed").text
    assert west not in get(address, link, "?state=closed").text
    for odd in ("?state=x&severity=%22%3E&from=-1&school=%3Cb%3E", "?from=99999999999999999999", "?from=٣"):
        page = get(address, link, odd)
        assert page.status_code == 200
        assert "<b>" not in page.text


def test_papers_are_saved(address: str, district: District) -> None:
    number, link = filed(district).number, invited(district)
    log, report = get(address, link, "/log.pdf?state=open"), get(address, link, f"/{number}.pdf")

    for made, name in ((log, "corrective-action-log.pdf"), (report, f"{number}.pdf")):
        assert (made.status_code, made.headers["content-type"]) == (200, "application/pdf")
        assert made.headers["content-disposition"] == f'attachment; filename="{name}"'
        said = "".join(page.extract_text() for page in PdfReader(io.BytesIO(made.content)).pages)
        assert number in said
        assert "Teacher" not in said


def test_each_opening_is_noted_with_its_time_and_without_an_address(address: str, district: District) -> None:
    number, link = filed(district).number, invited(district)
    get(address, link)
    get(address, link, f"/{number}")
    get(address, link, f"/{number}.pdf")
    httpx.head(f"{address}/page/audit/{word(link)}", timeout=LONG)
    get(address, link, "/CAR-2026-999")

    noted = district.do(lambda tx: AuditorLinks(tx).openings(link.id, 9))
    assert sorted(one.about for one in noted) == ["", number, number]
    entries = district.do(lambda tx: History(tx).about("auditor_links:audit1"))
    assert [entry["did"] for entry in entries] == ["auditor.invited", *["auditor.opened"] * 3]
    assert {entry["by"] for entry in entries[1:]} == {"auditor"}
    assert district.do(verify).broken == []


def test_what_is_sealed_or_outside_of_the_link_opens_nothing(address: str, district: District) -> None:
    sealed = filed(district, what="Xyzzyplugh", marks=["sealed"]).number
    west = filed(district, what="Cold soup", school=district.school("West School")).number
    link = invited(district, scope=Scope(school=district.school()))

    for rest in ("", f"?school={district.school('West School')}", f"/{sealed}", f"/{west}", "/log.pdf"):
        page = get(address, link, rest)
        said = page.text
        if rest == "/log.pdf":
            said = "".join(one.extract_text() for one in PdfReader(io.BytesIO(page.content)).pages)
        for canary in ("Xyzzyplugh", sealed, "Cold soup", west):
            assert canary not in said
    assert get(address, link, f"/{sealed}").status_code == get(address, link, f"/{west}.pdf").status_code == 403


def test_a_name_that_was_hidden_is_hidden(address: str, district: District) -> None:
    number = filed(district, marks=["hide_name"], on_behalf_of="Joe Cook").number
    link = invited(district)

    for said in (get(address, link, f"/{number}").text, get(address, link).text):
        assert "Teacher" not in said
        assert "Joe Cook" not in said


def test_whatever_does_not_open_says_so(address: str, district: District) -> None:
    link = invited(district)
    old = invited(district, id="old", ends_at=NOW - timedelta(seconds=1))
    ended = invited(district, id="ended", revoked_at=NOW, revoked_by=PersonId("x"))

    def status(given: str) -> int:
        return httpx.get(f"{address}/page/audit/{given}", timeout=LONG).status_code

    assert status(word(link)) == 200
    assert status(word(link, "x" * 32)) == 403  # forged
    assert status(word(link, purpose="report")) == 403  # signed for another page
    assert status(word(link, district="hill")) == 410  # another district's
    assert status(word(old, until=NOW + timedelta(days=1))) == 410  # the row says when
    assert status(word(ended)) == 410
    assert status(word(replace(link, id="none"))) == 410
    district.do(lambda tx: DistrictSettings(tx).set("link_round", "2", by="system"))
    assert status(word(link)) == 410


def test_a_link_of_one_district_shows_nothing_of_another(address: str, district: District) -> None:
    filed(district, what="Xyzzyplugh")
    link = invited(district)
    page = httpx.get(f"{address}/page/audit/{word(link, district='hill')}", timeout=LONG)

    assert "Xyzzyplugh" not in page.text


@pytest.mark.browser
def test_a_browser_shows_the_log_on_a_phone_by_keyboard_and_asks_for_nothing_else(
    address: str, district: District
) -> None:
    number = watched(district)
    filed(district, what="W" * 300)
    base = f"{address}/page/audit/{word(invited(district))}"

    with chromium() as browser:
        page = browser.new_page(viewport={"width": 390, "height": 844})
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(base)
        assert page.evaluate("document.documentElement.scrollWidth") == 390
        sizes = page.evaluate(
            "[...document.querySelectorAll('a,select,button')].map(e=>e.getBoundingClientRect().height)"
        )
        assert min(sizes) >= 44
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Save as PDF"
        page.get_by_label("State").select_option("open")
        page.get_by_role("button", name="Show").press("Enter")
        page.wait_for_url("**?state=open**")
        page.get_by_role("link", name=number).press("Enter")
        page.wait_for_url(f"**/{number}")
        assert page.evaluate("document.documentElement.scrollWidth") == 390
        assert page.get_by_role("row").count() > 5
        assert {url.partition("/page/")[0] for url in asked} == {address}
        assert asked[0] == base


def test_who_reported_it_is_in_no_story(address: str, district: District) -> None:
    number, link = filed(district, by=TEACHER).number, invited(district)
    told = get(address, link, f"/{number}").text

    assert "A reporter reported it." in told
    assert "Teacher" not in told
