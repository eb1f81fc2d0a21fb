"""Reports, public copies and half pages as papers: where one is saved, and what stands on it when it is opened."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from domain.cars import Car
from domain.dossiers import Dossier
from domain.errors import RefusedError
from domain.families import HalfPage, half_page
from domain.people import Role
from domain.periods import last_months
from domain.public_copy import Withheld, public_copy, why_not_release
from domain.settings import Settings
from domain.story import is_left
from domain.texts import say
from handlers.routing import Call, Reply, Routes, Show
from storage.cars import CarLog
from storage.db import Tx
from storage.dossiers import Dossiers
from storage.families import closed_at, sealed_at
from storage.history import History
from storage.people import People
from storage.places import Places
from storage.releases import Releases
from views.elements import Card
from views.families import families_paper
from views.look import Names
from views.paper import Paper
from views.papers import Called, Stamp, car_paper
from views.public import MONTHS, paper_card, paper_link
from views.public_papers import STAFF, WITHHELD_NAME, public_paper

routes = Routes()


@routes.button("paper.report")
def save(call: Call) -> Reply:
    return Show(card(replace(call, about=_seen(call).number)), beside=True)


@routes.notice("paper.card")
def card(call: Call) -> Card:
    number = _seen(call).number
    link = paper_link(say("{number} as PDF", number=number), f"report {number}", call.me, call.tx.now)
    return paper_card(say("{number} on paper", number=number), link)


def _seen(call: Call) -> Car:
    car = CarLog(call.tx, call.viewer).get(call.about)
    if is_left(car):
        raise RefusedError("{number} was handed over, so there is nothing to print.", number=car.number)
    return car


def paper_of(call: Call) -> tuple[str, Paper]:
    """What a link to a paper opens, by the rights of whoever opens it, and the name under which it is saved."""
    kind, _, about = call.about.partition(" ")
    if kind not in KINDS:
        raise RefusedError("There is no such paper.")
    return KINDS[kind](replace(call, about=about))


def report_of(call: Call) -> tuple[str, Paper]:
    car = _seen(call)
    dossier = Dossiers(call.tx, call.viewer).of(car)
    called = called_of(call.tx, call.settings, dossier)
    return car.number, car_paper(dossier, called, stamp_of(call.tx, call.settings))


def public_of(call: Call) -> tuple[str, Paper]:
    """For whoever may release it, and only what was released."""
    dossier, held = public_parts(call)
    rule = call.settings.public_rule
    called = called_of(call.tx, call.settings, dossier)
    plain = replace(called, unnamed="" if rule.names else STAFF, hidden=WITHHELD_NAME)
    paper = public_paper(dossier, held, rule, plain, stamp_of(call.tx, call.settings))
    return f"{dossier.car.number}-public", paper


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


def families_of(call: Call) -> tuple[str, Paper]:
    """`call.about` is a school, months and the language of the paper."""
    page = half_page_of(call)
    tongue = call.about.split()[-1]
    return "you-said-we-fixed", replace(families_paper(page, stamp_of(call.tx, call.settings)), language=tongue)


def half_page_of(call: Call) -> HalfPage:
    school, months, *_ = [*call.about.split(), "", ""]
    must_speak_for(call, school)
    if months not in MONTHS:
        raise RefusedError("There is no such paper.")
    period = last_months(call.today, int(months))
    closed = closed_at(call.tx, school, period)
    released = Releases(call.tx).named([car.number for car in closed])
    name = Places(call.tx).names([school]).get(school, "")
    return half_page(name, period, closed, list(released.values()), sealed=sealed_at(call.tx, school, period))


def must_speak_for(call: Call, school: str) -> None:
    if not (call.viewer.is_mr or call.viewer.holds(Role.PRINCIPAL, school)):
        raise RefusedError("Only the school's principal or the management representative can make a page for families.")


#: What a link names, and what it opens.
KINDS: Mapping[str, Callable[[Call], tuple[str, Paper]]] = {
    "report": report_of,
    "public": public_of,
    "families": families_of,
}


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
