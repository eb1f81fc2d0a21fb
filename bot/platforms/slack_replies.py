"""How an answer reaches the person in Slack once the request itself is answered.

In this order: the response_url, an ephemeral message, a direct message; so that nobody is left without an answer.
"""

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any

import structlog
from slack_sdk.errors import SlackApiError

from bot.answering import Answer, Asked, Faults, Refused, broken
from bot.pictures import has_picture, in_words
from bot.platforms.slack_api import SlackApi
from bot.platforms.slack_client import CALL_FAILED, RATE_LIMITS, error_of
from bot.platforms.slack_payloads import Memo, refilled
from bot.platforms.slack_places import Place
from domain.texts import say
from handlers.routing import Open, Show
from views import slack
from views.asking import PROMPTS, PROMPTS_TITLE
from views.elements import Button, Card, Form, Note, Quote, Text
from views.languages import card_in, texts_in

log = structlog.get_logger()

TOO_LATE = {"expired_trigger_id", "invalid_trigger_id", "exchanged_trigger_id", "trigger_expired", "trigger_exchanged"}
#: The open form was changed or closed meanwhile: a first press of the same button did what this one asks for.
MOVED_ON = {"hash_conflict", "not_found"}
KEPT = 2000  # characters that a button holds
CUT = say("The button keeps the first 2,000 letters; copy the rest from here.")
NOT_SAVED = say("It was not saved.")
LOOKING = say("looks it up …")


class Replies:
    """`stands` is told what a message says that could be shown nowhere else, and where it stands."""

    def __init__(self, api: SlackApi, stands: Callable[[str, str, str], Awaitable[None]]) -> None:
        self._api = api
        self._stands = stands
        self._client = api.client

    async def give(self, answer: Answer, place: Place, asked: Asked) -> None:
        """Bring an answer to a press, or to a command that was answered late."""
        place = replace(place, shared=place.shared and not asked.route.public)
        match answer.reply:
            case Open(form):
                await self._open(form, answer, place, asked)
            case Show(card, beside):
                await self._show(card, place, beside=beside)
            case Card() as card:
                await self._show(card, place, beside=False)
            case Refused(sentence):
                await self._refuse(sentence, place, answer.language)
            case Faults(by_question):
                await self._refuse(" ".join(by_question.values()), place, answer.language)
            case _:
                raise TypeError(f"{asked.route.name} gave no reply")

    async def give_submitted(self, answer: Answer, memo: Memo, place: Place) -> None:
        """Bring the result of a form to where the form was opened from."""
        card = answer.reply.card if isinstance(answer.reply, Show) else answer.reply
        if not isinstance(card, Card):
            return
        drawn = slack.message(card)
        try:
            if place.view.get("previous_view_id"):
                shown = slack.sheet(card, memo.dump())
                await self._client.views_update(view_id=place.view["previous_view_id"], view=shown)
            elif memo.message:
                await self._client.chat_update(channel=memo.channel, ts=memo.message, **drawn)
            elif memo.url:
                await self._tell(drawn, place, url=memo.url, replace=bool(memo.about) and not memo.beside)
        except CALL_FAILED as error:
            log.warning("reply", error=error_of(error))
            await self._direct(drawn, place)

    async def give_late(self, answer: Answer, view: Mapping[str, Any], place: Place) -> None:
        """A form was answered with "Saving …": show in the same window how it ended."""
        match answer.reply:
            case Card() as card:
                window = slack.sheet(card, "")
            case Show(card):
                window = slack.sheet(card, "")
            case Open(form):
                window = slack.modal(form, view["private_metadata"], answer.who)
            case Faults(by_question):
                window = _again(view, " ".join(by_question.values()), answer.language)
            case Refused(sentence):
                window = _again(view, sentence, answer.language)
            case _:
                return
        try:
            await self._client.views_update(view_id=view["id"], view=window)
        except CALL_FAILED:  # the window was closed meanwhile
            await self._show(card_in(_ended(answer), answer.language), place, beside=True)

    async def looking(self, place: Place, language: str) -> None:
        """Say in the pane that the answer is on its way; Slack takes it away when the answer comes."""
        said = texts_in([LOOKING], language)[0]
        try:
            await self._client.assistant_threads_setStatus(channel_id=place.direct, thread_ts=place.thread, status=said)
        except CALL_FAILED as error:
            log.info("assistant", error=error_of(error))

    async def suggest(self, channel: str, thread: str, language: str) -> None:
        """What can be asked, in a pane that was opened. Where a workspace has none, nothing is lost."""
        title, *prompts = texts_in([PROMPTS_TITLE, *(text for prompt in PROMPTS for text in prompt)], language)
        pairs = zip(prompts[::2], prompts[1::2], strict=True)
        try:
            await self._client.assistant_threads_setSuggestedPrompts(
                channel_id=channel,
                thread_ts=thread,
                title=title,
                prompts=[{"title": shown, "message": message} for shown, message in pairs],
            )
        except CALL_FAILED as error:
            log.info("assistant", error=error_of(error))

    async def publish_home(self, user: str, card: Card) -> None:
        try:
            await self._client.views_publish(user_id=user, view=slack.home(card))
        except CALL_FAILED as error:  # it is drawn again when it is opened
            log.warning("home", error=error_of(error))

    async def _refuse(self, sentence: str, place: Place, language: str) -> None:
        """Say it beside what was pressed; in an open form above its questions, with all that was typed."""
        if place.window and place.view.get("callback_id"):
            try:
                await self._client.views_update(view_id=place.view["id"], view=_again(place.view, sentence, language))
            except CALL_FAILED as error:  # the form was closed meanwhile
                log.warning("reply", error=error_of(error))
                await self._tell(slack.message(Card(title=sentence)), place, url=place.url, replace=False)
        else:
            await self._show(Card(title=sentence), place, beside=True)

    async def apologise(self, asked: Asked, fault: str, language: str) -> None:
        """Tell somebody that something broke, wherever they still can be told."""
        card = Card(title=broken(fault), parts=[Quote(asked.text)] if asked.text else [])
        try:
            await self._direct(slack.message(card_in(card, language)), Place(user=asked.external))
        except CALL_FAILED as error:
            log.warning("reply", error=type(error).__name__, id=fault)

    async def _open(self, form: Form, answer: Answer, place: Place, asked: Asked) -> None:
        at = {"channel": place.channel, "message": place.message} if form.about and not place.shared else {}
        memo = Memo(about=form.about, url=place.url, home=place.home, beside=place.shared, **at)
        drawn = slack.modal(form, memo.dump(), answer.who)
        try:
            if place.window and place.view["callback_id"] == form.does:
                drawn["private_metadata"] = place.view["private_metadata"]
                await self._client.views_update(view_id=place.view["id"], hash=place.view["hash"], view=drawn)
            elif place.window:
                await self._client.views_push(trigger_id=place.trigger, view=drawn)
            elif place.trigger:
                await self._client.views_open(trigger_id=place.trigger, view=drawn)
            else:
                await self._show(card_in(_to_open(asked), answer.language), place, beside=True)
        except CALL_FAILED as error:
            if error_of(error) in MOVED_ON:
                return
            if isinstance(error, SlackApiError) and error_of(error) not in TOO_LATE | RATE_LIMITS:
                raise
            await self._show(card_in(_too_late(asked), answer.language), place, beside=True)

    async def _show(self, card: Card, place: Place, *, beside: bool) -> None:
        beside = beside or place.shared
        window = slack.sheet(card, Memo(home=True).dump())
        try:
            if place.window:
                await self._client.views_update(view_id=place.view["id"], view=window)
                return
            if place.home and place.trigger:
                await self._client.views_open(trigger_id=place.trigger, view=window)
                return
        except CALL_FAILED as error:
            log.warning("reply", error=error_of(error))
        if has_picture(card):
            if place.url and await self._api.respond(place.url, _body(slack.message(card), replace=not beside)):
                return
            card = in_words(card)  # Slack refuses a message whose picture it cannot fetch
        await self._tell(slack.message(card), place, url=place.url, replace=not beside)

    async def _tell(self, drawn: Mapping[str, Any], place: Place, *, url: str, replace: bool) -> None:
        try:
            if url and await self._api.respond(url, _body(drawn, replace=replace) | _in_thread(place)):
                return
            if place.channel and not place.direct:
                there: dict[str, Any] = {"channel": place.channel, "user": place.user, **_in_thread(place)}
                await self._client.chat_postEphemeral(**there, **drawn)
                return
        except CALL_FAILED as error:
            log.warning("reply", error=type(error).__name__)
        await self._direct(drawn, place)

    async def _direct(self, drawn: Mapping[str, Any], place: Place) -> None:
        there: dict[str, Any] = {"channel": place.user}
        if place.direct:
            there = {"channel": place.direct, **_in_thread(place)}
        sent = await self._client.chat_postMessage(**there, **drawn)
        await self._stands(json.dumps(drawn), str(sent["channel"]), str(sent["ts"]))


def _in_thread(place: Place) -> dict[str, str]:
    return {"thread_ts": place.thread} if place.thread else {}


def _body(drawn: Mapping[str, Any], *, replace: bool) -> dict[str, Any]:
    return {**drawn, "replace_original": replace} | ({} if replace else {"response_type": "ephemeral"})


def _too_late(asked: Asked) -> Card:
    """Slack lets a form open for three seconds; what was typed is kept in the button, and shown."""
    kept = asked.about or asked.text
    return Card(
        title=say("The form could not open in time. What you typed is kept."),
        parts=[
            *([Quote(asked.text)] if asked.text else []),
            *([Note(CUT)] if len(kept) > KEPT else []),
        ],
        buttons=[Button(label=say("Open the form"), does=asked.route.name, about=kept, primary=True)],
    )


def _to_open(asked: Asked) -> Card:
    """A form opens from a press alone: what was said is kept in the button."""
    return replace(_too_late(asked), title=say("Press the button to go on. What you wrote is kept."))


def _again(view: Mapping[str, Any], sentence: str, language: str) -> dict[str, Any]:
    """The same form, all that was typed in it, and what is wrong above it."""
    kept = {name: view[name] for name in ("type", "callback_id", "title", "submit", "close", "private_metadata")}
    blocks = [block for block in refilled(view) if block.get("block_id") != slack.ATTENTION]
    return {**kept, "blocks": [*slack.attention(sentence, language), *blocks]}


def _ended(answer: Answer) -> Card:
    match answer.reply:
        case Card() as card:
            return card
        case Refused(sentence):
            return Card(title=NOT_SAVED, parts=[Text(sentence)])
        case Faults(by_question):
            return Card(title=NOT_SAVED, parts=[Text(said) for said in by_question.values()])
        case _:
            return Card(title=say("It is saved."))
