"""What a person does with blocks: press a button, choose an option, look for one, fill in and submit a modal."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from playground import limits
from playground.acts import Actor, NotPossibleError, Outcome, trouble
from playground.blocks import faults_in_options, interactive
from playground.errors import Refused
from playground.modals import Typed, View
from playground.payloads import file_object, message_source, view_object, view_source
from playground.values import (
    KINDS,
    PRESSED,
    UnknownOptionError,
    as_action,
    chosen_option,
    complaints,
    starting_values,
    value_of,
)
from playground.webapi.views import checked_view
from playground.workspace import Channel, Message

Block = dict[str, Any]
NO_CONNECTION = "We had some trouble connecting. Try again?"


@dataclass(frozen=True, slots=True)
class Source:
    """Where an element stands: in a view, or in a message of a channel."""

    view: View | None = None
    channel: Channel | None = None
    message: Message | None = None

    @property
    def blocks(self) -> list[Block]:
        return self.view.blocks if self.view else self.message.blocks if self.message else []

    def typed(self, user: str) -> Typed:
        """Give what this person has typed here, to be read and changed."""
        if self.view:
            return self.view.typed
        if self.message:
            return self.message.typed.setdefault(user, starting_values(self.message.blocks))
        return {}

    def described(self, actor: Actor) -> Block:
        if self.view:
            return view_source(actor.workspace, self.view)
        if self.message and self.channel:
            return message_source(actor.workspace, self.channel, self.message, actor.user)
        return {}


@dataclass(frozen=True, slots=True)
class Found:
    source: Source
    block: Block
    element: Block


async def press(actor: Actor, wanted: Mapping[str, Any]) -> Outcome:
    """Press or choose something. In an input it is only kept, unless the block dispatches actions."""
    found = find(actor, wanted)
    typed = found.source.typed(actor.user)
    keep_state(actor, typed, wanted.get("state") or {})
    value = await _pressed(actor, found, wanted.get("option", wanted.get("value")))
    if found.element["type"] in KINDS:
        typed.setdefault(found.block["block_id"], {})[found.element["action_id"]] = value
    if found.block["type"] == "input" and not found.block["dispatch_action"]:
        return actor.outcome()
    action = as_action(found.block, found.element, value, actor.workspace.next_ts())
    fields = found.source.described(actor) | {"actions": [action], "trigger_id": actor.trigger()}
    if found.source.message and found.source.channel:
        fields["response_url"] = actor.response_url(found.source.channel, found.source.message.ts)
    return actor.outcome(trouble(actor, await actor.send("block_actions", **fields)))


async def _pressed(actor: Actor, found: Found, given: Any) -> Block:
    kind = found.element["type"]
    if kind == "button":
        return {"value": found.element["value"]} if "value" in found.element else {}
    if kind in PRESSED:
        return {PRESSED[kind]: chosen_option(found.element, given)}
    return await _typed_value(actor, found, given)


async def _typed_value(actor: Actor, found: Found, given: Any) -> Block:
    """Give a value its type. Words for an external select are looked up with the bot, as a person would."""
    key = (actor.user, found.element["action_id"])
    given = _with_files(actor, found.element, given)
    try:
        return value_of(found.element, given, actor.workspace.suggested.get(key))
    except UnknownOptionError:
        if "external" not in found.element["type"]:
            raise
    for words in given if isinstance(given, list) else [given]:
        await _suggest(actor, found, str(words))
    return value_of(found.element, given, actor.workspace.suggested.get(key))


def _with_files(actor: Actor, element: Block, given: Any) -> Any:
    if element["type"] != "file_input" or isinstance(given, Mapping):
        return given
    ids = [] if not given else given if isinstance(given, list) else [given]
    files, base = actor.workspace.files, actor.playground.base_url
    for one in ids:
        if not isinstance(one, Mapping) and one not in files:
            raise NotPossibleError(f"There is no file {one}: upload it first.")
    return [one if isinstance(one, Mapping) else file_object(actor.workspace, files[one], base) for one in ids]


def find(actor: Actor, wanted: Mapping[str, Any]) -> Found:
    """Find an element by action_id (and value, and place, where they are given), the newest first.

    What was drawn again while somebody pressed has other places: there the element is the one of the same name.
    """
    for asked in (wanted, {**wanted, "block_id": None}):
        for source in _sources(actor, asked):
            for block, element in interactive(source.blocks):
                if _is(block, element, asked):
                    return Found(source, block, element)
    raise NotPossibleError(f"{actor.user} sees nothing called {wanted.get('action_id')!r} to press there.")


def _is(block: Block, element: Block, wanted: Mapping[str, Any]) -> bool:
    if element["action_id"] != wanted["action_id"] or wanted.get("block_id") not in (None, block["block_id"]):
        return False
    asked = wanted.get("value") if element["type"] == "button" else None
    return asked is None or element.get("value") == asked


def _sources(actor: Actor, wanted: Mapping[str, Any]) -> Iterator[Source]:
    modals = actor.workspace.modals
    if wanted.get("view_id"):
        view = modals.find(wanted["view_id"])
        if view and view.user == actor.user:
            yield Source(view)
    elif wanted.get("channel") or wanted.get("ts"):
        yield from _messages(actor, wanted)
    else:
        top, home = modals.top(actor.user), modals.homes.get(actor.user)
        yield from (Source(view) for view in (top, home) if view)
        yield from _messages(actor, wanted)


def _messages(actor: Actor, wanted: Mapping[str, Any]) -> Iterator[Source]:
    given = wanted.get("channel")
    channels = [actor.channel(given)] if given else list(actor.workspace.channels_of(actor.user))
    found = [(message, channel) for channel in channels for message in channel.seen_by(actor.user)]
    for message, channel in sorted(found, key=lambda pair: pair[0].ts, reverse=True):
        if wanted.get("ts") in (None, message.ts):
            yield Source(None, channel, message)


def keep_state(actor: Actor, typed: Typed, state: Mapping[str, Mapping[str, Any]]) -> None:
    """Keep what the page says is typed: {block_id: {action_id: value in Slack's shape}}."""
    for block_id, actions in state.items():
        for action_id, value in actions.items():
            if action_id in typed.get(block_id, {}):
                holds = KINDS[typed[block_id][action_id]["type"]].holds
                element = {"type": typed[block_id][action_id]["type"], "action_id": action_id}
                given = _with_files(actor, element, value.get(holds))
                typed[block_id][action_id] = {"type": element["type"], holds: given}


async def suggest(actor: Actor, wanted: Mapping[str, Any], words: str) -> Outcome:
    """Look for options of an external select."""
    note, answer = await _suggest(actor, find(actor, wanted), words)
    return actor.outcome(note, **{name: answer[name] for name in ("options", "option_groups") if name in answer})


async def _suggest(actor: Actor, found: Found, words: str) -> tuple[str | None, Mapping[str, Any]]:
    element, block = found.element, found.block
    fields = found.source.described(actor)
    fields |= {"action_id": element["action_id"], "block_id": block["block_id"], "value": words}
    answer = await actor.send("block_suggestion", **fields)
    note = trouble(actor, answer)
    if note or faults_in_options(answer.body):
        return note or "; ".join(faults_in_options(answer.body)), {}
    groups = answer.body.get("option_groups") or [answer.body]
    options = [option for group in groups for option in group["options"]]
    known = actor.workspace.suggested.setdefault((actor.user, element["action_id"]), {})
    known |= {option["value"]: option for option in options}
    return None, answer.body


def _top(actor: Actor, view_id: str | None = None) -> View:
    view = actor.workspace.modals.find(view_id) if view_id else actor.workspace.modals.top(actor.user)
    if view is None or view.user != actor.user:
        raise NotPossibleError(f"{actor.user} has no modal open.")
    return view


async def fill_in(actor: Actor, values: Mapping[str, Any], view_id: str | None = None) -> View:
    """Type into the top modal without submitting it. Keys are block_ids or action_ids."""
    view = _top(actor, view_id)
    missing = set(values)
    for block, element in interactive(view.blocks):
        for key in {block["block_id"], element["action_id"]} & values.keys():
            if element["type"] in KINDS:
                value = await _typed_value(actor, Found(Source(view), block, element), values[key])
                view.typed[block["block_id"]][element["action_id"]] = value
                missing.discard(key)
    if missing:
        raise NotPossibleError(f"The modal has no input {', '.join(sorted(missing))}.")
    return view


async def submit(
    actor: Actor, values: Mapping[str, Any], view_id: str | None = None, state: Mapping[str, Any] | None = None
) -> Outcome:
    """Submit the top modal. What Slack's own form refuses never reaches the bot."""
    view = await fill_in(actor, values, view_id)
    keep_state(actor, view.typed, state or {})
    view.errors, view.note = complaints(view.blocks, view.typed), ""
    if view.errors:
        return actor.outcome(errors=view.errors) | {"ok": False}
    fields = {
        "trigger_id": actor.trigger(),
        "view": view_object(actor.workspace, view),
        "response_urls": _response_urls(actor, view),
    }
    answer = await actor.send("view_submission", **fields)
    return _no_connection(actor, view) if answer.failure else _after(actor, view, answer.body)


def _response_urls(actor: Actor, view: View) -> list[Block]:
    urls = []
    for block, element in interactive(view.blocks):
        value = view.typed.get(block["block_id"], {}).get(element["action_id"], {})
        channel = value.get("selected_conversation") or value.get("selected_channel")
        if element.get("response_url_enabled") and channel in actor.workspace.channels:
            url = actor.response_url(actor.workspace.channels[channel])
            about = {"block_id": block["block_id"], "action_id": element["action_id"], "channel_id": channel}
            urls.append(about | {"response_url": url})
    return urls


def _no_connection(actor: Actor, view: View) -> Outcome:
    view.note = NO_CONNECTION
    return actor.outcome(NO_CONNECTION)


def _after(actor: Actor, view: View, ack: Mapping[str, Any]) -> Outcome:
    """Do with the modal what the ack of its submission says."""
    action = ack.get("response_action")
    try:
        if action == "errors":
            return _show_errors(actor, view, ack.get("errors") or {})
        _move(actor, view, action, ack.get("view"))
    except Refused as refused:
        actor.playground.calls.add("to bot", "refused ack", response=refused.answer(), request=dict(ack), status=200)
        return _no_connection(actor, view)
    return actor.outcome()


def _show_errors(actor: Actor, view: View, errors: Mapping[str, str]) -> Outcome:
    inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
    if not errors or not errors.keys() <= inputs:
        raise Refused("invalid_errors", messages=[f"no input block: {', '.join(sorted(errors.keys() - inputs))}"])
    view.errors = dict(errors)
    return actor.outcome(errors=view.errors) | {"ok": False}


def _move(actor: Actor, view: View, action: str | None, body: Any) -> None:
    modals = actor.workspace.modals
    match action:
        case None:
            modals.close(view)
        case "clear":
            modals.clear(actor.user)
        case "update":
            view.show(checked_view(body, "modal"))
        case "push":
            if len(modals.stack(actor.user)) >= limits.MODAL_STACK:
                raise Refused("push_limit_reached")
            modals.push(actor.user, checked_view(body, "modal"))
        case _:
            raise Refused("invalid_response_action")


async def close(actor: Actor, *, everything: bool = False) -> Outcome:
    """Close the top modal, or all of them. A bot that asked is told."""
    top = _top(actor)
    cleared = everything or bool(top.body.get("clear_on_close"))
    closed = list(reversed(actor.workspace.modals.stack(actor.user))) if cleared else [top]
    for view in closed:
        actor.workspace.modals.close(view)
    actor.playground.listeners.wake()
    for view in closed:
        if view.body.get("notify_on_close"):
            await actor.send("view_closed", view=view_object(actor.workspace, view), is_cleared=cleared)
    return actor.outcome()
