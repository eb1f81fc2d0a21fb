"""Slack's client, as the bot uses it: how long it waits, what it tries again, and what it tells at once."""

import asyncio
import logging
from collections.abc import Mapping
from typing import Any

import aiohttp
import orjson
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.platforms.slack_calls import TIMEOUT, Refused
from views.as_json import as_json

UNTIMED = aiohttp.ClientTimeout(total=None)  # by a clock of its own, where ours runs already
RATE_LIMITS = {"ratelimited", "http_429"}  # as Slack says it, and as a proxy before it may
#: Seconds that somebody's answer may wait for a limit to end; a form can be opened for three after the press.
PATIENCE, HASTE = 30.0, {"views.open": 2.0, "views.push": 2.0}
#: The token is no good: the bot was uninstalled, or is refused. Only somebody who installs it again mends that.
REFUSED = {"account_inactive", "invalid_auth", "token_expired", "token_revoked"}
#: Slack's client puts each call and its answer into words for a line that nobody logs, unless its logger has a level.
QUIET = logging.getLogger("kaizen.slack")
QUIET.setLevel(logging.WARNING)
#: Slack refused a call, or gave no answer.
CALL_FAILED = (SlackApiError, aiohttp.ClientError, TimeoutError)


def new_session() -> aiohttp.ClientSession:
    """For all workspaces, with no limit for all together: each has its own, and one that stalls takes no other's."""
    everywhere, timeout = aiohttp.TCPConnector(limit=0), aiohttp.ClientTimeout(total=TIMEOUT)
    return aiohttp.ClientSession(connector=everywhere, timeout=timeout, cookie_jar=aiohttp.DummyCookieJar())


class Client(AsyncWebClient):
    """Slack's client, which says so when its token is no good any more, and lets only so many calls out at once.

    A patient one tries again, once, what was limited; delivery is not, since a limit is a time in its lane. What is
    told as JSON, which is nearly everything, it posts itself: Slack's own way to do so computes twice as long.
    """

    def __init__(self, refused: Refused | None, room: asyncio.Semaphore, *, patient: bool, **more: Any) -> None:
        super().__init__(logger=QUIET, **more)
        self._refused = refused
        self._room = room
        self._patient = patient
        kind = {"Content-Type": "application/json;charset=utf-8", "Authorization": f"Bearer {self.token}"}
        self._heading = {**self.headers, **kind}

    async def api_call(self, api_method: str, **more: Any) -> Any:
        try:
            return await self._call(api_method, **more)
        except SlackApiError as error:
            limited = self._patient and error_of(error) in RATE_LIMITS
            if not limited or limit_of(error) > HASTE.get(api_method, PATIENCE):
                raise
            wait = limit_of(error)
        await asyncio.sleep(wait)
        return await self._call(api_method, **more)

    async def _call(self, api_method: str, **more: Any) -> Any:
        try:
            async with asyncio.timeout(TIMEOUT), self._room:
                if [*more] == ["json"]:
                    return await self._post(api_method, more["json"])
                return await super().api_call(api_method, **more)
        except SlackApiError as error:
            if self._refused and error_of(error) in REFUSED:
                await self._refused(error_of(error))
            raise

    async def _post(self, api_method: str, told: Mapping[str, Any]) -> AsyncSlackResponse:
        """Tell something as JSON: once more where the connection broke, which Slack mostly had closed meanwhile."""
        try:
            return await self._posted(api_method, told)
        except (aiohttp.ServerConnectionError, aiohttp.ClientOSError):
            return await self._posted(api_method, told)

    async def _posted(self, api_method: str, told: Mapping[str, Any]) -> AsyncSlackResponse:
        assert self.session  # noqa: S101 - the one that all share
        url, body = f"{self.base_url}{api_method}", as_json(told)
        asking = self.session.post(url, data=body, headers=self._heading, proxy=self.proxy, timeout=UNTIMED)
        async with asking as answer:
            made: dict[str, Any] = {"client": self, "http_verb": "POST", "api_url": url, "req_args": {}}
            made |= {"data": await _said(answer), "headers": answer.headers, "status_code": answer.status}
            return AsyncSlackResponse(**made).validate()  # type: ignore[no-any-return, no-untyped-call]


async def _said(answer: aiohttp.ClientResponse) -> dict[str, Any]:
    """What Slack says; nothing where it is no JSON, as a proxy's page is none."""
    try:
        found = orjson.loads(await answer.read())
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def error_of(error: Exception) -> str:
    """Slack's word for what went wrong; a proxy's or an outage's answer is no JSON and has only a status."""
    if not isinstance(error, SlackApiError):
        return type(error).__name__
    data = error.response.data
    named = data.get("error") if isinstance(data, dict) else ""
    return str(named or f"http_{error.response.status_code}")


def limit_of(error: SlackApiError) -> float:
    """For how many seconds Slack takes no more of it."""
    wait = str(error.response.headers.get("Retry-After", ""))
    return float(wait) if wait.isdecimal() else 1.0
