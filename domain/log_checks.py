"""How far a report of another log is, and what it lacks for that."""

import re
from collections.abc import Mapping

from domain.cars import SEEN, Severity, State
from domain.log_cells import Choices, Row, plain, text_of
from domain.log_entries import Entry
from domain.texts import Said, say

STATES: Choices[State | None] = Choices(
    {
        **{plain(one): one for one in State},
        **{str(said): one for one, said in SEEN.items()},
        "new": State.SUBMITTED,
        "complete": State.CLOSED,
        "completed": State.CLOSED,
        "done": State.CLOSED,
        "canceled": State.CANCELLED,
        "void": State.CANCELLED,
        "open": None,  # which of the open ones, the dates tell
        "in progress": None,
    },
    shown=[*(plain(one) for one in State), "open"],
)
FAILED = re.compile(r"\b(?:not|in)[\s-]?effective\b|\bdid(?:n't| not) (?:hold|work)\b|\bcame back\b", re.IGNORECASE)


def state_of(row: Row, entry: Entry) -> State:
    """As it is written; of an open one the dates tell how far it is."""
    written = row.choice("state", STATES)
    if written is not None:
        return written
    if not text_of(row.cells.get("state")) and entry.closed_on:
        return State.CLOSED
    if entry.accepted_on is None:
        return State.SUBMITTED
    if entry.implemented_on is None:
        return State.ACCEPTED
    return State.VERIFYING if entry.severity is Severity.MINOR else State.MONITORING


def check(row: Row, entry: Entry) -> None:
    """Note in the row all that keeps it from being a report here."""
    _check_days(row, entry)
    _check_over(row, entry) if entry.is_over else _check_open(row, entry)


#: Days that follow each other; one that is empty is passed over.
ORDER = (("filed on", "filed_on"), ("accepted on", "accepted_on"), ("implemented on", "implemented_on"))


def _check_days(row: Row, entry: Entry) -> None:
    before = ORDER[0]
    for column, name in (*ORDER[1:], ("closed on", "closed_on")):
        when, earlier = getattr(entry, name), getattr(entry, before[1])
        if when and when < earlier:
            sentence = say("This is before “{column}”, {day}.", column=before[0], day=earlier.isoformat())
            row.fault(column, sentence)
        before = (column, name) if when else before


def _check_over(row: Row, entry: Entry) -> None:
    if entry.closed_on is None and not text_of(row.cells.get("closed on")):
        row.fault("closed on", say("It is over, so say on which day."))
    if entry.state is State.CLOSED and FAILED.search(entry.result or ""):
        held = say("The fix did not hold, so it is not over: write “accepted” as its state, or leave the result empty.")
        row.fault("result", held)


#: Where nobody could go on with a report without the plan that the old log does not bring.
ELSEWHERE: Mapping[State, Said] = {
    State.PLAN_REVIEW: say("Write “accepted”: its owner hands the plan in here."),
    State.IMPLEMENTING: say("Write “accepted”: its owner hands the plan in here, or reports a quick fix."),
}


def _check_open(row: Row, entry: Entry) -> None:
    if entry.closed_on:
        row.fault("closed on", say("Its state says that it is open: leave this empty, or write “closed” there."))
    if entry.state in ELSEWHERE:
        row.fault("state", ELSEWHERE[entry.state])
    elif entry.state is State.RETURNED and entry.requester is None:
        row.fault("requester", say("It waits for an answer: give the e-mail of somebody whom Kaizen knows."))
    elif entry.state not in (State.SUBMITTED, State.RETURNED):
        _check_worked(row, entry)


def _check_worked(row: Row, entry: Entry) -> None:
    """What somebody has to know to go on with it."""
    minor = entry.severity is Severity.MINOR
    lacks = (
        ("severity", entry.severity is None, say("It is open, so say how serious it is: critical, major or minor.")),
        ("accepted on", entry.accepted_on is None, say("It is open and accepted, so say since which day.")),
        ("school", not (entry.school or entry.department), say("It is open, so it needs a school or a department.")),
        ("owner", entry.owner is None, say("It is open: give the e-mail of somebody whom Kaizen knows as its owner.")),
        (
            "implemented on",
            entry.state in (State.VERIFYING, State.MONITORING) and entry.implemented_on is None,
            say("The fix is in place, so say since which day."),
        ),
        (
            "state",
            entry.state is State.VERIFYING and entry.severity is not None and not minor,
            say("Write “accepted”, or “monitoring” where the fix was checked: only minor ones close after the check."),
        ),
        (
            "state",
            entry.state is State.MONITORING and minor,
            say("Minor ones are not watched: leave this empty, or write “closed”."),
        ),
    )
    for column, wrong, mend in lacks:
        if wrong and not any(fault.column == column for fault in row.faults):
            row.fault(column, mend)
