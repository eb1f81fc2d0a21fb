"""The Corrective Action Log: filtered by what is typed or chosen, with the rights of whoever looks."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from domain.asking import plain
from domain.cars import Kind, Severity, Source, State
from domain.errors import RefusedError
from domain.log import Rows, check_earlier, read_rows, text_of
from domain.log_words import FIRST_DAY, read_words
from domain.people import PersonId
from domain.periods import Filters, Period
from domain.places import PlaceKind
from domain.sought import Sought, Status, owned_by_whom
from handlers.asking import owners_called
from handlers.moving import look_at, look_at_lines
from handlers.routing import Answers, Call, Open, Reply, Routes, Show, Typed
from storage.cars import CarLog
from storage.log import comes_again, order_of, rows_by
from storage.places import Places
from views.elements import Card
from views.exports import choose_card
from views.log import AT, PAGE, Shown, filter_form, log_card, owners_card
from views.look import Look

routes = Routes()


class LogForm(Answers):
    text: Typed = ""
    where: str = Status.ALL
    marks: Sequence[str] = ()
    school: str | None = None
    department: str | None = None
    severity: Severity | None = None
    source: Source | None = None
    kind: Kind | None = None
    owner: str | None = None
    filed_from: date | None = None
    filed_to: date | None = None
    due_from: date | None = None
    due_to: date | None = None
    as_of: date | None = None
    order: str = "newest"

    def rows(self, today: date) -> Rows:
        chosen = Filters(
            school=self.school,
            department=self.department,
            severity=self.severity,
            source=self.source,
            owner=PersonId(self.owner) if self.owner else None,
        )
        sought = Sought(
            status=Status(self.where) if self.where in set(Status) else Status.ALL,
            filters=chosen,
            filed=_period(self.filed_from, self.filed_to, today, "filed_to"),
            due=_period(self.due_from, self.due_to, today, "due_to"),
            overdue="overdue" in self.marks,
            urgent="urgent" in self.marks,
        )
        at = self.where.removeprefix(AT)
        state = State(at) if self.where.startswith(AT) and at in set(State) else None
        found = Rows(sought=sought, state=state, kind=self.kind, text=text_of(self.text), by_due=self.order == "due")
        return replace(found, as_of=self.as_of if self.as_of != today else None)


def _period(first: date | None, last: date | None, today: date, field: str) -> Period | None:
    """From one end alone it reaches as far as there is anything."""
    if first is None and last is None:
        return None
    first, last = first or FIRST_DAY, last or max(today, first or today).replace(month=12, day=31)
    if last < first:
        raise RefusedError("Choose a day that is not before the first one.", field=field)
    return Period(first=first, last=last)


@routes.command("car log")
def typed(call: Call) -> Reply:
    """What is read as a filter is one; all else is looked for."""
    read = read_words(call.text, Places(call.tx).all(), call.today)
    if not read.owner:
        return Show(_card(call, read.rows, typed=f"log {call.text}" if read.rows.text else ""))
    people = owners_called(call, plain(read.owner))
    if not people:
        raise RefusedError("Nobody called “{name}” owns a report that you can see.", name=read.owner)
    asked = [(name, replace(read.rows, sought=owned_by_whom(read.rows.sought, who))) for who, name in people.items()]
    return Show(owners_card(read.rows, asked, read.owner) if len(asked) > 1 else _card(call, asked[0][1]))


@routes.button("log.show")
def show(call: Call) -> Reply:
    at, _, line = call.about.partition(" ")
    return Show(_card(call, read_rows(line), int(at) if at.isdecimal() else 0))


@routes.button("log.filter")
def open_filter(call: Call) -> Reply:
    places = Places(call.tx)
    schools, departments = places.all(PlaceKind.SCHOOL), places.all(PlaceKind.DEPARTMENT)
    return Open(filter_form(read_rows(call.about), schools, departments, look_at(call, [])))


@routes.submit("log.choose", LogForm)
def choose(call: Call, form: LogForm) -> Reply:
    """Nothing is kept of it, so that the words that somebody looks for stand in no table."""
    return Show(_card(call, form.rows(call.today)))


def _card(call: Call, rows: Rows, offset: int = 0, typed: str = "") -> Card:
    if rows.as_of:  # no index knows how things stood, so it is read as a whole, and drawn
        check_earlier(rows, call.today)
        return choose_card(rows, look_of(call, rows), publishes=call.viewer.is_mr)
    where = rows_by(call.tx, rows, call.viewer, call.today, call.settings.rules)
    log, again = CarLog(call.tx, call.viewer), comes_again(rows)
    found = log.lines(where, order_of(rows), offset=offset, size=PAGE, again=again)
    shown = Shown(rows=rows, cars=found.cars, offset=offset, total=found.total)
    return log_card(shown, look_at_lines(call, found.cars), look_of(call, rows), typed)


def look_of(call: Call, rows: Rows) -> Look:
    """What the filters are called."""
    kept = rows.sought.filters
    there = [place for place in (kept.school, kept.department) if place]
    return look_at(call, [], also=[kept.owner] if kept.owner else [], there=there)
