"""What the playground sends to the bot, by HTTP or by socket: signed, timed, and retried where Slack retries."""

import asyncio
import json
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

import aiohttp

from playground.payloads import event_callback
from playground.server import Playground
from playground.signing import signature
from playground.sockets import EVENTS
from playground.workspace import Workspace

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
GOOD = range(200, 300)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back within the time for an ack, or why nothing did."""

    failure: str | None  # None, "operation_timeout", "dispatch_failed" or "http_error"
    status: int | None = None
    text: str = ""
    no_retry: bool = False

    @property
    def body(self) -> dict[str, Any]:
        """Read the ack as JSON; words alone are a text."""
        words = self.text.strip()
        if not words:
            return {}
        try:
            body = json.loads(words)
        except ValueError:
            return {"text": self.text}
        return body if isinstance(body, dict) else {"text": self.text}


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """What is sent: as text of a kind by HTTP, and as an envelope of a type by socket."""

    name: str
    body: str
    kind: str
    envelope: str
    shown: Mapping[str, Any]
    headers: Mapping[str, str] = field(default_factory=dict)


async def send_command(playground: Playground, workspace: Workspace, fields: Mapping[str, str]) -> Answer:
    command, body = fields["command"], urlencode(fields)
    parcel = Parcel(name=command, body=body, kind=FORM, envelope="slash_commands", shown=fields)
    return await _send(playground, workspace, parcel)


async def send_payload(playground: Playground, workspace: Workspace, payload: Mapping[str, Any]) -> Answer:
    """Send an interaction as Slack does: a form with one field, `payload`."""
    body = urlencode({"payload": json.dumps(payload)})
    parcel = Parcel(name=payload["type"], body=body, kind=FORM, envelope="interactive", shown=payload)
    return await _send(playground, workspace, parcel)


async def send_event(playground: Playground, workspace: Workspace, event: Mapping[str, Any]) -> Answer:
    """Deliver an event; what was not taken is sent again behind the scenes, three times at most."""
    sent = event_callback(workspace, event)
    parcel = Parcel(name=event["type"], body=json.dumps(sent), kind=JSON, envelope=EVENTS, shown=sent)
    answer = await _send(playground, workspace, parcel)
    if answer.failure and not answer.no_retry:
        playground.in_background(_retry(playground, workspace, parcel, answer))
    return answer


async def send_url_verification(playground: Playground, workspace: Workspace) -> Answer:
    shown = {
        "token": workspace.verification_token,
        "challenge": secrets.token_urlsafe(24),
        "type": "url_verification",
    }
    parcel = Parcel(name="url_verification", body=json.dumps(shown), kind=JSON, envelope="", shown=shown)
    return await _send(playground, workspace, parcel)


REASONS = {"operation_timeout": "http_timeout", "dispatch_failed": "connection_failed", "http_error": "http_error"}


async def _retry(playground: Playground, workspace: Workspace, parcel: Parcel, answer: Answer) -> None:
    for number, delay in enumerate(playground.faults.retry_delays, 1):
        await asyncio.sleep(delay)
        reason = REASONS[answer.failure or "http_error"]
        headers = {"X-Slack-Retry-Num": str(number), "X-Slack-Retry-Reason": reason}
        answer = await _send(playground, workspace, replace(parcel, headers=headers))
        if not answer.failure or answer.no_retry:
            return


async def _send(playground: Playground, workspace: Workspace, parcel: Parcel) -> Answer:
    entry = playground.calls.add(
        "to bot", parcel.name, request=parcel.shown, headers=dict(parcel.headers), team=workspace.id
    )
    playground.listeners.wake()
    started = time.perf_counter()
    by_socket = parcel.envelope and playground.sockets.carries(workspace.app_token)
    answer = await (_deliver if by_socket else _post)(playground, workspace, parcel)
    entry |= {
        "ms": round((time.perf_counter() - started) * 1000, 1),
        "status": answer.status,
        "failure": answer.failure,
        "response": answer.body,
    }
    playground.listeners.wake()
    return answer


async def _deliver(playground: Playground, workspace: Workspace, parcel: Parcel) -> Answer:
    retry = {
        "retry_attempt": int(parcel.headers.get("X-Slack-Retry-Num", 0)),
        "retry_reason": parcel.headers.get("X-Slack-Retry-Reason", ""),
    }
    seconds = playground.faults.ack_seconds
    said = await playground.sockets.deliver(workspace.app_token, parcel.envelope, parcel.shown, seconds, retry)
    return Answer("operation_timeout") if said is None else Answer(None, 200, json.dumps(said) if said else "")


async def _post(playground: Playground, workspace: Workspace, parcel: Parcel) -> Answer:
    timestamp = str(int(time.time()))
    headers = {
        "Content-Type": parcel.kind,
        "User-Agent": "Slackbot 1.0 (playground)",
        "X-Slack-Request-Timestamp": timestamp,
        "X-Slack-Signature": signature(workspace.signing_secret, timestamp, parcel.body),
        **parcel.headers,
    }
    patience = aiohttp.ClientTimeout(total=playground.faults.ack_seconds)
    try:
        async with playground.session.post(
            playground.bot_url, data=parcel.body.encode(), headers=headers, timeout=patience
        ) as response:
            text = await response.text()
    except TimeoutError:
        return Answer("operation_timeout")
    except aiohttp.ClientError:
        return Answer("dispatch_failed")
    failure = None if response.status in GOOD else "http_error"
    return Answer(failure, response.status, text, response.headers.get("X-Slack-No-Retry") == "1")
