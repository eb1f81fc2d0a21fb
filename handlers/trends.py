"""What the reports add up to: a figure, the reports behind it, and raising it as a report of its own."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from domain.cars import Severity, Source
from domain.control_charts import JUDGED
from domain.figures import (
    KEY,
    By,
    Check,
    Report,
    counted,
    counts_as_due,
    counts_by,
    effectiveness,
    filed_by_month,
    late_by_month,
    on_time,
    original_due,
    recurrence,
    to_fixed,
    to_proven,
    told_of_sealed,
    waiting,
    waits,
)
from domain.frozen import dataclass
from domain.pareto import OTHER, pareto
from domain.people import PersonId
from domain.periods import Filters, Period, whole_months
from domain.places import PlaceKind
from domain.texts import say
from domain.trends import PERIODS, Figure, Trend, read_trend
from handlers.cars import start
from handlers.moving import look_at
from handlers.routing import Answers, Call, Draw, Open, Reply, Routes, Show
from storage.cars import CarLog
from storage.figures import Base, Figures
from storage.people import People
from storage.places import Places
from views.cars import SOURCES, Look, Names
from views.elements import Card
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
from views.trends import PAGE, Shown, behind_card, choose_form, filter_words, picture_card, trend_card

routes = Routes()


class TrendForm(Answers):
    figure: Figure = Figure.WAITING
    months: int = 12
    until: date | None = None
    school: str | None = None
    department: str | None = None
    severity: Severity | None = None
    source: Source | None = None
    owner: str | None = None

    @property
    def trend(self) -> Trend:
        owner = PersonId(self.owner) if self.owner else None
        filters = Filters(**self.model_dump(include={"school", "department", "severity", "source"}), owner=owner)
        months = self.months if self.months in PERIODS else 12
        return Trend(figure=self.figure, months=months, cut_off=self.until, filters=filters)


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """What a figure is counted with."""

    call: Call
    source: Figures
    trend: Trend
    period: Period


Measured = tuple[Finding, Sequence[Report | Check]]


def _waiting(asked: Asked, reports: list[Report]) -> Measured:
    found = waiting(reports, asked.period.last, asked.call.settings.rules)
    return waiting_found(found), [report for report in reports if waits(report)]


def _times(asked: Asked, reports: list[Report]) -> Measured:
    rules, period = asked.call.settings.rules, asked.period
    finding = times_found(to_fixed(reports, period, rules), to_proven(reports, period, rules))
    return finding, [report for report in reports if report.fixed_on in period]


def _on_time(asked: Asked, reports: list[Report]) -> Measured:
    due = [one for one in reports if counts_as_due(one, asked.period, original_due, asked.period.last)]
    return on_time_found(on_time(reports, asked.period)), due


def _held(asked: Asked, reports: list[Report]) -> Measured:
    checks = asked.source.checks(asked.period, asked.trend.filters)
    return held_found(effectiveness(checks, reports, asked.period)), checks


def _back(asked: Asked, reports: list[Report]) -> Measured:
    found = recurrence(reports, asked.period)
    return back_found(found), found.followed


def _by(by: By) -> Callable[[Asked, list[Report]], Measured]:
    def work(asked: Asked, reports: list[Report]) -> Measured:
        found = counted(reports, asked.period)
        counts, unknown = counts_by(found, by)
        words = _words(asked.call, by, counts)
        finding = pareto_found(pareto(counts, words=words), by, unknown, words)
        return finding, [report for report in found if KEY[by](report)]

    return work


def _words(call: Call, by: By, keys: Mapping[str, int]) -> Callable[[str], str]:
    """What each kind is called."""
    names = Places(call.tx).names(keys) if by in (By.SCHOOL, By.DEPARTMENT) else {}

    def words(key: str) -> str:
        if key == OTHER:
            return say("Other")
        if by is By.CAUSE:
            return call.settings.cause_words(key)
        return SOURCES[Source(key)] if by is By.SOURCE else names.get(key, key)

    return words


def _filed(asked: Asked, reports: list[Report]) -> Measured:
    months = filed_by_month(reports, asked.period)
    return filed_found(months), [
        report for report in counted(reports, asked.period) if any(report.filed_on in month for month, _ in months)
    ]


def _late(asked: Asked, reports: list[Report]) -> Measured:
    months = list(whole_months(asked.period))
    due = [r for r in reports if any(counts_as_due(r, month, original_due, asked.period.last) for month in months)]
    return late_found(late_by_month(reports, asked.period)), due


#: With which reports each figure begins, and how it is counted.
MEASURES: Mapping[Figure, tuple[Base, Callable[[Asked, list[Report]], Measured]]] = {
    Figure.WAITING: (Base.OPEN, _waiting),
    Figure.TIMES: (Base.ENDED, _times),
    Figure.ON_TIME: (Base.DUE, _on_time),
    Figure.HELD: (Base.OPEN, _held),
    Figure.BACK: (Base.FOLLOWED, _back),
    Figure.CAUSES: (Base.FILED, _by(By.CAUSE)),
    Figure.SCHOOLS: (Base.FILED, _by(By.SCHOOL)),
    Figure.DEPARTMENTS: (Base.FILED, _by(By.DEPARTMENT)),
    Figure.SOURCES: (Base.FILED, _by(By.SOURCE)),
    Figure.FILED: (Base.FILED, _filed),
    Figure.LATE: (Base.DUE, _late),
}


@routes.command("car trends")
def typed(call: Call) -> Reply:
    """A figure by its word, with a number of months; all else is a report."""
    first = call.text.lower().partition(" ")[0]
    if first and first not in {*Figure, *map(str, PERIODS)}:
        return start(replace(call, text=f"trends {call.text}"))
    return Show(_card(call, read_trend(call.text)))


@routes.button("trends.show")
def show(call: Call) -> Reply:
    return Show(_card(call, read_trend(call.about)))


@routes.notice("trends.card")
def card(call: Call) -> Card:
    return _card(call, read_trend(call.about))


@routes.button("trends.list")
def behind(call: Call) -> Reply:
    """The reports that the figure counts, of those that this person may see."""
    at, _, line = call.about.partition(" ")
    offset = int(at) if at.isdecimal() else 0
    shown, reports = shown_of(call, read_trend(line))
    numbers = _newest_first(reports)
    cars = CarLog(call.tx, call.viewer).named(numbers[offset : offset + PAGE])
    drawn = behind_card(shown, cars, look_at(call, cars), offset=offset, total=len(numbers))
    return Show(drawn, beside=not offset)


@routes.button("trends.picture")
def picture(call: Call) -> Reply:
    """The figure in words where there is too little to draw: a digest offers it to people who see less than all."""
    trend = read_trend(call.about)
    shown, _ = shown_of(call, trend)
    return Show(picture_card(shown) if shown.chart else _card(call, trend), beside=True)


@routes.button("trends.open")
def open_form(call: Call) -> Reply:
    places = Places(call.tx)
    schools, departments = places.all(PlaceKind.SCHOOL), places.all(PlaceKind.DEPARTMENT)
    return Open(choose_form(read_trend(call.about), schools, departments, call.settings.rules))


@routes.submit("trends.choose", TrendForm)
def choose(call: Call, form: TrendForm) -> Reply:  # noqa: ARG001 - it changes nothing
    return Draw("trends.card", form.trend.line)


def _card(call: Call, trend: Trend) -> Card:
    shown, reports = shown_of(call, trend)
    named = [] if shown.finding.judged or len(reports) >= JUDGED else _newest_first(reports)
    few = CarLog(call.tx, call.viewer).named(named) if named else []
    return trend_card(shown, few, look_at(call, few))


def shown_of(call: Call, trend: Trend) -> tuple[Shown, Sequence[Report | Check]]:
    """The figure, and the reports behind it."""
    base, measure = MEASURES[trend.figure]
    period = trend.period(call.today)
    source = Figures(call.tx, call.viewer, call.settings.zone)
    asked = Asked(call=call, source=source, trend=trend, period=period)
    begins = source.reports(base, period, trend.filters)
    finding, reports = measure(asked, begins)
    hidden = 0 if not trend.filters.none else source.hidden(base, period)
    shown = Shown(
        trend=trend,
        finding=finding,
        period=period,
        filters=filter_words(trend.filters, _names(call, trend.filters)),
        sealed=told_of_sealed(hidden, filtered=not trend.filters.none),
        begun_later=sum(report.begun_later for report in begins),
    )
    return shown, reports


def _newest_first(reports: Sequence[Report | Check]) -> list[str]:
    return [report.number for report in sorted(reports, key=_newest, reverse=True)]


def _newest(found: Report | Check) -> tuple[date, int, str]:
    day = found.filed_on if isinstance(found, Report) else found.on
    return day, len(found.number), found.number


def _names(call: Call, filters: Filters) -> Look:
    people = People(call.tx).names([filters.owner] if filters.owner else [])
    names = Names(people=people, places=Places(call.tx).names([filters.school, filters.department]))
    return Look(viewer=call.viewer, today=call.today, names=names, rules=call.settings.rules)
