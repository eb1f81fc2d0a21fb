"""What a person does with a card in a message: press an action, fill in its inputs, look for a choice."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from playground.outgoing import Answer
from playground.teams import cards
from playground.teams.acts import Actor, Outcome
from playground.teams.cards import PEOPLE, Part, faults_in, parts
from playground.teams.dialogs import fetched, submitted
from playground.teams.errors import NotPossibleError
from playground.teams.inputs import complaints, filled, inputs_of, people_like
from playground.teams.outgoing import trouble
from playground.teams.server import BROKEN
from playground.teams.tenant import Beside, Conversation, Dialog, Json, Message

Wanted = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class InMessage:
    """A card of a message."""

    card: Json
    number: int  # which of the message's cards
    conversation: Conversation
    message: Message

    @property
    def root(self) -> str:
        return self.message.root or self.message.id


@dataclass(frozen=True, slots=True)
class InDialog:
    """The card of the dialog in front."""

    card: Json
    dialog: Dialog


Place = InMessage | InDialog


async def press(actor: Actor, wanted: Wanted) -> Outcome:
    """Press an action, with what was typed. Nothing is sent while an input is not right."""
    place, action = _find(actor, wanted)
    if action.it.get("isEnabled") is False:
        raise NotPossibleError(f"{action.it.get('title')} cannot be pressed.")
    match action.kind:
        case "Action.OpenUrl":
            return actor.outcome(url=action.it["url"])
        case "Action.ShowCard":
            return actor.outcome(shows=f"{action.path}/card")
    fields = inputs_of(place.card, action)
    values = filled(actor.tenant, actor.person.id, fields, _in_reach(place.card, fields, wanted.get("inputs") or {}))
    wrong = complaints(fields, values)
    if wrong:
        return actor.outcome(errors=wrong) | {"ok": False}
    data = _with_values(action.it.get("data"), values)
    if isinstance(place, InDialog):
        return await submitted(actor, place.dialog, data)
    return await _sent(actor, place, action, data)


def _in_reach(card: Json, fields: list[Part], given: Wanted) -> Wanted:
    """What was typed elsewhere in the card stays there."""
    elsewhere = {one.it["id"] for one in inputs_of(card)} - {one.it["id"] for one in fields}
    return {name: value for name, value in given.items() if name not in elsewhere}


def _with_values(data: Any, values: Mapping[str, str]) -> Any:
    if isinstance(data, dict):
        return {**data, **values}
    return data if data is not None and not values else dict(values)


async def _sent(actor: Actor, place: InMessage, action: Part, data: Any) -> Outcome:
    actor.needs_app(place.conversation)
    if action.kind == "Action.Execute":
        return await _executed(actor, place, action.it, data)
    if _opens(data):
        return await fetched(actor, place.conversation, place.message, data)
    answer = await actor.send("message", place.conversation, place.root, replyToId=place.message.id, value=data)
    return actor.outcome(trouble(actor.teams, answer))


def _opens(data: Any) -> bool:
    return isinstance(data, dict) and (data.get("msteams") or {}).get("type") == "task/fetch"


async def _executed(actor: Actor, place: InMessage, action: Json, data: Any) -> Outcome:
    message, person = place.message, actor.person.id
    message.beside.pop(person, None)
    sent = {name: action[name] for name in ("type", "id", "title", "verb") if name in action}
    value = {"action": sent | {"data": data}, "trigger": "manual"}
    fields = {"name": "adaptiveCard/action", "replyToId": message.id, "value": value}
    answer = await actor.send("invoke", place.conversation, place.root, **fields)
    note = trouble(actor.teams, answer) or _shown(actor, place, answer)
    if note:
        message.beside[person] = Beside(note, failed=True)
    return actor.outcome(note, beside=person in message.beside)


def _shown(actor: Actor, place: InMessage, answer: Answer) -> str | None:
    """Show what an action was answered with; give a sentence where it went wrong."""
    message, person, body = place.message, actor.person.id, answer.body
    kind, value = body.get("type"), body.get("value") or {}
    if not body:
        return None
    if kind == cards.FAULT and isinstance(value, dict):
        return str(value.get("message") or BROKEN)
    if kind == cards.SAID and isinstance(value, str):
        message.beside[person] = Beside(value)
        return None
    wrong = faults_in(value) if kind == cards.CARD else [f"an action is not answered by {kind}"]
    if "statusCode" not in body:
        wrong.append("missing required field: statusCode")
    if wrong:
        return actor.teams.refuse_answer(answer, wrong)
    mine = list(message.cards_of(person))
    mine[place.number : place.number + 1] = [value]
    message.cards_for[person] = mine
    message.version += 1
    return None


async def suggest(actor: Actor, wanted: Wanted) -> Outcome:
    """Look for choices of an input: people of the tenant, or what the app finds."""
    place = next((one for one in _places(actor, wanted) if _called(one.card, wanted["input"])), None)
    if place is None:
        raise NotPossibleError(f"{actor.person.key} sees no input {wanted['input']!r}.")
    element: Json = _called(place.card, wanted["input"]) or {}
    query: Json = element.get("choices.data") or {}
    words = str(wanted.get("words", ""))
    if not query:
        titles = [one for one in element["choices"] if words.casefold() in one["title"].casefold()]
        return actor.outcome(options=titles)
    if query["dataset"] == PEOPLE:
        return actor.outcome(options=list(people_like(actor.tenant, words)))
    return await _searched(actor, place, element, words)


def _called(card: Json, name: str) -> Json | None:
    return next((one.it for one in inputs_of(card) if one.it["id"] == name), None)


async def _searched(actor: Actor, place: Place, element: Json, words: str) -> Outcome:
    query = element["choices.data"]
    value = {
        "queryText": words,
        "queryOptions": {"skip": query.get("skip", 0), "top": query.get("count", 15)},
        "dataset": query["dataset"],
    }
    if isinstance(place, InMessage):
        conversation, reply = place.conversation, {"replyToId": place.message.id}
    else:
        conversation, reply = actor.tenant.conversations[place.dialog.conversation], {}
    answer = await actor.send("invoke", conversation, name="application/search", value=value, **reply)
    note = trouble(actor.teams, answer)
    options = [] if note else _results(answer)
    if options is None:
        return actor.outcome(actor.teams.refuse_answer(answer, [f"a search is answered by {cards.SEARCHED}"]))
    known = actor.tenant.found.setdefault((actor.person.id, element["id"]), {})
    known.update({one["value"]: one["title"] for one in options})
    return actor.outcome(note, options=options)


def _results(answer: Answer) -> list[Json] | None:
    """Read what a search found; nothing where it is not what Teams expects."""
    found: Any = (answer.body.get("value") or {}).get("results")
    good = answer.body.get("type") == cards.SEARCHED and isinstance(found, list)
    return list(found) if good and all({"title", "value"} <= one.keys() for one in found) else None


def _find(actor: Actor, wanted: Wanted) -> tuple[Place, Part]:
    """Find an action by its place in the card, or by verb, title or id, in the dialog or the newest message."""
    for place in _places(actor, wanted):
        for part in parts(place.card):
            if part.kind.startswith("Action.") and _is(part, wanted):
                return place, part
    named = wanted.get("title") or wanted.get("verb") or wanted.get("action")
    raise NotPossibleError(f"{actor.person.key} sees nothing called {named!r} to press there.")


def _is(part: Part, wanted: Wanted) -> bool:
    asked = {"title", "verb", "id"} & wanted.keys()
    if "action" in wanted:
        return bool(part.path == wanted["action"])
    if "data" in wanted and not _holds(part.it.get("data"), wanted["data"]):
        return False
    return bool(asked) and all(part.it.get(name) == wanted[name] for name in asked)


def _holds(data: Any, some: Any) -> bool:
    """Whether all of some data stands in other data, also inside."""
    if isinstance(data, dict) and isinstance(some, Mapping):
        return all(_holds(data.get(name), value) for name, value in some.items())
    return bool(data == some)


def _places(actor: Actor, wanted: Wanted) -> Iterator[Place]:
    """Where to look. Without a place: the dialog in front, or where there is none the newest message."""
    dialog = actor.tenant.dialogs.get(actor.person.id)
    if dialog and not wanted.get("message"):
        if dialog.card:
            yield InDialog(dialog.card, dialog)
        return
    where = wanted.get("channel")
    rooms = [actor.conversation(where)] if where else list(actor.tenant.seen_by(actor.person))
    found = [(message, room) for room in rooms for message in room.messages if message.cards]
    for message, room in sorted(found, key=lambda pair: -int(pair[0].id)):
        if wanted.get("message") in (None, "", message.id):
            for number, card in enumerate(message.cards_of(actor.person.id, wanted.get("version"))):
                if wanted.get("card") in (None, number):
                    yield InMessage(card, number, room, message)
