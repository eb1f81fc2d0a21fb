"""Where the bot posts in a district, and what can keep it from posting there."""

from collections.abc import Mapping

from domain.texts import say

#: The settings that name a conversation, and what is posted there.
POSTS: Mapping[str, str] = {
    "digest_channel": say("the weekly Cabinet digest"),
    "mrt_channel": say("the monthly MRT agenda"),
}

INVITE = say("Type /invite @Kaizen in it, or choose another conversation.")

#: Each problem: what happened, and what to do about it.
PROBLEMS: Mapping[str, tuple[str, str]] = {
    "archived": (say("was archived"), say("Open it again in Slack, or choose another conversation.")),
    "left": (say("does not have Kaizen in it any more"), INVITE),
    "gone": (say("cannot be found: it was deleted, or made private without Kaizen in it"), INVITE),
}
