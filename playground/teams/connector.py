"""The addresses that the bot calls: the authority's, and the connector's below /teams/v3."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from playground.teams import conversations
from playground.teams.authority import LIFE, SCOPE
from playground.teams.conversations import Answer, Ask
from playground.teams.errors import CODES, Refused, refused
from playground.teams.limits import MESSAGE_BYTES
from playground.teams.server import Teams, teams_of

Work = Callable[[Ask], Answer]
OPEN_TO = ("botframework.com",)  # what a bot of several tenants asks for


async def keys(request: Request) -> Response:
    """The public keys by which the bot checks what it gets."""
    return JSONResponse(teams_of(request).authority.keys())


async def token(request: Request) -> Response:
    """A token for the bot, for its secret."""
    teams = teams_of(request)
    form = {name: str(value) for name, value in (await request.form()).items()}
    shown = {name: value for name, value in form.items() if name != "client_secret"}
    return await _noted(teams, "token", shown, lambda: _token(teams, request.path_params["tenant"], form))


def _token(teams: Teams, tenant: str, form: Mapping[str, str]) -> Answer:
    app = teams.tenant.app
    if tenant not in (teams.tenant.id, *OPEN_TO):
        return 400, {"error": "invalid_request", "error_description": f"Tenant '{tenant}' not found."}
    if form.get("grant_type") != "client_credentials":
        return 400, {"error": "unsupported_grant_type"}
    if (form.get("client_id"), form.get("client_secret")) != (app.id, app.secret):
        return 401, {"error": "invalid_client"}
    if form.get("scope") != SCOPE:
        return 400, {"error": "invalid_scope", "error_description": f"The scope of a bot is {SCOPE}."}
    return 200, {"token_type": "Bearer", "expires_in": LIFE, "access_token": teams.authority.give()}


def endpoint(name: str, work: Work) -> Callable[[Request], Awaitable[Response]]:
    """Serve one of the connector's methods: who asks, what, and whether it may be."""

    async def serve(request: Request) -> Response:
        teams, raw = teams_of(request), await request.body()
        body = _read(raw)
        asked = {
            **request.query_params,
            **({"conversation": c} if (c := request.path_params.get("conversation")) else {}),
            **_shown(body),
        }

        def answer() -> Answer:
            if not teams.authority.knows(request.headers.get("authorization", "").removeprefix("Bearer ")):
                return 401, {"error": {"code": "Unauthorized", "message": "The token is not one of this authority."}}
            if raw and not isinstance(body, dict):
                raise Refused(400, "BadSyntax", "The body is not a JSON object.")
            if len(raw.decode("utf-8", "replace").encode("utf-16-le")) > MESSAGE_BYTES:
                raise refused("MessageSizeTooBig")
            return work(Ask(teams, request.path_params, body or {}, request.query_params))

        return await _noted(teams, name, asked, answer)

    return serve


def _read(raw: bytes) -> Any:
    try:
        return json.loads(raw) if raw else None
    except ValueError:
        return raw.decode("utf-8", "replace")


def _shown(body: Any) -> Mapping[str, Any]:
    return body if isinstance(body, dict) else {"body": body} if body is not None else {}


async def _noted(teams: Teams, name: str, asked: Mapping[str, Any], work: Callable[[], Answer]) -> Response:
    """Do it, unless a fault was asked for, and note it in the log."""
    started = time.perf_counter()
    entry = teams.calls.add("from bot", name, request=dict(asked))
    if teams.faults.latency_ms:
        await asyncio.sleep(teams.faults.latency_ms / 1000)
    headers: dict[str, str] = {}
    fault = teams.faults.strike(name)
    try:
        status, body = _as_told(fault, headers) if fault else work()
    except Refused as no:
        status, body = no.status, no.answer()
    spent = round((time.perf_counter() - started) * 1000, 1)
    entry |= {"status": status, "response": body, "headers": headers, "ms": spent, "fault": bool(fault)}
    teams.changed()
    return JSONResponse(body, status, headers) if body is not None else Response(status_code=status)


USUAL = {status: code for code, (status, _) in reversed(CODES.items())}


def _as_told(fault: Mapping[str, Any], headers: dict[str, str]) -> Answer:
    """Fail as `/control/teams/faults` asked for: by a code, or by a status."""
    code = fault.get("code") or USUAL.get(int(fault.get("status", 500)), "ServiceError")
    status, message = CODES.get(code, (500, code))
    if "retry_after" in fault:
        headers["Retry-After"] = str(fault["retry_after"])
    body = {"error": {"code": code, "message": fault.get("message", message)}}
    return int(fault.get("status", status)), body


HERE = "/teams/v3/conversations"
ROUTES = [
    Route("/teams/authority/keys", keys, methods=["GET"]),
    Route("/teams/authority/{tenant}/oauth2/v2.0/token", token, methods=["POST"]),
    Route(HERE, endpoint("createConversation", conversations.create), methods=["POST"]),
    Route(HERE + "/{conversation}/activities", endpoint("sendActivity", conversations.send), methods=["POST"]),
    Route(
        HERE + "/{conversation}/activities/{activity}",
        endpoint("updateActivity", conversations.update),
        methods=["PUT"],
    ),
    Route(
        HERE + "/{conversation}/activities/{activity}",
        endpoint("replyToActivity", conversations.send),
        methods=["POST"],
    ),
    Route(
        HERE + "/{conversation}/activities/{activity}",
        endpoint("deleteActivity", conversations.delete),
        methods=["DELETE"],
    ),
    Route(HERE + "/{conversation}/members", endpoint("members", conversations.members), methods=["GET"]),
    Route(
        HERE + "/{conversation}/pagedmembers", endpoint("pagedMembers", conversations.paged_members), methods=["GET"]
    ),
    Route(HERE + "/{conversation}/members/{member}", endpoint("member", conversations.member), methods=["GET"]),
]
