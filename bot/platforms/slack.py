"""The Slack front door.

One method for each kind of payload, which gives what Slack is answered; our route is found by name in a dict. It awaits
the transaction only: every call to Slack's Web API runs in a tracked task after the answer, so a slow Slack never
delays one.
"""

import asyncio
from collections.abc import Awaitable, Coroutine, Mapping
from contextlib import suppress
from contextvars import ContextVar
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

import structlog

from bot.acquaintance import is_to_learn, learn
from bot.answering import Answer, Answering, Asked, Faults, Refused
from bot.districts import Districts
from bot.errands import Errands, Once
from bot.loading import load
from bot.platforms.slack_payloads import (
    PANE,
    SAID,
    Heard,
    Memo,
    conversation_of,
    filled,
    heard_in,
    here_of,
    memo_of,
    plain_text,
    press_of,
    pressed_in,
    team_of,
    told_of,
    typed_command,
    user_of,
)
from bot.platforms.slack_places import Place, place_of, place_of_press
from bot.platforms.slack_watch import CONVERSATION_EVENTS, Watch
from bot.platforms.slack_workspaces import SLACK, NotInstalledError, SlackWorkspaces
from domain.frozen import dataclass
from domain.texts import say
from handlers.routing import Draw, Here, Open, Route, Show, find
from views import slack
from views.elements import Card, Quote

if TYPE_CHECKING:
    from bot.platforms.slack_replies import Replies

log = structlog.get_logger()

REPLIES = "bot.platforms.slack_replies"  # with what calls Slack: loaded when the doors are open
PATIENCE = 0.8  # seconds from its arrival that a request waits for its commit; Slack gives up after three
NOT_CONNECTED = say("Kaizen is not connected to this workspace. Tell your IT office.")  # whose language is not known
Body = Mapping[str, Any]
#: When the request came, by the event loop's clock: what it waited for its turn among others counts as well.
arrived: ContextVar[float] = ContextVar("arrived")


@dataclass(frozen=True, slots=True)
class Done:
    """What was asked, now with its district, and the answer."""

    asked: Asked
    answer: Answer


class SlackDoor:
    def __init__(self, answering: Answering, slack: SlackWorkspaces, districts: Districts, watch: Watch) -> None:
        self._answering = answering
        self._watch = watch
        self._slack = slack
        self._districts = districts
        self._errands = Errands(answering.turns)
        self._heard = Once()

    async def command(self, body: Body) -> Body:
        typed = typed_command(body)
        route, rest = find(self._answering.routes, typed)
        more = {"text": rest, "repeat": f"command:{body['trigger_id']}", "here": here_of(body)}
        asked = _asked(body, route or self._answering.routes["unknown"], **more)
        place = Place(user=asked.external, trigger=body["trigger_id"], url=body.get("response_url") or "")
        task = self._errands.begin(self._answer(asked))
        done = await self._in_time(task)
        if done and isinstance(done.answer.reply, Show | Refused):
            if is_to_learn(done.answer):
                self._afterwards(self._learn(done), later=True)
            return {"response_type": "ephemeral", **slack.message(_card(done.answer.reply, rest))}
        self._afterwards(self._finish(task, place), asked)
        return {}

    async def press(self, body: Body) -> Body:
        press = press_of(body)
        route = self._answering.routes.get(press.does)
        if route is None:  # a box that was ticked or chosen: nothing to do until a button is pressed
            return {}
        found = filled(body.get("view") or body)  # a message's own choices stand beside it
        more = {"repeat": press.repeat, "values": found.values, "here": pressed_in(body)}
        asked = _asked(body, route, about=press.about, text=press.about, **more)
        task = self._errands.begin(self._answer(asked))
        await self._in_time(task)
        self._afterwards(self._finish(task, place_of_press(body)), asked)
        return {}

    async def shortcut(self, body: Body) -> Body:
        text = plain_text((body.get("message") or {}).get("text") or "")
        asked = _asked(body, self._answering.routes[body["callback_id"]], text=text)
        place = Place(user=asked.external, trigger=body["trigger_id"], url=body.get("response_url") or "")
        task = self._errands.begin(self._answer(asked))
        await self._in_time(task)
        self._afterwards(self._finish(task, place), asked)
        return {}

    async def submit(self, body: Body) -> Body:
        view = body["view"]
        memo, found = memo_of(view), filled(view)
        route = self._answering.routes[view["callback_id"]]
        more = {"values": found.values, "persons": found.persons, "repeat": f"form:{view['id']}"}
        asked = _asked(body, route, about=memo.about, **more)
        place = Place(user=asked.external, url=memo.url, channel=memo.channel, view=view, home=memo.home)
        task = self._errands.begin(self._answer(asked))
        done = await self._in_time(task)
        if done is None:
            self._afterwards(self._finish_late(task, view, place), asked)
            return {"response_action": "update", "view": slack.saving(self._answering.language_of(asked))}
        self._afterwards(self._finish_submitted(done, memo, place), asked, later=True)
        return _outcome(done.answer, view)

    async def options(self, body: Body) -> Body:
        asked = _asked(body, self._answering.routes[body["action_id"]], text=body.get("value") or "")
        reply = (await self._answer(asked)).answer.reply
        return slack.options(reply if isinstance(reply, list) else [])

    async def event(self, body: Body) -> Body:
        event, team = body["event"], team_of(body)
        if event["type"] == "app_uninstalled" or (event["type"] == "tokens_revoked" and event["tokens"].get("bot")):
            at = datetime.fromtimestamp(body["event_time"], UTC)
            await self._slack.stopped(team, event["type"], at)  # before the answer: else Slack would not tell again
        elif event["type"] == "user_change":
            self._afterwards(self._changed(team, event["user"]))
        elif event["type"] in CONVERSATION_EVENTS:
            self._afterwards(self._watch.one(team, conversation_of(event)))
        elif event["type"] in SAID:
            heard = heard_in(event)
            if heard and self._heard.is_new(heard.repeat):
                asked = self._said(body, heard)
                self._afterwards(self._hear(asked, heard), asked)
        elif event["type"] in PANE:
            self._afterwards(self._suggest(body, event["assistant_thread"]))
        elif event["type"] == "app_home_opened" and event.get("tab") == "home":
            asked = _asked({**body, "user": {"id": event["user"]}}, self._answering.routes["home"])
            self._afterwards(self._home_opened(asked))
        return {}

    def _said(self, body: Body, heard: Heard) -> Asked:
        """What somebody said, as the command that it is, or as a question."""
        route, rest = find(self._answering.routes, heard.text)
        here = None if heard.personal else Here(workspace=team_of(body), id=heard.channel)
        who = {**body, "user": {"id": heard.user}}
        if heard.files and heard.personal:
            more = {"text": heard.text, "repeat": heard.repeat, "values": {"files": heard.files}}
            return _asked(who, self._answering.routes["evidence.sent"], **more)
        route = route or self._answering.routes["unknown"]
        return _asked(who, route, text=rest, repeat=heard.repeat, here=here)

    async def _hear(self, asked: Asked, heard: Heard) -> None:
        task = self._errands.begin(self._answer(asked))
        place = place_of(heard)
        if await self._in_time(task) is None and heard.personal and heard.thread:
            await (await self._replies(asked)).looking(place, self._answering.language_of(asked))
        await self._finish(task, place)

    async def _suggest(self, body: Body, pane: Body) -> None:
        asked = _asked({**body, "user": {"id": pane["user_id"]}}, self._answering.routes["unknown"])
        language = self._answering.language_of(asked)
        await (await self._replies(asked)).suggest(pane["channel_id"], pane["thread_ts"], language)

    async def _answer(self, asked: Asked) -> Done:
        """Find whose request it is, and answer it: all of that in the time that a request has."""
        district = await self._districts.of(SLACK, asked.workspace)
        if district is None or not await self._slack.has(asked.workspace):
            log.warning("unknown workspace", workspace=asked.workspace)
            return Done(asked, Answer(reply=Refused(NOT_CONNECTED)))
        asked = replace(asked, district=district)
        return Done(asked, await self._answering.answer(asked))

    async def _in_time(self, task: asyncio.Task[Done]) -> Done | None:
        now = asyncio.get_running_loop().time()
        done, _ = await asyncio.wait({task}, timeout=max(0.0, arrived.get(now) + PATIENCE - now))
        return task.result() if done else None

    async def _finish(self, task: asyncio.Task[Done], place: Place) -> None:
        """Bring the answer, now or when it is there; after a change, draw the Home that it came from again."""
        done = await task
        asked, answer = done.asked, done.answer
        if answer.reply != Draw("home"):
            shown = await self._answering.shown(asked, answer)
            await (await self._replies(asked)).give(shown, place, asked)
        if asked.route.writes and (place.home or memo_of(place.view).home):
            await self._publish(asked)
        await self._learn(done)

    async def _finish_submitted(self, done: Done, memo: Memo, place: Place) -> None:
        """Show what a form did where it came from."""
        asked = done.asked
        if memo.url or memo.message or place.view.get("previous_view_id"):
            shown = await self._answering.shown(asked, done.answer)
            await (await self._replies(asked)).give_submitted(shown, memo, place)
        if memo.home:
            await self._publish(asked)
        await self._learn(done)

    async def _finish_late(self, task: asyncio.Task[Done], view: Body, place: Place) -> None:
        done = await task
        shown = await self._answering.shown(done.asked, done.answer)
        await (await self._replies(done.asked)).give_late(shown, view, place)
        if place.home:
            await self._publish(done.asked)
        await self._learn(done)

    async def _home_opened(self, asked: Asked) -> None:
        """Ask the directory first, so that a new admin finds the button that is theirs."""
        done = await self._answer(asked)
        answer = await self._answering.answer(done.asked) if await self._learn(done) else done.answer
        await self._publish_card(done.asked, answer)

    async def _publish(self, asked: Asked) -> None:
        home = Asked(
            district=asked.district,
            platform=asked.platform,
            workspace=asked.workspace,
            external=asked.external,
            route=self._answering.routes["home"],
        )
        await self._publish_card(asked, await self._answering.answer(home))

    async def _publish_card(self, asked: Asked, answer: Answer) -> None:
        await (await self._replies(asked)).publish_home(asked.external, _card(answer.reply, ""))

    async def _learn(self, done: Done) -> bool:
        return await learn(self._answering.directories, self._slack, done.asked, done.answer)

    async def _changed(self, team: str, user: Body) -> None:
        """Somebody was renamed, made a guest or deactivated: keep it, if they are known here."""
        district = await self._districts.of(SLACK, team)
        known = await self._answering.directories.known(district, SLACK, team, user["id"]) if district else None
        if district and known:
            await self._answering.directories.met(district, told_of(user, known, datetime.now(UTC)))

    async def _replies(self, asked: Asked) -> "Replies":
        """Ways to answer in the workspace that somebody asked from, with its own token."""
        await load(REPLIES)
        from bot.platforms.slack_replies import Replies

        district = asked.district or await self._districts.of(SLACK, asked.workspace) or ""
        noted = partial(self._answering.stands, replace(asked, district=district))
        return Replies(await self._slack.of(asked.workspace), noted)

    def _afterwards(self, work: Coroutine[Any, Any, Any], asked: Asked | None = None, *, later: bool = False) -> None:
        """Do something once the answer has left; its failure is logged, and told to who asked."""

        async def apologise(fault: str) -> None:
            if asked:
                with suppress(NotInstalledError):
                    replies = await self._replies(asked)
                    await replies.apologise(asked, fault, self._answering.language_of(asked))

        route = asked.route.name if asked else ""
        self._errands.after(_installed(work), later=later, route=route, apologise=apologise)

    async def drain(self, within: float) -> None:
        """Wait until everything that was begun is done, but for so many seconds."""
        await self._errands.drain(within)


async def _installed(work: Awaitable[Any]) -> None:
    try:
        await work
    except NotInstalledError as error:  # it was uninstalled since it was asked
        log.warning("unknown workspace", workspace=str(error))


def _asked(body: Body, route: Route, **more: Any) -> Asked:
    """What is asked, in no district yet: who looks that up has to wait for the database."""
    user, name = user_of(body)
    return Asked(district="", platform=SLACK, workspace=team_of(body), external=user, name=name, route=route, **more)


def _card(reply: object, typed: str) -> Card:
    match reply:
        case Show(card):
            return card
        case Card():
            return reply
        case Refused(sentence) if typed:
            return Card(title=sentence, parts=[Quote(typed)])
        case Refused(sentence):
            return Card(title=sentence)
        case _:
            raise TypeError(f"no card in {type(reply).__name__}")


def _outcome(answer: Answer, view: Body) -> dict[str, Any]:
    """What a submitted form is answered with: errors on its questions, another form, or nothing, which closes it."""
    questions = questions_of(view)
    match answer.reply:
        case Faults(by_question):
            faults = {(q if q in questions else questions[0]): said for q, said in by_question.items()}
            return {"response_action": "errors", "errors": faults}
        case Refused(sentence):
            return {"response_action": "errors", "errors": {questions[0]: sentence}}
        case Open(form):
            return {"response_action": "update", "view": slack.modal(form, view["private_metadata"], answer.who)}
        case _:
            return {}


def questions_of(view: object) -> list[str]:
    """The names of a form's questions, in order."""
    blocks = view.get("blocks") if isinstance(view, dict) else None
    inputs = [block for block in blocks or () if isinstance(block, dict) and block.get("type") == "input"]
    return [str(block["block_id"]) for block in inputs if block.get("block_id")]
