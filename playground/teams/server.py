"""The Teams side of the playground as a whole: the tenant, its authority, faults and log."""

import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from starlette.requests import Request

from playground.calls import Calls
from playground.outgoing import Answer
from playground.server import Playground
from playground.teams import limits
from playground.teams.authority import Authority
from playground.teams.seed import tenant_from
from playground.teams.tenant import Tenant

SETTLE_AT_MOST = 10.0
BROKEN = "Something went wrong. Please try again."


@dataclass(slots=True, kw_only=True)
class Faults:
    """Faults and times that a test or a person can switch."""

    latency_ms: float = 0.0  # before the connector and the authority answer
    method: dict[str, dict[str, Any]] = field(default_factory=dict)  # "sendActivity" or "*" -> what it answers
    invoke_seconds: float = limits.INVOKE
    invoke_tries: int = limits.INVOKE_TRIES
    message_seconds: float = limits.MESSAGE
    page_size: int = 0  # members a page, fewer than Teams ever gives; 0: as many as asked for

    def change(self, wanted: Mapping[str, Any]) -> None:
        for name in {one.name for one in fields(self)} & wanted.keys():
            setattr(self, name, wanted[name])

    def strike(self, method: str) -> Mapping[str, Any] | None:
        """Say which fault this call meets, and count it."""
        fault = self.method.get(method) or self.method.get("*")
        if fault is None or fault.get("times", 1) <= 0:
            return None
        if "times" in fault:
            fault["times"] -= 1
        return fault


@dataclass(slots=True)
class Teams:
    playground: Playground
    data: Mapping[str, Any]
    bot_url: str
    base_url: str = ""  # how the bot reaches us, learned from what it and the page ask for
    authority: Authority = field(default_factory=Authority)
    faults: Faults = field(default_factory=Faults)
    calls: Calls = field(default_factory=Calls)
    tenant: Tenant = field(init=False)

    def __post_init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Make everything as new. Tokens stay good: the bot keeps them for an hour."""
        self.tenant = tenant_from(self.data)
        self.faults = Faults()
        self.calls.clear()

    @property
    def service_url(self) -> str:
        return f"{self.base_url}/teams/"

    def changed(self) -> None:
        self.playground.listeners.wake()

    def refuse_answer(self, answer: Answer, wrong: Sequence[str]) -> str:
        """Note what was wrong with an answer, and give the words that Teams shows instead."""
        refused = {"error": {"code": "BadAnswer", "message": "; ".join(wrong)}}
        self.calls.add("to bot", "refused answer", request=answer.body, response=refused, status=answer.status, ms=0)
        return BROKEN

    async def settle(self, quiet: float) -> None:
        """Wait until the bot has said nothing for `quiet` seconds."""
        started = time.monotonic()
        while time.monotonic() - max(started, self.calls.last_from_bot) < quiet:
            if time.monotonic() - started > SETTLE_AT_MOST:
                return
            await asyncio.sleep(0.01)


def teams_of(request: Request) -> Teams:
    """Find the Teams side, and learn under which address it is reached: always one that the bot can check."""
    teams: Teams = request.app.state.teams
    host = "127.0.0.1" if request.url.hostname == "localhost" else request.url.hostname
    teams.base_url = f"http://{host}:{request.url.port or 80}"
    return teams
