"""Steps as they are kept: of one plan, and of one person."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import and_, or_, select

from domain.cars import TERMINAL
from domain.people import PersonId
from domain.plans import Step, StepStatus
from domain.step_updates import StepUpdate
from storage.car_table import cars
from storage.db import OURS, Tx, read
from storage.numbers import next_number
from storage.people import as_one, same_person
from storage.records import Records
from storage.step_table import steps
from storage.step_updates import StepUpdates

OPEN = [str(status) for status in StepStatus if status not in (StepStatus.DONE, StepStatus.CANCELLED)]
#: Whose steps wait for their owner as long as they are open.
UNTIL_DONE = or_(steps.c.of.like("IDEA-%"), steps.c.of.like("MTG-%"))


class Steps:
    def __init__(self, tx: Tx) -> None:
        self._tx = tx
        self._records = Records(tx, steps)

    def of(self, about: str, cycle: int) -> tuple[Step, ...]:
        """Those that its plan of a cycle has, in order."""
        rows = self._records.having(of=about, cycle=cycle, order="place")
        return tuple(self._step(row) for row in rows if row["place"] is not None)

    def every(self, about: str) -> dict[int, tuple[Step, ...]]:
        """Those of each cycle that its plan has, in order."""
        rows = self._records.rows(steps.c.of == about, steps.c.place.is_not(None), order=steps.c.place)
        found: dict[int, tuple[Step, ...]] = {}
        for step in map(self._step, rows):
            found[step.cycle] = (*found.get(step.cycle, ()), step)
        return found

    def earlier(self, about: str, cycle: int) -> tuple[Step, ...]:
        """Those of the cycles before, in order."""
        rows = self._records.rows(steps.c.of == about, steps.c.cycle < cycle, order=steps.c.number)
        return tuple(self._step(row) for row in rows)

    def of_whom(self, number: int) -> str | None:
        """What a step belongs to."""
        found = self._tx.having(steps, number=number)
        return found[0]["of"] if found else None

    def owner_of_open(self, number: int) -> PersonId | None:
        """Who does a step, while it is open."""
        found = self._tx.rows(steps, steps.c.number == number, steps.c.status.in_(OPEN), steps.c.place.is_not(None))
        return PersonId(as_one(self._tx, found[0], "owner")["owner"]) if found else None

    def open_of(self, person: PersonId, most: int) -> list[tuple[str, int]]:
        """Which steps somebody has still to do: what each belongs to and its number, the earliest due first."""
        query = (
            select(steps.c.of, steps.c.number)
            .outerjoin(cars, and_(cars.c.district == steps.c.district, cars.c.number == steps.c.of))
            .where(steps.c.district == OURS, steps.c.status.in_(OPEN), steps.c.place.is_not(None))
            .where(same_person(steps.c.owner, person), or_(UNTIL_DONE, cars.c.state.not_in(map(str, TERMINAL))))
            .order_by(steps.c.due, steps.c.number)
            .limit(most)
        )
        return [(row["of"], row["number"]) for row in self._tx.ask(query)]

    def what(self, number: int) -> str:
        """The words of a step, for whoever may read what it belongs to."""
        found = self._records.having(number=number)
        return (found[0]["what"] or "") if found else ""

    def whats(self, numbers: Iterable[int]) -> dict[int, str]:
        """The same of many."""
        found = self._records.having(number=list(numbers))
        return {row["number"]: row["what"] or "" for row in found}

    def numbered(self, planned: Sequence[Step]) -> tuple[Step, ...]:
        """The same, each new one with the next number of the district."""
        return tuple(
            step if step.number else replace(step, number=next_number(self._tx, "step", 0)) for step in planned
        )

    def keep(self, about: str, now: Sequence[Step], was: Sequence[Step], *, did: str, by: str) -> None:
        """Save the steps of a plan that changed; those that the plan goes without any more stay on record."""
        places = {step.number: (place, step) for place, step in enumerate(was, 1)}
        for place, step in enumerate(now, 1):
            if step.number not in places:
                self._records.add(_row(about, place, step), did=did, by=by)
            elif places[step.number] != (place, step):
                self._records.save(_row(about, place, step), did=did, by=by)
        kept = {step.number for step in now}
        for step in was:
            if step.number not in kept and step.cycle == (now[0].cycle if now else step.cycle):
                self._records.save(_row(about, None, step), did="step.dropped", by=by)

    def tell(self, step: Step, line: StepUpdate, *, did: str) -> None:
        """Keep how a step stands, with the line that says so: also where it says the same again."""
        self._records.save(asdict(step), did=did, by=line.by)
        StepUpdates(self._tx).add(line, did=did)

    def _step(self, row: dict[str, Any]) -> Step:
        return read(Step, as_one(self._tx, {**row, "what": row["what"] or ""}, "owner", "asked_owner", "planned_owner"))


def _row(about: str, place: int | None, step: Step) -> dict[str, Any]:
    return asdict(step) | {"of": about, "place": place}
