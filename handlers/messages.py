"""Messages that failed: an administrator sees to whom and why, and sends them again."""

from domain.errors import RefusedError
from domain.texts import say
from handlers.routing import Call, Draw, Reply, Routes, Show
from storage.dead_letters import DeadLetters
from storage.outbox import CONVERSATION
from storage.people import People
from views.elements import Card
from views.messages import Lost, failed_card

routes = Routes()

GONE, A_CONVERSATION = say("Somebody who left"), say("A conversation")


@routes.button("messages.failed", administrative=True)
def failed(call: Call) -> Reply:
    return Show(card(call), beside=True)


@routes.button("messages.send", writes=True, administrative=True)
def send(call: Call) -> Reply:
    _must_be_administrator(call)
    DeadLetters(call.tx).send_again(call.about, by=call.me)
    return Draw("messages.card")


@routes.button("messages.send_all", writes=True, administrative=True)
def send_all(call: Call) -> Reply:
    _must_be_administrator(call)
    DeadLetters(call.tx).send_all_again(by=call.me)
    return Draw("messages.card")


@routes.notice("messages.card", administrative=True)
def card(call: Call) -> Card:
    _must_be_administrator(call)
    found = DeadLetters(call.tx).all()
    names, zone = People(call.tx).names(one.person for one in found), call.settings.zone
    lost = [
        Lost(
            id=one.id,
            what=one.what,
            name=names.get(one.person, A_CONVERSATION if one.person.startswith(CONVERSATION) else GONE),
            error=one.error,
            on=one.since.astimezone(zone).date(),
        )
        for one in found
    ]
    return failed_card(lost, call.today, total=len(lost))


def _must_be_administrator(call: Call) -> None:
    if not call.viewer.administrator:
        raise RefusedError(say("Only an administrator can see which messages failed."))
