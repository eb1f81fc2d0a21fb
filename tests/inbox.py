"""A Slack that counts what it is sent by key, and may keep its senders waiting for an answer."""

import asyncio
import json
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from tests.bot.conftest import FakeSlack

NEVER = 1 << 30  # messages


@dataclass
class Inbox(FakeSlack):
    """Takes every message; where it `honours` the key, one that comes twice is shown once.

    After so many messages it `answers` none until it is told to: whoever sends stands in the middle.
    """

    honours: bool = False
    answers: int = NEVER
    waiting: int = 0
    got: Counter[str] = field(default_factory=Counter)
    stood: dict[str, dict[str, Any]] = field(default_factory=dict)

    async def answer(self, request: Request) -> Response:
        answer = await super().answer(request)
        if request.path_params["method"] == "chat.postMessage" and self.got.total() > self.answers:
            self.waiting += 1
            while self.got.total() > self.answers:  # noqa: ASYNC110 - it is told by another thread
                await asyncio.sleep(0.01)
            self.waiting -= 1
        return answer

    def _usual(self, method: str, told: dict[str, Any], token: str) -> dict[str, Any]:
        if method != "chat.postMessage" or "metadata" not in told:
            return super()._usual(method, told, token)
        key = self.key(told, token)
        self.got[key] += 1
        answer = super()._usual(method, told, token)
        return self.stood.setdefault(key, answer) if self.honours else answer

    def key(self, told: dict[str, Any], token: str) -> str:  # noqa: ARG002 - some count by token as well
        metadata = told["metadata"] if isinstance(told["metadata"], dict) else json.loads(told["metadata"])
        return str(metadata["event_payload"]["key"])

    @property
    def repeats(self) -> int:
        return self.got.total() - len(self.got)
