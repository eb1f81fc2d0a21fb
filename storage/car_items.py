"""What waits for those who plan, fix, approve and check: domain/who.py says the same of one report."""

from collections.abc import Collection, Iterable, Iterator

from sqlalchemy import and_, or_, select

from domain.cars import State
from domain.deadlines import due_of
from domain.extensions import EXTENDABLE
from domain.items import Item, ItemKind
from domain.people import PersonId, Role
from domain.reminders import Going
from domain.who import DECIDES
from storage.car_sight import C
from storage.car_table import STILL_OPEN, cars
from storage.car_turns import ASKING, WORKED
from storage.db import OURS, Tx
from storage.deciders import checkers_but, of_the_office
from storage.extensions import extensions
from storage.going import GOING, doers_of, going_by
from storage.people import People, seats_held
from storage.settings import DistrictSettings
from storage.sources import THEM, Persons, Source, known_as

NAMED = [
    select(column).distinct().where(C.district == OURS, C.state.in_(WORKED), column.is_not(None))
    for column in (C.owner, C.checker, C.asked_owner)
]
CHECKED = [str(State.VERIFYING), str(State.MONITORING)]
PLANNED = [str(state) for state in sorted(EXTENDABLE)]
#: What waits for an office: a plan, a check that nobody else may do, a signature, more time.
FOR_AN_OFFICE = or_(
    C.state == State.PLAN_REVIEW, C.state.in_(CHECKED), and_(C.state.in_(PLANNED), C.number.in_(ASKING))
)
OPEN = (
    select(extensions.c.car, extensions.c.cycle, extensions.c.old, extensions.c.asked_at, extensions.c.asked_by)
    .join(cars, and_(C.district == extensions.c.district, C.number == extensions.c.car))
    .where(extensions.c.district == OURS, extensions.c.decided_at.is_(None), C.state.in_(PLANNED))
)
#: Each has an index of what is open alone, which SQLite takes only where that is said beside it.
WITH_THEM = or_(*(and_(column.in_(THEM), STILL_OPEN) for column in (C.owner, C.checker, C.asked_owner)))
OF_THEM, OF_THE_OFFICE_TOO = GOING.where(WITH_THEM), GOING.where(or_(WITH_THEM, FOR_AN_OFFICE))
Party = tuple[ItemKind, Iterable[PersonId | None]]


LEADING = frozenset(DECIDES.values())


def seated(tx: Tx, roles: Collection[Role] = frozenset(Role)) -> set[PersonId]:
    """Everybody who acts in a seat, or holds one."""
    held = {People(tx).canonical(seat.person) for seat in seats_held(tx) if seat.role in roles}
    return held | set(People(tx).acting_for(held))


def _whom(tx: Tx) -> Iterator[PersonId | str]:
    yield from seated(tx)
    for query in NAMED:
        yield from (person for row in tx.ask(query) for person in row.values())


def _items(tx: Tx, persons: Persons) -> Iterator[Item]:
    ids = known_as(tx, persons)
    leads = persons & seated(tx, LEADING)
    found = going_by(tx, OF_THE_OFFICE_TOO if leads else OF_THEM, them=ids)
    asked = {row["car"]: row for row in tx.ask(OPEN)} if leads else {}
    doers = doers_of(tx, [car for car in found if car.state in CHECKED])
    for car in found:
        for kind, party in _parties(tx, car, doers.get(car.number, set())):
            yield from (_item(tx, car, kind, person) for person in party if person and person in persons)
        if (row := asked.get(car.number)) and row["cycle"] == car.cycle:
            barred = {car.owner, People(tx).canonical(row["asked_by"])}
            for person in of_the_office(tx, car, barred):
                if person in persons:
                    since = row["asked_at"].astimezone(DistrictSettings(tx).all().zone).date()
                    yield _item(tx, car, ItemKind.TIME, person, since=since, due=row["old"])


def _parties(tx: Tx, car: Going, doers: set[PersonId]) -> Iterator[Party]:
    """Whom it waits for now, and to do what. While resources are waited for, the clock of the work stands."""
    match car.state:
        case State.ACCEPTED:
            yield ItemKind.FIX if car.is_minor else ItemKind.PLAN, [car.owner]
        case State.IMPLEMENTING if car.on_hold_since is None:
            yield ItemKind.FIX, [car.owner]
        case State.PLAN_REVIEW:
            yield ItemKind.APPROVE, of_the_office(tx, car, {car.owner})
        case State.VERIFYING:
            yield ItemKind.CHECK, checkers_but(tx, car, car.checker, doers)
        case State.MONITORING:
            yield ItemKind.WATCH, checkers_but(tx, car, car.checker, doers)
            yield ItemKind.SIGN, of_the_office(tx, car, {car.owner}) if car.signed_off_by is None else []
    yield ItemKind.OWN, [car.asked_owner]


def _item(tx: Tx, car: Going, kind: ItemKind, person: PersonId, **other: object) -> Item:
    settings = DistrictSettings(tx).all()
    rules = settings.rules
    due = None if kind is ItemKind.OWN else due_of(car, rules.clocks, rules.calendar_of(car.school))
    known = {"since": car.since.astimezone(settings.zone).date(), "due": due, **other}
    return Item(kind=kind, about=car.number, of=car.number, whose=person, place=car.place, minor=car.is_minor, **known)  # type: ignore[arg-type]


AT_WORK = Source(whom=_whom, items=_items)
