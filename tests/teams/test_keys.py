"""The keys with which Microsoft signs: asked for seldom, also while nobody answers."""

import asyncio
from collections.abc import Iterator
from typing import Any

import aiohttp
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.platforms import teams_gate
from bot.platforms.teams_gate import SigningKeys, TurnedAwayError
from playground.teams.authority import Authority
from playground.testing import Served


class Keys:
    """Who gives the keys, or does not; and how often it was asked."""

    def __init__(self) -> None:
        self.url = ""
        self.asked = 0
        self.works = True
        self.authority = Authority()

    async def give(self, _: Request) -> Response:
        self.asked += 1
        return JSONResponse(self.authority.keys()) if self.works else Response("<html>down</html>", 503)

    async def look(self, keys: SigningKeys, *kids: str) -> list[str]:
        """What comes of looking for each of these keys, one after the other."""
        found = []
        for kid in kids:
            try:
                found.append(str((await keys.get(kid)).key_id))
            except TurnedAwayError as error:
                found.append(f"{error.status}: {error}")
        return found

    def looked(self, *kids: str, after: Any = None) -> list[str]:
        async def work() -> list[str]:
            async with aiohttp.ClientSession() as session:
                keys = SigningKeys(self.url, session)
                await self.look(keys, self.authority.kid)
                if after:
                    after(keys)
                return await self.look(keys, *kids)

        return asyncio.run(work())


@pytest.fixture
def keys() -> Iterator[Keys]:
    made = Keys()
    with Served(Starlette(routes=[Route("/keys", made.give)])) as running:
        made.url = f"{running.url}/keys"
        yield made


UNKNOWN = "401: signed with a key that is not known"


def test_a_key_that_nobody_knows_is_looked_for_once_a_minute(keys: Keys) -> None:
    kid = keys.authority.kid

    assert keys.looked("x", "y", "x", kid) == [UNKNOWN, UNKNOWN, UNKNOWN, kid]
    assert keys.asked == 1


def test_keys_that_are_a_day_old_are_used_on_while_nobody_answers_and_nobody_waits_for_each_look(keys: Keys) -> None:
    def a_day_later(made: SigningKeys) -> None:
        made._asked -= teams_gate.KEYS_LAST + 1
        made._tried -= teams_gate.KEYS_LAST + 1
        keys.works = False

    kid = keys.authority.kid

    assert keys.looked(kid, kid, kid, "x", after=a_day_later) == [kid, kid, kid, UNKNOWN]
    assert keys.asked == 2


def test_without_any_key_it_looks_again_soon_and_not_for_every_request(
    keys: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys.works = False
    kid = keys.authority.kid
    assert keys.looked(kid, kid) == ["503: no keys", "503: no keys"]
    assert keys.asked == 1

    def back(_: SigningKeys) -> None:
        keys.works = True

    monkeypatch.setattr(teams_gate, "KEYS_SOON", 0.0)
    assert keys.looked(kid, after=back) == [kid]
