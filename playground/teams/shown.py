"""What one person sees in Teams, as JSON. The page draws it, and tests read it."""

from typing import Any

from playground.teams.tenant import BOT, Conversation, Dialog, Message, Person, Tenant

Json = dict[str, Any]


def state_of(tenant: Tenant, person: Person, most: int | None = None) -> Json:
    """Show everything that this person sees. `most` keeps the newest messages of each conversation."""
    dialog = tenant.dialogs.get(person.id)
    return {
        "user": person.key,
        "started": tenant.started,
        "chat": tenant.personal(person).id,
        "installed": person.id in tenant.installed,
        "blocked": person.id in tenant.blocked,
        "conversations": {one.id: _conversation(one, person, most) for one in tenant.seen_by(person)},
        "dialog": shown_dialog(dialog) if dialog else None,
    }


def about(tenant: Tenant) -> Json:
    """Show what does not change: the tenant, its people, the team, and what the app offers."""
    app = tenant.app
    return {
        "team": {"id": tenant.id, "name": tenant.name},
        "group": tenant.team.name,
        "started": tenant.started,
        "app": {
            "id": app.id,
            "name": app.name,
            "about": app.about,
            "commands": list(app.commands),
            "extensions": list(app.extensions),
        },
        "people": {one.id: _person(one) | {"place": n} for n, one in enumerate(tenant.people.values())},
    }


def _person(person: Person) -> Json:
    return {
        "id": person.id,
        "key": person.key,
        "mri": person.mri,
        "name": person.name,
        "email": person.email,
        "role": person.role,
        "deleted": person.deleted,
    }


def shown_dialog(dialog: Dialog) -> Json:
    names = ("id", "source", "title", "height", "width", "card", "text", "note", "version")
    return {name: getattr(dialog, name) for name in names}


def _conversation(conversation: Conversation, person: Person, most: int | None) -> Json:
    messages = conversation.messages[-most:] if most else conversation.messages
    return {
        "id": conversation.id,
        "kind": conversation.kind,
        "name": conversation.name,
        "topic": conversation.topic,
        "messages": [shown_message(one, person.id) for one in messages],
    }


def shown_message(message: Message, person: str) -> Json:
    """A message as this person sees it: what their press changed is theirs alone."""
    beside = message.beside.get(person)
    return {
        "id": message.id,
        "from": message.author,
        "by_bot": message.author == BOT,
        "at": message.at,
        "text": message.text,
        "format": message.format,
        "summary": message.summary,
        "entities": message.entities,
        "cards": message.cards_of(person),
        "version": message.is_seen(person),
        "own": person in message.cards_for,
        "beside": {"text": beside.text, "failed": beside.failed} if beside else None,
        "root": message.root,
        "edited": message.edited,
        "reactions": {kind: people for kind, people in message.reactions.items() if people},
    }
