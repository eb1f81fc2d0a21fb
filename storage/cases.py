"""A report with its plan and verdict, loaded and saved as a whole and as one viewer sees it."""

from domain.cars import Car, Outcome, State
from domain.cases import Case
from domain.people import Viewer
from storage.cars import CarLog
from storage.db import Tx
from storage.plans import Plans
from storage.steps import Steps

#: A report has no plan before somebody owns it.
BEFORE = frozenset({State.SUBMITTED, State.RETURNED, State.WITHDRAWN, State.REJECTED})


def has_no_plan(car: Car) -> bool:
    """Nor a verdict: nobody owns it yet. Of one from another log it may only not be known who did."""
    return car.state in BEFORE or (car.owner is None and car.outcome is not Outcome.EFFECTIVE)


class Cases:
    """What storage/car_sight.py does not let somebody find has no plan for them either."""

    def __init__(self, tx: Tx, viewer: Viewer) -> None:
        self._tx = tx
        self._viewer = viewer
        self._log = CarLog(tx, viewer)

    def get(self, number: str) -> Case:
        return self.of(self._log.get(number))

    def of(self, car: Car) -> Case:
        """The rest of a report that was found."""
        if has_no_plan(car) or (car.handed_to and not car.what):
            return Case(car=car)
        rest = self._rest(car)
        verdict = rest.verdict() if (car.state, car.outcome) == (State.CLOSED, Outcome.EFFECTIVE) else None
        return Case(car=car, plan=rest.now(car.cycle), verdict=verdict)

    def save(self, case: Case, *, was: Case, did: str) -> None:
        """Keep what changed. The report's version is compared, so of two who move it at once one is told."""
        self._log.save(case.car, was=was.car, did=did)
        rest = self._rest(case.car)
        if case.plan and case.plan != was.plan:
            rest.keep(case.car.cycle, case.plan, was.plan, did=did)
        if case.verdict and case.verdict != was.verdict:
            rest.add_verdict(case.verdict, did=did)

    def save_steps(self, case: Case, *, was: Case, did: str) -> Case:
        """Keep what was told of steps, and say how all of them stand now.

        Each step's own version is compared, so of two who tell of two steps neither is refused.
        """
        self._log.unmoved(was.car)
        now, before = (one.plan.steps if one.plan else () for one in (case, was))
        Steps(self._tx).keep(case.car.number, now, before, did=did, by=self._viewer.person)
        return self.of(case.car)

    def _rest(self, car: Car) -> Plans:
        return Plans(self._tx, car.number, self._viewer.person)
