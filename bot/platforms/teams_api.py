"""Speaks to Microsoft's connector for one registration, and says of each failure what it means for us."""

import asyncio
import time
from collections.abc import Mapping
from dataclasses import field
from typing import Any
from urllib.parse import quote

import aiohttp

from bot.directory import SilentError
from bot.platforms.teams_clouds import Cloud
from bot.sending import LaterError, NeverError
from domain.frozen import dataclass

TIMEOUT = 10  # seconds; a lane's lease is three times as long
AT_ONCE = 20  # calls for one tenant, which may have fifty a second
EARLY = 300  # seconds before its end that a token is replaced
OUTAGE_WAIT = 30.0
REFUSED_WAIT = 3600.0  # for what only an administrator mends
PATIENCE = 15.0  # seconds that somebody's answer may wait for a limit to end
#: Try the same again, soon. Microsoft's own list.
AGAIN = {412, 429, 502, 504}
#: The tenant does not let the bot write to anybody: everything waits.
SHUT = {"BotDisabledByAdmin", "InvalidBotApiHost", "BotNotRegistered", "InvalidTenant"}
#: What an outage looks like.
SERVER_FAULT = 500


class CallError(Exception):
    """The connector refused a call: the status, Microsoft's word for it, and how long to wait where it said so."""

    def __init__(self, status: int, code: str, wait: float | None = None) -> None:
        super().__init__(code or f"http_{status}")
        self.status = status
        self.code = code
        self.wait = wait


#: The connector refused a call, or gave no answer.
CALL_FAILED = (CallError, aiohttp.ClientError, TimeoutError)


@dataclass(frozen=True, kw_only=True, slots=True)
class Identity:
    """As what the bot calls: its id, the tenant that it is registered in, and its secret there."""

    app: str
    tenant: str
    password: str = field(repr=False)


class TeamsApi:
    """The connector as one registration may use it, in a session that all of them share."""

    def __init__(self, identity: Identity, cloud: Cloud, session: aiohttp.ClientSession) -> None:
        self.identity = identity
        self._cloud = cloud
        self._session = session
        self._room = asyncio.Semaphore(AT_ONCE)
        self._granting = asyncio.Lock()
        self._token = ""
        self._until = 0.0

    async def token(self) -> str:
        """A token for the connector: the client credentials grant of OAuth 2.0 (RFC 6749, 4.4)."""
        async with self._granting:
            if not self._token or time.monotonic() > self._until:
                told = await self._grant()
                self._token = str(told["access_token"])
                self._until = time.monotonic() + max(60, int(told.get("expires_in") or 0) - EARLY)
            return self._token

    async def _grant(self) -> Mapping[str, Any]:
        form = {
            "grant_type": "client_credentials",
            "client_id": self.identity.app,
            "client_secret": self.identity.password,
            "scope": self._cloud.scope,
        }
        url = self._cloud.token.format(tenant=self.identity.tenant)
        async with asyncio.timeout(TIMEOUT), self._session.post(url, data=form) as answer:
            told = await _json(answer)
        if not isinstance(told.get("access_token"), str):
            raise CallError(401, str(told.get("error") or "no_token"))
        return told

    async def call(
        self, method: str, service: str, path: str, body: Mapping[str, Any] | None = None, *, patient: bool = False
    ) -> dict[str, Any]:
        """One call. A patient one is tried once more where the connector says that it is busy."""
        try:
            return await self._call(method, service, path, body)
        except CallError as error:
            if error.status == 401 and self._token:  # noqa: PLR2004 - HTTP's unauthorized: revoked before its end
                self._token = ""
                return await self._call(method, service, path, body)
            wait = error.wait or 1.0
            if not patient or error.status not in AGAIN or wait > PATIENCE:
                raise
        await asyncio.sleep(wait)
        return await self._call(method, service, path, body)

    async def _call(self, method: str, service: str, path: str, body: Mapping[str, Any] | None) -> dict[str, Any]:
        if not self._cloud.serves(service):  # it would get our token
            raise CallError(0, "service is not Microsoft's")
        head = {"authorization": f"Bearer {await self.token()}"}
        url = f"{service.rstrip('/')}/v3/conversations{path}"
        asking = self._session.request(method, url, json=body, headers=head, allow_redirects=False)
        async with asyncio.timeout(TIMEOUT), self._room, asking as answer:
            told = await _json(answer)
            if answer.status >= 300:  # noqa: PLR2004 - HTTP: whatever is no success
                fault = told.get("error")
                code = str((fault.get("code") if isinstance(fault, dict) else fault) or "")
                raise CallError(answer.status, code, _wait(answer))
            return told

    async def send(self, service: str, conversation: str, activity: Mapping[str, Any], *, patient: bool = False) -> str:
        """Send an activity; its id."""
        told = await self.call("POST", service, f"/{_part(conversation)}/activities", activity, patient=patient)
        return str(told.get("id") or "")

    async def update(self, service: str, conversation: str, message: str, activity: Mapping[str, Any]) -> None:
        await self.call("PUT", service, f"/{_part(conversation)}/activities/{_part(message)}", activity, patient=True)

    async def delete(self, service: str, conversation: str, message: str) -> None:
        await self.call("DELETE", service, f"/{_part(conversation)}/activities/{_part(message)}")

    async def chat_with(self, service: str, person: str) -> str:
        """The conversation with somebody, made if there is none; nothing is said in it."""
        body = {
            "bot": {"id": f"28:{self.identity.app}"},
            "members": [{"id": person}],
            "isGroup": False,
            "tenantId": self.identity.tenant,
            "channelData": {"tenant": {"id": self.identity.tenant}},
        }
        return str((await self.call("POST", service, "", body))["id"])

    async def member(self, service: str, conversation: str, person: str) -> dict[str, Any]:
        """What the tenant's directory tells of somebody in a conversation."""
        return await self.call("GET", service, f"/{_part(conversation)}/members/{_part(person)}")

    async def members(self, service: str, conversation: str) -> set[str]:
        """Who is in a team, by their ids in the directory; page by page."""
        found: set[str] = set()
        more = ""
        while True:
            page = f"&continuationToken={quote(more, safe='')}" if more else ""
            told = await self.call("GET", service, f"/{_part(conversation)}/pagedmembers?pageSize=500{page}")
            ids = (one.get("aadObjectId") or one.get("objectId") for one in told.get("members") or ())
            found |= {str(one).lower() for one in ids if one}
            more = str(told.get("continuationToken") or "")
            if not more:
                return found


def meaning(error: Exception) -> Exception:  # noqa: PLR0911 - a case for each kind of failure
    """A failure of something that was sent, as what it means for what is owed."""
    if not isinstance(error, CallError):
        perhaps = not isinstance(error, aiohttp.ClientConnectorError)  # what was not reached has refused no message
        return LaterError(type(error).__name__, wait=OUTAGE_WAIT, lane=True, perhaps=perhaps)
    name = str(error)
    match error.status:
        case 429:
            return LaterError(name, wait=error.wait or 1.0, limited=True)
        case 401:
            return LaterError(name, wait=REFUSED_WAIT, lane=True)
        case 403 if error.code in SHUT:
            return LaterError(name, wait=REFUSED_WAIT, lane=True)
        case 403 | 404:  # blocked, not installed, or gone from the tenant
            return NeverError(name, gone=True)
        case 412:
            return LaterError(name, wait=1.0)
        case status if status >= SERVER_FAULT:
            return LaterError(name, wait=error.wait or OUTAGE_WAIT, lane=True, perhaps=True)
        case _:
            return NeverError(name)


def silent(error: Exception) -> SilentError:
    return SilentError(str(error) or type(error).__name__)


def _part(of: str) -> str:
    return quote(of, safe="")


def _wait(answer: aiohttp.ClientResponse) -> float | None:
    said = answer.headers.get("Retry-After", "")
    return float(said) if said.isdecimal() else None


async def _json(answer: aiohttp.ClientResponse) -> dict[str, Any]:
    """What was answered, if it is an object."""
    try:
        found = await answer.json(content_type=None)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
