"""What the bot may do in a Slack workspace: one list, which manifest.json repeats and each installation is held to."""

from collections.abc import Collection, Mapping

from domain.texts import say

#: Each scope, and what does not work without it.
NEEDED: Mapping[str, str] = {
    "app_mentions:read": say("questions behind @Kaizen in a channel"),
    "assistant:write": say("questions that are suggested, in the pane beside a chat"),
    "channels:read": say("seeing that a channel was renamed, archived or made private"),
    "chat:write": say("every message"),
    "commands": say("/car, /idea, /plan, /poll, /step, /kaizen and the menu of a message"),
    "files:read": say("photos in a report"),
    "files:write": say("files that you ask for, where Kaizen has no address of its own"),
    "groups:read": say("the same for private channels"),
    "im:history": say("questions in somebody's own chat with Kaizen"),
    "usergroups:read": say("a user group as the staff list"),
    "users:read": say("who somebody is"),
    "users:read.email": say("staff lists by e-mail, and imported people"),
}


def missing(granted: Collection[str]) -> list[str]:
    """What is needed and was not granted; nothing where nobody said what was granted."""
    return sorted(NEEDED.keys() - set(granted)) if granted else []
