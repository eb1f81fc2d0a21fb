"""The Corrective Action Log on paper: a table across the page, of those whom a filter found."""

from collections.abc import Mapping, Sequence
from datetime import date

from domain.cars import Car
from domain.deadlines import due_of
from domain.frozen import dataclass
from domain.public_copy import PublicRule, Release, Withheld
from domain.rules import Rules
from domain.texts import joined, say, say_many
from views.elements import Facts, Note
from views.pages import page_of
from views.paper import Paper, PaperPart, Table
from views.papers import NOT_SAID, SEVERITIES, STATES, UNOFFICIAL, Called, Stamp, stamped, written
from views.plans import typed
from views.public_papers import NOTICE, withheld_parts
from views.trends import begun_later_said

MOST = 1000  # rows: some sixty pages. Whoever needs more takes the table as a spreadsheet


@dataclass(frozen=True, kw_only=True, slots=True)
class LogPart:
    """Which reports these are: `filters` in words, `total` of how many; `sealed` that are counted and not shown."""

    cars: Sequence[Car]
    filters: str
    total: int
    as_of: date
    sealed: int = 0
    begun_later: int = 0  # of which it is not on record what they held on that day
    paged: bool = False  # some of them, as a browser shows them,
    offset: int = 0  # after so many others


def log_paper(part: LogPart, called: Called, rules: Rules, stamp: Stamp) -> Paper:
    """Title, dates and people of each report. Whoever reported it stands on its own paper only."""
    table = Table(
        head=[*HEAD[:3], say("Owner"), *HEAD[3:]],
        shares=[10, 23, 11, 10, 8, 10, 11, 11, 11],
        rows=[_row(car, called.person(car.owner), called, rules) for car in part.cars[:MOST]],
        opens=[car.number for car in part.cars[:MOST]],
        empty=say("No report fits these filters."),
    )
    return _paper(part, stamp, say("Corrective Action Log"), UNOFFICIAL, [table])


HEAD = (
    *(say("Number"), say("Title"), say("School or department"), say("Severity"), say("State")),
    *(say("Reported"), say("Due"), say("Closed")),
)


def public_log_paper(
    part: LogPart,
    releases: Mapping[str, Release],
    withheld: Sequence[Withheld],
    rule: PublicRule,
    called: Called,
    rules: Rules,
    stamp: Stamp,
) -> Paper:
    """The same for the public: titles as they were released, and nobody's name."""
    table = Table(
        head=list(HEAD),
        shares=[10, 28, 13, 8, 12, 11, 11, 11],
        rows=[_public_row(car, releases.get(car.number), called, rules) for car in part.cars[:MOST]],
        empty=say("No report fits these filters."),
    )
    title = say("Corrective Action Log, public copy")
    return _paper(part, stamp, title, NOTICE, [table, *withheld_parts(withheld, rule)])


def _row(car: Car, owner: str, called: Called, rules: Rules) -> tuple[str, ...]:
    number, _, *rest = _public_row(car, None, called, rules)
    return number, typed(car.title), rest[0], owner, *rest[1:]


def _public_row(car: Car, release: Release | None, called: Called, rules: Rules) -> tuple[str, ...]:
    places = joined(", ", [called.names.place(place) for place in (car.school, car.department) if place])
    due = due_of(car, rules.clocks, rules.calendar_of(car.school))
    return (
        car.number,
        release.title if release and not release.taken_back else say("(withheld)"),
        places or NOT_SAID,
        SEVERITIES[car.severity] if car.severity else NOT_SAID,
        say("Handed over") if car.handed_to else STATES[car.state],
        written(car.filed_on),
        written(due),
        written(car.closed_on),
    )


def _count(part: LogPart) -> str:
    """How many there are, and which of them stand here."""
    shown = min(len(part.cars), MOST)
    if part.paged:
        return page_of(part.offset, shown, part.total)
    if shown < part.total:
        return say("The first {shown}. There are more: a spreadsheet holds them all.", shown=shown)
    return str(shown)


def _paper(part: LogPart, stamp: Stamp, title: str, notice: str, parts: Sequence[PaperPart]) -> Paper:
    facts = [(say("Filters"), part.filters), (say("As of"), written(part.as_of)), (say("Reports"), _count(part))]
    sealed = say_many("{n} sealed report is not shown.", "{n} sealed reports are not shown.", part.sealed)
    notes = [*([sealed] if part.sealed else []), *([begun_later_said(part.begun_later)] if part.begun_later else [])]
    paper = Paper(
        title=title,
        at=stamp.at,
        running=title,
        notice=notice,
        wide=True,
        parts=[Facts(facts), *map(Note, notes), *parts],
    )
    return stamped(paper, stamp)
