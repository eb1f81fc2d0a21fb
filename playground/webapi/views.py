"""views.*: modals and the Home tab."""

from collections.abc import Mapping
from typing import Any

from playground import limits
from playground.blocks import faults_in_view, normalise_view, view_too_large
from playground.errors import Refused
from playground.modals import View
from playground.payloads import view_object
from playground.webapi.call import Call, Json, Method


def open_view(call: Call) -> Json:
    body = checked_view(call.need("view"), "modal")
    trigger = _trigger(call)
    view = call.workspace.modals.open(trigger.user, body)
    trigger.used = True
    return _shown(call, view)


def push(call: Call) -> Json:
    body = checked_view(call.need("view"), "modal")
    trigger = _trigger(call)
    depth = len(call.workspace.modals.stack(trigger.user))
    if depth == 0:
        raise Refused("not_found")
    if depth >= limits.MODAL_STACK:
        raise Refused("push_limit_reached")
    view = call.workspace.modals.push(trigger.user, body)
    trigger.used = True
    return _shown(call, view)


def update(call: Call) -> Json:
    if not call.args.get("view_id") and not call.args.get("external_id"):
        raise Refused("invalid_arguments", messages=["missing required field: view_id or external_id"])
    wanted = call.need("view")
    view = call.workspace.modals.find(call.args.get("view_id"), call.args.get("external_id"))
    body = checked_view(wanted, view.body["type"] if view else "modal")
    if view is None:
        raise Refused("not_found")
    _same_hash(call, view)
    view.show(body)
    return _shown(call, view)


def publish(call: Call) -> Json:
    person = call.person("user_id")
    body = checked_view(call.need("view"), "home")
    home = call.workspace.modals.homes.get(person.id)
    if home:
        _same_hash(call, home)
    return _shown(call, call.workspace.modals.publish(person.id, body))


def checked_view(view: Any, kind: str) -> Json:
    """Refuse what Slack refuses, and fill in what Slack fills in."""
    if isinstance(view, dict) and view_too_large(view):
        raise Refused("view_too_large")
    faults = faults_in_view(view, kind)
    if faults:
        raise Refused("invalid_arguments", messages=faults)
    return normalise_view(view)


def _trigger(call: Call) -> Any:
    trigger_id = call.args.get("trigger_id") or call.need("interactivity_pointer")
    return call.workspace.triggers.look_at(str(trigger_id))


def _same_hash(call: Call, view: View) -> None:
    if call.args.get("hash") and call.args["hash"] != view.hash:
        raise Refused("hash_conflict")


def _shown(call: Call, view: View) -> Json:
    return {"view": view_object(call.workspace, view)}


METHODS: Mapping[str, Method] = {
    "views.open": open_view,
    "views.push": push,
    "views.update": update,
    "views.publish": publish,
}
