"""What a request costs with nothing done: the least that this machine takes for a signed answer, and Bolt as it comes.

`python -m tests.bench.floors KIND` serves one of them at PORT, on the same server as the bot.
"""

import logging
import os
import re
import sys
from collections.abc import Awaitable, Callable

import uvicorn
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.signature import SignatureVerifier
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.known import SECRET


def signed_starlette() -> Starlette:
    """Check the signature and answer."""
    verifier = SignatureVerifier(SECRET)

    async def answer(request: Request) -> Response:
        body = await request.body()
        if not verifier.is_valid_request(body, dict(request.headers)):
            return Response("not signed", 401)
        return JSONResponse({"response_type": "ephemeral", "text": "ok"})

    return _serving(answer)


def bolt(*, process_before_response: bool = False) -> Starlette:
    """One listener for each kind of request, which acknowledges and does nothing."""

    async def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, bot_token="xoxb-test")

    quiet = logging.getLogger("bench.bolt")
    quiet.setLevel(logging.ERROR)
    app = AsyncApp(
        signing_secret=SECRET,
        authorize=authorize,
        process_before_response=process_before_response,
        logger=quiet,
    )

    async def listen(ack: AsyncAck) -> None:
        await ack()

    anything = re.compile(".*")
    app.command(anything)(listen)
    app.view(anything)(listen)
    app.action(anything)(listen)
    return _serving(AsyncSlackRequestHandler(app).handle)


def _serving(answer: Callable[[Request], Awaitable[Response]]) -> Starlette:
    return Starlette(routes=[Route("/slack/events", answer, methods=["POST"]), Route("/readyz", _ready)])


async def _ready(_: Request) -> Response:
    return Response("ready")


STARLETTE, BOLT, BOLT_AT_ONCE = "starlette", "bolt", "bolt-at-once"
KINDS: dict[str, Callable[[], Starlette]] = {
    STARLETTE: signed_starlette,
    BOLT: bolt,
    BOLT_AT_ONCE: lambda: bolt(process_before_response=True),
}


if __name__ == "__main__":
    uvicorn.run(KINDS[sys.argv[1]](), port=int(os.environ["PORT"]), http="httptools", log_config=None, access_log=False)
