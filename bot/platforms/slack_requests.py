"""What Slack posts or sends by a socket: its signature, which kind it is, and what it is answered.

It is read here and not by Bolt, whose dispatch computed as long as all that a command does behind it
(docs/decisions/0039-slack-without-bolt.md).
"""

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

import structlog
from slack_sdk.signature import SignatureVerifier
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from yarl import URL

from bot.answering import broken
from bot.log import fault_id
from bot.platforms.slack import Body, SlackDoor, questions_of

log = structlog.get_logger()

OK, NOT_READ, NOT_SIGNED = 200, 400, 401
Answers = Mapping[str, Callable[[Body], Awaitable[Body]]]


@dataclass(frozen=True, slots=True)
class Said:
    """What a request is answered: a status of HTTP, and a body unless it is empty."""

    status: int = OK
    body: Body = field(default_factory=dict)


class SlackRequests:
    """Takes what comes, by HTTP or by a socket, to the front door's method for its kind."""

    def __init__(self, door: SlackDoor, signing_secret: str) -> None:
        self._signed = SignatureVerifier(signing_secret) if signing_secret else None  # a socket needs none
        self._answers: Answers = {
            "command": door.command,
            "block_actions": door.press,
            "view_submission": door.submit,
            "shortcut": door.shortcut,
            "message_action": door.shortcut,
            "block_suggestion": door.options,
            "event_callback": door.event,
            "url_verification": _challenged,
            "ssl_check": _checked,
        }

    async def post(self, request: Request) -> Response:
        """Answer a post. What is not signed by Slack, or longer than five minutes ago, is not even read."""
        try:
            content = await request.body()
            if not self._is_signed(content, request.headers):
                return JSONResponse({"error": "invalid request"}, NOT_SIGNED)
            body = read(content.decode())
        except (ClientDisconnect, RecursionError, ValueError) as error:
            log.warning("not understood", error=type(error).__name__)
            return Response("This is not a request of Slack's.", NOT_READ)
        said = await self.take(body)
        return JSONResponse(said.body, said.status) if said.body else Response(status_code=said.status)

    def _is_signed(self, content: bytes, told: Mapping[str, str]) -> bool:
        stamp, mark = told.get("x-slack-request-timestamp", ""), told.get("x-slack-signature", "")
        plain = stamp.isdecimal() and mark.isascii()
        return bool(plain and self._signed and self._signed.is_valid(content, stamp, mark))

    async def take(self, body: Body) -> Said:
        """Answer a payload. Never raises."""
        answer = self._answers.get(kind_of(body))
        if answer is None:
            log.warning("not understood", error="unknown kind")
            return Said(NOT_READ)
        try:
            return Said(body=await answer(body))
        except Exception as error:  # noqa: BLE001 - whatever it is, Slack is answered
            return _not_understood(error, body)


def read(content: str) -> Body:
    """The payload of a body: JSON, a form, or JSON in a form. Raises `ValueError` where it is none of these."""
    if content.startswith("{"):
        return _object(content)
    # By yarl, in an eighth of what urllib takes for a form that holds JSON.
    fields = URL.build(query_string=content, encoded=True).query
    return _object(fields["payload"]) if "payload" in fields else dict(fields)


def _object(text: str) -> Body:
    found = json.loads(text)
    if not isinstance(found, dict):
        raise ValueError("no object")  # noqa: TRY004 - it is what came that is wrong
    return found


def kind_of(body: Body) -> str:
    for fields in ("command", "ssl_check"):
        if fields in body:
            return fields
    return str(body.get("type", ""))


async def _challenged(body: Body) -> Body:
    """Slack asks whether this is the address, when an admin writes it into the app's settings."""
    return {"challenge": body["challenge"]}


async def _checked(_: Body) -> Body:
    return {}


def _not_understood(error: Exception, body: Body) -> Said:
    """The door itself broke, or the payload is none that it can read: say so where Slack shows it to somebody."""
    fault = fault_id()
    log.error("fault", id=fault, exc_info=error)
    questions = questions_of(body.get("view"))
    if "command" in body:
        return Said(body={"response_type": "ephemeral", "text": broken(fault)})
    if body.get("type") == "view_submission" and questions:
        return Said(body={"response_action": "errors", "errors": {questions[0]: broken(fault)}})
    return Said(NOT_READ)  # Slack shows a warning beside what was pressed
