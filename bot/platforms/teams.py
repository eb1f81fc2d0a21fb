"""The Teams front door: our own HTTP edge, with every activity taken as it comes.

What somebody types is answered by a message; a button is answered in its card, or in a dialog when its route only
looks or opens a form. An invoke has five seconds; what takes longer is brought afterwards.
"""

import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import structlog
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.answering import Answering, Asked, broken
from bot.log import fault_id
from bot.platforms import teams_answers as answers
from bot.platforms.teams_asking import Asking, Task, card_of
from bot.platforms.teams_forms import Forms
from bot.platforms.teams_gate import Gate, TurnedAwayError
from bot.platforms.teams_payloads import Turn, pressed_of, searched, turn_of
from bot.platforms.teams_presses import Presses, UnknownInvokeError
from bot.platforms.teams_registration import Registration
from bot.platforms.teams_tenants import TeamsTenants
from bot.platforms.teams_watch import Watch
from handlers.routing import Open, find
from views import teams

log = structlog.get_logger()

#: What asks for a person's own page, which other platforms show by themselves.
HOME = {"", "home", "start", "hi", "hello", "hey"}
ADDRESSED = re.compile(r"^kaizen\b[\s,:]*", re.IGNORECASE)
Answered = Mapping[str, Any] | None
Takes = Callable[[Turn, Registration], Awaitable[Answered]]


class TeamsDoor:
    def __init__(self, answering: Answering, tenants: TeamsTenants, gate: Gate, watch: Watch) -> None:
        self._answering = answering
        self._tenants = tenants
        self._gate = gate
        self._watch = watch
        self._asking = Asking(answering, tenants)
        self._forms = Forms(answering)
        presses = Presses(self._asking, self._forms)
        self._takes: Mapping[str, Takes] = {
            "message": self._message,
            "invoke": self._invoke,
            "installationUpdate": self._installed,
            "conversationUpdate": self._changed,
        }
        self._invokes: Mapping[str, Takes] = {
            "adaptiveCard/action": presses.act,
            "task/fetch": presses.fetch,
            "task/submit": presses.submit,
            "composeExtension/fetchTask": presses.extend,
            "composeExtension/submitAction": presses.submit,
            "application/search": self._search,
        }

    async def post(self, request: Request) -> Response:
        """`POST /api/messages`. Whatever is not known of what was let in is taken, and nothing is done."""
        try:
            activity, registration = await self._gate.admit(request)
        except TurnedAwayError as error:
            log.warning("turned away", status=error.status, why=str(error))
            return JSONResponse({"error": {"code": "TurnedAway"}}, error.status)
        turn = turn_of(activity)
        try:
            with self._answering.turns.first():
                body = await self._take(turn, registration)
        except UnknownInvokeError:
            return JSONResponse({"error": {"code": "NotImplemented"}}, 501)
        except Exception:
            fault = fault_id()
            log.exception("fault", id=fault, kind=turn.kind, name=turn.name)
            body = self._broken(turn, registration, fault)
        return Response(status_code=200) if body is None else JSONResponse(body)

    def _broken(self, turn: Turn, registration: Registration, fault: str) -> Answered:
        """Something broke: say so where Teams shows it to somebody, or by a message."""
        if turn.kind == "message" and turn.person:
            asked = self._asking.asked(turn, registration, self._answering.routes["unknown"], text=turn.text)
            self._asking.after(self._asking.replies.apologise(asked, fault))
        if turn.kind != "invoke":
            return None
        sentence = broken(fault)
        return answers.beside(sentence) if turn.name == "adaptiveCard/action" else answers.last_word(sentence)

    async def _take(self, turn: Turn, registration: Registration) -> Answered:
        taking = self._takes.get(turn.kind)
        if taking is None:
            return None
        if turn.person:
            await self._tenants.hear(turn, registration.district)
        return await taking(turn, registration)

    async def drain(self, within: float) -> None:
        await self._asking.drain(within)

    async def _message(self, turn: Turn, registration: Registration) -> Answered:
        """Somebody typed something, or sent a card as a message."""
        asked = self._sent(turn, registration) if turn.asked else self._typed(turn, registration)
        if turn.person and asked:
            if turn.personal:
                await self._watch.writes_again(turn, registration)
            task = self._asking.begin(asked)
            await self._asking.in_time(task)
            self._asking.after(self._bring(task, turn), asked)
        return None

    def _typed(self, turn: Turn, registration: Registration) -> Asked:
        typed = ADDRESSED.sub("", turn.text).strip()
        if turn.files and turn.personal:
            sent = {"text": typed, "values": {"files": turn.files}, "repeat": f"said:{turn.conversation}:{turn.id}"}
            return self._asking.asked(turn, registration, self._answering.routes["evidence.sent"], **sent)
        if typed.lower() in HOME:
            return self._asking.asked(turn, registration, self._answering.routes["home"])
        route, rest = find(self._answering.routes, typed)
        more = {"text": rest, "repeat": f"said:{turn.conversation}:{turn.id}"}
        return self._asking.asked(turn, registration, route or self._answering.routes["unknown"], **more)

    def _sent(self, turn: Turn, registration: Registration) -> Asked | None:
        return self._asking.pressed(turn, registration, pressed_of(turn.asked))

    async def _bring(self, task: Task, turn: Turn) -> None:
        """Post the answer to what was typed or sent."""
        done = await task
        reply, replies = done.answer.reply, self._asking.replies
        if isinstance(reply, Open):
            await replies.open(done.asked, turn, reply.form, self._forms.memo(done.asked), done.answer.who)
        else:
            await replies.give(done.asked, turn, card_of(reply, done.asked.text))
        await self._asking.learn(done)

    async def _invoke(self, turn: Turn, registration: Registration) -> Answered:
        taking = self._invokes.get(turn.name)
        if taking is None or not turn.person:
            raise UnknownInvokeError
        return await taking(turn, registration)

    async def _search(self, turn: Turn, registration: Registration) -> Answered:
        """Somebody looks for an answer in a list that is too long to be sent along."""
        dataset, text = searched(turn)
        route = self._answering.routes.get(dataset)
        if route is None or route.writes or route.form or route.typed:
            raise UnknownInvokeError
        reply = (await self._answering.answer(self._asking.asked(turn, registration, route, text=text))).reply
        return teams.options(reply if isinstance(reply, list) else [])

    async def _installed(self, turn: Turn, registration: Registration) -> Answered:
        """It was added to somebody's chat, or taken from it."""
        if turn.personal and turn.person:
            gone = turn.action.startswith("remove")
            self._asking.after(self._watch.came_or_went(turn, registration, gone=gone))
        return None

    async def _changed(self, turn: Turn, registration: Registration) -> Answered:
        """A channel was renamed or deleted, or the bot taken out of one."""
        self._asking.after(self._watch.conversation(turn, registration))
        return None
