"""Forms in Teams, which come back without their questions: one that has to be mended is opened again, and filled in."""

from collections.abc import Mapping
from dataclasses import field, replace
from functools import partial

from bot.answering import Answer, Answering, Asked, Faults
from bot.ids import mint
from bot.platforms.teams_payloads import Pressed
from domain.frozen import dataclass
from handlers.routing import Open
from views.elements import Ask, Form

Texts = Mapping[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Again:
    """A form with all that was typed, and what is to be mended."""

    form: Form
    memo: Texts = field(default_factory=dict)
    who: Texts = field(default_factory=dict)
    faults: Texts


class Forms:
    def __init__(self, answering: Answering) -> None:
        self._answering = answering

    def memo(self, asked: Asked, pressed: Pressed | None = None) -> dict[str, str]:
        """What a form brings back: how it was opened, from which message, and what tells it from every other.

        One that is shown again stays the same: it was not done yet.
        """
        before = dict(pressed.memo) if pressed else {}
        if pressed and pressed.form:
            return {"nonce": mint(), **before}
        return {name: one for name, one in before.items() if one} | {
            "opener": asked.route.name,
            "of": asked.about,
            "nonce": mint(),
        }

    async def again(self, asked: Asked, answer: Answer, pressed: Pressed) -> Again | None:
        """A refused form once more; nothing where it cannot be opened any more."""
        reply = answer.reply
        faults = reply.by_question if isinstance(reply, Faults) else {"": getattr(reply, "sentence", "")}
        opener, of = self._answering.routes.get(pressed.memo.get("opener", "")), pressed.memo.get("of", "")
        if opener is None or opener.writes or opener.form:
            return None
        opened = await self._answering.answer(replace(asked, route=opener, about=of, text=of, repeat=""))
        if not isinstance(opened.reply, Open):
            return None
        form, who = _filled_in(opened.reply.form, pressed), {**opened.who, **pressed.persons}
        return Again(form=form, memo=self.memo(asked, pressed), who=who, faults=faults)


def _filled_in(form: Form, pressed: Pressed) -> Form:
    fill = partial(_filled, pressed=pressed)
    return replace(form, parts=[fill(part) if isinstance(part, Ask) else part for part in form.parts])


def _filled(ask: Ask, pressed: Pressed) -> Ask:
    """A person who was chosen is known by the name of the question: their id of ours is not needed for that."""
    if ask.kind == "person":
        return replace(ask, value=ask.name if ask.name in pressed.persons else None)
    if ask.kind == "channel":
        return ask
    return replace(ask, value=pressed.values.get(ask.name, [] if ask.kind in ("ticks", "photos") else ""))
