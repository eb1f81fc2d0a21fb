"""Steps that a meeting decided: in the one table of steps, so they stand in their owners' lists beside all others."""

from collections.abc import Collection, Iterator
from datetime import date

from sqlalchemy import and_, select

from domain.items import Item, ItemKind
from domain.people import PersonId
from domain.plans import Step
from storage.db import OURS, Tx
from storage.meeting_tables import meetings
from storage.people import People
from storage.settings import DistrictSettings
from storage.sources import THEM, Persons, Source, known_as, numbers_of
from storage.step_table import steps
from storage.steps import OPEN, Steps

CYCLE = 1  # a meeting is held once
M, S = meetings.c, steps.c
OF_MEETING = and_(M.district == S.district, M.number == S.of)
KEPT = and_(S.district == OURS, S.place.is_not(None))
OWNERS = select(S.owner).distinct().join(meetings, OF_MEETING).where(KEPT, S.status.in_(OPEN))
TO_DO = (
    select(S.number, S.of, S.owner, S.due, M.school, M.day, M.started_at)
    .join(meetings, OF_MEETING)
    .where(KEPT, S.status.in_(OPEN), S.owner.in_(THEM))
)
SETTLED = select(S.number).join(meetings, OF_MEETING).where(KEPT, S.status.not_in(OPEN))


class MeetingSteps:
    """Of one meeting that somebody found, or was held by a job."""

    def __init__(self, tx: Tx) -> None:
        self._steps = Steps(tx)

    def of(self, meeting: str) -> tuple[Step, ...]:
        """In the order in which they were decided."""
        return tuple(sorted(self._steps.of(meeting, CYCLE), key=lambda step: step.number))

    def add(self, meeting: str, *, what: str, owner: PersonId, due: date, by: str) -> Step:
        """With the next number of the district."""
        known = self.of(meeting)
        (step,) = self._steps.numbered([Step(number=0, what=what, owner=owner, due=due, cycle=CYCLE)])
        self._steps.keep(meeting, [*known, step], known, did="step.decided", by=by)
        return step

    def save(self, meeting: str, step: Step, *, did: str, by: str) -> None:
        """Of two who change one at once one is told."""
        known = self.of(meeting)
        self._steps.keep(meeting, [step if one.number == step.number else one for one in known], known, did=did, by=by)

    def drop(self, meeting: str, step: Step, *, by: str) -> None:
        """It was not decided after all; its row stays."""
        self._steps.keep(meeting, [], [step], did="step.dropped", by=by)


def _whom(tx: Tx) -> Iterator[str]:
    yield from (row["owner"] for row in tx.ask(OWNERS))


def _items(tx: Tx, persons: Persons) -> Iterator[Item]:
    zone = DistrictSettings(tx).all().zone
    for row in tx.ask(TO_DO, them=known_as(tx, persons)):
        began = row["started_at"]
        yield Item(
            kind=ItemKind.STEP,
            about=str(row["number"]),
            of=row["of"],
            whose=People(tx).canonical(row["owner"]),
            since=began.astimezone(zone).date() if began else row["day"],
            due=row["due"],
            place=row["school"] or None,
        )


def settled_of_meetings(tx: Tx, person: PersonId, numbers: Collection[int]) -> set[int]:
    """Those of these steps that somebody has reported on; each may still be opened again."""
    return numbers_of(tx, SETTLED, person, numbers)


MEETING_STEPS = Source(whom=_whom, items=_items)
