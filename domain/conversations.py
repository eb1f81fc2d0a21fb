"""Where the bot posts in a district, and what can keep it from posting there."""

from collections.abc import Mapping

#: The settings that name a conversation, and what is posted there.
POSTS: Mapping[str, str] = {"digest_channel": "The weekly Cabinet digest", "mrt_channel": "The monthly MRT agenda"}

#: Each problem: what happened, and what to do about it.
PROBLEMS: Mapping[str, tuple[str, str]] = {
    "archived": ("was archived", "Open it again in Slack, or choose another conversation."),
    "left": ("does not have Kaizen in it any more", "Type /invite @Kaizen in it, or choose another conversation."),
    "gone": (
        "cannot be found: it was deleted, or made private without Kaizen in it",
        "Type /invite @Kaizen in it, or choose another conversation.",
    ),
}
