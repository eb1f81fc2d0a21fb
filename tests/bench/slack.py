"""A Slack that takes whatever it is told, in a process of its own: so that its work is not measured as the bot's.

`python -m tests.bench.slack` serves it at PORT; `/calls` says how many calls there were, how long ago the last was, and
how many messages each got to whom one was posted.
"""

import itertools
import json
import os
import time
from collections import Counter
from dataclasses import dataclass, field

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.known import WORKSPACE

TOKEN = "xoxb-of-"  # what stands before the workspace's name in its token


@dataclass
class AnySlack:
    calls: int = 0
    last: float = field(default_factory=time.monotonic)
    posted: Counter[str] = field(default_factory=Counter)
    numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    async def answer(self, request: Request) -> Response:
        body = await request.body()
        if request.url.path.endswith("/chat.postMessage"):
            self.posted[json.loads(body)["channel"]] += 1
        self.calls, self.last = self.calls + 1, time.monotonic()
        team = request.headers.get("authorization", "").partition(TOKEN)[2] or WORKSPACE
        told = {"ok": True, "team_id": team, "channel": "D1", "ts": f"{next(self.numbers)}.0", "user": {}}
        return JSONResponse(told)

    async def told(self, _: Request) -> Response:
        return JSONResponse({"calls": self.calls, "quiet": time.monotonic() - self.last, "posted": self.posted})

    async def ready(self, _: Request) -> Response:
        return Response("ready")

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/calls", self.told),
                Route("/readyz", self.ready),
                Route("/api/{method}", self.answer, methods=["GET", "POST"]),
                Route("/respond", self.answer, methods=["POST"]),
            ]
        )


if __name__ == "__main__":
    uvicorn.run(AnySlack().app(), port=int(os.environ["PORT"]), http="httptools", log_config=None, access_log=False)
