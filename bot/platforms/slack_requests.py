"""What Slack posts or sends by a socket: Bolt checks and parses it, and one middleware takes it to the front door.

Not a listener: finding one, its arguments and its acknowledgement cost as much as all that a command does behind them
(docs/decisions/0039-one-middleware.md).
"""

import logging
from collections.abc import Awaitable, Callable, Mapping

import structlog
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from starlette.requests import Request
from starlette.responses import Response

from bot.answering import broken
from bot.log import fault_id
from bot.platforms.slack import Body, SlackDoor, questions_of

log = structlog.get_logger()

OK, NOT_READ, NOT_SIGNED = 200, 400, 401
Next = Callable[[], Awaitable[BoltResponse]]


class SlackRequests:
    """Takes what comes, by HTTP or by a socket, to the front door's method for its kind."""

    def __init__(self, door: SlackDoor, signing_secret: str) -> None:
        self._app = _bolt(ToTheDoor(door), signing_secret)
        self._handler = AsyncSlackRequestHandler(self._app)

    async def post(self, request: Request) -> Response:
        """Answer a post. What is not signed by Slack, or longer than five minutes ago, is refused."""
        try:
            return await self._handler.handle(request)
        except Exception as error:  # noqa: BLE001 - Bolt reads a body before it checks the signature; anybody may send one
            log.warning("not understood", error=type(error).__name__)
            return Response("This is not a request of Slack's.", NOT_READ)

    async def take(self, payload: Body) -> BoltResponse:
        """Answer what came by a socket, which only Slack has."""
        return await self._app.async_dispatch(AsyncBoltRequest(mode="socket_mode", body=dict(payload), headers={}))


class ToTheDoor(AsyncMiddleware):
    """Answers what the front door knows, and leaves the rest to Bolt."""

    def __init__(self, door: SlackDoor) -> None:
        self._answers: Mapping[str, Callable[[Body], Awaitable[Body]]] = {
            "command": door.command,
            "block_actions": door.press,
            "view_submission": door.submit,
            "shortcut": door.shortcut,
            "message_action": door.shortcut,
            "block_suggestion": door.options,
            "event_callback": door.event,
        }

    async def async_process(self, *, req: AsyncBoltRequest, resp: BoltResponse, next: Next) -> BoltResponse:  # noqa: A002, ARG002 - Bolt's names
        answer = self._answers.get(kind_of(req.body))
        if answer is None:
            return await next()
        try:
            return BoltResponse(status=OK, body=dict(await answer(req.body)) or "")
        except Exception as error:  # noqa: BLE001 - whatever it is, Slack is answered
            return _not_understood(error, req.body)


def _bolt(to_the_door: ToTheDoor, signing_secret: str) -> AsyncApp:
    """Bolt without listeners and without a token: the door has its own, and speaks to Slack itself."""

    async def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
        # Asked only for what the door does not know; Bolt's own would call auth.test.
        return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id)

    quiet = logging.getLogger("kaizen.bolt")
    quiet.setLevel(logging.ERROR)  # Bolt warns of what we chose: an authorize of our own
    app = AsyncApp(
        signing_secret=signing_secret,
        authorize=authorize,
        before_authorize=to_the_door,
        ignoring_self_events_enabled=False,
        logger=quiet,
    )
    app.error(_not_checked)
    return app


async def _not_checked(error: Exception) -> BoltResponse:
    """Bolt fails on a time that is no number, on a signature that is no text, and where there is no secret."""
    log.warning("not signed", error=type(error).__name__)
    return BoltResponse(status=NOT_SIGNED)


def kind_of(body: Body) -> str:
    return "command" if "command" in body else str(body.get("type", ""))


def _not_understood(error: Exception, body: Body) -> BoltResponse:
    """The door itself broke, or the payload is none that it can read: say so where Slack shows it to somebody."""
    fault = fault_id()
    log.error("fault", id=fault, exc_info=error)
    questions = questions_of(body.get("view"))
    if "command" in body:
        return BoltResponse(status=OK, body={"response_type": "ephemeral", "text": broken(fault)})
    if body.get("type") == "view_submission" and questions:
        return BoltResponse(status=OK, body={"response_action": "errors", "errors": {questions[0]: broken(fault)}})
    return BoltResponse(status=NOT_READ)  # Slack shows a warning beside what was pressed
