"""A report with everything that belongs to it, as one viewer sees it.

It takes as many statements for a long one as for a short one.
"""

from domain.cars import Car
from domain.dossiers import Dossier, Planned, Stay
from domain.people import PersonId, Viewer
from storage.cars import CarLog
from storage.cases import has_no_plan
from storage.db import Tx
from storage.extensions import Extensions
from storage.people import People
from storage.plans import Plans


class Dossiers:
    """Whoever does not find a report finds nothing of what belongs to it either."""

    def __init__(self, tx: Tx, viewer: Viewer) -> None:
        self._tx = tx
        self._viewer = viewer
        self._log = CarLog(tx, viewer)

    def get(self, number: str) -> Dossier:
        """Raises a refusal where there is no such report that the viewer sees."""
        return self.of(self._log.get(number))

    def of(self, car: Car) -> Dossier:
        """The rest of a report that was found. Of one that was handed over there is none for who sees no word of it."""
        if car.handed_to and not car.what:
            return Dossier(car=car, title=car.title)
        stays = self._stays(car)
        if has_no_plan(car):
            return Dossier(car=car, title=car.title, stays=stays)
        plans = Plans(self._tx, car.number, self._viewer.person)
        return Dossier(
            car=car,
            title=car.title,
            planned=tuple(Planned(cycle=cycle, plan=plan) for cycle, plan in plans.every()),
            verdicts=tuple(plans.verdicts()),
            extensions=tuple(Extensions(self._tx).of(car.number)),
            stays=stays,
        )

    def _stays(self, car: Car) -> tuple[Stay, ...]:
        """The moves of somebody who hid their name would tell it: they are nobody's here."""
        people = People(self._tx)
        requester = self._log.hidden_requester(car)

        def by(person: str) -> PersonId:
            known = people.canonical(person)
            return PersonId("") if known == requester else known

        return tuple(
            Stay(state=one.state, entered_at=one.entered_at, left_at=one.left_at, by=by(one.by))
            for one in self._log.passages(car.number)
        )
