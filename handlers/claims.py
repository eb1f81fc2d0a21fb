"""The first seat: an admin claims it while nobody holds it, and any admin takes it back for a week."""

from domain.claims import undone_with
from domain.errors import RefusedError
from domain.people import REVERSIBLE, Role, check_reversal
from domain.texts import say
from handlers.people import room_of
from handlers.routing import Call, Draw, Reply, Routes
from storage.claims import Claims
from storage.codes import Codes
from storage.history import History
from storage.outbox import Outbox
from storage.people import People
from storage.seating import give_seat, take_seat
from views.elements import Card
from views.people import claimed_card

routes = Routes()

SEAT = Role.MANAGEMENT_REPRESENTATIVE


@routes.button("people.claim", writes=True, administrative=True)
def claim(call: Call) -> Reply:
    """A workspace admin takes the empty seat, and gets what was kept for it. All admins are told."""
    if not call.viewer.administrator:
        raise RefusedError("Only an admin of this workspace can take the seat of the management representative.")
    return _take(call)


@routes.command("claim", writes=True, anybody=True)
def claim_by_code(call: Call) -> Reply:
    """Where a platform does not tell who administers it: with a code that IT has made on the machine."""
    if not Codes(call.tx).use(call.text):
        raise RefusedError("This code is not good, or not any more. Ask your IT office for a new one.")
    return _take(call)


def _take(call: Call) -> Reply:
    people = People(call.tx)
    History(call.tx).lock()  # of two who press at once, the second finds it taken
    held = [person for person in people.holders(SEAT) if person != call.me]
    if held:
        name = people.names(held).get(held[0], say("Somebody"))
        raise RefusedError("{name} is management representative already. Ask them to hand the seat over.", name=name)
    made = Claims(call.tx).add(call.me)
    give_seat(call.tx, SEAT, call.me, by=call.me)
    for admin in people.administrators():
        Outbox(call.tx).owe("people.claimed", made.id, to=admin, key=f"people.claimed:{made.id}")
    return Draw("home")


@routes.button("people.reverse", writes=True, administrative=True)
def reverse(call: Call) -> Reply:
    """Any admin takes the seat back for a week, from whoever claimed it and from all to whom it was passed on."""
    if not call.viewer.administrator:
        raise RefusedError("Only an admin of this workspace can take the seat back.")
    kept = Claims(call.tx)
    made = kept.get(call.about)
    check_reversal(made, call.tx.now)
    kept.reverse(made, by=call.me)
    for person in undone_with(made, kept.passed_on(made)):
        take_seat(call.tx, SEAT, person, by=call.me)
    Outbox(call.tx).refresh(made.id, "people.claimed")
    return Draw("people.claimed", made.id)


@routes.notice("people.claimed", administrative=True)
def claimed(call: Call) -> Card:
    made = Claims(call.tx).get(call.about)
    room = room_of(call, [made.person, made.reversed_by or ""])
    return claimed_card(made, room, reversible=call.tx.now - made.at <= REVERSIBLE)
