"""What administrators are told of an installation, and those who post of a conversation."""

from collections.abc import Sequence

from views.elements import Card, Item, Items, Link, Note, Part, Text

BY_HAND = "Paste manifest.json into the app's settings in Slack, then choose Reinstall to Workspace."


def scopes_card(missing: Sequence[tuple[str, str]], link: str) -> Card:
    """`missing`: each right, and what does not work without it. `link`: where to install it again, if set up."""
    if not missing:
        return Card(title="Kaizen has all the rights that it needs in Slack.")
    again: list[Part] = [Link("Install Kaizen again", link)] if link else [Text(BY_HAND)]
    return Card(
        title="Kaizen needs more rights in Slack",
        parts=[
            Text("An admin of this workspace has to install it again. Nothing is lost. Until then this does not work:"),
            Items([Item(name=scope, detail=lacks) for scope, lacks in missing]),
            *again,
            Note("You get this because you are an administrator. It is said once."),
        ],
    )


def conversation_card(label: str, posts: Sequence[str], problem: tuple[str, str] | None) -> Card:
    """`problem`: what happened to the conversation and what to do; none when it works again."""
    name = f"#{label}" if label else "The conversation"
    if problem is None:
        return Card(title=f"Kaizen can post to {name} again.")
    happened, do = problem
    waits = " and ".join(posts) or "What is posted there"
    return Card(
        title=f"{name} {happened}",
        parts=[
            Text(f"{waits} is paused."),
            Text(do),
            Note("Another conversation is chosen on Home: Settings, Conversations."),
        ],
    )
