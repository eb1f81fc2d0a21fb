"""What those who can mend it are told of a conversation that the bot cannot post to."""

from domain.conversations import POSTS, PROBLEMS
from handlers.routing import Call, Routes
from storage.conversations import Conversations
from views.elements import Card
from views.workspaces import conversation_card

routes = Routes()


@routes.notice("conversation.problem", administrative=True)
def problem(call: Call) -> Card:
    found = next((one for one in Conversations(call.tx).all() if one.id == call.about), None)
    posts = [what for key, what in POSTS.items() if call.settings[key] == call.about]
    return conversation_card(found.label if found else "", posts, PROBLEMS.get((found and found.problem) or ""))
