"""For tests: a bot of Teams that notes what it hears, answers as told, and calls the connector."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from playground.teams.authority import SCOPE
from playground.teams.cards import CARD
from playground.teams.seed import default_tenant

Json = dict[str, Any]
Listener = Callable[[Json], Awaitable[Any]]


@dataclass
class Heard:
    """One activity that reached the bot."""

    name: str  # of an invoke, or the activity's type
    body: Json
    headers: dict[str, str]


@dataclass
class TeamsBot:
    """A bot that answers by name: that of an invoke, a verb, or the type of an activity. It says 200 to all else."""

    url: str = ""  # of the playground
    on: dict[str, Listener] = field(default_factory=dict)
    heard: list[Heard] = field(default_factory=list)
    token: str = ""

    def app(self) -> Starlette:
        return Starlette(routes=[Route("/api/messages", self.listen, methods=["POST"])])

    async def listen(self, request: Request) -> Response:
        body: Json = json.loads(await request.body())
        name = body.get("name") or body["type"]
        self.heard.append(Heard(name, body, dict(request.headers)))
        verb = ((body.get("value") or {}).get("action") or {}).get("verb") if body["type"] == "invoke" else None
        listener = self.on.get(verb or name) or self.on.get(name)
        answer = await listener(body) if listener else None
        if isinstance(answer, Response):
            return answer
        return JSONResponse(answer) if answer else Response(status_code=200)

    def last(self, name: str) -> Json:
        return next(one.body for one in reversed(self.heard) if one.name == name)

    def count(self, name: str) -> int:
        return sum(one.name == name for one in self.heard)

    def sign_in(self, tenant: str = "", **changed: str) -> httpx.Response:
        """Ask the authority for a token, and keep it."""
        data = default_tenant()
        form = {
            "grant_type": "client_credentials",
            "client_id": data["app"]["id"],
            "client_secret": data["app"]["secret"],
            "scope": SCOPE,
        }
        place = f"{self.url}/teams/authority/{tenant or data['tenant']['id']}/oauth2/v2.0/token"
        answer = httpx.post(place, data=form | changed)
        self.token = answer.json().get("access_token", self.token)
        return answer

    def call(self, method: str, *path: str, body: Any = None) -> httpx.Response:
        """Call the connector: the parts of the path below v3/conversations, and a body."""
        if not self.token:
            self.sign_in()
        place = "/".join((f"{self.url}/teams/v3/conversations", *(quote(part, safe="?=&") for part in path)))
        return httpx.request(method, place, json=body, headers={"Authorization": f"Bearer {self.token}"})

    def chat_with(self, person: str) -> str:
        """Begin the chat with somebody, and give its id."""
        data = default_tenant()
        asked = {
            "bot": {"id": f"28:{data['app']['id']}"},
            "members": [{"id": person}],
            "tenantId": data["tenant"]["id"],
            "channelData": {"tenant": {"id": data["tenant"]["id"]}},
            "isGroup": False,
        }
        made: str = self.call("POST", body=asked).json()["id"]
        return made

    def send(self, conversation: str, **activity: Any) -> httpx.Response:
        return self.call("POST", conversation, "activities", body={"type": "message", **activity})

    def show(self, conversation: str, body: list[Json], actions: list[Json] | None = None) -> str:
        """Send a card, and give the message's id."""
        sent = self.send(conversation, summary="A card", attachments=[attached(card(body, actions))])
        made: str = sent.json()["id"]
        return made


def card(body: list[Json], actions: list[Json] | None = None) -> Json:
    made: Json = {"type": "AdaptiveCard", "version": "1.5", "body": body}
    return made | ({"actions": actions} if actions else {})


def attached(content: Json) -> Json:
    return {"contentType": CARD, "content": content}


def words(text: str, **more: Any) -> Json:
    return {"type": "TextBlock", "text": text, "wrap": True, **more}


def execute(title: str, verb: str, **more: Any) -> Json:
    return {"type": "Action.Execute", "title": title, "verb": verb, **more}


def opens(title: str, **data: Any) -> Json:
    """A button that opens a dialog."""
    return {"type": "Action.Submit", "title": title, "data": {"msteams": {"type": "task/fetch"}, **data}}


def dialog(title: str, content: Json) -> Json:
    """The answer that opens a dialog, or goes on with it."""
    return {"task": {"type": "continue", "value": {"title": title, "card": attached(content)}}}
