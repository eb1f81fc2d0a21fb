"""A report on paper: all that the record holds of it, in the words of the standard, for files and for auditors."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, tzinfo

from domain.cars import NONE_STATED, Car, Concern, Kind, Outcome, Severity, State
from domain.dossiers import Dossier
from domain.extensions import Extension
from domain.frozen import dataclass
from domain.plans import EffectivenessPlan, Method, Plan, Resources, RootCause, Step, StepStatus, Verdict
from domain.texts import day_text, joined, say, say_many
from views.cars import ABOUT, AS, SOURCES
from views.dates import clock
from views.elements import Facts, Heading, Note
from views.look import HIDDEN, Names
from views.paper import Paper, PaperPart, Said, Signatures, Table
from views.plans import typed

#: The words of the standard, which papers use; in chat, people read those of `domain/cars.py`.
STATES: Mapping[State, str] = {
    State.SUBMITTED: say("Submitted"),
    State.RETURNED: say("Returned to the requester"),
    State.REJECTED: say("Rejected"),
    State.WITHDRAWN: say("Withdrawn"),
    State.ACCEPTED: say("Accepted: cause and plan"),
    State.PLAN_REVIEW: say("Plan under review"),
    State.IMPLEMENTING: say("Implementing"),
    State.VERIFYING: say("Verifying implementation"),
    State.MONITORING: say("Monitoring effectiveness"),
    State.CLOSED: say("Closed"),
    State.CANCELLED: say("Cancelled"),
}
SEVERITIES: Mapping[Severity, str] = {
    Severity.CRITICAL: say("Critical"),
    Severity.MAJOR: say("Major"),
    Severity.MINOR: say("Minor"),
}
KINDS: Mapping[Kind, str] = {Kind.CORRECTIVE: say("Corrective action"), Kind.PREVENTIVE: say("Preventive action")}
OUTCOMES: Mapping[Outcome, str] = {
    Outcome.FIXED: say("Fixed, no further action needed"),
    Outcome.CHECKED: say("Implementation verified"),
    Outcome.EFFECTIVE: say("Effective"),
}
METHODS: Mapping[Method, str] = {
    Method.FIVE_WHYS: say("5 whys"),
    Method.FISHBONE: say("Fishbone"),
    Method.DATA_ANALYSIS: say("Data analysis"),
    Method.OTHER: say("Other"),
}
STATUSES: Mapping[StepStatus, str] = {
    StepStatus.NOT_STARTED: say("Not started"),
    StepStatus.ON_TRACK: say("On track"),
    StepStatus.AT_RISK: say("At risk"),
    StepStatus.OFF_TRACK: say("Off track"),
    StepStatus.DONE: say("Done"),
    StepStatus.CANCELLED: say("Cancelled"),
}
DECIDED: Mapping[Resources, str] = {
    Resources.ALLOCATED: say("Allocated"),
    Resources.IN_PART: say("Allocated in part"),
    Resources.DECLINED: say("Declined"),
}
DATES: Mapping[str, str] = {"plan_due": say("Plan"), "implementation_due": say("Implementation")}
UNOFFICIAL = say("Unofficial copy: the online version is official.")
SEALED = say("Sealed: only those whom it concerns may read this.")
SIGNED = (State.MONITORING, State.CLOSED)  # where a district that files on paper signs
NOT_SAID = "–"


@dataclass(frozen=True, kw_only=True, slots=True)
class Stamp:
    """Of when and of what a paper is a copy: `entries` and `head` are those of the district's history."""

    district: str
    at: datetime
    zone: tzinfo
    entries: int
    head: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Called:
    """What ids and keys are called. Where names of staff are withheld, everybody is called `unnamed`.

    `hidden` is said of whoever reported it, where that is not told.
    """

    names: Names
    cause: Callable[[str], str]
    zone: tzinfo
    unnamed: str = ""
    hidden: str = HIDDEN

    def person(self, known: str | None) -> str:
        if not known:
            return self.hidden if known == "" else NOT_SAID
        return self.unnamed or self.names.person(known)

    def place(self, known: str | None) -> str:
        return self.names.place(known) if known else NOT_SAID

    def at(self, when: datetime) -> str:
        """A moment in the district's time."""
        local = when.astimezone(self.zone)
        return joined(", ", [written(local.date()), clock(local)])


def written(day: date | None) -> str:
    """Days on paper carry their year."""
    return day_text(day, year=True) if day else NOT_SAID


def stamped(paper: Paper, stamp: Stamp) -> Paper:
    """The same paper with what stands on each page of a copy: `kaizen verify-history --head` checks what it prints."""
    local = stamp.at.astimezone(stamp.zone)
    when = say("Printed {day}, {time}", day=written(local.date()), time=clock(local))
    count = say_many("History: {n} entry", "History: {n} entries", stamp.entries)
    chained = joined(", ", [count, say("head {head}", head=stamp.head)])
    return replace(paper, running=joined(" · ", [stamp.district, paper.running]), foot=[when, chained])


def car_paper(dossier: Dossier, called: Called, stamp: Stamp) -> Paper:
    """The whole of a report, as far as its reader sees it."""
    car = dossier.car
    notice = joined(" ", [UNOFFICIAL, SEALED if car.sealed else ""])
    paper = Paper(
        title=joined(" · ", [car.number, dossier.title]),
        at=stamp.at,
        running=say("Corrective action request {number}", number=car.number),
        edition=say("Record version {n}", n=car.version),
        notice=notice,
        parts=[*parts_of(dossier, called), *_signatures(car)],
    )
    return stamped(paper, stamp)


def parts_of(dossier: Dossier, called: Called) -> list[PaperPart]:
    car = dossier.car
    return [
        Facts(_facts(car, called)),
        *_problem(car),
        *_quick(car, called),
        *(part for one in dossier.planned for part in _planned(one.cycle, one.plan, called)),
        *_verdicts(dossier.verdicts),
        *_dates(car),
        *_extensions(dossier.extensions, called),
        *_stays(dossier, called),
    ]


def _facts(car: Car, called: Called) -> list[tuple[str, str]]:
    if car.handed_to and not car.what:
        return [(say("State"), say("Handed over to an office of the district")), *_reported(car)]
    rows = [
        (say("State"), STATES[car.state]),
        (say("Kind"), KINDS[car.kind]),
        (say("Severity"), SEVERITIES[car.severity] if car.severity else NOT_SAID),
        (say("School"), called.place(car.school)),
        (say("Department"), called.place(car.department)),
        (say("Source"), SOURCES[car.source]),
        *_reported(car),
        (say("Occurred"), written(car.happened_on)),
        (say("Requester"), _requester(car, called)),
        (say("Owner"), called.person(car.owner)),
        (say("Checker"), called.person(car.checker)),
        (say("Signed off by"), called.person(car.signed_off_by)),
    ]
    return [*rows, *_more_facts(car)]


def _reported(car: Car) -> list[tuple[str, str]]:
    return [(say("Reported"), written(car.filed_on))]


def _more_facts(car: Car) -> list[tuple[str, str]]:
    """What most reports do not have."""
    rows = [
        (say("Cycle"), str(car.cycle) if car.cycle > 1 else None),
        (say("Recurrence of"), car.recurrence_of),
        (say("Former number"), car.former),
        (say("Former number"), car.former),
        (say("Concerns"), ABOUT[car.concerns] if car.concerns is not Concern.NOBODY else None),
        (say("Objective"), car.objective),
        (say("On hold since"), written(car.on_hold_since) if car.on_hold_since else None),
        (say("Result"), OUTCOMES[car.outcome] if car.outcome else None),
    ]
    return [(name, value) for name, value in rows if value]


def _requester(car: Car, called: Called) -> str:
    """A paper goes further than chat, so a name that was hidden stands on none."""
    if car.hide_name or not car.requester:
        return called.hidden
    name = called.person(car.requester)
    return say("{name}, for {other}", name=name, other=typed(car.on_behalf_of)) if car.on_behalf_of else name


def said(rows: Iterable[tuple[str, str | None]]) -> list[PaperPart]:
    """Each with what somebody wrote, of those where somebody wrote something."""
    return [Said(name, typed(body)) for name, body in rows if body]


def section(title: str, parts: Sequence[PaperPart]) -> list[PaperPart]:
    return [Heading(title), *parts] if parts else []


def _problem(car: Car) -> list[PaperPart]:
    requirement = say("None stated") if car.requirement == NONE_STATED else car.requirement
    evidence = "\n".join(filter(None, (car.link, *car.photos)))
    rows = [
        (say("What happened"), car.what),
        (say("Requirement that was not met"), requirement),
        (say("Done by the requester"), car.already_done),
        (say("Evidence"), evidence),
        (say("Decision"), AS[car.rejection] if car.rejection and car.state is State.REJECTED else None),
        (say("Reason of the latest decision"), car.reason),
        (say("See"), car.related),
        (say("Answer of the requester"), car.answer),
        (say("Appeal of the requester"), car.appeal),
        (say("Note for the office"), car.handed_note),
    ]
    return section(say("Nonconformity"), said(rows))


def _quick(car: Car, called: Called) -> list[PaperPart]:
    """A minor one: its fix and its cause in a sentence each."""
    elsewhere = None if car.elsewhere is None or not car.done else say("Yes") if car.elsewhere else say("No")
    category = called.cause(car.cause_category) if car.cause and car.cause_category else None
    rows = [
        (say("Correction"), car.done),
        (say("Cause"), car.cause),
        (say("Cause category"), category),
        (say("Could it exist elsewhere?"), elsewhere),
    ]
    return section(say("Cause and correction"), said(rows))


def _planned(cycle: int, plan: Plan, called: Called) -> list[PaperPart]:
    given = joined(": ", [DECIDED[plan.resources], typed(plan.resources_given or "")]) if plan.resources else None
    parts: list[PaperPart] = [
        *said([(say("Correction"), plan.correction)]),
        *(part for nth, cause in enumerate(plan.causes, 1) for part in _cause(nth, cause, called)),
        *said([(say("Could it exist elsewhere?"), plan.elsewhere)]),
        _steps(plan.steps, called),
        *said([(say("Resources asked for"), plan.resources_asked), (say("Resources decided"), given)]),
        *_proof(plan.effectiveness, called),
        Note(_approval(plan, called)),
    ]
    heading = say("Corrective action plan, version {n}", n=plan.version)
    return section(joined(" · ", [heading, say("cycle {n}", n=cycle) if cycle > 1 else ""]), parts)


def _cause(nth: int, cause: RootCause, called: Called) -> list[PaperPart]:
    about = joined(" · ", [called.cause(cause.category), METHODS[cause.method]])
    name = say("Root cause {n}, not confirmed", n=nth) if cause.not_confirmed else say("Root cause {n}", n=nth)
    whys = "\n".join(f"{place}. {why}" for place, why in enumerate(cause.whys, 1))
    rows = [(joined(" · ", [name, about]), cause.statement), (say("Whys"), whys)]
    return said([*rows, (say("How the cause was verified"), cause.how_verified)])


def _steps(steps: Sequence[Step], called: Called) -> Table:
    return Table(
        head=[say("Step"), say("Action"), say("Owner"), say("Due"), say("Status"), say("Evidence or reason")],
        shares=[5, 26, 15, 15, 15, 24],
        rows=[
            (
                str(step.number),
                typed(step.what),
                called.person(step.owner),
                written(step.due),
                _status(step),
                typed(step.evidence or step.reason or NOT_SAID),
            )
            for step in steps
        ],
        empty=say("No steps are planned."),
    )


def _status(step: Step) -> str:
    on = step.done_on or step.cancelled_on
    return joined(", ", [STATUSES[step.status], written(on) if on else ""])


def _proof(effect: EffectivenessPlan, called: Called) -> list[PaperPart]:
    check = joined(", ", [written(effect.on), called.person(effect.checker)])
    return said(
        [
            (say("Effectiveness criterion"), effect.criterion),
            (say("Baseline"), effect.baseline),
            (say("Method"), effect.method),
            (say("Effectiveness check"), check),
        ]
    )


def _approval(plan: Plan, called: Called) -> str:
    if plan.approval is None:
        return say("This version is not approved.")
    approved = say(
        "Version {n} approved {day} by {who}; digest {digest}.",
        n=plan.approval.version,
        day=written(plan.approval.on),
        who=called.person(plan.approval.by),
        digest=plan.approval.digest[:16],
    )
    handed = [
        say(
            "Since handed over: step {n}, by {old} to {new}.",
            n=step.number,
            old=called.person(step.planned_owner),
            new=called.person(step.owner),
        )
        for step in plan.handed
    ]
    return joined(" ", [approved, say("Resources pending.") if plan.approval.resources_pending else "", *handed])


def _verdicts(verdicts: Sequence[Verdict]) -> list[PaperPart]:
    rows = [
        (name, body)
        for verdict in verdicts
        for name, body in (
            (say("Result against the criterion"), verdict.result),
            (say("Documents and training updated"), verdict.documents),
            (say("Lesson"), verdict.lesson),
            (say("Closed before its date because"), verdict.early_because),
        )
    ]
    return section(say("Verification of effectiveness"), said(rows))


def _dates(car: Car) -> list[PaperPart]:
    rows = [
        (say("Plan"), car.original_plan_due, car.plan_due),
        (say("Implementation"), car.original_implementation_due, car.implementation_due),
        (say("Effectiveness check"), car.original_effectiveness_due, car.effectiveness_due),
    ]
    lines = [(name, written(first), written(now), _moved(first, now)) for name, first, now in rows if first or now]
    table = Table(
        head=[say("Due date"), say("Original"), say("Current"), say("Moved by")], shares=[4, 3, 3, 2], rows=lines
    )
    return section(say("Dates"), [table] if lines else [])


def _moved(first: date | None, now: date | None) -> str:
    days = (now - first).days if first and now else 0
    return say_many("{n} day", "{n} days", days) if days else NOT_SAID


def _extensions(extensions: Sequence[Extension], called: Called) -> list[PaperPart]:
    table = Table(
        head=[say("Date"), say("From"), say("Asked for"), say("Asked by"), say("Reason"), say("Decision")],
        shares=[16, 15, 15, 16, 18, 20],
        rows=[
            (
                DATES[one.field],
                written(one.old),
                written(one.new),
                joined(", ", [called.person(one.asked_by), called.at(one.asked_at)]),
                typed(one.reason or NOT_SAID),
                _decision(one, called),
            )
            for one in extensions
        ],
    )
    return section(say("Extensions"), [table] if extensions else [])


def _decision(one: Extension, called: Called) -> str:
    if one.decided_at is None:
        return say("Not decided yet")
    decided = say("Granted until {day}", day=written(one.granted)) if one.granted else say("Declined")
    by = joined(", ", [called.person(one.decided_by), called.at(one.decided_at)])
    return joined(" · ", [decided, by, typed(one.answer or "")])


def _stays(dossier: Dossier, called: Called) -> list[PaperPart]:
    table = Table(
        head=[say("State"), say("From"), say("Until"), say("Moved there by")],
        shares=[4, 3, 3, 4],
        rows=[
            (
                STATES[stay.state],
                called.at(stay.entered_at),
                called.at(stay.left_at) if stay.left_at else NOT_SAID,
                called.person(stay.by),
            )
            for stay in dossier.stays
        ],
    )
    return section(say("Passages"), [table] if dossier.stays else [])


def _signatures(car: Car) -> list[PaperPart]:
    if car.state not in SIGNED:
        return []
    return [Signatures([say("Owner"), say("Checker"), say("Management representative")])]
