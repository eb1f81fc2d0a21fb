"""Posts to conversations of several people: each is looked at first, and drawn as what all who are there may read."""

from bot.answering import Answering
from bot.directory import SilentError
from bot.sending import LaterError, NeverError, There
from domain.people import EVERYBODY, Viewer
from handlers.routing import Call, Draw
from storage.db import Tx
from storage.outbox import PENDING, Message, Outbox
from storage.settings import DistrictSettings
from storage.system import Lane
from views.elements import Card
from views.languages import best

ALL = Viewer(person=EVERYBODY)  # whoever is staff and has no part in anything


def call_for_all(tx: Tx) -> Call:
    """What a handler is told where everybody reads its answer, in the language of the district."""
    settings = DistrictSettings(tx).all()
    return Call(
        tx=tx,
        viewer=ALL,
        settings=settings,
        today=tx.now.astimezone(settings.zone).date(),
        language=best(settings["language"]),
    )


def card_for_all(tx: Tx, answering: Answering, message: Message) -> Card:
    platform = message.lane.partition(":")[0]
    return answering.draw(call_for_all(tx), Draw(message.what, message.about), platform)


def there_of(tx: Tx, message: Message) -> There:
    """Where a post goes. One of a thread waits for the message that begins it, and is not sent without."""
    workspace, under = message.lane.partition(":")[2], ""
    if message.under:
        stands = Outbox(tx).stands(message.under)
        if stands is None:
            raise LaterError("waits for its thread") if _is_pending(tx, message.under) else NeverError("no thread")
        under = stands.message
    return There(workspace=workspace, conversation=message.conversation, under=under)


def _is_pending(tx: Tx, key: str) -> bool:
    return Outbox(tx).state_of(key) == PENDING


async def look_first(answering: Answering, lane: Lane, there: There, what: str) -> None:
    """Post nothing where something is wrong with a conversation; what begins a thread was looked at with it.

    What somebody has posted where they are themselves is theirs to judge.
    """
    if there.under or answering.routes[what].anywhere:
        return
    platform = lane.name.partition(":")[0]
    try:
        problem = await answering.looking.look(lane.of_district, platform, there.workspace, there.conversation)
    except SilentError as error:
        raise LaterError(str(error)) from None
    if problem:
        raise NeverError(f"conversation {problem}")
