"""Which fact of a review belongs to which section of its agenda, counted by the rules of the figures."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from domain.agendas import LAST, TITLES
from domain.cars import Source, State
from domain.control_charts import JUDGED, run_chart
from domain.digests import Dated, counts, dated, overdue
from domain.escalation import Level, level_of
from domain.figures import (
    By,
    Report,
    counted,
    counts_by,
    effectiveness,
    filed_by_month,
    late_by_month,
    on_time,
    recurrence,
    to_fixed,
    to_proven,
    told_of_sealed,
)
from domain.pareto import pareto
from domain.plans import Resources, StepStatus
from domain.reviews import Fact, Facts, Measured, PlanSteps, Review, Says, Shift
from domain.roadmap import a_month_before
from domain.rules import Rules
from domain.snapshots import whole_moves

MOST = 20  # lines of one list; how many more there are is said
CAUSES = 5  # of a Pareto, beside "other"
LONG_AGO = timedelta(days=120)  # an agenda of so long ago is nothing to compare with
VOICES = (Source.COMPLAINT, Source.SURVEY)
AUDITS = (Source.INTERNAL_AUDIT, Source.EXTERNAL_AUDIT)


def facts_of(found: Review, rules: Rules) -> Facts:
    """What of a review stands in which section."""
    made = {number: tuple(_of(number, found, rules)) for number in TITLES}
    snapshot = found.found
    return Facts(
        cut_off=snapshot.cut_off,
        before=snapshot.before,
        sections=tuple(made[number] for number in range(LAST + 1)),
        annex=tuple(_some(found.sealed)),
    )


def _of(number: int, found: Review, rules: Rules) -> Iterable[Fact]:
    return SECTIONS[number](found, rules) if number in SECTIONS else ()


def _some(facts: Iterable[Fact]) -> Iterator[Fact]:
    """The first of a list, and how many more there are."""
    every = list(facts)
    yield from every[:MOST]
    if len(every) > MOST:
        yield Fact(says=Says.MORE, n=len(every) - MOST)


def _call(found: Review, _: Rules) -> Iterator[Fact]:
    if found.minutes:
        yield Fact(says=Says.MINUTES, about=found.minutes)


def _outputs(found: Review, _: Rules) -> Iterator[Fact]:
    yield from _some(found.outputs)


def _plans(found: Review, _: Rules) -> Iterator[Fact]:
    if found.objectives:
        yield Fact(says=Says.OBJECTIVES, n=found.objectives)
    for plan in found.plans:
        yield _plan(plan)
    yield from _some(Fact(says=Says.STEP_LATE, about=s.of, step=s.number, day=s.due) for s in found.late_steps)


def _plan(plan: PlanSteps) -> Fact:
    """How many steps it has, and of them: done, at risk or off track, late."""
    going = {status: n for status, n in plan.statuses.items() if status is not StepStatus.CANCELLED}
    risky = going.get(StepStatus.AT_RISK, 0) + going.get(StepStatus.OFF_TRACK, 0)
    told = (going.get(StepStatus.DONE, 0), risky, plan.late)
    return Fact(says=Says.PLAN, about=plan.plan, n=sum(going.values()), counts=told)


def _log(found: Review, rules: Rules) -> Iterator[Fact]:
    snapshot = found.found
    dates = dated(snapshot.reports, rules)
    now = counts(snapshot.reports, dates, snapshot.cut_off)
    then = counts(snapshot.earlier, dated(snapshot.earlier, rules), snapshot.before)
    yield Fact(says=Says.OPEN, n=now.open, of=then.open)
    yield Fact(says=Says.OVERDUE, n=now.overdue, of=then.overdue)
    moves = [(one.was, one.now, one.number) for one in whole_moves(snapshot.moves)]
    closed = [number for _, to, number in moves if to is State.CLOSED]
    cancelled = [number for _, to, number in moves if to is State.CANCELLED]
    back = [one.number for one in snapshot.moves if one.was is State.MONITORING and one.now is State.ACCEPTED]
    new = [one.number for one in snapshot.filed]
    yield Fact(says=Says.HAPPENED, counts=(len(new), len(closed), len(back), len(cancelled)))
    if hidden := told_of_sealed(snapshot.sealed, filtered=False):
        yield Fact(says=Says.SEALED, n=hidden)
    if later := sum(report.begun_later for report in snapshot.reports):
        yield Fact(says=Says.BEGUN_LATER, n=later)
    yield from _trends(found)
    yield from _some(_attention(found, dates, rules))
    yield from _some(Fact(says=Says.NOT_HELD, about=number) for number in back)
    yield from _some(_late(one) for one in overdue(dates, snapshot.cut_off))
    yield from _some(Fact(says=Says.CANCELLED, about=number) for number in cancelled)
    yield from _some(_shift(one) for one in found.shifts)
    yield from _some(Fact(says=Says.NEW, about=number) for number in new)
    yield from _some(Fact(says=Says.CLOSED, about=number) for number in closed)


def _late(one: Dated) -> Fact:
    return Fact(says=Says.LATE, about=one.number, day=one.due, key=one.waits, place=one.place or "")


def _attention(found: Review, dates: Iterable[Dated], rules: Rules) -> Iterator[Fact]:
    """Late for long, moved twice, or at the third try: the team looks at it."""
    cut_off, known = found.found.cut_off, {one.number: one for one in found.found.reports}
    for one in dates:
        report = known[one.number]
        late = level_of(report, report.school, cut_off, rules) >= Level.ATTENTION
        if late or one.number in found.attention:
            yield Fact(says=Says.ATTENTION, about=one.number, day=one.due, key="late" if late else "often")


def _shift(one: Shift) -> Fact:
    state = "asked" if not one.decided else "granted" if one.granted else "declined"
    return Fact(says=Says.TIME, about=one.car, day=one.old, until=one.granted or one.new, key=state)


def _trends(found: Review) -> Iterator[Fact]:
    """The verdicts of the figures, of the whole months of a year."""
    year = found.year
    filed = [float(n) for _, n in filed_by_month(year.filed, year.period)]
    if any(filed):
        yield Fact(says=Says.FILED_TREND, n=int(sum(filed)), key=_verdict(filed))
    late = [(sample.d, sample.n) for _, sample in late_by_month(year.due, year.period) if sample.n]
    if late:
        part, whole = (sum(numbers) for numbers in zip(*late, strict=True))
        yield Fact(says=Says.LATE_TREND, n=part, of=whole, key=_verdict([100 * d / n for d, n in late]))
    causes, _ = counts_by(counted(year.filed, year.period), By.CAUSE)
    for bar in pareto(causes, most=CAUSES, words=found.cause_words):
        yield Fact(says=Says.CAUSE, key=bar.key, n=bar.count, value=bar.cumulative)
    back = recurrence(year.followed, year.period).back
    if back.whole:
        yield Fact(says=Says.CAME_BACK, n=back.part, of=back.whole)


def _verdict(points: Sequence[float]) -> str:
    chart = run_chart(points)
    if chart is None or chart.useful < JUDGED:
        return "few"
    return "signal" if chart.signal else "chance"


def _prevention(found: Review, _: Rules) -> Iterator[Fact]:
    yield from _some(Fact(says=Says.PREVENTIVE, about=number) for number in found.preventive)
    yield from _some(_pending(found))


def _pending(found: Review) -> Iterator[Fact]:
    """What a plan asks for and nobody has decided about: its clock stands."""
    for one in found.asking:
        if one.decided is None:
            yield Fact(says=Says.PENDING, about=one.car, day=one.since)


def _audits(found: Review, _: Rules) -> Iterator[Fact]:
    """What audits found since the last review, then all that they ever found and that is still open."""
    yield from _by_source(_from(found, AUDITS), AUDITS)
    still = [one for one in found.found.reports if one.source in AUDITS]
    yield from _some(Fact(says=Says.VOICE, about=one.number) for one in sorted(still, key=lambda one: one.filed_on))


def _from(found: Review, sources: Sequence[Source]) -> list[Report]:
    return [one for one in counted(found.found.filed, found.found.period) if one.source in sources]


def _by_source(reports: Sequence[Report], sources: Sequence[Source]) -> Iterator[Fact]:
    for source in sources:
        if n := sum(one.source is source for one in reports):
            yield Fact(says=Says.VOICES, key=source, n=n)


def _voices(found: Review, _: Rules) -> Iterator[Fact]:
    heard = _from(found, VOICES)
    yield from _by_source(heard, VOICES)
    if found.polls:
        yield Fact(says=Says.POLLS, n=found.polls)
    yield from _some(found.voices)
    yield from _some(Fact(says=Says.VOICE, about=one.number) for one in heard)


def _processes(found: Review, rules: Rules) -> Iterator[Fact]:
    year = found.year
    for says, times in (
        (Says.FIXED, to_fixed(year.ended, year.period, rules)),
        (Says.PROVEN, to_proven(year.ended, year.period, rules)),
    ):
        if times:
            yield Fact(says=says, n=times.n, value=times.days, of=times.days_most)
    done = on_time(year.due, year.period).original
    if done.whole:
        yield Fact(says=Says.ON_TIME, n=done.part, of=done.whole)
    held = effectiveness(year.checks, found.found.reports, year.period).held
    if held.whole:
        yield Fact(says=Says.HELD, n=held.part, of=held.whole)
    yield from _some(_measure(one) for one in found.measures)


def _measure(one: Measured) -> Fact:
    known = "" if one.was is None else repr(one.was)
    return Fact(says=Says.MEASURE, about=one.plan, n=one.goal, value=one.value, key=known)


def _partners(found: Review, _: Rules) -> Iterator[Fact]:
    for one in found.partners:
        yield Fact(says=Says.PARTNER, about=one.plan, counts=(one.met, one.due, one.late))


def _resources(found: Review, _: Rules) -> Iterator[Fact]:
    """Of open reports whose plan asks for something: waiting, given, given in part, declined."""
    kinds = (None, Resources.ALLOCATED, Resources.IN_PART, Resources.DECLINED)
    numbers = tuple(sum(one.decided is kind for one in found.asking) for kind in kinds)
    if any(numbers):
        yield Fact(says=Says.RESOURCES, counts=numbers)


def _risks(found: Review, _: Rules) -> Iterator[Fact]:
    yield from _some(
        Fact(says=Says.STEP_RISK, about=one.of, step=one.step, key=one.status, day=one.due) for one in found.risks
    )
    if found.open_ideas:
        yield Fact(says=Says.IDEAS, n=found.open_ideas)


def _roadmap(found: Review, _: Rules) -> Iterator[Fact]:
    yield from _some(Fact(says=Says.ROADMAP, about=plan, key=phase, day=day) for plan, phase, day in found.roadmap)


def _ideas(found: Review, _: Rules) -> Iterator[Fact]:
    yield from _some(Fact(says=Says.IDEA, about=one.number, day=one.given_on) for one in found.ideas)


def _next(found: Review, _: Rules) -> Iterator[Fact]:
    if found.following:
        yield Fact(says=Says.NEXT, day=found.following)
    yield from _some(Fact(says=Says.STEP_DUE, about=s.of, step=s.number, day=s.due) for s in found.ahead)


SECTIONS: Mapping[int, Callable[[Review, Rules], Iterator[Fact]]] = {
    0: _call,
    1: _outputs,
    3: _plans,
    4: _log,
    5: _prevention,
    6: _audits,
    7: _voices,
    8: _processes,
    9: _partners,
    10: _resources,
    11: _risks,
    12: _roadmap,
    13: _ideas,
    15: _next,
}


def last_evening(cut_off: date, before: date | None) -> date:
    """With what an agenda compares: the one before it, or the month before where there is none, or it is long ago."""
    return before if before and cut_off - LONG_AGO <= before < cut_off else a_month_before(cut_off)
