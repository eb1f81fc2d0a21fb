"""Take the seat of the management representative."""

from domain.errors import RefusedError
from domain.people import Role
from handlers.routing import Call, Draw, Reply, Routes
from storage.outbox import Outbox
from storage.people import People

routes = Routes()

SEAT = Role.MANAGEMENT_REPRESENTATIVE


@routes.button("people.claim", writes=True)
def claim(call: Call) -> Reply:
    """A workspace admin takes the empty seat, and gets what was kept for it."""
    people = People(call.tx)
    if not call.viewer.administrator:
        raise RefusedError("Only an admin of this workspace can take the seat of the management representative.")
    held = [person for person in people.holders(SEAT) if person != call.me]
    if held:
        name = people.names(held).get(held[0], "Somebody")
        raise RefusedError(f"{name} is management representative already. Ask them to hand the seat over.")
    people.seat(SEAT, call.me, by=call.me)
    Outbox(call.tx).fill(SEAT, call.me)
    return Draw("home")
