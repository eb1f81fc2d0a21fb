"""The addresses that the bot calls: the Web API, uploads, downloads and response URLs."""

import asyncio
import time
from collections.abc import Mapping
from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from playground.errors import Refused
from playground.responses import respond
from playground.server import Playground
from playground.webapi import METHODS
from playground.webapi.call import Call, Json, read_arguments, token_of
from playground.webapi.files import fill

URL_ERRORS = ("invalid_url", "expired_url", "used_url")


def playground_of(request: Request) -> Playground:
    """Find the playground, and learn under which address it is reached."""
    playground: Playground = request.app.state.playground
    playground.base_url = str(request.base_url).rstrip("/")
    return playground


async def api(request: Request) -> Response:
    """Answer one method of the Web API."""
    playground, name = playground_of(request), request.path_params["method"]
    started = time.perf_counter()
    entry = playground.calls.add("from bot", name)
    response = await _answer(playground, name, request, entry)
    entry["ms"] = round((time.perf_counter() - started) * 1000, 1)
    playground.listeners.wake()
    return response


async def _answer(playground: Playground, name: str, request: Request, entry: Json) -> Response:
    if playground.faults.latency_ms:
        await asyncio.sleep(playground.faults.latency_ms / 1000)
    try:
        args = await read_arguments(request)
        entry["request"] = {key: value for key, value in args.items() if key != "token"}
        fault = playground.faults.strike(name)
        if fault:
            return _as_told(fault, entry)
        token = token_of(request, args)
        body = {"ok": True, **_call(playground, name, token, args, entry)}
    except Refused as refused:
        return _said(refused.answer(), entry)
    granted = playground.by_token(token)
    return _said(body, entry, {"X-OAuth-Scopes": ",".join(granted.scopes)} if granted else {})


def _said(body: Json, entry: Json, headers: Mapping[str, str] | None = None) -> Response:
    entry |= {"status": 200, "response": body}
    return JSONResponse(body, headers=headers)


def _call(playground: Playground, name: str, token: str, args: Json, entry: Json) -> Json:
    method = METHODS.get(name)
    if method is None:
        raise Refused("unknown_method", extra={"req_method": name})
    if not token and name != "api.test":
        raise Refused("not_authed")
    workspace = playground.by_token(token)
    if workspace is None:
        raise Refused("invalid_auth")
    if not workspace.installed:
        raise Refused("account_inactive")
    entry["team"] = workspace.id
    return method(Call(playground, workspace, args))


def _as_told(fault: Mapping[str, Any], entry: Json) -> Response:
    """Fail as `/control/faults` asked for."""
    status = int(fault.get("status", 200))
    error = fault.get("error", "ratelimited" if status == 429 else "internal_error")  # noqa: PLR2004
    headers = {"Retry-After": str(fault["retry_after"])} if "retry_after" in fault else {}
    body = {"ok": False, "error": error}
    entry |= {"status": status, "response": body, "headers": headers, "fault": True}
    return JSONResponse(body, status, headers)


async def response_url(request: Request) -> Response:
    """Take an answer that the bot sends to an interaction's `response_url`."""
    playground = playground_of(request)
    entry = playground.calls.add("from bot", "response_url")
    body: Json = {"ok": True}
    status = 200
    try:
        entry["request"] = args = await read_arguments(request)
        respond(playground, request.path_params["team"], request.path_params["name"], args)
    except Refused as refused:
        body = refused.answer()
        status = 404 if refused.error in URL_ERRORS else 400
    entry |= {"status": status, "response": body, "ms": 0}
    playground.listeners.wake()
    return JSONResponse(body, status)


async def upload(request: Request) -> Response:
    """Take the bytes of a file whose address files.getUploadURLExternal gave out."""
    playground = playground_of(request)
    workspace = playground.workspace(request.path_params["team"])
    file = workspace.files.get(request.path_params["file"])
    if file is None:
        return PlainTextResponse("no such upload", 404)
    try:
        fill(file, await _bytes_of(request))
    except Refused as refused:
        return PlainTextResponse(refused.error, 413)
    playground.calls.add(
        "from bot", "upload", request={"file": file.id, "bytes": file.size}, status=200, response={"ok": True}, ms=0
    )
    return PlainTextResponse(f"OK - {file.size}")


async def _bytes_of(request: Request) -> bytes:
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        return await request.body()
    form = await request.form()
    for part in form.values():
        if isinstance(part, UploadFile):
            return await part.read()
    return b""


async def download(request: Request) -> Response:
    """Give a private file to the bot, which must show its token."""
    playground = playground_of(request)
    team, _, file_id = request.path_params["place"].partition("-")
    workspace = playground.by_token(token_of(request, request.query_params))
    file = workspace.files.get(file_id) if workspace and workspace.id == team else None
    if file is None:
        return PlainTextResponse("not found, or not yours", 404)
    return Response(file.content, media_type=file.mimetype)


ROUTES = [
    Route("/api/{method}", api, methods=["GET", "POST"]),
    Route("/response/{team}/{name}", response_url, methods=["POST"]),
    Route("/upload/{team}/{file}", upload, methods=["POST", "PUT"]),
    Route("/files-pri/{place}/{rest:path}", download, methods=["GET"]),
]
