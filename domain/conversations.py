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

STAFF_ALONE = say("Choose a conversation that holds staff of the district alone.")
INVITE = say("Add Kaizen to it again, or choose another conversation.")

#: Each problem: what happened, and what to do about it.
PROBLEMS: Mapping[str, tuple[str, str]] = {
    "archived": (say("was archived"), say("Open it again, or choose another conversation.")),
    "left": (say("does not have Kaizen in it any more"), INVITE),
    "gone": (say("cannot be found: it was deleted, or made private without Kaizen in it"), INVITE),
    "shared": (say("is shared with another district or firm"), STAFF_ALONE),
    "outsiders": (say("holds somebody who is not staff, such as a guest or a student"), STAFF_ALONE),
    "crowded": (say("holds more people than Kaizen can look through"), STAFF_ALONE),
}
#: So many people are looked through before a post, to see that all are staff.
MOST_THERE = 300
