"""The web door: one report on a page, for whom the link was made and for nobody else."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest
from pydantic import SecretStr

from bot.app import Bot
from domain.cars import Car
from domain.links import Pass, signed
from playground.testing import Served
from storage.cars import CarLog
from storage.db import Database, Tx
from storage.history import History
from storage.people import People
from storage.settings import DistrictSettings
from storage.verify import verify
from tests.bot.conftest import LONG, FakeSlack, settings
from tests.browser import opened as chromium
from tests.conftest import DISTRICT, MR, OTHER, PRINCIPAL, TEACHER, District, counter
from tests.story import filed
from tests.texts import PSEUDO, Pseudo
from views.html import POLICY
from views.languages import MORE

KEY, NEXT = "k" * 32, "n" * 32
LATER = datetime.now(UTC) + timedelta(days=1)


@pytest.fixture
def address(slack: FakeSlack, district: District, database_url: str) -> Iterator[str]:
    with served(slack, database_url, secret_key=SecretStr(KEY)) as url:
        yield url
    assert district


@contextmanager
def served(slack: FakeSlack, database_url: str, **more: Any) -> Iterator[str]:
    told = settings(slack, database_url, **{"public_url": "https://kaizen.example.org", **more})
    database = Database(database_url, mint=counter())
    with Served(Bot(told, database).web()) as running:
        yield running.url
    database.close()


def given(district: District, car: Car, reader: str, **more: Any) -> Pass:
    one = Pass(purpose="report", district=DISTRICT, about=car.number, person=district.person(reader), until=LATER)
    return replace(one, **more)


def opened(address: str, one: Pass, key: str = KEY, **more: Any) -> httpx.Response:
    return httpx.get(f"{address}/page/{one.purpose}/{signed(one, [key])}", **more, timeout=LONG)


def test_a_link_shows_a_report_to_its_reader(address: str, district: District) -> None:
    car = filed(district, what="The latch of the gate is <b>broken</b>")

    page = opened(address, given(district, car, TEACHER))

    assert page.status_code == 200
    assert "The latch of the gate is &lt;b&gt;broken&lt;/b&gt;" in page.text
    assert f"<title>{car.number}" in page.text
    assert page.headers["content-type"] == "text/html; charset=utf-8"


def test_a_page_shows_the_whole_of_a_long_report(address: str, district: District) -> None:
    what = "The latch of the gate is broken. " * 60

    assert what.strip() in opened(address, given(district, filed(district, what=what), TEACHER)).text


def test_a_page_says_that_it_is_a_copy_and_prints_the_head_of_the_history(address: str, district: District) -> None:
    page = opened(address, given(district, filed(district), TEACHER))
    entries, head = district.do(lambda tx: History(tx).head(), write=False)
    (when,) = re.findall(rf"Unofficial copy of (.*)\. What holds .* {entries} entries, head {head}", page.text)

    copied = datetime.strptime(when, "%a %d %b %Y, %I:%M %p").replace(tzinfo=ZoneInfo("America/Chicago"))
    assert abs(copied - datetime.now(UTC)) < timedelta(minutes=2)
    filed(district)
    assert district.do(lambda tx: verify(tx, head=head)).printed == entries


@pytest.mark.browser
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # a browser draws the same of either
def test_a_browser_draws_a_page_on_a_phone_and_asks_for_nothing_else(address: str, district: District) -> None:
    word = signed(given(district, filed(district, what="W" * 300, link="https://x.example"), TEACHER), [KEY])
    accents = {"light": "rgb(11, 93, 87)", "dark": "rgb(111, 211, 200)"}

    with chromium() as browser:
        for scheme, accent in accents.items():
            page = browser.new_page(viewport={"width": 360, "height": 740}, color_scheme=scheme)
            asked: list[str] = []
            page.on("request", lambda request, asked=asked: asked.append(request.url))
            page.goto(f"{address}/page/report/{word}")

            # The style is let through by the policy of the page, or the accent would not be there.
            assert page.evaluate("getComputedStyle(document.querySelector('header')).color") == accent
            assert page.evaluate("document.documentElement.scrollWidth") == 360
            assert asked == [f"{address}/page/report/{word}"]


def test_a_page_asks_nobody_for_anything_and_is_kept_nowhere(address: str, district: District) -> None:
    for page in (
        opened(address, given(district, filed(district), TEACHER)),
        httpx.get(f"{address}/page/report/x", timeout=LONG),
    ):
        assert page.headers["content-security-policy"] == POLICY
        assert page.headers["referrer-policy"] == "no-referrer"
        assert page.headers["x-robots-tag"] == "noindex, nofollow"
        assert page.headers["x-content-type-options"] == "nosniff"
        assert page.headers["cache-control"] == "no-store"


def test_whatever_does_not_open_says_the_same_and_does_not_tell_what_there_is(address: str, district: District) -> None:
    car, hidden = filed(district), filed(district, marks=["sealed"])
    good = given(district, car, TEACHER)
    word = signed(good, [KEY])

    answers = [
        opened(address, good, "x" * 32),  # forged
        httpx.get(f"{address}/page/report/{word[:-1]}{'A' if word[-1] != 'A' else 'B'}", timeout=LONG),  # altered
        httpx.get(f"{address}/page/survey/{word}", timeout=LONG),  # for another page
        opened(address, replace(good, purpose="survey")),  # for a page that there is not
        opened(address, replace(good, about="CAR-2026-999")),  # there is no such report
        opened(address, replace(good, district="hill")),  # of another district
        opened(address, replace(good, person="")),  # for nobody by name
        opened(address, given(district, hidden, PRINCIPAL)),  # sealed, and not theirs
    ]

    assert {answer.status_code for answer in answers} == {403}
    assert len({answer.text for answer in answers}) == 1
    assert "This link does not open anything." in answers[0].text


def test_rights_are_those_of_the_moment_of_opening(address: str, district: District) -> None:
    one = given(district, filed(district), OTHER)
    assert opened(address, one).status_code == 200

    district.do(lambda tx: become(tx, district, guest=True))
    assert opened(address, one).status_code == 403

    district.do(lambda tx: become(tx, district, guest=False, gone=True))
    assert opened(address, one).status_code == 403

    district.do(lambda tx: become(tx, district, gone=False, checked_at=None))  # who might be a guest
    assert opened(address, one).status_code == 403


def become(tx: Tx, district: District, **changes: Any) -> None:
    People(tx).refresh(replace(district.account(tx, OTHER), **changes))


def test_a_link_that_is_too_old_says_so(address: str, district: District) -> None:
    one = given(district, filed(district), TEACHER, until=datetime.now(UTC) - timedelta(seconds=1))

    page = opened(address, one)

    assert page.status_code == 410
    assert "This link is too old to open." in page.text


def test_a_district_takes_back_all_its_links_by_one_setting(address: str, district: District) -> None:
    car = filed(district)
    district.do(lambda tx: DistrictSettings(tx).set("link_round", "2", by="system"))

    assert opened(address, given(district, car, TEACHER)).status_code == 410
    assert opened(address, given(district, car, TEACHER, round="2")).status_code == 200


def test_a_key_is_changed_without_breaking_the_links_of_the_one_before(
    slack: FakeSlack, district: District, database_url: str
) -> None:
    one = given(district, filed(district), TEACHER)

    with served(slack, database_url, secret_key=SecretStr(f"{NEXT}, {KEY}")) as address:
        assert [opened(address, one, key).status_code for key in (KEY, NEXT)] == [200, 200]
    with served(slack, database_url, secret_key=SecretStr(NEXT)) as address:
        assert [opened(address, one, key).status_code for key in (KEY, NEXT)] == [403, 200]


@pytest.mark.parametrize("more", [{}, {"secret_key": SecretStr(KEY), "public_url": ""}])
def test_without_its_settings_there_is_no_page(
    slack: FakeSlack, district: District, database_url: str, more: dict[str, Any]
) -> None:
    one = given(district, filed(district), TEACHER)

    with served(slack, database_url, **more) as address:
        assert opened(address, one).status_code == 404


def test_a_page_is_for_reading(address: str, district: District) -> None:
    car = filed(district)
    word = signed(given(district, car, MR), [KEY])

    assert httpx.post(f"{address}/page/report/{word}", timeout=LONG).status_code == 405
    assert httpx.head(f"{address}/page/report/{word}", timeout=LONG).status_code == 200
    assert district.do(lambda tx: CarLog(tx, district.call(tx, MR).viewer).get(car.number).version) == 1


def test_a_page_is_in_its_readers_language(address: str, district: District, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(MORE, PSEUDO, Pseudo())
    one = given(district, filed(district), OTHER)
    district.do(lambda tx: become(tx, district, locale=PSEUDO))

    for page in (
        opened(address, one),
        httpx.get(
            f"{address}/page/report/x", headers={"accept-language": f"xx-YY, {PSEUDO};q=0.8, en;q=0.5"}, timeout=LONG
        ),
    ):
        assert f'<html lang="{PSEUDO}"' in page.text
        assert "¤" in page.text
    assert '<html lang="en"' in httpx.get(f"{address}/page/report/x", timeout=LONG).text


def test_a_fault_is_told_with_an_id_and_nothing_else(
    address: str, district: District, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    one = given(district, filed(district), TEACHER)

    def fail(*_: Any, **__: Any) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(Database, "do", fail)
    page = opened(address, one)
    monkeypatch.undo()

    assert page.status_code == 500
    assert "disk" not in page.text
    assert page.text.split("Tell IT: ")[1][:7] in capfd.readouterr().err


def test_no_link_stands_in_the_log(address: str, district: District, capfd: pytest.CaptureFixture[str]) -> None:
    word = signed(given(district, filed(district), TEACHER), [KEY])

    httpx.get(f"{address}/page/report/{word}", timeout=LONG)
    httpx.get(f"{address}/page/{word}/{word}", timeout=LONG)

    said = capfd.readouterr().err
    assert said.count('"event": "page"') == 2
    assert word not in said
