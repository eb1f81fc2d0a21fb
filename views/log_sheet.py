"""The log as a table of many columns: what a spreadsheet holds of each report, said in a language."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from domain.cars import Car, Severity
from domain.deadlines import due_of
from domain.exports import harmless
from domain.frozen import dataclass
from domain.rules import Rules
from domain.texts import day_text, say
from views.cars import SOURCES
from views.dates import clock
from views.languages import said
from views.look import HIDDEN
from views.papers import KINDS, OUTCOMES, SEVERITIES, STATES, UNOFFICIAL, Called, Stamp

TITLE = say("Corrective Action Log")  # what the district's documents call it


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    """`value` gives text, a date or a number of a report; nothing where there is none."""

    head: str
    value: Callable[[Car, Called, Rules], Any]
    kind: str = "text"
    width: int = 14  # characters


def _place(name: str) -> Callable[[Car, Called, Rules], str | None]:
    return lambda car, called, _: called.names.place(getattr(car, name)) if getattr(car, name) else None


def _requester(car: Car, called: Called, _: Rules) -> str:
    """A name that was hidden is in no file, not even in that of who may know it: files go further than chat."""
    return HIDDEN if car.hide_name or not car.requester else called.person(car.requester)


def _plain(name: str) -> Callable[[Car, Called, Rules], Any]:
    return lambda car, _called, _rules: getattr(car, name)


def _day(head: str, name: str) -> Column:
    return Column(head=head, value=_plain(name), kind="date", width=12)


COLUMNS: Sequence[Column] = (
    Column(head=say("Number"), value=_plain("number"), width=16),
    Column(head=say("Title"), value=lambda car, *_: car.title, width=40),
    Column(head=say("What happened"), value=lambda car, *_: car.what or None, width=60),
    Column(
        head=say("State"), value=lambda car, *_: say("Handed over") if car.handed_to else STATES[car.state], width=24
    ),
    Column(head=say("Severity"), value=lambda car, *_: _severity(car.severity), width=10),
    Column(head=say("Kind"), value=lambda car, *_: KINDS[car.kind], width=18),
    Column(head=say("Source"), value=lambda car, *_: SOURCES[car.source], width=18),
    Column(head=say("School"), value=_place("school"), width=22),
    Column(head=say("Department"), value=_place("department"), width=22),
    Column(head=say("Requester"), value=_requester, width=24),
    Column(head=say("Owner"), value=lambda car, called, _: called.person(car.owner) if car.owner else None, width=24),
    _day(say("Reported"), "filed_on"),
    _day(say("Happened"), "happened_on"),
    _day(say("Accepted"), "accepted_on"),
    Column(
        head=say("Due"),
        value=lambda car, _, rules: due_of(car, rules.clocks, rules.calendar_of(car.school)),
        kind="date",
        width=12,
    ),
    _day(say("Plan due"), "plan_due"),
    _day(say("Plan due at first"), "original_plan_due"),
    _day(say("Implementation due"), "implementation_due"),
    _day(say("Implementation due at first"), "original_implementation_due"),
    _day(say("Effectiveness due"), "effectiveness_due"),
    _day(say("Closed"), "closed_on"),
    Column(head=say("Outcome"), value=lambda car, *_: OUTCOMES[car.outcome] if car.outcome else None, width=22),
    Column(head=say("Cause"), value=_plain("cause"), width=40),
    Column(
        head=say("Cause category"),
        value=lambda car, called, _: called.cause(car.cause_category) if car.cause_category else None,
        width=26,
    ),
    Column(head=say("What was done"), value=_plain("done"), width=40),
    Column(head=say("Dates moved"), value=_plain("extensions"), kind="number", width=8),
    Column(head=say("Round"), value=_plain("cycle"), kind="number", width=8),
    Column(head=say("Came back from"), value=_plain("recurrence_of"), width=16),
    Column(head=say("Sealed"), value=lambda car, *_: say("sealed") if car.sealed else None, width=8),
)


def _severity(severity: Severity | None) -> str | None:
    return SEVERITIES[severity] if severity else None


def sheet_line(facts: Sequence[tuple[str, str]], title: str, at: datetime, language: str) -> str:
    """The first line for `bot/spreadsheet.py`: what the file is a copy of, and its columns."""
    heads = [{"head": said(c.head, language), "kind": c.kind, "width": c.width} for c in COLUMNS]
    cover = [[said(name, language), said(value, language)] for name, value in facts]
    names: Mapping[str, str] = {"title": title, "cover_name": say("About"), "table_name": say("Log")}
    words = {name: said(text, language) for name, text in names.items()}
    return json.dumps({**words, "at": at.isoformat(), "cover": cover, "columns": heads})


def row_line(car: Car, called: Called, rules: Rules, language: str, *, guard: bool) -> str:
    """A row. `guard` keeps texts from being taken for formulas where the file itself cannot say that they are text."""
    return json.dumps([cell_in(column.value(car, called, rules), language, guard=guard) for column in COLUMNS])


def cell_in(value: Any, language: str, *, guard: bool) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if not isinstance(value, str):
        return value
    text = said(value, language)
    return harmless(text) if guard else text


def log_facts(
    stamp: Stamp, number: str, filters: Sequence[tuple[str, str]], total: int, *, earlier: bool = False
) -> list[tuple[str, str]]:
    """Of what a file of the log is a copy, and when. `earlier`: of a day that is over."""
    of = [*(filters or [(say("Filters"), say("none"))]), (say("Reports"), str(total))]
    return copy_facts(stamp, number, of, earlier=earlier)


def copy_facts(
    stamp: Stamp, number: str, of: Sequence[tuple[str, str]], *, earlier: bool = False
) -> list[tuple[str, str]]:
    """Of what a file is a copy, and when: below a table, or on a page before it."""
    now = stamp.at.astimezone(stamp.zone)
    return [
        (say("District"), stamp.district),
        (say("Copy"), UNOFFICIAL),
        (say("Number"), number),
        (
            say("Drawn") if earlier else say("As of"),
            say("{day}, {time}", day=day_text(now.date(), year=True), time=clock(now)),
        ),
        *of,
        (say("History"), say("{n} entries", n=stamp.entries)),
        (say("Head"), stamp.head),
    ]
