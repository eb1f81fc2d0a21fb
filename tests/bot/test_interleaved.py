"""R36: two districts ask at the same time, each with its own token, language and time zone, and nothing crosses."""

import asyncio
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import aiohttp
import pytest

from bot.app import Bot
from bot.ids import mint
from playground.testing import Served
from storage.car_table import cars
from storage.db import Database, Tx
from storage.outbox import Outbox
from storage.people import accounts
from storage.settings import DistrictSettings
from storage.words import words
from tests.bot.conftest import FakeSlack, until
from tests.bot.installed import put_in, signed, without_token
from tests.bot.test_languages import shown
from tests.conftest import NOW, TEACHER
from tests.texts import PSEUDO, Pseudo, escaped
from views import languages

EACH, FILED = 1000, 40  # requests of each district, and those that file a report
AT_ONCE = 40
#: Its district, its token, and a zone: in these two it is never the same day.
TEAMS = {
    "TEAST": ("teast", "xoxb-east", "Pacific/Kiritimati"),
    "TWEST": ("twest", "xoxb-west", "Pacific/Pago_Pago"),
}
SPEAKS = {"TEAST": PSEUDO, "TWEST": "en"}
#: What is no text of ours, in whatever language: names, and what stands in the report.
NAMES_AND_SUCH = "car list show help kaizen Gate of TEAST TWEST is broken Somebody CAR America Pacific Kiritimati Pago"
#: What the request of each number does: the kinds are spread over all of them, the same in both districts.
KIND = ["file" if nr % (EACH // FILED) == 0 else "open" if nr % 6 == 1 else "list" for nr in range(EACH)]
OPENED = KIND.count("open")


@pytest.fixture
def both(slack: FakeSlack, database: Database, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a bot that serves two workspaces; their people and channels have the same ids."""
    monkeypatch.setitem(languages.MORE, PSEUDO, Pseudo())
    for team, (district, token, zone) in TEAMS.items():
        slack.teams[token] = team
        assert put_in(database, team, token) == district
        database.do(district, partial(_set_up, zone=zone, team=team), now=NOW, door="test")
    served = Database(database_url, mint=mint)
    with Served(Bot(without_token(slack, database_url), served).web()) as running:
        yield running.url
    served.close()


def _set_up(tx: Tx, zone: str, team: str) -> None:
    DistrictSettings(tx).set("timezone", zone, by="system")
    DistrictSettings(tx).set("language", SPEAKS[team], by="system")


def what(team: str, nr: int) -> str:
    return f"Gate {nr} of {team} is broken"


def request(team: str, nr: int) -> str:
    """What somebody asks: a report is filed, or a form is opened, or a list is shown."""
    if KIND[nr] == "file":
        return urlencode({"payload": json.dumps(submitted(team, nr))})
    text = "list" if KIND[nr] == "list" else what(team, nr)
    more = {"command": "/car", "text": text, "trigger_id": f"{team}.{nr}", "response_url": ""}
    return urlencode({"team_id": team, "channel_id": "C1", "user_id": TEACHER, "user_name": "t", **more})


def submitted(team: str, nr: int) -> dict[str, Any]:
    values = {
        "what": {"what": {"type": "plain_text_input", "value": what(team, nr)}},
        "happened_on": {"happened_on": {"type": "datepicker", "selected_date": "2026-03-09"}},
    }
    view = {"id": f"V{nr}", "type": "modal", "callback_id": "car.file", "private_metadata": "{}"}
    blocks = [{"type": "input", "block_id": name} for name in values]
    more = {"blocks": blocks, "state": {"values": values}}
    return {"type": "view_submission", "team": {"id": team}, "user": {"id": TEACHER}, "view": {**view, **more}}


async def send_all(url: str) -> list[tuple[str, str]]:
    """Send all requests of both, in turn and many at once; each answer, and to whom."""

    async def send(client: aiohttp.ClientSession, team: str, nr: int) -> tuple[str, str]:
        body = request(team, nr)
        async with client.post(f"{url}/slack/events", data=body, headers=signed(body)) as answer:
            text = await answer.text()
            assert answer.ok, f"{answer.status} {text}"
            return team, text

    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=AT_ONCE)) as client:
        return await asyncio.gather(*(send(client, team, nr) for nr in range(EACH) for team in TEAMS))


def test_r36_interleaved_requests_of_two_districts_never_cross(both: str, slack: FakeSlack, database: Database) -> None:
    days = {team: {day(zone)} for team, (_, _, zone) in TEAMS.items()}

    answers = asyncio.run(send_all(both))

    for team, (*_, zone) in TEAMS.items():
        days[team].add(day(zone))
    listed = [(team, shown(json.loads(text))) for team, text in answers if text]
    assert [text for team, text in listed if not in_its_language(team, text)] == []
    assert {team for team, _ in listed} == set(TEAMS)
    until(lambda: len(slack.told("views.open")) == OPENED * len(TEAMS))
    for team, (district, token, _) in TEAMS.items():
        until(lambda d=district: not ledger(database, d)["pending"])
        assert ledger(database, district)["sent"] == FILED
        crossed(slack, team, token)
        assert [text for text in drawn(slack, token) if not in_its_language(team, text)] == []
        kept(database, team, days[team])


def drawn(slack: FakeSlack, token: str) -> list[str]:
    """The words of all forms and messages of a workspace."""
    found = [shown(told) for used, _, told in slack.tokens if used == token and ("view" in told or "blocks" in told)]
    assert len(found) >= OPENED + FILED
    return found


def in_its_language(team: str, text: str) -> bool:
    """Pseudo has no letters: whatever else there is was said in another language."""
    foreign = escaped(text, NAMES_AND_SUCH)
    return bool(text) and (foreign == set()) is (SPEAKS[team] == PSEUDO)


def crossed(slack: FakeSlack, team: str, token: str) -> None:
    """Every call of one workspace was made with its token, and every call with its token is its own."""
    others = [other for other in TEAMS if other != team]
    mine = [json.dumps(told) for used, _, told in slack.tokens if used == token]
    theirs = [json.dumps(told) for used, _, told in slack.tokens if used != token]

    assert [told for told in mine if any(other in told for other in others)] == []
    assert [told for told in theirs if team in told] == []
    assert sum(f"{team}." in told for told in mine) == OPENED  # forms, by their trigger
    assert {used for used, *_ in slack.tokens} == {known for _, known, _ in TEAMS.values()}


def kept(database: Database, team: str, days: set[str]) -> None:
    """Every record is in its own district, in its own zone's day."""

    def look(tx: Tx) -> Any:
        return tx.rows(cars), tx.rows(words), tx.rows(accounts)

    reports, texts, people = database.do(TEAMS[team][0], look, now=NOW, door="test", write=False)

    assert sorted(row["text"] for row in texts) == sorted(
        what(team, nr) for nr, kind in enumerate(KIND) if kind == "file"
    )
    assert sorted(int(row["number"][-3:]) for row in reports) == list(range(1, FILED + 1))
    assert {str(row["filed_on"]) for row in reports} <= days
    assert {(row["workspace"], row["external"]) for row in people} == {(team, TEACHER)}


def ledger(database: Database, district: str) -> dict[str, int]:
    return database.do(district, lambda tx: Outbox(tx).ledger(), now=NOW, door="test", write=False)


def day(zone: str) -> str:
    return str(datetime.now(UTC).astimezone(ZoneInfo(zone)).date())
