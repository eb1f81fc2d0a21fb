"""Joins the parts into one web application, and runs it."""

import asyncio
import gc
import os
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import structlog
import uvicorn
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.answering import Answering
from bot.capabilities import jobs, routes
from bot.clock import start_clock
from bot.delivery import Delivery
from bot.directory import SilentError
from bot.districts import Districts
from bot.ids import mint
from bot.platforms.slack import SLACK, SlackDoor, arrived, slack_app
from bot.platforms.slack_api import SlackApi, error_of
from bot.settings import BotSettings
from storage.db import Database
from storage.system import workspaces_of

log = structlog.get_logger()

HOST_LENGTH = 40  # of a machine's name: who owns a lane has a column of 80 characters
RETRY = 5.0  # seconds between two tries to reach Slack at start
Serve = Callable[[Request], Awaitable[Response]]


class Bot:
    """The running program."""

    def __init__(self, settings: BotSettings, database: Database) -> None:
        self._settings = settings
        self._database = database
        self._districts = Districts(database)
        self._serve: Serve | None = None
        self._connected = False
        me = f"{socket.gethostname()[:HOST_LENGTH]}:{os.getpid()}:{mint()}"
        self.delivery = Delivery(database, lambda: self.answering, me)
        self.answering = Answering(database, routes(), self.delivery.wake)

    def web(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/slack/events", self._slack, methods=["POST"]),
                Route("/healthz", self._healthz),
                Route("/readyz", self._readyz),
            ],
            lifespan=self._lifespan,
        )

    @asynccontextmanager
    async def _lifespan(self, _: Starlette) -> AsyncIterator[None]:
        api = SlackApi(self._settings.slack_bot_token.get_secret_value(), self._settings.slack_api_url)
        door = SlackDoor(self.answering, api, self._districts)
        handler = AsyncSlackRequestHandler(slack_app(door, api, self._settings.slack_signing_secret.get_secret_value()))
        self._serve = handler.handle
        self.delivery.senders[SLACK] = api
        self.answering.directories.by_platform[SLACK] = api
        sending, connecting = asyncio.create_task(self.delivery.run()), asyncio.create_task(self._connect(api))
        clock = start_clock(self._database, jobs(), self.delivery.wake, hourly=self.sync_groups)
        self.delivery.wake()
        gc.freeze()  # what is loaded by now stays: the collector need not look through it again and again
        yield
        clock.shutdown(wait=False)
        connecting.cancel()
        await door.drain()
        self.delivery.stop()
        await asyncio.gather(sending, connecting, return_exceptions=True)
        await api.close()

    async def sync_groups(self) -> None:
        """Ask each workspace who is in the group that is staff there."""
        for found in await self._database.system(lambda connection: workspaces_of(connection, SLACK)):
            try:
                await self.answering.directories.sync(found.of_district, SLACK, found.workspace)
            except SilentError as error:  # who was in it last time still is
                log.warning("directory", error=str(error), district=found.of_district)

    async def _connect(self, api: SlackApi) -> None:
        """Learn from Slack which workspace the token is for. Until it answers, the first signed request tells."""
        while not self._connected:
            try:
                workspace = await api.workspace()
                self._connected = True
                if await self._districts.of(SLACK, workspace) is None:
                    log.error("the token belongs to a workspace that is not connected", workspace=workspace)
            except Exception as error:  # noqa: BLE001 - whatever keeps Slack away, the bot goes on and tries again
                log.warning("slack is not reached", error=error_of(error))
                await asyncio.sleep(RETRY)

    async def _slack(self, request: Request) -> Response:
        if self._serve is None:
            return Response("starting", 503)
        arrived.set(asyncio.get_running_loop().time())
        try:
            return await self._serve(request)
        except Exception as error:  # noqa: BLE001 - Bolt reads a body before it checks the signature; anybody may send one
            log.warning("not understood", error=type(error).__name__)
            return Response("This is not a request of Slack's.", 400)

    async def _healthz(self, _: Request) -> Response:
        return JSONResponse({"ok": True})

    async def _readyz(self, _: Request) -> Response:
        """Ready when the database answers; Slack may come later."""
        try:
            await asyncio.to_thread(self._database.answers)
        except Exception as error:  # noqa: BLE001 - any failure means: not ready
            log.warning("not ready", error=type(error).__name__)
            return JSONResponse({"ok": False, "database": "does not answer"}, 503)
        return JSONResponse({"ok": True, "database": "ok", "slack": "ok" if self._connected else "not reached yet"})


def serve(settings: BotSettings, database: Database) -> None:
    """Serve until a signal stops it."""
    config = uvicorn.Config(
        Bot(settings, database).web(),
        host=settings.host,
        port=settings.port,
        http="httptools",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=10,
    )
    log.info("listening", host=settings.host, port=settings.port)
    uvicorn.Server(config).run()
