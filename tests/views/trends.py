"""Figures to look at: each with enough reports to say something, with too few, and with none."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from domain.cars import CAUSES, Severity, Source, State
from domain.control_charts import Sample
from domain.figures import By, Effectiveness, OnTime, Recurrence, Report, Share, Times, waiting
from domain.files import File, Purpose
from domain.pareto import OTHER, pareto
from domain.people import PersonId
from domain.periods import Filters, Period, last_months, whole_months
from domain.rules import Rules
from domain.texts import say
from domain.trends import Figure, Trend
from tests.domain.story import CAR, MIA
from tests.views.scene import car_at, departments, look, schools
from views.charts import Bars, described, svg
from views.elements import Card, Form
from views.evidence import with_figures
from views.findings import (
    Finding,
    back_found,
    filed_found,
    held_found,
    late_found,
    on_time_found,
    pareto_found,
    times_found,
    waiting_found,
)
from views.raising import kept_figure_card, raise_form
from views.trends import Shown, behind_card, choose_form, filter_words, picture_card, trend_card

CUT_OFF = date(2026, 11, 25)
PERIOD = last_months(CUT_OFF, 12)
MONTHS = list(whole_months(PERIOD))
FILTERS = Filters(
    school="east", department="facilities", severity=Severity.MAJOR, source=Source.COMPLAINT, owner=PersonId("ole")
)
COUNTS = {
    "communication": 14,
    "competency_and_training": 9,
    "not_implemented": 6,
    "documentation": 4,
    "materials_tools_equipment": 2,
    OTHER: 5,
}


def open_reports(number: int) -> list[Report]:
    """Of which every third is late, by more and more."""
    return [
        Report(
            number=f"CAR-2026-{nth:03}",
            filed_on=CUT_OFF - timedelta(days=5 * nth),
            state=State.IMPLEMENTING if nth % 4 else State.SUBMITTED,
            approved_on=date(2026, 3, 1),
            implementation_due=CUT_OFF - timedelta(days=2 * nth if nth % 3 == 0 else -nth),
        )
        for nth in range(1, number + 1)
    ]


def words(key: str) -> str:
    return say("Other") if key == OTHER else CAUSES[key]


def monthly(*counts: int) -> list[tuple[Period, int]]:
    return list(zip(MONTHS, counts, strict=False))


def late(*shares: tuple[int, int]) -> Finding:
    return late_found([(month, Sample(n=n, d=d)) for month, (d, n) in zip(MONTHS, shares, strict=False)])


def fast(n: int, days: float, most: int) -> Times:
    return Times(n=n, days=days, days_most=most, working=days - 3, working_most=most - 10)


FINDINGS: Mapping[str, tuple[Figure, Finding]] = {
    "waiting": (Figure.WAITING, waiting_found(waiting(open_reports(23), CUT_OFF, Rules()))),
    "waiting_none": (Figure.WAITING, waiting_found(waiting([], CUT_OFF, Rules()))),
    "times": (Figure.TIMES, times_found(fast(30, 12.5, 34), fast(21, 80, 112))),
    "times_none": (Figure.TIMES, times_found(None, None)),
    "on_time": (
        Figure.ON_TIME,
        on_time_found(OnTime(original=Share(part=31, whole=40), current=Share(part=38, whole=41))),
    ),
    "on_time_none": (
        Figure.ON_TIME,
        on_time_found(OnTime(original=Share(part=0, whole=0), current=Share(part=0, whole=0))),
    ),
    "held": (Figure.HELD, held_found(Effectiveness(held=Share(part=9, whole=12), inconclusive=2))),
    "held_none": (Figure.HELD, held_found(Effectiveness(held=Share(part=0, whole=0), inconclusive=0))),
    "back": (Figure.BACK, back_found(Recurrence(back=Share(part=3, whole=25), followed=()))),
    "back_none": (Figure.BACK, back_found(Recurrence(back=Share(part=0, whole=0), followed=()))),
    "causes": (Figure.CAUSES, pareto_found(pareto(COUNTS), By.CAUSE, 7, words)),
    "causes_few": (Figure.CAUSES, pareto_found(pareto({"communication": 2}), By.CAUSE, 1, words)),
    "causes_none": (Figure.CAUSES, pareto_found([], By.CAUSE, 0, words)),
    "schools": (Figure.SCHOOLS, pareto_found(pareto({"East School": 12}), By.SCHOOL, 0, str)),
    "departments": (Figure.DEPARTMENTS, pareto_found(pareto({"Facilities": 12}), By.DEPARTMENT, 0, str)),
    "sources": (
        Figure.SOURCES,
        pareto_found(pareto({str(n): 1 for n in range(30)}), By.SOURCE, 0, lambda _: say("Survey")),
    ),
    "filed": (Figure.FILED, filed_found(monthly(3, 4, 3, 2, 4, 3, 9, 8, 9, 8, 10, 9))),
    "filed_even": (Figure.FILED, filed_found(monthly(3, 4, 6, 2, 5, 3, 6, 2, 4, 5, 3, 4))),
    "filed_few": (Figure.FILED, filed_found(monthly(3, 4, 6))),
    "filed_none": (Figure.FILED, filed_found([])),
    "late": (Figure.LATE, late(*((nth % 4 + 3, 60 + nth) for nth in range(11)), (26, 70))),
    "late_even": (Figure.LATE, late(*((nth % 4 + 3, 60 + nth) for nth in range(12)))),
    "late_run": (Figure.LATE, late(*((nth % 3, 4) for nth in range(12)))),
    "late_few": (Figure.LATE, late((3, 60), (4, 60))),
}


def shown(name: str, **more: object) -> Shown:
    figure, finding = FINDINGS[name]
    trend = Trend(figure=figure)
    return Shown(**{"trend": trend, "finding": finding, "period": PERIOD, **more})


def cards(names: Sequence[str]) -> dict[str, Card]:
    return {name: trend_card(shown(name), [], look(MIA, today=CUT_OFF)) for name in names}


FEW = [CAR, car_at(State.ACCEPTED, number="CAR-2026-015")]
FILTERED = shown("causes", filters=filter_words(FILTERS, look(MIA)), sealed=5)
PICTURE = described(svg(Bars(title="Causes", rows=[], corner="n = 40")), "The gate latch does not close")
RAISED = File(
    id="f1",
    about="cars:CAR-2026-014",
    purpose=Purpose.EVIDENCE,
    name="causes 2026-11-25.svg",
    media="image/svg+xml",
    size=len(PICTURE),
    sha256="3f1a9c0b17" * 6 + "d2c4",
    made_at=CAR.filed_at,
    made_by=CAR.requester,
)
KEPT = kept_figure_card(RAISED, PICTURE)
APPROVED = ("waiting", "times", "filed", "late")
CARDS: Mapping[str, Card] = {
    "trends_picture": picture_card(shown("causes")),
    "trends_few": trend_card(shown("causes_few"), FEW, look(MIA)),
    "trends_causes": trend_card(FILTERED, [], look(MIA)),
    "trends_kept": KEPT,
    "trends_earlier": trend_card(shown("waiting", begun_later=3), [], look(MIA)),
    "trends_behind": behind_card(shown("causes"), FEW, look(MIA), offset=10, total=40),
    **{f"trends_{name}": card for name, card in cards(APPROVED).items()},
}
MORE: Mapping[str, Card] = {
    "an idea with its figure": with_figures(trend_card(FILTERED, [], look(MIA)), [RAISED]),
    "nothing behind": behind_card(shown("causes_none"), [], look(MIA), offset=0, total=0),
    **cards([name for name in FINDINGS if name not in APPROVED]),
}
FORM: Form = choose_form(
    Trend(figure=Figure.CAUSES, filters=FILTERS, cut_off=CUT_OFF), schools(2), departments(1), Rules()
)
RAISE_FORM: Form = raise_form(FILTERED, schools(2), reviews=True)
FEW_FORM: Form = raise_form(shown("waiting_none"), [], reviews=False)
SMALL_FORM: Form = choose_form(Trend(), schools(2), departments(1), Rules(small=True))
