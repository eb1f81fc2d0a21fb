"""The Corrective Action Log: a page of it, by filters that are said beside it, and the form that chooses them."""

from collections.abc import Mapping, Sequence
from typing import Any

from domain.car_lines import OnALine
from domain.cars import SEEN, Kind, State
from domain.deadlines import due_of
from domain.frozen import dataclass
from domain.log import TEXT_MAX, Rows, periods_of
from domain.people import Viewer
from domain.periods import Filters, Period
from domain.places import Place
from domain.sought import Status
from domain.texts import Said, day_text, joined, say
from views.asking import WHOSE
from views.car_forms import place_asks
from views.cars import SOURCES, Look, firm, heading
from views.dates import day, due
from views.elements import Ask, Button, Buttons, Card, Form, Item, Items, Note, Option, Part, Text
from views.pages import page_of
from views.papers import STATES
from views.trends import filter_words

PAGE = 10  # reports
AT = "at:"  # before a state, where the open or closed ones may be chosen as well
TITLE = say("The log of reports")
STATUSES: Mapping[Status, str] = {
    Status.ALL: say("All"),
    Status.OPEN: say("Open"),
    Status.CLOSED: say("Not open any more"),
}
KINDS: Mapping[Kind, str] = {Kind.CORRECTIVE: say("It happened"), Kind.PREVENTIVE: say("It could happen")}
PERIODS: Mapping[str, str] = {"filed": say("Reported"), "due": say("Due"), "closed": say("Closed")}


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """A page of rows; where more are found than are counted, `total` may be less."""

    rows: Rows
    cars: Sequence[OnALine]
    offset: int
    total: int


def states_for(viewer: Viewer) -> Mapping[State, str]:
    """The words of the standard are for the office, which runs the log."""
    return STATES if viewer.is_mr else SEEN


def log_card(shown: Shown, look: Look, filters: Look, typed: str = "") -> Card:
    """`filters` knows what the chosen ones are called; `typed` is what was read, in case that it was no filter."""
    rows = shown.rows
    said = Note(joined(": ", [say("Filters"), filters_said(rows, filters)]))
    if not shown.cars:
        return Card(title=TITLE, parts=[Text(say("No report fits.")), said, _acts(rows)], buttons=_instead(typed))
    span = page_of(shown.offset, len(shown.cars), shown.total)
    return Card(
        title=say("{title} ({span})", title=TITLE, span=span),
        parts=[said, _items(shown.cars, look), _acts(rows)],
        buttons=_pages(shown),
    )


def filters_said(rows: Rows, look: Look) -> Said:
    """By what the rows are chosen, in one line."""
    pairs = filter_pairs(rows, look)
    order = [say("the earliest date first")] if rows.by_due else []
    return joined(" · ", [*(joined(": ", pair) for pair in pairs), *order]) if pairs or order else say("none")


def filter_pairs(rows: Rows, look: Look) -> list[tuple[str, str]]:
    """Each filter by its name and what it asks for."""
    sought = rows.sought
    found = [
        (say("Which"), STATUSES[sought.status] if sought.status is not Status.ALL else ""),
        (say("State"), states_for(look.viewer)[rows.state] if rows.state else ""),
        (say("Whose"), WHOSE[sought.whose] if sought.whose else ""),
        (say("Kind"), KINDS[rows.kind] if rows.kind else ""),
        (say("When"), say("overdue") if sought.overdue else ""),
        (say("How soon"), say("urgent") if sought.urgent else ""),
        *filter_words(sought.filters, look),
        *((PERIODS[name], _span(period)) for name, period in periods_of(sought).items()),
        (say("Words"), _words(rows)),
        (say("As it stood at the end of"), day_text(rows.as_of, year=True) if rows.as_of else ""),
    ]
    return [(name, value) for name, value in found if value]


def _words(rows: Rows) -> str:
    if rows.text and not rows.stems:
        return say("“{text}” (too short or too common to look for)", text=rows.text)
    return say("“{text}”", text=rows.text) if rows.text else ""


def _span(period: Period) -> Said:
    first, last = day_text(period.first, year=True), day_text(period.last, year=True)
    return first if period.first == period.last else say("{first} to {last}", first=first, last=last)


def _items(cars: Sequence[OnALine], look: Look) -> Items:
    return Items(
        [
            Item(
                name=heading(car),
                detail=_line(car, look),
                button=Button(label=say("Show"), does="car.show", about=car.number),
            )
            for car in cars
        ]
    )


def _line(car: OnALine, look: Look) -> Said:
    when = due_of(car, look.rules.clocks, look.rules.calendar_of(car.school))
    severity = firm(look.rules)[car.severity] if car.severity else ""
    said = [car.seen if car.handed_to else states_for(look.viewer)[car.state], say("sealed") if car.sealed else ""]
    said += [severity, look.names.place(car.school) if car.school else ""]
    if car.owner and when:
        said.append(say("{person}, due {due}", person=look.person(car.owner), due=due(when, look.today)))
    else:
        said.append(say("reported {day}", day=day(car.filed_on, look.today)))
    return joined(" · ", said)


def _pages(shown: Shown) -> list[Button]:
    line = shown.rows.line
    pages = [
        (say("Newer") if not shown.rows.by_due else say("Earlier"), max(0, shown.offset - PAGE), shown.offset > 0),
        (
            say("Older") if not shown.rows.by_due else say("Later"),
            shown.offset + PAGE,
            shown.offset + PAGE < shown.total,
        ),
    ]
    return [Button(label=label, does="log.show", about=f"{to} {line}") for label, to, there in pages if there]


def _acts(rows: Rows) -> Buttons:
    other = _in_order(rows, by_due=not rows.by_due)
    order = say("Newest first") if rows.by_due else say("By due date")
    return Buttons(
        [
            Button(label=say("Filter …"), does="log.filter", about=rows.line),
            Button(label=order, does="log.show", about=f"0 {other.line}"),
            Button(label=say("Export …"), does="log.export", about=rows.line),
            *([Button(label=say("Show all"), does="log.show", about=f"0 {Rows().line}")] if rows.chosen else []),
        ]
    )


def _in_order(rows: Rows, *, by_due: bool) -> Rows:
    return Rows(sought=rows.sought, state=rows.state, kind=rows.kind, text=rows.text, by_due=by_due)


def _instead(typed: str) -> list[Button]:
    """What was typed may have been a report that begins with the word "log"."""
    return [Button(label=say("Report “{text}”", text=typed), does="car.report", about=typed)] if typed else []


def owners_card(rows: Rows, people: Sequence[tuple[str, Rows]], name: str) -> Card:
    """Several people have the name that was typed: which of them owns what is looked for."""
    buttons = [Button(label=who, does="log.show", about=f"0 {asked.line}") for who, asked in people]
    parts: list[Part] = [Note(say("The other filters are kept."))] if rows.chosen else []
    return Card(title=say("Who is “{name}”?", name=name), parts=[*parts, Buttons(buttons)])


def filter_form(rows: Rows, schools: Sequence[Place], departments: Sequence[Place], look: Look) -> Form:
    sought, kept = rows.sought, rows.sought.filters
    states = [(f"{AT}{state}", said) for state, said in states_for(look.viewer).items()]
    chosen = f"{AT}{rows.state}" if rows.state else str(sought.status)
    return Form(
        title=say("Filter the log"),
        does="log.choose",
        about=rows.line,
        submit=say("Show"),
        parts=[
            Ask(
                name="text",
                label=say("Which words?"),
                hint=say("All of them have to be in what happened. Sealed reports are not looked through."),
                example=say("gate latch"),
                optional=True,
                value=rows.text,
                most=TEXT_MAX,
            ),
            Ask(
                name="where",
                label=say("Where does it stand?"),
                kind="choice",
                options=[Option(value=str(key), label=said) for key, said in [*STATUSES.items(), *states]],
                value=chosen,
            ),
            Ask(
                name="marks",
                label=say("Only those that are …"),
                kind="ticks",
                options=[Option(value="overdue", label=say("Overdue")), Option(value="urgent", label=say("Urgent"))],
                value=[name for name in ("overdue", "urgent") if getattr(sought, name)],
                optional=True,
            ),
            *place_asks("school", say("Which school?"), schools, kept.school),
            *_office_asks(rows, departments, look),
            Ask(name="owner", label=say("Whose?"), kind="person", optional=True, value=kept.owner),
            *_days(rows),
            Ask(
                name="order",
                label=say("In which order?"),
                kind="choice",
                options=ORDERS,
                value="due" if rows.by_due else "newest",
            ),
        ],
    )


ORDERS = (
    Option(value="newest", label=say("The newest first")),
    Option(value="due", label=say("The earliest date first, of what is open")),
)


def _office_asks(rows: Rows, departments: Sequence[Place], look: Look) -> list[Ask | Text | Note]:
    kept: Filters = rows.sought.filters
    asked: list[Ask | Text | Note] = []
    if not look.rules.small:
        asked += place_asks("department", say("Which department?"), departments, kept.department)
    return [
        *asked,
        _choice("severity", say("How serious?"), firm(look.rules), kept.severity),
        _choice("source", say("From where?"), SOURCES, kept.source),
        _choice("kind", say("Which kind?"), KINDS, rows.kind),
    ]


def _choice(name: str, label: str, words: Mapping[Any, str], value: str | None) -> Ask:
    options = [Option(value=str(key), label=said) for key, said in words.items()]
    return Ask(name=name, label=label, kind="choice", options=options, value=value and str(value), optional=True)


def _days(rows: Rows) -> list[Ask]:
    return [
        *_dates("filed", say("Reported from"), say("Reported until"), rows.sought.filed),
        *_dates("due", say("Due from"), say("Due until"), rows.sought.due),
        Ask(
            name="as_of",
            label=say("As of which day?"),
            kind="date",
            hint=say("Empty means now. The log of an earlier day comes as a file."),
            optional=True,
            value=rows.as_of,
        ),
    ]


def _dates(name: str, first: str, last: str, period: Period | None) -> list[Ask]:
    kept = (period.first, period.last) if period else (None, None)
    return [
        Ask(name=f"{name}_{edge}", label=label, kind="date", optional=True, value=when)
        for edge, label, when in zip(("from", "to"), (first, last), kept, strict=True)
    ]
