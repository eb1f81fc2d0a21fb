"""What is pressed in Teams: in a card, which changes in its place, and in dialogs."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.answering import Asked, Faults, Refused
from bot.platforms import teams_answers as answers
from bot.platforms.teams_asking import Asking, Done, Task, card_of
from bot.platforms.teams_forms import Again, Forms
from bot.platforms.teams_payloads import Pressed, Turn, extended, pressed_of
from bot.platforms.teams_registration import Registration
from bot.platforms.teams_replies import IN_OUR_CHAT
from domain.texts import say
from handlers.routing import Open, Show
from views import teams
from views.elements import Card
from views.languages import said

SAVING = say("Saving …")
BELOW = say("Kaizen answers below.")
NOT_UNDERSTOOD = say("Kaizen does not know this button any more. Type help to see what it can do.")
EXTENSIONS = {"car.report"}
BY_ITSELF = "automatic"  # Teams looks whether a card has changed; nobody pressed anything
IN_CARD = "adaptiveCard/action"
Body = Mapping[str, Any]


class UnknownInvokeError(Exception):
    """Teams asks for something that this bot has not: it is told so."""


class Presses:
    def __init__(self, asking: Asking, forms: Forms) -> None:
        self._asking = asking
        self._replies = asking.replies
        self._forms = forms

    async def act(self, turn: Turn, registration: Registration) -> Body:
        """`Action.Execute`: the card changes in its place, or a sentence stands beside it."""
        action = turn.asked.get("action")
        data = action.get("data") if isinstance(action, dict) else None
        pressed = pressed_of(data if isinstance(data, dict) else {})
        asked = self._asking.pressed(turn, registration, pressed)
        if asked is None or (asked.route.writes and turn.asked.get("trigger") == BY_ITSELF):
            return answers.beside(self._asking.say(turn, NOT_UNDERSTOOD))
        task = self._asking.begin(asked)
        done = await self._asking.in_time(task)
        if done is None:
            self._asking.after(self._late(task, turn, pressed), asked)
            return answers.beside(self._asking.say(turn, SAVING))
        body = await self._in_card(done, pressed)
        self._asking.after(self._settle(done, turn, pressed), asked, later=True)
        return body

    async def _in_card(self, done: Done, pressed: Pressed) -> Body:
        again = await self._again(done, pressed)
        if again:
            return answers.in_place(teams.chat_form(again.form, again.memo, again.who, again.faults))
        match done.answer.reply:
            case Open(form):
                memo = self._forms.memo(done.asked, pressed)
                return answers.in_place(teams.chat_form(form, memo, done.answer.who))
            case Show() | Card() as reply if _stands_beside(done.asked, reply):
                where = IN_OUR_CHAT if done.asked.here else BELOW
                return answers.beside(said(where, done.answer.language))
            case Show() | Card() if pressed.home:
                return answers.in_place(await self._replies.home_of(done.asked))
            case Show(card) | (Card() as card):
                return answers.in_place(teams.card_of(card, self._asking.opens))
            case reply:
                return answers.beside(card_of(reply).title)

    async def _settle(self, done: Done, turn: Turn, pressed: Pressed) -> None:
        """What the card shows to whoever pressed stands in the message as well; what stands beside it is posted."""
        match done.answer.reply:
            case Show() | Card() as reply if _stands_beside(done.asked, reply):
                await self._replies.give(done.asked, turn, card_of(reply))
            case Show(card) | (Card() as card) if pressed.home:
                await self._replies.redraw_home(done.asked, turn, turn.replies_to)
                if not done.is_home:
                    await self._replies.give(done.asked, turn, card)
            case Show(card) | (Card() as card) if turn.personal and turn.replies_to:
                await self._replies.redraw(done.asked, turn, turn.replies_to, card)
            case _:
                pass
        await self._asking.learn(done)

    async def _late(self, task: Task, turn: Turn, pressed: Pressed) -> None:
        """It took longer than Teams waits: bring the answer into the message that was pressed, or by another one."""
        done = await task
        reply, again = done.answer.reply, await self._again(done, pressed)
        if again:
            await self._replies.open(done.asked, turn, again.form, again.memo, again.who, again.faults)
        elif isinstance(reply, Open):
            await self._replies.open(
                done.asked, turn, reply.form, self._forms.memo(done.asked, pressed), done.answer.who
            )
        elif isinstance(reply, Show | Card) and turn.personal and turn.name == IN_CARD and not pressed.home:
            await self._replies.redraw(done.asked, turn, turn.replies_to, card_of(reply))
        else:
            await self._replies.give(done.asked, turn, card_of(reply))
        await self._asking.learn(done)

    async def _again(self, done: Done, pressed: Pressed) -> Again | None:
        """The form as it was sent, with what is to be mended, when it was refused and can be opened again."""
        if not (pressed.form and isinstance(done.answer.reply, Faults | Refused)):
            return None
        return await self._forms.again(done.asked, done.answer, pressed)

    # Dialogs

    async def fetch(self, turn: Turn, registration: Registration) -> Body:
        """A button opens a dialog: a form, a card to look at, or the question before what cannot be undone."""
        pressed = pressed_of(_data(turn))
        memo = {**pressed.memo, "message": turn.replies_to, "home": "1" if pressed.home else ""}
        return await self._open(turn, registration, replace(pressed, memo={k: one for k, one in memo.items() if one}))

    async def submit(self, turn: Turn, registration: Registration) -> Body:
        """A form was sent in a dialog, or a button pressed in one."""
        return await self._open(turn, registration, pressed_of(_data(turn)))

    async def extend(self, turn: Turn, registration: Registration) -> Body:
        """Report a problem, from the menu of a message."""
        command, text = extended(turn)
        if command not in EXTENSIONS:
            raise UnknownInvokeError
        asked = self._asking.asked(turn, registration, self._asking.routes[command], text=text)
        return await self._in_dialog(turn, asked, Pressed(does=command))

    async def _open(self, turn: Turn, registration: Registration, pressed: Pressed) -> Body:
        asked = self._asking.pressed(turn, registration, pressed)
        if asked is None:
            return answers.last_word(self._asking.say(turn, NOT_UNDERSTOOD))
        if pressed.sure:
            language = self._asking.answering.language_of(asked)
            card = teams.sure(pressed.label, pressed.sure, pressed.does, pressed.about, pressed.memo, language)
            return answers.dialog(card, pressed.label)
        return await self._in_dialog(turn, asked, pressed)

    async def _in_dialog(self, turn: Turn, asked: Asked, pressed: Pressed) -> Body:
        task = self._asking.begin(asked)
        done = await self._asking.in_time(task)
        if done is None:
            self._asking.after(self._late(task, turn, pressed), asked)
            return answers.last_word(self._asking.say(turn, SAVING))
        self._asking.learn_later(done)
        again = await self._again(done, pressed)
        if again:
            drawn = teams.dialog_form(again.form, again.memo, again.who, again.faults)
            return answers.dialog(drawn, answers.titled(again.form))
        match done.answer.reply:
            case Open(form):
                memo = self._forms.memo(asked, pressed)
                return answers.dialog(teams.dialog_form(form, memo, done.answer.who), answers.titled(form))
            case Show(card) | (Card() as card):
                return self._shown(turn, done, pressed, card)
            case reply:
                return answers.last_word(card_of(reply).title)

    def _shown(self, turn: Turn, done: Done, pressed: Pressed, card: Card) -> Body:
        """A change shows in the message that it began at, and the dialog closes; else the dialog shows it."""
        message, home = pressed.memo.get("message", ""), pressed.memo.get("home")
        changed = done.asked.route.writes and message and turn.personal
        if changed and home:
            self._asking.after(self._replies.redraw_home(done.asked, turn, message), done.asked)
            if done.is_home:
                return answers.CLOSED
        elif changed and pressed.about:
            self._asking.after(self._replies.redraw(done.asked, turn, message, card), done.asked)
            return answers.CLOSED
        kept = {name: one for name, one in pressed.memo.items() if home or name != "message"}
        return answers.dialog(teams.window(card, kept))


def _stands_beside(asked: Asked, reply: Show | Card) -> bool:
    """A message that several people read stays as it is: what one of them is answered is theirs."""
    if asked.here and asked.route.in_place:  # what Teams shows in its place is for whoever pressed alone
        return False
    return getattr(reply, "beside", False) or (asked.here is not None and not asked.route.public)


def _data(turn: Turn) -> Mapping[str, Any]:
    data = turn.asked.get("data")
    return data if isinstance(data, dict) else {}
