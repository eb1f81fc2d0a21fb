"""Where the bot posts: chosen by saying so in that conversation; and what is told of one that has a problem."""

from collections.abc import Mapping

from domain.conversations import PLACES, POSTS, PROBLEMS
from domain.errors import RefusedError
from domain.texts import say
from handlers.routing import Call, Reply, Routes, Show
from handlers.settings import must_be_mr, must_fit
from storage.conversations import Conversations
from storage.settings import DistrictSettings
from views.elements import Card, Text
from views.workspaces import conversation_card

routes = Routes()


@routes.notice("conversation.problem", administrative=True)
def problem(call: Call) -> Card:
    found = next((one for one in Conversations(call.tx).all() if one.id == call.about), None)
    posts = [what for key, what in POSTS.items() if call.settings[key] == call.about]
    return conversation_card(found.label if found else "", posts, PROBLEMS.get((found and found.problem) or ""))


@routes.command("use this", writes=True, public=True, looks=True)
def use_this(call: Call) -> Reply:
    """Said in a conversation, as in: use this for the digest."""
    must_be_mr(call)
    key = _meant(call.text, PLACES)
    if call.here is None:
        raise RefusedError("Say this in the conversation that it is about: Kaizen posts where you say it.")
    must_fit(call.tx, call.here.id)
    DistrictSettings(call.tx).set(key, call.here.id, by=call.me)
    Conversations(call.tx).seen(call.tx.door, call.here.workspace, call.here.id, label=call.here.label)
    return Show(Card(title=say("It is set."), parts=[Text(say("From now on {what} comes here.", what=POSTS[key]))]))


def _meant(text: str, places: Mapping[str, str]) -> str:
    """The setting that somebody means with "for the digest"."""
    words = set(text.lower().split())
    found = [key for word, key in places.items() if word in words]
    if len(set(found)) != 1:
        raise RefusedError("Say what it is for: use this for the digest, or use this for the agenda.")
    return found[0]
