"""What everything that comes from Teams shares: how it is asked, answered in time, and followed up."""

import asyncio
from collections.abc import Coroutine
from typing import Any

from bot.acquaintance import is_to_learn, learn
from bot.answering import Answer, Answering, Asked, Faults, Refused
from bot.errands import Errands
from bot.platforms.teams_payloads import Pressed, Turn
from bot.platforms.teams_registration import TEAMS, Registration
from bot.platforms.teams_replies import Replies
from bot.platforms.teams_tenants import TeamsTenants, opening
from domain.frozen import dataclass
from handlers.routing import Draw, Here, Route, Show
from views.elements import Card, Quote
from views.languages import said

PATIENCE = 2.5  # seconds that an activity waits for its commit; Teams gives up after five


@dataclass(frozen=True, slots=True)
class Done:
    """What was asked, and the answer with what it names drawn."""

    asked: Asked
    answer: Answer
    is_home: bool = False  # it is their own page that was named


Task = asyncio.Task[Done]


class Asking:
    def __init__(self, answering: Answering, tenants: TeamsTenants) -> None:
        self.answering = answering
        self.routes = answering.routes
        self.opens = opening(answering.routes)
        self.replies = Replies(answering, tenants)
        self._tenants = tenants
        self._errands = Errands(answering.turns)

    def asked(self, turn: Turn, registration: Registration, route: Route, **more: Any) -> Asked:
        here = Here(workspace=turn.tenant, id=turn.channel or turn.conversation, label=turn.channel_name)
        return Asked(
            district=registration.district,
            platform=TEAMS,
            workspace=registration.tenant,
            external=turn.person,
            name=turn.called,
            route=route,
            here=None if turn.personal else here,
            **more,
        )

    def pressed(self, turn: Turn, registration: Registration, pressed: Pressed) -> Asked | None:
        """What a press asks for; nothing when there is no such route, or when it is a form's and no form was sent."""
        route = self.routes.get(pressed.does)
        if route is None or bool(route.form) != pressed.form:
            return None
        nonce = pressed.memo.get("nonce", "")
        repeat = f"form:{turn.person}:{nonce}" if pressed.form and nonce else f"press:{turn.conversation}:{turn.id}"
        more = {"values": pressed.values, "persons": pressed.persons, "repeat": repeat}
        return self.asked(turn, registration, route, about=pressed.about, text=pressed.about, **more)

    def begin(self, asked: Asked) -> Task:
        return self._errands.begin(self._answer(asked))

    async def _answer(self, asked: Asked) -> Done:
        answer = await self.answering.answer(asked)
        return Done(asked, await self.answering.shown(asked, answer), answer.reply == Draw("home"))

    async def in_time(self, task: Task) -> Done | None:
        done, _ = await asyncio.wait({task}, timeout=PATIENCE)
        return task.result() if done else None

    def learn_later(self, done: Done) -> None:
        if is_to_learn(done.answer):
            self.after(self.learn(done), later=True)

    async def learn(self, done: Done) -> None:
        await learn(self.answering.directories, self._tenants, done.asked, done.answer)

    def after(self, work: Coroutine[Any, Any, Any], asked: Asked | None = None, *, later: bool = False) -> None:
        """Do something once the answer has left; its failure is logged, and told to who asked."""

        async def apologise(fault: str) -> None:
            if asked:
                await self.replies.apologise(asked, fault)

        self._errands.after(work, later=later, route=asked.route.name if asked else "", apologise=apologise)

    def say(self, turn: Turn, sentence: str) -> str:
        """A sentence of ours in their language."""
        return said(sentence, self.answering.spoken(TEAMS, turn.tenant, turn.person))

    async def drain(self, within: float) -> None:
        await self._errands.drain(within)


def card_of(reply: object, typed: str = "") -> Card:
    """What is told by a message."""
    match reply:
        case Show(card):
            return card
        case Card():
            return reply
        case Refused(sentence):
            return Card(title=sentence, parts=[Quote(typed)] if typed else [])
        case Faults(by_question):
            return Card(title=" ".join(by_question.values()))
        case _:
            raise TypeError(f"no card in {type(reply).__name__}")
