"""What each figure says, in words and as a chart. The title is the finding; below ten nothing is found."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field, replace
from math import ceil

from domain.control_charts import PChart, RunChart, Sample, can_judge, fits_p_chart, p_chart, run_chart
from domain.figures import FOLLOWED, By, Effectiveness, Late, OnTime, Recurrence, Share, Times, Waiting
from domain.frozen import dataclass
from domain.pareto import OTHER, Bar
from domain.periods import Period
from domain.texts import joined, say, say_many
from views.charts import Bars, Chart, Line, Point, Row

Words = Callable[[str], str]
Points = Sequence[tuple[Period, float, str]]
Rows = Sequence[tuple[str, str]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """`n` are the reports that it is about. `chart` is given the text of its corner."""

    title: str
    n: int
    judged: bool
    rows: Rows = ()
    note: str = ""
    chart: Callable[[str], Chart] | None = field(default=None, compare=False)


LATE: Mapping[Late, str] = {
    Late.NO_DATE: say("No date"),
    Late.NOT_YET: say("Not late"),
    Late.WEEK: say("1–7 days late"),
    Late.FORTNIGHT: say("8–14 days late"),
    Late.MONTH: say("15–30 days late"),
    Late.LONGER: say("More than 30 days late"),
}
QUIET = (Late.NO_DATE, Late.NOT_YET)


def waiting_found(found: Waiting) -> Finding:
    """Always said, since it is what there is and no trend."""
    title = say("{late} of {n} open reports are late", late=found.overdue, n=found.n)
    buckets = [bucket for bucket in found.buckets if bucket.reports or bucket.late not in QUIET]
    said = [(bucket.late, len(bucket.reports), _aged(len(bucket.reports), bucket.age)) for bucket in buckets]
    bars = [Row(label=LATE[late], value=n, said=words, quiet=late in QUIET) for late, n, words in said]
    waits = joined(" · ", [joined(": ", [party.words, str(n)]) for party, n in found.parties.items()])
    return Finding(
        title=title if found.n else say("No report is open"),
        n=found.n,
        judged=True,
        rows=[*((LATE[late], words) for late, _, words in said), (say("Waiting for"), waits)] if found.n else [],
        chart=(lambda corner: Bars(title=title, rows=bars, corner=corner)) if can_judge(found.n) else None,
    )


def _aged(number: int, age: float | None) -> str:
    if age is None:
        return str(number)
    return joined(" · ", [str(number), say_many("filed {n} day ago", "filed {n} days ago", round(age))])


def times_found(fixed: Times | None, proven: Times | None) -> Finding:
    n = fixed.n if fixed else 0
    title = (
        say_many("Half are fixed within {n} day", "Half are fixed within {n} days", ceil(fixed.days)) if fixed else ""
    )
    ends = [(say("Until fixed"), fixed), (say("Until closed"), proven)]
    rows = [
        Row(label=joined(": ", [name, what]), value=value, said=say_many("{n} day", "{n} days", ceil(value)))
        for name, times in ends
        if times
        for what, value in ((say("half"), times.days), (say("9 of 10"), times.days_most))
    ]
    return Finding(
        title=title or say("Nothing was fixed in this time"),
        n=n,
        judged=can_judge(n),
        rows=[(name, _times(times)) for name, times in ends if times],
        note=say("Half: the one in the middle. 9 of 10: the smallest number of days that 9 of 10 did not pass."),
        chart=lambda corner: Bars(title=title, rows=rows, corner=corner),
    )


def _times(times: Times) -> str:
    return say(
        "half within {half:g} days, 9 of 10 within {most}; in working days {working:g} and {working_most} (n = {n})",
        half=times.days,
        most=times.days_most,
        working=times.working,
        working_most=times.working_most,
        n=times.n,
    )


def on_time_found(found: OnTime) -> Finding:
    n = found.original.whole
    title = say("{part} of {n} fixes were done by their first date", part=found.original.part, n=n)
    rows = [(say("By the first date"), found.original), (say("By the latest date"), found.current)]
    return _shares(title if n else say("No fix was due in this time"), n, rows)


def held_found(found: Effectiveness) -> Finding:
    n = found.held.whole
    title = say("{part} of {n} fixes held", part=found.held.part, n=n)
    put_off = (say("Put off, not counted"), str(found.inconclusive))
    return _shares(title if n else say("No check came to an end in this time"), n, [(say("Held"), found.held)], put_off)


def back_found(found: Recurrence) -> Finding:
    n = found.back.whole
    title = say("{part} of {n} closed reports came back", part=found.back.part, n=n)
    note = say(
        "Came back: the same cause at the same school and department within {days} days. Counted once these are over.",
        days=FOLLOWED,
    )
    title = title if n else say("None was closed long enough ago")
    return replace(_shares(title, n, [(say("Came back"), found.back)]), note=note)


def _shares(title: str, n: int, shares: Sequence[tuple[str, Share]], *more: tuple[str, str]) -> Finding:
    said = [(name, _share(share)) for name, share in shares]
    bars = [
        Row(label=name, value=share.percent or 0, said=words)
        for (name, share), (_, words) in zip(shares, said, strict=True)
    ]
    return Finding(
        title=title,
        n=n,
        judged=can_judge(n),
        rows=[*said, *more],
        chart=lambda corner: Bars(title=title, rows=bars, corner=corner, whole=100),
    )


def _share(share: Share) -> str:
    if share.percent is None:
        return say("none")
    return say("{part} of {whole} ({percent} %)", part=share.part, whole=share.whole, percent=f"{share.percent:.1f}")


MOST: Mapping[By, Callable[[str, str], str]] = {
    By.CAUSE: lambda part, kind: say("{kind}: the cause of {part} reports", part=part, kind=kind),
    By.SCHOOL: lambda part, kind: say("{part} reports are about {kind}", part=part, kind=kind),
    By.DEPARTMENT: lambda part, kind: say("{part} reports are about {kind}", part=part, kind=kind),
    By.SOURCE: lambda part, kind: say("{part} reports come from: {kind}", part=part, kind=kind),
}
TENTHS = 10


def pareto_found(bars: Sequence[Bar], by: By, unknown: int, words: Words) -> Finding:
    """`unknown` are those of which it is not known; they are not among n."""
    n = sum(bar.count for bar in bars)
    title = MOST[by](_of(bars[0].count, n), words(bars[0].key)) if bars else say("Nothing is known of this yet")
    said = [(words(bar.key), _counted(bar), bar) for bar in bars]
    rows = [Row(label=name, value=bar.count, said=text, quiet=bar.key == OTHER) for name, text, bar in said]
    return Finding(
        title=title,
        n=n,
        judged=can_judge(n),
        rows=[(name, text) for name, text, _ in said],
        note=say_many("{n} more has none named yet.", "{n} more have none named yet.", unknown) if unknown else "",
        chart=lambda corner: Bars(title=title, rows=rows, corner=corner),
    )


def _of(part: int, n: int) -> str:
    """As people say it: "4 of 10". A small part is told as it is."""
    tenths = round(TENTHS * part / n)
    return say("{part} of {n}", part=tenths or part, n=TENTHS if tenths else n)


def _counted(bar: Bar) -> str:
    return say("{n} · {percent} % so far", n=bar.count, percent=f"{bar.cumulative:.1f}")


def filed_found(months: Sequence[tuple[Period, int]]) -> Finding:
    points = [(month, float(number), str(number)) for month, number in months]
    changed, same = say("The number of reports a month changed"), say("Reports a month vary by chance only")
    return _run(points, sum(number for _, number in months), changed, same, "")


def late_found(months: Sequence[tuple[Period, Sample]]) -> Finding:
    """With limits where each month has enough, else as a run chart."""
    due = [(month, sample) for month, sample in months if sample.n]
    chart, n = p_chart([sample for _, sample in due]), sum(sample.n for _, sample in due)
    points = [(month, 100 * s.d / s.n, say("{part} of {n}", part=s.d, n=s.n)) for month, s in due]
    if chart is None or not fits_p_chart([sample for _, sample in due]):
        changed, same = say("The share that is late changed"), say("The share that is late varies by chance only")
        return _run(points, n, changed, same, " %")
    return _limits(points, n, chart)


def _run(points: Points, n: int, changed: str, same: str, unit: str) -> Finding:
    chart = run_chart([value for _, value, _ in points])
    if chart is None:
        return Finding(title=say("There is no whole month to show yet"), n=n, judged=False)
    title = changed if chart.signal else same
    middle = say("The month in the middle: {value}", value=f"{chart.centre:.3g}{unit}")
    drawn = [Point(label=month_of(month), value=value) for month, value, _ in points]
    return Finding(
        title=title,
        n=n,
        judged=chart.judged,
        rows=[(say("Middle"), f"{chart.centre:.3g}{unit}"), *_rules(chart), (say("Months"), _said(points))],
        chart=lambda corner: Line(
            title=title, points=drawn, middle=chart.centre, centre=middle, corner=corner, unit=unit
        ),
    )


def _rules(chart: RunChart) -> Rows:
    return [
        (say("In a row on one side"), say("{n}; by chance up to {most}", n=chart.longest, most=chart.most)),
        (say("Changes of side"), say("{n}; by chance at least {fewest}", n=chart.crossings, fewest=chart.fewest)),
    ]


def _limits(points: Points, n: int, chart: PChart) -> Finding:
    outside = joined(", ", [month_of(points[nth][0]) for nth in chart.outside])
    title = (
        say("Late more or less than by chance: {months}", months=outside)
        if outside
        else say("What is late varies by chance only")
    )
    middle = say("All months together: {percent} %", percent=f"{100 * chart.centre:.1f}")
    limits = say("Between these lines it is chance")
    drawn = [
        Point(label=month_of(month), value=value, lower=100 * low, upper=100 * high, marked=nth in chart.outside)
        for nth, ((month, value, _), low, high) in enumerate(zip(points, chart.lower, chart.upper, strict=True))
    ]
    line = Line(
        title=title, points=drawn, middle=100 * chart.centre, centre=middle, limits=limits, corner="", unit=" %"
    )
    return Finding(
        title=title,
        n=n,
        judged=chart.judged,
        rows=[(say("All months"), f"{100 * chart.centre:.1f} %"), (say("Months"), _said(points))],
        chart=lambda corner: replace(line, corner=corner),
    )


def _said(points: Points) -> str:
    return joined(" · ", [joined(": ", [month_of(month), text]) for month, _, text in points])


def month_of(month: Period) -> str:
    """In numbers, which are the same in each language."""
    return f"{month.first.month}/{month.first.year % 100:02}"
