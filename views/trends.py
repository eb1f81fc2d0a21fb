"""How a figure looks in chat, the list behind it, the choice of another, and what is filed when somebody raises it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from domain.cars import Car
from domain.frozen import dataclass
from domain.periods import Filters, Period
from domain.places import Place
from domain.rules import Rules
from domain.texts import Said, day_text, joined, say, say_many
from domain.trends import PERIODS, Figure, Trend, rows_of
from views.car_forms import place_asks
from views.cars import SOURCES, Look, car_items, firm
from views.charts import Chart
from views.elements import Ask, Button, Buttons, Card, Facts, Form, Note, Option, Part, Picture, Text
from views.findings import Finding
from views.pages import page_of

PAGE = 10  # reports
FIGURES: Mapping[Figure, str] = {
    Figure.WAITING: say("What is open, and how late"),
    Figure.TIMES: say("How long a fix takes"),
    Figure.ON_TIME: say("Done by the date"),
    Figure.HELD: say("Did the fix hold?"),
    Figure.BACK: say("Did it come back?"),
    Figure.CAUSES: say("Causes"),
    Figure.SCHOOLS: say("Schools"),
    Figure.DEPARTMENTS: say("Departments"),
    Figure.SOURCES: say("Where reports come from"),
    Figure.FILED: say("Reports a month"),
    Figure.LATE: say("Late a month"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """A figure as somebody asked for it. `filters` are in words; `sealed` are those that are only a number here."""

    trend: Trend
    finding: Finding
    period: Period
    filters: Sequence[tuple[str, str]] = ()
    sealed: int = 0
    begun_later: int = 0  # of which it is not on record what they held on the last day

    @property
    def corner(self) -> Said:
        """How many there are, from when and up to when, and what is not known of them."""
        until = day_text(self.period.last, year=True)
        if self.trend.figure is Figure.WAITING:
            span = say("as of {day}", day=until)
        else:
            span = say("{first} to {last}", first=day_text(self.period.first, year=True), last=until)
        known = joined(" · ", [f"n = {self.finding.n:,}", span, *(joined(": ", pair) for pair in self.filters)])
        return joined(". ", [known, begun_later_said(self.begun_later)]) if self.begun_later else known

    @property
    def chart(self) -> Chart | None:
        """None where there is too little to draw."""
        draw = self.finding.chart if self.finding.judged else None
        return draw(self.corner) if draw else None


def begun_later_said(number: int) -> Said:
    return say_many(
        "{n} report is older than the record of changes: it counts with the owner, place, cause and dates that it had"
        " when that began",
        "{n} reports are older than the record of changes: they count with the owner, place, cause and dates that they"
        " had when that began",
        number,
    )


def trend_card(shown: Shown, few: Sequence[Car], look: Look) -> Card:
    """`few` are the reports themselves, shown where there are too few of them to find anything."""
    finding, line = shown.finding, shown.trend.line
    return Card(
        title=finding.title if finding.judged else FIGURES[shown.trend.figure],
        state="" if finding.judged or not finding.n else say("too few to judge"),
        parts=[*_body(finding), *([car_items(few, look)] if few else []), *_notes(shown), _others(shown.trend)],
        buttons=[
            *([Button(label=say("Show the reports"), does="trends.list", about=f"0 {line}")] if finding.n else []),
            *([Button(label=say("As a chart"), does="trends.picture", about=line)] if shown.chart else []),
            Button(label=say("Raise it"), does="trends.raise", about=line),
        ],
    )


def _body(finding: Finding) -> list[Part]:
    return [*([] if finding.n else [Text(finding.title)]), *([Facts(finding.rows)] if finding.rows else [])]


def _notes(shown: Shown) -> list[Part]:
    sealed = say("At least {n} sealed reports are not in it.", n=shown.sealed)
    said = [shown.finding.note, sealed if shown.sealed else "", shown.corner]
    return [Note(one) for one in said if one]


def _others(trend: Trend) -> Buttons:
    """Another figure, and the other lengths of time; what is open has none."""
    others = [] if trend.figure is Figure.WAITING else [months for months in PERIODS if months != trend.months]
    return Buttons(
        [
            Button(label=say("Another figure …"), does="trends.open", about=trend.line),
            *(Button(label=months_words(n), does="trends.show", about=over(trend, n).line) for n in others),
        ]
    )


def over(trend: Trend, months: int) -> Trend:
    return replace(trend, months=months)


def months_words(months: int) -> Said:
    return say("The last {n} months", n=months)


def behind_card(shown: Shown, cars: Sequence[Car], look: Look, *, offset: int, total: int) -> Card:
    """One page of the reports behind a figure."""
    line = shown.trend.line
    back = Button(label=say("Back to the figure"), does="trends.show", about=line)
    if not cars:
        return Card(title=FIGURES[shown.trend.figure], parts=[Text(say("None.")), Note(shown.corner)], buttons=[back])
    pages = [
        (say("Newer"), max(0, offset - PAGE), offset > 0),
        (say("Older"), offset + PAGE, offset + PAGE < total),
    ]
    today = [Note(say("Each report is shown as it stands today."))] if shown.period.last < look.today else []
    return Card(
        title=say("{title} ({span})", title=FIGURES[shown.trend.figure], span=page_of(offset, len(cars), total)),
        parts=[car_items(cars, look), *today, Note(shown.corner)],
        buttons=[
            *(Button(label=label, does="trends.list", about=f"{to} {line}") for label, to, there in pages if there),
            back,
            Button(label=say("Export …"), does="log.export", about=rows_of(shown.trend, look.today).line),
        ],
    )


def picture_card(shown: Shown) -> Card:
    """The figure as a chart, up to the day on which it was asked for, however late it is drawn."""
    return Card(
        title=shown.finding.title,
        parts=[Picture(alt=alt_of(shown), about=frozen(shown).line), Note(shown.corner)],
        buttons=[Button(label=say("Back to the figure"), does="trends.show", about=shown.trend.line)],
    )


def frozen(shown: Shown) -> Trend:
    """The same figure up to this day for good."""
    return replace(shown.trend, cut_off=shown.period.last)


def alt_of(shown: Shown) -> Said:
    return joined(". ", [shown.finding.title, *(joined(": ", row) for row in shown.finding.rows)])


def choose_form(trend: Trend, schools: Sequence[Place], departments: Sequence[Place], rules: Rules) -> Form:
    kept = trend.filters
    return Form(
        title=say("Choose a figure"),
        does="trends.choose",
        submit=say("Show"),
        parts=[
            _choice("figure", say("Which figure?"), FIGURES, trend.figure),
            _choice("months", say("Over which time?"), {str(n): months_words(n) for n in PERIODS}, str(trend.months)),
            Ask(
                name="until",
                label=say("Up to which day?"),
                kind="date",
                optional=True,
                hint=say("Empty means today."),
                value=trend.cut_off,
            ),
            *place_asks("school", say("Which school?"), schools, kept.school),
            *([] if rules.small else place_asks("department", say("Which department?"), departments, kept.department)),
            _choice("severity", say("How serious?"), firm(rules), kept.severity, optional=True),
            _choice("source", say("From where?"), SOURCES, kept.source, optional=True),
            Ask(name="owner", label=say("Whose?"), kind="person", optional=True, value=kept.owner),
        ],
    )


def _choice(name: str, label: str, words: Mapping[Any, str], value: str | None, *, optional: bool = False) -> Ask:
    options = [Option(value=str(key), label=said) for key, said in words.items()]
    chosen = None if value is None else str(value)
    return Ask(name=name, label=label, kind="choice", options=options, value=chosen, optional=optional)


def filter_words(filters: Filters, look: Look) -> list[tuple[str, str]]:
    """What the reports were chosen by."""
    rows = [
        (say("School"), filters.school and look.names.place(filters.school)),
        (say("Department"), filters.department and look.names.place(filters.department)),
        (say("Severity"), filters.severity and firm(look.rules)[filters.severity]),
        (say("Where from"), filters.source and SOURCES[filters.source]),
        (say("Owner"), filters.owner and look.person(filters.owner)),
    ]
    return [(name, value) for name, value in rows if value]
