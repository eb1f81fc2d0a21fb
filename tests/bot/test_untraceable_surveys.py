"""The attack of test_untraceable.py on a wave of a survey: a press in the invitation, and the form with the rest."""

import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from bot.sealing import ANSWERS, Seal
from storage.ballots import answered, sealed, sealed_keys
from storage.db import Database
from storage.waves import Waves
from tests.bot.conftest import until
from tests.bot.fake_slack import FakeSlack
from tests.bot.test_no_words import louder
from tests.bot.test_untraceable import KEY, Evidence, _loud, gather, served
from tests.conftest import MR, District, counter
from tests.polling import people
from tests.surveying import WAVE, opened

__all__ = ["_loud"]

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def is_calm(slack: FakeSlack) -> None:
    """Nothing is asked any more, however slow this machine is."""
    told = -1
    while told != len(slack.calls):
        told = len(slack.calls)
        time.sleep(0.5)


def run(slack: FakeSlack, district: District, url: str, logged: Any, said: Sequence[str]) -> list[Evidence]:
    """All there is while it is open, and after it was closed. Each letter is what one person says to all of it."""
    district.database.vault = Seal([KEY.get_secret_value()], ANSWERS)
    opened(district, people(len(said)))
    with served(slack, district, url) as workspace:
        workspace.settled()  # everybody has the invitation
        is_calm(slack)  # and the last line about it is written
        louder()
        logged.readouterr()
        for who, key in zip(people(len(said)), said, strict=True):
            told = len(slack.calls)
            assert workspace.press(who, "wave.seal", f"{WAVE} a{key}", at=f"1.{who}").status_code == 200
            until(lambda told=told: len(slack.calls) >= told + 2)
            told = len(slack.calls)
            values = {"q2": {"option": f"a{key}"}, "q4": {"option": "yes"}, "q6": f"Canary {key}"}
            memo = {"about": WAVE, "url": f"{slack.url}/respond", "channel": f"D{who}", "message": "9.0"}
            assert workspace.submit(who, "wave.sealed", f"V{who}", values=values, **memo).status_code == 200
            until(lambda told=told: len(slack.calls) > told)
        workspace.settled()
        is_calm(slack)
        open_ = gather(workspace, url, logged)
        told = len(slack.calls)
        workspace.press(MR, "wave.close", WAVE, at="2.0")
        until(lambda: workspace.count("sealed_keys") == 0)
        until(lambda: len(slack.calls) >= told + 2)  # the results, and the look at whoever reads them
        is_calm(slack)
        workspace.settled()
        return [open_, gather(workspace, url, logged)]


def test_r39_nothing_that_there_is_tells_who_said_what_in_a_survey(
    slack: FakeSlack, district: District, database_url: str, capfd: Any, tmp_path: Path
) -> None:
    """Two runs that differ in who said what leave the same; and no word that was typed is anywhere."""
    copy = tmp_path / "second.db"
    copy.write_bytes(Path(database_url.removeprefix("sqlite:///")).read_bytes())

    first = run(slack, district, database_url, capfd, "11223")
    slack.calls.clear()
    slack.done.clear()
    other = District(Database(f"sqlite:///{copy}", mint=counter(1001)))
    second = run(slack, other, f"sqlite:///{copy}", capfd, "32211")
    other.database.close()

    for one, two in zip(first, second, strict=True):
        a, b = one.without_chance(), two.without_chance()
        assert (a - b, b - a) == (Counter(), Counter())
        assert len(one.rows) > 50
        assert len(one.payloads) >= 10
        assert len(one.lines) >= 2
    (while_open, after), (while_open_too, after_too) = first, second
    for found in (while_open, while_open_too, after, after_too):
        assert "Canary" not in str(found.rows + found.lines + found.payloads)
        assert b"Canary" not in found.files
    left = [district.do(lambda tx, t=table: tx.rows(t)) for table in (sealed, sealed_keys, answered)]
    assert left == [[], [], []]
    results = district.do(lambda tx: Waves(tx).get(WAVE)).results
    assert (results.n, results.shown["q1"].total.n) == (5, 5)
