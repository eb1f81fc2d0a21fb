"""Installing and uninstalling the app: the page that asks the admin, codes and tokens, and the events that follow."""

import base64
import secrets
import time
from urllib.parse import urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from playground.errors import Refused
from playground.outgoing import send_event
from playground.server import Playground
from playground.webapi.call import Json, read_arguments
from playground.workspace import Code, Workspace

CODE_SECONDS = 600
PAGES = Environment(loader=PackageLoader("playground"), autoescape=True, undefined=StrictUndefined)


async def authorize(request: Request) -> Response:
    """Ask which workspace the app is installed in, as Slack asks an admin."""
    playground: Playground = request.app.state.playground
    asked = request.query_params
    offered = [one for one in playground.workspaces if one.app.client_id == asked.get("client_id") != ""]
    if not offered or not asked.get("redirect_uri", "").startswith(("http://", "https://")):
        return PlainTextResponse("Invalid client_id or redirect_uri", 400)
    wanted = [scope for scope in asked.get("scope", "").split(",") if scope]
    links = [(one, _allowed(one, wanted, asked["redirect_uri"], asked.get("state", ""))) for one in offered]
    no = _back(asked["redirect_uri"], error="access_denied", state=asked.get("state", ""))
    html = PAGES.get_template("authorize.html").render(app=offered[0].app, links=links, scopes=wanted, no=no)
    return HTMLResponse(html, headers={"Cache-Control": "no-store"})


def _allowed(workspace: Workspace, scopes: list[str], redirect: str, state: str) -> str:
    code = Code(scopes=scopes, redirect=redirect, until=time.time() + CODE_SECONDS)
    name = secrets.token_urlsafe(12)
    workspace.codes[name] = code
    return _back(redirect, code=name, state=state)


def _back(redirect: str, **told: str) -> str:
    return f"{redirect}{'&' if '?' in redirect else '?'}{urlencode(told)}"


async def access(request: Request) -> Response:
    """oauth.v2.access: trade a code, once, for a token. Nobody has a token yet, so the app names itself."""
    playground: Playground = request.app.state.playground
    entry = playground.calls.add("from bot", "oauth.v2.access")
    try:
        args = await read_arguments(request)
        entry["request"] = {name: args[name] for name in args if name == "redirect_uri"}
        body = {"ok": True, **_traded(playground, _credentials(request, args), args)}
    except Refused as refused:
        body = refused.answer()
    entry |= {"status": 200, "response": body, "ms": 0}
    playground.listeners.wake()
    return JSONResponse(body)


def _credentials(request: Request, args: Json) -> tuple[str, str]:
    kind, _, told = request.headers.get("authorization", "").partition(" ")
    if kind.lower() != "basic":
        return str(args.get("client_id")), str(args.get("client_secret"))
    name, _, secret = base64.b64decode(told).decode().partition(":")
    return name, secret


def _traded(playground: Playground, app: tuple[str, str], args: Json) -> Json:
    workspace = next((one for one in playground.workspaces if args.get("code") in one.codes), None)
    if not any(one.app.client_id == app[0] != "" for one in playground.workspaces):
        raise Refused("invalid_client_id")
    if workspace is None or workspace.codes[args["code"]].until < time.time():
        raise Refused("invalid_code")
    if (workspace.app.client_id, workspace.app.client_secret) != app:
        raise Refused("bad_client_secret")
    code = workspace.codes.pop(args["code"])
    if args.get("redirect_uri", code.redirect) != code.redirect:
        raise Refused("bad_redirect_uri")
    if not workspace.installed:
        workspace.bot_token = f"xoxb-playground-{secrets.token_hex(4)}"
    workspace.installed, workspace.scopes = True, code.scopes
    return {
        "app_id": workspace.app.id,
        "authed_user": {"id": next(iter(workspace.people))},
        "scope": ",".join(code.scopes),
        "token_type": "bot",
        "access_token": workspace.bot_token,
        "bot_user_id": workspace.app.bot_user,
        "team": {"id": workspace.id, "name": workspace.name},
        "enterprise": None,
        "is_enterprise_install": False,
    }


async def uninstall(request: Request) -> Response:
    """Take the app off a workspace, as an admin does: its token is no good any more, and the bot is told."""
    playground: Playground = request.app.state.playground
    body = await request.json()
    workspace = playground.workspace(body.get("team"))
    workspace.installed = False
    revoked = {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [workspace.app.bot_user]}}
    for event in (revoked, {"type": "app_uninstalled"}):
        if event["type"] in workspace.app.events:
            await send_event(playground, workspace, event)
    playground.listeners.wake()
    return JSONResponse({"ok": True})


ROUTES = [
    Route("/oauth/v2/authorize", authorize, methods=["GET"]),
    Route("/api/oauth.v2.access", access, methods=["POST"]),
    Route("/control/uninstall", uninstall, methods=["POST"]),
]
