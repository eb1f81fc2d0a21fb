"""The dialog in front of a person: opened from a card or from a message's menu, submitted, closed."""

from typing import Any
from uuid import uuid4

from playground.outgoing import Answer
from playground.teams.acts import Actor, Outcome
from playground.teams.cards import CARD, faults_in
from playground.teams.errors import NotPossibleError
from playground.teams.limits import DIALOG_TITLE
from playground.teams.outgoing import trouble
from playground.teams.payloads import message_payload
from playground.teams.tenant import Conversation, Dialog, Json, Message

CONTEXT = {"theme": "default"}


async def fetched(actor: Actor, conversation: Conversation, message: Message, data: Any) -> Outcome:
    """Open a dialog from a card's action."""
    fields = {"name": "task/fetch", "replyToId": message.id, "value": {"data": data, "context": CONTEXT}}
    dialog = Dialog(id=uuid4().hex, source="task", conversation=conversation.id, message=message.id)
    return await _asked(actor, dialog, fields)


async def extension(actor: Actor, command: str, message_id: str) -> Outcome:
    """Use one of the app's commands in the "…" menu of a message."""
    if command not in [one["id"] for one in actor.tenant.app.extensions]:
        raise NotPossibleError(f"The app has no command {command}.")
    conversation, message = actor.message(message_id)
    dialog = Dialog(
        id=uuid4().hex,
        source="composeExtension",
        conversation=conversation.id,
        message=message.id,
        command=command,
    )
    value = _of_extension(actor, dialog) | {"messagePayload": message_payload(actor.tenant, conversation, message)}
    return await _asked(actor, dialog, {"name": "composeExtension/fetchTask", "value": value})


def _of_extension(actor: Actor, dialog: Dialog) -> Json:
    channel = actor.tenant.conversations[dialog.conversation].kind == "channel"
    return {
        "commandId": dialog.command,
        "commandContext": "message",
        "context": CONTEXT,
        "requestId": dialog.id,
        "isChannel": channel,
    }


async def submitted(actor: Actor, dialog: Dialog, data: Any) -> Outcome:
    """Submit the dialog. Without an answer it closes; with one it goes on, or says a sentence."""
    value: Json = {"data": data, "context": CONTEXT}
    if dialog.source == "composeExtension":
        conversation = actor.tenant.conversations[dialog.conversation]
        _, message = actor.message(dialog.message, conversation)
        payload = message_payload(actor.tenant, conversation, message)
        value = _of_extension(actor, dialog) | {"data": data, "messagePayload": payload}
    name = "task/submit" if dialog.source == "task" else "composeExtension/submitAction"
    return await _asked(actor, dialog, {"name": name, "value": value})


async def _asked(actor: Actor, dialog: Dialog, fields: Json) -> Outcome:
    conversation = actor.tenant.conversations[dialog.conversation]
    _, message = actor.message(dialog.message, conversation)
    reply = {"replyToId": message.id} if dialog.source == "task" else {}
    root = message.root or message.id
    answer = await actor.send("invoke", conversation, root, **(reply | fields))
    note = trouble(actor.teams, answer) or _followed(actor, dialog, answer)
    if note:
        dialog.note = note
    actor.teams.changed()
    return actor.outcome(note)


def _followed(actor: Actor, dialog: Dialog, answer: Answer) -> str | None:
    """Do with the dialog what the answer says; give a sentence where it says nothing that can be done."""
    body, open_now = answer.body, actor.tenant.dialogs
    task = body.get("task")
    if task is None:
        if body and "composeExtension" not in body:
            return actor.teams.refuse_answer(answer, ["a dialog is answered by `task`, or by nothing"])
        open_now.pop(actor.person.id, None)
        return None
    wrong = _faults_in_task(task)
    if wrong:
        return actor.teams.refuse_answer(answer, wrong)
    value = task["value"]
    dialog.note, dialog.version = "", dialog.version + 1
    if task["type"] == "message":
        dialog.card, dialog.text = None, value
        dialog.title = dialog.title or actor.tenant.app.name
    else:
        dialog.card, dialog.text = value["card"]["content"], ""
        dialog.title = value.get("title") or actor.tenant.app.name
        dialog.height, dialog.width = value.get("height"), value.get("width")
    open_now[actor.person.id] = dialog
    return None


def _faults_in_task(task: Any) -> list[str]:
    kind, value = (task.get("type"), task.get("value")) if isinstance(task, dict) else (None, None)
    if kind == "message":
        return [] if isinstance(value, str) and value else ["task.value: a message is words"]
    if kind != "continue" or not isinstance(value, dict):
        return ["task.type is `continue` with a value, or `message`"]
    if len(str(value.get("title", ""))) > DIALOG_TITLE:
        return [f"task.value.title: no more than {DIALOG_TITLE} characters"]
    card = value.get("card")
    if not isinstance(card, dict) or card.get("contentType") != CARD:
        return [f"task.value.card: an attachment of type {CARD} is needed"]
    return faults_in(card.get("content"), dialog=True)


async def close(actor: Actor) -> Outcome:
    """Close the dialog. Teams does not tell the app."""
    if actor.tenant.dialogs.pop(actor.person.id, None) is None:
        raise NotPossibleError(f"{actor.person.key} has no dialog open.")
    return actor.outcome()
