"""The door for papers: a link for one person, typeset by the rights that they have when they open it."""

import asyncio
import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from pydantic import SecretStr
from pypdf import PdfReader

from bot.typesetting import Typesetter
from domain.links import Pass, signed
from storage.settings import DistrictSettings
from tests.bot.conftest import LONG, FakeSlack
from tests.bot.test_audit import database_url
from tests.bot.test_web import KEY, served
from tests.conftest import DISTRICT, OTHER, TEACHER, District
from tests.office import known
from tests.story import filed
from tests.views.papers import PAPERS

__all__ = ["database_url"]  # SQLite alone: the door is the same on either

LATER = datetime.now(UTC) + timedelta(days=1)


@pytest.fixture
def address(slack: FakeSlack, district: District, database_url: str) -> Iterator[str]:
    with served(slack, database_url, secret_key=SecretStr(KEY)) as url:
        yield url
    assert district


def fetched(address: str, district: District, about: str, who: str = TEACHER, **more: Any) -> httpx.Response:
    given = Pass(purpose="paper", district=DISTRICT, about=about, person=district.person(who), until=LATER)
    return httpx.get(f"{address}/page/paper/{signed(replace(given, **more), [KEY])}", timeout=LONG)


def test_a_report_is_saved_as_a_file(address: str, district: District) -> None:
    number = filed(district).number
    got = fetched(address, district, f"report {number}")

    assert (got.status_code, got.headers["content-type"]) == (200, "application/pdf")
    assert got.headers["content-disposition"] == f'attachment; filename="{number}.pdf"'
    assert got.headers["cache-control"] == "no-store"
    assert got.headers["x-content-type-options"] == "nosniff"
    assert number in PdfReader(io.BytesIO(got.content)).pages[0].extract_text()


def test_whatever_else_is_tried_opens_nothing(address: str, district: District) -> None:
    open_, sealed = filed(district).number, filed(district, marks=["sealed"]).number
    known(district, "U20", guest=True)

    def status(about: str, who: str = TEACHER, **more: Any) -> int:
        got = fetched(address, district, about, who, **more)
        assert b"%PDF" not in got.content
        return got.status_code

    assert status(f"report {sealed}", OTHER) == 403
    assert status(f"report {open_}", "U20") == 403
    assert status(f"report {open_}", person="nobody") == 403
    assert status(f"report {open_}", purpose="report") == 403
    assert status(f"public {open_}") == 403
    assert status(f"report {open_}", until=datetime.now(UTC) - timedelta(seconds=1)) == 410
    district.do(lambda tx: DistrictSettings(tx).set("link_round", "2", by="system"))
    assert status(f"report {open_}") == 410


async def _late() -> bytes:
    return await Typesetter(seconds=0.001).pdf(PAPERS["a report that is closed"])


def test_a_paper_that_takes_too_long_is_stopped() -> None:
    with pytest.raises(TimeoutError):
        asyncio.run(_late())
