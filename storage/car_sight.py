"""Who finds which report, and what of it: decided in SQL, so that no view can forget to hide something.

A sealed report is found by its requester, owner and checker, who does one of its steps, who is asked to do one or to
own it, the management representative, one deputy and the superintendent; one about somebody in charge not by them, but
by who decides instead; one that was handed over is read by its requester and that office's officer alone. A requester
who hid their name is nobody to all but the office.
"""

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Integer,
    Select,
    String,
    and_,
    bindparam,
    case,
    false,
    func,
    literal,
    or_,
    select,
    true,
)

from domain.cars import COUNTED, REDACTED, TERMINAL, Concern, State
from domain.frozen import dataclass
from domain.people import PersonId, Role, Viewer
from domain.rules import Rules
from domain.who import leads_all, looks_again
from storage.car_table import STILL_OPEN, cars
from storage.db import OURS, Tx
from storage.history import history
from storage.kept import kept
from storage.offices import Offices, offices
from storage.people import People, same_person, seats, seats_held
from storage.step_table import steps
from storage.words import words

NOBODY = PersonId("")  # who filed it, to somebody who may not know
#: Every id of whoever looks, and the offices that they answer for (`looking`): given, since a query that looked for
#: them itself would do so once for each column.
ME: BindParameter[str] = bindparam("me", type_=String, expanding=True)
MY_OFFICES: BindParameter[str] = bindparam("offices", type_=String, expanding=True)
MR = Role.MANAGEMENT_REPRESENTATIVE
#: How many queries are kept ready: making one anew, with a case for each column, costs more than running it.
QUERIES = 512


#: What happened to the seat of each deputy there; not asked for in order, or SQLite would go through all history.
GIVEN = (
    select(history.c.nr, history.c.about, history.c.did)
    .where(history.c.district == OURS)
    .where(
        history.c.about.in_(
            select(literal(f"seats:{MR}//").concat(seats.c.person)).where(
                seats.c.district == OURS, seats.c.role == MR, seats.c.deputy.is_(True)
            )
        )
    )
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Sight:
    """What somebody finds beside what is theirs and what is open to everybody."""

    names: bool = False  # of those who hide them
    sealed: bool = False  # reports about nobody in charge
    office: bool = False  # reports about the quality office,
    appeals: bool = False  # only where a second look is asked for
    superintendent: bool = False  # reports about the superintendent


def sight_of(tx: Tx, viewer: Viewer) -> Sight:
    reads = viewer.is_mr and viewer.person in {*readers(tx), *reading_now(tx)}
    return Sight(
        names=viewer.is_mr,
        sealed=viewer.holds(Role.SUPERINTENDENT) or reads,
        office=leads_all(Concern.OFFICE, viewer),
        appeals=looks_again(Concern.OFFICE, viewer),
        superintendent=leads_all(Concern.SUPERINTENDENT, viewer),
    )


def readers(tx: Tx) -> list[PersonId]:
    """Who of the quality office reads sealed reports: the holder of the seat, and who has been deputy longest."""
    held = [seat for seat in seats_held(tx) if seat.role is MR]
    deputies = [seat.person for seat in held if seat.deputy]
    found = [seat.person for seat in held if not seat.deputy] + _longest(tx, deputies)[:1]
    return [People(tx).canonical(person) for person in found]


def reading_now(tx: Tx) -> list[PersonId]:
    """The same, and for those who are away whoever acts for them."""
    return People(tx).acting_for(readers(tx))


def _longest(tx: Tx, deputies: Sequence[PersonId]) -> list[PersonId]:
    """In the order in which they were given the seat that they hold."""
    if len(deputies) < 2:  # noqa: PLR2004 - one is in order
        return list(deputies)
    since = kept(tx, seats, GIVEN, _since)
    return sorted(deputies, key=lambda person: (since.get(person, 0), person))


def _since(entries: Sequence[Mapping[str, Any]]) -> Mapping[str, int]:
    """By person, the entry that gave them the seat that they hold."""
    since: dict[str, int] = {}
    for entry in sorted(entries, key=lambda entry: entry["nr"]):
        person = entry["about"].rpartition("/")[2]
        if entry["did"] == "seat.taken":
            since.pop(person, None)
        else:
            since.setdefault(person, entry["nr"])
    return since


C = cars.c
OFFICER = C.handed_to.in_(MY_OFFICES)


def plainly(column: Any) -> Any:
    """A column that no index finds: SQLite would look through all that somebody has for what is one report's."""
    return func.coalesce(column, "")


#: The steps of one report: looked up for the few to which nothing else leads. All that somebody ever did would be
#: thousands after some years.
def _has_step(person: Any) -> ColumnElement[bool]:
    """OFFSET keeps PostgreSQL from making a table of all steps there ever were, to look them up in.

    A step of which nobody is asked is nobody's, also not of whoever looks for all who are there: their id is empty.
    """
    here = (steps.c.district == OURS, steps.c.of == C.number, steps.c.place.is_not(None), plainly(person) != NOBODY)
    return select(steps.c.number).where(*here, plainly(person).in_(ME)).correlate(cars).offset(0).exists()


STEPPING = _has_step(steps.c.owner)
#: Whose step somebody is asked to do, while it is worked on.
INVITED = and_(C.state == State.IMPLEMENTING, _has_step(steps.c.asked_owner))
MINE = C.requester.in_(ME)
STAYED = C.handed_to.is_(None)
INSIDE = or_(STAYED, MINE, OFFICER)


def looking(tx: Tx, viewer: Viewer) -> dict[str, list[str]]:
    """What each of these queries is to be given about whoever looks."""
    ids = People(tx).ids_of(viewer.person)
    mine = sorted(office for office, person in Offices(tx).officers().items() if person in ids)
    return {ME.key: sorted(ids), MY_OFFICES.key: [str(office) for office in mine] or [NOBODY]}


def _found(sight: Sight) -> ColumnElement[bool]:
    """Which rows somebody finds at all."""
    open_to = [and_(C.concerns == Concern.NOBODY, true() if sight.sealed else C.sealed.is_(False))]
    if sight.office or sight.appeals:
        open_to.append(and_(C.concerns == Concern.OFFICE, true() if sight.office else C.appealed.is_(True)))
    if sight.superintendent:
        open_to.append(C.concerns == Concern.SUPERINTENDENT)
    at_work = and_(STAYED, or_(C.owner.in_(ME), C.checker.in_(ME), C.asked_owner.in_(ME), STEPPING, INVITED))
    return and_(C.district == OURS, or_(*open_to, MINE, OFFICER, at_work))  # the cheapest first


#: What is left of a report that was handed over, to those who are neither its requester nor the officer.
LEFT = frozenset(
    {"district", "number", "filed_at", "filed_on", "state", "sealed", "kind", "source", "appealed", "inconclusive"}
    | {"cycle", "version", "extensions", "concerns", "handed_to", "handed_at"}
)
#: What stands in place of what must not be empty.
INSTEAD: dict[str, Any] = {"happened_on": C.filed_on, "urgent": false(), "hide_name": false()}


@cache
def look_of(sight: Sight) -> Select[Any]:
    """All that somebody may know of a report."""
    hidden = {"requester", "on_behalf_of", "photos", "handed_note"}
    plain = [_shown(column) for column in cars.columns if column.name not in hidden]
    office = C.concerns == Concern.NOBODY if sight.names else false()  # who stands in for it sees no hidden name
    named = and_(INSIDE, or_(C.hide_name.is_(False), MINE, OFFICER, office))
    return select(
        *plain,
        case((named, C.requester), else_=NOBODY).label("requester"),
        case((named, C.on_behalf_of)).label("on_behalf_of"),
        case((named, C.photos)).label("photos"),  # their addresses name whoever took them
        case((OFFICER, C.handed_note)).label("handed_note"),
    ).where(_found(sight))


def _shown(column: Any) -> Any:
    if column.name in LEFT:
        return column
    return case((INSIDE, column), else_=INSTEAD.get(column.name)).label(column.name)


@cache
def one_of(sight: Sight) -> Select[Any]:
    """The report of a number, to be given."""
    return look_of(sight).where(C.number == bindparam("number", type_=String))


Where = tuple[ColumnElement[bool], ...]
Order = tuple[ColumnElement[Any], ...]


NEWEST: Order = (C.filed_at.desc(), C.number.desc())
#: The same in a way that no index knows: what is open, and somebody's, is found by its state and put in order, where
#: SQLite would look through all that there ever was, the newest first, until it had met ten that are open.
NEWEST_OF_FEW: Order = (func.coalesce(C.filed_at, C.filed_at).desc(), C.number.desc())


@lru_cache(maxsize=QUERIES)
def page_of(sight: Sight, where: Where) -> Select[Any]:
    """So many of those, newest first: `size` and `offset` are to be given. All that are open have an index."""
    few = len(where) > 1 and any(one is still_open() for one in where)
    return ordered(sight, where, NEWEST_OF_FEW if few else NEWEST)


def ordered(sight: Sight, where: Where, order: Order) -> Select[Any]:
    """The same in another order."""
    size, offset = bindparam("size", type_=Integer), bindparam("offset", type_=Integer)
    return look_of(sight).where(*where).order_by(*order).offset(offset).limit(size)


@lru_cache(maxsize=QUERIES)
def count_of(sight: Sight, where: Where) -> Select[Any]:
    return counted(sight, where)


def every(sight: Sight, where: Where) -> Select[Any]:
    """How many of those there are, counted to the last."""
    return select(func.count().label("total")).select_from(select(C.number).where(_found(sight), *where).subquery())


def counted(sight: Sight, where: Where) -> Select[Any]:
    """How many of those there are; counting ends at `most`, which is to be given."""
    return _counted(sight, where, bindparam("most", type_=Integer))


def _counted(sight: Sight, where: Where, most: Any) -> Select[Any]:
    some = select(C.number).where(_found(sight), *where).limit(most).subquery()
    return select(func.count().label("total")).select_from(some)


#: What a line of a list says of a report (`CarLine`), beside its words and who owns it.
LINE = (
    *(C.number, C.filed_on, C.state, C.severity, C.school, C.owner, C.urgent, C.sealed, C.handed_to),
    *(C.approved_on, C.plan_due, C.implementation_due, C.effectiveness_due, C.on_hold_since),
)
TEXT = select(words.c.text).where(words.c.district == OURS, words.c.id == C.what).correlate(cars).scalar_subquery()
#: A line names no requester, so no name can be hidden. Of words that were removed nothing is left.
SAID = case((and_(INSIDE, C.what.is_not(None)), func.coalesce(TEXT, str(REDACTED))), else_="").label("what")


def lines_in(sight: Sight, where: Where, order: Order, size: int, *, later: bool = False) -> Select[Any]:
    """So many of those as lines, with how many there are, as `counted` counts them: all by one look.

    The first of them, or `later` ones: their `offset` and up to how many are counted, `most`, are to be given. Of the
    first both are constants, since PostgreSQL makes a new plan each time for a limit that it is given.
    """
    most = bindparam("most", type_=Integer) if later else max(COUNTED, size) + 1
    total = _counted(sight, where, most).scalar_subquery().label("total")
    page = select(*map(_shown, LINE), SAID, total).where(_found(sight), *where).order_by(*order).limit(size)
    return page.offset(bindparam("offset", type_=Integer)) if later else page


lines_again = lru_cache(maxsize=QUERIES)(lines_in)


def waiting_for(viewer: Viewer, rules: Rules) -> ColumnElement[bool]:
    """What this person can decide now; `domain/who.py` says the same of one report."""
    again = [str(concerns) for concerns in Concern if looks_again(concerns, viewer)]
    second_look = and_(C.concerns.in_(again), C.appealed.is_(True))
    mine = or_(led_by(viewer), second_look, and_(C.school.in_(_schools(viewer, rules)), C.sealed.is_(False)))
    not_by_me = or_(C.appealed.is_(False), C.decided_by.is_(None), ~same_person(C.decided_by, viewer.person))
    return and_(C.state == State.SUBMITTED, STAYED, not_by_me, mine)


def _schools(viewer: Viewer, rules: Rules) -> list[str]:
    """Those whose minor reports this person accepts."""
    held = [seat.place for seat in viewer.seats if seat.role is Role.PRINCIPAL and seat.place]
    return held if rules.principals_triage else []


@lru_cache(maxsize=QUERIES)
def owned_by(person: PersonId) -> ColumnElement[bool]:
    return same_person(C.owner, person)


@lru_cache(maxsize=QUERIES)
def reported_by(person: PersonId) -> ColumnElement[bool]:
    return same_person(C.requester, person)


def led_by(viewer: Viewer) -> ColumnElement[bool]:
    """What this person does the quality office's part for; `leads` of domain/who.py says the same of one report."""
    return C.concerns.in_([str(concerns) for concerns in Concern if leads_all(concerns, viewer)])


@cache
def still_open() -> ColumnElement[bool]:
    return STILL_OPEN


@cache
def closed() -> ColumnElement[bool]:
    return or_(C.state.in_([str(state) for state in TERMINAL]), C.handed_to.is_not(None))


@cache
def everything() -> ColumnElement[bool]:
    return true()


@lru_cache(maxsize=QUERIES)
def numbered(number: str) -> ColumnElement[bool]:
    return C.number == number


@lru_cache(maxsize=QUERIES)
def returned_to(person: PersonId) -> ColumnElement[bool]:
    return same_person(C.requester, person) & (C.state == State.RETURNED)


@lru_cache(maxsize=QUERIES)
def handed_to(person: PersonId) -> ColumnElement[bool]:
    """What was handed over to the offices for which somebody answers."""
    return C.handed_to.in_(
        select(offices.c.office).where(offices.c.district == OURS, same_person(offices.c.person, person))
    )


def found_by(sight: Sight) -> ColumnElement[bool]:
    """Which rows count in the figures that somebody sees: of what left triage nothing does."""
    return and_(_found(sight), STAYED)


def open_to_all() -> ColumnElement[bool]:
    """What all staff find, whoever they are."""
    return and_(C.district == OURS, C.sealed.is_(False), C.concerns == Concern.NOBODY, STAYED)


def hidden_from(sight: Sight) -> ColumnElement[bool]:
    """The sealed ones that they are told of as a number. Nobody learns so of a report about somebody in charge."""
    found = case((_found(sight), true()), else_=false())  # nobody owns some, and "not unknown" is unknown
    return and_(C.district == OURS, C.sealed.is_(True), C.concerns == Concern.NOBODY, STAYED, found.is_(False))


@lru_cache(maxsize=QUERIES)
def named_of(sight: Sight) -> Select[Any]:
    """Those of the given `numbers` that somebody finds, newest first."""
    named = C.number.in_(bindparam("numbers", type_=String, expanding=True))
    return look_of(sight).where(named).order_by(*NEWEST_OF_FEW)
