"""`kaizen link`: IT makes a link for somebody, who is told; nothing that is kept from anybody opens by one."""

from typing import Any

import pytest

from domain.links import Pass
from handlers.routing import Draw
from storage.history import History
from storage.passes import passes
from storage.verify import verify
from tests.bot.test_cli import kaizen
from tests.bot.test_web import KEY, address, given, opened
from tests.conftest import MR, TEACHER, District
from tests.office import drawn
from tests.story import ask, filed, owed, with_seats

__all__ = ["address"]


@pytest.fixture
def _set(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("SECRET_KEY", KEY)
    monkeypatch.setenv("PUBLIC_URL", "https://kaizen.example.org")


GUARDED = [{"marks": ["sealed"]}, {"marks": ["hide_name"]}, {"concerns": "quality_office"}]


@pytest.mark.usefixtures("_set")
def test_the_reader_is_told_of_a_link_and_history_says_so(district: District) -> None:
    number = filed(district).number

    assert kaizen("link", number, "--for", MR) == 0

    (row,) = district.do(lambda tx: tx.rows(passes))
    assert ("link.made", MR) in owed(district)
    assert f"opens {number} on a page" in str(drawn(district, MR, Draw("link.made", row["id"])))
    entries = district.do(lambda tx: History(tx).about(f"passes:{row['id']}"))
    assert [(entry["did"], entry["by"]) for entry in entries] == [("link.made", "system")]
    assert district.do(verify).broken == []


@pytest.mark.usefixtures("_set")
@pytest.mark.parametrize("form", GUARDED)
def test_no_link_is_made_to_what_is_kept_from_anybody(district: District, form: Any, capsys: Any) -> None:
    number = filed(with_seats(district), **form).number

    assert kaizen("link", number, "--for", TEACHER) == 1
    assert "No link opens" in capsys.readouterr().out
    assert district.do(lambda tx: tx.rows(passes)) == []


@pytest.mark.parametrize("form", GUARDED)
def test_no_link_opens_what_is_kept_from_anybody(address: str, district: District, form: Any) -> None:
    assert opened(address, given(district, filed(with_seats(district), **form), TEACHER)).status_code == 403


def test_nor_what_was_handed_over_since(address: str, district: District) -> None:
    car = filed(with_seats(district))
    one: Pass = given(district, car, TEACHER)
    assert opened(address, one).status_code == 200

    ask(district, MR, "car.hand_over", {"office": "title_ix"}, about=car.number)

    assert opened(address, one).status_code == 403
