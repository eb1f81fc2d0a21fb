"""Joins the parts into one web application, and runs it."""

import asyncio
import gc
import os
import socket
import time
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
from bot.clock import start_clock, tell_of_ticks
from bot.delivery import Delivery
from bot.directory import SilentError
from bot.districts import Districts
from bot.ids import mint
from bot.measures import Measures
from bot.platforms.slack import SLACK, SlackDoor, slack_app
from bot.platforms.slack_api import SlackApi, error_of
from bot.settings import BotSettings
from storage.db import Database
from storage.system import workspaces_of

log = structlog.get_logger()

STILL = 60.0  # seconds without a tick, after which the clock stands still: it wakes every two
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
        self._ticked = time.monotonic()
        self._measures = Measures()
        self.delivery = Delivery(database, lambda: self.answering, f"{socket.gethostname()}:{os.getpid()}:{mint()}")
        self.answering = Answering(database, routes(), self.delivery.wake)

    def web(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/slack/events", self._slack, methods=["POST"]),
                *self._measured(),
                Route("/healthz", self._healthz),
                Route("/readyz", self._readyz),
            ],
            lifespan=self._lifespan,
        )

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
        api = SlackApi(self._settings.slack_bot_token.get_secret_value(), self._settings.slack_api_url)
        door = SlackDoor(self.answering, api, self._districts)
        handler = AsyncSlackRequestHandler(slack_app(door, api, self._settings.slack_signing_secret.get_secret_value()))
        self._serve = handler.handle
        self.delivery.senders[SLACK] = api
        self.answering.directories.by_platform[SLACK] = api
        sending, connecting = asyncio.create_task(self.delivery.run()), asyncio.create_task(self._connect(api))
        clock = start_clock(self._database, jobs(), self.delivery.wake, hourly=self.sync_groups)
        tell_of_ticks(clock, self._tick)
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

    def _tick(self, outcome: str) -> None:
        self._ticked = time.monotonic()
        self._measures.ticked(outcome)

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
        slack = "ok" if self._connected else "not reached yet"
        clock = "ok" if time.monotonic() - self._ticked < STILL else "stands still"
        return JSONResponse({"ok": True, "database": "ok", "slack": slack, "clock": clock})


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
