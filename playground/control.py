"""/control/…: everything that a person can do, and everything that can be seen, as JSON for tests and the page."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from playground import acts, presses
from playground.acts import Actor, NotPossibleError, Outcome
from playground.errors import Refused
from playground.front import playground_of
from playground.outgoing import send_event, send_url_verification
from playground.payloads import file_object
from playground.server import Playground
from playground.shown import about, state_of
from playground.values import UnknownOptionError
from playground.webapi.files import fill, new_file
from playground.workspace import Workspace

Body = Mapping[str, Any]
Act = Callable[[Actor, Body], Awaitable[Outcome]]
SETTLE_AT_MOST = 10.0


async def _view_outcome(actor: Actor, body: Body) -> Outcome:
    await presses.fill_in(actor, body["values"], body.get("view_id"))
    return actor.outcome()


class Asked(dict[str, Any]):
    """The body of an act. What is missing in it is named."""

    def __missing__(self, name: str) -> Any:
        raise NotPossibleError(f"`{name}` is missing.")


#: What a person can do: the last part of the path, and the act.
ACTS: Mapping[str, Act] = {
    "command": lambda a, b: acts.type_command(a, b["channel"], b["text"], b.get("thread_ts")),
    "message": lambda a, b: acts.type_message(a, b["channel"], b["text"], b.get("thread_ts")),
    "home": lambda a, b: acts.open_home(a, b.get("tab", "home")),
    "shortcut": lambda a, b: acts.use_shortcut(a, b["callback_id"], b.get("channel"), b.get("ts")),
    "click": presses.press,
    "fill": _view_outcome,
    "submit": lambda a, b: presses.submit(a, b.get("values") or {}, b.get("view_id"), b.get("state")),
    "close": lambda a, b: presses.close(a, everything=bool(b.get("all"))),
    "suggest": lambda a, b: presses.suggest(a, Asked({**b, "value": None}), b.get("value", "")),
}


async def act(request: Request) -> Response:
    """Do what a person does, and answer what they see."""
    playground = playground_of(request)
    wanted = ACTS.get(request.path_params["act"])
    if wanted is None:
        return _no(f"Nobody can {request.path_params['act']!r} here.", 404)
    body = Asked(await request.json())
    try:
        actor = _actor(playground, body)
        outcome = await wanted(actor, body)
    except (NotPossibleError, UnknownOptionError) as impossible:
        return _no(str(impossible))
    if body.get("settle"):
        await _settle(playground, float(body["settle"]))
        outcome |= actor.sees_now()
    playground.listeners.wake()
    return JSONResponse(outcome)


def _actor(playground: Playground, body: Body) -> Actor:
    workspace = playground.workspace(body.get("team"))
    if body["user"] not in workspace.people:
        raise NotPossibleError(f"Nobody is called {body['user']}.")
    return Actor(playground, workspace, body["user"])


def _no(words: str, status: int = 400) -> Response:
    return JSONResponse({"ok": False, "error": words}, status)


async def _settle(playground: Playground, quiet: float) -> None:
    """Wait until the bot has said nothing for `quiet` seconds."""
    started = time.monotonic()
    while time.monotonic() - max(started, playground.calls.last_from_bot) < quiet:
        if time.monotonic() - started > SETTLE_AT_MOST:
            return
        await asyncio.sleep(0.01)


async def upload(request: Request) -> Response:
    """Take a file for a `file_input`."""
    playground = playground_of(request)
    async with request.form() as form:
        part = form["file"]
        if not isinstance(part, UploadFile):
            return _no("The field `file` is not a file.")
        workspace = playground.workspace(str(form.get("team") or ""))
        file = new_file(workspace, part.filename or "file", str(form["user"]))
        try:
            fill(file, await part.read())
        except Refused as refused:
            return _no(refused.error, 413)
    return JSONResponse({"ok": True, "file": file_object(workspace, file, playground.base_url)})


async def file_shown(request: Request) -> Response:
    """Give a file to the page."""
    workspace = playground_of(request).workspace(request.query_params.get("team"))
    file = workspace.files.get(request.path_params["file"])
    if file is None:
        return _no("There is no such file.", 404)
    headers = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox"}
    return Response(file.content, media_type=file.mimetype, headers=headers)


async def event(request: Request) -> Response:
    """Send any event to the bot; without one, Slack's check of the address."""
    playground = playground_of(request)
    body = await request.json()
    workspace = playground.workspace(body.get("team"))
    wanted = body.get("event")
    answer = await (
        send_event(playground, workspace, wanted) if wanted else send_url_verification(playground, workspace)
    )
    return JSONResponse(
        {"ok": not answer.failure, "failure": answer.failure, "status": answer.status, "body": answer.body}
    )


async def socket(request: Request) -> Response:
    """Do to the bot's lines what Slack, or a broken cable, does to them."""
    playground = playground_of(request)
    body = await request.json()
    token, sockets = playground.workspace(body.get("team")).app_token, playground.sockets
    for line in sockets.lines(token) if body.get("cut") else ():
        line.cut()
    if "notice" in body:
        sockets.switched_off = body["notice"] == "link_disabled"
        playground.in_background(sockets.notice(token, body["notice"], float(body.get("seconds", 10))))
    return JSONResponse({"ok": True, "lines": len(sockets.lines(token))})


async def faults(request: Request) -> Response:
    """Change faults and times; those not named stay."""
    playground = playground_of(request)
    if request.method == "POST":
        playground.change_faults(await request.json())
        playground.listeners.wake()
    now = playground.faults
    return JSONResponse({"ok": True, **{name: getattr(now, name) for name in now.__slots__}})


async def people(request: Request) -> Response:
    """Change a person or a channel: deactivate, rename, archive."""
    workspace = _workspace(request, body := await request.json())
    holder = workspace.people.get(body["id"]) or workspace.channels.get(body["id"])
    if holder is None:
        return _no(f"There is no person or channel {body['id']}.", 404)
    for name in body["set"].keys() & set(holder.__slots__):
        setattr(holder, name, body["set"][name])
    playground_of(request).listeners.wake()
    return JSONResponse({"ok": True})


async def reset(request: Request) -> Response:
    playground_of(request).reset()
    request.app.state.teams.reset()
    return JSONResponse({"ok": True})


async def state(request: Request) -> Response:
    workspace = _workspace(request, request.query_params)
    user = request.query_params.get("user", "")
    if user not in workspace.people:
        return _no(f"Nobody is called {user!r}.", 404)
    most = request.query_params.get("most")
    return JSONResponse(state_of(workspace, user, int(most) if most else None))


async def workspace_shown(request: Request) -> Response:
    return JSONResponse(about(_workspace(request, request.query_params), playground_of(request).workspaces))


async def calls(request: Request) -> Response:
    log = playground_of(request).calls
    most = request.query_params.get("most")
    found = log.since(int(request.query_params.get("since", 0)), int(most) if most else None)
    return JSONResponse({"ok": True, "last": log.count, "calls": found})


async def events(request: Request) -> Response:
    """Tell an open page, by server-sent events, that something changed."""
    playground = playground_of(request)

    async def stream() -> AsyncIterator[str]:
        yield "retry: 1000\n\n"
        async for changed in playground.listeners.changes():
            yield f"data: {json.dumps({'calls': playground.calls.count})}\n\n" if changed else ": still here\n\n"

    return StreamingResponse(stream(), media_type="text/event-stream", headers={"Cache-Control": "no-store"})


def _workspace(request: Request, named: Mapping[str, Any]) -> Workspace:
    return playground_of(request).workspace(named.get("team"))


ROUTES = [
    Route("/control/upload", upload, methods=["POST"]),
    Route("/control/file/{file}", file_shown, methods=["GET"]),
    Route("/control/event", event, methods=["POST"]),
    Route("/control/socket", socket, methods=["POST"]),
    Route("/control/faults", faults, methods=["GET", "POST"]),
    Route("/control/change", people, methods=["POST"]),
    Route("/control/reset", reset, methods=["POST"]),
    Route("/control/state", state, methods=["GET"]),
    Route("/control/workspace", workspace_shown, methods=["GET"]),
    Route("/control/calls", calls, methods=["GET"]),
    Route("/control/events", events, methods=["GET"]),
    Route("/control/{act}", act, methods=["POST"]),
]
