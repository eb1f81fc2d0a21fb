"""How an answer reaches somebody in Teams once the request itself is answered.

In their own chat: what Kaizen tells one person is nobody else's to read. Where something was asked in a channel, a
short line there says so.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import structlog

from bot.answering import Answering, Asked, broken
from bot.platforms.teams_api import CALL_FAILED, CallError
from bot.platforms.teams_payloads import Turn
from bot.platforms.teams_registration import TEAMS
from bot.platforms.teams_tenants import NotRegisteredError, TeamsTenants, opening
from bot.sending import Posted
from domain.texts import say
from views import teams
from views.elements import Card, Form, Part, Quote
from views.languages import card_in, said

log = structlog.get_logger()

IN_OUR_CHAT = say("I answered you in our own chat.")
NOT_ADDED = say("I cannot write to you yet: add Kaizen to your apps in Teams first, then ask again.")
FAILED = (*CALL_FAILED, NotRegisteredError)
NOT_THERE = {403, 404}
Faults = Mapping[str, str]


class Replies:
    def __init__(self, answering: Answering, tenants: TeamsTenants) -> None:
        self._answering = answering
        self._tenants = tenants
        self._opens = opening(answering.routes)

    async def give(self, asked: Asked, turn: Turn, card: Card) -> None:
        """Post a card: in the channel what is said to all of it, everything else in their own chat."""
        drawn = self._drawn(asked, card)
        if asked.route.public and not turn.personal:
            await self._post(turn, turn.conversation, drawn)
            return
        await self._tell(asked, turn, drawn)

    async def open(
        self,
        asked: Asked,
        turn: Turn,
        form: Form,
        memo: Mapping[str, str],
        who: Mapping[str, str],
        faults: Faults | None = None,
    ) -> None:
        """Post a form."""
        card = teams.chat_form(form, memo, who, faults or {})
        await self._tell(asked, turn, teams.activity(card))

    async def redraw(self, asked: Asked, turn: Turn, message: str, card: Card) -> None:
        """Draw a message of their own chat again, with what it came to."""
        drawn = self._drawn(asked, card)
        try:
            api = await self._tenants.of(turn.tenant)
            await api.update(turn.service, turn.conversation, message, drawn)
        except FAILED as error:
            log.warning("reply", error=str(error) or type(error).__name__)
            await self._tell(asked, turn, drawn)
            return
        await self._stands(asked, drawn, Posted(turn.conversation, message))

    async def apologise(self, asked: Asked, fault: str) -> None:
        """Tell somebody that something broke."""
        parts: list[Part] = [Quote(asked.text)] if asked.text else []
        card = card_in(Card(title=broken(fault), parts=parts), self._answering.language_of(asked))
        try:
            await self._tenants.say(asked.workspace, asked.external, teams.message(card, self._opens))
        except FAILED as error:
            log.warning("reply", error=str(error) or type(error).__name__, id=fault)

    async def _tell(self, asked: Asked, turn: Turn, drawn: Mapping[str, Any]) -> None:
        try:
            posted = await self._tenants.say(turn.tenant, turn.person, drawn)
        except CallError as error:
            if turn.personal or error.status not in NOT_THERE:
                raise
            known = await self._answering.directories.known(asked.district, TEAMS, turn.tenant, turn.person)
            if known and known.guest:  # who cannot add it, and is told nothing but that it is not for them
                await self._post(turn, turn.conversation, drawn)
            else:
                await self._note(asked, turn, NOT_ADDED)
            return
        await self._stands(asked, drawn, posted)
        if not turn.personal:
            await self._note(asked, turn, IN_OUR_CHAT)

    async def _note(self, asked: Asked, turn: Turn, sentence: str) -> None:
        """Say in the channel where the answer went."""
        card = Card(title=said(sentence, self._answering.language_of(asked)))
        await self._post(turn, turn.conversation, teams.message(card))

    async def _post(self, turn: Turn, conversation: str, drawn: Mapping[str, Any]) -> None:
        api = await self._tenants.of(turn.tenant)
        await api.send(turn.service, conversation, drawn, patient=True)

    async def _stands(self, asked: Asked, drawn: Mapping[str, Any], where: Posted) -> None:
        await self._answering.stands(asked, json.dumps(drawn), where.conversation, where.message)

    def _drawn(self, asked: Asked, card: Card) -> dict[str, Any]:
        drawn = teams.message(card, self._opens)
        return from_home(drawn) if asked.route.name == "home" else drawn

    async def home_of(self, asked: Asked) -> dict[str, Any]:
        """Somebody's own page, as it is now."""
        drawn: dict[str, Any] = (await self._home(asked))["attachments"][0]["content"]
        return drawn

    async def redraw_home(self, asked: Asked, turn: Turn, message: str) -> None:
        """Draw their own page again where it stands."""
        try:
            api = await self._tenants.of(turn.tenant)
            await api.update(turn.service, turn.conversation, message, await self._home(asked))
        except FAILED as error:  # it is drawn anew when they ask for it
            log.warning("home", error=str(error) or type(error).__name__)

    async def _home(self, asked: Asked) -> dict[str, Any]:
        route = self._answering.routes["home"]
        home = replace(asked, route=route, about="", text="", values={}, persons={}, repeat="")
        reply = (await self._answering.answer(home)).reply
        card = reply if isinstance(reply, Card) else Card(title=getattr(reply, "sentence", ""))
        return from_home(teams.message(card, self._opens))


def from_home(drawn: dict[str, Any]) -> dict[str, Any]:
    """The same message, whose buttons say that they stand on somebody's own page."""
    for action in _actions(drawn["attachments"]):
        data = action.get("data")
        if isinstance(data, dict) and teams.OUR in data:
            data[teams.OUR]["home"] = "1"
    return drawn


def _actions(found: object) -> Sequence[dict[str, Any]]:
    """Every action of a card, wherever it stands."""
    if isinstance(found, list):
        return [action for one in found for action in _actions(one)]
    if not isinstance(found, dict):
        return []
    mine = [found] if str(found.get("type", "")).startswith("Action.") else []
    return [*mine, *(action for name, one in found.items() if name != "data" for action in _actions(one))]
