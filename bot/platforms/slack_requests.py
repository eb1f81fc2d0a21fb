"""What Slack posts or sends by a socket: checked, read, and taken to the front door's method for its kind.

Slack's own library checks the signature. Bolt is not asked: what it does beside that, of which we use nothing, takes
as long as all that the front door does for a command (docs/decisions/0039-slack-requests.md).
"""

import json
from binascii import a2b_qp
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import parse_qsl

import structlog
from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from bot.answering import broken
from bot.loading import load
from bot.log import fault_id
from bot.platforms.slack import Body, SlackDoor, questions_of
from domain.frozen import dataclass
from views.as_json import as_json

log = structlog.get_logger()

OK, NOT_READ, NOT_SIGNED, NOT_KNOWN = 200, 400, 401, 404
LOOK = b"ssl_check=1"
SIGNATURES = "slack_sdk.signature"  # with the whole SDK, which the doors open without


class UnreadError(Exception):
    """It is signed, and no payload of Slack's."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What Slack is told: nothing, which acknowledges, or what it is to show."""

    told: Body
    status: int = OK


class SlackRequests:
    """Takes what comes, by HTTP or by a socket, to the front door's method for its kind."""

    def __init__(self, door: SlackDoor, signing_secret: str) -> None:
        self._secret = signing_secret.strip() and signing_secret
        self._is_valid: Callable[..., bool] | None = None
        self._answers: Mapping[str, Callable[[Body], Awaitable[Body]]] = {
            "command": door.command,
            "block_actions": door.press,
            "view_submission": door.submit,
            "shortcut": door.shortcut,
            "message_action": door.shortcut,
            "block_suggestion": door.options,
            "event_callback": door.event,
            "url_verification": _challenge,
        }

    async def post(self, request: Request) -> Response:
        """Answer a post. What is not signed by Slack, or longer than five minutes ago, is not read."""
        try:
            body = await request.body()
        except ClientDisconnect:
            return Response(status_code=NOT_READ)  # which nobody reads any more
        if _looks_only(body):
            return Response()
        if not await self._is_signed(body, request.headers):
            return Response(status_code=NOT_SIGNED)
        try:
            answered = await self.take(payload_of(body))
        except UnreadError as error:
            log.warning("not understood", error=str(error))
            return Response("This is not a request of Slack's.", NOT_READ)
        if answered.told:
            return Response(as_json(answered.told), answered.status, media_type="application/json")
        return Response(status_code=answered.status)

    async def take(self, payload: Body) -> Answered:
        """Answer what Slack is known to have sent: also what came by a socket, which only Slack has."""
        answer = self._answers.get(kind_of(payload))
        if answer is None:
            return Answered({}, NOT_KNOWN)
        try:
            return Answered(await answer(payload))
        except Exception as error:  # noqa: BLE001 - whatever it is, Slack is answered
            return _not_understood(error, payload)

    async def _is_signed(self, body: bytes, headers: Headers) -> bool:
        """Slack's library raises where the time is no number, or the signature or the body no text."""
        if not self._secret:
            return False
        is_valid = self._is_valid or await self._verifier()
        when, signature = headers.get("x-slack-request-timestamp"), headers.get("x-slack-signature")
        try:
            return is_valid(body, when, signature)
        except (TypeError, ValueError, OverflowError) as error:
            log.warning("not signed", error=type(error).__name__)
            return False

    async def _verifier(self) -> Callable[..., bool]:
        await load(SIGNATURES)
        from slack_sdk.signature import SignatureVerifier

        self._is_valid = SignatureVerifier(self._secret).is_valid
        return self._is_valid


async def _challenge(body: Body) -> Body:
    """Slack asks whether this is the address that was typed into the app's settings."""
    return {"challenge": body["challenge"]}


def _looks_only(body: bytes) -> bool:
    """Slack looks whether the address has a certificate, which it does not sign."""
    if LOOK not in body or body.startswith(b"{"):
        return False
    return ("ssl_check", "1") in parse_qsl(body.decode(errors="replace"))


def payload_of(body: bytes) -> Body:
    """Events are JSON, commands a form, and all else is JSON in a form."""
    text = body.decode()
    try:
        payload = json.loads(text) if text.startswith("{") else _in_form(text)
    except (ValueError, RecursionError) as error:
        raise UnreadError(type(error).__name__) from None
    if not isinstance(payload, dict):
        raise UnreadError(type(payload).__name__)
    return payload


def _in_form(text: str) -> Any:
    name, _, value = text.partition("=")
    if name == "payload" and value.isascii() and not any(other in value for other in "=&\r\n"):
        return json.loads(_unquoted(value))
    form = dict(parse_qsl(text, keep_blank_values=True))
    return json.loads(form["payload"]) if "payload" in form else form


def _unquoted(value: str) -> str:
    """What `unquote_plus` makes of a value, in a twentieth of the time: quoted-printable differs by one sign."""
    return a2b_qp(value.replace("+", " ").replace("%", "=")).decode(errors="replace")


def kind_of(body: Body) -> str:
    return "command" if "command" in body else str(body.get("type", ""))


def _not_understood(error: Exception, body: Body) -> Answered:
    """The door itself broke, or the payload is none that it can read: say so where Slack shows it to somebody."""
    fault = fault_id()
    log.error("fault", id=fault, exc_info=error)
    questions = questions_of(body.get("view"))
    if "command" in body:
        return Answered({"response_type": "ephemeral", "text": broken(fault)})
    if body.get("type") == "view_submission" and questions:
        return Answered({"response_action": "errors", "errors": {questions[0]: broken(fault)}})
    return Answered({}, NOT_READ)  # Slack shows a warning beside what was pressed
