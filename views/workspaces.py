"""What administrators are told of an installation, and those who post of a conversation."""

from collections.abc import Sequence

from domain.texts import joined, say
from views.elements import Card, Item, Items, Link, Note, Part, Text

BY_HAND = say("Paste manifest.json into the app's settings in Slack, then choose Reinstall to Workspace.")
LACKING = say("An admin of this workspace has to install it again. Nothing is lost. Until then this does not work:")
ONCE = say("You get this because you are an administrator. It is said once.")
ELSEWHERE = say("Another conversation is chosen on Home: Settings, Conversations.")


def scopes_card(missing: Sequence[tuple[str, str]], link: str) -> Card:
    """`missing`: each right, and what does not work without it. `link`: where to install it again, if set up."""
    if not missing:
        return Card(title=say("Kaizen has all the rights that it needs in Slack."))
    again: Part = Link(say("Install Kaizen again"), link) if link else Text(BY_HAND)
    lacks = Items([Item(name=scope, detail=detail) for scope, detail in missing])
    return Card(title=say("Kaizen needs more rights in Slack"), parts=[Text(LACKING), lacks, again, Note(ONCE)])


def conversation_card(label: str, posts: Sequence[str], problem: tuple[str, str] | None) -> Card:
    """`problem`: what happened to the conversation and what to do; none when it works again."""
    name = f"#{label}" if label else say("A conversation")
    if problem is None:
        return Card(title=say("Kaizen can post to {name} again.", name=name))
    happened, do = problem
    paused: list[Part] = [Text(say("Paused: {what}.", what=what)) for what in posts]
    parts = [*paused, Text(do), Note(ELSEWHERE)]
    return Card(title=joined(" ", [name, happened]), parts=parts)
