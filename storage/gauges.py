"""Numbers about all districts, for whoever watches the machine: no words and no person."""

from collections import Counter
from collections.abc import Mapping

from sqlalchemy import Connection, func, literal, select

from domain.frozen import dataclass
from storage.forgotten import forgotten
from storage.outbox import PENDING, outbox
from storage.system import database_now, districts, lanes

OWED = (
    select(districts.c.short, outbox.c.state, func.count())
    .join(outbox, outbox.c.district == districts.c.id)
    .where(outbox.c.updates.is_(None))
    .group_by(districts.c.short, outbox.c.state)
)
BEFORE = select(districts.c.short, forgotten.c.state, forgotten.c.number).join(
    forgotten, forgotten.c.district == districts.c.id
)
#: The state stands in the statement itself: SQLite takes a partial index for nothing else.
OLDEST = select(func.min(outbox.c.due)).where(outbox.c.state == literal(PENDING, literal_execute=True))


@dataclass(frozen=True, kw_only=True, slots=True)
class Gauges:
    messages: Mapping[tuple[str, str], int]  # by a district's short name and a state: everything that was ever owed
    resting: int  # lanes that nothing is sent on for now
    oldest: float  # seconds since the oldest pending message was due


def gauges(connection: Connection) -> Gauges:
    messages: Counter[tuple[str, str]] = Counter()
    for query in (OWED, BEFORE):
        for short, state, number in connection.execute(query):
            messages[short, state] += number
    now = database_now(connection)
    resting = connection.execute(select(func.count()).select_from(lanes).where(lanes.c.next_at > now)).scalar_one()
    oldest = connection.execute(OLDEST).scalar()
    return Gauges(messages=messages, resting=resting, oldest=max((now - oldest).total_seconds(), 0) if oldest else 0.0)
