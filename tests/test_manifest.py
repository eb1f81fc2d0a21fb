"""The Slack app's manifest asks for what the code uses, and for nothing else."""

import ast
import json
from pathlib import Path
from typing import Any

from bot.capabilities import routes
from bot.platforms.slack_payloads import PANE, SAID
from bot.platforms.slack_scopes import NEEDED
from bot.platforms.slack_watch import CONVERSATION_EVENTS

ROOT = Path(__file__).parent.parent
MANIFEST = json.loads((ROOT / "manifest.json").read_text())

#: The scopes that each Web API method, and each thing we use, needs: from Slack's reference of methods.
NEEDS = {
    "apps_connections_open": set(),  # not of the bot: of an app-level token, connections:write
    "auth_teams_list": set(),
    "assistant_threads_setStatus": {"assistant:write"},
    "assistant_threads_setSuggestedPrompts": {"assistant:write"},
    "auth_test": set(),
    "chat_delete": {"chat:write"},
    "chat_postEphemeral": {"chat:write"},
    "chat_postMessage": {"chat:write"},
    "chat_update": {"chat:write"},
    "conversations_info": {"channels:read", "groups:read"},
    "conversations_members": {"channels:read", "groups:read"},
    "files_completeUploadExternal": {"files:write"},
    "files_delete": {"files:write"},
    "files_getUploadURLExternal": {"files:write"},
    "usergroups_users_list": {"usergroups:read"},
    "files_info": {"files:read"},
    "users_info": {"users:read"},
    "views_open": set(),
    "views_publish": set(),
    "views_push": set(),
    "views_update": set(),
}


#: And each event: from its page there.
HEARD = {"app_mention": "app_mentions:read", "message.im": "im:history", "assistant_thread_started": "assistant:write"}


def methods() -> set[str]:
    """Every method of Slack's client that the code calls, by its own name or as `api_call("chat.postMessage", …)`."""
    trees = [ast.parse(path.read_text()) for path in (ROOT / "bot").rglob("*.py")]
    calls = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return {
        ast.literal_eval(call.args[0]).replace(".", "_") if call.func.attr == "api_call" else call.func.attr
        for call in calls
        if isinstance(call.func, ast.Attribute)
        and isinstance(call.func.value, ast.Attribute)
        and call.func.value.attr in ("client", "_client", "_sending")
    }


def test_it_asks_for_the_scopes_that_the_code_needs_and_for_no_other() -> None:
    needed = set().union(*(NEEDS[method] for method in methods()))
    if MANIFEST["features"]["slash_commands"] or MANIFEST["features"]["shortcuts"]:
        needed.add("commands")
    if '"file_input"' in (ROOT / "views" / "slack_inputs.py").read_text():
        needed.add("files:read")
    events = MANIFEST["settings"]["event_subscriptions"]["bot_events"]
    needed |= {scope for event, scope in HEARD.items() if event in events}
    if '"email"' in (ROOT / "bot" / "platforms" / "slack_payloads.py").read_text():
        needed.add("users:read.email")

    assert set(MANIFEST["oauth_config"]["scopes"]["bot"]) == needed
    assert set(NEEDED) == needed


def test_every_shortcut_has_a_handler() -> None:
    assert {shortcut["callback_id"] for shortcut in MANIFEST["features"]["shortcuts"]} <= set(routes())


def test_every_command_leads_somewhere() -> None:
    commands = {command["command"].removeprefix("/") for command in MANIFEST["features"]["slash_commands"]}

    assert commands == {"car", "idea", "kaizen", "plan", "poll", "step"}
    assert {"car", "help", "idea", "plan", "poll", "step"} <= set(routes())


def test_it_subscribes_to_the_events_that_the_door_handles() -> None:
    handled = {
        node.comparators[0].value
        for node in ast.walk(ast.parse((ROOT / "bot" / "platforms" / "slack.py").read_text()))
        if isinstance(node, ast.Compare)
        and isinstance(node.left, ast.Subscript)
        and ast.unparse(node.left) == "event['type']"
        and isinstance(node.comparators[0], ast.Constant)
    }

    assert set(MANIFEST["settings"]["event_subscriptions"]["bot_events"]) == {
        *handled,
        *CONVERSATION_EVENTS,
        *SAID.values(),
        *PANE,
    }


def test_the_playground_has_the_same_app() -> None:
    """What a newcomer tries is what a district installs."""
    app = json.loads((ROOT / "playground" / "workspace.json").read_text())["workspaces"][0]["app"]
    features = MANIFEST["features"]

    commands = [{k: c[k] for k in ("command", "description", "usage_hint")} for c in features["slash_commands"]]
    assert app["commands"] == commands
    assert app["shortcuts"] == [{k: s[k] for k in ("type", "callback_id", "name")} for s in features["shortcuts"]]
    assert app["events"] == MANIFEST["settings"]["event_subscriptions"]["bot_events"]
    assert app["assistant"] == ("assistant_view" in features)
    assert app["read_only"] == features["app_home"]["messages_tab_read_only_enabled"]


def test_without_the_lines_that_hold_an_address_it_is_the_one_for_socket_mode() -> None:
    """As the README says how to make it: with sed."""
    lines = [line for line in (ROOT / "manifest.json").read_text().splitlines() if "kaizen.example.org" not in line]
    made = json.loads("\n".join(lines).replace('"socket_mode_enabled": false', '"socket_mode_enabled": true'))

    assert made["settings"]["socket_mode_enabled"] is True
    assert MANIFEST["settings"]["socket_mode_enabled"] is False
    assert "https://" not in json.dumps(made)
    assert made["settings"]["interactivity"] == {"is_enabled": True}


def test_it_fits_slacks_limits() -> None:
    about: Any = MANIFEST["display_information"]

    assert len(about["name"]) <= 35
    assert len(about["description"]) <= 140
    assert 174 <= len(about["long_description"]) <= 4000
    assert all(len(shortcut["name"]) <= 24 for shortcut in MANIFEST["features"]["shortcuts"])
    assert all(len(command["usage_hint"]) <= 1000 for command in MANIFEST["features"]["slash_commands"])
