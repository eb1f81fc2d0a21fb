"""What the connector does for the bot: begin a conversation, send, change and take back messages, name members."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from playground.teams import limits
from playground.teams.cards import CARD, faults_in
from playground.teams.errors import Refused, refused
from playground.teams.server import Teams
from playground.teams.tenant import BOT, Conversation, Json, Message, Person, Tenant

Answer = tuple[int, Json | list[Json] | None]
FORMATS = ("markdown", "plain", "xml")


@dataclass(frozen=True, slots=True)
class Ask:
    """One call of the connector."""

    teams: Teams
    path: Mapping[str, str]
    body: Json
    query: Mapping[str, str] = field(default_factory=dict)

    @property
    def tenant(self) -> Tenant:
        return self.teams.tenant

    def conversation(self) -> tuple[Conversation, str]:
        found, root = self.tenant.conversation(self.path["conversation"])
        if found is None or found.deleted or (root and not found.message(root)):
            raise refused("ConversationNotFound")
        return found, root

    def own_message(self, conversation: Conversation) -> Message:
        found = conversation.message(self.path["activity"])
        if found is None:
            raise refused("ActivityNotFoundInConversation")
        if found.author != BOT:
            raise Refused(403, "ForbiddenOperationException", "The bot changes its own messages only.")
        return found


def create(ask: Ask) -> Answer:
    """Begin a chat with one person, the same each time, or a thread in a channel."""
    body, tenant = ask.body, ask.tenant
    data = body.get("channelData") or {}
    if (body.get("bot") or {}).get("id") not in (None, tenant.app.id, tenant.app.mri):
        raise Refused(400, "BadSyntax", "The bot is not this app.")
    named = {body.get("tenantId"), (data.get("tenant") or {}).get("id")} - {None}
    if named != {tenant.id}:
        raise Refused(400, "BadArgument", "Which tenant? Give tenantId, or channelData.tenant.id.")
    if body.get("isGroup"):
        return _thread(ask, (data.get("channel") or {}).get("id", ""))
    person = _one_member(tenant, body.get("members") or [])
    _may_begin(tenant, person)
    conversation = tenant.personal(person)
    if body.get("activity"):
        sent = _posted(ask, conversation, "", body["activity"])
        return 201, {"id": conversation.id, "activityId": sent[-1].id}
    return 201, {"id": conversation.id}


def _thread(ask: Ask, channel: str) -> Answer:
    found = ask.tenant.channel(channel)
    if found is None:
        raise refused("ConversationNotFound")
    _may_write(ask.tenant, found)
    message = _posted(ask, found, "", ask.body.get("activity") or {})[-1]
    return 201, {"id": f"{found.id};messageid={message.id}", "activityId": message.id}


def _one_member(tenant: Tenant, members: list[Json]) -> Person:
    found = [tenant.person(str(one.get("id", ""))) for one in members]
    if len(found) != 1 or found[0] is None or found[0].deleted:
        raise Refused(400, "BadSyntax", "Name one member, by its 29: id or aadObjectId.")
    return found[0]


def _may_begin(tenant: Tenant, person: Person) -> None:
    if person.role == "guest":
        raise Refused(403, "ForbiddenOperationException", "Bot cannot create a conversation with a guest user.")
    if person.id in tenant.blocked:
        raise refused("ConversationBlockedByUser")
    if person.id not in tenant.installed:
        raise refused("ForbiddenOperationException")


def _may_write(tenant: Tenant, conversation: Conversation) -> None:
    person = conversation.person
    if conversation.kind == "personal" and person in tenant.blocked:
        raise refused("MessageWritesBlocked")
    inside = person in tenant.installed if conversation.kind == "personal" else tenant.team.installed
    if not inside:
        raise refused("BotNotInConversationRoster")


def send(ask: Ask) -> Answer:
    """Send a message. Text and a card together become two messages, and then no id comes back."""
    conversation, root = ask.conversation()
    _may_write(ask.tenant, conversation)
    if ask.body.get("type") == "typing":
        return 201, {"id": ask.tenant.next_id()}
    if not root and conversation.kind == "channel" and "activity" in ask.path:
        root = ask.path["activity"]
    sent = _posted(ask, conversation, root, ask.body)
    return (201, {"id": sent[0].id}) if len(sent) == 1 else (202, {})


def _posted(ask: Ask, conversation: Conversation, root: str, body: Json) -> list[Message]:
    cards, text = _cards(body), str(body.get("text") or "")
    if not cards and not text:
        raise Refused(400, "BadSyntax", "The activity has neither text nor an attachment.")
    made: list[tuple[str, list[Json]]] = [(text, [])] if text else []
    made += [("", cards)] if cards else []
    sent = [_message(ask.tenant, root, body, *one) for one in made]
    conversation.messages += sent
    return sent


def _message(tenant: Tenant, root: str, body: Json, text: str, cards: list[Json]) -> Message:
    return Message(
        id=tenant.next_id(),
        author=BOT,
        text=text,
        format=_format(body),
        summary=str(body.get("summary") or ""),
        entities=list(body.get("entities") or ()),
        cards=cards,
        root=root,
    )


def _format(body: Json) -> str:
    given = body.get("textFormat") or "markdown"
    if given not in FORMATS:
        raise Refused(400, "BadSyntax", f"textFormat is one of: {', '.join(FORMATS)}")
    return str(given)


def _cards(body: Json) -> list[Json]:
    """The cards of an activity, checked."""
    if body.get("type") != "message":
        raise Refused(400, "BadSyntax", f"The bot cannot send an activity of type {body.get('type')!r}.")
    cards = []
    for place, one in enumerate(body.get("attachments") or ()):
        if not isinstance(one, dict) or one.get("contentType") != CARD:
            raise Refused(400, "BadSyntax", f"attachments/{place}: only {CARD} is drawn here.")
        wrong = faults_in(one.get("content"))
        if wrong:
            raise Refused(400, "BadSyntax", f"attachments/{place}: {'; '.join(wrong)}")
        cards.append(one["content"])
    return cards


def update(ask: Ask) -> Answer:
    """Replace a message for everybody."""
    conversation, _ = ask.conversation()
    message = ask.own_message(conversation)
    _may_write(ask.tenant, conversation)
    cards, text = _cards(ask.body), str(ask.body.get("text") or "")
    message.cards, message.text, message.format = cards, text, _format(ask.body)
    message.summary = str(ask.body.get("summary") or "")
    message.entities = list(ask.body.get("entities") or ())
    message.cards_for.clear()
    message.version += 1
    message.beside.clear()
    message.edited = True
    return 200, {"id": message.id}


def delete(ask: Ask) -> Answer:
    conversation, _ = ask.conversation()
    conversation.messages.remove(ask.own_message(conversation))
    return 200, None


def members(ask: Ask) -> Answer:
    """Who is in a conversation, without the bot."""
    conversation, _ = ask.conversation()
    _reads_roster(ask.tenant, conversation)
    return 200, [_member(ask.tenant, one) for one in ask.tenant.members(conversation)]


def paged_members(ask: Ask) -> Answer:
    """The same a page at a time: where more come, with a token for the next one."""
    conversation, _ = ask.conversation()
    _reads_roster(ask.tenant, conversation)
    start, size = _number(ask, "continuationToken", 0), _number(ask, "pageSize", limits.PAGE)
    size = ask.teams.faults.page_size or min(max(size, limits.LEAST_PAGE), limits.MOST_PAGE)
    everybody = ask.tenant.members(conversation)
    page: Json = {"members": [_member(ask.tenant, one) for one in everybody[start : start + size]]}
    return 200, page | ({"continuationToken": str(start + size)} if start + size < len(everybody) else {})


def _number(ask: Ask, name: str, usual: int) -> int:
    given = ask.query.get(name, "") or str(usual)
    if not given.isdecimal():
        raise Refused(400, "BadSyntax", f"{name} is not one that was given out.")
    return int(given)


def member(ask: Ask) -> Answer:
    conversation, _ = ask.conversation()
    _reads_roster(ask.tenant, conversation)
    called = ask.path["member"]
    found = [one for one in ask.tenant.members(conversation) if called in (one.id, one.mri, one.upn)]
    if not found:
        raise refused("MemberNotFoundInConversation")
    return 200, _member(ask.tenant, found[0])


def _reads_roster(tenant: Tenant, conversation: Conversation) -> None:
    inside = conversation.person in tenant.installed if conversation.kind == "personal" else tenant.team.installed
    if not inside:
        raise refused("BotNotInConversationRoster")


def _member(tenant: Tenant, person: Person) -> Json:
    given, _, rest = person.name.partition(" ")
    return {
        "id": person.mri,
        "name": person.name,
        "givenName": given.rstrip(","),
        "surname": rest,
        "email": person.email,
        "userPrincipalName": person.upn,
        "tenantId": tenant.id,
        "userRole": person.role,
        "aadObjectId": person.id,
        "objectId": person.id,
    }
