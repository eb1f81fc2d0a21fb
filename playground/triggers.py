"""Trigger ids (good once, for three seconds) and response URLs (good five times, for half an hour)."""

import secrets
import time
from dataclasses import dataclass, field

from playground import limits
from playground.errors import Refused


@dataclass(slots=True)
class Trigger:
    user: str
    at: float
    used: bool = False


@dataclass(slots=True)
class Triggers:
    seconds: float = limits.TRIGGER
    issued: dict[str, Trigger] = field(default_factory=dict)

    def issue(self, user: str) -> str:
        now = time.time()
        trigger_id = f"{int(now * 1000)}.{secrets.randbelow(10**10)}.{secrets.token_hex(16)}"
        self.issued[trigger_id] = Trigger(user, now)
        return trigger_id

    def look_at(self, trigger_id: str) -> Trigger:
        """Say whose trigger this is, if it is still good."""
        trigger = self.issued.get(trigger_id)
        if trigger is None:
            raise Refused("invalid_trigger_id")
        if trigger.used:
            raise Refused("exchanged_trigger_id")
        if time.time() - trigger.at > self.seconds:
            raise Refused("expired_trigger_id")
        return trigger


@dataclass(slots=True)
class ResponseUrl:
    """Where a bot may answer one interaction, and which message caused it."""

    user: str
    channel: str
    at: float
    message_ts: str | None = None
    uses: int = 0


@dataclass(slots=True)
class ResponseUrls:
    seconds: float = limits.RESPONSE_URL
    issued: dict[str, ResponseUrl] = field(default_factory=dict)

    def issue(self, user: str, channel: str, message_ts: str | None = None) -> str:
        name = secrets.token_urlsafe(18)
        self.issued[name] = ResponseUrl(user, channel, time.time(), message_ts)
        return name

    def use(self, name: str) -> ResponseUrl:
        found = self.issued.get(name)
        if found is None:
            raise Refused("invalid_url")
        if time.time() - found.at > self.seconds:
            raise Refused("expired_url")
        if found.uses >= limits.RESPONSE_USES:
            raise Refused("used_url")
        found.uses += 1
        return found
