"""What the reports of a district add up to, as of a day: pure counts over plain rows.

Storage gives the rows that somebody may see, as they stood at the end of the period. What was handed over to an office
is in no figure.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from math import ceil
from statistics import median
from typing import NamedTuple

from domain.cars import Concern, Source, State
from domain.control_charts import Sample
from domain.deadlines import due_of
from domain.frozen import dataclass
from domain.lifecycle import LEADERS, WAITS_FOR, Party
from domain.offices import Office
from domain.open_days import OpenDays
from domain.periods import Period, whole_months
from domain.rules import Rules
from domain.who import DECIDES

FOLLOWED = 180  # days after which it is known whether a closed one came back
NINE_OF_TEN = 90  # the percentile beside the median
SEALED_STEP = 5  # sealed ones are told of in steps of five, and never fewer

#: Reports that were none, or that nobody wanted looked at any more.
DROPPED = frozenset({State.REJECTED, State.WITHDRAWN})
#: In these states a cause is known, or at work upon.
CAUSE_KNOWN = frozenset({State.PLAN_REVIEW, State.IMPLEMENTING, State.VERIFYING, State.MONITORING, State.CLOSED})


class Report(NamedTuple):
    """A report as it stood at a cut-off. A fix that did not hold, and one that was opened again, is not fixed.

    A figure counts hundreds of them, and to make a frozen dataclass of each takes ten times as long.
    """

    number: str
    filed_on: date
    state: State
    source: Source = Source.EMPLOYEE
    concerns: Concern = Concern.NOBODY
    school: str | None = None
    department: str | None = None
    cause: str | None = None
    has_checker: bool = False
    on_hold_since: date | None = None  # it waits for resources
    put_off: bool = False  # its check said neither, and is done once more
    done_on: date | None = None  # its owner said so, and nobody has found otherwise
    fixed_on: date | None = None  # and somebody checked it
    closed_on: date | None = None
    approved_on: date | None = None
    plan_due: date | None = None
    implementation_due: date | None = None
    effectiveness_due: date | None = None
    original_implementation_due: date | None = None
    handed_to: Office | None = None
    begun_later: bool = False  # what it held at the cut-off is not on record: it counts as when that began


@dataclass(frozen=True, kw_only=True, slots=True)
class Share:
    """How many of how many."""

    part: int
    whole: int

    @property
    def percent(self) -> float | None:
        """None of none is no number."""
        return 100 * self.part / self.whole if self.whole else None


class Late(StrEnum):
    """How many days past the date of its state."""

    NO_DATE = "no_date"
    NOT_YET = "not_yet"
    WEEK = "1-7"
    FORTNIGHT = "8-14"
    MONTH = "15-30"
    LONGER = "over_30"


#: The last day of each bucket.
UNTIL: Mapping[Late, int] = {Late.NOT_YET: 0, Late.WEEK: 7, Late.FORTNIGHT: 14, Late.MONTH: 30}
LAST_DAYS, OF_DAYS = tuple(UNTIL.values()), (*UNTIL, Late.LONGER)
OVERDUE = (Late.WEEK, Late.FORTNIGHT, Late.MONTH, Late.LONGER)


@dataclass(frozen=True, kw_only=True, slots=True)
class Bucket:
    late: Late
    reports: tuple[Report, ...]
    age: float | None  # days since filing, of the one in the middle


@dataclass(frozen=True, kw_only=True, slots=True)
class Waiting:
    n: int
    buckets: tuple[Bucket, ...]
    parties: Mapping[Party, int]  # the most first, those with as many as the table of parties has them

    @property
    def overdue(self) -> int:
        return sum(len(bucket.reports) for bucket in self.buckets if bucket.late in OVERDUE)


def waiting(reports: Iterable[Report], cut_off: date, rules: Rules) -> Waiting:
    """The open ones, by days past their current date and by whom they wait for."""
    found: Mapping[Late, list[Report]] = {late: [] for late in Late}
    counted: Counter[Party] = Counter()
    for report in reports:
        if party := waits(report):
            counted[party] += 1
            found[lateness(report, cut_off, rules)].append(report)
    return Waiting(
        n=counted.total(),
        buckets=tuple(_bucket(late, those, cut_off) for late, those in found.items()),
        parties={party: counted[party] for party in sorted(Party, key=lambda one: -counted[one]) if counted[party]},
    )


def waits(report: Report) -> Party | None:
    """Whom it waits for; None at the end of the road."""
    waited = WAITS_FOR.get(report.state)
    if waited is Party.CHECKER and not report.has_checker:
        return Party.MR
    return LEADERS[DECIDES[report.concerns]] if waited is Party.MR else waited


def lateness(report: Report, cut_off: date, rules: Rules) -> Late:
    due = due_of(report, rules.clocks, rules.calendar_of(report.school))
    if due is None:
        return Late.NO_DATE
    return OF_DAYS[bisect_left(LAST_DAYS, (cut_off - due).days)]


def _bucket(late: Late, reports: Sequence[Report], cut_off: date) -> Bucket:
    ages = [(cut_off - report.filed_on).days for report in reports]
    return Bucket(late=late, reports=tuple(reports), age=median(ages) if ages else None)


@dataclass(frozen=True, kw_only=True, slots=True)
class Times:
    """Days from filing: of the one in the middle, and within how many nine of ten were through."""

    n: int
    days: float
    days_most: int
    working: float
    working_most: int


def to_fixed(reports: Iterable[Report], period: Period, rules: Rules) -> Times | None:
    return _times([(r, r.fixed_on) for r in reports if r.fixed_on and r.fixed_on in period], rules)


def to_proven(reports: Iterable[Report], period: Period, rules: Rules) -> Times | None:
    return _times([(r, r.closed_on) for r in reports if r.closed_on and r.closed_on in period], rules)


def _times(ended: Sequence[tuple[Report, date]], rules: Rules) -> Times | None:
    """None where none ended."""
    if not ended:
        return None
    of_school = {school: OpenDays(rules.calendar_of(school)) for school in {report.school for report, _ in ended}}
    days = [(end - report.filed_on).days for report, end in ended]
    working = [of_school[report.school].between(report.filed_on, end) for report, end in ended]
    return Times(
        n=len(ended),
        days=median(days),
        days_most=nearest_rank(days, NINE_OF_TEN),
        working=median(working),
        working_most=nearest_rank(working, NINE_OF_TEN),
    )


def nearest_rank(values: Iterable[int], percent: int) -> int:
    """The smallest of the values that at least so many per cent of them do not exceed: always one that occurred."""
    order = sorted(values)
    return order[ceil(len(order) * percent / 100) - 1]


@dataclass(frozen=True, kw_only=True, slots=True)
class OnTime:
    original: Share
    current: Share


Due = Callable[[Report], date | None]


def on_time(reports: Sequence[Report], period: Period) -> OnTime:
    """How many were done on or before their day, of those due in the period: by the first day, and by the latest."""
    return OnTime(original=_on_time(reports, period, original_due), current=_on_time(reports, period, current_due))


def original_due(report: Report) -> date | None:
    return report.original_implementation_due


def current_due(report: Report) -> date | None:
    return report.implementation_due


def counts_as_due(report: Report, period: Period, due: Due, cut_off: date) -> bool:
    """Its day lies in the period and is over at the cut-off, or it was done before. What was stopped counts nowhere."""
    day = due(report)
    if day is None or day not in period or report.state in DROPPED | {State.CANCELLED}:
        return False
    return day < cut_off or was_on_time(report, day)


def was_on_time(report: Report, day: date) -> bool:
    return report.done_on is not None and report.done_on <= day


def _on_time(reports: Sequence[Report], period: Period, due: Due) -> Share:
    counted = [report for report in reports if counts_as_due(report, period, due, period.last)]
    return Share(part=sum(was_on_time(r, due(r) or r.filed_on) for r in counted), whole=len(counted))


@dataclass(frozen=True, kw_only=True, slots=True)
class Check:
    """A look at whether a fix held, that came to an end."""

    number: str
    on: date
    effective: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Effectiveness:
    held: Share
    inconclusive: int  # put off at the cut-off, and in neither of the two numbers


def effectiveness(checks: Iterable[Check], reports: Iterable[Report], period: Period) -> Effectiveness:
    """How many fixes held, of those whose check was completed in the period."""
    ended = [check for check in checks if check.on in period]
    put_off = sum(report.put_off and report.state is State.MONITORING for report in reports)
    held = Share(part=sum(check.effective for check in ended), whole=len(ended))
    return Effectiveness(held=held, inconclusive=put_off)


@dataclass(frozen=True, kw_only=True, slots=True)
class Recurrence:
    back: Share
    followed: tuple[Report, ...]


def recurrence(reports: Sequence[Report], period: Period) -> Recurrence:
    """Of the closed ones whose 180 days ended in the period: how many came back, the same cause at the same place."""
    closed = period.earlier(FOLLOWED)
    followed = [r for r in reports if r.closed_on and r.closed_on in closed and kind_of(r)]
    filed: dict[tuple[str, ...], list[date]] = {}
    for report in reports:
        if (kind := kind_of(report)) and report.state not in DROPPED:
            filed.setdefault(kind, []).append(report.filed_on)
    back = sum(_came_back(r.closed_on, filed[kind_of(r)]) for r in followed if r.closed_on)
    return Recurrence(back=Share(part=back, whole=len(followed)), followed=tuple(followed))


def _came_back(closed_on: date, filed: Iterable[date]) -> bool:
    return any(closed_on < day <= closed_on + timedelta(days=FOLLOWED) for day in filed)


def kind_of(report: Report) -> tuple[str, ...]:
    """The same cause in the same process. Until processes are kept, school and department stand for it."""
    place = (report.school or "", report.department or "")
    return (*place, report.cause) if report.cause and any(place) and report.state in CAUSE_KNOWN else ()


class By(StrEnum):
    """What a Pareto chart sorts by."""

    CAUSE = "cause"
    SCHOOL = "school"
    DEPARTMENT = "department"
    SOURCE = "source"


KEY: Mapping[By, Callable[[Report], str | None]] = {
    By.CAUSE: lambda report: report.cause if report.state in CAUSE_KNOWN else None,
    By.SCHOOL: lambda report: report.school,
    By.DEPARTMENT: lambda report: report.department,
    By.SOURCE: lambda report: report.source,
}


def counted(reports: Iterable[Report], period: Period) -> list[Report]:
    """What was filed in the period and was a problem."""
    return [report for report in reports if report.filed_on in period and report.state not in DROPPED]


def counts_by(reports: Iterable[Report], by: By) -> tuple[Counter[str], int]:
    """How many of each kind, and how many of which that is not known."""
    keys = [KEY[by](report) for report in reports]
    return Counter(key for key in keys if key), keys.count(None)


def filed_by_month(reports: Iterable[Report], period: Period) -> list[tuple[Period, int]]:
    """The whole months of a period, the empty ones too."""
    months = Counter((r.filed_on.year, r.filed_on.month) for r in counted(reports, period))
    return [(month, months[month.first.year, month.first.month]) for month in whole_months(period)]


def late_by_month(reports: Sequence[Report], period: Period) -> list[tuple[Period, Sample]]:
    """Of those that were due in each whole month by their original day, how many were not done by then."""
    shares = [(month, _of_month(reports, month, period.last)) for month in whole_months(period)]
    return [(month, Sample(n=share.whole, d=share.whole - share.part)) for month, share in shares]


def _of_month(reports: Sequence[Report], month: Period, cut_off: date) -> Share:
    due = [report for report in reports if counts_as_due(report, month, original_due, cut_off)]
    return Share(part=sum(was_on_time(r, original_due(r) or r.filed_on) for r in due), whole=len(due))


def told_of_sealed(hidden: int, *, filtered: bool) -> int:
    """How many sealed ones somebody is told of who may not read them: all together only, in steps of five."""
    return 0 if filtered else hidden // SEALED_STEP * SEALED_STEP
