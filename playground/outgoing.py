"""What the playground sends to the bot: signed, timed, and retried where Slack retries."""

import asyncio
import json
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import aiohttp

from playground.payloads import event_callback
from playground.server import Playground
from playground.signing import signature
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


async def send_command(playground: Playground, workspace: Workspace, fields: Mapping[str, str]) -> Answer:
    return await _send(playground, workspace, fields["command"], urlencode(fields), FORM, shown=fields)


async def send_payload(playground: Playground, workspace: Workspace, payload: Mapping[str, Any]) -> Answer:
    """Send an interaction as Slack does: a form with one field, `payload`."""
    body = urlencode({"payload": json.dumps(payload)})
    return await _send(playground, workspace, payload["type"], body, FORM, shown=payload)


async def send_event(playground: Playground, workspace: Workspace, event: Mapping[str, Any]) -> Answer:
    """Deliver an event; what was not taken is sent again behind the scenes, three times at most."""
    envelope = event_callback(workspace, event)
    answer = await _send_event(playground, workspace, envelope, {})
    if answer.failure and not answer.no_retry:
        playground.in_background(_retry(playground, workspace, envelope, answer))
    return answer


async def send_url_verification(playground: Playground, workspace: Workspace) -> Answer:
    body = {
        "token": workspace.verification_token,
        "challenge": secrets.token_urlsafe(24),
        "type": "url_verification",
    }
    return await _send(playground, workspace, "url_verification", json.dumps(body), JSON, shown=body)


REASONS = {"operation_timeout": "http_timeout", "dispatch_failed": "connection_failed", "http_error": "http_error"}


async def _retry(playground: Playground, workspace: Workspace, envelope: Mapping[str, Any], answer: Answer) -> None:
    for number, delay in enumerate(playground.faults.retry_delays, 1):
        await asyncio.sleep(delay)
        reason = REASONS[answer.failure or "http_error"]
        headers = {"X-Slack-Retry-Num": str(number), "X-Slack-Retry-Reason": reason}
        answer = await _send_event(playground, workspace, envelope, headers)
        if not answer.failure or answer.no_retry:
            return


async def _send_event(
    playground: Playground, workspace: Workspace, envelope: Mapping[str, Any], headers: Mapping[str, str]
) -> Answer:
    name = envelope["event"]["type"]
    return await _send(playground, workspace, name, json.dumps(envelope), JSON, headers, shown=envelope)


async def _send(
    playground: Playground,
    workspace: Workspace,
    name: str,
    body: str,
    kind: str,
    more: Mapping[str, str] | None = None,
    *,
    shown: Mapping[str, Any],
) -> Answer:
    entry = playground.calls.add("to bot", name, request=shown, headers=dict(more or {}), team=workspace.id)
    playground.listeners.wake()
    timestamp = str(int(time.time()))
    headers = {
        "Content-Type": kind,
        "User-Agent": "Slackbot 1.0 (playground)",
        "X-Slack-Request-Timestamp": timestamp,
        "X-Slack-Signature": signature(workspace.signing_secret, timestamp, body),
        **(more or {}),
    }
    started = time.perf_counter()
    answer = await _post(playground, body, headers)
    entry |= {
        "ms": round((time.perf_counter() - started) * 1000, 1),
        "status": answer.status,
        "failure": answer.failure,
        "response": answer.body,
    }
    playground.listeners.wake()
    return answer


async def _post(playground: Playground, body: str, headers: Mapping[str, str]) -> Answer:
    patience = aiohttp.ClientTimeout(total=playground.faults.ack_seconds)
    try:
        async with playground.session.post(
            playground.bot_url, data=body.encode(), headers=headers, timeout=patience
        ) as response:
            text = await response.text()
    except TimeoutError:
        return Answer("operation_timeout")
    except aiohttp.ClientError:
        return Answer("dispatch_failed")
    failure = None if response.status in GOOD else "http_error"
    return Answer(failure, response.status, text, response.headers.get("X-Slack-No-Retry") == "1")
