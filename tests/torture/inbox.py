"""A Slack that counts what it is sent by key."""

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from tests.bot.conftest import FakeSlack


@dataclass
class Inbox(FakeSlack):
    """Takes every message; where it `honours` the key, one that comes twice is shown once."""

    honours: bool = False
    got: Counter[str] = field(default_factory=Counter)
    stood: dict[str, dict[str, Any]] = field(default_factory=dict)

    def _usual(self, method: str, told: dict[str, Any], token: str) -> dict[str, Any]:
        if method != "chat.postMessage" or "metadata" not in told:
            return super()._usual(method, told, token)
        metadata = told["metadata"] if isinstance(told["metadata"], dict) else json.loads(told["metadata"])
        key = metadata["event_payload"]["key"]
        self.got[key] += 1
        answer = super()._usual(method, told, token)
        return self.stood.setdefault(key, answer) if self.honours else answer

    @property
    def repeats(self) -> int:
        return self.got.total() - len(self.got)
