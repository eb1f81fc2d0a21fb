"""Copies of a report that must not be read as they are, and could neither be drawn again nor removed."""

from sqlalchemy import literal, or_, select

from domain.cars import Concern
from domain.frozen import dataclass
from domain.offices import Office
from domain.people import PersonId
from storage.car_table import cars
from storage.db import OURS, Tx, read
from storage.deciders import deciders
from storage.evidence import gave_up
from storage.offices import Offices
from storage.outbox import FAILED, FETCH, HOME, Message, Outbox, outbox, posted
from storage.people import as_one
from storage.polls import POSTED, Polls
from storage.redaction import redactions
from storage.reminded import messages_with, records_in

C = cars.c
REMOVED = select(redactions.c.id).where(redactions.c.district == OURS, redactions.c.of == literal("cars:") + C.number)
#: Reports of which somebody may hold what they may not read any more.
GUARDED = select(C.sealed, C.concerns, C.appealed, C.decided_by, C.handed_to).where(
    C.district == OURS, or_(C.sealed.is_(True), C.hide_name.is_(True), REMOVED.exists())
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Guarded:
    """What of a report says who looks after it."""

    sealed: bool
    concerns: Concern
    appealed: bool
    decided_by: PersonId | None
    handed_to: Office | None


def given_up(box: Outbox, message: Message, error: str) -> bool:
    """Note that a message failed for good; of a copy that stands, whoever looks after the report hears."""
    noted = box.failed(message, error)
    if noted and message.updates == FETCH:
        gave_up(box.tx, message.about)
    elif noted and message.conversation and message.updates is None:
        _tell_beginner(box, message)
    elif noted and message.updates not in (None, HOME):
        _tell(box.tx, message)
    return noted


def _tell_beginner(box: Outbox, message: Message) -> None:
    """A poll stands nowhere: who asks hears why nobody answers."""
    poll = Polls(box.tx).find(message.about) if message.what == POSTED else None
    if poll:
        box.owe("poll.unposted", poll.number, to=poll.by, key=f"poll.unposted:{message.key}")


def _tell(tx: Tx, message: Message) -> None:
    """Once for all the copies that were to change together."""
    named = {message.about, *records_in(tx, message.updates or "")}
    for row in tx.ask_once(GUARDED.add_columns(C.number).where(C.number.in_(named)).order_by(C.number)):
        number = row.pop("number")
        key = f"redaction.left:{message.key.partition(':')[0]}:{number}"
        for person in _keepers(tx, read(Guarded, as_one(tx, row, "decided_by"))):
            Outbox(tx).owe("redaction.left", number, to=person, key=key)


def _keepers(tx: Tx, car: Guarded) -> list[PersonId]:
    if car.handed_to:
        return [person for office, person in Offices(tx).officers().items() if office is car.handed_to]
    return deciders(tx, car)


def left_of(tx: Tx, about: str) -> int:
    """How many copies stand whose last change failed."""
    those = or_(posted.c.about == about, posted.c.key.in_(messages_with(tx, about)))
    stand = {row["key"]: row["about"] for row in tx.rows(posted, those)}
    tried = tx.rows(outbox, outbox.c.about.in_({*stand.values()}), outbox.c.updates.in_(stand), order=outbox.c.due)
    last = {row["updates"]: row["state"] for row in tried}
    return sum(state == FAILED for state in last.values())
