"""How a report looks to whoever looks at it."""

from collections.abc import Collection, Mapping, Sequence

from domain.car_lines import OnALine
from domain.cars import NONE_STATED, REDACTED, Car, Concern, Kind, Outcome, RejectionKind, Severity, Source, State
from domain.checking import awaits_sign_off, is_early, may_sign_off
from domain.deadlines import contain_by, due_of
from domain.lifecycle import LEADERS, Case, Party, edges_for, left_triage, waits_for
from domain.people import PersonId
from domain.rules import Rules
from domain.steps import open_steps, unsettled
from domain.texts import joined, say
from domain.who import DECIDES, By, checks, leads
from views.car_acts import MARKS_DONE, Doer, Work, behind_more, buttons_of
from views.dates import clock, day, due
from views.elements import Button, Buttons, Card, Facts, Item, Items, Link, Note, Part, Quote, Text
from views.look import Look, Names
from views.more_time import time_parts
from views.plans import shortens, typed, work_parts
from views.work_forms import fix_choices

__all__ = ["Look", "Names", "acts_card", "car_card", "car_items", "firm", "heading"]

ROW = 5  # buttons in a row
LINES_SHOWN = 600  # characters of what happened; the rest behind "Show all"
FIRM: Mapping[Severity, str] = {
    Severity.CRITICAL: say("Critical"),
    Severity.MAJOR: say("Needs a plan"),
    Severity.MINOR: say("Quick fix"),
}
#: In a small district, in the order in which they are thought of.
SMALL_FIRM: Mapping[Severity, str] = {
    Severity.MINOR: FIRM[Severity.MINOR],
    Severity.MAJOR: FIRM[Severity.MAJOR],
    Severity.CRITICAL: say("Urgent"),
}
SOURCES: Mapping[Source, str] = {
    Source.EMPLOYEE: say("Employee"),
    Source.INTERNAL_AUDIT: say("Internal audit"),
    Source.EXTERNAL_AUDIT: say("External audit"),
    Source.COMPLAINT: say("Complaint"),
    Source.SURVEY: say("Survey"),
    Source.MANAGEMENT_REVIEW: say("Management review"),
    Source.MONITORING: say("Monitoring"),
    Source.PARTNER: say("Partner"),
    Source.OTHER: say("Other"),
}
AS: Mapping[RejectionKind, str] = {
    RejectionKind.NOT_A_NONCONFORMITY: say("Nothing that a rule or a promise asks for was missed"),
    RejectionKind.DUPLICATE: say("It was reported before"),
    RejectionKind.MOVED_TO_FEEDBACK: say("It is kept as feedback"),
    RejectionKind.MOVED_TO_OPPORTUNITY: say("It is kept as an idea"),
}


def heading(car: OnALine) -> str:
    return joined(" · ", [car.number, car.title])


def car_card(
    car: Car,
    look: Look,
    *,
    lead: str = "",
    whole: bool = False,
    work: Work | None = None,
    beside: Sequence[Button] = (),
) -> Card:
    """A report with what this person can do now. `lead` says why they get it; `whole` shows all that was said.

    `beside` are acts that have no part in its lifecycle.
    """
    work = work or Work(case=Case(car=car))
    buttons, rare = buttons_of(work, _doer(look))
    if (len(car.what) > LINES_SHOWN or shortens(work.case)) and not whole:
        buttons = [*buttons, Button(label=say("Show all"), does="car.show_all", about=car.number)]
    return Card(
        title=heading(car),
        state=_state(car),
        parts=[
            *_first(car, look, lead),
            Facts([*_facts(car, look), *_formerly(car, work)]),
            *_what(car, whole=whole),
            *_said(car),
            *work_parts(work.case, look, whole=whole),
            *time_parts(work, look),
            *([fix_choices(look.rules.causes)] if any(act.does == MARKS_DONE for act in buttons) else []),
            Note(_foot(work, look)),
        ],
        buttons=buttons,
        more=behind_more([*rare, *beside], car.number),
    )


def acts_card(work: Work, look: Look, beside: Sequence[Button]) -> Card:
    """All that this person can do with a report now and that stands in no first row."""
    _, rare = buttons_of(work, _doer(look))
    acts = [*rare, *beside]
    rows = [Buttons(acts[first : first + ROW]) for first in range(0, len(acts), ROW)]
    return Card(title=work.case.car.number, parts=[Text(say("What else you can do with it:")), *rows])


def _doer(look: Look) -> Doer:
    return Doer(viewer=look.viewer, today=look.today, rules=look.rules, now=look.now)


def _state(car: OnALine) -> str:
    """What is urgent says so first."""
    return joined(" · ", [say("Urgent") if car.urgent else "", car.seen, say("sealed") if car.sealed else ""])


def _first(car: Car, look: Look, lead: str) -> list[Part]:
    """Why somebody gets it, and how soon an urgent one must be made safe."""
    said = [lead] if lead else []
    if car.urgent and car.state is State.SUBMITTED and not car.handed_to:
        until = contain_by(car.filed_on, look.rules.clocks, look.rules.calendar_of(car.school))
        said.append(say("Urgent: make it safe by {due}.", due=due(until, look.today)))
    gone = None if lead else left_triage(car)  # else the lead says so
    return [Text(line) for line in [*said, *([gone] if gone else [])]]


def _what(car: Car, *, whole: bool) -> list[Part]:
    """What happened, unless the title says it all, or its words were removed."""
    if car.what.strip() in ("", car.title, REDACTED):
        return []
    return [Quote(car.what if whole else _shortened(car.what))]


def _shortened(what: str) -> str:
    return what if len(what) <= LINES_SHOWN else what[:LINES_SHOWN].rstrip() + "…"


def _facts(car: Car, look: Look) -> list[tuple[str, str]]:
    if car.handed_to and not car.what:
        return [(say("Reported"), day(car.filed_on, look.today)), *_handed(car, look)]
    rows = [(say("School"), look.names.place(car.school)), *_handed(car, look)]
    if car.department:
        rows.append((say("Department"), look.names.place(car.department)))
    rows.append((say("Happened"), day(car.happened_on, look.today)))
    if car.owner:
        rows.append((say("Owner"), look.person(car.owner)))
        rows += _due(car, look)
    if car.concerns is not Concern.NOBODY:
        rows.append((say("About"), ABOUT[car.concerns]))
    if leads(car, look.viewer) and car.severity:
        rows += _settled(car, firm(look.rules)[car.severity])
    if car.recurrence_of:
        rows.append((say("Came back after"), car.recurrence_of))
    rows.append((say("Reported by"), _reporter(car, look)))
    return rows


def _formerly(car: Car, work: Work) -> list[tuple[str, str]]:
    """Where it comes from or went to: an idea, or the log from which it was brought here."""
    if work.ideas:
        return [(say("Idea"), joined(", ", work.ideas))]
    if not car.former:
        return []
    told = work.formerly
    rows = [(say("Process"), told.process), (say("Owner then"), told.owner)] if told else []
    return [(say("Former number"), car.former), *((name, typed(said)) for name, said in rows if said)]


def firm(rules: Rules) -> Mapping[Severity, str]:
    """What each severity is called."""
    return SMALL_FIRM if rules.small else FIRM


def _settled(car: Car, severity: str) -> list[tuple[str, str]]:
    """What acceptance settled, where it is not what holds for most."""
    rows: list[tuple[str, str]] = [(say("Severity"), severity)]
    if car.requirement and car.requirement != NONE_STATED:
        rows.append((say("Rule or promise"), typed(car.requirement)))
    if car.objective:
        rows.append((say("Objective"), car.objective))
    if car.kind is Kind.PREVENTIVE:
        rows.append((say("Has it happened?"), say("Not yet")))
    if car.source is not Source.EMPLOYEE:
        rows.append((say("Where from"), SOURCES[car.source]))
    return rows


#: Whom in charge a report is about, in words.
ABOUT: Mapping[Concern, str] = {
    Concern.NOBODY: say("Nobody in charge"),
    Concern.OFFICE: say("The quality office"),
    Concern.SUPERINTENDENT: say("The superintendent"),
}


def _handed(car: Car, look: Look) -> list[tuple[str, str]]:
    if car.handed_at is None:
        return []
    then = car.handed_at.astimezone(look.zone)
    return [(say("Handed over"), joined(", ", [day(then.date(), look.today), clock(then)]))]


def _due(car: Car, look: Look) -> list[tuple[str, str]]:
    """Nothing is due any more once it is closed."""
    when = due_of(car, look.rules.clocks, look.rules.calendar_of(car.school))
    return [(say("Due"), due(when, look.today))] if when else []


def _reporter(car: Car, look: Look) -> str:
    name = look.person(car.requester)
    named = say("{name}, for {other}", name=name, other=typed(car.on_behalf_of)) if car.on_behalf_of else name
    return say("{named} (hidden from others)", named=named) if car.hide_name and car.requester else named


def _said(car: Car) -> list[Part]:
    """What was added to the report since, and what was decided."""
    lines = [
        (say("Already done"), car.already_done),
        (say("Decision"), AS[car.rejection] if car.rejection and car.state is State.REJECTED else None),
        (say("See"), car.related),
        (_reason_of(car), car.reason),
        (say("Answer"), car.answer),
        (say("Asked for a second look because"), car.appeal),
        (say("Note for the office"), car.handed_note),
    ]
    parts: list[Part] = [Text(joined(": ", [name, typed(said)])) for name, said in lines if said]
    links = [
        *([(say("Link"), car.link)] if car.link else []),
        *((say("Photo {n}", n=n), p) for n, p in enumerate(car.photos, 1)),
    ]
    return parts + [Link(name, url) for name, url in links]


def _reason_of(car: Car) -> str:
    match car.state, car.outcome:
        case State.RETURNED, _:
            return say("Missing")
        case State.SUBMITTED, _ if car.answer and not car.appealed:
            return say("Missing")
        case State.CLOSED, Outcome.FIXED:
            return say("Closed because")
        case _:
            return say("Why")


def _foot(work: Work, look: Look) -> str:
    case, car = work.case, work.case.car
    reminded = say("Owner reminded {day}", day=day(work.reminded, look.today)) if work.reminded else ""
    filed = joined(" · ", [say("Reported {day}", day=day(car.filed_on, look.today)), reminded, _who_reads(car)])
    waited = waits_for(case)
    if waited is None:
        return filed
    return joined(" · ", [filed, _waiting(waited, case, look)])


def _who_reads(car: Car) -> str:
    return say("Sealed: only those whom it concerns see it") if car.sealed else ""


def _waiting(waited: Party, case: Case, look: Look) -> str:
    """Who is waited for; when it is whoever looks, they read that."""
    car = case.car
    if waited is Party.OWNER and car.on_hold_since:
        return say("Waiting for what the Management Review Team gives")
    if case.car.state is State.MONITORING:
        return _watched(waited, case, look)
    doing = {step.owner for step in unsettled(case)}
    if doing and look.viewer.person not in doing:
        return _doing(doing, look)
    return _waiting_for(waited, case, look)


def _watched(waited: Party, case: Case, look: Look) -> str:
    """Until its day there is nothing to do but to sign it off; then whoever checks looks whether the fix held."""
    car = case.car
    if may_sign_off(case, look.viewer):
        return say("Waiting for you to sign it off")
    if car.effectiveness_due and is_early(car, look.today):
        until = day(car.effectiveness_due, look.today)
        if checks(case, look.viewer):
            return say("Watched until {day}; then you look whether it held", day=until)
        return say("Watched until {day}; then it is looked at whether it held", day=until)
    if awaits_sign_off(case) and checks(case, look.viewer):
        return say("Waiting for {who} to sign it off", who=LEADERS[DECIDES[car.concerns]].words)
    return _waiting_for(waited, case, look)


def _doing(doing: Collection[PersonId], look: Look) -> str:
    """Those who have steps to do, for whoever has none."""
    if len(doing) == 1:
        return say("Waiting for {who}", who=look.person(*doing))
    return say("Waiting for the {n} people who do its steps", n=len(doing))


def _waiting_for(waited: Party, case: Case, look: Look) -> str:
    car = case.car
    if waited is Party.CHECKER and (car.checker is None or car.checker in case.doers):
        waited = Party.MR  # who checks where nobody else is named
    mine = {
        Party.REQUESTER: car.requester == look.viewer.person,
        Party.OWNER: car.owner == look.viewer.person or bool(open_steps(case, look.viewer)),
        Party.CHECKER: checks(case, look.viewer),
    }
    if mine[waited] if waited in mine else _decides(case, look):
        return say("Waiting for you")
    if car.appealed and car.state is State.SUBMITTED:
        return say("Waiting for a second look by somebody else")
    named = {Party.OWNER: car.owner, Party.CHECKER: car.checker}.get(waited)
    return say("Waiting for {who}", who=look.person(named) if named else waited.words)


def _decides(case: Case, look: Look) -> bool:
    """Whether it waits for this person's decision: not for whoever may not decide, in the right seat or not."""
    edges = edges_for(case, look.viewer, look.rules)
    return any(edge.by in (By.ACCEPTING, By.TRIAGE, By.APPROVER, By.CHECKER) for edge in edges)


def car_items(cars: Sequence[OnALine], look: Look, *, rest: str = "") -> Items:
    """Reports as lines, each with one press."""
    return Items(
        [
            Item(
                name=heading(car),
                detail=_line(car, look),
                button=Button(label=say("Show"), does="car.show", about=car.number),
            )
            for car in cars
        ],
        rest,
    )


def _line(car: OnALine, look: Look) -> str:
    said = [_state(car)]
    if car.school:
        said.append(look.names.place(car.school))
    when = due_of(car, look.rules.clocks, look.rules.calendar_of(car.school))
    if car.owner and when:
        said.append(say("{person}, due {due}", person=look.person(car.owner), due=due(when, look.today)))
    else:
        said.append(say("reported {day}", day=day(car.filed_on, look.today)))
    return joined(" · ", said)
