"""The log as it looks: a page, nothing found, several of one name, and the form."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from domain.cars import Severity, State
from domain.exports import Export, Kind, Standing
from domain.log import Rows
from domain.periods import Filters, Period
from domain.sought import Sought, Status, Whose, owned_by_whom
from tests.domain.story import ANN, CAR, MIA, OLE
from tests.views.files import FILE
from tests.views.scene import car_at, departments, look, schools
from views.elements import Card, Form
from views.exports import asked_card, choose_card, failed_card, ready_card
from views.log import Shown, filter_form, log_card, owners_card

DUE = date(2026, 3, 20)
MINOR = car_at(State.ACCEPTED, severity=Severity.MINOR, implementation_due=DUE, plan_due=None)
CARS = [MINOR, car_at(State.CLOSED, number="CAR-2026-013"), replace(CAR, number="CAR-2026-012", sealed=True)]
MARCH = Period(first=date(2026, 3, 1), last=date(2026, 3, 31))
FULL = Rows(
    sought=Sought(
        status=Status.OPEN,
        whose=Whose.OWNED,
        overdue=True,
        urgent=True,
        filed=MARCH,
        due=Period(first=DUE, last=DUE),
        filters=Filters(school="east", severity=Severity.MAJOR, owner=OLE.person),
    ),
    state=State.ACCEPTED,
    text="gate latch",
)
OWNED = replace(FULL, sought=owned_by_whom(FULL.sought, OLE.person))


def page(rows: Rows, offset: int = 0, total: int = 3) -> Shown:
    return Shown(rows=rows, cars=CARS, offset=offset, total=total)


ASKED = Export(
    number="EXP-2026-003",
    kind=Kind.LOG_XLSX,
    filters=FULL.wordless,
    text=FULL.text,
    by=ANN.person,
    asked_at=CAR.filed_at,
)
PAPERS = {
    kind: replace(ASKED, kind=kind, filters=of, text=None)
    for kind, of in (
        (Kind.LOG_PUBLIC, "all"),
        (Kind.REPORT, CAR.number),
        (Kind.PUBLIC, CAR.number),
        (Kind.FAMILIES, "east 12 es"),
        (Kind.PLAN_PDF, "PLAN-2026-003 2"),
        (Kind.TOGETHER_XLSX, ""),
        (Kind.NEEDS_XLSX, "east"),
        (Kind.NEEDS_PDF, ""),
        (Kind.ROADMAP_PDF, "PLAN-2026-003"),
        (Kind.SCHOOLS_CSV, ""),
    )
}


def ready(export: Export) -> Export:
    drawn = {"drawn_at": CAR.filed_at, "rows": 1234, "entries": 4321, "head": "a1b2" * 16}
    return replace(export, standing=Standing.READY, file=FILE.id, sha256=FILE.sha256, **drawn)


READY = ready(ASKED)
MESSAGES: Mapping[str, Card] = {
    "export_ready": ready_card(READY, FILE, look(ANN)),
    "paper_ready": ready_card(ready(PAPERS[Kind.FAMILIES]), FILE, look(ANN)),
    "export_choose": choose_card(Rows(), look(MIA), publishes=True),
    "log": log_card(page(Rows(), 10, 31), look(ANN), look(ANN)),
    "log_filtered": log_card(page(FULL), look(MIA), look(MIA)),
}
FORMS: Mapping[str, Form] = {"log_filter": filter_form(FULL, schools(2), departments(1), look(ANN))}
CARDS: Mapping[str, Card] = {
    "export of what": choose_card(FULL, look(ANN), publishes=False),
    "export of what nobody may publish": choose_card(FULL, look(MIA), publishes=True),
    "export for everybody": choose_card(Rows(), look(MIA), publishes=True),
    **{f"a paper that is drawn, {kind}": asked_card(one) for kind, one in PAPERS.items()},
    **{f"a paper, {kind}": ready_card(ready(one), FILE, look(ANN)) for kind, one in PAPERS.items()},
    "a paper that failed": failed_card(PAPERS[Kind.REPORT]),
    "export that is drawn": asked_card(ASKED),
    "export that does not open": ready_card(READY, None, look(ANN)),
    "export that failed": failed_card(ASKED),
    "nothing in the log": log_card(replace(page(Rows(text="the")), cars=[]), look(ANN), look(ANN), "log the"),
    "the log by date": log_card(page(Rows(by_due=True), 10, 31), look(ANN), look(ANN)),
    "whose log": owners_card(FULL, [("Ann Archer", OWNED)], "ann"),
}
