"""What the Teams side sends to the bot: signed, timed, and again where Teams asks again."""

import json
import time
from dataclasses import replace

import aiohttp

from playground.outgoing import GOOD, Answer
from playground.teams.server import Teams
from playground.teams.tenant import Json

TROUBLE = {
    "operation_timeout": "{app} did not answer in time.",
    "dispatch_failed": "{app} could not be reached.",
    "http_error": "{app} responded with status code {status}.",
}


async def send(teams: Teams, activity: Json) -> Answer:
    """Send an activity. An invoke that is not answered in time is sent twice more, the same."""
    invoke = activity["type"] == "invoke"
    tries = max(1, teams.faults.invoke_tries) if invoke else 1
    answer = Answer("operation_timeout")
    for again in range(tries):
        answer = await _once(teams, activity, again)
        if answer.failure != "operation_timeout":
            break
    return answer


async def _once(teams: Teams, activity: Json, again: int = 0) -> Answer:
    headers = {"retry": str(again)} if again else {}
    name = activity.get("name") or activity["type"]
    entry = teams.calls.add("to bot", name, request=activity, headers=headers)
    teams.changed()
    started = time.perf_counter()
    answer = await _post(teams, activity)
    entry |= {
        "ms": round((time.perf_counter() - started) * 1000, 1),
        "status": answer.status,
        "failure": answer.failure,
        "response": answer.body,
    }
    teams.changed()
    return answer


async def _post(teams: Teams, activity: Json) -> Answer:
    token = teams.authority.sign(teams.tenant.app.id, str(activity.get("serviceUrl", "")))
    headers = {
        "Authorization": f"Bearer {token}",
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "Microsoft-SkypeBotApi (playground)",
    }
    seconds = teams.faults.invoke_seconds if activity["type"] == "invoke" else teams.faults.message_seconds
    patience = aiohttp.ClientTimeout(total=seconds)
    session = teams.playground.session
    try:
        async with session.post(teams.bot_url, data=json.dumps(activity), headers=headers, timeout=patience) as came:
            answer = Answer(None, came.status, await came.text())
    except TimeoutError:
        return Answer("operation_timeout")
    except aiohttp.ClientError:
        return Answer("dispatch_failed")
    return answer if answer.status in GOOD else replace(answer, failure="http_error")


def trouble(teams: Teams, answer: Answer) -> str | None:
    """Say in words why the bot's answer did not come, if it did not."""
    words = TROUBLE.get(answer.failure or "")
    return words.format(app=teams.tenant.app.name, status=answer.status) if words else None
