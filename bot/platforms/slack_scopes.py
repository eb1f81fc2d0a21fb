"""What the bot may do in a Slack workspace: one list, which manifest.json repeats and each installation is held to."""

from collections.abc import Collection, Mapping

#: Each scope, and what does not work without it.
NEEDED: Mapping[str, str] = {
    "channels:read": "seeing that a channel was renamed, archived or made private",
    "chat:write": "every message",
    "commands": "/car, /kaizen and the menu of a message",
    "files:read": "photos in a report",
    "groups:read": "the same for private channels",
    "usergroups:read": "a user group as the staff list",
    "users:read": "who somebody is",
    "users:read.email": "staff lists by e-mail, and imported people",
}


def missing(granted: Collection[str]) -> list[str]:
    """What is needed and was not granted; nothing where nobody said what was granted."""
    return sorted(NEEDED.keys() - set(granted)) if granted else []
