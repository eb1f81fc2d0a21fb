"""What stands on papers, by the rights of whoever has one drawn: reports, public copies, the log, and half pages."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from domain.auditors import AUDITOR, Scope
from domain.cars import Car
from domain.dossiers import Dossier
from domain.errors import RefusedError
from domain.families import HalfPage, half_page
from domain.frozen import dataclass
from domain.log import Rows
from domain.people import Role
from domain.periods import last_months
from domain.public_copy import (
    Withheld,
    check_public_log,
    public_copy,
    told_of,
    why_not_release,
    withheld_of_log,
)
from domain.settings import Settings
from domain.story import is_left
from handlers.log import look_of
from handlers.routing import Call
from storage.auditors import in_scope
from storage.cars import CarLog
from storage.db import Tx
from storage.dossiers import Dossiers
from storage.families import closed_at, sealed_at
from storage.history import History
from storage.log import order_of, rows_by, sealed_in_all
from storage.people import People
from storage.places import Places
from storage.releases import Releases
from views.families import families_paper
from views.log import filters_said
from views.log_paper import MOST, LogPart, public_log_paper
from views.look import Names
from views.paper import Paper
from views.papers import Called, Stamp, car_paper
from views.public import MONTHS
from views.public_papers import STAFF, WITHHELD_NAME, public_paper


@dataclass(frozen=True, kw_only=True, slots=True)
class Sheet:
    """A paper, and the numbers of the reports that it tells of."""

    paper: Paper
    numbers: Sequence[str]


def report_of(call: Call) -> Sheet:
    car = on_paper(call)
    dossier = Dossiers(call.tx, call.viewer).of(car)
    called = called_of(call.tx, call.settings, dossier)
    return Sheet(paper=car_paper(dossier, called, stamp_of(call.tx, call.settings)), numbers=[car.number])


def on_paper(call: Call) -> Car:
    """The report that `call.about` names, where whoever asks finds more of it than its number."""
    car = CarLog(call.tx, call.viewer).get(call.about)
    if is_left(car):
        raise RefusedError("{number} was handed over, so there is nothing to print.", number=car.number)
    return car


def public_of(call: Call) -> Sheet:
    """For whoever may release it, and only what was released."""
    dossier, held = public_parts(call)
    rule = call.settings.public_rule
    called = called_of(call.tx, call.settings, dossier)
    plain = replace(called, unnamed="" if rule.names else STAFF, hidden=WITHHELD_NAME)
    paper = public_paper(dossier, held, rule, plain, stamp_of(call.tx, call.settings))
    return Sheet(paper=paper, numbers=[dossier.car.number])


def public_parts(call: Call) -> tuple[Dossier, list[Withheld]]:
    """A report as the public may read it, with what is withheld."""
    car = CarLog(call.tx, call.viewer).get(call.about)
    refusal = why_not_release(car, call.viewer)
    if refusal:
        raise RefusedError(refusal)
    release = Releases(call.tx).of(car.number)
    if release is None or not release.is_public:
        raise RefusedError("Nothing of {number} is released.", number=car.number)
    return public_copy(Dossiers(call.tx, call.viewer).of(car), release, call.settings.public_rule)


def public_log_of(call: Call, rows: Rows) -> Sheet:
    """Of the rows only those that everybody may read; sealed ones are counted where nothing is chosen by."""
    check_public_log(rows, call.viewer)
    rules, rule = call.settings.rules, call.settings.public_rule
    where = (*rows_by(call.tx, rows, AUDITOR, call.today, rules), in_scope(Scope()))
    found = CarLog(call.tx, AUDITOR).listed(where, order_of(rows), size=MOST)
    releases = Releases(call.tx).named([car.number for car in found.cars])
    part = LogPart(
        cars=found.cars,
        filters=filters_said(rows, look_of(call, rows)),
        total=found.total,
        as_of=call.today,
        sealed=0 if rows.chosen else told_of(sealed_in_all(call.tx)),
    )
    held = withheld_of_log(found.cars, releases, rule)
    called, stamp = called_in(call.tx, call.settings, found.cars, []), stamp_of(call.tx, call.settings)
    paper = public_log_paper(part, releases, held, rule, called, rules, stamp)
    return Sheet(paper=paper, numbers=[car.number for car in found.cars])


def families_of(call: Call) -> Sheet:
    """`call.about` is a school, months and the language of the paper."""
    page, numbers = _half_page(call)
    tongue = call.about.split()[-1]
    return Sheet(
        paper=replace(families_paper(page, stamp_of(call.tx, call.settings)), language=tongue), numbers=numbers
    )


def half_page_of(call: Call) -> HalfPage:
    return _half_page(call)[0]


def _half_page(call: Call) -> tuple[HalfPage, list[str]]:
    """With the numbers of all that are counted on it."""
    school, months, *_ = [*call.about.split(), "", ""]
    must_speak_for(call, school)
    if months not in MONTHS:
        raise RefusedError("There is no such paper.")
    period = last_months(call.today, int(months))
    closed = closed_at(call.tx, school, period)
    numbers = [car.number for car in closed]
    released = Releases(call.tx).named(numbers)
    name = Places(call.tx).names([school]).get(school, "")
    page = half_page(name, period, closed, list(released.values()), sealed=sealed_at(call.tx, school, period))
    return page, numbers


def must_speak_for(call: Call, school: str) -> None:
    if not (call.viewer.is_mr or call.viewer.holds(Role.PRINCIPAL, school)):
        raise RefusedError("Only the school's principal or the management representative can make a page for families.")


def stamp_of(tx: Tx, settings: Settings) -> Stamp:
    entries, head = History(tx).head()
    return Stamp(district=settings["name"] or tx.district, at=tx.now, zone=settings.zone, entries=entries, head=head)


def called_in(tx: Tx, settings: Settings, cars: Sequence[Car], persons: Iterable[str | None]) -> Called:
    """What these people, and the places of these reports, are called."""
    places = Places(tx).names(place for car in cars for place in (car.school, car.department))
    names = Names(people=People(tx).names(persons), places=places)
    return Called(names=names, cause=settings.cause_words, zone=settings.zone)


def called_of(tx: Tx, settings: Settings, dossier: Dossier) -> Called:
    return called_in(tx, settings, [dossier.car], dossier.persons)
