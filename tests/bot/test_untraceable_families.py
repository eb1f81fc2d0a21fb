"""The attack of test_untraceable.py on what families answer, by links that count once and by one for everybody."""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.links import Links
from bot.sealing import ANSWERS, Seal
from domain.links import Pass
from domain.survey_links import PULSE
from handlers.survey_page import ONCE
from storage.db import Database, Tx
from storage.survey_links import SurveyLinks
from storage.waves import Waves
from tests.bot.conftest import LONG, until
from tests.bot.fake_slack import FakeSlack
from tests.bot.test_no_words import louder
from tests.bot.test_survey_page import family_wave
from tests.bot.test_untraceable import KEY, Evidence, _loud, gather, served
from tests.bot.test_untraceable_surveys import is_calm
from tests.conftest import DISTRICT, MR, District, counter
from tests.surveying import left
from views.form_html import TRAP

__all__ = ["_loud"]

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
ONCE_EACH = 3  # families who have a link of their own; the others come by the link for everybody
HOME = "203.0.113."  # where each of them is, as a proxy tells it
OF_A_PAGE = re.compile(rf"page|pulse|wave\.|answer|{re.escape(HOME)}", re.IGNORECASE)


def ways(district: District, wave: str, number: int) -> list[str]:
    """The way to the page for each of so many families."""

    def work(tx: Tx) -> list[str]:
        one, links = Waves(tx).get(wave), SurveyLinks(tx)
        own, shared = (links.find(one, links.make(one, None, many)) for many in (ONCE_EACH, 0))
        assert own
        assert shared
        return [*own.ids, *shared.ids * (number - ONCE_EACH)]

    signs = Links("http://kaizen.test", [KEY.get_secret_value()])
    ends = district.do(lambda tx: Waves(tx).get(wave)).closes_at + timedelta(days=9)
    given = [Pass(purpose=PULSE, district=DISTRICT, about=f"{wave} {one}", until=ends) for one in district.do(work)]
    return [signs.to(one).removeprefix(signs.address) for one in given]


def run(slack: FakeSlack, district: District, url: str, logged: Any, said: Sequence[str]) -> list[Evidence]:
    """All there is while it is open, and after it was closed. Each letter is what one family says to all of it."""
    district.database.vault = Seal([KEY.get_secret_value()], ANSWERS)
    wave = family_wave(district).number
    each = ways(district, wave, len(said))
    with served(slack, district, url, public_url="https://kaizen.example.org") as workspace:
        louder()
        logged.readouterr()
        for nth, (way, key) in enumerate(zip(each, said, strict=True)):
            at = {"x-forwarded-for": f"{HOME}{nth}"}
            answers = {"q1": f"a{key}", "q3": "yes", "q5": f"Canary {key}", TRAP: "", ONCE: f"page{nth}"}
            assert httpx.get(workspace.url + way, headers=at, timeout=LONG).status_code == 200
            assert httpx.post(workspace.url + way, data=answers, headers=at, timeout=LONG).status_code == 303
        workspace.settled()
        open_ = gather(workspace, url, logged, OF_A_PAGE)
        workspace.press(MR, "wave.close", wave, at="2.0")
        until(lambda: workspace.count("sealed_keys") == 0)
        is_calm(slack)
        workspace.settled()
        found = [open_, gather(workspace, url, logged, OF_A_PAGE)]
    for one in found:
        told = str(one.lines + one.payloads)
        assert not any(way.rpartition("/")[2][:40] in told for way in each), "a link stands in the log"
        assert HOME not in told + str(one.rows)
        assert HOME.encode() not in one.files
        assert "Canary" not in told + str(one.rows)
        assert b"Canary" not in one.files
    assert district.do(lambda tx: Waves(tx).get(wave)).results.n == len(said)
    return found


def test_r39_nothing_that_there_is_tells_which_family_said_what(
    slack: FakeSlack, district: District, database_url: str, capfd: Any, tmp_path: Path
) -> None:
    """Two runs that differ in who said what leave the same; and no word, link or address is where it should not be."""
    copy = tmp_path / "second.db"
    copy.write_bytes(Path(database_url.removeprefix("sqlite:///")).read_bytes())

    first = run(slack, district, database_url, capfd, "11223")
    slack.calls.clear()
    slack.done.clear()
    other = District(Database(f"sqlite:///{copy}", mint=counter(1001)))
    second = run(slack, other, f"sqlite:///{copy}", capfd, "32211")
    kept = [left(district), left(other)]
    other.database.close()

    for one, two in zip(first, second, strict=True):
        a, b = one.without_chance(), two.without_chance()
        assert (a - b, b - a) == (Counter(), Counter())
        assert len(one.rows) > 50
    assert kept == [{"sealed": 0, "sealed_keys": 0, "answered": 0}] * 2
