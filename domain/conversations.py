"""Where the bot posts in a district, and what can keep it from posting there."""

from collections.abc import Mapping

from domain.texts import say

#: The settings that name a conversation, and what is posted there.
POSTS: Mapping[str, str] = {
    "digest_channel": say("the weekly Cabinet digest"),
    "mrt_channel": say("the monthly MRT agenda"),
}

#: The words for each of them, when somebody tells the bot to use a conversation.
PLACES: Mapping[str, str] = {
    "digest": "digest_channel",
    "cabinet": "digest_channel",
    "agenda": "mrt_channel",
    "mrt": "mrt_channel",
}

INVITE = say("Add Kaizen to it again, or choose another conversation.")

#: Each problem: what happened, and what to do about it.
PROBLEMS: Mapping[str, tuple[str, str]] = {
    "archived": (say("was archived"), say("Open it again, or choose another conversation.")),
    "left": (say("does not have Kaizen in it any more"), INVITE),
    "gone": (say("cannot be found: it was deleted, or made private without Kaizen in it"), INVITE),
}
