"""The playground as a web application: the page, the control API, and the addresses that the bot calls."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from playground import control, front, oauth
from playground.server import Playground, UnknownWorkspaceError
from playground.shown import about
from playground.teams import connector
from playground.teams import control as teams_control
from playground.teams.seed import default_tenant
from playground.teams.server import Teams, teams_of
from playground.teams.shown import about as about_tenant

PAGES = Environment(loader=PackageLoader("playground"), autoescape=True, undefined=StrictUndefined)
#: Nothing leaves this machine: pictures come from here, or from the bot beside us.
POLICY = (
    "default-src 'self'; img-src 'self' data: http://127.0.0.1:* http://localhost:*; style-src 'self'; "
    "script-src 'self'; frame-ancestors 'none'"
)


def create_app(
    workspace: Mapping[str, Any],
    bot_url: str,
    teams_bot_url: str = "",
    tenant: Mapping[str, Any] | None = None,
) -> Starlette:
    """Make a playground of these workspaces, and of a tenant of Teams, that talks to the bot at these addresses."""
    playground = Playground(workspace, bot_url)
    teams = Teams(playground, tenant or default_tenant(), teams_bot_url or beside(bot_url))

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        await playground.sockets.start()
        yield
        await playground.close()

    static = StaticFiles(directory=str(files("playground").joinpath("static")))
    own_routes = [*teams_control.ROUTES, *connector.ROUTES, *oauth.ROUTES, *control.ROUTES, *front.ROUTES]
    routes = [Route("/", page), Route("/teams", teams_page), *own_routes, Mount("/static", static)]
    # Only this machine may ask, also when a page elsewhere makes a browser ask for it.
    own = Middleware(TrustedHostMiddleware, allowed_hosts=["127.0.0.1", "localhost"])
    handlers = {UnknownWorkspaceError: unknown}
    app = Starlette(routes=routes, lifespan=lifespan, middleware=[own], exception_handlers=handlers)
    app.state.playground = playground
    app.state.teams = teams
    return app


def beside(bot_url: str) -> str:
    """Where a bot that hears Slack at this address hears Teams."""
    return urlunsplit((*urlsplit(bot_url)[:2], "/api/messages", "", ""))


async def unknown(_request: Request, missing: Exception) -> Response:
    """Answer who asks for a workspace that is not here."""
    return JSONResponse({"ok": False, "error": str(missing)}, 404)


async def page(request: Request) -> Response:
    """Draw the page's frame; its scripts fetch the rest."""
    playground = front.playground_of(request)
    workspace = playground.workspace(request.query_params.get("team"))
    return _drawn("slack", about(workspace, playground.workspaces))


async def teams_page(request: Request) -> Response:
    """Draw the frame of the Teams page."""
    return _drawn("teams", about_tenant(teams_of(request).tenant))


def _drawn(side: str, known: Mapping[str, Any]) -> Response:
    html = PAGES.get_template("index.html").render(side=side, known=known)
    return HTMLResponse(html, headers={"Content-Security-Policy": POLICY, "Cache-Control": "no-store"})
