"""assistant.threads.*: what the pane of an app suggests to ask, and that an answer is on its way."""

from collections.abc import Mapping

from playground.errors import Refused
from playground.webapi.call import Call, Json, Method
from playground.workspace import Pane

PROMPTS_MOST = 4


def set_suggested_prompts(call: Call) -> Json:
    pane, prompts = _pane(call), call.args.get("prompts")
    if not isinstance(prompts, list) or not 1 <= len(prompts) <= PROMPTS_MOST:
        raise Refused("invalid_arguments", messages=[f"1 to {PROMPTS_MOST} items: prompts"])
    if not all(isinstance(one, dict) and one.get("title") and one.get("message") for one in prompts):
        raise Refused("invalid_arguments", messages=["title and message: prompts"])
    pane.title, pane.prompts = call.text("title"), prompts
    return {}


def set_status(call: Call) -> Json:
    _pane(call).status = call.text("status")
    return {}


def _pane(call: Call) -> Pane:
    channel = call.channel("channel_id")
    thread = call.need("thread_ts")
    found = [pane for pane in call.workspace.panes.values() if pane.thread == thread and pane.channel == channel.id]
    if not found:
        raise Refused("not_allowed_token_type" if not call.workspace.app.assistant else "channel_not_found")
    return found[0]


METHODS: Mapping[str, Method] = {
    "assistant.threads.setSuggestedPrompts": set_suggested_prompts,
    "assistant.threads.setStatus": set_status,
}
