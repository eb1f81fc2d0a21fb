"""Joins the parts into one web application, and runs it."""

import asyncio
import os
import socket
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING

import structlog
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.answering import Answering
from bot.capabilities import jobs, routes
from bot.clock import SCHEDULER, start_clock, tell_of_ticks
from bot.collecting import collect
from bot.delivery import Delivery
from bot.directory import SilentError
from bot.districts import Districts
from bot.exporting import Exporting
from bot.ids import mint
from bot.links import Links
from bot.loading import OPENED, load
from bot.log import fault_id
from bot.measures import Measures
from bot.pacing import Pacing
from bot.platforms.slack import REPLIES, SlackDoor, arrived
from bot.platforms.slack_requests import SIGNATURES, SlackRequests
from bot.platforms.slack_watch import Watch
from bot.platforms.slack_workspaces import SLACK, SlackWorkspaces
from bot.platforms.teams_registration import TEAMS
from bot.sealing import Seal, vault_of
from bot.settings import CALLBACK_PATH, INSTALL_PATH, NEITHER, BotSettings, SettingsError
from bot.workspace_notices import notices
from scheduled.jobs import Job
from storage.db import Database
from storage.installations import all_installations
from storage.system import workspaces_of

if TYPE_CHECKING:
    from bot.installing import Installing
    from bot.platforms.slack_oauth import OAuthPages
    from bot.platforms.slack_socket import SlackSocket
    from bot.teams_side import TeamsSide as Side

log = structlog.get_logger()

SLACK_PATH = "/slack/events"
FAREWELL = 15.0  # seconds for what goes on when it is told to stop: systemd kills after thirty
CALLING = SIGNATURES, REPLIES, "bot.installing"  # and with them all that calls Slack; first what lets somebody in
STILL = 60.0  # seconds without a tick, after which the clock stands still: it wakes every two
HOST_LENGTH = 40  # of a machine's name: who owns a lane has a column of 80 characters
Serve = Callable[[Request], Awaitable[Response]]


class Bot:
    """The running program."""

    def __init__(self, settings: BotSettings, database: Database, *, teams: bool = False) -> None:
        self._settings = settings
        self._database = database
        database.vault = vault_of(settings)  # also where it was not opened by a command
        self._districts = Districts(database, founds=settings.slack_bot_token is not None)
        self._serve: Serve | None = None
        self._teams: Side | None = _side(settings, database) if teams else None
        self._slack_side: SlackWorkspaces | None = None
        self._socket: SlackSocket | None = None
        self._oauth: OAuthPages | None = None
        self._installing: Installing | None = None
        self._ticked = time.monotonic()
        self._measures = Measures()
        me = f"{socket.gethostname()[:HOST_LENGTH]}:{os.getpid()}:{mint()}"
        self.delivery = Delivery(database, lambda: self.answering, me)
        self.delivery.pace = Pacing(settings.messages_a_second)
        known = {**routes(), **notices(settings.install_link)}
        self.exporting = Exporting(database, lambda: self.answering)
        self.answering = Answering(database, known, self.delivery.wake, self.exporting.wake)

    def _wake(self) -> None:
        """Something may be owed, or is to be drawn."""
        self.delivery.wake()
        self.exporting.wake()

    def web(self) -> ASGIApp:
        """Slack's requests, which are most of all, come to their door straight; the others by what Starlette does."""
        pages = self._web()

        async def straight(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] == "http" and scope["path"] == SLACK_PATH and scope["method"] == "POST":
                answer = await self._slack(Request(scope, receive))
                await answer(scope, receive, send)
            else:
                await pages(scope, receive, send)

        return straight if self._by_http() else pages

    def _web(self) -> Starlette:
        pages = [Route(INSTALL_PATH, self._install), Route(CALLBACK_PATH, self._installed)]
        return Starlette(
            routes=[
                *([Route(SLACK_PATH, self._slack, methods=["POST"])] if self._by_http() else []),  # for a GET: 405
                *([Route("/api/messages", self._teams.post, methods=["POST"])] if self._teams else []),
                *self._pages(),
                *(pages if self._settings.install_link else []),
                *self._measured(),
                Route("/healthz", self._healthz),
                Route("/readyz", self._readyz),
            ],
            lifespan=self._lifespan,
        )

    def _by_http(self) -> bool:
        return self._settings.speaks_slack and not self._settings.slack_app_token

    def _pages(self) -> list[Route]:
        """Pages for people who have no chat, where links to them can be made."""
        keys, address = self._settings.secret_keys, self._settings.public_url
        if not (keys and address):
            return []
        from bot.platforms.doors import DOORS  # for who can make links

        self.answering.links = Links(address, keys)
        doors = [door(self.answering, self._database, keys) for door in DOORS]
        return [route for door in doors for route in door.routes()]

    def _measured(self) -> list[Route]:
        """Count what happens and serve it, where there is a token for it."""
        token = self._settings.metrics_token
        if token is None:
            return []
        from bot.metrics import Metrics  # 0.1 s of a start, for who asked for it

        metrics = Metrics(self._database, token.get_secret_value())
        self.answering.measures = self.delivery.measures = self._measures = metrics
        return [Route("/metrics", metrics.page)]

    @asynccontextmanager
    async def _lifespan(self, _: Starlette) -> AsyncIterator[None]:
        slack = self._slack_side = self._workspaces()
        watch = Watch(self._database, slack, self._districts, self.answering.looking)
        door = SlackDoor(self.answering, slack, self._districts, watch)
        requests = self._requests(door)
        if self._settings.install_link:
            from bot.platforms.slack_oauth import OAuthPages  # Bolt's flow, for who asked for it

            self._oauth = OAuthPages(self._settings, self._database, slack, self._install_in(slack))
        self.delivery.senders[SLACK] = slack
        self.answering.directories.by_platform[SLACK] = self.answering.looking.by_platform[SLACK] = slack

        sending, connecting = asyncio.create_task(self.delivery.run()), asyncio.create_task(self._connect(slack))
        drawing, tidying = asyncio.create_task(self.exporting.run()), asyncio.create_task(collect(self.answering.turns))
        if self._teams:
            await self._teams.start(self.answering, self.delivery)
        if requests and (token := self._settings.slack_app_token):
            from bot.platforms.slack_socket import SlackSocket  # for who asked for it

            url, lines = self._settings.slack_api_url, self._settings.slack_connections
            self._socket = SlackSocket(requests, token.get_secret_value(), url, lines, self.answering.turns)
        ticking = asyncio.create_task(self._ticks(watch, jobs()))
        asyncio.get_running_loop().call_later(OPENED, self._wake)  # what is owed from before
        yield
        self.delivery.stop()  # first: it ends what it is sending while the others come to an end
        ticking.cancel()
        tidying.cancel()
        self.exporting.stop()
        connecting.cancel()
        drawing.cancel()  # what it draws is drawn again by whoever starts next
        if self._socket:
            await self._socket.close()
        doors = [door.drain(FAREWELL), *([self._teams.drain(FAREWELL)] if self._teams else [])]
        await asyncio.gather(*doors, sending, connecting, drawing, ticking, tidying, return_exceptions=True)
        await self._close(slack)

    async def _connect(self, slack: SlackWorkspaces) -> None:
        """Learn from Slack where the bot is installed; what calls it is loaded when the doors are open."""
        await asyncio.sleep(OPENED)
        try:
            await load(*CALLING)
            await self._install_in(slack).run()
        except Exception:  # the clock looks again every hour
            log.exception("connecting", id=fault_id())

    def _install_in(self, slack: SlackWorkspaces) -> "Installing":
        from bot.installing import Installing

        if self._installing is None:
            self._installing = Installing(self._database, slack, self._districts, self.delivery.wake)
        return self._installing

    async def _ticks(self, watch: Watch, jobs: Sequence[Job]) -> None:
        """Let the clock tick, until this is cancelled."""

        async def hourly() -> None:
            await self._look_after(watch)

        await asyncio.sleep(OPENED)
        try:
            await load(SCHEDULER)
            clock = start_clock(self._database, jobs, self._wake, hourly=hourly, look_again=self._look_again)
        except Exception:  # the doors stay open; `/readyz` and `kaizen doctor` say that it stands still
            log.exception("clock", id=fault_id())
            return
        tell_of_ticks(clock, self._tick)
        try:
            await asyncio.Event().wait()
        finally:
            clock.shutdown(wait=False)

    async def _look_again(self) -> None:
        """Learn what a command, or another replica, has changed."""
        for side in (self._slack_side, self._teams):
            if side:
                await side.look_again()

    async def _close(self, slack: SlackWorkspaces) -> None:
        await slack.close()
        if self._teams:
            await self._teams.close()

    def _requests(self, door: SlackDoor) -> SlackRequests | None:
        if not self._settings.speaks_slack:
            return None
        requests = SlackRequests(door, self._settings.slack_signing_secret.get_secret_value())
        self._serve = requests.post
        return requests

    def _workspaces(self) -> SlackWorkspaces:
        token, seal = self._settings.slack_bot_token, Seal(self._settings.secret_keys)
        own = token.get_secret_value() if token else ""
        return SlackWorkspaces(self._database, self._settings.slack_api_url, seal, own)

    async def _look_after(self, watch: Watch) -> None:
        """What is asked of each workspace every hour."""
        if self._installing:
            await self._installing.check_all()
        await self.sync_groups()
        await watch.all()

    async def sync_groups(self) -> None:
        """Ask each workspace who is in the group that is staff there."""
        for platform in self.answering.directories.by_platform:
            for found in await self._database.system_seen(partial(workspaces_of, platform=platform)):
                try:
                    await self.answering.directories.sync(found.of_district, platform, found.workspace)
                except SilentError as error:  # who was in it last time still is
                    log.warning("directory", error=str(error), district=found.of_district)

    def _tick(self, outcome: str) -> None:
        self._ticked = time.monotonic()
        self._measures.ticked(outcome)

    async def _install(self, request: Request) -> Response:
        return await self._oauth.begin(request) if self._oauth else Response("starting", 503)

    async def _installed(self, request: Request) -> Response:
        return await self._oauth.end(request) if self._oauth else Response("starting", 503)

    async def _slack(self, request: Request) -> Response:
        if self._serve is None:
            return Response("starting", 503)
        arrived.set(asyncio.get_running_loop().time())
        with self.answering.turns.first():
            return await self._serve(request)

    async def _healthz(self, _: Request) -> Response:
        return JSONResponse({"ok": True})

    async def _readyz(self, _: Request) -> Response:
        """Ready when the database answers; Slack may come later."""
        try:
            await asyncio.to_thread(self._database.answers)
        except Exception as error:  # noqa: BLE001 - any failure means: not ready
            log.warning("not ready", error=type(error).__name__)
            return JSONResponse({"ok": False, "database": "does not answer"}, 503)
        reached = self._installing.reached if self._installing else not self._settings.slack_bot_token
        slack, ticks = "ok" if reached else "not reached yet", time.monotonic() - self._ticked < STILL
        chats = {"slack": slack} if self._settings.speaks_slack else {}
        if self._teams:
            chats["teams"] = "ok" if self._teams.ready else "no registration"
        found = {**chats, "clock": "ok" if ticks else "stands still", **self._transport()}
        return JSONResponse({"ok": True, "database": "ok", **found})

    def _transport(self) -> dict[str, str | int]:
        """By which way Slack reaches the bot."""
        if not self._settings.speaks_slack:
            return {}
        if not self._settings.slack_app_token:
            return {"transport": "http"}
        return {"transport": "socket", "connections": self._socket.lines if self._socket else 0}


def _side(settings: BotSettings, database: Database) -> "Side":
    """The Teams side, whose libraries only those need who have it."""
    try:
        from bot.teams_side import TeamsSide
    except ModuleNotFoundError as error:
        raise SettingsError(f"Teams needs a package more ({error.name}): pip install 'kaizen-bot[teams]'") from None
    return TeamsSide(settings, database)


def serve(settings: BotSettings, database: Database) -> None:
    """Serve until a signal stops it."""
    teams = bool(settings.teams_app_id or database.system_now(partial(all_installations, platform=TEAMS)))
    if not (teams or settings.speaks_slack):
        raise SettingsError(NEITHER)
    config = uvicorn.Config(
        Bot(settings, database, teams=teams).web(),
        host=settings.host,
        port=settings.port,
        http="httptools",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=10,
    )
    structlog.configure(cache_logger_on_first_use=True)  # else each line makes a logger of its own
    log.info("listening", host=settings.host, port=settings.port)
    uvicorn.Server(config).run()
