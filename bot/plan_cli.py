"""`kaizen import plan`: a plan that was kept in a table; and a file to begin one with."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from bot.sheets import Result, Table, write_template
from domain.errors import RefusedError
from domain.frozen import dataclass
from domain.improvement import OPEN, STATES, DistrictPlan, Kind, PlanStep, school_year, year_words
from domain.log_cells import Fault, plain
from domain.numbers import plan_number
from domain.people import PersonId, Role, Seat, Viewer
from domain.places import PlaceKind
from domain.plan_import import COLUMNS, Brought, Line, bring, find_header, read_rows, rows_of
from domain.plans import StepStatus
from domain.step_updates import WHOLE, StepUpdate, as_told
from storage.db import Tx
from storage.improvement import PlanBook
from storage.improvement_sight import everything
from storage.people import People
from storage.places import Places
from storage.plan_steps import PlanSteps
from storage.roster import Roster
from storage.settings import DistrictSettings

SYSTEM = PersonId("system")
SEAT = Seat(role=Role.MANAGEMENT_REPRESENTATIVE, person=SYSTEM)
#: Whoever has the machine sees what the management representative sees of plans.
VIEWER = Viewer(person=SYSTEM, seats=frozenset({SEAT}))
EXAMPLES = (
    {
        "goal": "Every student reads at grade level",
        "if": "we read aloud each day",
        "then": "plan together each week",
        "and": "read more",
        "step": "Choose the books",
        "owner_email": "ann@example.org",
        "due": "2026-10-01",
        "status": "at risk",
        "percent": "50",
        "note": "waiting for the vendor",
    },
    {"step": "Set the time of day", "owner_email": "ann@example.org", "due": "2026-10-15"},
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """What is to be brought in, and into which plan: the one that is named, or else one with this title."""

    file: Path
    sheet: str = ""
    plan: str = ""
    title: str = ""
    lead: str = ""  # an e-mail; else the management representative
    school: str = ""
    kind: str = ""
    dry_run: bool = False

    @property
    def called(self) -> str:
        return self.title or self.file.stem


def import_plan(tx: Tx, table: Table, asked: Asked) -> Result:
    """Write every row, or none and say all that does not fit."""
    header = find_header(table)
    owners = _owners(tx)
    was, is_new = _plan(tx, asked, owners)
    lines, faults = read_rows(rows_of(table, header), was, owners)
    result = Result([fault.sentence for fault in sorted(faults, key=_line_of)], bad=bool(faults))
    if header.unread:
        result.lines.append(f"Columns that were not read: {', '.join(header.unread)}.")
    found = bring(was, lines)
    number = was.number
    if not (faults or asked.dry_run):
        number = _write(tx, was, found, is_new=is_new)
    result.lines.append(_said(found, was, faults, asked, number))
    return result


def _line_of(fault: Fault) -> int:
    return fault.line


def _owners(tx: Tx) -> Mapping[str, PersonId]:
    emails = {**People(tx).by_emails(), **Roster(tx).everybody()}
    return {email.casefold(): People(tx).canonical(person) for email, person in emails.items()}


def _plan(tx: Tx, asked: Asked, owners: Mapping[str, PersonId]) -> tuple[DistrictPlan, bool]:
    """The plan into which the rows go, and whether it is still to be made."""
    book = PlanBook(tx, VIEWER)
    settings = DistrictSettings(tx).all()
    today = tx.now.astimezone(settings.zone).date()
    if asked.plan:
        number = plan_number(asked.plan, settings.number_year(today)) or asked.plan
        return _writable(book.get(number)), False
    place = _place(tx, asked.school)
    year = school_year(today)
    plans, _ = book.page(everything(), size=1000)
    same = [one for one in plans if (plain(one.title), one.place, one.year) == (plain(asked.called), place, year)]
    open_ = [one for one in same if one.state in OPEN]
    if same:
        return (open_[0] if open_ else _writable(same[0])), False
    lead = _lead(tx, asked.lead, owners)
    kind = _kind(asked.kind, place)
    return DistrictPlan(number="", kind=kind, title=asked.called, year=year, lead=lead, place=place), True


def _writable(plan: DistrictPlan) -> DistrictPlan:
    if plan.state not in OPEN:
        raise RefusedError(
            f'{plan.number} is at "{STATES[plan.state]}" now. In chat, choose Change the plan first; then bring it in.'
        )
    return plan


def _place(tx: Tx, school: str) -> str | None:
    if not school:
        return None
    known = {plain(place.name): place.id for place in Places(tx).all()}
    if plain(school) not in known:
        names = ", ".join(place.name for place in Places(tx).all(PlaceKind.SCHOOL))
        raise RefusedError(f"There is no school or department {school}. There are: {names or 'none'}.")
    return known[plain(school)]


def _lead(tx: Tx, email: str, owners: Mapping[str, PersonId]) -> PersonId:
    if email:
        if email.casefold() not in owners:
            raise RefusedError(f"Nobody of this district has the e-mail {email}. Import people first.")
        return owners[email.casefold()]
    holders = People(tx).holders(Role.MANAGEMENT_REPRESENTATIVE)
    if not holders:
        raise RefusedError("Nobody is management representative yet. Say who leads the plan: --lead EMAIL")
    return holders[0]


def _kind(said: str, place: str | None) -> Kind:
    if not said:
        return Kind.SCHOOL if place else Kind.DISTRICT
    if said not in [*Kind]:
        raise RefusedError(f"There is no kind {said}. There are: {', '.join(Kind)}.")
    return Kind(said)


def _write(tx: Tx, was: DistrictPlan, found: Brought, *, is_new: bool) -> str:
    """Signatures go, since the words changed; nobody is sent a message."""
    book, settings = PlanBook(tx, VIEWER), DistrictSettings(tx).all()
    today = tx.now.astimezone(settings.zone).date()
    now = replace(found.plan, signatures=())
    if is_new:
        now = replace(now, number=book.next_number(settings.number_year(today)))
        book.add(now)
    elif now.goals != was.goals or found.steps:
        book.save(now, was, did="plan.imported")
    for line, step in found.steps:
        _add(tx, line, replace(step, of=now.number))
    return now.number


def _add(tx: Tx, line: Line, step: PlanStep) -> None:
    """A step, and where the table says how it goes, the line that says so."""
    kept = PlanSteps(tx).add(step, by=SYSTEM)
    begun = line.status is not StepStatus.NOT_STARTED or line.percent or line.note
    if not begun:
        return
    settings = DistrictSettings(tx).all()
    told = StepUpdate(
        step=kept.number,
        nth=1,
        of=kept.of,
        day=tx.now.astimezone(settings.zone).date(),
        status=line.status,
        percent=WHOLE if line.status is StepStatus.DONE else line.percent,
        comment=line.note,
        by=SYSTEM,
    )
    PlanSteps(tx).tell(as_told(kept, told), told, did="step.imported")


def _said(found: Brought, was: DistrictPlan, faults: Sequence[Fault], asked: Asked, number: str) -> str:
    """How it ended, in one line of counts."""
    goals = len(found.plan.goals) - len(was.goals)
    strategies = _strategies(found.plan) - _strategies(was)
    counts = f"{_many(goals, 'goal')}, {_many(strategies, 'strategy')}, {_many(len(found.steps), 'step')}"
    into = f"in {number}" if number else f"in a new plan “{was.title}” {year_words(was.year)}"
    again = f" {_many(found.again, 'step')} were there already and stay as they are." if found.again else ""
    bad = len({fault.line for fault in faults})
    if bad:
        refused = f"{_many(bad, 'row')} did not fit, so nothing was written."
        return f"{refused} Without them it would be: {counts} {into}.{again}"
    return f"{'Nothing was written. It would be: ' if asked.dry_run else ''}{counts} {into}.{again}"


def _strategies(plan: DistrictPlan) -> int:
    return sum(len(goal.strategies) for goal in plan.goals)


def _many(number: int, what: str) -> str:
    plural = f"{what[:-1]}ies" if what.endswith("y") else f"{what}s"
    return f"{number} {what if number == 1 else plural}"


def template(file: Path) -> str:
    return write_template(file, COLUMNS, EXAMPLES, "plan")
