"""`/metrics`, for Prometheus: imported only where METRICS_TOKEN is set (docs/decisions/0022-metrics.md)."""

import asyncio
import time
from hmac import compare_digest

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from starlette.requests import Request
from starlette.responses import Response

from bot.measures import Measures
from storage.commits import time_commits
from storage.db import Database
from storage.gauges import Gauges, gauges

#: Around what was promised: an answer leaves after 0.8 s at the latest, Slack gives up after 3.
ANSWER_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 0.8, 1.5, 3.0)
COMMIT_SECONDS = (0.0005, 0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 1.0)
FRESH = 60.0  # seconds for which what was counted in the database is served again


class Metrics(Measures):
    def __init__(self, database: Database, token: str) -> None:
        self._database = database
        self._token = token
        self._looked = -FRESH
        self._registry = all_ = CollectorRegistry()
        named = ["route", "outcome"]
        self._answers = Histogram(
            "kaizen_answer_seconds", "Answers, from request to commit", named, registry=all_, buckets=ANSWER_SECONDS
        )
        self._tries = Counter("kaizen_delivery_tries", "Messages that were tried", ["outcome"], registry=all_)
        self._ticks = Counter("kaizen_clock_ticks", "Times that the clock woke something", ["outcome"], registry=all_)
        self._commits = Histogram(
            "kaizen_commit_seconds", "Commits of the database", registry=all_, buckets=COMMIT_SECONDS
        )
        self._messages = Gauge("kaizen_messages", "Messages by state", ["district", "state"], registry=all_)
        self._resting = Gauge("kaizen_lanes_resting", "Workspaces that nothing is sent to just now", registry=all_)
        self._oldest = Gauge("kaizen_oldest_pending_seconds", "How late the oldest owed message is", registry=all_)
        time_commits(database, self.committed)

    def answered(self, route: str, outcome: str, seconds: float) -> None:
        self._answers.labels(route, outcome if outcome.isalpha() else "fault").observe(seconds)

    def tried(self, outcome: str) -> None:
        self._tries.labels(outcome).inc()

    def ticked(self, outcome: str) -> None:
        self._ticks.labels(outcome).inc()

    def committed(self, seconds: float) -> None:
        self._commits.observe(seconds)

    async def page(self, request: Request) -> Response:
        told = request.headers.get("authorization", "")
        if not compare_digest(told.encode(), f"Bearer {self._token}".encode()):
            return Response("Say METRICS_TOKEN as a bearer token.", 401, {"www-authenticate": "Bearer"})
        if time.monotonic() - self._looked > FRESH:
            self._looked = time.monotonic()
            self._show(await asyncio.to_thread(self._look))
        return Response(generate_latest(self._registry), media_type=CONTENT_TYPE_LATEST)

    def _look(self) -> Gauges:
        with self._database.begin(write=False) as connection:  # never in SQLite's one writer
            return gauges(connection)

    def _show(self, found: Gauges) -> None:
        for (district, state), number in found.messages.items():
            self._messages.labels(district, state).set(number)
        self._resting.set(found.resting)
        self._oldest.set(found.oldest)
