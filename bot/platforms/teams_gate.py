"""Lets in what Microsoft signed for one of our registrations, and nothing else.

What can be refused by looking is refused before anything is asked outside: no stranger makes the bot call somebody.
"""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import aiohttp
import jwt
import structlog
from starlette.requests import Request

from bot.platforms.teams_clouds import Cloud
from bot.platforms.teams_registration import Registration

log = structlog.get_logger()

Activity = Mapping[str, Any]
LARGEST = 512 * 1024  # bytes of a body
LEEWAY = 300  # seconds between Microsoft's clock and ours
CHANNEL = "msteams"
KEYS_LAST = 24 * 3600.0  # seconds for which keys are believed
KEYS_REST = 60.0  # seconds between two looks for keys, also when nobody answers: others wait for a look
KEYS_SOON = 5.0  # the same, while there is none at all
TIMEOUT = 10.0


class TurnedAwayError(Exception):
    """Not let in: the HTTP status, and for the log why."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status


Registered = Callable[[str], Awaitable[Registration | None]]


class SigningKeys:
    """The keys with which activities are signed, asked for when one is not known."""

    def __init__(self, url: str, session: aiohttp.ClientSession) -> None:
        self._url = url
        self._session = session
        self._keys: dict[str, tuple[jwt.PyJWK, list[str] | None]] = {}
        self._asked = self._tried = float("-inf")  # with success, and at all
        self._asking = asyncio.Lock()

    async def get(self, kid: str) -> jwt.PyJWK:
        """A key by its id; raises `TurnedAwayError`."""
        async with self._asking:
            now = time.monotonic()
            wanted = kid not in self._keys or now - self._asked > KEYS_LAST
            if wanted and now - self._tried > (KEYS_REST if self._keys else KEYS_SOON):
                self._tried = now
                await self._ask()
        if not self._keys:
            raise TurnedAwayError(503, "no keys")
        if kid not in self._keys:
            raise TurnedAwayError(401, "signed with a key that is not known")
        key, endorsed = self._keys[kid]
        if endorsed is not None and CHANNEL not in endorsed:
            raise TurnedAwayError(401, "signed with another channel's key")
        return key

    async def _ask(self) -> None:
        try:
            async with asyncio.timeout(TIMEOUT), self._session.get(self._url) as answer:
                told = await answer.json(content_type=None)
                found = jwt.PyJWKSet.from_dict(told)
        except (aiohttp.ClientError, TimeoutError, ValueError, TypeError, AttributeError, jwt.PyJWTError) as error:
            log.warning("keys", error=type(error).__name__)  # those that are known still are good
            return
        endorsed = {key.get("kid"): key.get("endorsements") for key in told["keys"]}
        self._keys = {key.key_id: (key, endorsed.get(key.key_id)) for key in found.keys if key.key_id}
        self._asked = time.monotonic()


class Gate:
    def __init__(self, cloud: Cloud, registered: Registered, session: aiohttp.ClientSession) -> None:
        self._cloud = cloud
        self._registered = registered
        self._keys = SigningKeys(cloud.keys, session)

    async def admit(self, request: Request) -> tuple[Activity, Registration]:
        """An activity, and the registration that it is for; raises `TurnedAwayError`."""
        token = _bearer(request)
        kid, audience = self._look_at(token)
        activity = _read(await _body(request))
        service = self._service(activity)
        registration = await self._registered(audience)
        if registration is None:
            raise TurnedAwayError(401, "for an app that is not ours")
        self._verify(token, await self._keys.get(kid), audience, service)
        if _tenant(activity) != registration.tenant:
            raise TurnedAwayError(403, "from another tenant")
        return activity, registration

    def _look_at(self, token: str) -> tuple[str, str]:
        """Which key is said to have signed a token, and for whom; refuse what cannot be good whoever signed it."""
        try:
            head = jwt.get_unverified_header(token)
            claims = jwt.decode(token, options={"verify_signature": False, "verify_exp": False})
        except jwt.InvalidTokenError:
            raise TurnedAwayError(401, "no token") from None
        expires, audience = claims.get("exp"), claims.get("aud")
        if head.get("alg") != "RS256" or not isinstance(head.get("kid"), str):
            raise TurnedAwayError(401, "not signed as Microsoft signs")
        if claims.get("iss") != self._cloud.issuer or not isinstance(audience, str):
            raise TurnedAwayError(401, "from somebody else")
        if not isinstance(expires, int | float) or expires + LEEWAY < time.time():
            raise TurnedAwayError(401, "expired, or without an end")
        return head["kid"], audience

    def _service(self, activity: Activity) -> str:
        service = activity.get("serviceUrl")
        if not isinstance(service, str) or not service:
            raise TurnedAwayError(400, "no serviceUrl")
        if not self._cloud.serves(service):
            raise TurnedAwayError(403, "serviceUrl is not Microsoft's")
        return service

    def _verify(self, token: str, key: jwt.PyJWK, audience: str, service: str) -> None:
        try:
            claims = jwt.decode(
                token,
                key,
                algorithms=["RS256"],
                audience=audience,
                issuer=self._cloud.issuer,
                leeway=LEEWAY,
                options={"require": ["exp", "iss", "aud"]},
            )
        except jwt.InvalidTokenError as error:
            raise TurnedAwayError(401, type(error).__name__) from None
        if str(claims.get("serviceurl") or "").rstrip("/") != service.rstrip("/"):
            raise TurnedAwayError(401, "signed for another serviceUrl")


def _bearer(request: Request) -> str:
    kind, _, token = (request.headers.get("authorization") or "").partition(" ")
    if kind.lower() != "bearer" or not token.strip():
        raise TurnedAwayError(401, "no token")
    return token.strip()


async def _body(request: Request) -> bytes:
    """All of it, unless it is too large: then not even that is read."""
    told = request.headers.get("content-length", "")
    if told.isdecimal() and int(told) > LARGEST:
        raise TurnedAwayError(413, "too large")
    found = bytearray()
    async for piece in request.stream():
        found += piece
        if len(found) > LARGEST:
            raise TurnedAwayError(413, "too large")
    return bytes(found)


def _read(body: bytes) -> Activity:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        raise TurnedAwayError(400, "not JSON") from None
    if not isinstance(found, dict):
        raise TurnedAwayError(400, "not an activity")
    return found


def _tenant(activity: Activity) -> str:
    """The tenant that an activity comes from."""
    for holder in ("channelData", "conversation"):
        found = activity.get(holder)
        if isinstance(found, dict):
            tenant = found.get("tenant")
            known = (tenant.get("id") if isinstance(tenant, dict) else None) or found.get("tenantId")
            if isinstance(known, str) and known:
                return known.lower()
    return ""
