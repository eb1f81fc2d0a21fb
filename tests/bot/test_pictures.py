"""Charts as pictures: drawn in a process of their own, fetched by who may see the figure, and never in the way."""

import asyncio
import re
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from bot.apart import LEAST
from bot.pictures import Draughtsman
from domain.cars import State
from domain.links import Pass, signed
from storage.settings import DistrictSettings
from tests.bot.conftest import LONG, FakeSlack, Workspace, until
from tests.bot.test_web import KEY, NEXT, served
from tests.conftest import DISTRICT, MR, OTHER, District
from tests.office import known
from tests.storage.made import made, put
from views.charts import Bars, Row, svg

PNG = b"\x89PNG\r\n\x1a\n"
CHART = Bars(title="Buses", rows=[Row(label="Late", value=4, said="4")], corner="n = 4")
LATER = datetime.now(UTC) + timedelta(days=1)


@pytest.fixture
def address(slack: FakeSlack, district: District, database_url: str) -> Iterator[str]:
    month = datetime.now(UTC) - timedelta(days=40)
    rows = [made(f"CAR-2026-{n:03}", [(State.CLOSED, month)], cause_category="communication") for n in range(12)]
    district.do(lambda tx: put(tx, rows))
    with served(slack, database_url, secret_key=SecretStr(KEY)) as url:
        yield url


def given(district: District, who: str = OTHER, **more: Any) -> Pass:
    one = Pass(purpose="chart", district=DISTRICT, about="causes 12", person=district.person(who), until=LATER)
    return replace(one, **more)


def fetched(address: str, one: Pass, key: str = KEY) -> httpx.Response:
    return httpx.get(f"{address}/chart/{signed(one, [key])}.png", timeout=LONG)


def test_who_may_see_a_figure_gets_its_picture(address: str, district: District) -> None:
    got = fetched(address, given(district))
    width, height = struct.unpack(">II", got.content[16:24])

    assert (got.status_code, got.headers["content-type"]) == (200, "image/png")
    assert got.content.startswith(PNG)
    assert width == 720
    assert 200 < height < 800
    assert "no-store" in got.headers["cache-control"] or "private" in got.headers["cache-control"]


def test_whatever_else_is_tried_opens_nothing(address: str, district: District) -> None:
    known(district, "U20", guest=True)

    def status(one: Pass, key: str = KEY) -> int:
        got = fetched(address, one, key)
        assert PNG not in got.content
        return got.status_code

    assert status(given(district), NEXT) == 403
    assert status(given(district, purpose="report")) == 403  # signed for another page
    assert status(given(district, "U20")) == 403
    assert status(given(district, person="nobody")) == 403
    assert status(given(district, about="held 12")) == 403  # too few to draw
    assert status(given(district, until=datetime.now(UTC) - timedelta(seconds=1))) == 410
    district.do(lambda tx: DistrictSettings(tx).set("link_round", "2", by="system"))
    assert status(given(district)) == 410


def told(slack: FakeSlack) -> list[str]:
    """The address of the picture in each answer, or nothing where it has none."""
    blocks = [body["blocks"] for method, body in slack.calls if method == "respond"]
    return ["".join(block.get("image_url", "") for block in one) for one in blocks]


@pytest.fixture
def seen(slack: FakeSlack, district: District, address: str) -> Workspace:
    return Workspace(address, slack, district)


def test_a_press_shows_the_chart_with_an_address_that_opens_it(seen: Workspace, address: str) -> None:
    seen.press(OTHER, "trends.picture", "causes 12")
    until(lambda: told(seen.slack))
    (url,) = told(seen.slack)

    assert re.fullmatch(r"https://kaizen\.example\.org/chart/[\w.-]+\.png", url)
    assert httpx.get(url.replace("https://kaizen.example.org", address), timeout=LONG).content.startswith(PNG)


def test_where_slack_does_not_get_at_the_picture_its_words_stand_there(seen: Workspace) -> None:
    seen.slack.say["respond"] = {"status": 400}
    seen.press(OTHER, "trends.picture", "causes 12")
    until(lambda: seen.slack.told("chat.postEphemeral"))
    (shown,) = seen.slack.told("chat.postEphemeral")

    assert told(seen.slack)[0] != ""
    assert told(seen.slack)[1:] == [""]
    assert "image_url" not in str(shown)
    assert "Communication: 12" in str(shown)


def test_without_an_address_of_the_program_a_chart_is_words(workspace: Workspace) -> None:
    workspace.press(MR, "trends.picture", "causes 12")
    until(lambda: told(workspace.slack))

    assert told(workspace.slack) == [""]


def test_what_draws_loads_nothing_of_the_bot_and_knows_no_secret() -> None:
    ours = "('storage', 'handlers', 'views', 'domain')"
    code = f"import bot.rasterise, sys; print([n for n in sys.modules if n.partition('.')[0] in {ours}])"
    loaded = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True, env=LEAST)

    assert loaded.stdout.strip() == "[]"
    assert set(LEAST) == {"PATH"}


def test_a_drawing_that_takes_too_long_is_stopped() -> None:
    began = time.monotonic()

    with pytest.raises(TimeoutError):
        asyncio.run(Draughtsman(seconds=0.001).png(svg(CHART)))
    assert time.monotonic() - began < LONG


def test_what_cannot_be_drawn_is_a_fault_and_the_next_is_drawn() -> None:
    async def drawn() -> bytes:
        draughtsman = Draughtsman()
        with pytest.raises(RuntimeError):
            await draughtsman.png("no drawing")
        return await draughtsman.png(svg(CHART))

    assert asyncio.run(drawn()).startswith(PNG)
